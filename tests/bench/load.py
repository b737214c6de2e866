"""Clients that send prepared requests over kept connections, each waiting for its answer. One thread: client and server share the cores.

A job is what one person does: its requests are sent one after the other on one connection. Latency is from the first byte
sent to the last byte read.
"""

import selectors
import socket
import time
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

Job = Sequence[bytes]
GIVES_UP_AFTER = 60.0  # seconds without any answer


@dataclass
class Loaded:
    """What the clients saw: seconds in all, seconds of each request, and the statuses."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    jobs: int = 0

    def percentile(self, p: float) -> float:
        """Return a percentile of the latencies in milliseconds."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * p))]

    @property
    def rate(self) -> float:
        """Return jobs a second."""
        return self.jobs / self.seconds


class _Client:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.left: deque[bytes] = deque()
        self.sent_at = 0.0
        self.read = b""
        self.length = -1  # of the whole answer, when its head has come

    def send(self) -> None:
        self.read, self.length = b"", -1
        self.sent_at = time.perf_counter()
        self.socket.sendall(self.left.popleft())

    def receive(self) -> int:
        """Read what has come; return the status when the answer is whole, else 0."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("the server closed the connection")
        self.read += part
        if self.length < 0 and (end := self.read.find(b"\r\n\r\n")) > 0:
            head = self.read[:end].lower()
            at = head.find(b"content-length:")
            if at < 0:
                raise ConnectionError(f"no length in {head!r}")
            self.length = end + 4 + int(head[at + 15 :].split(b"\r\n", 1)[0])
        return int(self.read[9:12]) if 0 <= self.length <= len(self.read) else 0


def send_all(port: int, jobs: Iterable[Job], clients: int) -> Loaded:
    """Let `clients` at once do the jobs, and tell what they saw. OSError when the server does not answer."""
    waiting, seen = deque(jobs), Loaded()
    seen.jobs = len(waiting)
    with selectors.DefaultSelector() as selector:
        people = [_Client(port) for _ in range(min(clients, len(waiting)))]
        begun = time.perf_counter()
        for client in people:
            client.left.extend(waiting.popleft())
            selector.register(client.socket, selectors.EVENT_READ, client)
            client.send()
        while selector.get_map():
            ready = selector.select(GIVES_UP_AFTER)
            if not ready:
                raise TimeoutError("the server answers no more")
            for key, _ in ready:
                client = key.data
                if not (status := client.receive()):
                    continue
                seen.latencies.append(time.perf_counter() - client.sent_at)
                seen.statuses[status] += 1
                if not client.left and waiting:
                    client.left.extend(waiting.popleft())
                if client.left:
                    client.send()
                else:
                    selector.unregister(client.socket)
        seen.seconds = time.perf_counter() - begun
    for client in people:
        client.socket.close()
    return seen


def get(path: str, **headers: str) -> bytes:
    """Return a GET as a browser sends it."""
    return _request("GET", path, b"", {"Accept": "text/html", "Accept-Encoding": "gzip", **headers})


def post(path: str, fields: Sequence[tuple[str, str]] | dict[str, str], **headers: str) -> bytes:
    """Return a form as a browser sends it."""
    body = urlencode(fields).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    told = {"Accept": "text/html", "Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}
    return _request("POST", path, body, {**told, **kind, **headers})


def _request(method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
