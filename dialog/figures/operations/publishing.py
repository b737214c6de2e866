"""Figures are published, and at most withdrawn. What is published was looked at first, number by number.

Comes before: `operations/planning.py`, which says what may be told. Goes to: `models/publication.py`, and from there to
`/karta` and `/data`.
"""

import uuid
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.clock import now, today
from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.figures.models import Publication, PublicationFile
from dialog.figures.operations.freezing import as_text, free_slug, one_at_a_time, withdraw
from dialog.figures.operations.planning import Plan, plan_publication
from dialog.figures.publishing.choice import Choice
from dialog.figures.publishing.files import About, files_of
from dialog.figures.publishing.squares import DIVISION
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor

#: The version of the method by which small groups are hidden (docs/decisions). 2: ten where a district is finer than 500 m.
METHOD = "2"


def publish_figures(
    db: Session, by: Actor, choice: Choice, digest: str, *, title: Mapping[str, str], address: str
) -> Publication:
    """Freeze what `plan_publication` shows; Problem where it is refused, or where it no longer is what was looked at.

    Where just this stands published already, that publication is returned and nothing is made. `digest` is that of the plan that somebody has seen; `address` the site's own, for what the files say of themselves.
    """
    one_at_a_time(db)
    plan = plan_publication(db, choice)
    if plan.is_refused or plan.shown is None:
        raise Problem("conflict", N_("De här siffrorna kan inte publiceras tillsammans med dem som är publicerade."))
    if plan.digest != digest:
        raise Problem("conflict", N_("Siffrorna har ändrats sedan du såg dem. Se igenom dem en gång till."))
    standing = _the_same(db, choice, plan, title)
    if standing is not None:
        return standing  # the button was pressed twice
    number = (db.scalar(select(func.max(Publication.number))) or 0) + 1
    first, last = (f"{week // 100}-v{week % 100:02d}" for week in (choice.since, choice.until))
    slug = free_slug(db, Publication, f"{first}-{last}")
    made = Publication(
        number=number,
        slug=slug,
        title=dict(title),
        since=choice.since,
        until=choice.until,
        dialogue=choice.dialogue,
        geography_kind="squares" if choice.division == DIVISION else "districts",
        geography=choice.division,
        sources=list(choice.sources),
        method=METHOD,
        content=plan.shown.as_json(),
        basis=dict(plan.basis),
        published_at=now(),
        published_by_id=by.account_id,
    )
    db.add(made)
    db.flush()
    about = About(
        title["sv"], choice.since, choice.until, METHOD, today().isoformat(), f"{address.rstrip('/')}/karta/{slug}"
    )
    for file in files_of(plan.shown, about):
        db.add(
            PublicationFile(
                publication_id=made.id,
                kind=file.kind,
                content_type=file.content_type,
                digest=file.digest,
                data=file.data,
            )
        )
    record_audit(db, by, "publication.publish", "publication", slug, count=plan.shown.total)
    return made


def _the_same(db: Session, choice: Choice, plan: Plan, title: Mapping[str, str]) -> Publication | None:
    """Return the publication that stands and tells exactly this already, if there is one."""
    p = Publication
    standing = select(p).where(
        p.since == choice.since,
        p.until == choice.until,
        p.dialogue == choice.dialogue,
        p.geography == choice.division,
        p.state == "published",
    )
    mine = as_text([title, choice.sources, plan.shown and plan.shown.as_json(), plan.basis])
    rows = db.scalars(standing.order_by(p.number.desc()))
    return next((one for one in rows if as_text([one.title, one.sources, one.content, one.basis]) == mine), None)


def withdraw_publication(db: Session, by: Actor, publication_id: uuid.UUID, reason: str) -> Publication:
    """Withdraw a publication, with a reason that everyone reads at its address; its figures are told no more."""
    return withdraw(db, by, db.get(Publication, publication_id), reason, "publication.withdraw")
