"""Files of the data folder that belong to a row: written whole and synced before the row, named by chance, dated by the week.

Whoever writes one holds the folder's lock together with others (`adding`) until its row is committed; the sweep holds it alone,
so that it never takes a file whose row is on its way (TRUST R5, D11).
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from pathlib import Path

from dialog.base.clock import monday_of, this_week

_LOCK = ".lock"
_HALF = ".half"


@contextlib.contextmanager
def adding(folder: Path) -> Iterator[None]:
    """Keep the sweep away for as long as the block lasts; the folder is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder, alone=False):
        yield


def write_file(folder: Path, name: str, data: bytes) -> Path:
    """Write a file whole, or not at all: it is on the disk when the call returns. OSError where the disk is full."""
    path, half = folder / name, folder / (name + _HALF)
    try:
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        dated(half)
        half.replace(path)
        sync_folder(folder)
    except OSError:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        raise
    dated(folder)
    return path


def remove_file(folder: Path, name: str) -> None:
    """Take a file away, if it is there."""
    (folder / name).unlink(missing_ok=True)
    dated(folder)


def sweep(folder: Path, belong: Callable[[list[str]], set[str]]) -> bool:
    """Take away every file that no row names; say whether it could be done (somebody may be adding one just now).

    `belong` returns those of the names that have a row, asked while nobody adds any.
    """
    if not folder.is_dir():
        return True
    try:
        with _locked(folder, alone=True):
            names = [entry.name for entry in os.scandir(folder) if entry.is_file() and entry.name != _LOCK]
            for start in range(0, len(names), 500):
                part = names[start : start + 500]
                for name in set(part) - belong(part):
                    remove_file(folder, name)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def _locked(folder: Path, *, alone: bool) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # elsewhere one process serves, and its sweep is its own
        yield
        return
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    dated(folder / _LOCK)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def dated(what: Path | int) -> None:
    """Give a file (its path or handle) or a folder the time of the week, so that it does not tell when somebody did something."""
    monday = datetime.combine(monday_of(this_week()), time(), UTC).timestamp()
    with contextlib.suppress(OSError):  # another owner's: what was to be written is
        os.utime(what, (monday, monday))


def sync_folder(folder: Path) -> None:
    """Let the names in a folder be on the disk."""
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
