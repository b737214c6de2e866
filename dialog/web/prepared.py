"""A page that is the same for everyone but in one place (the two hidden values of a form), drawn and compressed once.

The bytes before and after that place are kept compressed; what differs is put between them as a stored block, and only the
checksum is worked out anew (RFC 1951, RFC 1952). For public pages without secrets: what is stored in between is never
compressed together with anything, so its length tells nothing of it.
"""

import struct
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from flask import Response, request

P = TypeVar("P")
_HTML = "text/html; charset=utf-8"
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"  # gzip, deflate, no name, no time


@dataclass(frozen=True)
class Prepared:
    """A page in two parts, plain and compressed."""

    before: bytes
    after: bytes
    before_packed: bytes
    after_packed: bytes
    before_checksum: int

    def plain(self, between: bytes) -> bytes:
        """Return the whole page with something in its place."""
        return self.before + between + self.after

    def packed(self, between: bytes) -> bytes:
        """Return the whole page as a gzip file."""
        checksum = zlib.crc32(self.after, zlib.crc32(between, self.before_checksum))
        size = len(self.before) + len(between) + len(self.after)
        stored = struct.pack("<BHH", 0, len(between), len(between) ^ 0xFFFF) + between
        end = struct.pack("<LL", checksum, size & 0xFFFFFFFF)
        return b"".join((_HEADER, self.before_packed, stored, self.after_packed, end))

    def answer(self, between: bytes, kept: str) -> Response:
        """Return the page as the browser takes it, to be kept as `kept` says (Cache-Control)."""
        headers = [("Content-Type", _HTML), ("Vary", "Accept-Encoding"), ("Cache-Control", kept)]
        if "gzip" not in request.environ.get("HTTP_ACCEPT_ENCODING", ""):
            return Response(self.plain(between), headers=headers)
        return Response(self.packed(between), headers=[*headers, ("Content-Encoding", "gzip")])


def whence() -> tuple[str, ...]:
    """Return what a page's own addresses are made of, as it is sent: for the key of a page that is kept."""
    sent = request.environ
    return (sent["wsgi.url_scheme"], sent.get("HTTP_HOST", ""), sent.get("SCRIPT_NAME", ""))


def prepare(page: str, place: str) -> Prepared:
    """Cut a page at the one place where `place` stands, and compress both parts."""
    before, found, after = page.partition(place)
    if not found or place in after:
        raise ValueError("the page must hold the place once")
    return _prepare(before.encode(), after.encode())


def _prepare(before: bytes, after: bytes) -> Prepared:
    # A full flush ends on a byte and forgets what went before: what follows can be put after it as it is.
    first = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    last = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Prepared(
        before,
        after,
        first.compress(before) + first.flush(zlib.Z_FULL_FLUSH),
        last.compress(after) + last.flush(zlib.Z_FINISH),
        zlib.crc32(before),
    )


class Shelf(Generic[P]):
    """The prepared pages of a process: by key, each with the facts it was drawn from, the least used thrown away first."""

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._pages: OrderedDict[Hashable, tuple[Any, P]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, facts: Any, draw: Callable[[], P]) -> P:
        """Return the page of a key, drawn again where the facts are no longer those that it was drawn from."""
        known = self.known(key, facts)
        if known is None:
            self.keep(key, facts, known := draw())
        return known

    def known(self, key: Hashable, facts: Any) -> P | None:
        """Return the page of a key where it was drawn from these facts, else None."""
        with self._lock:
            known = self._pages.get(key)
            if known is None or known[0] != facts:
                return None
            self._pages.move_to_end(key)
            return known[1]

    def keep(self, key: Hashable, facts: Any, page: P) -> None:
        """Keep the page of a key as it is drawn from some facts."""
        with self._lock:
            self._pages[key] = (facts, page)
            self._pages.move_to_end(key)
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)
