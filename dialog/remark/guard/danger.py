"""Words that may mean that somebody is in danger now, or that a child is harmed: read first by staff, and told of 112 at once.

It errs on the side of asking: a text that is read first without need costs a minute. It knows nothing of who or where.
"""

import re
from typing import Literal

from dialog.remark.guard.kinds import holds

Alarm = Literal["child", "danger"]

_CHILD = r"(?:barn(?:et|en|s)?|pojken?|flickan?|bebis(?:en)?|spädbarn|unge(?:n|ar|arna)|sonen?|dotter(?:n)?|elev(?:en)?|tjejen i \d:?an|småbarn)"
_HARM = (
    r"(?:slår|slog|slagit|slagen|slaget|slagna|misshandl\w+|agar?|sparkar?|sparkat|låser in|låst in|svälter|utnyttja\w+|"
    r"våldt\w+|våldför\w+|ofreda\w+|tafsa\w*|far illa|får stryk|fick stryk|blåmärken|hotas hemma|gifta[ss]? bort|könsstymp\w+|vanvård\w+)"
)
_NEAR = r"[^.!?\n]{0,60}?"
#: What stands between makes it another matter: "bilarna kör för fort, ett barn kan bli skadat".
_CHILD_HARMED = re.compile(
    rf"\b{_CHILD}\b{_NEAR}\b{_HARM}\b|\b{_HARM}\b{_NEAR}\b{_CHILD}\b"
    rf"|\b(?:pappa|mamma|styvpappa|plastpappa|far|mor|föräldrar(?:na)?)\b{_NEAR}\b(?:slår|slog|misshandl\w+|hotar)\b"
    rf"|\bslår (?:oss|mig)\b{_NEAR}\bhemma\b|\bsextrafficking\b|\bbarnporr\w*",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:just nu|i detta nu|nu i natt|nu ikväll|nu i kväll|nu idag)\b[^.!?\n]{0,80}?\b(?:slå[rs]|slåss|hotar?|hotas|skjuter|skjuts|brinner|skriker|blöder|"
    r"inbrott|bryter sig in|jagar|förföljer|kniv\w*|pistol\w*|vapen)\b"
    r"|\b(?:slåss|skjuter|brinner|blöder|jagar mig|förföljer mig|hotar mig|kniv\w*|pistol\w*|vapen)\b[^.!?\n]{0,80}?\b(?:just nu|i detta nu|nu ikväll|nu i kväll)\b"
    r"|\b(?:hjälp|hjälp mig)\s*!|\bkom (?:nu|genast|fort)\b|\bring (?:polisen|112|ambulans)\b|\bnågon (?:dör|håller på att dö)\b"
    r"|\b(?:vill|orkar) inte leva\b|\bvill (?:bara )?dö\b|\bta(?:r|ga)? livet av (?:mig|sig)\b|\bbegå(?:r)? självmord\b|\bta mitt liv\b"
    r"|\b(?:han|hon|de|dom|någon) (?:ska|kommer att|tänker|hotar att) (?:döda|mörda|skjuta|slå ihjäl|knivhugga)\b"
    r"|\b(?:min|mitt) (?:man|make|sambo|pojkvän|ex|exman|fru|partner|bror|pappa|far) (?:slår|misshandlar|hotar|våldtar)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:aldrig|inte|inga?|ingen|inget|utan att|rädd att|risk|kan|kunde|skulle|snart)\b[^.!?\n]{0,40}$", re.I
)

_DENIED_WITHIN = re.compile(r"\b(?:aldrig|inte|ingen|inga|inget|kan|kunde|skulle|risk\w*|rädda?)\b", re.I)
#: What a text must hold for a rule to find anything in it: asked first, since nearly every text holds none of it.
_HARMED_NEEDS = tuple(
    "slår slog slagit slagen slaget slagna misshandl aga spark låser låst svälter utnyttja våld ofreda tafsa illa stryk blåmärken hotas gift könsstymp vanvård "
    "hotar sextrafficking barnporr".split()
)
_NOW_NEEDS = (
    "just nu", "detta nu", "nu i", "hjälp", "kom nu", "kom genast", "kom fort", "ring polisen", "ring 112", "ring ambulans", "någon dör", "någon håller", "inte leva", "dö", "livet av",
    "självmord", "mitt liv", "mörda", "skjuta", "ihjäl", "knivhugga", "slår", "misshandlar", "hotar", "våldtar",
)  # fmt: skip


def alarm(text: str) -> Alarm | None:
    """Say whether a text may tell of a child that is harmed or of danger now; None for neither."""
    text = text[:10_000]
    low = text.lower()
    if holds(low, _HARMED_NEEDS):
        found = (m for m in _CHILD_HARMED.finditer(text) if not _DENIED_WITHIN.search(m[0]))
        if any(not _DENIED.search(text[: m.start()][-60:]) for m in found):
            return "child"
    return "danger" if holds(low, _NOW_NEEDS) and _NOW.search(text) else None
