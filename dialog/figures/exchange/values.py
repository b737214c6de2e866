"""What stands in a cell, as a value or as a sentence that says how to mend it. Pure.

Each function takes a row's values by column, and raises `Wrong` with the column, a msgid and its variables.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dialog.base import clock
from dialog.base.geo import GeometryProblem, read_geometry
from dialog.base.i18n import N_
from dialog.base.texts import clean, one_line
from dialog.figures.exchange import columns
from dialog.remark.kinds import DAYS as DAY_CODES
from dialog.remark.kinds import PARTS_OF_DAY as PART_CODES
from dialog.remark.kinds import REASONS, join
from dialog.remark.kinds import SEASONS as SEASON_CODES
from dialog.tag.filters import read_week
from dialog.tag.kinds import POLARITIES, TagChoice
from dialog.tag.suggesting.language import language

Values = Mapping[str, Any]
MOST_AGREEING = 100_000
#: Of the first week that a remark can have (2000-W01): the two days of the year before it belong to the week before.
_FIRST_DAY = date(2000, 1, 3)
KINDS = ("Point", "LineString", "Polygon")
#: What `place.queries.check_inside` says; in a file with columns lat and lng another advice mends it.
SWAPPED = "Latitud och longitud verkar ha bytt plats. Longitud står först."
#: The same of `base.geo` about what lies outside of the earth.
_OFF_EARTH = "Platsen ligger inte på jorden. Longitud står först, sedan latitud."
_SWAPPED_COLUMNS = N_(
    "Latitud och longitud verkar ha bytt plats. I Sverige är lat mellan 55 och 70 och lng mellan 10 och 25."
)


_IN_COLUMNS = {
    SWAPPED: _SWAPPED_COLUMNS,
    _OFF_EARTH: N_("Platsen ligger inte på jorden. I Sverige är lat mellan 55 och 70 och lng mellan 10 och 25."),
}


class Wrong(Exception):
    """A value that cannot be used."""

    def __init__(self, column: str, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.column, self.message, self.facts = column, message, facts


def text_of(values: Values, column: str) -> str:
    value = values.get(column)
    if value is None:
        return ""
    if isinstance(value, bool | dict) or (isinstance(value, list) and not all(isinstance(v, str) for v in value)):
        raise Wrong(column, N_("Här ska stå text."))
    return ", ".join(value) if isinstance(value, list) else str(value)


def words_of(values: Values, column: str, most: int) -> str:
    words = clean(text_of(values, column))
    if len(words) > most:
        raise Wrong(column, N_("Texten har %(n)s tecken. Korta den till högst %(most)s."), n=len(words), most=most)
    return words


def line_of(values: Values, column: str, most: int) -> str:
    return one_line(words_of(values, column, most))


def feeling_of(values: Values) -> str | None:
    written = one_line(text_of(values, "feeling"))
    if not written:
        return None
    found = columns.FEELINGS.get(columns.fold(written))
    if found is None:
        raise Wrong(
            "feeling", N_("”%(value)s” är ingen känsla. Skriv otrygg, trygg eller blandat."), value=_short(written)
        )
    return found


def codes_of(values: Values, column: str) -> str | None:
    known, words, advice = CODES[column]
    parts = [part for part in re.split(r"[,;/]", text_of(values, column)) if part.strip()]
    found = []
    for part in parts:
        code = words.get(columns.fold(part))
        if code is None:
            raise Wrong(column, advice, value=_short(part.strip()))
        found.append(code)
    return join(found, known)


def lang_of(values: Values) -> str:
    """Return the language that the row says, or else the one that its words seem to be in."""
    written = one_line(text_of(values, "lang")).lower()
    if written and not re.fullmatch(r"[a-z]{2,3}(-[a-z]{2,4})?", written):
        raise Wrong(
            "lang", N_("”%(value)s” är ingen språkkod. Skriv till exempel sv, en eller ar."), value=_short(written)
        )
    words = values.get("text") or values.get("suggestion")
    return written or language(words if isinstance(words, str) else "")


def agreeing_of(values: Values) -> int:
    written = one_line(text_of(values, "agreeing"))
    if not written:
        return 1
    found = re.fullmatch(r"(\d{1,6})(?:[.,]0+)?", written)
    if found is None or not 1 <= int(found[1]) <= MOST_AGREEING:
        raise Wrong("agreeing", N_("”%(value)s” är inget antal. Skriv ett heltal från 1."), value=_short(written))
    return int(found[1])


def when_of(values: Values, today: date, *, keeps_day: bool) -> tuple[int | None, date | None]:
    day, week = day_of(values), week_of(values)
    if day and week and clock.week_of(day) != week:
        raise Wrong("week", N_("Veckan och dagen stämmer inte med varandra. Ta bort den ena."))
    if (day and day > today) or (week and week > clock.week_of(today)):
        raise Wrong("day" if day else "week", N_("Tiden ligger i framtiden. Rätta året, veckan eller dagen."))
    return (clock.week_of(day) if day else week), (day if keeps_day else None)


def day_of(values: Values) -> date | None:
    written = one_line(text_of(values, "day"))[:40]
    if not written:
        return None
    try:
        day = date.fromisoformat(re.sub(r"[T ]00:00(:00)?$", "", written))
    except ValueError:
        day = date.min
    if day < _FIRST_DAY:
        raise Wrong("day", N_("”%(value)s” är ingen dag. Skriv den som 2026-11-19."), value=_short(written))
    return day


def week_of(values: Values) -> int | None:
    written = one_line(text_of(values, "week"))[:40]
    if not written:
        return None
    week = read_week(written)
    if week is None:
        raise Wrong("week", N_("”%(value)s” är ingen vecka. Skriv den som 2026-W47."), value=_short(written))
    return week


def geometry_of(values: Values, check_place: Callable[[dict[str, Any]], None]) -> dict[str, Any] | None:
    given = values.get("geometry")
    if given is not None:
        column, value = "geometry", given
    else:
        column, value = "lat", point_of(values)
    if value is None:
        return None
    try:
        found = read_geometry(value, kinds=KINDS)
        check_place(found)
    except GeometryProblem as problem:
        said = str(problem)
        raise Wrong(column, _IN_COLUMNS.get(said, said) if column == "lat" else said) from None
    return found


def point_of(values: Values) -> dict[str, Any] | None:
    lat, lng = degrees_of(values, "lat"), degrees_of(values, "lng")
    if lat is None and lng is None:
        return None
    if lat is None or lng is None:
        raise Wrong(
            "lat" if lat is None else "lng",
            N_("Platsen saknar det ena talet. Skriv både lat och lng, eller inget av dem."),
        )
    if abs(lat) > 1000 or abs(lng) > 1000:
        raise Wrong("lat", N_("Talen ser ut som SWEREF 99 TM. Räkna om dem till latitud och longitud (WGS 84)."))
    return {"type": "Point", "coordinates": [lng, lat]}


def degrees_of(values: Values, column: str) -> float | None:
    written = text_of(values, column).strip().replace("−", "-").replace(",", ".")
    if not written:
        return None
    if not re.fullmatch(r"[+-]?\d{1,12}(\.\d{0,20})?(e-?\d{1,2})?", written, re.IGNORECASE):
        raise Wrong(
            column, N_("”%(value)s” är inget tal. Skriv grader som 56,8777 eller 56.8777."), value=_short(written)
        )
    return float(written)


def choices_of(values: Values, areas: Mapping[str, str]) -> tuple[TagChoice, ...]:
    polarity = {}
    for pair in slugs_of(values, "polarity"):
        slug, _, word = pair.partition(":")
        if word not in POLARITIES:
            raise Wrong(
                "polarity",
                N_("”%(value)s” går inte att läsa. Skriv till exempel belysning:brist (brist, positiv eller forslag)."),
                value=_short(pair),
            )
        polarity[slug] = word
    chosen = {
        slug: TagChoice(_area(areas, "focus_areas", slug), polarity.get(slug))
        for slug in slugs_of(values, "focus_areas")
    }
    denied = {
        slug: TagChoice(_area(areas, "negated", slug), polarity.get(slug), True) for slug in slugs_of(values, "negated")
    }
    return tuple({choice.slug: choice for choice in (*denied.values(), *chosen.values())}.values())


def slugs_of(values: Values, column: str) -> list[str]:
    return [part for part in re.split(r"[\s,;]+", text_of(values, column).lower()) if part]


def _area(areas: Mapping[str, str], column: str, slug: str) -> str:
    found = areas.get(slug)
    if found is None:
        raise Wrong(
            column,
            N_(
                "”%(value)s” är inget fokusområde här. Skriv kortnamnet, till exempel belysning, med mellanslag mellan flera."
            ),
            value=_short(slug),
        )
    return found


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:39] + "…"


def _with_codes(words: Mapping[str, str], codes: Mapping[str, str]) -> dict[str, str]:
    return {**{code: code for code in codes}, **words}


CODES: dict[str, tuple[Mapping[str, str], Mapping[str, str], str]] = {
    "part_of_day": (PART_CODES, columns.PARTS_OF_DAY, N_("”%(value)s” är ingen tid på dygnet. Skriv day, dusk eller dark (dag, skymning, mörker).")),
    "days": (DAY_CODES, columns.DAYS, N_("”%(value)s” går inte att läsa. Skriv weekday eller weekend (vardag, helg).")),
    "season": (SEASON_CODES, columns.SEASONS, N_("”%(value)s” är ingen årstid. Skriv spring, summer, autumn eller winter (vår, sommar, höst, vinter).")),
    "reason": (REASONS, _with_codes({}, REASONS), N_("”%(value)s” är inget av skälen som webbplatsen känner till. Ta bort det eller skriv det i texten.")),
}  # fmt: skip
