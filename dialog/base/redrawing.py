"""Photos are drawn again in processes of their own (TRUST D18, S7): here they are started, asked, and stopped when too slow."""

import contextlib
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.base.redraw import ASKED, HEAD, REASONS

LONGEST = 8.0  # seconds for one photo
MOST_PROCESSES = 2
WAITS = 20.0  # seconds for a process to be free
_ROOT = Path(__file__).parents[2]

_SENTENCES = {
    "unknown": N_("Filen är inget foto i JPEG, PNG eller WebP."),
    "broken": N_("Fotot är trasigt eller kom inte med helt."),
    "pixels": N_("Fotot har fler än 50 miljoner bildpunkter."),
    "memory": N_("Fotot är för stort för att läsas. Spara det som JPEG i mindre storlek."),
    "time": N_("Fotot tar för lång tid att läsa. Spara det som JPEG i mindre storlek."),
}


@dataclass(frozen=True)
class Drawn:
    """A photo as it is kept: a JPEG of pixels alone."""

    data: bytes
    width: int
    height: int


class _Process:
    """One process that draws; ended when it is too slow, and started again at the next need."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def draw(self, data: bytes) -> Drawn | str:
        """Return the photo drawn again, or the reason why not."""
        for _ in range(2):  # one that waited may have ended by itself
            process = self._running()
            is_slow = threading.Event()
            watch = threading.Timer(LONGEST, self._end, (is_slow,))
            watch.start()
            try:
                answer = _ask(process, data)
            finally:
                watch.cancel()
            if answer is not None:
                return answer
            self._end(None)
            if is_slow.is_set():
                return "time"
        return "memory"  # it ended without a word, twice

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._end(None)  # it ended by itself: its pipes are still to be closed
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dialog.base.redraw"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=_ROOT,
            )  # fmt: skip
        return self._process

    def _end(self, is_slow: threading.Event | None) -> None:
        if is_slow is not None:
            is_slow.set()
        if self._process is not None:
            self._process.kill()
            if is_slow is None:
                self._process.wait()
                for pipe in filter(None, (self._process.stdin, self._process.stdout)):
                    with contextlib.suppress(OSError):
                        pipe.close()
                self._process = None


def _ask(process: subprocess.Popen[bytes], data: bytes) -> Drawn | str | None:
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(ASKED.pack(len(data)) + data)
        process.stdin.flush()
        head = process.stdout.read(HEAD.size)
        if len(head) < HEAD.size:
            return None
        code, width, height, length = HEAD.unpack(head)
        drawn = process.stdout.read(length)
    except OSError:
        return None
    if len(drawn) < length:
        return None
    return REASONS[code] if code else Drawn(drawn, width, height)


_free: "queue.LifoQueue[_Process]" = queue.LifoQueue()
for _ in range(MOST_PROCESSES):
    _free.put(_Process())


def redrawn(data: bytes) -> Drawn:
    """Return a photo drawn again. Problem("invalid") with the reason; Problem("unavailable") when too many wait."""
    try:
        process = _free.get(timeout=WAITS)
    except queue.Empty:
        raise Problem("unavailable", N_("Det kommer många foton på en gång. Försök igen om en liten stund.")) from None
    try:
        answer = process.draw(data)
    finally:
        _free.put(process)
    if isinstance(answer, str):
        raise Problem("invalid", _SENTENCES[answer], fields={"photo": [_SENTENCES[answer]]})
    return answer
