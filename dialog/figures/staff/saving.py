"""A picture or its table sent as a file: SVG, or CSV by the same writer as every export; who took it stands in the log."""

import re
from collections.abc import Sequence
from typing import Any

from werkzeug.wrappers import Response

from dialog.base.clock import today
from dialog.base.pictures import svg_file
from dialog.figures.exchange.writing import FORMATS, Columns, csv_parts, texts_of
from dialog.figures.staff.drawn import Drawn, few, too_few
from dialog.people.operations import record_audit
from dialog.web.language import gettext as _
from dialog.web.pages import show_date, site
from dialog.web.security import signed_in
from dialog.web.transaction import db, write

_NEGATIVE = re.compile(r"−\d+(,\d+)?")
_NUMBER = re.compile(r"-?\d+(,\d+)?( %)?")


def save(kind: str, made: Drawn, name: str, told: str, about: str, thing: str = "survey") -> Response:
    """Send "svg" or "csv"; `told` says who answered, how and when, and stands in the file; `about` and `thing` name it in the log."""
    source = _("%(told)s Källa: %(site)s, %(day)s.", told=told, site=getattr(site(), "municipality", "") or _("Trygghetsdialog"), day=show_date(today()))  # fmt: skip
    db().rollback()  # nothing more is read: let go before the log is written
    by = signed_in()
    write(lambda d: record_audit(d, by, "export.figures", thing, about, f"{name} ({kind})"))
    body: Any
    if kind == "svg":
        body, form = svg_file(made.drawing, source), "image/svg+xml"
    else:
        names = tuple(label for label, _number in made.columns)
        rows = [as_read(row) for row in made.rows]
        free = tuple(at for at in range(len(names)) if not at or not all(_is_number(row[at]) for row in rows))
        columns = Columns(names, free=free, decimals=())
        wide = [source, *[""] * (len(names) - 1)]
        body, form = b"".join(csv_parts(columns, texts_of(columns, [[*rows, wide]]))), FORMATS["csv"]
    response = Response(body, content_type=form)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{today()}.{kind}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def as_read(row: Sequence[Any]) -> list[Any]:
    """Return a row as a spreadsheet reads it; the words that it begins with are somebody's own, and stay: "+65 år"."""
    return [few() if cell is None else _plain(cell) if at else cell for at, cell in enumerate(row)]


def _plain(cell: Any) -> Any:
    """Return a cell as a spreadsheet reads it: no plus before a number, and a minus that it knows."""
    if not isinstance(cell, str):
        return cell
    cell = re.sub(r"(?<!\S)\+(?=\d)", "", cell)
    return "-" + cell[1:] if _NEGATIVE.fullmatch(cell) else cell


def _is_number(cell: Any) -> bool:
    """Say whether a cell is a number, or words of our own beside numbers: then nothing in it is to be guarded."""
    return not isinstance(cell, str) or cell in ("", few(), too_few()) or bool(_NUMBER.fullmatch(cell))
