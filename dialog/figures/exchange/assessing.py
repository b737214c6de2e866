"""What is masked in a remark that leaves for one who has asked for public documents: proposed, decided stretch by stretch, written out. Pure.

A stretch has a section of the law, or none: then it is handed over. Where two lie over each other the later decides, letter by letter.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from dialog.remark.guard.law import LAWS
from dialog.remark.guard.taking import widened

#: The fields that can be masked; the point is a whole of its own, from 0 to 1.
FIELDS = ("text", "suggestion", "place_words", "point")
POINT = "point"
#: What is proposed where nothing else is said: what a release would lead to being processed against the data protection regulation.
USUAL = "21:7"
_BY_KIND = {"halsa": "21:1"}


@dataclass(frozen=True)
class Part:
    """A stretch of a field that somebody decides on; `law` is a code of `LAWS`, or "" where it is handed over."""

    field: str
    start: int
    end: int
    kind: str = ""
    law: str = USUAL
    why: str = ""

    @property
    def key(self) -> str:
        """Return what it is called in a form."""
        return f"{self.field}:{self.start}:{self.end}"


def proposed(field: str, stretches: Iterable[Any]) -> list[Part]:
    """Return what the guard's and colleagues' masking of a field proposes."""
    return [Part(field, one.start, one.end, one.kind, _BY_KIND.get(one.kind, USUAL)) for one in stretches]


def added(parts: Sequence[Part], new: Part, text: str) -> list[Part]:
    """Return the parts with one more over them: those it covers wholly go, those it covers in part are cut."""
    start, end = (0, 1) if new.field == POINT else widened(text, new.start, new.end)
    new = replace(new, start=start, end=end)
    kept: list[Part] = []
    for one in parts:
        if one.field != new.field or one.end <= start or end <= one.start:
            kept.append(one)
            continue
        if one.start < start:
            kept.append(replace(one, end=start))
        if end < one.end:
            kept.append(replace(one, start=end))
    return in_order([*kept, new])


def in_order(parts: Iterable[Part]) -> list[Part]:
    """Return parts in the order of the page."""
    return sorted(parts, key=lambda one: (FIELDS.index(one.field), one.start))


def written(field: str, text: str, parts: Iterable[Part]) -> str:
    """Return a field as it leaves: each masked stretch says by which section. In Swedish, since a public document is."""
    masked = in_order(p for p in parts if p.field == field and p.law)
    if field == POINT and masked and text:  # a whole of its own: nothing of it is left
        return f"[maskerat: {section(masked[0])}]"
    out, at = "", 0
    for one in masked:
        out += text[at : one.start] + f"[maskerat: {section(one)}]"
        at = max(at, one.end)
    return out + text[at:]


def is_new(one: Part, parts: Iterable[Part]) -> bool:
    """Say whether a letter of a proposed stretch is in none of the parts: nobody has decided on it."""
    seen = {at for part in parts if part.field == one.field for at in range(part.start, part.end)}
    return not seen.issuperset(range(one.start, one.end))


def section(part: Part) -> str:
    """Return the section in short: "21 kap. 7 § OSL", or what somebody wrote."""
    return part.why if part.law == "other" else LAWS[part.law].partition(":")[0]


def words(field: str, text: str) -> list[tuple[str, str]]:
    """Return a text cut into words and what stands between: (the piece, its key or "" for what is no word)."""
    found, at = list[tuple[str, str]](), 0
    for one in re.finditer(r"\S+", text):
        found += [(text[at : one.start()], ""), (one[0], f"{field}:{one.start()}:{one.end()}")]
        at = one.end()
    return [(piece, key) for piece, key in [*found, (text[at:], "")] if piece]


def as_json(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Return parts as they are kept."""
    return [asdict(part) for part in parts]


def from_json(kept: Iterable[Mapping[str, Any]]) -> list[Part]:
    """Return parts as they were."""
    return [Part(**one) for one in kept]
