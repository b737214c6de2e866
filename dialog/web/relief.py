"""When more comes than the server can take, some are told so at once, so that those who are taken in need not wait long (TRUST R13).

What waits for a thread waits in the server's own queue, where we cannot see it. So while most threads are taken, the process asks
itself over the network and sees how long that takes: whoever came at the same moment waits as long. While it takes longer than
`LONGEST`, whoever's turn it is gets 503 and when to try again, which costs a tenth of taking something in; so the queue is soon short.
With no such load nothing is asked. Of who sends nothing is known or kept here.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from secrets import token_urlsafe
from typing import Any

from flask import Flask

from dialog.web.errors import answer

LONGEST = 0.4  # seconds in the queue
_BUSY = 12  # of the 16 threads that `dialog serve` gives a worker
_PAUSE = 0.05  # seconds between two looks
_GIVES_UP = 30.0  # seconds without an answer
#: A monitor is to see whether the site works, not how many ask just now.
_ALWAYS = frozenset({"/halsa"})
Start = Callable[..., Any]
#: Where this process can be asked: address and port, as `dialog serve` says before its workers come to be.
_served: list[tuple[str, int]] = []


def served_at(address: str, port: int) -> None:
    """Say where the workers of this process will listen."""
    _served[:] = [({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address), port)]  # noqa: S104 -- compared, not listened on


class Relief:
    """What a server calls instead of the application."""

    def __init__(self, app: Flask, look: Callable[[str], None] | None = None) -> None:
        self._flask, self._app = app, app.wsgi_app
        self._own = "/" + token_urlsafe(24)  # what only this process asks for
        self._look = look or _ask
        self._lock = threading.Lock()
        self._inside = 0
        self._asked_at = 0.0
        self._took = 0.0
        self._due = threading.Event()
        self._thread: threading.Thread | None = None
        self._refusals: dict[str, tuple[list[tuple[str, str]], bytes]] = {}

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer a request, or say that there is no time for it just now."""
        path = environ["PATH_INFO"]
        if path == self._own:
            start("204 No Content", [])
            return []
        if self._refusals and self._is_late() and path not in _ALWAYS:
            headers, body = self._refusals[_sort_of(path)]
            start("503 Service Unavailable", headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        with self._lock:
            self._inside += 1
        try:
            if self._inside >= _BUSY and not self._due.is_set():
                self._begin()
            return self._app(environ, start)
        finally:
            with self._lock:
                self._inside -= 1

    def _is_late(self) -> bool:
        asked_at = self._asked_at
        return self._took > LONGEST or (asked_at > 0 and time.monotonic() - asked_at > LONGEST)

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                thread = threading.Thread(target=self._run, name="dialog-relief", daemon=True)
                with suppress(RuntimeError):  # no thread to be had just now
                    thread.start()
                    self._thread = thread
        self._due.set()

    def _run(self) -> None:
        while True:
            self._due.wait()
            if not self._refusals:
                self.prepare()
            while self._took > LONGEST or self._inside >= _BUSY:
                begun = self._asked_at = time.monotonic()
                with suppress(OSError):  # not answered: that it took long is what counts
                    self._look(self._own)
                self._took, self._asked_at = time.monotonic() - begun, 0.0
                time.sleep(_PAUSE)
            self._due.clear()

    def prepare(self) -> None:
        """Draw what is answered where there is no time."""
        self._refusals = {_sort_of(path): self._drawn(path) for path in ("/", "/en/", "/api/")}

    def _drawn(self, path: str) -> tuple[list[tuple[str, str]], bytes]:
        spoken = {"dialog.root": "", "SCRIPT_NAME": "/en", "dialog.language": "en"} if path == "/en/" else {}
        own = self._flask.extensions["dialog.settings"].base_url or None
        asked = "/" if spoken else path
        with self._flask.test_request_context(asked, base_url=own, environ_overrides=spoken):
            response = self._flask.process_response(answer(503))
            return list(response.headers), response.get_data()


def _sort_of(path: str) -> str:
    """Return for whom an answer is: a tablet, or a person who reads one of the languages that are drawn beforehand."""
    return next((begins for begins in ("/api/", "/en/") if path.startswith(begins)), "/")


def _ask(path: str) -> None:
    for where in _served:
        with socket.create_connection(where, timeout=_GIVES_UP) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            connection.recv(64)
