"""A file as rows: CSV, XLSX, GeoJSON or JSON lines, told apart by what is in it and never by its name. Pure.

Comes before: a file that somebody chose. Goes to: `understanding.py`. A file that cannot be read as a whole is a Problem
whose `rows` name what is wrong where; rows are numbered as a spreadsheet or an editor shows them.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.base.texts import decoded
from dialog.figures.exchange.cells import plain
from dialog.figures.exchange.columns import column_named

MOST_ROWS = 100_000
LARGEST_FILE = 64 * 1024 * 1024  # bytes, for the command; the page takes less
MOST_COLUMNS = 200
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SEPARATORS = (";", "\t", ",")


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


def read_table(data: bytes) -> Table:
    """Read a file. Raises Problem: "too_large", or "invalid" with `rows` [(number, msgid)]."""
    if len(data) > LARGEST_FILE:
        raise Problem("too_large", N_("Filen är större än 64 MB. Dela upp den."), rows=[])
    if data.startswith(b"PK\x03\x04"):
        from dialog.figures.exchange.sheets import read_sheet

        return read_sheet(data)
    if data.startswith(_OLD_EXCEL):
        raise unreadable(N_("Filen är i Excels äldre format. Spara den som .xlsx."))
    try:
        text = decoded(data)
    except Problem:
        raise unreadable(
            N_("Filen går inte att läsa. Spara ett kalkylark som .xlsx, och text som CSV i UTF-8.")
        ) from None
    begins = text.lstrip()[:1]
    if not begins:
        raise unreadable(N_("Filen är tom."))
    if begins == "{":
        from dialog.figures.exchange.objects import read_objects

        return read_objects(text)
    if begins == "[":
        raise unreadable(N_("Filen är en lista i JSON. Spara den som JSON lines: ett objekt på varje rad."))
    return _read_csv(text)


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


SPILLS = N_("Raden har fler celler än det finns rubriker. Sätt citattecken kring text som innehåller skiljetecknet.")


def _read_csv(text: str) -> Table:
    first = text.splitlines()[0]
    separator = max(_SEPARATORS, key=_outside_quotes(first).count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    headings: list[tuple[str, str | None]] | None = None
    records: list[Record] = []
    faults: list[Fault] = []
    for number, cells in _numbered(rows):
        if headings is None:
            headings = headings_of(cells)
        elif any(cell.strip() for cell in cells):
            if any(cell.strip() for cell in cells[len(headings) :]):
                faults.append(Fault(number, "", SPILLS))
            else:
                records.append(record_of(number, headings, cells))
        if len(records) > MOST_ROWS:
            raise too_many()
    return Table("csv", headings or [], records, faults)


def _numbered(rows: Any) -> Iterator[tuple[int, list[str]]]:
    number = 0
    while True:
        number += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            raise unreadable(
                N_("Filen går inte att läsa som en tabell."),
                [
                    (
                        number,
                        N_('Ett citattecken fattas eller står på fel ställe. Skriv "" för ett citattecken i en text.'),
                    )
                ],
            ) from None
        if cells or number > 1:
            yield number, cells


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])
