"""When more comes than the server can take, some are told so at once, so that those who are taken in need not wait long (TRUST R13).

What waits for a thread waits in the server's own queue, where we cannot see it. So while most threads are taken, the process asks
itself over the network and sees how long that takes: whoever came at the same moment waits as long. While it takes longer than
`LONGEST`, whoever's turn it is gets 503 and when to try again, which costs a tenth of taking something in; so the queue is soon short.
Of several workers any may get the question: each answers it, at once when its turn comes, and says who it is, and who asked asks
again until it is its own answer. Who cannot reach itself refuses nobody. With no such load nothing is asked. Of who sends nothing is
known or kept here.
"""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterable
from secrets import token_urlsafe
from typing import Any

from flask import Flask
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from dialog.web.errors import answer, wants_json

LONGEST = 0.4  # seconds in the queue
_BUSY = 12  # of the 16 threads that `dialog serve` gives a worker
_PAUSE = 0.05  # seconds between two looks
_GIVES_UP = 30.0  # seconds without an answer
_TRIES = 16  # to be answered by oneself, where there are other workers
_OLD = 60.0  # seconds after which a refusal is drawn anew: it may have been drawn while the database was away
_WORKER = "Dialog-Worker"
#: A monitor is to see whether the site works, not how many ask just now.
_ALWAYS = frozenset({"/halsa"})
Start = Callable[..., Any]
#: Where this process can be asked: address and port, as `dialog serve` says before its workers come to be.
_served: list[tuple[str, int]] = []
#: What only these processes ask for; the workers have it in common.
_own: list[str] = []
log = logging.getLogger("dialog")


def served_at(address: str, port: int) -> None:
    """Say where the workers of this process will listen."""
    _own[:] = ["/" + token_urlsafe(24)]
    _served[:] = [({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address), port)]  # noqa: S104 -- compared, not listened on


class Relief:
    """What a server calls instead of the application."""

    def __init__(self, app: Flask, look: Callable[[str], str] | None = None) -> None:
        self._flask, self._app = app, app.wsgi_app
        self._own = _own[0] if _own else "/" + token_urlsafe(24)
        self._id = token_urlsafe(8)  # made in the worker: no two have the same
        self._look = look or _ask
        self._lock = threading.Lock()
        self._inside = 0
        self._asked_at = 0.0
        self._took = 0.0
        self._reaches_itself = False  # until it has
        self._drawn_at = 0.0
        self._due = threading.Event()
        self._thread: threading.Thread | None = None
        self._refusals: dict[str, tuple[list[tuple[str, str]], bytes]] = {}

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer a request, or say that there is no time for it just now."""
        path = environ["PATH_INFO"]
        if path == self._own:
            start("204 No Content", [(_WORKER, self._id)])
            return []
        if self._refusals and self._is_late() and path not in _ALWAYS:
            headers, body = self._refusals[_sort_of(path, environ.get("HTTP_ACCEPT", ""))]
            start("503 Service Unavailable", headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        with self._lock:
            self._inside += 1
        try:
            if self._inside >= _BUSY and not (self._due.is_set() and self._is_looking()):
                self._begin()
            return self._app(environ, start)
        finally:
            with self._lock:
                self._inside -= 1

    def _is_late(self) -> bool:
        asked_at = self._asked_at
        waits = self._reaches_itself and asked_at > 0 and time.monotonic() - asked_at > LONGEST
        return self._took > LONGEST or waits

    def _is_looking(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _begin(self) -> None:
        with self._lock:
            if not self._is_looking():
                thread = threading.Thread(target=self._run, name="dialog-relief", daemon=True)
                try:
                    thread.start()
                except RuntimeError:  # none to be had just now; the next one tries again
                    return
                self._thread = thread
            self._due.set()

    def _run(self) -> None:
        try:
            while True:
                self._due.wait()
                self._draw()
                while self._took > LONGEST or self._inside >= _BUSY:
                    self._measure()
                    time.sleep(_PAUSE)
                self._due.clear()
        finally:  # whatever ended it: nobody is refused where nobody looks
            self._took = self._asked_at = 0.0

    def _measure(self) -> None:
        """Note how long it takes to be answered by oneself; how long another worker takes says nothing of this one."""
        for _ in range(_TRIES):
            begun = self._asked_at = time.monotonic()
            try:
                by = self._look(self._own)
            except OSError:
                by = ""
            took, self._asked_at = time.monotonic() - begun, 0.0
            if by == self._id:
                self._took, self._reaches_itself = took, True
                return
            if not by:
                break
        # Nobody answered, or only others. It is the queue's fault only where there is one, and where we have come through before.
        self._took = took if not by and self._reaches_itself and self._inside >= _BUSY else 0.0

    def _draw(self) -> None:
        if self._refusals and time.monotonic() - self._drawn_at < _OLD:
            return
        try:
            self.prepare()
        except Exception as fault:  # what was drawn before is answered, or nobody is refused yet
            log.error("cannot draw a refusal: %s", type(fault).__name__)

    def prepare(self) -> None:
        """Draw what is answered where there is no time."""
        self._refusals = {path: self._drawn(path) for path in ("/", "/en/", "/api/", "/en/api/")}
        self._drawn_at = time.monotonic()

    def _drawn(self, path: str) -> tuple[list[tuple[str, str]], bytes]:
        spoken = {"dialog.root": "", "SCRIPT_NAME": "/en", "dialog.language": "en"} if path.startswith("/en/") else {}
        own = self._flask.extensions["dialog.settings"].base_url or None
        asked = path.removeprefix("/en")
        with self._flask.test_request_context(asked, base_url=own, environ_overrides=spoken):
            response = self._flask.process_response(answer(503))
            return list(response.headers), response.get_data()


def _sort_of(path: str, accept: str = "") -> str:
    """Return for whom an answer is: a program, or a person, in one of the languages that are drawn beforehand."""
    root = "/en" if path.startswith("/en/") else ""
    is_program = path.startswith("/api/")
    if not is_program and "json" in accept:  # else there is nothing to weigh
        is_program = wants_json(parse_accept_header(accept, MIMEAccept))
    return f"{root}/api/" if is_program else f"{root}/"


def _ask(path: str) -> str:
    """Return which worker answered, or nothing. OSError where none did."""
    for where in _served:
        with socket.create_connection(where, timeout=_GIVES_UP) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            head = b""
            while b"\r\n\r\n" not in head and (more := connection.recv(1024)):
                head += more
        for line in head.decode("latin-1").split("\r\n"):
            name, _, value = line.partition(":")
            if name.lower() == _WORKER.lower():
                return value.strip()
    return ""
