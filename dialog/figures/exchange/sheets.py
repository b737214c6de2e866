"""The rows of an Excel file (.xlsx). Formulas are never worked out: a cell's last value is read, text that looks like one is text.

A file that unfolds into far more than it is, or that brings declarations of its own, is refused before it is opened. Pure.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.figures.exchange.columns import column_named
from dialog.figures.exchange.records import MOST_COLUMNS, Table, read_rows, unreadable

LARGEST_UNFOLDED = 160 * 1024 * 1024  # bytes
MOST_PARTS = 500
_NO_WORKBOOK = N_("Filen går inte att läsa som en Excelfil. Öppna den i Excel och spara den på nytt som .xlsx.")


def read_sheet(data: bytes) -> Table:
    """Read the first sheet whose first row has headings that are known."""
    _check_parts(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # the library raises whatever the file makes it stumble on
        raise unreadable(_NO_WORKBOOK) from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file says of its size need not be true
        best = max(book.worksheets, key=_known_headings, default=None)  # the first of those with the most
        if best is None:
            raise unreadable(N_("Filen är tom."))
        return read_rows("xlsx", _filled(_rows(best)))
    finally:
        book.close()


def _known_headings(sheet: Any) -> int:
    for _, cells in _rows(sheet):
        if any(cell not in ("", None) for cell in cells):
            return sum(column_named(str(cell)) is not None for cell in cells if cell is not None)
    return -1


def _check_parts(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            entries = parts.infolist()
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNFOLDED:
                raise Problem("too_large", N_("Excelfilen blir för stor när den packas upp. Dela upp den."), rows=[])
            for entry in entries:
                with parts.open(entry) as part:
                    if b"<!DOCTYPE" in part.read(4096).replace(b"\0", b"").upper():
                        raise unreadable(_NO_WORKBOOK)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise unreadable(_NO_WORKBOOK) from error


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    try:
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1):
            yield number, [_plain(cell) for cell in cells]
    except Problem:
        raise
    except Exception as error:  # a sheet whose inside is broken
        raise unreadable(_NO_WORKBOOK) from error


def _filled(rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
    """Leave out empty rows, and the empty cells after the headings, which a sheet may have any number of."""
    is_first = True
    for number, cells in rows:
        if any(cell not in ("", None) for cell in cells):
            while is_first and cells[-1] in ("", None):
                cells.pop()
            is_first = False
            yield number, cells


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.strip() if isinstance(cell, str) else cell
