"""Stamps: a file beside what a step made, with the hash of the lists it worked from, so that a second run does nothing twice."""

import hashlib
from pathlib import Path


def of(*sources: Path, extra: str = "") -> str:
    """Return what the stamp of a step that works from these files says."""
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources) + extra.encode()).hexdigest()


def says(stamp: Path, words: str) -> bool:
    """Say whether the step has been done."""
    return stamp.is_file() and stamp.read_text() == words


def write(stamp: Path, words: str) -> None:
    """Leave a stamp, as the last thing of a step."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(words)
