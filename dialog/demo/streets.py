"""Ways along the streets of the example's map package: where people stand, and how they walk from there to the next stop. Pure."""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from dialog.place.streets import Piece

_WALKED = ("path", "street", "major")
_METRES = 111_195
Node = tuple[float, float]  # lng, lat


class Streets:
    """The corners of streets and paths, and how far it is between those that are joined."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._joined: dict[Node, dict[Node, float]] = defaultdict(dict)
        for piece in pieces:
            for line in piece.lines if piece.kind in _WALKED else ():
                places = [(round(lng, 6), round(lat, 6)) for lng, lat in line]
                for one, other in pairwise(places):
                    self._joined[one][other] = self._joined[other][one] = _metres(one, other)

    def nearest(self, lat: float, lng: float) -> Node | None:
        """Return the corner nearest to a position; None where there are no streets at all."""
        return min(self._joined, key=lambda node: (_metres(node, (lng, lat)), node), default=None)

    def way(self, start: Node, end: Node) -> list[Node] | None:
        """Return the shortest way from corner to corner; None where they are not joined."""
        best, seen = [(0.0, start, [start])], set()
        while best:
            far, node, way = heapq.heappop(best)
            if node == end:
                return way
            if node in seen:
                continue
            seen.add(node)
            for other, step in self._joined[node].items():
                if other not in seen:
                    heapq.heappush(best, (far + step, other, [*way, other]))
        return None


def _metres(one: Node, other: Node) -> float:
    wide = math.cos(math.radians(one[1]))
    return math.hypot((one[0] - other[0]) * wide, one[1] - other[1]) * _METRES
