"""What the guard finds: a kind and where it stands."""

import re
from bisect import bisect_left, bisect_right
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
_BEGINS = re.compile(r"[.!?]\s|\n")
_ENDS = re.compile(r"[.!?](?=\s|$)|\n")


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


class Sentences:
    """Where each sentence of a text begins and ends, looked for once: many finds may stand in one long sentence."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(m.end() for m in _BEGINS.finditer(text))]
        self._ends = [*(m.start() for m in _ENDS.finditer(text)), len(text)]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentence around a stretch begins and ends."""
        return self._starts[bisect_right(self._starts, start) - 1], self._ends[bisect_left(self._ends, end)]


class Beside:
    """Says of a stretch whether a rule finds anything in its sentence beside it; each sentence is searched once, however many ask."""

    def __init__(self, rule: re.Pattern[str], text: str) -> None:
        self._rule, self._text = rule, text
        self._known: dict[tuple[int, int], tuple[int, int]] = {}

    def stands(self, sentence: tuple[int, int], start: int, end: int) -> bool:
        """Say whether something is found before `start` or from `end` on."""
        first_end, last_start = self._known.get(sentence) or self._look(sentence)
        return first_end <= start or last_start >= end

    def is_in(self, sentence: tuple[int, int]) -> bool:
        """Say whether something is found anywhere in a sentence."""
        return self.stands(sentence, sentence[1], sentence[1])

    def _look(self, sentence: tuple[int, int]) -> tuple[int, int]:
        found = [(m.start(), m.end()) for m in self._rule.finditer(self._text[slice(*sentence)])]
        offset = sentence[0]
        self._known[sentence] = (found[0][1] + offset, found[-1][0] + offset) if found else (len(self._text) + 1, -1)
        return self._known[sentence]
