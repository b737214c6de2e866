"""Which answers have been published: the newest, one by its address, all of them, and which two may be held side by side.

Comes before: `models/answer_publication.py`. Goes to: `/resultat`, `/data`, the start page, the staff's list
and the plan of the next one.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base.clock import SWEDISH
from dialog.figures.models import AnswerPublication
from dialog.figures.publishing.answers import Told, from_kept
from dialog.figures.publishing.told import ShownAnswers, answers_from

#: What there is of publications, for a page that is kept: it changes when one is made or withdrawn, and never else.
Stamp = tuple[tuple[str, str, uuid.UUID], ...]


@dataclass(frozen=True)
class AnswerHeading:
    """A publication of answers without its numbers."""

    number: int
    slug: str
    title: Mapping[str, str]
    survey: str
    wave_number: int
    since: int
    until: int
    method: str
    csv_digest: str
    csv_size: int
    published_on: date
    withdrawn_at: datetime | None
    withdrawn_reason: str

    def compares_with(self, other: "AnswerHeading") -> bool:
        """Say whether the two are of two waves of one survey."""
        return self.survey == other.survey and self.wave_number != other.wave_number

    @property
    def freshness(self) -> tuple[int, int, int]:
        """Return what is larger for a later wave, and of one wave for answers up to a later week."""
        return self.wave_number, self.until, self.number


_p = AnswerPublication
_PARTS = (
    _p.number, _p.slug, _p.title, _p.survey, _p.wave_number, _p.since, _p.until, _p.method, _p.csv_digest, _p.csv_size,
    _p.published_at, _p.withdrawn_at, _p.withdrawn_reason,
)  # fmt: skip


def answer_headings(db: Session) -> list[AnswerHeading]:
    """Return every publication of answers without its numbers, the newest first; withdrawn ones too."""
    return [
        AnswerHeading(*row[:10], row.published_at.astimezone(SWEDISH).date(), row.withdrawn_at, row.withdrawn_reason)
        for row in db.execute(select(*_PARTS).order_by(_p.number.desc()))
    ]


def standing_answers(found: Sequence[AnswerHeading]) -> list[AnswerHeading]:
    """Return those that have not been withdrawn."""
    return [one for one in found if one.withdrawn_at is None]


def newest_first(found: Sequence[AnswerHeading]) -> list[AnswerHeading]:
    """Return those of a survey with the newest answers first, whenever they were published."""
    return sorted(found, key=lambda one: one.freshness, reverse=True)


def answer_stamp(db: Session) -> Stamp:
    """Return what changes when something is published or withdrawn, and never else."""
    rows = db.execute(select(_p.slug, _p.state, _p.id).order_by(_p.number.desc()))
    return tuple((slug, state, id_) for slug, state, id_ in rows)


def newest_answers(db: Session) -> tuple[str, Mapping[str, str], int] | None:
    """Return the address, title and wave of the newest answers that stand, of the survey that was published last; None where none do."""
    standing = (_p.state == "published",)
    last = select(_p.survey).where(*standing).order_by(_p.number.desc()).limit(1).scalar_subquery()
    newest = select(_p.slug, _p.title, _p.wave_number).where(*standing, _p.survey == last)
    found = db.execute(newest.order_by(_p.wave_number.desc(), _p.until.desc(), _p.number.desc()).limit(1)).first()
    return (found.slug, found.title, found.wave_number) if found else None


def published_answers(db: Session, slug: str) -> ShownAnswers:
    """Return what a publication of answers shows."""
    return answers_from(db.scalars(select(_p.content).where(_p.slug == slug)).one())


def answer_csv(db: Session, slug: str) -> bytes:
    """Return the file of a publication of answers."""
    return db.scalars(select(_p.csv).where(_p.slug == slug)).one()


def told_earlier(db: Session, wave_id: uuid.UUID) -> dict[str, Told]:
    """Return all that was ever told of a wave's answers, by address; withdrawn too, since somebody has saved it."""
    rows = db.execute(select(_p.slug, _p.until, _p.basis).where(_p.wave_id == wave_id).order_by(_p.number))
    return {slug: from_kept(until, basis) for slug, until, basis in rows}
