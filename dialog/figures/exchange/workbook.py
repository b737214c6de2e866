"""Remarks, responses and walks as an Excel file: a sheet that tells what it is, the rows, what hangs together with them, the codebook.

Written in constant memory: each row goes to a file of its own at once. No cell is ever a formula or a link, and what looks
like one has an apostrophe before it as well, for whoever saves the sheet as CSV.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dialog.base.cells import guarded
from dialog.figures.exchange.writing import Columns, Row

ROWS_OF_A_SHEET = 1_048_575  # and the headings
#: A sheet beside the rows: its name, its columns, and its rows in stretches.
Sheet = tuple[str, Columns, Iterable[Sequence[Row]]]


def write_workbook(
    path: Path,
    columns: Columns,
    batches: Iterable[Sequence[Row]],
    about: Sequence[tuple[str, str]],
    sheets: tuple[str, str],
    codebook: Sequence[Sequence[str]] = (),
    more: Sequence[Sheet] = (),
) -> None:
    """Write the file. `sheets`: the names of the first sheet and of the rows'; `about`: what the first one tells; `more` stand after the rows."""
    import xlsxwriter  # here: a server is not to wait for it when it starts

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options | {"tmpdir": str(path.parent)}) as book:
        strong = book.add_format({"bold": True})
        _write_rows(book.add_worksheet(sheets[0]), about, strong=None)
        _write_batches(book, sheets[1], columns, batches, strong)
        for name, its_columns, its_rows in more:
            _write_batches(book, name, its_columns, its_rows, strong)
        if codebook:
            _write_rows(book.add_worksheet("Kodbok"), codebook, strong)


def _write_batches(book: Any, name: str, columns: Columns, batches: Iterable[Sequence[Row]], strong: Any) -> None:
    sheet, at, n = None, ROWS_OF_A_SHEET + 1, 0
    for batch in batches:
        for row in batch:
            if at > ROWS_OF_A_SHEET:
                n += 1
                sheet = _headed(book, name if n == 1 else f"{name} {n}", columns, strong)
                at = 1
            for column, value in enumerate(row):
                _write_cell(sheet, at, column, value)
            at += 1
    if sheet is None:
        _headed(book, name, columns, strong)


def _headed(book: Any, name: str, columns: Columns, strong: Any) -> Any:
    sheet = book.add_worksheet(name)
    for column, heading in enumerate(columns.names):
        sheet.write_string(0, column, guarded(heading), strong)
    sheet.freeze_panes(1, 0)
    return sheet


def _write_rows(sheet: Any, rows: Sequence[Sequence[str]], strong: Any) -> None:
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if at == 0 and strong is not None:
                sheet.write_string(at, column, guarded(str(value)), strong)
            else:
                _write_cell(sheet, at, column, value)


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, guarded(str(value)))
