"""R13: twice as much as the server can take, for a minute. Those that are taken in are taken in soon, the others told when to try again.

People come at even intervals, whether or not those before them have been answered, each on a connection of their own. A person who is
told 503 tries no more here: how many are refused is told.
"""

import selectors
import socket
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, text

from tests import servers
from tests.bench import sites
from tests.bench.load import post, send_all
from tests.trust.live import Server

TIMES, SECONDS, P95, NORMAL_WITHIN = 2.0, 60.0, 2.0, 10.0
_MEASURED = 6.0  # seconds of capacity


@dataclass
class _Person:
    socket: socket.socket
    words: str
    came: float
    read: bytes = b""


@dataclass
class _Seen:
    statuses: Counter[int] = field(default_factory=Counter)
    taken: list[float] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    without_advice: int = 0
    cut_off: int = 0
    sent: int = 0


def run(seconds: int = int(SECONDS)) -> int:
    """Measure what it can take, send twice that, and look how it is afterwards; 0 when all held on both databases."""
    return max(_run(backend, seconds) for backend in ("sqlite", "postgresql"))


def _run(backend: str, seconds: int) -> int:
    with tempfile.TemporaryDirectory(prefix="dialog-soak-") as made:
        server = Server(servers.make_database(backend, Path(made), "r13"), Path(made))
        try:
            server.start()
            capacity = _capacity(server)
            before = _single(server)
            seen = _flood(server, capacity * TIMES, seconds)
            begun = time.monotonic()
            after = _single(server)
            while after > max(3 * before, 0.25) and time.monotonic() - begun < 2 * NORMAL_WITHIN:
                after = _single(server)
            back = time.monotonic() - begun
            engine = create_engine(server.url)
            with engine.connect() as connection:
                kept = Counter(connection.scalars(text("SELECT text FROM remarks")))
            engine.dispose()
        finally:
            server.kill()
    lost = sum(not kept[one] for one in seen.acknowledged)
    taken = sorted(seen.taken)
    p95 = taken[int(len(taken) * 0.95)] if taken else float("inf")
    told = ", ".join(f"{n} × {status}" for status, n in sorted(seen.statuses.items()))
    print(
        f"R13 {backend}: can take {capacity:.0f}/s; {seen.sent / seconds:.0f}/s came for {seconds} s: {told}; not answered {seen.cut_off}; "
        f"lost {lost}; p95 of the taken {p95:.2f} s; normal {back:.1f} s after"
    )
    odd = {status for status in seen.statuses if status not in (200, 429, 503)}
    held = not (odd or seen.without_advice or seen.cut_off or lost) and p95 < P95 and back < NORMAL_WITHIN
    print("holds" if held else f"does not hold: {odd or ''} {seen.without_advice} without Retry-After")
    return 0 if held else 1


def _capacity(server: Server) -> float:
    """Return how many places a second are taken in, with as many senders as the server has threads and some."""
    jobs, rate = 200, 0.0
    until = time.monotonic() + _MEASURED
    while time.monotonic() < until:
        loaded = send_all(server.port, [(post("/plats", sites.told(n)),) for n in range(jobs)], 24)
        rate = max(rate, loaded.rate)
    return rate


def _single(server: Server) -> float:
    """Return the seconds that one place alone takes, the middle of five."""
    took = []
    for n in range(5):
        loaded = send_all(server.port, [(post("/plats", sites.told(n)),)], 1)
        took.append(loaded.latencies[0])
    return sorted(took)[2]


def _flood(server: Server, rate: float, seconds: float) -> _Seen:
    seen, begun = _Seen(), time.monotonic()
    last, gives_up = begun + seconds, begun + seconds + 60
    with selectors.DefaultSelector() as selector:
        while True:
            now = time.monotonic()
            while now < last and seen.sent < (now - begun) * rate:
                seen.sent += 1
                _come(server, selector, seen)
                now = time.monotonic()
            if now >= last and (not selector.get_map() or now > gives_up):
                seen.cut_off += len(selector.get_map())
                return seen
            for key, events in selector.select(max(0.0, min(0.005, 1 / rate))):
                _go_on(selector, key.data, events, seen)


def _come(server: Server, selector: selectors.BaseSelector, seen: _Seen) -> None:
    words = f"flod {seen.sent}"
    fields = [(name, words if name == "text" else value) for name, value in sites.told(seen.sent)]
    one = socket.socket()
    one.setblocking(False)
    one.connect_ex(("127.0.0.1", server.port))
    person = _Person(one, words, time.monotonic())
    request = post("/plats", fields).replace(b"HTTP/1.1\r\n", b"HTTP/1.1\r\nConnection: close\r\n", 1)
    selector.register(one, selectors.EVENT_WRITE, (person, request))


def _go_on(selector: selectors.BaseSelector, data: tuple[_Person, bytes], events: int, seen: _Seen) -> None:
    person, request = data
    try:
        if events & selectors.EVENT_WRITE:
            person.socket.sendall(request)
            selector.modify(person.socket, selectors.EVENT_READ, data)
            return
        part = person.socket.recv(65536)
    except OSError:
        part = b""
    if part:
        person.read += part
        return
    selector.unregister(person.socket)
    person.socket.close()
    _answered(person, seen)


def _answered(person: _Person, seen: _Seen) -> None:
    if not person.read.startswith(b"HTTP/1.1 "):
        seen.cut_off += 1
        return
    status = int(person.read[9:12])
    seen.statuses[status] += 1
    if status == 200:
        seen.taken.append(time.monotonic() - person.came)
        seen.acknowledged.append(person.words)
    elif status in (429, 503) and b"\nretry-after:" not in person.read.lower():
        seen.without_advice += 1


if __name__ == "__main__":
    sys.exit(run())
