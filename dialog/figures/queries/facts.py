"""Answers any filter but words and a piece of the map from the facts that are kept together (`facts.py`): looked through, not looked up.

What is packed and what has changed since are read in one statement, so that nothing is told twice or missed while it is packed.
Comes before: `operations/packing.py`. Goes to: `counts.py`, `kept.py` and `map.py`.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Text, bindparam, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from dialog.figures.facts import ACCUSES, FEELINGS, FIELDS, GAP, IS_PERSONAL, SIZE, STATE_AT, Fact, span_of
from dialog.figures.kinds import STATES
from dialog.figures.models import ChangedFact, PackedFact
from dialog.figures.queries.fact_lists import Growing, Lists, lists_of
from dialog.tag.models import FocusArea
from dialog.tag.queries import RemarkFilter

_p: Any = PackedFact.__table__.c
_c: Any = ChangedFact.__table__.c
#: What a change says stands in one column, since each of the thousands of pieces would have to have as many.
_TEXTS = [cast(_c[name], Text) for name in Fact._fields[2:]]
_TOLD: Any = _TEXTS[0]
for _text in _TEXTS[1:]:
    _TOLD = _TOLD + literal(GAP) + _text
_AT_ONCE = 2_000_000  # bytes: so many are looked through together
_ROWS_AT_ONCE = 200
#: What a filter's states are counted as.
COUNTED_AS = {"untagged": "open", "tagged": "tagged", "unsure": "unsure"}


class Span(NamedTuple):
    """Wide squares, from the first to the last each way."""

    south: int
    north: int
    west: int
    east: int


class _Row(NamedTuple):
    """A piece, or what has changed since it was packed."""

    north: int
    east: int
    n: int
    packed: Any
    told: Any


class Found(NamedTuple):
    """Facts that a filter chooses, by columns (`facts.FIELDS`); for each which of the pieces it is of; the square of each piece, and how
    many there are of each of its records.
    """

    facts: Any
    #: Which of the records; None for all of them. Whole records are never copied: a column is a tenth of one.
    which: Any
    piece: Any
    norths: Any
    easts: Any
    each: Any

    def column(self, name: str) -> Any:
        """Return one field of all that were chosen."""
        of_all = self.facts[name]
        return of_all if self.which is None else of_all[self.which]

    @property
    def n(self) -> Any:
        """Return how many there are of each, None where it is one of each."""
        return None if (self.each == 1).all() else self.each[self.piece]


@dataclass(frozen=True)
class Question:
    """A filter that facts can answer, with the ids of its focus areas (None: it names none)."""

    chosen: RemarkFilter
    area_ids: frozenset[uuid.UUID] | None


def question_of(db: Session, chosen: RemarkFilter) -> Question | None:
    """Return how facts answer a filter; None where they do not: words, a piece of the map, what is read first, an area by its old name."""
    if chosen.words or chosen.box or chosen.queue == "fara":
        return None
    if not chosen.focus_areas:
        return Question(chosen, None)
    f: Any = FocusArea.__table__.c
    found = db.connection().execute(select(f.id, f.merged_into_id).where(f.slug.in_(chosen.focus_areas))).all()
    # What was merged is counted where it went, and can no longer be told apart there.
    return None if any(into for _, into in found) else Question(chosen, frozenset(row[0] for row in found))


def look(db: Session, asked: Question, within: Span | None = None) -> Iterator[tuple[Found, Lists]]:
    """Yield what a filter chooses, some at a time, with the lists that its codes stand in; `within` some squares alone."""
    import numpy as np

    lists: Lists | None = None
    growing: Growing | None = None
    for rows in _shared_out(_rows(db, asked.chosen, within)):
        lists = lists or lists_of(db)
        if any(row.packed is None for row in rows):
            growing = growing or Growing(lists)
            lists = growing.lists
        some = [row if row.packed is not None else _coded(growing, row) for row in rows]
        facts = np.frombuffer(b"".join([row.packed for row in some]), FIELDS)
        piece = np.repeat(np.arange(len(some), dtype=np.intp), [len(row.packed) // SIZE for row in some])
        which = _chosen(asked, facts, lists)
        if which is not None:
            piece = piece[which]
        yield (
            Found(facts, which, piece, *(np.array(column, np.int64) for column in list(zip(*some, strict=True))[:3])),
            lists,
        )


def _shared_out(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    some: list[_Row] = []
    size = 0
    for row in rows:
        some.append(row)
        size += SIZE if row.packed is None else len(row.packed)
        if size >= _AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _rows(db: Session, chosen: RemarkFilter, within: Span | None) -> Iterator[_Row]:
    is_about = bool(chosen.focus_areas or chosen.stance)
    tagged = [
        tells
        for tells in (False, True)
        if not (chosen.state and tells != (chosen.state == "tagged")) and (tells or not is_about)
    ]
    values: dict[str, Any] = {"tagged": tagged, **(within._asdict() if within is not None else {})}
    if chosen.since or chosen.until:
        values |= {"since": chosen.since or 0, "until": chosen.until or 999_999}
        values |= {"first": span_of(values["since"]), "last": span_of(values["until"])}
    db.flush()
    rows = db.connection().execute(
        _read(within is not None, "since" in values, tagged[0] if len(tagged) == 1 else None), values
    )
    for some in rows.partitions(_ROWS_AT_ONCE):  # all of a million are 24 MiB
        yield from map(_Row._make, some)


def _coded(growing: Growing | None, row: _Row) -> _Row:
    return row if growing is None else _Row(row.north, row.east, row.n, growing.record(row.told), None)


def _chosen(asked: Question, facts: Any, lists: Lists) -> Any:
    """Return which of some facts a filter chooses; None for all of them."""
    import numpy as np

    c = asked.chosen
    found: list[Any] = []
    if c.since or c.until:
        found.append((facts["week"] >= (c.since or 0)) & (facts["week"] <= (c.until or 999_999)))
    if c.focus_areas or c.stance:
        key = ("said", asked.area_ids, c.stance)
        found.append(
            lists.those(key, "said", lambda code: is_about(lists.areas[code], asked.area_ids, c.stance))[facts["said"]]
        )
    if c.feeling or c.state or c.personal or c.queue:
        found.append(_bits(c.feeling, c.state, c.personal, c.queue)[facts["bits"]])
    if c.source:
        ways = lists.words["way"]
        found.append(
            lists.those(("way", c.source), "way", lambda code: ways[code].partition("/")[0] == c.source)[facts["way"]]
        )
    if c.district:
        lies_in, wanted = lists.words["districts"], c.district.hex
        found.append(
            lists.those(("districts", wanted), "districts", lambda code: wanted in lies_in[code])[facts["districts"]]
        )
    if c.origin:
        origins, origin = lists.words["origin"], c.origin.hex
        found.append(lists.those(("origin", origin), "origin", lambda code: origins[code] == origin)[facts["origin"]])
    which = np.logical_and.reduce(found) if found else None
    return None if which is None or which.all() else which


def is_about(said: Sequence[tuple[uuid.UUID, str]], area_ids: frozenset[uuid.UUID] | None, stance: str) -> bool:
    """Say whether what is said is about any of some focus areas (None: about anything). As `tag.queries.spoken_of`: without a stance all but what is said not to be a problem."""
    return any(
        (how == stance if stance else how != "negated") and (area_ids is None or area in area_ids) for area, how in said
    )


@lru_cache(maxsize=64)
def _bits(feeling: str, state: str, personal: bool, queue: str) -> Any:
    import numpy as np

    def is_wanted(bits: int) -> bool:
        is_felt = not feeling or FEELINGS[bits & 3] == ("" if feeling == "none" else feeling)
        is_so = not state or STATES[bits >> STATE_AT & 3] == COUNTED_AS[state]
        return is_felt and is_so and (not personal or bool(bits & IS_PERSONAL)) and (not queue or bool(bits & ACCUSES))

    return np.fromiter(map(is_wanted, range(256)), bool)


@lru_cache(maxsize=16)
def _read(is_within: bool, in_period: bool, is_tagged: bool | None) -> Any:
    """Return the question for pieces and changes, made once."""
    packed: list[Any] = [_p.is_tagged.in_(bindparam("tagged", expanding=True))]
    changed: list[Any] = [] if is_tagged is None else [(_c.said != "") if is_tagged else (_c.said == "")]
    if is_within:
        for of, where in ((_p, packed), (_c, changed)):
            where += [
                of.north.between(bindparam("south"), bindparam("north")),
                of.east.between(bindparam("west"), bindparam("east")),
            ]
    if in_period:
        packed.append(_p.span.between(bindparam("first"), bindparam("last")))
        changed.append(_c.week.between(bindparam("since"), bindparam("until")))
    pieces = select(_p.north, _p.east, literal(1).label("n"), _p.packed, cast(null(), Text).label("told")).where(
        *packed
    )
    changes = select(_c.north, _c.east, _c.n, cast(null(), _p.packed.type), _TOLD).where(*changed)
    return union_all(pieces, changes)


def total_of(db: Session, asked: Question) -> int:
    """Return how many a filter chooses."""
    return sum(int(found.each[found.piece].sum()) for found, _lists in look(db, asked))
