"""Style sheets, scripts and pictures, served under an address that changes when a file does, and then kept for ever.

`asset("css/resident.css")` gives the address. A bundle is several style sheets sent as one: fewer requests on a phone.
"""

import gzip
import hashlib
import mimetypes
import os
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, current_app, request

from dialog.web.language import root
from dialog.web.security import everyone

FOLDER = Path(__file__).parents[2] / "static"
BUNDLES = {
    "css/resident.css": ("css/vars.css", "css/base.css", "css/resident.css", "css/answer.css"),
    "css/staff.css": ("css/vars.css", "css/base.css", "css/staff.css", "css/pictures.css"),
    "css/walk.css": ("css/vars.css", "css/base.css", "css/walk.css"),
}
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".webmanifest": "application/manifest+json"}
# No text of ours over several lines has a line that begins so.
_LINES_OF_COMMENT = re.compile(rb"(?ms)^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n|^[ \t]*//[^\n]*\n")
# After words on the same line: without a quote to the line's end it stands in no string, since one that is begun ends on its line.
_COMMENT_AFTER = {
    ".js": re.compile(rb"(?m)(?<=[;{},()\]])[ \t]+// [^\n\"'`]*$"),
    ".css": re.compile(rb"(?m)[ \t]*/\*[^\n*\"']*\*/[ \t]*$"),
}
_IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*"(\.{1,2}/[^"]+\.js)\"""")
# What stands before and after the words of a line, and empty lines: no text of ours goes over several lines (house test).
_AROUND_LINES = re.compile(rb"(?m)^\s+|[ \t]+$")
_KEPT = "public, max-age=31536000, immutable"

bp = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    """A file as it is sent: its type, its bytes, and the same compressed where that is smaller."""

    content_type: str
    plain: bytes
    packed: bytes | None


@bp.get("/static/<string(length=12):build>/<path:name>")
@everyone
def send(build: str, name: str) -> Response:
    """Send a static file; a browser that holds an older page gets today's file under the old address."""
    found = load(name)
    if found is None:
        abort(404)
    packed = found.packed if "gzip" in request.headers.get("Accept-Encoding", "") else None
    response = Response(packed or found.plain, content_type=found.content_type)
    response.headers["Cache-Control"] = _KEPT if build == build_id() else "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def load(name: str) -> Asset | None:
    """Return a static file or bundle by its name, or None. Read once; what is not there is never looked for on the disk."""
    parts = BUNDLES.get(name, (name,))
    return _read(name, parts) if all(part in _there() for part in parts) else None


@cache  # no more than there are files
def _read(name: str, parts: tuple[str, ...]) -> Asset:
    data = b"\n".join(_lean(_there()[part]) for part in parts)
    suffix = Path(name).suffix
    kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind in ("image/svg+xml", "application/json"):
        kind += "; charset=utf-8"
    packed = gzip.compress(data, 9, mtime=0)
    return Asset(kind, data, packed if len(packed) < len(data) * 0.9 else None)


def _lean(path: Path) -> bytes:
    """Return a file as it is sent: our own scripts and style sheets without comments, indents and empty lines, a quarter of their weight."""
    data = path.read_bytes()
    if (
        path.suffix not in (".js", ".css")
        or not path.is_relative_to(FOLDER.resolve())
        or path.is_relative_to(FOLDER.resolve() / "vendor")
    ):
        return data
    return _AROUND_LINES.sub(b"", _COMMENT_AFTER[path.suffix].sub(b"", _LINES_OF_COMMENT.sub(b"", data)))


def modules_of(name: str) -> list[str]:
    """Return a script's own name and those of all modules that it may load, for who keeps them for later."""
    found, waiting = {name}, [name]
    while waiting:
        script = waiting.pop()
        for written in _IMPORTED.findall(_there()[script].read_text()):
            other = os.path.normpath(f"{Path(script).parent}/{written}").replace(os.sep, "/")
            if other not in found:
                found.add(other)
                waiting.append(other)
    return sorted(found)


@lru_cache(maxsize=1)
def _there() -> dict[str, Path]:
    """Return every file that may be sent, by its name: an address is compared with these and never becomes a path itself."""
    found = (Path(folder) / name for folder, _, names in os.walk(FOLDER, followlinks=True) for name in names)
    return {path.relative_to(FOLDER).as_posix(): path.resolve() for path in found}  # vendor may be a link


@lru_cache(maxsize=1)
def build_id() -> str:
    """Return twelve characters that change when any static file does."""
    digest = hashlib.sha256()
    for path in sorted(p for p in FOLDER.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(FOLDER)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def asset(name: str) -> str:
    """Return the address of a static file, the same in every language."""
    return f"{root() if request else ''}/static/{build_id()}/{name}"


@lru_cache(maxsize=8)
def inlined(name: str) -> str:
    """Return a small drawing as an address that holds it: a request less on each first visit."""
    found = load(name)
    assert found is not None, name
    drawing = found.plain.decode().strip().replace('"', "'")
    return "data:image/svg+xml," + quote(drawing, safe=" '=:/,;-.()")


def init_app(app: Flask) -> None:
    """Register the route and the template function."""
    app.register_blueprint(bp)
    app.jinja_env.globals |= {"asset": asset, "inlined": inlined}
    if current_app:
        raise RuntimeError("assets are prepared before the first request")
