"""What a remark from a tablet says, read strictly: each field, with the reason in words where it is wrong. Pure.

A field that this version does not know is no fault, so that a queue of another version is always taken (TRUST R7): it is named
in the answer, and not kept. Comes before: `kinds/incoming.py`. Goes to: `walk/operations/arriving.py`.
"""

import math
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dialog.base.geo import GeometryProblem, read_geometry
from dialog.base.i18n import N_
from dialog.base.texts import clean, one_line
from dialog.remark.kinds import FEELINGS, MOST_LETTERS, MOST_PLACE_LETTERS, PARTS_OF_DAY
from dialog.walk.kinds.incoming import Problems, is_whole, read_uuid, unclean

MOST_PHOTOS = 10
MOST_AGREEING = 10_000
MOST_ACCURACY_M = 100_000
_HOUR = re.compile(r"\d{4}-\d{2}-\d{2}T(\d{2}):\d{2}")
_KNOWN = frozenset(
    ("feeling place place_words accuracy_m text checklist stop agreeing part_of_day photos trial made_at").split()
)


@dataclass(frozen=True)
class Frame:
    """What a walk lets a remark say: its stops by number, the slugs of its checklist, and how near a place must be."""

    stops: Mapping[int, uuid.UUID]
    points: frozenset[str]
    #: Raises GeometryProblem for a place far from the municipality.
    check_place: Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Said:
    """A remark as it can be kept."""

    feeling: str
    geometry: dict[str, Any] | None = None
    place_words: str = ""
    accuracy_m: int | None = None
    text: str = ""
    checklist: dict[str, int] = field(default_factory=dict)
    stop_id: uuid.UUID | None = None
    agreeing: int = 1
    part_of_day: str | None = None
    photos: tuple[uuid.UUID, ...] = ()
    is_trial: bool = False
    claimed_hour: int | None = None


def read_said(said: Mapping[str, Any], frame: Frame) -> tuple[Said | None, Problems, list[str]]:
    """Return what a remark says, or None with the reasons by field; and the names of fields that are not known here."""
    problems = unclean(said, _KNOWN)
    ignored = sorted(name[:40] for name in said if name not in _KNOWN) if "" not in problems else []
    if problems:
        return None, problems, ignored
    reader = _Reader(said, frame)
    found = reader.read()
    return (None if reader.problems else found), reader.problems, ignored


class _Reader:
    """Reads field by field and collects what is wrong."""

    def __init__(self, said: Mapping[str, Any], frame: Frame) -> None:
        self.said, self.frame = said, frame
        self.problems: Problems = {}

    def wrong(self, name: str, sentence: str) -> None:
        self.problems.setdefault(name, []).append(sentence)

    def read(self) -> Said:
        said = Said(
            feeling=self._feeling(), geometry=self._place(), accuracy_m=self._accuracy(), checklist=self._checklist(),
            place_words=self._text("place_words", MOST_PLACE_LETTERS, N_("Beskrivningen av platsen är för lång.")),
            text=self._text("text", MOST_LETTERS, N_("Texten är för lång.")),
            stop_id=self._stop(), agreeing=self._agreeing(), part_of_day=self._part_of_day(), photos=self._photos(),
            is_trial=self._trial(), claimed_hour=claimed_hour(self.said.get("made_at")),
        )  # fmt: skip
        is_placed = said.geometry or said.place_words or said.stop_id
        if not is_placed and not {"place", "place_words", "stop"} & self.problems.keys():
            self.wrong("place", N_("Ange var det är: på kartan, vid ett stopp eller med ord."))
        return said

    def _feeling(self) -> str:
        value = self.said.get("feeling")
        if isinstance(value, str) and value in FEELINGS:
            return value
        self.wrong("feeling", N_("Välj otrygg, trygg eller blandat."))
        return ""

    def _place(self) -> dict[str, Any] | None:
        value = self.said.get("place")
        if value is None:
            return None
        try:
            if not isinstance(value, dict):
                raise GeometryProblem(N_("Platsen har en form som vi inte kan läsa."))
            found = read_geometry(value, kinds=("Point", "LineString", "Polygon"))
            self.frame.check_place(found)
        except GeometryProblem as problem:
            self.wrong("place", str(problem))
            return None
        return found

    def _text(self, name: str, most: int, too_long: str) -> str:
        value = self.said.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(name, N_("Fältet ska vara text."))
            return ""
        text = one_line(value) if name == "place_words" else clean(value)
        if len(text) > most:
            self.wrong(name, too_long)
        return text

    def _accuracy(self) -> int | None:
        value = self.said.get("accuracy_m")
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MOST_ACCURACY_M:
            return math.ceil(value)
        self.wrong("accuracy_m", N_("Noggrannheten ska vara ett antal meter."))
        return None

    def _checklist(self) -> dict[str, int]:
        value = self.said.get("checklist")
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.wrong("checklist", N_("Checklistan ska ha en siffra för varje punkt."))
            return {}
        given = {point: level for point, level in value.items() if level is not None}
        if not given.keys() <= self.frame.points:
            self.wrong("checklist", N_("En punkt finns inte på vandringens checklista."))
        if not all(is_whole(level, 0, 3) for level in given.values()):
            self.wrong("checklist", N_("Varje punkt på checklistan ska ha en siffra från 0 till 3."))
        return given

    def _stop(self) -> uuid.UUID | None:
        value = self.said.get("stop")
        if value is None:
            return None
        found = self.frame.stops.get(value) if is_whole(value, 1, 10**6) else None
        if found is None:
            self.wrong("stop", N_("Stoppet finns inte på vandringen."))
        return found

    def _agreeing(self) -> int:
        value = self.said.get("agreeing")
        if value is None:
            return 1
        if is_whole(value, 1, MOST_AGREEING):
            return int(value)
        self.wrong("agreeing", N_("Skriv hur många som håller med, ett tal från 1 till 10 000."))
        return 1

    def _part_of_day(self) -> str | None:
        value = self.said.get("part_of_day")
        if value is None or (isinstance(value, str) and value in PARTS_OF_DAY):
            return value
        self.wrong("part_of_day", N_("Välj på dagen, i skymning eller när det är mörkt."))
        return None

    def _photos(self) -> tuple[uuid.UUID, ...]:
        value = self.said.get("photos")
        if value is None:
            return ()
        found = [read_uuid(part) for part in value] if isinstance(value, list) else [None]
        known = tuple(dict.fromkeys(part for part in found if part is not None))
        if len(known) != len(found):
            self.wrong("photos", N_("Foton anges med olika id (UUID version 4)."))
        if len(known) > MOST_PHOTOS:
            self.wrong("photos", N_("En synpunkt kan ha högst tio foton."))
        return known

    def _trial(self) -> bool:
        value = self.said.get("trial", False)
        if isinstance(value, bool):
            return value
        self.wrong("trial", N_("Fältet ska vara sant eller falskt."))
        return False


def claimed_hour(made_at: Any) -> int | None:
    """Return the hour by the tablet's own clock: a claim, so coarse, and None for whatever cannot be read as one (TRUST D22)."""
    found = _HOUR.match(made_at) if isinstance(made_at, str) else None
    return hour if found and (hour := int(found[1])) < 24 else None
