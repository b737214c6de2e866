"""A walk's map in a protocol's file: the same drawing as on the invitation, told in words beside it. Points stand at their stops.

Comes before: `queries/picture.py`, `kinds/map_file.py`. Goes to: `forms/telling_protocol.py`, `staff/protocol.py`.
"""

from dataclasses import dataclass
from typing import Any

from dialog.place.forms import map_package, map_source
from dialog.walk.kinds.document import Picture
from dialog.walk.kinds.map_file import png, svg
from dialog.walk.models import Walk
from dialog.walk.queries.picture import picture_of
from dialog.walk.queries.walks import stops_of
from dialog.web.language import gettext as _
from dialog.web.pages import show_number
from dialog.web.transaction import db

_NAME = "map"


@dataclass(frozen=True)
class Way:
    """The map, where anything of the walk has a position, its bytes by name, and the stops in words."""

    picture: Picture | None
    files: dict[str, bytes]
    words: str


def shown_way(walk: Walk) -> dict[str, Any]:
    """Return what a page shows of the way: the drawn map, where its streets come from, and the stops in words."""
    stops = stops_of(db(), walk.id)
    names = ", ".join(f"{stop.number} {stop.name}" for stop in stops)
    drawn = picture_of(db(), walk, stops, map_package())
    return {
        "picture": drawn if drawn is not None and drawn.tells else None,
        "source": map_source(),
        "way_words": _("Stopp: %(names)s.", names=names) if names else "",
    }


def way_of(walk: Walk, kind: str) -> Way:
    """Return a walk's map for a file of a kind: SVG in a "pdf", PNG in a "docx"."""
    shown = shown_way(walk)
    drawn, words = shown["picture"], shown["way_words"]
    if drawn is None:
        return Way(None, {}, words)
    made = svg(drawn, shown["source"], _("%(n)s m", n=show_number(drawn.scale_m)), _("N"))
    data = made.encode() if kind == "pdf" else png(made, drawn.width, drawn.height)
    told = [_("Karta över vandringen: rutten och stoppen"), _("Vad stoppen heter står i texten efter kartan.")]
    legend = _("Ruter är samlingsplatsen, cirklar med nummer är stopp.")
    return Way(Picture(_NAME, ". ".join(told) if words else told[0], legend), {_NAME: data}, words)
