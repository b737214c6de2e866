"""`/v/<code>`: the walk on a tablet. One page for all walks, its worker, and what a home screen asks for.

The page holds nothing of any walk and no secret: what it needs it asks of the tablet's door (`walk/sync.py`) when it joins. So
the same bytes can be kept on the tablet and opened without a network; whether a code leads to a walk only the door tells.
"""

import json
from typing import Any

from flask import Response, jsonify, request, url_for

from dialog.place.forms import map_package
from dialog.walk.kinds.codes import read_code
from dialog.walk.public.door import bp
from dialog.web.assets import asset, build_id, load, modules_of
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import everyone

#: What the page draws a map with, beside its modules.
_MORE = ("css/walk.css", "css/map.css", "vendor/leaflet/leaflet.js", "img/icon.svg")
_AGAIN = "no-cache"
#: A worker may ask the site itself, and nothing else at all.
_POLICY = "default-src 'none'; connect-src 'self'; require-trusted-types-for 'script'"


@bp.get("/v/")
@everyone
def tablet_home() -> Any:
    """Ask for a walk's code, or show the walks that this tablet has joined. A code that was typed leads to its page."""
    written = request.args.get("kod", "")
    if code := read_code(written):
        return Response(status=303, headers={"Location": url_for(".tablet", code=code)})
    return _shell()


@bp.get("/v/<string:code>")
@everyone
def tablet(code: str) -> Response:
    """Show the walk's page, the same for every code; what can be no code is 404, and the page says how to mend it."""
    return _shell(200 if read_code(code) else 404)


@bp.get("/v/skal")
@everyone
def shell() -> Response:
    """Give the worker the page to keep."""
    return _shell()


def _shell(status: int = 200) -> Response:
    response = page("walk/public/tablet.html", status)
    response.headers["Cache-Control"] = _AGAIN
    return response


@bp.get("/v/arbetare.js")
@everyone
def worker() -> Response:
    """Give the worker, with the exact list of the files that it keeps."""
    names = [*modules_of("js/walk/main.js"), *_MORE]
    files = [asset(name) for name in names if load(name)]
    files += [url_for("place_public.map_settings"), url_for("place_public.outlines"), url_for(".manifest")]
    known = {
        "VERSION": f"{build_id()}-{request.script_root.strip('/') or 'sv'}",
        "HOME": url_for(".tablet_home"),
        "SHELL": url_for(".shell"),
        "GROUND": url_for("place_public.package") if map_package() else "",
        "FILES": files,
    }
    script = load("js/walk/worker.js")
    assert script is not None
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in known.items())
    response = Response(head.encode() + script.plain, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = _AGAIN
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@bp.get("/v/app.webmanifest")
@everyone
def manifest() -> Response:
    """Tell a home screen what the page is called and how it opens."""
    told = {
        "name": _("Trygghetsvandring"),
        "short_name": _("Vandring"),
        "start_url": url_for(".tablet_home"),
        "scope": url_for(".tablet_home"),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b4f4a",
        "icons": [{"src": asset("img/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    response = jsonify(told)
    response.content_type = "application/manifest+json"
    response.headers["Cache-Control"] = _AGAIN
    return response
