"""What everyone sees of walks: the list, an invitation with its calendar file and sheet, and the walk on a tablet."""

from dialog.walk.public import invitation, protocol, tablet
from dialog.walk.public.door import bp

__all__ = ["bp", "invitation", "protocol", "tablet"]
