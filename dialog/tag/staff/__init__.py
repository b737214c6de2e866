"""The inbox, the desk, many at once, and the vocabulary: pages behind sign-in."""

from dialog.tag.staff import (
    alike,
    areas,
    codebook,
    deciding,
    inbox,
    many,
    masked,
    piles,
    quality,
    settling,
    together,
    twice,
    wording,
)
from dialog.tag.staff.door import bp

__all__ = [
    "alike",
    "areas",
    "bp",
    "codebook",
    "deciding",
    "inbox",
    "many",
    "masked",
    "piles",
    "quality",
    "settling",
    "together",
    "twice",
    "wording",
]
