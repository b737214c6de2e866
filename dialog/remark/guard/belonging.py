"""What belongs to a name that is found: more names, "von", a letter, and the name beside it. Pure; from `names.py`."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from dialog.remark.guard.kinds import Find
from dialog.remark.guard.lists import CAP, UPPER, is_known, is_place_after, may_follow
from dialog.remark.guard.persons import all_may, word_before

_PARTS = r"(?:von|van|de|der|den|af|al|el|bin|ibn|da|di|du|dos)"
_MORE = re.compile(rf"\s(?:{_PARTS}\s){{0,2}}(?P<name>{CAP})(?![\w])")
_LETTER = re.compile(rf"\s[{UPPER}]\b(?![:'’-])")
_BESIDE = re.compile(rf"\s(?:och|å|o|&|samt)\s(?P<name>{CAP}(?:\s{CAP})?)")
_BESIDE_BEFORE = re.compile(rf"(?<![\w-])(?P<name>{CAP}(?:\s{CAP})?)\s(?:och|å|o|&|samt)\s$")


def whole(text: str, one: Find) -> Find:
    """Return a name with what belongs to it after: more names, "von", a letter ("Kevin L")."""
    end = one.end
    if text[end - 1 : end] == "s" and text[end : end + 1] == " " and not is_known(text[one.start : end].split()[-1]):
        return one
    for _ in range(3):
        more = _MORE.match(text, end)
        if not more or not may_follow(more["name"]) or more["name"].isupper() or is_place_after(text, more.end()):
            break
        end = more.end()
    letter = _LETTER.match(text, end)
    return Find(one.kind, one.start, letter.end() if letter else end)


def beside(text: str, found: list[Find]) -> Iterator[Find]:
    """Yield the names that stand with another and "och" between. `found` in order, none that overlap."""
    starts = [one.start for one in found]
    for one in found:
        after = _BESIDE.match(text, one.end)
        before = _BESIDE_BEFORE.search(text[max(0, one.start - 60) : one.start])
        for m, offset in ((after, 0), (before, max(0, one.start - 60))):
            if not m or not all_may(m) or is_place_after(text, offset + m.end("name")):
                continue
            start, end = offset + m.start("name"), offset + m.end("name")
            is_begun = offset and not word_before(text, start)
            near = bisect_left(starts, end)  # those before begin before this one ends
            if not (near and start < found[near - 1].end) and (not is_begun or is_known(m["name"])):
                yield Find("namn", start, end)
