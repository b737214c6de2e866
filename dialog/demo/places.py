"""Where the example's residents are: in clusters, as people live, within the districts. Pure, and the same for a seed."""

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import Point, box, prepare, unary_union
from shapely.geometry.base import BaseGeometry

from dialog.place.reading import NamedPlace, ReadDistrict

_METRES_PER_DEGREE = 111_195


@dataclass(frozen=True)
class Cluster:
    """A neighbourhood: its middle in degrees, how far it spreads in metres, and what it is called."""

    lat: float
    lng: float
    spread: float
    district: str
    weight: float


class Town:
    """Clusters within districts; `inside` keeps every place within the outer border."""

    def __init__(self, rng: random.Random, districts: Sequence[tuple[str, BaseGeometry]], *, each: int = 3) -> None:
        self._rng = rng
        self._areas = [area for _, area in districts]
        for area in self._areas:
            prepare(area)
        self.clusters = [cluster for name, area in districts for cluster in self._clusters(name, area, each)]
        self._weights = [cluster.weight for cluster in self.clusters]

    def _clusters(self, name: str, area: BaseGeometry, each: int) -> list[Cluster]:
        # Districts hold about as many people each; a large one is mostly forest, with people in one village of it.
        side = math.sqrt(area.area) * _METRES_PER_DEGREE * 0.7
        many = each if side < 4000 else 1
        return [self._cluster(name, area, side) for _ in range(many)]

    def _cluster(self, name: str, area: BaseGeometry, side: float) -> Cluster:
        middle = area.representative_point()
        west, south, east, north = area.bounds
        for _ in range(60):
            x = self._rng.gauss(middle.x, (east - west) / 6)
            y = self._rng.gauss(middle.y, (north - south) / 6)
            if area.contains(Point(x, y)):
                break
        else:
            x, y = middle.x, middle.y
        return Cluster(y, x, min(350.0, max(60.0, side / 9)), name, self._rng.paretovariate(1.6))

    def busiest(self, metres: float) -> Cluster:
        """Return the largest neighbourhood with so many metres to the outer border in each direction; else the largest of all."""
        whole = unary_union(self._areas)

        def has_room(one: Cluster) -> bool:
            high, wide = metres / _METRES_PER_DEGREE, metres / (_METRES_PER_DEGREE * math.cos(math.radians(one.lat)))
            return bool(whole.contains(box(one.lng - wide, one.lat - high, one.lng + wide, one.lat + high)))

        return max(self.clusters, key=lambda one: (has_room(one), one.weight))

    def place(self) -> tuple[float, float, str]:
        """Return (lat, lng, name of the neighbourhood) of a place that somebody might tell about."""
        [cluster] = self._rng.choices(self.clusters, self._weights)
        for _ in range(30):
            north, east = (self._rng.gauss(0, cluster.spread) for _ in range(2))
            lat = cluster.lat + north / _METRES_PER_DEGREE
            lng = cluster.lng + east / (_METRES_PER_DEGREE * math.cos(math.radians(cluster.lat)))
            if any(area.contains(Point(lng, lat)) for area in self._areas):
                return round(lat, 6), round(lng, 6), cluster.district
        return round(cluster.lat, 6), round(cluster.lng, 6), cluster.district

    def geometry(self, *, stretch: bool = False) -> tuple[dict[str, Any], str]:
        """Return a point, or a stretch of some hundred metres, with the name of its neighbourhood."""
        lat, lng, name = self.place()
        if not stretch:
            return {"type": "Point", "coordinates": [lng, lat]}, name
        bearing, points = self._rng.uniform(0, 2 * math.pi), [[lng, lat]]
        for _ in range(self._rng.randint(1, 3)):
            bearing += self._rng.gauss(0, 0.4)
            step = self._rng.uniform(60, 160) / _METRES_PER_DEGREE
            x, y = points[-1]
            x += step * math.sin(bearing) / math.cos(math.radians(lat))
            points.append([round(x, 6), round(y + step * math.cos(bearing), 6)])
        return {"type": "LineString", "coordinates": points}, name


def squares(
    bounds: tuple[float, float, float, float], across: int, down: int, names: Iterable[NamedPlace]
) -> list[ReadDistrict]:
    """Cut bounds (west, south, east, north in degrees) into squares, for a town without districts of its own.

    Each is called after the street that there is most of in it, which none before it is called after.
    """
    streets = [place for place in names if place.kind == "street"]
    west, south, east, north = bounds
    wide, high = (east - west) / across, (north - south) / down
    found: list[ReadDistrict] = []
    for row in range(down):
        for column in range(across):
            w, n = west + column * wide, north - row * high
            inside = Counter(s.name for s in streets if w <= s.lng < w + wide and n - high < s.lat <= n)
            free = [
                (-many, street) for street, many in inside.items() if f"Kring {street}" not in {d.name for d in found}
            ]
            name = f"Kring {min(free)[1]}" if free else f"Ruta {chr(ord('A') + row)}{column + 1}"
            ring = [[round(x, 6), round(y, 6)] for x, y in box(w, n - high, w + wide, n).exterior.coords]
            found.append(ReadDistrict(f"ruta-{row + 1}-{column + 1}", name, {"type": "Polygon", "coordinates": [ring]}))
    return found
