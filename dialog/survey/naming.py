"""Codes of questions and choices: made from what they say in Swedish, once, and then kept from wave to wave. Pure."""

import re
from collections.abc import Collection

from dialog.base.texts import normal

LONGEST = 40
_RESERVED = frozenset({"dont_know", "no_answer", "other", "words", "geometry", "state"})


def code_for(text: str, taken: Collection[str], otherwise: str) -> str:
    """Return a code of a-z, 0-9 and _ that says what the text says and is not taken; `otherwise` when nothing is left of it."""
    plain = normal(text.casefold(), "NFKD").encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    code = ""
    for word in words:
        longer = f"{code}_{word}" if code else word
        if len(longer) > LONGEST - 4 and code:
            break
        code = longer
    code = code[: LONGEST - 4].strip("_") or otherwise
    if code not in taken and code not in _RESERVED:
        return code
    return next(f"{code}_{n}" for n in range(2, len(taken) + 4) if f"{code}_{n}" not in taken)


def slug_for(text: str) -> str:
    """Return an address made from a name: a-z, digits and hyphens, at most 60; "enkat" when nothing is left of it."""
    plain = normal(text.casefold(), "NFKD").encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "enkat"
