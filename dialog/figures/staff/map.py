"""`/admin/karta`: all remarks of the inbox's filter on a map, clusters counted by the server, and the same as a table."""

import math
from dataclasses import replace
from typing import Any

from flask import jsonify, request, url_for
from werkzeug.wrappers import Response

from dialog.base.geo import coarse
from dialog.base.problems import Problem
from dialog.figures.queries import Cell, Mark, cells, counts
from dialog.figures.queries.map import COARSEST
from dialog.figures.staff import bp
from dialog.figures.staff.asked import READERS, asked, filter_choices, reads_texts, rows_of
from dialog.figures.suppression import SMALLEST
from dialog.people.operations import record_audit
from dialog.tag.queries import RemarkFilter
from dialog.web.language import gettext as _
from dialog.web.pages import page, show_week
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, write


@bp.get("/admin/karta")
@staff(*READERS)
def show_map() -> Response:
    """Show the map and its table twin."""
    what = asked()
    found = counts(db(), what.chosen, hide_small=what.hides_small)
    by_district = next(cut for cut in found.cuts if cut.name == "district")
    return page(
        "figures/staff/map.html",
        422 if what.faults else 200,
        chosen=what.chosen,
        page_errors=what.faults,
        total=found.total,
        cells_url=url_for(".map_cells") + what.chosen.query(),
        rows=[(label, n) for label, n, _share in rows_of(by_district)],
        placed=by_district.total,
        hides_small=what.hides_small,
        choices=filter_choices(),
        clear=url_for(".show_map") if not what.chosen.is_empty else "",
    )


@bp.get("/admin/karta/celler.json")
@staff(*READERS)
def map_cells() -> Response:
    """Return what a view of the map holds: clusters, or single remarks where they are few and the reader may read them."""
    what = asked()
    box, zoom = _view()
    if not reads_texts():  # whole squares, seen whole: an edge that can be moved would tell where a remark lies
        zoom = min(zoom, COARSEST)
        box = coarse(box, COARSEST - zoom)
    chosen = replace(what.chosen, box=box)
    view = cells(db(), chosen, zoom, single=reads_texts())
    shown = [cell for cell in view.cells if not what.hides_small or cell.n >= SMALLEST]
    if view.marks:
        by, n = signed_in(), len(view.marks)
        write(lambda session: record_audit(session, by, "remark.list", "map", count=n))
    return jsonify(
        clusters=[_cluster(cell, what.chosen) for cell in shown],
        points=[_point(mark) for mark in view.marks if mark.geometry["type"] == "Point"],
        shapes=[_shape(mark) for mark in view.marks if mark.geometry["type"] != "Point"],
    )


def _view() -> tuple[tuple[float, float, float, float], int]:
    try:
        west, south, east, north = (float(part) for part in request.args["bbox"].split(","))
        zoom = int(request.args["zoom"][:3])
    except (KeyError, ValueError):
        raise Problem("invalid", _("Kartans utsnitt saknas.")) from None
    if not all(map(math.isfinite, (west, south, east, north))):
        raise Problem("invalid", _("Kartans utsnitt saknas."))
    limits = (max(-90.0, south), max(-180.0, west), min(90.0, north), min(180.0, east))
    return limits, min(max(zoom, 0), 22)


def _cluster(cell: Cell, chosen: RemarkFilter) -> dict[str, Any]:
    covered = replace(chosen, box=cell.box)
    target = url_for("tag_staff.inbox") if reads_texts() else url_for(".show_counts")
    told = {"n": cell.n, "unsafe": cell.unsafe, "safe": cell.safe, "mixed": cell.mixed}
    if not reads_texts():  # the parts could be smaller than five
        told = {"n": cell.n, "unsafe": 0, "safe": 0, "mixed": 0}
        label = _("%(n)s synpunkter här. Visa siffrorna.", n=cell.n)
        return {"lat": cell.lat, "lng": cell.lng, "url": target + covered.query(), "label": label, **told}
    return {"lat": cell.lat, "lng": cell.lng, "url": target + covered.query(), **told}


def _told(mark: Mark) -> dict[str, Any]:
    feeling = {"unsafe": _("Otrygg"), "safe": _("Trygg"), "mixed": _("Blandat")}.get(
        mark.feeling or "", _("Ingen känsla sagd")
    )
    words = [feeling, mark.place_words, show_week(mark.week)]
    url = url_for("tag_staff.thing", remark_id=mark.id)
    return {"id": str(mark.id), "feeling": mark.feeling, "url": url, "label": ", ".join(filter(None, words))}


def _point(mark: Mark) -> dict[str, Any]:
    return {"lat": mark.lat, "lng": mark.lng, **_told(mark)}


def _shape(mark: Mark) -> dict[str, Any]:
    return {"geometry": mark.geometry, **_told(mark)}
