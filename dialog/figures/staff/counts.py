"""`/admin/siffror`: how many remarks there are, cut in six ways; each as bars, a table and files."""

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.wrappers import Response

from dialog.figures.queries import Counts, counts
from dialog.figures.staff import bp
from dialog.figures.staff.asked import READERS, asked, filter_choices, rows_of
from dialog.figures.staff.drawn import Drawn, as_file, by_week
from dialog.figures.staff.saving import save
from dialog.web.language import gettext as _
from dialog.web.language import ngettext
from dialog.web.pages import page, show_number
from dialog.web.security import staff
from dialog.web.transaction import db


@bp.get("/admin/siffror")
@staff(*READERS)
def show_counts() -> Response:
    """Show the counts of the remarks that the filter chooses."""
    what = asked()
    found = counts(db(), what.chosen, hide_small=what.hides_small)
    headings = _headings()
    cuts = [
        (cut.name, headings[cut.name], cut.total, rows_of(cut), _saves(cut.name))
        for cut in found.cuts
        if cut.name != "week"
    ]
    weeks = _weeks(found)
    return page(
        "figures/staff/counts.html",
        422 if what.faults else 200,
        chosen=what.chosen,
        page_errors=what.faults,
        total=found.total,
        is_slow=found.is_slow,
        cuts=cuts,
        weeks=weeks,
        week_saves=_saves("week"),
        hides_small=what.hides_small,
        choices=filter_choices(),
        clear=url_for(".show_counts") if not what.chosen.is_empty else "",
    )


@bp.get("/admin/siffror.svg")
@staff(*READERS)
def save_counts_picture() -> Response:
    """Send one cut (`visa` in the address) as a picture."""
    return _save("svg")


@bp.get("/admin/siffror.csv")
@staff(*READERS)
def save_counts_table() -> Response:
    """Send one cut as a table."""
    return _save("csv")


def _save(kind: str) -> Response:
    what = asked()
    found = counts(db(), what.chosen, hide_small=what.hides_small)
    name = request.args.get("visa", "")
    made = None if what.faults else _drawn(found, name)
    if made is None:
        return show_counts()  # which tells what there is
    told = _("Färre än fem synpunkter i urvalet.") if found.total is None else ngettext(
        "%(n)s synpunkt i urvalet.", "%(n)s synpunkter i urvalet.", found.total, n=show_number(found.total)
    )  # fmt: skip
    told += " " + _("De kommer från dem som har valt att berätta och säger inget om alla invånare.")
    if name == "focus_area":
        told += " " + _("Andelarna är av alla synpunkter i urvalet, också dem som inte är taggade.")
    # What was searched for can itself be somebody's words: the log tells that there was a search.
    chosen = what.chosen.without_words().query() + (" ord" if what.chosen.words else "")
    return save(kind, made, f"siffror-{name}", told, chosen.strip(" ?"), "remarks")


def _drawn(found: Counts, name: str) -> Drawn | None:
    if name == "week":
        return _weeks(found)
    rows: list[Any] = next((rows_of(cut) for cut in found.cuts if cut.name == name), [])
    return as_file(_headings()[name], rows, full=False) if rows else None


def _weeks(found: Counts) -> Drawn | None:
    weeks = {int(count.key): count.n for cut in found.cuts if cut.name == "week" for count in cut.counts}
    return by_week(_headings()["week"], weeks) if weeks else None


def _headings() -> dict[str, str]:
    return {
        "focus_area": _("Fokusområden"),
        "district": _("Områden"),
        "week": _("Veckor"),
        "source": _("Källor"),
        "feeling": _("Känsla"),
        "part_of_day": _("Tid på dygnet"),
    }


def _saves(name: str) -> list[tuple[str, str]]:
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != "visa" and value]
    query = "?" + urlencode([*kept, ("visa", name)])
    return [
        (_("bilden som SVG"), url_for(".save_counts_picture") + query),
        (_("tabellen som CSV"), url_for(".save_counts_table") + query),
    ]
