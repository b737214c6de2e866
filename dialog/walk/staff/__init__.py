"""Staff's pages about walks. Each module adds its routes to the blueprint."""

from dialog.walk.staff import (
    before,
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
