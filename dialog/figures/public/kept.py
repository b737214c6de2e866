"""Public pages of figures, drawn once and sent from memory with an ETag: they change only when something is published.

What a page was drawn from is compared at each request by one small question; a browser that has today's page gets 304.
"""

import gzip
import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from dialog.web import pages
from dialog.web.language import language
from dialog.web.prepared import Shelf
from dialog.web.transaction import database


@dataclass(frozen=True)
class KeptPage:
    """A page as it is sent, plain and compressed."""

    plain: bytes
    packed: bytes
    etag: str


_shelf: Shelf[KeptPage] = Shelf(128)


def kept_page(name: str, facts: Any, draw: Callable[[], str], *more: Hashable) -> Response:
    """Send a page that `draw` returns, from memory where `facts` and the site's texts are as they were."""
    key = (name, database(), language(), request.root_url, pages.whole_address(), *more)
    found = _shelf.get(key, (facts, pages.site()), lambda: _made(draw()))
    response = Response(content_type="text/html; charset=utf-8", headers={"Vary": "Accept-Encoding"})

    def fill() -> None:
        is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
        response.set_data(found.packed if is_packed else found.plain)
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"

    return answered(response, found.etag, fill)


def answered(response: Response, about: str | bytes, fill: Callable[[], None]) -> Response:
    """Give an answer an ETag of what it is about, and fill it unless the browser has the same already (304)."""
    response.set_etag(about if isinstance(about, str) else _digest(about))
    response.headers["Cache-Control"] = "public, no-cache"
    if response.make_conditional(request).status_code != 304:
        fill()
    return response


def _made(page: str) -> KeptPage:
    data = page.encode()
    return KeptPage(data, gzip.compress(data, 9, mtime=0), _digest(data))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]
