"""`/admin/karta`: all remarks of the inbox's filter on a map, clusters counted by the server, and the same as a table."""

import hashlib
import math
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import jsonify, request, url_for
from werkzeug.wrappers import Response

from dialog.base.geo import coarse
from dialog.base.problems import Problem
from dialog.figures.kinds import MICRO, side
from dialog.figures.queries import Count, Mark, Square, View, cells, count_by_district, stamp
from dialog.figures.queries.map import COARSEST, MOST_READ
from dialog.figures.staff import bp
from dialog.figures.staff.asked import READERS, asked, filter_choices, reads_texts
from dialog.figures.suppression import SMALLEST
from dialog.people.operations import record_audit
from dialog.tag.queries import RemarkFilter
from dialog.web.assets import build_id
from dialog.web.language import gettext as _
from dialog.web.language import language, ngettext
from dialog.web.packing import pack
from dialog.web.pages import page, show_week
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on, write

STEPS = 32  # where in a square its mark stands, of so many steps each way


@bp.get("/admin/karta")
@staff(*READERS)
def show_map() -> Response:
    """Show the map and its table twin."""
    what = asked()
    by_district = count_by_district(db(), what.chosen, hide_small=what.hides_small)
    return page(
        "figures/staff/map.html",
        422 if what.faults else 200,
        chosen=what.chosen,
        page_errors=what.faults,
        cells_url=url_for(".map_cells") + what.chosen.query(),
        rows=[(count.label, count.n, _inbox_of(what.chosen, count)) for count in by_district.counts],
        placed=by_district.total,
        hides_small=what.hides_small,
        choices=filter_choices(),
        clear=url_for(".show_map") if not what.chosen.is_empty else "",
    )


def _inbox_of(chosen: RemarkFilter, district: Count) -> str:
    """Return the address of a district's remarks in the inbox; none where they are too few to be told of."""
    if district.n is None:
        return ""
    return url_for("tag_staff.inbox") + replace(chosen, district=uuid.UUID(district.key), box=None).query()


@bp.get("/admin/karta/celler.json")
@staff(*READERS)
def map_cells() -> Response:
    """Return what a view of the map holds: squares, or single remarks where they are few and the reader may read them."""
    version = _version()
    if request.if_none_match.contains_weak(version):  # before anything is counted
        return _marked(Response(status=304), version)
    what = asked()
    box, zoom = _view()
    if not reads_texts():  # whole squares, seen whole: an edge that can be moved would tell where a remark lies
        zoom = min(zoom, COARSEST)
        box = coarse(box, COARSEST - zoom)
    sight = "few" if reads_texts() and not signed_in().has("trusted_reader") else what.chosen.sight
    view = cells(db(), replace(what.chosen, box=box, sight=sight), zoom, single=reads_texts())
    if view.marks:
        by, n = signed_in(), len(view.marks)
        read_on()  # nobody waits for the writer with a reading transaction open
        write(lambda session: record_audit(session, by, "remark.list", "map", count=n))
    told = _told(view.marks)
    answer = jsonify(
        squares=_squares(view, what.chosen, hides_small=what.hides_small),
        clusters=[_apart(square, what.chosen) for square in view.apart],
        points=[{"lat": m.lat, "lng": m.lng, **said} for m, said in told if m.geometry["type"] == "Point"],
        shapes=[{"geometry": m.geometry, **said} for m, said in told if m.geometry["type"] != "Point"],
        said=_("Fler än %(n)s i urvalet: kartan visar de nyaste.", n=MOST_READ) if view.is_cut else "",
    )
    if not view.marks:  # no resident's words are in it, and no secret (docs/decisions/counts-that-are-kept.md)
        pack(answer)
    return _marked(answer, version)


def _version() -> str:
    """Return what the answer depends on: the counts, what was asked, in which language, and whether texts may be read."""
    sight = (reads_texts(), signed_in().has("trusted_reader"))
    asked_for = (stamp(db()), request.query_string, language(), sight, build_id())
    return hashlib.sha256(repr(asked_for).encode()).hexdigest()[:32]


def _marked(response: Response, version: str) -> Response:
    response.set_etag(version, weak=True)  # the same, whether compressed or not
    return response


def _view() -> tuple[tuple[float, float, float, float], int]:
    try:
        west, south, east, north = (float(part) for part in request.args["bbox"].split(","))
        zoom = int(request.args["zoom"][:3])
    except (KeyError, ValueError):
        raise Problem("invalid", _("Kartans utsnitt saknas.")) from None
    if not all(map(math.isfinite, (west, south, east, north))) or south > north or west > east:
        raise Problem("invalid", _("Kartans utsnitt saknas."))
    limits = (_within(south, 90.0), _within(west, 180.0), _within(north, 90.0), _within(east, 180.0))
    return limits, min(max(zoom, 0), 22)


def _within(degrees: float, most: float) -> float:
    return min(max(degrees, -most), most)


def _squares(view: View, chosen: RemarkFilter, *, hides_small: bool) -> dict[str, Any]:
    """Return the squares as short as they can be told (docs/maps.md): rows of whole numbers, from the south-western corner."""
    shown = [square for square in view.squares if square.n >= SMALLEST] if hides_small else view.squares
    high, wide = side(view.level)
    south, west = min((s.north for s in shown), default=0), min((s.east for s in shown), default=0)
    target = url_for("tag_staff.inbox") if reads_texts() else url_for(".show_counts")
    address = target + replace(chosen, box=None).query()
    if hides_small:  # its middle: the mean would move with each remark, and the parts could be smaller than five
        rows = [[s.north - south, s.east - west, STEPS // 2, STEPS // 2, s.n] for s in shown]
    else:
        rows = [
            [north - south, east - west, (lat - north * high) * STEPS // high, (lng - east * wide) * STEPS // wide, *parts]
            for north, east, *parts, lat, lng in shown
        ]  # fmt: skip
    return {
        "south": south * high, "west": west * wide, "high": high, "wide": wide, "steps": STEPS, "rows": rows,
        "url": f"{address}{'&' if '?' in address else '?'}ruta=", "is_whole": hides_small,
        "label": _("%(n)s synpunkter här. Visa siffrorna.", n="{n}") if hides_small else "",
    }  # fmt: skip


def _apart(one: Square, chosen: RemarkFilter) -> dict[str, Any]:
    """Return a coarse square of what accuses somebody: its mark stands in its middle, and it leads to all that lies in it."""
    high, wide = side(0)
    south, west = one.north * high, one.east * wide
    box = (south / MICRO, west / MICRO, (south + high - 1) / MICRO, (west + wide - 1) / MICRO)
    said = ngettext(
        "%(num)s synpunkt pekar ut någon och ligger någonstans inom 600 meter härifrån. Visa området.",
        "%(num)s synpunkter pekar ut någon och ligger någonstans inom 600 meter härifrån. Visa området.", one.n,
    )  # fmt: skip
    told = {"n": one.n, "unsafe": one.unsafe, "safe": one.safe, "mixed": one.mixed, "label": said}
    url = url_for("tag_staff.inbox") + replace(chosen, box=box).query()
    return told | {"lat": one.lat / MICRO, "lng": one.lng / MICRO, "url": url}


def _told(marks: Sequence[Mark]) -> list[tuple[Mark, dict[str, Any]]]:
    """Return each remark with what is told of it; words and addresses are found once, since there can be a hundred."""
    if not marks:
        return []
    named = {"unsafe": _("Otrygg"), "safe": _("Trygg"), "mixed": _("Blandat"), None: _("Ingen känsla sagd")}
    none = "00000000-0000-0000-0000-000000000000"
    before, after = url_for("tag_staff.thing", remark_id=none).split(none)
    found = []
    for mark in marks:
        words = (named[mark.feeling], mark.place_words, show_week(mark.week))
        said = {"id": str(mark.id), "feeling": mark.feeling, "url": f"{before}{mark.id}{after}"}
        found.append((mark, said | {"label": ", ".join(filter(None, words))}))
    return found
