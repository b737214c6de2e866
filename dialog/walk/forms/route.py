"""The way and its stops. On the map, or in words and coordinates: both are in the same form, and what was changed last counts."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dialog.base.geo import GeometryProblem, point_for, read_geometry
from dialog.base.texts import one_line
from dialog.walk.kinds.plan import PlannedStop, Route
from dialog.walk.kinds.route import (
    MOST_STOPS,
    NoPosition,
    read_lines,
    read_position,
    show_lines,
    show_position,
    through,
)
from dialog.walk.models import Stop, Walk
from dialog.web.language import gettext as _

#: Raises GeometryProblem for a place that is not near the municipality (`place.queries.check_inside`).
CheckPlace = Callable[[dict[str, Any]], None]


@dataclass
class StopRow:
    """A stop as it was typed: `number` is where on the way it stands; one that is to go has none."""

    number: str = ""
    name: str = ""
    position: str = ""
    id: str = ""


@dataclass
class RouteForm:
    """The rows, one that is added, and the route: drawn (GeoJSON), as a list of positions, or straight from stop to stop."""

    stops: list[StopRow] = field(default_factory=list)
    added_words: str = ""
    added_geometry: str = ""
    geometry: str = ""
    before: str = ""
    lines: str = ""
    is_straight: bool = False
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return (id of the field, sentence) for the error summary."""
        return [(name, sentence) for name, sentences in self.errors.items() for sentence in sentences]

    def _wrong(self, name: str, sentence: str) -> None:
        self.errors.setdefault(name, []).append(sentence)

    def plan(self, check: CheckPlace) -> Route | None:
        """Return the plan that the form tells, or None when `errors` says what is wrong."""
        stops = self._stops(check)
        if len(stops) > MOST_STOPS:
            self._wrong("stop-words", _("En vandring kan ha högst %(n)s stopp.", n=MOST_STOPS))
        route = through([stop.position for stop in stops]) if self.is_straight else self._route(check)
        if self.is_straight and route is None:
            self._wrong("straight", _("Minst två stopp behöver en position för att en rutt ska gå mellan dem."))
        return None if self.errors else Route(route, stops)

    def _stops(self, check: CheckPlace) -> list[PlannedStop]:
        placed: list[tuple[float, int, PlannedStop]] = []
        for n, row in enumerate(self.stops):
            if not row.number.strip() or not row.name:
                if row.number.strip() and not row.name:
                    self._wrong(f"name-{n}", _("Skriv vad stoppet heter, eller töm numret för att ta bort det."))
                continue
            placed.append((self._number(n, row), n, PlannedStop(row.name, self._position(n, row, check), _id(row.id))))
        stops = [stop for _at, _n, stop in sorted(placed, key=lambda one: one[:2])]
        if self.added_words or self.added_geometry:
            position = self._point("stop-words", self.added_geometry, check)
            stops.append(PlannedStop(self.added_words or _("Stopp %(n)s", n=len(stops) + 1), position))
        return stops

    def _number(self, n: int, row: StopRow) -> float:
        try:
            number = float(row.number.strip().replace(",", "."))
        except ValueError:
            number = float("nan")
        if not 0 <= number <= 1000:
            self._wrong(f"number-{n}", _("Skriv stoppets nummer, till exempel 3."))
            return 0.0
        return number

    def _position(self, n: int, row: StopRow, check: CheckPlace) -> tuple[float, float] | None:
        try:
            position = read_position(row.position)
            if position is not None:
                check({"type": "Point", "coordinates": [position[1], position[0]]})
        except (NoPosition, GeometryProblem) as problem:
            self._wrong(f"position-{n}", _(str(problem)))
            return None
        return position

    def _point(self, name: str, sent: str, check: CheckPlace) -> tuple[float, float] | None:
        if not sent:
            return None
        try:
            point = read_geometry(sent, kinds=("Point",))
            check(point)
            return point_for(point)
        except GeometryProblem as problem:
            self._wrong(name, _(str(problem)))
            return None

    def _route(self, check: CheckPlace) -> dict[str, Any] | None:
        """Return what was drawn, if it was drawn now; else what stands in the list of positions."""
        try:
            if self.geometry != self.before:
                route = read_geometry(self.geometry, kinds=("LineString",)) if self.geometry else None
            else:
                line = [[lng, lat] for lat, lng in read_lines(self.lines)]
                route = (
                    read_geometry({"type": "LineString", "coordinates": line}, kinds=("LineString",)) if line else None
                )
            if route is not None:
                check(route)
        except (NoPosition, GeometryProblem) as problem:
            self._wrong("route-words", _(str(problem)))
            return None
        return route


def _id(written: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(written) if written else None
    except ValueError:
        return None


def route_of(walk: Walk, stops: Sequence[Stop]) -> RouteForm:
    """Return the form of a way as it stands."""
    drawn = json.dumps(walk.route) if walk.route else ""
    rows = [StopRow(str(s.number), s.name, show_position(s.lat, s.lng), str(s.id)) for s in stops]
    return RouteForm(rows, geometry=drawn, before=drawn, lines=show_lines(walk.route))


def route_sent(sent: Mapping[str, Any]) -> RouteForm:
    """Return the form as somebody filled it in."""
    rows = []
    for n in range(MOST_STOPS + 1):
        if f"name-{n}" not in sent:
            break
        rows.append(
            StopRow(
                one_line(sent.get(f"number-{n}", ""))[:8],
                one_line(sent.get(f"name-{n}", ""))[:120],
                one_line(sent.get(f"position-{n}", ""))[:60],
                one_line(sent.get(f"id-{n}", ""))[:40],
            )
        )
    return RouteForm(
        rows,
        added_words=one_line(sent.get("stop-words", ""))[:120],
        added_geometry=sent.get("stop-geometry", "")[:2000],
        geometry=sent.get("route-geometry", "")[:60_000],
        before=sent.get("route-before", "")[:60_000],
        lines=sent.get("route-words", "")[:20_000],
        is_straight="straight" in sent,
    )
