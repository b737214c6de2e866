"""What both kinds of publications have in common, of figures and of answers: one is made at a time, under an address of its own, and at
most withdrawn.

Comes before: `models/publication.py`, `models/answer_publication.py`. Goes to: `publishing.py`, `publishing_answers.py`.
"""

import json
from typing import Any, TypeVar

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.base.texts import one_line
from dialog.figures.models import AnswerPublication, Publication
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor

P = TypeVar("P", Publication, AnswerPublication)
_LOCK = 7_146_131  # any number, the same for all processes of a site


def as_text(what: Any) -> str:
    """Return it written the same whether it comes from the database or is on its way there."""
    return json.dumps(what, sort_keys=True, default=dict)


def one_at_a_time(db: Session) -> None:
    """Wait for who is publishing: each is judged against all before it (SQLite has one writer)."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})


def free_slug(db: Session, kind: type[Publication] | type[AnswerPublication], base: str) -> str:
    """Return an address that no publication of a kind has had, withdrawn ones neither."""
    taken = set(db.scalars(select(kind.slug).where(kind.slug.startswith(base))))
    slug, n = base, 2
    while slug in taken:
        slug, n = f"{base}-{n}", n + 1
    return slug


def withdraw(db: Session, by: Actor, found: P | None, reason: str, action: str) -> P:
    """Withdraw a publication, with a reason that everyone reads at its address, and write `action` in the log. Problem where there is
    no reason, no such publication, or it is withdrawn already.
    """
    why = one_line(reason)[:500]
    if not why:
        raise Problem("invalid", N_("Skriv varför publiceringen dras tillbaka. Skälet visas på dess sida."))
    if found is None:
        raise Problem("not_found")
    db.refresh(found, with_for_update=True)  # the first reason stands
    if found.state == "withdrawn":
        raise Problem("conflict", N_("Publiceringen är redan tillbakadragen."))
    found.state, found.withdrawn_at, found.withdrawn_by_id = "withdrawn", now(), by.account_id
    found.withdrawn_reason = why
    db.flush()
    record_audit(db, by, action, "publication", found.slug, why)
    return found
