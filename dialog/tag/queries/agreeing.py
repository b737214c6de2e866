"""What two have read: samples, where they differ, and how well they agree. Comes before: `tag/together.py`, `tag/agreement.py`.

`differing_on` and `agreement_on` are for a focus area's own page.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from dialog.people.models import Account
from dialog.remark.models import Remark
from dialog.tag.agreement import Agreement, agreement, masi
from dialog.tag.kinds import TagChoice
from dialog.tag.models import Decision, FocusArea, SampledRemark, SecondReading, SecondTagging, Tagging
from dialog.tag.queries.filtering import counted_as
from dialog.tag.queries.history import COMMAND
from dialog.tag.queries.inbox import Tagged
from dialog.tag.together import Sample


@dataclass(frozen=True)
class SampleView:
    """A sample: who drew it when, who reads it, how many of how many are read, and on how many the two differ."""

    id: uuid.UUID
    by: str
    reader_id: uuid.UUID
    reader: str
    at: datetime
    asked: str
    count: int
    left: int
    read: int
    differing: int

    @property
    def is_done(self) -> bool:
        """Say whether all of it has been read."""
        return self.read >= self.left


def samples(db: Session) -> list[SampleView]:
    """Return every sample, the newest first, but for those that were closed before anything was read. `left`: remarks that are in it
    still, neither taken back since nor let go of when it was closed.
    """
    by, reader, s, r = aliased(Account), aliased(Account), Sample, SecondReading
    left = select(func.count()).where(SampledRemark.sample_id == s.id).scalar_subquery()
    read = select(func.count()).where(r.sample_id == s.id).scalar_subquery()
    differing = select(func.count()).where(r.sample_id == s.id, ~r.is_same).scalar_subquery()
    rows: Any = db.execute(
        select(s.id, by.name, s.reader_id, reader.name, s.at, s.chosen, s.count, left, read, differing)
        .join(by, by.id == s.account_id)
        .join(reader, reader.id == s.reader_id)
        .order_by(s.at.desc(), s.id)
    )
    shown = [
        SampleView(id_, by_, reader_id, reader_, at, chosen.get("asked", ""), *counts)
        for id_, by_, reader_id, reader_, at, chosen, *counts in rows
    ]
    return [one for one in shown if one.left or one.read]


@dataclass(frozen=True)
class Chosen:
    """What one of the two chose."""

    by: str
    at: datetime
    outcome: str
    taggings: list[Tagged]

    @property
    def choices(self) -> list[TagChoice]:
        """The same as choices."""
        return [TagChoice(t.slug, t.polarity, t.is_negated) for t in self.taggings]


@dataclass(frozen=True)
class Difference:
    """A remark that two chose differently for."""

    id: uuid.UUID
    remark_id: uuid.UUID
    version: int
    is_in_sample: bool
    first: Chosen
    second: Chosen


def _is_open() -> Any:
    r = SecondReading
    return and_(
        ~r.is_same, r.settled_id.is_(None), exists().where(Remark.id == r.remark_id, Remark.version == r.version)
    )


_HOW_MANY = select(func.count()).select_from(SecondReading).where(_is_open())


def count_differences(db: Session) -> int:
    """Return how many wait to be settled."""
    return db.connection().execute(_HOW_MANY).scalar() or 0


def differences(db: Session, most: int = 50) -> list[Difference]:
    """Return those that wait to be settled, the oldest first."""
    return _differences(db, _is_open(), most)


def difference(db: Session, reading_id: uuid.UUID) -> Difference | None:
    """Return one that waits to be settled, or None."""
    return next(iter(_differences(db, and_(SecondReading.id == reading_id, _is_open()), 1)), None)


def differing_on(db: Session, area_id: uuid.UUID, most: int = 20) -> list[Difference]:
    """Return where two people disagree on a focus area: one of them chose it and the other did not, settled or not, the newest first.

    What was merged into it counts as it. Who shows the remark logs that it was read (TRUST S16).
    """
    r = SecondReading
    return _differences(db, and_(~r.is_same, r.id.in_(_on_one_side(area_id))), most, newest=True)


def _on_one_side(area_id: uuid.UUID) -> Any:
    r, mine, f = SecondReading, SecondTagging, FocusArea
    ids = select(f.id).where(or_(f.id == area_id, f.merged_into_id == area_id))
    theirs = exists().where(Tagging.decision_id == r.first_id, Tagging.focus_area_id.in_(ids), ~Tagging.is_negated)
    ours = exists().where(mine.reading_id == r.id, mine.focus_area_id.in_(ids), ~mine.is_negated)
    return select(r.id).where(or_(and_(theirs, ~ours), and_(ours, ~theirs)))


def _differences(db: Session, condition: Any, most: int, *, newest: bool = False) -> list[Difference]:
    r, d, who = SecondReading, Decision, aliased(Account)
    rows: Any = db.execute(
        select(
            *(r.id, r.remark_id, r.version, r.sample_id.is_not(None), r.first_id),
            *(func.coalesce(who.name, COMMAND), d.at, d.outcome, Account.name, r.at, r.outcome),
        )
        .join(d, d.id == r.first_id)
        .outerjoin(who, who.id == d.account_id)
        .join(Account, Account.id == r.account_id)
        .where(condition)
        .order_by(r.at.desc() if newest else r.at, r.id)
        .limit(most)
    ).all()
    first, second = _of_first(db, [row[4] for row in rows]), _of_second(db, [row[0] for row in rows])
    found = []
    for reading_id, remark_id, version, in_sample, first_id, *said in rows:
        one = Chosen(said[0], said[1], said[2], first.get(first_id, []))
        other = Chosen(said[3], said[4], said[5], second.get(reading_id, []))
        found.append(Difference(reading_id, remark_id, version, in_sample, one, other))
    return found


def first_choices(db: Session, decision_id: uuid.UUID) -> list[TagChoice]:
    """Return what a decision chose."""
    return [TagChoice(t.slug, t.polarity, t.is_negated) for t in _of_first(db, [decision_id]).get(decision_id, [])]


def _of_first(db: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Tagged]]:
    return _tagged(db, Tagging.decision_id, Tagging, ids)


def _of_second(db: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Tagged]]:
    return _tagged(db, SecondTagging.reading_id, SecondTagging, ids)


def _tagged(db: Session, key: Any, table: Any, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Tagged]]:
    f, found = FocusArea, dict[uuid.UUID, list[Tagged]]()
    rows: Any = db.execute(
        select(key, f.slug, f.code, f.shape, f.colour, f.name, table.polarity, table.is_negated)
        .join(f, f.id == table.focus_area_id)
        .where(key.in_(ids))
        .order_by(f.position)
    )
    for one, *rest in rows:
        found.setdefault(one, []).append(Tagged(*rest))
    return found


@dataclass(frozen=True)
class Coded:
    """What two have said of remarks, each for itself: sets of focus areas as they count now. `unsure`: how many somebody left with "vet ej"."""

    pairs: list[tuple[frozenset[uuid.UUID], frozenset[uuid.UUID]]]
    unsure: int

    @property
    def as_sets(self) -> Agreement:
        """How well they agree on the whole, sets compared by MASI."""
        return agreement(self.pairs, masi)

    def on(self, area_id: uuid.UUID) -> Agreement:
        """How well they agree on one focus area."""
        return agreement([(area_id in one, area_id in other) for one, other in self.pairs])


def coded_twice(db: Session) -> Coded:
    """Return what has been said twice in all samples; what is denied is not about it, and "vet ej" is no choice to compare."""
    r, d = SecondReading, Decision
    rows = db.execute(
        select(r.id, r.first_id, r.outcome, d.outcome.label("theirs"))
        .join(d, d.id == r.first_id)
        .where(r.sample_id.is_not(None))
    ).all()
    firsts = _sets(db, Tagging.decision_id, Tagging, select(r.first_id).where(r.sample_id.is_not(None)))
    seconds = _sets(db, SecondTagging.reading_id, SecondTagging, select(r.id).where(r.sample_id.is_not(None)))
    sure = [row for row in rows if "unsure" not in (row.outcome, row.theirs)]
    nothing: frozenset[uuid.UUID] = frozenset()
    pairs = [(firsts.get(row.first_id, nothing), seconds.get(row.id, nothing)) for row in sure]
    return Coded(pairs, len(rows) - len(sure))


def _sets(db: Session, key: Any, table: Any, wanted: Any) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    rows: Any = db.execute(
        select(key, counted_as())
        .join(FocusArea, FocusArea.id == table.focus_area_id)
        .where(key.in_(wanted), ~table.is_negated)
    )
    for one, area_id in rows:
        found.setdefault(one, set()).add(area_id)
    return {one: frozenset(ids) for one, ids in found.items()}


def agreement_on(db: Session, area_id: uuid.UUID) -> Agreement:
    """Return how well two agree on one focus area, over all that has been read twice."""
    return coded_twice(db).on(area_id)
