"""Those who can be responsible: added, renamed, retired. Chosen by focus areas; what is retired stays where it stands."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.base.texts import one_line
from dialog.base.versions import taken
from dialog.people.kinds import name_problem, slug_of
from dialog.people.models import Partner
from dialog.people.operations.audit import Actor, record_audit
from dialog.people.queries.accounts import last_change


def add_partner(db: Session, by: Actor, name: str) -> Partner:
    """Add one by its name; Problem("invalid") when there is one of that name."""
    name = _name(db, name)
    slug, n = slug_of(name), 1
    while db.scalar(select(Partner.id).where(Partner.slug == (found := slug if n == 1 else f"{slug}-{n}"))):
        n += 1
    partner = Partner(slug=found, name=name)
    db.add(partner)
    db.flush()
    record_audit(db, by, "partner.add", "partner", partner.id)
    return partner


def rename_partner(db: Session, by: Actor, partner_id: uuid.UUID, version: int, name: str) -> None:
    """Give one another name; Problem("conflict", by=, partner=) when somebody else was first."""
    name = _name(db, name, but=partner_id)
    _take(db, partner_id, version).name = name
    db.flush()
    record_audit(db, by, "partner.rename", "partner", partner_id)


def set_partner_active(db: Session, by: Actor, partner_id: uuid.UUID, version: int, *, active: bool) -> None:
    """Let one be chosen no longer, or again."""
    _take(db, partner_id, version).is_active = active
    db.flush()
    record_audit(db, by, "partner.restore" if active else "partner.retire", "partner", partner_id)


def _name(db: Session, name: str, but: uuid.UUID | None = None) -> str:
    name = one_line(name)
    problem = name_problem(name)
    if problem is None:
        same = select(Partner.id).where(func.lower(Partner.name) == name.lower())
        if db.scalar(same if but is None else same.where(Partner.id != but)):
            problem = N_("Det finns redan en med det namnet.")
    if problem is not None:
        raise Problem("invalid", problem, fields={"name": [problem]})
    return name


def _take(db: Session, partner_id: uuid.UUID, version: int) -> Partner:
    was_first = taken(db, Partner, version, Partner.id == partner_id)
    partner = db.get(Partner, partner_id, populate_existing=True)
    if partner is None:
        raise Problem("not_found", N_("Den finns inte längre."))
    if not was_first:
        raise Problem("conflict", by=last_change(db, "partner", partner_id), partner=partner)
    return partner
