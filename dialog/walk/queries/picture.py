"""The drawn map of a walk: what is printed, and shown where there is no other map. Next stop: `templates/walk/_map.html`."""

import logging
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path

from sqlalchemy.orm import Session

from dialog.place.queries import districts, kinds
from dialog.place.streets import UNREADABLE, pieces
from dialog.walk.kinds.drawing import HEIGHT, WIDTH, Picture, draw
from dialog.walk.kinds.ground import Frame, Ground, ground_of
from dialog.walk.models import Stop, Walk

log = logging.getLogger("dialog")


def picture_of(db: Session, walk: Walk, stops: Sequence[Stop], package: str = "") -> Picture | None:
    """Return a walk's drawn map, or None where nothing of it has a position; `package` is the file of streets to draw it on."""
    of_kind = next(iter(kinds(db)), None)
    areas = [district.area for district in districts(db, of_kind.slug)] if of_kind else []
    placed = [(s.number, s.name, s.lat, s.lng) for s in stops if s.lat is not None and s.lng is not None]
    has_place = walk.gathering_lat is not None and walk.gathering_lng is not None
    gathering = (walk.gathering_lat, walk.gathering_lng) if has_place else None
    ground = partial(_ground_of, package) if package else None
    return draw(walk.route, placed, gathering, areas, ground)  # type: ignore[arg-type]


def _ground_of(package: str, frame: Frame, taken: tuple[tuple[float, float], ...]) -> Ground | None:
    """Draw what a package shows within a frame; None where it shows nothing there, or is away or being replaced: the borders are drawn then."""
    try:
        return _ground(package, Path(package).stat().st_mtime_ns, frame, taken)
    except UNREADABLE as fault:
        log.warning("the map package could not be read: %s", type(fault).__name__)
        return None


@lru_cache(maxsize=32)  # some ten kilobytes each, and many look at the same walk
def _ground(package: str, _written: int, frame: Frame, taken: tuple[tuple[float, float], ...]) -> Ground | None:
    """Draw what a package shows within a frame."""
    return ground_of(pieces(package, frame), frame, (WIDTH, HEIGHT), taken)
