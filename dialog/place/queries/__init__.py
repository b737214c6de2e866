"""Questions about where: districts, names, and what a map shows of them."""

from dialog.place.queries.districts import (
    FARTHEST_M,
    KnownDistrict,
    Outlines,
    Remembered,
    bounds,
    check_beside,
    check_inside,
    check_within,
    districts,
    districts_at,
    districts_of_many,
    is_fine,
    kinds,
    remembered,
    remembered_of,
    stamp,
)
from dialog.place.queries.drawn import (
    first_view,
    outlines,
)
from dialog.place.queries.names import (
    Described,
    FoundPlace,
    describe,
    find_places,
    name_counts,
    near,
)

__all__ = [
    "FARTHEST_M",
    "Described",
    "FoundPlace",
    "KnownDistrict",
    "Outlines",
    "Remembered",
    "bounds",
    "check_beside",
    "check_inside",
    "check_within",
    "describe",
    "districts",
    "districts_at",
    "districts_of_many",
    "find_places",
    "first_view",
    "is_fine",
    "kinds",
    "name_counts",
    "near",
    "outlines",
    "remembered",
    "remembered_of",
    "stamp",
]
