"""Staff's pages about walks. Each module adds its routes to the blueprint."""

from dialog.walk.staff import before, covering, files, joining, leading, paper, photos, planning, protocol, queue, walks
from dialog.walk.staff.door import bp

__all__ = [
    "before",
    "bp",
    "covering",
    "files",
    "joining",
    "leading",
    "paper",
    "photos",
    "planning",
    "protocol",
    "queue",
    "walks",
]
