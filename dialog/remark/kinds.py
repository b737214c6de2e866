"""What a remark can say of itself: how it feels, plainly why, and when. Pure: codes, their words, and what may be combined.

Several parts of the day, seasons and reasons may be told at once; they are kept as codes with commas between, in the order
of the list here, so that the same choice is always the same text and a CHECK can name every one that is possible.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from dialog.base.i18n import N_

MOST_LETTERS = 4000
MOST_PLACE_LETTERS = 300

#: Whoever tells something from here is a resident: a day is never kept, only the week it came in (TRUST D1).
RESIDENT_SOURCES = frozenset({"enkat", "plats", "telefon", "papper"})

FEELINGS = {"unsafe": N_("Otrygg"), "safe": N_("Trygg"), "mixed": N_("Blandat")}
PARTS_OF_DAY = {"day": N_("På dagen"), "dusk": N_("I skymning"), "dark": N_("När det är mörkt")}
DAYS = {"weekday": N_("Vardagar"), "weekend": N_("Helger")}
SEASONS = {"spring": N_("Vår"), "summer": N_("Sommar"), "autumn": N_("Höst"), "winter": N_("Vinter")}

WILL_NOT_SAY = "will_not_say"
#: As many good as bad, and physical as well as social: the list that is offered shapes what is told.
UNSAFE_REASONS = {
    "dark": N_("Det är mörkt"),
    "hidden": N_("Det är svårt att se vem eller vad som finns där"),
    "deserted": N_("Det är ödsligt"),
    "disturbance": N_("Det finns personer som stör eller bråkar"),
    "dangerous_traffic": N_("Trafiken är farlig"),
    "neglected": N_("Det är nedskräpat, trasigt eller nedklottrat"),
}
SAFE_REASONS = {
    "lit": N_("Det är ljust"),
    "open_view": N_("Det är lätt att se sig omkring"),
    "people_about": N_("Det är folk i rörelse"),
    "help_near": N_("Det finns någon att vända sig till"),
    "calm_traffic": N_("Trafiken är lugn"),
    "cared_for": N_("Det är välskött"),
}
REASONS = UNSAFE_REASONS | SAFE_REASONS | {WILL_NOT_SAY: N_("Vill inte säga")}


@dataclass(frozen=True)
class NewRemark:
    """What somebody said, on its way in. `week` is left out but for what is imported; `day` is for professionals alone."""

    text: str = ""
    feeling: str | None = None
    reason: str | None = None
    suggestion: str = ""
    geometry: Mapping[str, Any] | None = None
    place_words: str = ""
    part_of_day: str | None = None
    days: str | None = None
    season: str | None = None
    agreeing: int = 1
    lang: str = "sv"
    source: str = "plats"
    origin_id: uuid.UUID | None = None
    week: int | None = None
    day: date | None = None

    @property
    def written(self) -> tuple[str, str, str]:
        """Return what was said in words."""
        return self.text, self.suggestion, self.place_words


def join(codes: Iterable[str], known: Mapping[str, str]) -> str | None:
    """Return the known codes among those given as one text, in the order of the list, or None when there are none."""
    given = set(codes)
    return ",".join(code for code in known if code in given) or None


def split(value: str | None) -> list[str]:
    """Return the codes in what `join` made."""
    return value.split(",") if value else []


def in_words(value: str | None, known: Mapping[str, str]) -> list[str]:
    """Return the words (msgids) of what `join` made."""
    return [known[code] for code in split(value) if code in known]


def all_of(known: Mapping[str, str]) -> list[str]:
    """Return every text that `join` can make of a list."""
    return [",".join(some) for n in range(1, len(known) + 1) for some in combinations(known, n)]
