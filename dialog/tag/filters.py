"""The choice of remarks that the inbox, the map, the counts and the exports share, read from an address and written to one.

Pure: `queries.matching` turns it into SQL. What cannot be read is named rather than passed over, since a filter that
is silently dropped shows more than was asked for.
"""

import math
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

from dialog.base.clock import monday_of, week_of
from dialog.base.geo import Box, coarse
from dialog.base.texts import one_line

STATES = ("untagged", "tagged", "unsure")
#: Queues of their own: read first (a child harmed or danger now), and read by few (an accusation against somebody).
QUEUES = ("fara", "utpekad")
FEELINGS = ("unsafe", "safe", "mixed", "none")
#: How a remark speaks of the focus area: a polarity, none of them, or "said not to be a problem".
STANCES = ("brist", "positiv", "forslag", "none", "negated")
MOST_WORDS = 120  # characters
Sight = Literal["all", "few", "masked"]
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_WEEK = re.compile(r"(\d{4})\s*-?\s*[wv]?\s*(\d{1,2})", re.IGNORECASE)


class Arguments(Protocol):
    """What an address's query is read through (Werkzeug's MultiDict)."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class RemarkFilter:
    """Which remarks are meant; an empty one means all. Weeks are year × 100 + week, both ends included."""

    state: str = ""
    #: Slugs; a remark that is about any of them matches, also by way of an area that was merged into one.
    focus_areas: tuple[str, ...] = ()
    stance: str = ""
    source: str = ""
    #: The wave (or walk) that the remark came with.
    origin: uuid.UUID | None = None
    district: uuid.UUID | None = None
    since: int | None = None
    until: int | None = None
    feeling: str = ""
    words: str = ""
    #: As whom one searches for the words and the place: one who reads "all", all but accusations ("few" read those), or "masked" texts alone.
    sight: Sight = "all"
    personal: bool = False
    queue: str = ""
    #: South, west, north, east in degrees: what a cluster on the map covers.
    box: Box | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether it lets everything through."""
        return self == RemarkFilter()

    def pairs(self) -> list[tuple[str, str]]:
        """Return it as the names and values of an address."""
        found: list[tuple[str, Any]] = [
            ("lage", self.state),
            *(("fokus", slug) for slug in self.focus_areas),
            ("hallning", self.stance),
            ("kalla", self.source),
            ("omgang", self.origin),
            ("omrade", self.district),
            ("fran", show_week(self.since)),
            ("till", show_week(self.until)),
            ("kansla", self.feeling),
            ("ord", self.words),
            ("person", "1" if self.personal else ""),
            ("ko", self.queue),
            ("ruta", ",".join(str(degrees) for degrees in self.box) if self.box else ""),
        ]
        return [(name, str(value)) for name, value in found if value]

    def query(self, **more: object) -> str:
        """Return it as the query of an address, with its question mark; empty when there is nothing to say."""
        written = urlencode([*self.pairs(), *((name, str(value)) for name, value in more.items() if value)])
        return f"?{written}" if written else ""

    def in_state(self, state: str) -> "RemarkFilter":
        """Return it for another state."""
        return replace(self, state=state)

    def without_words(self) -> "RemarkFilter":
        """Return it without the words, which may themselves be what somebody wrote."""
        return replace(self, words="", sight="all")

    def seen(self, sight: Sight) -> "RemarkFilter":
        """Return it for who sees texts so: nothing is found by a word that they may not see, nor by a place."""
        return replace(self, sight=sight) if self.words or self.box else self

    def masked(self) -> "RemarkFilter":
        """Return it for who may not read: with words that are found in masked texts alone, and its square of the map widened to whole coarse squares."""
        return replace(self.seen("masked"), queue="", box=coarse(self.box) if self.box else None)


def read_filter(arguments: Arguments) -> tuple[RemarkFilter, dict[str, str]]:
    """Read a filter from an address; the second value names what could not be read: {"fran": "week"}."""
    reader = _Reader(arguments)
    found = RemarkFilter(
        state=reader.one_of("lage", STATES),
        focus_areas=reader.slugs("fokus"),
        stance=reader.one_of("hallning", STANCES),
        source=reader.slug("kalla"),
        origin=reader.id("omgang"),
        district=reader.id("omrade"),
        since=reader.week("fran"),
        until=reader.week("till"),
        feeling=reader.one_of("kansla", FEELINGS),
        words=reader.words("ord"),
        personal=bool(reader.one_of("person", ("1",))),
        queue=reader.one_of("ko", QUEUES),
        box=reader.box("ruta"),
    )
    if found.since and found.until and found.since > found.until:
        reader.faults["till"] = "order"
    return found, reader.faults


class _Reader:
    def __init__(self, arguments: Arguments) -> None:
        self._arguments = arguments
        self.faults: dict[str, str] = {}

    def _all(self, name: str) -> list[str]:
        return [value for value in (one_line(v[:10_000]) for v in self._arguments.getlist(name)) if value]

    def _first(self, name: str) -> str:
        return next(iter(self._all(name)), "")

    def one_of(self, name: str, known: Iterable[str]) -> str:
        value = self._first(name)
        if value and value not in known:
            self.faults[name] = "choice"
            return ""
        return value

    def slugs(self, name: str) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(value for value in self._all(name) if _SLUG.fullmatch(value)))
        if len(found) < len(set(self._all(name))) or len(found) > 60:
            self.faults[name] = "choice"
        return found[:60]

    def slug(self, name: str) -> str:
        value = self._first(name)
        if value and not _SLUG.fullmatch(value):
            self.faults[name] = "choice"
            return ""
        return value

    def id(self, name: str) -> uuid.UUID | None:
        value = self._first(name)
        try:
            return uuid.UUID(value) if value else None
        except ValueError:
            self.faults[name] = "choice"
            return None

    def week(self, name: str) -> int | None:
        value = self._first(name)
        week = read_week(value)
        if value and week is None:
            self.faults[name] = "week"
        return week

    def words(self, name: str) -> str:
        value = self._first(name)
        if len(value) > MOST_WORDS:
            self.faults[name] = "long"
        return value[:MOST_WORDS].strip()

    def box(self, name: str) -> Box | None:
        value = self._first(name)
        if not value:
            return None
        try:
            south, west, north, east = (float(part) for part in value.split(","))
        except ValueError:
            self.faults[name] = "box"
            return None
        whole = all(math.isfinite(d) for d in (south, west, north, east))
        if not whole or not (-90 <= south <= north <= 90 and -180 <= west <= east <= 180):
            self.faults[name] = "box"
            return None
        return south, west, north, east


def read_week(written: str) -> int | None:
    """Return the ISO week in 2026-W47, 202647, "2026 v47" or a day as 2026-11-19; None when it is no week."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
            return week_of(date.fromisoformat(written))
        if found := _WEEK.fullmatch(written.strip()):
            week = int(found[1]) * 100 + int(found[2])
            monday_of(week)
            return week if 200_001 <= week <= 299_953 else None
    except ValueError:
        return None
    return None


def show_week(week: int | None) -> str:
    """Write a week as a field of kind "week" does: 2026-W47."""
    return f"{week // 100:04d}-W{week % 100:02d}" if week else ""
