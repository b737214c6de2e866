"""Staff's pages about walks. Each module adds its routes to the blueprint."""

from dialog.walk.staff import before, joining, leading, paper, photos, planning, queue, walks
from dialog.walk.staff.door import bp

__all__ = ["before", "bp", "joining", "leading", "paper", "photos", "planning", "queue", "walks"]
