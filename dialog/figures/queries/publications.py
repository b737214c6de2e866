"""What has been published: the newest, one by its address, all of them, and which two may be held side by side.

Comes before: `models/publication.py`. Goes to: `/karta`, `/fokusomraden`, `/data`, the start page and the staff's list.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.clock import SWEDISH
from dialog.base.db import Words
from dialog.figures.models import Publication, PublicationFile
from dialog.figures.publishing.shape import Shown, shown_from
from dialog.figures.publishing.squares import DIVISION
from dialog.figures.suppression import SMALLEST, SMALLEST_FINE
from dialog.place.queries import is_fine

#: What there is of publications, for a page that is kept: it changes when one is made or withdrawn, and never else.
Stamp = tuple[tuple[str, str, uuid.UUID], ...]


@dataclass(frozen=True)
class Heading:
    """A publication without its figures."""

    number: int
    slug: str
    title: Words
    since: int
    until: int
    dialogue: str
    geography: str
    sources: tuple[str, ...]
    method: str
    published_on: date
    withdrawn_at: datetime | None
    reason: str

    def compares_with(self, other: "Heading") -> bool:
        """Say whether the two may be held side by side: the same places, the same kind of source, other weeks."""
        same = (self.geography, self.dialogue, set(self.sources)) == (
            other.geography,
            other.dialogue,
            set(other.sources),
        )
        return same and other.until < self.since


@dataclass(frozen=True)
class Published:
    """A publication with what it shows."""

    heading: Heading
    shown: Shown


_PARTS = (
    Publication.number, Publication.slug, Publication.title, Publication.since, Publication.until, Publication.dialogue,
    Publication.geography_kind, Publication.geography, Publication.sources, Publication.method, Publication.published_at,
    Publication.withdrawn_at, Publication.withdrawn_reason,
)  # fmt: skip


def headings(db: Session) -> list[Heading]:
    """Return every publication without its figures, the newest first; withdrawn ones too."""
    return [
        Heading(
            row.number,
            row.slug,
            row.title,
            row.since,
            row.until,
            row.dialogue,
            f"{row.geography_kind}:{row.geography}",
            tuple(row.sources),
            row.method,
            row.published_at.astimezone(SWEDISH).date(),
            row.withdrawn_at,
            row.withdrawn_reason,
        )
        for row in db.execute(select(*_PARTS).order_by(Publication.number.desc()))
    ]


def stamp(db: Session) -> Stamp:
    """Return what changes when something is published or withdrawn, and never else."""
    rows = db.execute(select(Publication.slug, Publication.state, Publication.id).order_by(Publication.number.desc()))
    return tuple((slug, state, id_) for slug, state, id_ in rows)


def states(found: Stamp) -> dict[str, str]:
    """Return published or withdrawn, by address."""
    return {slug: state for slug, state, _ in found}


def published(db: Session, heading: Heading) -> Published:
    """Return a publication with what it shows."""
    content = db.scalars(select(Publication.content).where(Publication.slug == heading.slug)).one()
    return Published(heading, shown_from(content))


def standing(found: Sequence[Heading]) -> list[Heading]:
    """Return those that have not been withdrawn, the one with the newest weeks first; of the same weeks, what was published last."""
    there = [one for one in found if one.withdrawn_at is None]
    return sorted(there, key=lambda one: (one.until, one.since, one.number), reverse=True)


def file_of(db: Session, slug: str, kind: str) -> PublicationFile | None:
    """Return a file of open data of a publication that has not been withdrawn, or None."""
    return db.scalars(
        select(PublicationFile)
        .join(Publication, Publication.id == PublicationFile.publication_id)
        .where(Publication.slug == slug, Publication.state == "published", PublicationFile.kind == kind)
    ).one_or_none()


def file_heads(db: Session) -> dict[tuple[str, str], tuple[str, int]]:
    """Return the digest and size in bytes of every file, by (slug, kind)."""
    rows = db.execute(
        select(Publication.slug, PublicationFile.kind, PublicationFile.digest, func.length(PublicationFile.data)).join(
            PublicationFile, PublicationFile.publication_id == Publication.id
        )
    )
    return {(slug, kind): (digest, size) for slug, kind, digest, size in rows}


def publication_id(db: Session, slug: str) -> uuid.UUID | None:
    """Return the key of a publication by its address, or None."""
    return db.scalar(select(Publication.id).where(Publication.slug == slug))


def smallest_told(db: Session, division: str) -> int:
    """Return how many there must be in a group that is told of: more where some place of the division is finer than 500 m (TRUST D6).

    It is for all figures, those without a place too: what one tells alone, another by place could be taken from. Squares are never so fine.
    """
    return SMALLEST_FINE if division != DIVISION and is_fine(db, division) else SMALLEST
