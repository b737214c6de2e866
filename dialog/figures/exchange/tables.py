"""A file as rows: CSV, XLSX, GeoJSON or JSON lines, told apart by what is in it and never by its name. Pure.

Comes before: a file that somebody chose. Goes to: `understanding.py`. A file that cannot be read as a whole is a Problem
whose `rows` name what is wrong where; rows are numbered as a spreadsheet or an editor shows them.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.base.texts import decoded
from dialog.figures.exchange.objects import read_objects
from dialog.figures.exchange.records import Table, read_rows, unreadable

LARGEST_FILE = 64 * 1024 * 1024  # bytes, for the command; the page takes less
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SEPARATORS = (";", "\t", ",")


def read_table(data: bytes) -> Table:
    """Read a file. Raises Problem: "too_large", or "invalid" with `rows` [(number, msgid)]."""
    if len(data) > LARGEST_FILE:
        raise Problem("too_large", N_("Filen är större än 64 MB. Dela upp den."), rows=[])
    if data.startswith(b"PK\x03\x04"):
        from dialog.figures.exchange.sheets import read_sheet  # openpyxl is heavy

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
        return read_objects(text)
    if begins == "[":
        raise unreadable(N_("Filen är en lista i JSON. Spara den som JSON lines: ett objekt på varje rad."))
    return _read_csv(text)


def _read_csv(text: str) -> Table:
    first = text.splitlines()[0]
    separator = max(_SEPARATORS, key=_outside_quotes(first).count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    return read_rows("csv", _numbered(rows))


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
