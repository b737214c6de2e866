"""What stands behind the map: facts of a map package, and tiles fetched from the municipality's own address.

Only the tile's numbers leave the site: no header, address or cookie of the person who looks. Pure of HTTP in; the way
out is the standard library's.
"""

import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pmtiles.reader import MmapSource, Reader

_LARGEST = 512 * 1024
_SECONDS = 5
#: Fetched at the same time; the rest are told there is none just now, or a slow tile server would take the threads that answers need.
_AT_ONCE = threading.BoundedSemaphore(4)
_KINDS = ("image/png", "image/jpeg", "image/webp")


@dataclass(frozen=True)
class Package:
    """What a .pmtiles file says of itself: its deepest zoom, and (west, south, east, north) in degrees."""

    max_zoom: int
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True)
class Tile:
    """A tile as it came."""

    content_type: str
    data: bytes


@lru_cache(maxsize=4)
def package(path: str) -> Package:
    """Read the head of a map package."""
    with Path(path).open("rb") as file:
        head = Reader(MmapSource(file)).header()
    west, south, east, north = (head[k] / 1e7 for k in ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"))
    return Package(head["max_zoom"], (west, south, east, north))


def fetched(address: str, z: int, x: int, y: int) -> Tile | None:
    """Fetch a tile (kept in memory), or None when there is none to be had just now or it is no picture."""
    if not _AT_ONCE.acquire(timeout=1):
        return None
    try:
        return _fetch(address.replace("{z}", str(z)).replace("{x}", str(x)).replace("{y}", str(y)))
    except (urllib.error.URLError, TimeoutError, OSError, ValueError):
        return None
    finally:
        _AT_ONCE.release()


class _SameServer(urllib.request.HTTPRedirectHandler):
    """Goes along to another address of the same server alone: none other gets the site to ask for what stands behind the wall."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        """Return what is to be asked for instead; None, which ends as a fault, for another server's."""
        there, here = urlsplit(newurl), urlsplit(req.full_url)
        if there.scheme not in ("http", "https") or (there.hostname, there.port) != (here.hostname, here.port):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_OPENER = urllib.request.build_opener(_SameServer)


@lru_cache(maxsize=400)  # what fails is not kept: the next one who looks asks again
def _fetch(wanted: str) -> Tile:
    asked = urllib.request.Request(wanted, headers={"User-Agent": "Trygghetsdialog"})  # noqa: S310 -- a setting of the site
    with _OPENER.open(asked, timeout=_SECONDS) as answer:
        kind = answer.headers.get_content_type()
        data = answer.read(_LARGEST + 1)
    if kind not in _KINDS or len(data) > _LARGEST:
        raise ValueError("no picture, or too large")
    return Tile(kind, data)
