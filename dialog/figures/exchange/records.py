"""The rows of a file before they are understood: what each reader of files makes, and what is wrong with a file as a whole. Pure.

Comes before: `tables.py` and the readers of one kind each (`sheets.py`, `objects.py`). Goes to: `understanding.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dialog.base.cells import plain
from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.figures.exchange.columns import column_named

MOST_ROWS = 100_000
MOST_COLUMNS = 200
_SPILLS = N_("Raden har fler celler än det finns rubriker. Sätt citattecken kring text som innehåller skiljetecknet.")


@dataclass(frozen=True, slots=True)
class Record:
    """A row: its number in the file, and its values by column (what is empty is left out)."""

    number: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row, and how to mend it: a msgid with variables."""

    number: int
    column: str
    message: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A file as it was read: its kind, which heading means which column (None: not read), rows, and rows that are no rows."""

    kind: str
    headings: list[tuple[str, str | None]]
    records: list[Record]
    faults: list[Fault] = field(default_factory=list)


def unreadable(message: str, rows: Sequence[tuple[int, str]] = ()) -> Problem:
    """Return the problem of a file that cannot be read as a whole."""
    return Problem("invalid", message, rows=list(rows))


def too_many() -> Problem:
    """Return the problem of a file with too many rows."""
    return Problem("too_large", N_("Filen har fler än 100 000 rader. Dela upp den."), rows=[])


def headings_of(names: Sequence[str]) -> list[tuple[str, str | None]]:
    """Return which column each heading means; Problem where none does, or two mean the same."""
    found = [(name, column_named(name)) for name in names]
    known = [column for _, column in found if column]
    if not {"text", "place_words", "lat", "geometry"}.intersection(known):
        raise unreadable(
            N_(
                "Första raden ska ha rubriker, och någon av dem ska vara text, place_words, geometry eller lat och lng."
            ),
            [(1, ", ".join(name[:40] for name in names[:12]))],
        )
    for column in set(known):
        same = [name for name, means in found if means == column]
        if len(same) > 1:
            raise unreadable(N_("Två rubriker betyder samma sak. Ta bort den ena kolumnen."), [(1, ", ".join(same))])
    return found


def record_of(number: int, headings: Sequence[tuple[str, str | None]], cells: Sequence[Any]) -> Record:
    """Return a row of a spreadsheet by column, without the apostrophes that guard formula-like text."""
    values = {
        column: plain(cell) if isinstance(cell, str) else cell
        for (_, column), cell in zip(headings, cells, strict=False)
        if column is not None and cell not in ("", None)
    }
    return Record(number, values)


def read_rows(kind: str, rows: Iterable[tuple[int, Sequence[Any]]]) -> Table:
    """Return the rows of a spreadsheet, by number, as a table: the first is its headings, and one that is empty is left out.

    Problem where nothing can be made of the headings, or there are too many rows.
    """
    headings: list[tuple[str, str | None]] | None = None
    records: list[Record] = []
    faults: list[Fault] = []
    for number, cells in rows:
        if headings is None:
            headings = headings_of([str(cell if cell is not None else "") for cell in cells])
        elif any(map(_is_filled, cells[len(headings) :])):
            faults.append(Fault(number, "", _SPILLS))
        elif any(map(_is_filled, cells)):
            records.append(record_of(number, headings, cells))
        if len(records) > MOST_ROWS:
            raise too_many()
    if headings is None:
        raise unreadable(N_("Filen är tom."), [(1, "")])
    return Table(kind, headings, records, faults)


def _is_filled(cell: Any) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None
