"""Forms about places: a position in an address, the files that districts and names come in, and what stands behind the map."""

import math
from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import current_app
from flask_wtf.file import FileField
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Regexp

from dialog.base.settings import Settings
from dialog.web import pages
from dialog.web.forms import StaffForm
from dialog.web.language import gettext as _
from dialog.web.language import lazy as _l


def map_setting() -> str:
    """Return what the site has chosen to stand behind its maps: a package, a server of tiles, or nothing."""
    settings: Settings = current_app.extensions["dialog.settings"]
    return settings.map


def map_package() -> str:
    """Return the file of streets that stands behind the site's maps; nothing where there is none."""
    chosen = map_setting()
    return chosen if chosen.endswith(".pmtiles") else ""


def map_source() -> str:
    """Return what a map says of its source: the site's own words, else whom a package or a server of tiles comes from."""
    chosen = map_setting()
    if not chosen:
        return ""
    if given := str(pages.site().map_source):
        return given
    server = urlsplit(chosen).hostname or ""
    if chosen.endswith(".pmtiles") or server.endswith("openstreetmap.org"):
        return _("© OpenStreetMap-bidragsgivare")
    return _("Karta från %(server)s", server=server)


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
