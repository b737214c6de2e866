"""What a walk is called, when and where people meet: two fields for a new one, all of them later."""

import json
import re
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from dialog.base.clock import SWEDISH
from dialog.base.geo import GeometryProblem, point_for, read_geometry
from dialog.base.texts import clean, one_line
from dialog.walk.kinds.plan import Facts
from dialog.walk.models import Walk
from dialog.web.language import gettext as _
from dialog.web.pages import show_date

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_HOUR = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")


@dataclass
class FactsForm:
    """All fields as text; `errors` by the field's id."""

    title: str = ""
    slug: str = ""
    day: str = ""
    hour: str = "18:00"
    minutes: str = "90"
    purpose: str = ""
    gathering_words: str = ""
    gathering_geometry: str = ""
    good_to_know: str = ""
    district: str = ""
    registry_number: str = ""
    return_words: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return (id of the field, sentence) for the error summary."""
        return [(name, sentence) for name, sentences in self.errors.items() for sentence in sentences]

    def facts(self, districts: Collection[uuid.UUID], *, is_new: bool = False) -> Facts | None:
        """Return the facts that the form tells, or None when `errors` says what is wrong."""
        day, hour = self._day(), self._hour()
        minutes = self._minutes()
        if not self.gathering_words:
            self._wrong("gathering_words", _("Skriv var ni samlas."))
        gathering = self._gathering()
        if not is_new and not _SLUG.fullmatch(self.slug):
            self._wrong("slug", _("Skriv adressen med a–z, siffror och bindestreck."))
        if not is_new and not self.title:
            self._wrong("title", _("Skriv vad vandringen ska heta."))
        if self.errors or day is None or hour is None:
            return None
        starts_at = datetime.combine(day, hour, SWEDISH)
        title = self.title or _("Trygghetsvandring %(day)s", day=show_date(day))
        return Facts(
            title, starts_at, self.gathering_words, self.slug, self.purpose, minutes, gathering, self.good_to_know,
            self._district(districts), self.registry_number, self.return_words,
        )  # fmt: skip

    def _wrong(self, name: str, sentence: str) -> None:
        self.errors.setdefault(name, []).append(sentence)

    def _day(self) -> date | None:
        try:
            day = date.fromisoformat(self.day)
        except ValueError:
            day = None
        if day is None or not 2000 <= day.year <= 2199:
            self._wrong("day", _("Skriv dagen så här: 2026-11-30."))
            return None
        return day

    def _hour(self) -> time | None:
        found = _HOUR.fullmatch(self.hour)
        if found is None:
            self._wrong("hour", _("Skriv klockslaget så här: 18.30."))
            return None
        return time(int(found[1]), int(found[2]))

    def _minutes(self) -> int:
        if self.minutes.isascii() and self.minutes.isdigit() and 10 <= int(self.minutes[:5]) <= 600:
            return int(self.minutes)
        self._wrong("minutes", _("Skriv ett heltal från %(low)s till %(high)s.", low=10, high=600))
        return 90

    def _gathering(self) -> tuple[float, float] | None:
        if not self.gathering_geometry:
            return None
        try:
            return point_for(read_geometry(self.gathering_geometry, kinds=("Point",)))
        except GeometryProblem as problem:
            self._wrong("gathering_words", _(str(problem)))
            return None

    def _district(self, known: Collection[uuid.UUID]) -> uuid.UUID | None:
        try:
            wanted = uuid.UUID(self.district) if self.district else None
        except ValueError:
            return None
        return wanted if wanted in known else None


def facts_of(walk: Walk) -> FactsForm:
    """Return the form of a walk as it stands."""
    local = walk.starts_at.astimezone(SWEDISH)
    point = {"type": "Point", "coordinates": [walk.gathering_lng, walk.gathering_lat]}
    return FactsForm(
        walk.title, walk.slug, local.date().isoformat(), f"{local:%H:%M}", str(walk.minutes), walk.purpose,
        walk.gathering_words, json.dumps(point) if walk.gathering_lat is not None else "", walk.good_to_know,
        str(walk.district_id or ""), walk.registry_number, walk.return_words,
    )  # fmt: skip


def facts_sent(sent: Mapping[str, Any]) -> FactsForm:
    """Return the form as somebody filled it in."""
    return FactsForm(
        title=one_line(sent.get("title", ""))[:120],
        slug=one_line(sent.get("slug", "")).lower()[:80],
        day=one_line(sent.get("day", ""))[:10],
        hour=one_line(sent.get("hour", ""))[:8],
        minutes=one_line(sent.get("minutes", "90"))[:6],
        purpose=clean(sent.get("purpose", ""))[:4000],
        gathering_words=one_line(sent.get("gathering_words", ""))[:300],
        gathering_geometry=sent.get("gathering_geometry", "")[:2000],
        good_to_know=clean(sent.get("good_to_know", ""))[:4000],
        district=one_line(sent.get("district", ""))[:40],
        registry_number=one_line(sent.get("registry_number", ""))[:80],
        return_words=one_line(sent.get("return_words", ""))[:300],
    )
