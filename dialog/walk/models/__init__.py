"""The tables of the room: the walk itself, and the protocol that is written up when it is closed."""

from dialog.walk.models.codes import FormerCode
from dialog.walk.models.protocol import Protocol, ProtocolPoint, ReleasedPhoto
from dialog.walk.models.walks import (
    HeldItem,
    Stop,
    Walk,
    Walkers,
    WalkGroup,
    WalkPhoto,
    WalkRemark,
    WalkRole,
    WalkTablet,
)

__all__ = [
    "FormerCode",
    "HeldItem",
    "Protocol",
    "ProtocolPoint",
    "ReleasedPhoto",
    "Stop",
    "Walk",
    "WalkGroup",
    "WalkPhoto",
    "WalkRemark",
    "WalkRole",
    "WalkTablet",
    "Walkers",
]
