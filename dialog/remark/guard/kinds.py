"""What the guard finds: a kind and where it stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: The kinds, as labels and pages name them.
KINDS = (
    "personnummer",
    "samordningsnummer",
    "telefon",
    "epost",
    "regnr",
    "namn",
    "adress",
    "anvandarnamn",
    "halsa",
    "dom",
    "anklagelse",
)


@dataclass(frozen=True, slots=True)
class Find:
    """A stretch of the text, `[start:end]` in characters, that points a person out or tells of one."""

    kind: str
    start: int
    end: int


def spans(kind: str, found: Iterable[re.Match[str]], group: int | str = 0) -> list[Find]:
    """Return a find for each match."""
    return [Find(kind, m.start(group), m.end(group)) for m in found if m.end(group) > m.start(group)]


def holds(low: str, words: tuple[str, ...]) -> bool:
    """Say whether a text in small letters holds any of some words: asked before a rule that needs one of them, since rules take long."""
    for word in words:  # noqa: SIM110 -- a generator takes three times as long
        if word in low:
            return True
    return False


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence around a stretch begins and ends."""
    before = max((m.end() for m in re.finditer(r"[.!?]\s|\n", text[:start])), default=0)
    after = re.search(r"[.!?](?:\s|$)|\n", text[end:])
    return before, end + after.start() if after else len(text)
