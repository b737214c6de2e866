"""A row of a file as a remark, or everything that is wrong with it in sentences that say how to mend it. Pure.

Comes before: `tables.py`. Goes to: `figures/operations` import_remarks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from dialog.base.i18n import N_
from dialog.figures.exchange import values as v
from dialog.figures.exchange.records import Fault, Record, Table
from dialog.remark.kinds import MOST_LETTERS, MOST_PLACE_LETTERS, NewRemark
from dialog.tag.kinds import TagChoice

T = TypeVar("T")


@dataclass(frozen=True)
class Around:
    """What a row is read against: the source, the present day, the focus areas, and what is near enough."""

    source: str
    keeps_day: bool
    today: date
    #: Every slug a file may name, with the one that it is counted as.
    areas: Mapping[str, str]
    #: Raises GeometryProblem for what lies too far away.
    check_place: Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class ReadRemark:
    """A row that can come in."""

    number: int
    new: NewRemark
    choices: tuple[TagChoice, ...]


@dataclass(frozen=True)
class Understood:
    """A file as remarks, and what is wrong in the rows that are none."""

    table: Table
    rows: list[ReadRemark]
    faults: list[Fault] = field(default_factory=list)

    @property
    def faulty_rows(self) -> int:
        """Return how many rows something is wrong with."""
        return len({fault.number for fault in self.faults})


def understand(table: Table, around: Around) -> Understood:
    """Read every row; a row with a fault gives all its faults and no remark."""
    rows: list[ReadRemark] = []
    faults = list(table.faults)
    for record in table.records:
        wrong: list[Fault] = []
        found = _read(record, around, wrong) if record.values else None
        faults += wrong
        if found is not None and not wrong:
            rows.append(found)
    faults.sort(key=lambda fault: fault.number)
    return Understood(table, rows, faults)


def _read(record: Record, around: Around, wrong: list[Fault]) -> ReadRemark:
    values = record.values

    def attempt(otherwise: T, read: Callable[..., T], *given: Any, **more: Any) -> T:
        try:
            return read(values, *given, **more)
        except v.Wrong as problem:
            wrong.append(Fault(record.number, problem.column, problem.message, problem.facts))
            return otherwise

    nothing: tuple[int | None, date | None] = (None, None)
    untagged: tuple[TagChoice, ...] = ()
    week, day = attempt(nothing, v.when_of, around.today, keeps_day=around.keeps_day)
    new = NewRemark(
        text=attempt("", v.words_of, "text", MOST_LETTERS),
        suggestion=attempt("", v.words_of, "suggestion", MOST_LETTERS),
        place_words=attempt("", v.line_of, "place_words", MOST_PLACE_LETTERS),
        feeling=attempt(None, v.feeling_of),
        geometry=attempt(None, v.geometry_of, around.check_place),
        agreeing=attempt(1, v.agreeing_of),
        lang=attempt("sv", v.lang_of),
        source=around.source,
        week=week,
        day=day,
        **{column: attempt(None, v.codes_of, column) for column in v.CODES},  # type: ignore[arg-type]
    )
    choices = attempt(untagged, v.choices_of, around.areas)
    if not wrong and not (new.text or new.place_words or new.geometry):
        wrong.append(Fault(record.number, "", NEITHER))
    return ReadRemark(record.number, new, choices)


NEITHER = N_("Raden har varken text eller plats. Skriv något i text, place_words, geometry eller lat och lng.")
