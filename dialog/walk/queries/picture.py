"""The drawn map of a walk: what is printed, and shown where there is no other map. Next stop: `templates/walk/_map.html`."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from dialog.place.queries import districts, kinds
from dialog.walk.kinds.drawing import Picture, draw
from dialog.walk.models import Stop, Walk


def picture_of(db: Session, walk: Walk, stops: Sequence[Stop]) -> Picture | None:
    """Return a walk's drawn map, or None where nothing of it has a position."""
    of_kind = next(iter(kinds(db)), None)
    areas = [district.area for district in districts(db, of_kind.slug)] if of_kind else []
    placed = [(s.number, s.name, s.lat, s.lng) for s in stops if s.lat is not None and s.lng is not None]
    has_place = walk.gathering_lat is not None and walk.gathering_lng is not None
    gathering = (walk.gathering_lat, walk.gathering_lng) if has_place else None
    return draw(walk.route, placed, gathering, areas)  # type: ignore[arg-type]
