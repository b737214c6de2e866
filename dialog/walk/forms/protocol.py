"""A point of the protocol as it is typed: read from what was sent, or from what stands."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dialog.base.texts import clean, one_line
from dialog.walk.kinds.protocol import DECISIONS, KINDS, MOST_LETTERS, STATES, Written
from dialog.walk.models import ProtocolPoint
from dialog.web.language import gettext as _

_TEXTS = ("observation", "measure", "reason")
_LINES = ("kind", "focus_area", "agreeing", "owner", "decision", "due_on", "state", "case_number", "stop")


@dataclass
class PointForm:
    """A point as it was typed, and what is wrong with it by field."""

    kind: str
    observation: str
    measure: str
    reason: str
    focus_area: str
    agreeing: str
    owner: str
    decision: str
    due_on: str
    state: str
    case_number: str
    #: The stop's number; for a point that is added by hand.
    stop: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return (id of the field, sentence) for the error summary."""
        return [(name, sentence) for name, sentences in self.errors.items() for sentence in sentences]

    def written(self, areas: set[uuid.UUID], owners: set[uuid.UUID]) -> Written | None:
        """Return the point, or None when `errors` says what is wrong."""
        if self.kind not in KINDS:
            self._wrong("kind", _("Välj brist, bra eller förslag."))
        if not self.observation.strip():
            self._wrong("observation", _("Skriv vad ni såg, med egna ord."))
        for name in _TEXTS:
            if len(getattr(self, name)) > MOST_LETTERS:
                self._wrong(name, _("Texten får vara högst %(most)s tecken.", most=MOST_LETTERS))
        if not (self.agreeing.isascii() and self.agreeing.isdigit() and 0 < int(self.agreeing[:6]) < 10_000):
            self._wrong("agreeing", _("Skriv hur många som håller med, till exempel 3."))
        if self.state not in STATES:
            self._wrong("state", _("Välj ett läge."))
        due = self._day()
        area, owner = _chosen(self.focus_area, areas), _chosen(self.owner, owners)
        if self.errors:
            return None
        return Written(
            self.kind, self.observation, self.measure, self.reason, area, int(self.agreeing), owner,
            self.decision if self.decision in DECISIONS else None, due, self.state, self.case_number,
        )  # fmt: skip

    def _day(self) -> date | None:
        if not self.due_on:
            return None
        try:
            found = date.fromisoformat(self.due_on)
        except ValueError:
            found = date.min
        if not 2000 <= found.year <= 2100:
            self._wrong("due_on", _("Skriv dagen som år-månad-dag, till exempel 2027-05-31."))
        return found

    def _wrong(self, name: str, sentence: str) -> None:
        self.errors.setdefault(name, []).append(sentence)


def _chosen(written: str, known: set[uuid.UUID]) -> uuid.UUID | None:
    try:
        found = uuid.UUID(written)
    except ValueError:
        return None
    return found if found in known else None


def point_of(point: ProtocolPoint) -> PointForm:
    """Return the form as a point stands."""
    return PointForm(
        point.kind, point.observation, point.measure, point.reason, str(point.focus_area_id or ""), str(point.agreeing),
        str(point.owner_id or ""), point.decision or "", point.due_on.isoformat() if point.due_on else "", point.state,
        point.case_number,
    )  # fmt: skip


def empty_point() -> PointForm:
    """Return the form of a point that is added by hand."""
    return PointForm("fault", "", "", "", "", "1", "", "", "", "open", "")


def point_sent(sent: Mapping[str, str]) -> PointForm:
    """Return the form as somebody filled it in."""
    texts: dict[str, Any] = {name: clean(sent.get(name, ""))[: MOST_LETTERS + 1].strip() for name in _TEXTS}
    lines = {name: one_line(sent.get(name, ""))[:80].strip() for name in _LINES}
    return PointForm(**(texts | lines), errors={})
