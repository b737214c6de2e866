"""A file that only grows: a line is added, and is on the disk when the call returns. Never rewritten, never cut.

Its file times are those of the week (Monday, midnight UTC), so that they do not tell when a person did something.
"""

import errno
import os
from pathlib import Path

from dialog.base.files import dated, sync_folder


def add_line(path: Path, line: str) -> None:
    """Add a line and sync it; OSError where the disk is full. Several processes may do so at once: a short write with O_APPEND is not mixed with others."""
    is_new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        # Begun on a line of its own: an earlier one that was cut short by a full disk must not run into this one.
        data = (b"" if _ends_whole(path) else b"\n") + line.encode() + b"\n"
        if os.write(handle, data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        dated(handle if os.utime in os.supports_fd else path)
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        sync_folder(path.parent)


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def lines(path: Path) -> set[str]:
    """Return the lines of the file; a file that is not there has none."""
    return set(path.read_text(encoding="utf-8").split()) if path.exists() else set()
