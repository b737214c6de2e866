"""People who tell of places one after the other, each sending the same again until they see a receipt; and what became of it all.

"Lost" is what was acknowledged and is not in the database; "twice" what stands there more than once.
"""

import http.client
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import create_engine, text

from tests.trust.live import Sending, Server, receipt_in

GIVES_UP_AFTER = 60.0  # seconds without a receipt for the same sending
#: What may be answered: taken in, or not just now, and then when to try again.
_LATER = (429, 503)


@dataclass
class Told:
    """What the crowd saw."""

    receipts: dict[str, str] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    #: Requests that nobody answered: the server was not there.
    cut_off: int = 0
    #: What should not have been answered, with the beginning of the page.
    odd: list[str] = field(default_factory=list)
    #: (when it was first sent, when the receipt came), in seconds of `time.monotonic`.
    taken: list[tuple[float, float]] = field(default_factory=list)


class Crowd:
    """Some people at once, for as long as the block lasts; then each finishes what it is at."""

    def __init__(self, server: Server, name: str, people: int = 8, pause: float = 0.0) -> None:
        self.server, self.name, self.pause = server, name, pause
        self.told = Told()
        self._lock = threading.Lock()
        self._sent = 0
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(people)]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join(2 * GIVES_UP_AFTER)

    def _run(self) -> None:
        while not self._end.is_set():
            with self._lock:
                self._sent += 1
                sending = Sending(f"{self.name} {self._sent}")
            begun = time.monotonic()
            while not self._send(sending, begun) and time.monotonic() - begun < GIVES_UP_AFTER:
                time.sleep(0.1)
            time.sleep(self.pause)

    def _send(self, sending: Sending, begun: float) -> bool:
        try:
            status, page, headers = self.server.ask_whole("POST", "/plats", sending.body)
        except (OSError, http.client.HTTPException):  # whether it was kept, the sender cannot know
            self.told.cut_off += 1
            return False
        with self._lock:
            self.told.statuses[status] += 1
            if status == 200:
                self.told.receipts[sending.text] = receipt_in(page)
                self.told.taken.append((begun, time.monotonic()))
            elif status not in _LATER or not headers["Retry-After"]:
                self.told.odd.append(f"{status} {page[:200]!r}")
        return status not in _LATER

    def taken_after(self, moment: float, within: float) -> float:
        """Wait until something is taken in that came after a moment, and return the seconds from there; more than `within` if none is."""
        while time.monotonic() - moment < within:
            with self._lock:
                later = [came for _, came in self.told.taken if came > moment]
            if later:
                return min(later) - moment
            time.sleep(0.02)
        return float("inf")


def account(url: str, name: str, told: Told) -> tuple[str, bool]:
    """Return what became of what a crowd told, in words, and whether it is as it must be."""
    engine = create_engine(url)
    with engine.connect() as connection:
        kept = Counter(
            connection.scalars(text("SELECT text FROM remarks WHERE text LIKE :name"), {"name": f"{name} %"})
        )
    engine.dispose()
    lost = sum(not kept[one] for one in told.receipts)
    twice = sum(n > 1 for n in kept.values())
    statuses = ", ".join(f"{n} × {status}" for status, n in sorted(told.statuses.items()))
    words = f"acknowledged {len(told.receipts)}, lost {lost}, twice {twice}; answers: {statuses}; not answered: {told.cut_off}"
    for one in told.odd[:5]:
        print(f"  not to be answered: {one}")
    return words, bool(told.receipts) and not (lost or twice or told.odd)
