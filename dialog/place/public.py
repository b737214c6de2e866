"""What the map asks for: how it is set up, the package or tiles behind it, outlines, names and what lies at a point.

Nothing here is about a person. What a resident looks for or points at is answered and forgotten.
"""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, jsonify, make_response, request, send_file, url_for

from dialog.place import queries, tiles
from dialog.place.forms import map_package, map_setting, map_source, position_asked_for
from dialog.web.language import gettext as _
from dialog.web.security import everyone
from dialog.web.transaction import db

bp = Blueprint("place_public", __name__)


@bp.get("/karta/installning.json")
@everyone
def map_settings() -> Response:
    """Tell the map what stands behind it and where it begins."""
    chosen = map_setting()
    limits = queries.first_view(db())
    answer: dict[str, Any] = {
        "bounds": limits,
        "limits": queries.bounds(db()),
        "districts": url_for(".outlines"),
        "attribution": map_source(),
    }
    if chosen.endswith(".pmtiles"):
        about = tiles.package(chosen)
        answer |= {"kind": "pmtiles", "url": url_for(".package"), "max_zoom": about.max_zoom}
        answer["bounds"] = limits or about.bounds
    elif chosen:
        answer |= {
            "kind": "tiles",
            "url": url_for(".outlines").replace("omraden.geojson", "ruta/{z}/{x}/{y}"),
            "max_zoom": 18,
        }
    else:
        answer |= {"kind": "outline", "url": None, "max_zoom": 18}
    return _kept(jsonify(answer), "public, max-age=300")


@bp.get("/karta/paket.pmtiles")
@everyone
def package() -> Response:
    """Send the map package, or the part of it that is asked for (206)."""
    chosen = map_package()
    if not chosen:
        abort(404)
    response = send_file(Path(chosen), mimetype="application/vnd.pmtiles", conditional=True, max_age=86400)
    response.headers["Accept-Ranges"] = "bytes"
    return response


@bp.get("/karta/ruta/<number:z>/<number:x>/<number:y>")
@everyone
def tile(z: int, x: int, y: int) -> Response:
    """Fetch a tile from the municipality's own address and pass it on; the browser asks nobody else."""
    chosen = map_setting()
    if not chosen.startswith("http") or z > 22 or max(x, y) >= 2**z:
        abort(404)
    found = tiles.fetched(chosen, z, x, y)
    if found is None:
        abort(404)
    return _kept(Response(found.data, content_type=found.content_type), "public, max-age=86400")


@bp.get("/karta/omraden.geojson")
@everyone
def outlines() -> Response:
    """Send the outlines of the districts of the first kind."""
    stamp = queries.stamp(db())
    response = make_response()
    response.set_etag(stamp)
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    if response.make_conditional(request).status_code != 304:
        found = queries.outlines(db())
        is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
        response.set_data(found.packed if is_packed else found.plain)
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"
        response.content_type = "application/geo+json"
    return response


@bp.get("/platser/sok")
@everyone
def search() -> Response:
    """Find streets, places and districts by name."""
    found = queries.find_places(db(), request.args.get("q", "")[:80])
    kinds = {"street": _("gata"), "place": _("plats"), "building": _("byggnad"), "district": _("område")}
    return _forgotten([{"name": p.name, "kind": kinds[p.kind], "lat": p.lat, "lng": p.lng} for p in found])


@bp.get("/platser/har")
@everyone
def here() -> Response:
    """Say in words what lies at a position."""
    position = position_asked_for(request.args)
    if position is None:
        abort(400)
    found = queries.describe(db(), *position)
    if found.near and found.district:
        words = _("Nära %(place)s, i %(district)s", place=found.near, district=found.district)
    elif found.near:
        words = _("Nära %(place)s", place=found.near)
    elif found.district:
        words = _("I %(district)s", district=found.district)
    else:
        words = _("Utanför de områden som vi känner till")
    return _forgotten({"words": words})


def _forgotten(answer: Any) -> Response:
    """Answer about a place without the browser keeping it: on a shared machine it would tell where somebody looked."""
    response = jsonify(answer)
    response.headers["Cache-Control"] = "no-store"
    return response


def _kept(response: Response, how: str) -> Response:
    response.headers["Cache-Control"] = how
    response.add_etag()
    response.make_conditional(request)
    return response
