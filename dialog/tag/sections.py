"""What later rooms know, for the pages of this one. Pure: `figures` registers the counts that it keeps ready, `walk` a remark's photos."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Called as (db, chosen: RemarkFilter): how many remarks a filter lets through, or None where that is not kept.
TOTALS: dict[str, Callable[[Any, Any], int | None]] = {}
#: Called as (db): how many remarks each focus area is counted for.
USES: dict[str, Callable[[Any], Mapping[uuid.UUID, int]]] = {}


@dataclass(frozen=True)
class Nearest:
    """Where what a filter chooses lies: in these weeks at these places (millionths of a degree, north and east), and some perhaps nowhere."""

    since: int
    until: int
    places: Sequence[tuple[int, int]]
    is_also_nowhere: bool


#: Called as (db, chosen, week, is_newer, most): where at least so many lie that a filter chooses, or all of them, nearest in time to a week (that
#: week beside them; None: from the newest), older ones or newer; None where that is not known, or they are very many.
NEAREST: dict[str, Callable[[Any, Any, int | None, bool, int], Nearest | None]] = {}


@dataclass(frozen=True)
class DeskPhoto:
    """A photo of a remark: the endpoint that sends it (by remark_id and photo_id, small with liten=1; each opening is logged), and
    what it shows where somebody has said so.
    """

    endpoint: str
    photo_id: uuid.UUID
    alternative: str


#: Called as (db, remark_id, is_trusted) for who may read the remark: its photos; `is_trusted`: who may also read what accuses somebody.
PHOTOS: dict[str, Callable[[Any, uuid.UUID, bool], Sequence[DeskPhoto]]] = {}


def photos_of(db: Any, remark_id: uuid.UUID, *, is_trusted: bool) -> list[DeskPhoto]:
    """Return a remark's photos, from every room that has any."""
    return [photo for finder in PHOTOS.values() for photo in finder(db, remark_id, is_trusted)]
