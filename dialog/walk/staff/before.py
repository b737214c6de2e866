"""What has been said around a walk: a table by focus area, and the squares of the map. House rule: nothing under five."""

import math
from typing import Any

from flask import Response, jsonify, request, url_for

from dialog.base.geo import Box
from dialog.tag.filters import RemarkFilter
from dialog.walk.kinds.route import view_of
from dialog.walk.models import Walk
from dialog.walk.queries.before import Square, filter_for, said_before, squares, way_of
from dialog.walk.queries.walks import district_name, position_of, stops_of
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db

_EVERYWHERE: Box = (-90.0, -180.0, 90.0, 180.0)


@bp.get("/admin/vandringar/<slug:slug>/tidigare")
@staff(*door.ROLES)
def before(slug: str) -> Response:
    """Show what has been said here, unsafe and safe, with the way drawn on it."""
    walk = found(slug)
    chosen, position = filter_for(db(), walk), position_of(db(), walk)
    seen = view_of(way_of(db(), walk)) or (position and chosen != RemarkFilter() and (*position, 14))
    return show(
        "before", walk,
        said=said_before(db(), chosen),
        where="district" if chosen.district else "around" if chosen.box else "all",
        district=district_name(db(), walk),
        cells_url=url_for(".before_cells", slug=slug),
        view=f"#karta={seen[2]}/{seen[0]}/{seen[1]}" if seen else "",
        inbox=url_for("tag_staff.inbox") + chosen.query() if signed_in().has("coordinator", "tagger") else "",
    )  # fmt: skip


@bp.get("/admin/vandringar/<slug:slug>/tidigare.json")
@staff(*door.ROLES)
def before_cells(slug: str) -> Response:
    """Return squares of five and more, the stops and the route, as the staff's map draws them."""
    walk = found(slug)
    here = url_for(".before", slug=slug)
    return jsonify(
        clusters=[_cluster(square, here) for square in squares(db(), filter_for(db(), walk), _view())],
        points=[
            {
                "lat": stop.lat, "lng": stop.lng, "n": 0, "number": stop.number, "feeling": "none",
                "url": url_for(".route", slug=slug), "label": _("Stopp %(n)s: %(name)s", n=stop.number, name=stop.name),
            }
            for stop in stops_of(db(), walk.id)
            if stop.lat is not None
        ],
        shapes=_route(walk),
    )  # fmt: skip


def _cluster(square: Square, here: str) -> dict[str, Any]:
    told = {"unsafe": 0, "safe": 0, "mixed": 0} | {square.feeling: square.n}
    label = (
        _("%(n)s synpunkter om otrygga platser i den här rutan.", n=square.n)
        if square.feeling == "unsafe"
        else _("%(n)s synpunkter om trygga platser i den här rutan.", n=square.n)
    )
    return {
        "lat": square.lat, "lng": square.lng, "n": square.n, "feeling": square.feeling, "url": f"{here}#tabell",
        "label": label, **told,
    }  # fmt: skip


def _route(walk: Walk) -> list[dict[str, Any]]:
    if not walk.route:
        return []
    return [
        {
            "n": 0,
            "geometry": walk.route,
            "feeling": "none",
            "url": url_for(".route", slug=walk.slug),
            "label": _("Rutten"),
        }
    ]


def _view() -> Box:
    """Return the part of the map that is looked at, all of it where none is told."""
    try:
        west, south, east, north = (float(part) for part in request.args["bbox"].split(","))
    except (KeyError, ValueError):
        return _EVERYWHERE
    if not all(map(math.isfinite, (west, south, east, north))):
        return _EVERYWHERE
    return max(-90.0, south), max(-180.0, west), min(90.0, north), min(180.0, east)
