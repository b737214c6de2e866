"""A real server in a process of its own, as `dialog serve` starts it, and residents who send to it over HTTP.

Killed as a machine loses power to a process: SIGKILL to all of its processes at once.
"""

import contextlib
import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from tests.servers import make_database

SECRET = "only-for-tests-" + "y" * 32
STARTS_WITHIN = 60.0  # seconds; other work may share the machine


@dataclass
class Server:
    """A site that is served from a folder; what it says goes to `server.log` there."""

    url: str
    folder: Path
    before: Sequence[str] = ()
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    more: Sequence[str] = ()
    #: Keeps the port from others who look for a free one, also while nobody listens; who serves shares it (SO_REUSEPORT).
    held: socket.socket = field(default_factory=socket.socket)

    def __post_init__(self) -> None:
        """Take a port."""
        self.held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self.held.bind(("127.0.0.1", self.port))
        self.port = self.held.getsockname()[1]

    def start(self) -> "Server":
        """Start it and wait until it answers."""
        command = [*self.before, sys.executable, "-m", "dialog", "serve", "--port", str(self.port), *self.more]
        environment = os.environ | {
            "DIALOG_DATABASE_URL": self.url,
            "DIALOG_DATA_DIR": str(self.folder),
            "DIALOG_SECRET_KEY": SECRET,
        }
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            assert self.process.poll() is None, (self.folder / "server.log").read_text()[-2000:]
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.ask("GET", "/kvitto")[0] == 200:
                    return self
            time.sleep(0.05)
        raise AssertionError("the server did not answer in time")

    def kill(self, how: int = signal.SIGKILL) -> None:
        """End all of its processes at once."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            self.process.wait(20)

    def ask(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None, source: str = ""
    ) -> tuple[int, str]:
        """Send one request on a connection of its own; return status and text. OSError when nobody answers."""
        return self.ask_whole(method, path, body, headers, source)[:2]

    def ask_whole(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None, source: str = ""
    ) -> tuple[int, str, http.client.HTTPMessage]:
        """Do as `ask`, and return the headers of the answer too."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=20, source_address=(source, 0) if source else None
        )
        try:
            kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            connection.request(method, path, body.encode(), kind | (headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers
        finally:
            connection.close()


@contextlib.contextmanager
def served(
    backend: str, folder: Path, name: str, before: Sequence[str] = (), more: Sequence[str] = ()
) -> Iterator[Server]:
    """Serve a site of its own for as long as the block lasts."""
    server = Server(make_database(backend, folder, name), folder, before, more=more)
    try:
        yield server.start()
    finally:
        server.kill()
        server.held.close()


@dataclass(frozen=True)
class Sending:
    """One person's form: the values of the visit, and what was told."""

    text: str
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(18))

    @property
    def body(self) -> str:
        """Return it as a browser sends it."""
        return urlencode(
            {
                "inlamning": str(self.id), "besok": self.secret, "feeling": "unsafe", "place_words": "Tunneln",
                "place_geometry": '{"type":"Point","coordinates":[14.75,56.85]}', "text": self.text,
            }
        )  # fmt: skip


def receipt_in(page: str) -> str:
    """Return the receipt code that a page shows."""
    found = re.search(r'<output id="receipt-code">(.*?)</output>', page, re.DOTALL)
    assert found, page[:500]
    return re.sub(r"[^a-z2-7]", "", unescape(re.sub(r"<[^>]*>", "", found[1])))
