"""Forms about places: a position in an address, and the files that districts and names come in."""

import math
from collections.abc import Mapping

from flask_wtf.file import FileField
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Regexp

from dialog.web.forms import StaffForm
from dialog.web.language import lazy as _l


def position_asked_for(asked: Mapping[str, str]) -> tuple[float, float] | None:
    """Return (lat, lng) in degrees from an address, or None when they are none."""
    try:
        lat, lng = float(asked["lat"]), float(asked["lng"])
    except (KeyError, ValueError):
        return None
    return (lat, lng) if math.isfinite(lat) and math.isfinite(lng) and abs(lat) <= 90 and abs(lng) <= 180 else None


class DistrictsForm(StaffForm):
    """A file with districts of one kind."""

    kind = StringField(
        _l("Kortnamn på indelningen, till exempel regso"),
        [
            InputRequired(_l("Skriv ett kortnamn, till exempel regso.")),
            Regexp(
                r"^[a-z0-9][a-z0-9-]{0,39}$",
                message=_l("Skriv kortnamnet med små bokstäver a–z, siffror och bindestreck."),
            ),
        ],
    )
    name = StringField(
        _l("Namn som visas"),
        [InputRequired(_l("Skriv vad indelningen heter, till exempel Stadsdelar.")), Length(max=80)],
    )
    file = FileField(_l("Fil med områden (GeoJSON)"))


class NamesForm(StaffForm):
    """A file with names of places."""

    file = FileField(_l("Lista med platser (CSV med namn, lat, lng)"))
