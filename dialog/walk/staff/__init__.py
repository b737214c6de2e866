"""Staff's pages about walks. Each module adds its routes to the blueprint."""

from dialog.walk.staff import (
    before,
    by_hand,
    comparing,
    covering,
    files,
    joining,
    leading,
    owners,
    paper,
    photos,
    planning,
    protocol,
    queue,
    walks,
)
from dialog.walk.staff.door import bp

__all__ = [
    "before",
    "bp",
    "by_hand",
    "comparing",
    "covering",
    "files",
    "joining",
    "leading",
    "owners",
    "paper",
    "photos",
    "planning",
    "protocol",
    "queue",
    "walks",
]
