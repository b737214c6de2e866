"""How long a way is and how long it takes; coordinates as people write them; how many groups. Pure."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dialog.base.geo import DECIMALS, length_m
from dialog.base.i18n import N_
from dialog.base.lazily import shapely

#: A group that talks as it goes, with somebody who walks slowly: 3 km an hour. Our own assumption, told on the page.
METRES_A_MINUTE = 50
MINUTES_A_STOP = 8
LARGEST_GROUP = 10
MOST_STOPS = 30
LETTERS = "ABCDEFGH"
_SMALLEST_VIEW = 250  # pixels, without the margin
Position = tuple[float, float]

_NUMBER = re.compile(r"[-+]?\d{1,3}(?:[.,]\d{1,10})?")


@dataclass(frozen=True)
class Walking:
    """How far (metres), and how many minutes on the move and at the stops."""

    metres: int
    moving: int
    standing: int

    @property
    def minutes(self) -> int:
        """Return both together."""
        return self.moving + self.standing


def walking(route: dict[str, Any] | None, stops: Sequence[Position | None]) -> Walking:
    """Return how long a walk is: along its route, or from stop to stop where no route is drawn."""
    line = route["coordinates"] if route else [[p[1], p[0]] for p in stops if p is not None]
    metres = length_m(shapely.LineString(line)) if len(line) > 1 else 0.0
    return Walking(round(metres), math.ceil(metres / METRES_A_MINUTE), MINUTES_A_STOP * len(stops))


def through(stops: Sequence[Position | None]) -> dict[str, Any] | None:
    """Return a route straight from stop to stop, or None where fewer than two have a position of their own."""
    line: list[list[float]] = []
    for stop in stops:
        if stop is not None and [stop[1], stop[0]] not in line[-1:]:
            line.append([stop[1], stop[0]])
    return {"type": "LineString", "coordinates": line} if len(line) > 1 else None


def view_of(points: Sequence[Position]) -> tuple[float, float, int] | None:
    """Return (lat, lng, zoom) that shows points on a map as small as a telephone's; None without points."""
    if not points:
        return None
    lats, lngs = [p[0] for p in points], [p[1] for p in points]
    lat, lng = (min(lats) + max(lats)) / 2, (min(lngs) + max(lngs)) / 2
    # In degrees of longitude, as the map is drawn: a degree of latitude is longer on the paper.
    wide = max(max(lngs) - min(lngs), (max(lats) - min(lats)) / math.cos(math.radians(lat)), 1e-6)
    closest = math.floor(math.log2(_SMALLEST_VIEW / 256 * 360 / wide))
    return round(lat, 6), round(lng, 6), max(9, min(16, closest))


def groups_for(walkers: int) -> int:
    """Return how many groups so many walkers are best in: none larger than ten, at least one."""
    return max(1, min(len(LETTERS), math.ceil(walkers / LARGEST_GROUP)))


class NoPosition(ValueError):
    """What was written is no position. The message is a whole Swedish sentence (a msgid)."""


def read_position(written: str) -> Position | None:
    """Return (lat, lng) from "56.8777, 14.8091" or "56,8777 14,8091"; None for nothing; NoPosition for anything else."""
    text = written.strip()
    if not text:
        return None
    # A comma with a space after it parts the two; one without is a Swedish decimal.
    parts = [part for part in re.split(r"[;\s]+|,\s+", text) if part]
    if len(parts) == 1:
        parts = text.split(",")
    if len(parts) != 2 or not all(_NUMBER.fullmatch(part.strip(",")) for part in parts):
        raise NoPosition(N_("Skriv latitud och longitud, till exempel 56.8777, 14.8091."))
    lat, lng = (round(float(part.strip(",").replace(",", ".")), DECIMALS) for part in parts)
    if not (-90 <= lat <= 90 and -180 <= lng <= 180):
        raise NoPosition(N_("Skriv latitud och longitud, till exempel 56.8777, 14.8091."))
    return lat, lng


def show_position(lat: float | None, lng: float | None) -> str:
    """Write a position as `read_position` reads it."""
    return "" if lat is None or lng is None else f"{lat:.6f}, {lng:.6f}"


def read_lines(written: str) -> list[Position]:
    """Return the positions of a list, one a line; NoPosition names nothing but the rule."""
    found = (read_position(line) for line in written.splitlines())
    return [position for position in found if position is not None]


def show_lines(route: dict[str, Any] | None) -> str:
    """Write a route as `read_lines` reads it."""
    return "\n".join(show_position(lat, lng) for lng, lat in route["coordinates"]) if route else ""
