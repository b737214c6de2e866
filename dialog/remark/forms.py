"""The form about a place, for residents (`/plats`) and for what staff key in: what was typed, read into a remark or into
sentences that say how to mend it. Nothing typed is ever changed on its way back to the page.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from dialog.base.clock import today
from dialog.base.geo import GeometryProblem, read_geometry
from dialog.base.texts import clean, one_line
from dialog.place.queries import FoundPlace
from dialog.remark import kinds
from dialog.remark.kinds import NewRemark
from dialog.web.language import gettext as _
from dialog.web.language import language
from dialog.web.pages import show_number

#: Raises GeometryProblem for a place that is not near the municipality (`place.queries.check_inside`).
CheckPlace = Callable[[dict[str, Any]], None]
_SEVERAL: Mapping[str, Mapping[str, str]] = {
    "reason": kinds.REASONS,
    "part_of_day": kinds.PARTS_OF_DAY,
    "days": kinds.DAYS,
    "season": kinds.SEASONS,
}


@dataclass
class PlaceForm:
    """What was typed, as it was typed, and what is wrong with it: sentences by field, in the order of the page."""

    values: MultiDict[str, str] = field(default_factory=MultiDict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    remark: NewRemark | None = None

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return (id of the field, sentence) for the error summary."""
        return [(name, sentence) for name, sentences in self.errors.items() for sentence in sentences]

    @property
    def content(self) -> bytes:
        """Return what was sent in a form that is the same when the same is sent again, in whatever language."""
        assert self.remark is not None
        kept = {name: value for name, value in vars(self.remark).items() if name != "lang"}
        return json.dumps(kept, sort_keys=True, default=str).encode()

    def wrong(self, name: str, sentence: str) -> None:
        """Note that something is wrong."""
        self.errors.setdefault(name, []).append(sentence)


def read_place_form(values: MultiDict[str, str]) -> PlaceForm:
    """Read what a resident sent about a place. Whether it is near is for `operations.submit_remark` to say."""
    form = PlaceForm(values)
    feeling = values.get("feeling", "")
    if feeling not in kinds.FEELINGS:
        form.wrong("feeling", _("Välj hur platsen känns: otrygg, trygg eller blandat."))
    place = _read_where(form, lambda _geometry: None)
    text = _read_words(form, "text", kinds.MOST_LETTERS)
    chosen: dict[str, Any] = {name: kinds.join(values.getlist(name), known) for name, known in _SEVERAL.items()}
    _check_why(form, text, kinds.split(chosen["reason"]))
    suggestion = _read_words(form, "suggestion", kinds.MOST_LETTERS)
    if not form.errors:
        form.remark = NewRemark(
            text=text, feeling=feeling, suggestion=suggestion, lang=language(), source="plats", **place, **chosen
        )
    return form


def _read_where(form: PlaceForm, check_place: CheckPlace) -> dict[str, Any]:
    words = one_line(form.values.get("place_words", ""))
    if len(words) > kinds.MOST_PLACE_LETTERS:
        form.wrong("place_words", _too_long(words, kinds.MOST_PLACE_LETTERS))
    geometry = None
    if sent := form.values.get("place_choice") or form.values.get("place_geometry"):
        try:
            geometry = read_geometry(sent)
            check_place(geometry)
        except GeometryProblem as problem:
            form.wrong("place_words", _(str(problem)))
    elif not words:
        form.wrong("place_words", _("Skriv var platsen ligger, eller visa den på kartan."))
    return {"place_words": words, "geometry": geometry}


def _read_words(form: PlaceForm, name: str, most: int) -> str:
    text = clean(form.values.get(name, ""))
    if len(text) > most:
        form.wrong(name, _too_long(text, most))
    return text


def _too_long(words: str, most: int) -> str:
    length, limit = show_number(len(words)), show_number(most)
    return _("Texten är %(length)s tecken lång. Korta den till högst %(most)s.", length=length, most=limit)


def _check_why(form: PlaceForm, text: str, reasons: list[str]) -> None:
    if kinds.WILL_NOT_SAY in reasons and (text or len(reasons) > 1):
        form.wrong("text", _("Du har berättat varför och även valt ”Vill inte säga”. Ta bort det ena."))
    elif not text and not reasons:
        form.wrong("text", _("Berätta varför med egna ord, välj något i listan, eller välj ”Vill inte säga”."))


def read_keyed_form(values: MultiDict[str, str], check_place: CheckPlace, sources: list[str]) -> PlaceForm:
    """Read what staff keyed in from the telephone, paper or a colleague: words or a place are enough."""
    form = PlaceForm(values)
    source = values.get("source", "")
    if source not in sources:
        form.wrong("source", _("Välj varifrån synpunkten kommer."))
    day = _read_day(form, source)
    text = _read_words(form, "text", kinds.MOST_LETTERS)
    feeling = values.get("feeling") or None
    if feeling is not None and feeling not in kinds.FEELINGS:
        feeling = None
    place: dict[str, Any] = {"place_words": "", "geometry": None}
    if any(values.get(name) for name in ("place_words", "place_geometry", "place_choice")):
        place = _read_where(form, check_place)
    elif not text and "text" not in form.errors:
        form.wrong("text", _("Skriv vad som sades, eller var det är."))
    suggestion = _read_words(form, "suggestion", kinds.MOST_LETTERS)
    agreeing = _read_agreeing(form)
    chosen: dict[str, Any] = {name: kinds.join(values.getlist(name), known) for name, known in _SEVERAL.items()}
    if not form.errors:
        form.remark = NewRemark(
            text=text, feeling=feeling, suggestion=suggestion, source=source, day=day, agreeing=agreeing,
            **place, **chosen,
        )  # fmt: skip
    return form


def _read_day(form: PlaceForm, source: str) -> date | None:
    written = form.values.get("day", "").strip()
    if not written:
        return None
    if source in kinds.RESIDENT_SOURCES:
        form.wrong("day", _("Vi sparar ingen dag för det som en boende berättar. Ta bort den."))
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        form.wrong("day", _("Skriv dagen så här: 2026-11-30."))
        return None
    if not date(2000, 1, 3) <= day <= today():
        form.wrong("day", _("Dagen kan inte ligga i framtiden eller före år 2000."))
    return day


def _read_agreeing(form: PlaceForm) -> int:
    written = form.values.get("agreeing", "").strip() or "1"
    if written.isascii() and written.isdecimal() and 1 <= int(written[:6]) <= 10_000 and len(written) <= 5:
        return int(written)
    form.wrong("agreeing", _("Skriv hur många som håller med, ett tal från 1 till 10 000."))
    return 1


def suggestions_for(found: Iterable[FoundPlace]) -> list[dict[str, str]]:
    """Return places as the place picker offers them to who has no scripts."""
    words = {"street": _("gata"), "building": _("byggnad"), "district": _("område")}
    return [
        {
            "name": place.name,
            "kind": words.get(place.kind, _("plats")),
            "value": f'{{"type":"Point","coordinates":[{place.lng:.6f},{place.lat:.6f}]}}',
        }
        for place in found
    ]
