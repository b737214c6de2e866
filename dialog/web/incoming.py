"""Requests as they come in, without what no database takes and no field is called.

A part of a multipart form without a name would reach the code under the name None; a NUL in a text is refused by PostgreSQL alone.
Both are left out here, once for every view. And a form is no larger, and has no more fields, than any of ours can have.
What is refused unread (too large, nobody's token) is read to its end all the same and thrown away: a server that hangs up on who
is still sending leaves many senders with a broken connection instead of the answer that says why. Only for a few at a time, since
who sends slowly holds a thread; and never for who asks first whether to send at all.
What is asked for is read by most of a worker's threads but not by all: however many send slowly, pages are still shown.
"""

import io
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from flask import Flask, Request, Response, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, ServiceUnavailable
from werkzeug.formparser import FormDataParser
from werkzeug.utils import cached_property
from werkzeug.wsgi import get_input_stream

_MOST_THROWN_AWAY = 64 * 1024 * 1024  # bytes; who sends more than that is hung up on
_PIECE = 256 * 1024
_READERS = 12  # of the 16 threads that `dialog serve` gives a worker
_PATIENCE = 0.5  # seconds that a request waits for its turn to be read
_throwing_away = threading.BoundedSemaphore(2)  # of a worker's threads, so that slow senders leave the others free


class Turns:
    """Lets some threads at a time read what is sent. Who comes when all of them wait for slow senders gets 503 after `_PATIENCE`, and for
    a second after that at once, so that those who wait here do not hold the other threads one after the other.
    """

    def __init__(self, many: int) -> None:
        self._free = threading.BoundedSemaphore(many)
        self._none_until = 0.0

    def __enter__(self) -> None:
        if self._free.acquire(blocking=False):
            return
        if time.monotonic() >= self._none_until:
            if self._free.acquire(timeout=_PATIENCE):
                return
            self._none_until = time.monotonic() + 1
        raise ServiceUnavailable

    def __exit__(self, *fault: object) -> None:
        self._free.release()


_turns = Turns(_READERS)


class _Sent:
    """What is sent, as the server hands it on, read in turn."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        with _turns:
            piece: bytes = self._stream.read(size)
            return piece


class _Parser(FormDataParser):
    """Holds a form in the usual writing to the limits that Werkzeug knows for multipart alone."""

    def _parse_urlencoded(self, stream: Any, mimetype: str, content_length: int | None, options: Any) -> Any:
        data = stream.read()
        if self.max_form_memory_size is not None and len(data) > self.max_form_memory_size:
            raise RequestEntityTooLarge
        if self.max_form_parts is not None and data.count(b"&") >= self.max_form_parts:
            raise RequestEntityTooLarge
        return super()._parse_urlencoded(io.BytesIO(data), mimetype, content_length, options)


class Incoming(Request):
    """A request whose fields, parameters and files all have names, and whose words hold no NUL."""

    form_data_parser_class = _Parser

    def __init__(self, environ: Any, populate_request: bool = True, shallow: bool = False) -> None:
        environ["wsgi.input"] = _Sent(environ["wsgi.input"])
        super().__init__(environ, populate_request, shallow)

    def _load_form_data(self) -> None:
        super()._load_form_data()
        sent = self.__dict__
        if any(name is None or "\0" in name or "\0" in value for name, value in sent["form"].items(multi=True)):
            sent["form"] = _cleaned(sent["form"].items(multi=True))
        if None in sent["files"]:
            for file in sent["files"].getlist(None):
                file.close()
            sent["files"] = ImmutableMultiDict(pair for pair in sent["files"].items(multi=True) if pair[0] is not None)

    @cached_property
    def args(self) -> Any:
        """The parameters of the address."""
        found = super().args
        return _cleaned(found.items(multi=True)) if b"%00" in self.query_string else found


def _cleaned(pairs: Iterable[tuple[str | None, str]]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict((n.replace("\0", ""), v.replace("\0", "")) for n, v in pairs if n is not None)


def init_app(app: Flask) -> None:
    """Read every request so."""
    app.request_class = Incoming
    app.after_request(_read_to_end)


def _read_to_end(response: Response) -> Response:
    if response.status_code >= 400 and request.method not in ("GET", "HEAD", "OPTIONS"):
        begun = request.__dict__.get("stream")
        waits_for_us = begun is None and "Expect" in request.headers  # to read would be to say: go on
        if not waits_for_us and _throwing_away.acquire(blocking=False):
            try:
                _throw_away(begun)
            finally:
                _throwing_away.release()
    return response


def _throw_away(begun: Any) -> None:
    # What a view has begun to read is read on: a server's own stream may not tell where the request ends, and wait for more.
    stream = begun if begun is not None else get_input_stream(request.environ)
    left = _MOST_THROWN_AWAY
    with suppress(HTTPException):  # who sent it has hung up
        while left > 0 and (piece := stream.read(_PIECE)):
            left -= len(piece)
