"""A file on its way out: which rows, in which edition, in which format, and when it is to be destroyed (TRUST D5, D16).

Nothing is read until the parts are asked for, and nothing of them is kept. Who takes a file out stands in the log before
its first byte leaves. Comes before: `figures/queries`. Goes to: `figures/staff/exporting.py` and the command.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from dialog.base.clock import today
from dialog.base.db import data_dir_of
from dialog.figures.exchange import walks as walk_columns
from dialog.figures.exchange.answers import AskedWave, response_columns
from dialog.figures.exchange.workbook import Sheet, write_workbook
from dialog.figures.exchange.writing import (
    FORMATS,
    About,
    Columns,
    csv_parts,
    file_name,
    geojson_parts,
    json_line_parts,
    texts_of,
)
from dialog.figures.queries.outgoing import count_remarks, remark_columns, remark_rows
from dialog.figures.queries.outgoing_walks import checklist_rows, count_points, point_rows, walk_rows
from dialog.figures.queries.responses import count_responses, response_rows
from dialog.figures.queries.results import ResponseCut
from dialog.tag.queries import RemarkFilter
from dialog.walk.models import Walk

#: A file that has left is to be destroyed within so long.
KEPT_FOR = timedelta(days=90)
_PART = 64 * 1024
FULL = "hela texten och exakta platser"
MASKED, WITHOUT = "maskerad text och utan exakt plats", "utan text och utan exakt plats"
AT_STOPS = "maskerad text, och plats som stopp"


Seen = Callable[[int], None]


@dataclass(frozen=True)
class Outgoing:
    """A file that can be sent: what it is, and its parts, which can be gone through once."""

    about: About
    name: str
    content_type: str
    parts: Iterator[bytes]


def hold_still(db: Session) -> None:
    """Let a session see the site as it stands now until it ends; first in the session. SQLite's reading does so by itself."""
    connection = db.connection()
    if connection.dialect.name == "postgresql" and not connection.in_nested_transaction():
        db.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def remarks_out(db: Session, kind: str, chosen: RemarkFilter, *, full: bool, seen: Seen | None = None) -> Outgoing:
    """Return the remarks that a filter chooses as a file; `seen` is told of each n rows more that are read.

    The masked edition is chosen by masked words, and says that there were words but not which: they may themselves be what is masked.
    """
    if full:
        told = chosen.query().removeprefix("?")
    else:
        chosen = chosen.seen("masked")
        told = (chosen.without_words().query() + (" (ord)" if chosen.words else "")).strip(" ?")
    about = _about("Synpunkter", count_remarks(db, chosen), FULL if full else MASKED, told)
    columns = remark_columns(full=full)
    rows = remark_rows(db, chosen, full=full, as_text=kind == "csv")
    rows = _told(rows, seen) if seen else rows
    return _outgoing(db, "synpunkter", kind, about, columns, rows)


def responses_out(
    db: Session, kind: str, waves: Sequence[AskedWave], cut: ResponseCut, *, full: bool, seen: Seen | None = None
) -> Outgoing:
    """Return the responses to some waves as a file; `seen` is told of each n rows more that are read."""
    told = ", ".join(f"{wave.slug} {wave.number}" for wave in waves)
    about = _about("Svar på enkäter", count_responses(db, waves, cut), FULL if full else WITHOUT, told)
    made = response_columns(waves, full=full)
    columns = made.columns()
    rows: Iterator[Any] = response_rows(db, waves, cut, made)
    rows = _told(rows, seen) if seen else rows
    if kind == "csv":
        rows = texts_of(columns, rows)
    return _outgoing(db, "svar", kind, about, columns, rows, made.codebook)


def walks_out(db: Session, kind: str, walks: Sequence[Walk], *, full: bool, seen: Seen | None = None) -> Outgoing:
    """Return the points of some walks as a file: an Excel file has the walks and the checklist in sheets of their own."""
    told = walks[0].slug if len(walks) == 1 else ""
    about = _about(walk_columns.TITLE, count_points(db, walks), FULL if full else AT_STOPS, told)
    columns = walk_columns.point_columns(full=full)
    rows: Iterator[Any] = point_rows(db, walks, full=full)
    rows = _told(rows, seen) if seen else rows
    if kind == "csv":
        rows = texts_of(columns, rows)
    more = (
        ("Vandringar", walk_columns.sheet_columns(walk_columns.WALKS), walk_rows(db, walks)),
        ("Checklista", walk_columns.sheet_columns(walk_columns.CHECKLIST), checklist_rows(db, walks)),
    )
    return _outgoing(db, "vandringar", kind, about, columns, rows, walk_columns.codebook(full=full), more)


def codebook_out(waves: Sequence[AskedWave]) -> Iterator[bytes]:
    """Yield, as CSV, what the columns and codes of the responses to some waves mean; an Excel file has it in a sheet of its own."""
    heading, *rows = response_columns(waves, full=True).codebook
    return csv_parts(Columns(heading, (0, 1, 2, 3), ()), [[list(row) for row in rows]])


def _told(batches: Iterator[Any], seen: Seen) -> Iterator[Any]:
    for batch in batches:
        seen(len(batch))
        yield batch


def _about(title: str, count: int, edition: str, chosen: str) -> About:
    return About(title, edition, today(), today() + KEPT_FOR, count, chosen)


def _outgoing(
    db: Session, what: str, kind: str, about: About, columns: Columns, rows: Iterator[Any],
    codebook: Sequence[Any] = (), more: Sequence[Sheet] = (),
) -> Outgoing:  # fmt: skip
    if kind == "csv":
        parts = csv_parts(columns, rows)
    elif kind == "jsonl":
        parts = json_line_parts(columns, rows)
    elif kind == "geojson":
        parts = geojson_parts(columns, rows, about)
    else:
        parts = _workbook_parts(data_dir_of(db), about, columns, rows, codebook, more)
    return Outgoing(about, file_name(what, kind, about), FORMATS[kind], parts)


def _workbook_parts(
    folder: Path, about: About, columns: Columns, rows: Iterator[Any], codebook: Sequence[Any], more: Sequence[Sheet]
) -> Iterator[bytes]:
    """Yield an Excel file, which is made whole first in a folder that is taken away at once."""
    told = [
        ("Innehåll", about.title),
        ("Utgåva", about.edition),
        ("Antal rader", str(about.count)),
        ("Urval", about.filter or "alla"),
        ("Uttagen", about.made_on.isoformat()),
        ("Ska förstöras senast", about.destroy_by.isoformat()),
    ]
    with tempfile.TemporaryDirectory(dir=folder, prefix="export-") as place:
        path = Path(place) / "export.xlsx"
        write_workbook(path, columns, rows, told, ("Om filen", about.title), codebook, more)
        with path.open("rb") as file:
            while part := file.read(_PART):
                yield part
