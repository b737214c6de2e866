"""A text without what points a person out: stretches as runs of letters, and the word that stands in the place of each.

Pure. From `guard.find` and from what staff have decided; to the question before sending and to `remark/masking`. A stretch
is widened to whole letters (a letter with its accents, an emoji with its skin and its joints), so that no half of one shows.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from dialog.base.i18n import N_

#: What stands in the text instead (msgids).
INSTEAD = {
    "personnummer": N_("[personnummer]"),
    "samordningsnummer": N_("[personnummer]"),
    "telefon": N_("[telefonnummer]"),
    "epost": N_("[e-post]"),
    "regnr": N_("[regnummer]"),
    "namn": N_("[namn]"),
    "adress": N_("[adress]"),
    "anvandarnamn": N_("[användarnamn]"),
}
#: For all other kinds, and where kinds meet.
HIDDEN = N_("[maskerat]")
#: Long or telling of more than a person: what is asked about, but only marked for whoever writes to mend by hand.
_SENTENCES = frozenset({"halsa", "dom", "anklagelse"})
_JOINERS = re.compile("[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """`[start:end]` of a text, in characters, and the kind that it is hidden as ("" where kinds meet)."""

    start: int
    end: int
    kind: str = ""


def is_bound(text: str, at: int) -> bool:
    """Say whether a text can be cut here without parting a letter from what belongs to it."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if unicodedata.combining(after) or unicodedata.category(after) in ("Mn", "Me", "Mc") or _JOINERS.match(after):
        return False
    return before != "\u200d" and not (_FLAG.match(before) and _FLAG.match(after))


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch within the text that begins and ends between letters."""
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    if start >= end:
        return start, start
    while not is_bound(text, start):
        start -= 1
    while not is_bound(text, end):
        end += 1
    return start, end


def joined(text: str, stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches in order, whole letters, none that overlap or touch; of those that do, the kind if it is the same."""
    made: list[Stretch] = []
    for one in sorted(Stretch(*widened(text, s.start, s.end), s.kind) for s in stretches):
        if one.start >= one.end:
            continue
        if made and one.start <= made[-1].end:
            last = made.pop()
            made.append(Stretch(last.start, max(last.end, one.end), last.kind if last.kind == one.kind else ""))
        else:
            made.append(one)
    return made


def pieces(text: str, stretches: Iterable[Stretch]) -> list[tuple[str, str | None]]:
    """Cut a text: (what stands there, None), and for what is hidden ("", the msgid of what is to stand instead)."""
    found: list[tuple[str, str | None]] = []
    at = 0
    for one in joined(text, stretches):
        if text[at : one.start]:
            found.append((text[at : one.start], None))
        found.append(("", INSTEAD.get(one.kind, HIDDEN)))
        at = one.end
    if text[at:]:
        found.append((text[at:], None))
    return found


def marked(text: str, stretches: Iterable[Stretch]) -> list[tuple[str, bool]]:
    """Cut a text into what is in a stretch (True) and what is not: all of it, in order."""
    found: list[tuple[str, bool]] = []
    at = 0
    for one in joined(text, stretches):
        found += [(text[at : one.start], False), (text[one.start : one.end], True)]
        at = one.end
    return [(part, is_in) for part, is_in in [*found, (text[at:], False)] if part]


def pointing(kinds: Iterable[str]) -> set[str]:
    """Return the kinds that are short and can be taken out of a sentence."""
    return set(kinds) - _SENTENCES
