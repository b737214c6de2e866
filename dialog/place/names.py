"""How names of places are compared: without capitals, marks of punctuation or doubled spaces; å, ä and ö stay."""

import re

from dialog.base.texts import normal

_NOT_IN_NAMES = re.compile(r"[^\w]+", re.UNICODE)


def fold(name: str) -> str:
    """Return a name as it is compared, for example "Stora  Gatan, 3" as "stora gatan 3"."""
    return " ".join(_NOT_IN_NAMES.sub(" ", normal(name).casefold()).split())
