"""`/admin/karta`: all remarks of the inbox's filter on a map, clusters counted by the server, and the same as a table."""

import hashlib
import math
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import current_app, json, request, url_for
from werkzeug.wrappers import Response

from dialog.base.geo import coarse
from dialog.base.problems import Problem
from dialog.figures.kinds import MICRO, STEPS, side
from dialog.figures.queries import Count, Mark, Square, View, cells, count_by_district, stamp
from dialog.figures.queries.map import COARSEST, MOST_READ
from dialog.figures.queries.map_told import Told
from dialog.figures.staff import bp
from dialog.figures.staff.asked import READERS, Asked, asked, filter_choices, reads_texts
from dialog.figures.suppression import SMALLEST
from dialog.people.operations import record_audit
from dialog.tag.queries import RemarkFilter
from dialog.web.assets import build_id
from dialog.web.language import gettext as _
from dialog.web.language import language, ngettext
from dialog.web.packing import pack
from dialog.web.pages import page, show_week
from dialog.web.prepared import Shelf
from dialog.web.security import signed_in, staff
from dialog.web.transaction import database, db, read_on, write

LEVEL = 1  # of compressing: columns of numbers become little smaller by more, which takes three times as long
#: Answers of squares, as they were sent: who opens the map sees what others have just seen.
_shelf: Shelf[tuple[bytes, list[tuple[str, str]]]] = Shelf(128)


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
    there = stamp(database())
    sight = (reads_texts(), signed_in().has("trusted_reader"))
    asked_for = (request.query_string, language(), sight, build_id())
    version = hashlib.sha256(repr((there, asked_for)).encode()).hexdigest()[:32]
    if request.if_none_match.contains_weak(version):  # before anything is counted
        return _marked(Response(status=304), version)
    key = (database(), request.script_root, request.headers.get("Accept-Encoding", ""), asked_for)
    if kept := _shelf.known(key, there):
        return _marked(Response(kept[0], headers=kept[1]), version)
    what = asked()
    box, zoom = _view()
    if not reads_texts():  # whole squares, seen whole: an edge that can be moved would tell where a remark lies
        zoom = min(zoom, COARSEST)
        box = coarse(box, COARSEST - zoom)
    as_whom = "few" if sight == (True, False) else what.chosen.sight
    view = cells(db(), replace(what.chosen, box=box, sight=as_whom), zoom, single=reads_texts())
    if view.marks:
        by, n = signed_in(), len(view.marks)
        read_on()  # nobody waits for the writer with a reading transaction open
        write(lambda session: record_audit(session, by, "remark.list", "map", count=n))
    answer = current_app.response_class(_told(view, what), mimetype="application/json")
    if not view.marks:  # no resident's words are in it, and no secret (docs/decisions/counts-that-are-kept.md)
        pack(answer, LEVEL)
    if view.told:  # of the kept counts alone: their stamp says whether it is still so
        _shelf.keep(key, there, (answer.get_data(), list(answer.headers)))
    return _marked(answer, version)


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


def _told(view: View, what: Asked) -> str:
    """Return what a view holds as JSON. The columns of squares are put in as they came: to write them took longer than to count them."""
    said = _marks_told(view.marks)
    told = view.told or _columns(view, hides_small=what.hides_small)
    squares = _squares(view.level, told, what.chosen, hides_small=what.hides_small)
    rest = {
        "clusters": [_apart(square, what.chosen) for square in view.apart],
        "points": [{"lat": m.lat, "lng": m.lng, **words} for m, words in said if m.geometry["type"] == "Point"],
        "shapes": [{"geometry": m.geometry, **words} for m, words in said if m.geometry["type"] != "Point"],
        "said": _("Fler än %(n)s i urvalet: kartan visar de nyaste.", n=MOST_READ) if view.is_cut else "",
    }
    columns = ",".join(f"[{column}]" for column in told.columns)
    return f'{{"squares":{json.dumps(squares)[:-1]},"columns":[{columns}]}},{json.dumps(rest)[1:]}'


def _columns(view: View, *, hides_small: bool) -> Told:
    """Return squares as columns, from the south-western corner."""
    high, wide = side(view.level)
    shown = [square for square in view.squares if square.n >= SMALLEST] if hides_small else view.squares
    south, west = min((s.north for s in shown), default=0), min((s.east for s in shown), default=0)
    if hides_small:  # its middle: the mean would move with each remark, and the parts could be smaller than five
        rows: list[tuple[int, ...]] = [(s.north - south, s.east - west, STEPS // 2, STEPS // 2, s.n) for s in shown]
    else:
        rows = [
            (north - south, east - west, (lat - north * high) * STEPS // high, (lng - east * wide) * STEPS // wide, *parts)
            for north, east, *parts, lat, lng in shown
        ]  # fmt: skip
    columns = tuple(",".join(map(str, column)) for column in zip(*rows, strict=True))
    n = sum(square.n for square in shown)
    return Told(len(rows), n, n, south, west, columns)


def _squares(level: int, told: Told, chosen: RemarkFilter, *, hides_small: bool) -> dict[str, Any]:
    """Return what is told of all squares, without their columns (docs/maps.md)."""
    high, wide = side(level)
    target = url_for("tag_staff.inbox") if reads_texts() else url_for(".show_counts")
    address = target + replace(chosen, box=None).query()
    return {
        "south": told.south * high, "west": told.west * wide, "high": high, "wide": wide, "steps": STEPS,
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


def _marks_told(marks: Sequence[Mark]) -> list[tuple[Mark, dict[str, Any]]]:
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
