"""The guard for persons: finds what in a text points a person out. It proposes; a person decides what is masked.

Pure: no database, no HTTP. From a text; to `dialog tags suggest`, the question before sending and what is masked. What it
looks for and where it ends: `docs/decisions/how-a-suggestion-is-made.md`.
"""

import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from itertools import accumulate
from threading import Lock

from dialog.remark.guard import health, names, numbers, places
from dialog.remark.guard.kinds import Find, Sentences

__all__ = ["Find", "accuses", "find", "looked_at"]
#: Characters that are read at a time by the rules; a remark is 4,000 at most.
MOST_READ = 10_000
#: So long without a space is no person, and would take the rules long to look through; so would so much space.
_RUN, _SPACE, _SPACE_KEPT = re.compile(r"\S{100,}"), re.compile(r"\s{9,}"), 8
#: A letter whose dots or accent are a sign of their own, as some systems write å, ä and ö.
_APART = re.compile(r"[^\W\d_][\u0300-\u036f]")


def find(text: str) -> list[Find]:
    """Return what points a person out, in the order of the text; no two of the same kind overlap."""
    text = text[:MOST_READ]
    if _APART.search(text):
        return _found_composed(text)
    return _found_in(text)


def _found_composed(text: str) -> list[Find]:
    """Find in a text whose dots and rings are signs of their own, with them put on their letters, and tell where in the text as it is."""
    parts: list[str] = []
    seen: list[int] = []  # where letters that were two signs stand in the composed text
    at = length = 0
    for pair in _APART.finditer(text):
        letter = unicodedata.normalize("NFC", pair[0])
        if len(letter) == 1:
            parts += [text[at : pair.start()], letter]
            length += pair.start() - at + 1
            seen.append(length - 1)
            at = pair.end()
    found = _found_in("".join([*parts, text[at:]]))
    return [Find(f.kind, f.start + bisect_left(seen, f.start), f.end + bisect_left(seen, f.end)) for f in found]


def _found_in(text: str) -> list[Find]:
    text = _RUN.sub(lambda run: " " * len(run[0]), text)
    if _SPACE.search(text):
        return _found_without_space(text)
    return _found(text)


def _found_without_space(text: str) -> list[Find]:
    """Find in a text with its long spaces shortened, and tell where in the whole text that stands."""
    parts, at = [], 0
    for space in _SPACE.finditer(text):
        kept = text[space.start() : space.start() + _SPACE_KEPT - 1]
        parts.append((at, text[at : space.start()] + kept + ("\n" if "\n" in space[0] else " ")))
        at = space.end()
    parts.append((at, text[at:]))
    starts = list(accumulate((len(part) for _, part in parts[:-1]), initial=0))

    def whole(place: int) -> int:
        part = bisect_right(starts, place) - 1
        return parts[part][0] + place - starts[part]

    found = _found("".join(part for _, part in parts))
    return [Find(one.kind, whole(one.start), whole(one.end - 1) + 1) for one in found]


def _found(text: str) -> list[Find]:
    sentences = Sentences(text)
    pointed = [*numbers.find(text), *names.find(text), *places.find(text, sentences)]
    found = [*pointed, *health.find(text, sentences), *health.of_others(text, pointed, sentences)]
    found += health.accusations(text, pointed, sentences)
    kept: list[Find] = []
    ends: dict[str, int] = {}  # of the last of each kind that is kept
    for one in sorted(set(found), key=lambda f: (f.start, -f.end, f.kind)):
        if one.start >= ends.get(one.kind, 0):
            kept.append(one)
            ends[one.kind] = one.end
    return kept


_MOST_REMEMBERED = 256
_remembered: OrderedDict[bytes, tuple[Find, ...]] = OrderedDict()
_lock = Lock()


def looked_at(text: str) -> tuple[Find, ...]:
    """Return what `find` does, and remember it for a moment: a text is looked at before it reaches the one who writes.

    Remembered by a hash and in memory alone, so that no text outlives its request.
    """
    if not text:
        return ()
    key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    known = _remembered.get(key)
    if known is None:
        known = tuple(find(text))
        with _lock:
            _remembered[key] = known
            while len(_remembered) > _MOST_REMEMBERED:
                _remembered.popitem(last=False)
    return known


def accuses(*texts: str) -> bool:
    """Say whether any of a remark's texts accuses somebody who can be pointed out."""
    return any(one.kind == "anklagelse" for text in texts for one in looked_at(text))
