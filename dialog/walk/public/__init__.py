"""What everyone sees of walks: the walk on a tablet. The blueprint takes each module's routes."""

from dialog.walk.public import tablet
from dialog.walk.public.door import bp

__all__ = ["bp", "tablet"]
