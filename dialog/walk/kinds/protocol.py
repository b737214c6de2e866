"""The rules of a walk's protocol: what sort of point a remark becomes, what is said first, what everyone may read of it. Pure.

Comes before: `operations/protocol.py`. Goes to: the pages, `documents.py` and the comparison.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialog.base.i18n import N_

KINDS = {"fault": N_("Brist"), "good": N_("Bra"), "proposal": N_("Förslag")}
DECISIONS = {"yes": N_("Ja"), "no": N_("Nej"), "look": N_("Utreds")}
STATES = {"open": N_("Öppen"), "started": N_("Pågår"), "done": N_("Klar"), "handed_over": N_("Överlämnad")}
#: What nobody waits for any longer.
SETTLED = frozenset({"done", "handed_over"})
#: How many agree is said from here on (TRUST D7).
TOLD_FROM = 5
MOST_LETTERS = 1000
_BAD, _GOOD = 1, 3


@dataclass(frozen=True)
class Written:
    """A point as somebody wrote it."""

    kind: str
    observation: str
    measure: str
    reason: str
    focus_area_id: uuid.UUID | None
    agreeing: int
    owner_id: uuid.UUID | None
    decision: str | None
    due_on: date | None
    state: str
    case_number: str


def kind_of(feeling: str | None, text: str, suggestion: str) -> str:
    """Return what sort of point a remark becomes: who feels safe tells of something good, who only proposes of a proposal."""
    if feeling == "safe":
        return "good"
    return "proposal" if suggestion.strip() and not text.strip() else "fault"


def opening(checklist: Sequence[Mapping[str, Any]], levels: Mapping[str, Any], kind: str) -> str:
    """Return the sentence that a point begins with: the checklist's own words for what was worst, or best. Never a remark's."""
    said = []
    for point in checklist:
        level = levels.get(str(point["slug"]))
        if isinstance(level, int) and (level >= _GOOD if kind == "good" else level <= _BAD):
            words = str(point["levels"][level])
            said.append(f"{point['area']}: {words[:1].lower()}{words[1:]}.")
    return " ".join(said)


def public_words(point: Any) -> dict[str, str | None]:
    """Return what of a point is released together: its words and its decision."""
    return {
        "observation": point.observation,
        "measure": point.measure,
        "decision": point.decision,
        "reason": point.reason,
    }


def told_agreeing(agreeing: int) -> int | None:
    """Return how many agree as everyone may read it; None for few."""
    return agreeing if agreeing >= TOLD_FROM else None


def is_late(due_on: date | None, decision: str | None, state: str, today: date) -> bool:
    """Say whether a point should have been done. Who has heard no, and why, waits for nothing."""
    return due_on is not None and due_on < today and state not in SETTLED and decision != "no"
