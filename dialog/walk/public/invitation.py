"""`/vandringar` and one walk's invitation: when and where, the way, a calendar file, a sheet to print. Only what has been announced.

Nothing here joins a tablet: the code that does is for the leader's page alone.
"""

from typing import Any
from urllib.parse import urlsplit

from flask import Response, request, url_for

from dialog.base.clock import now
from dialog.base.problems import Problem
from dialog.place.forms import map_package, map_source
from dialog.walk.forms.telling import light_words, walking_words
from dialog.walk.kinds.calendar import Event, calendar_file
from dialog.walk.kinds.qr import code_of
from dialog.walk.kinds.route import walking
from dialog.walk.kinds.sunlight import light_of
from dialog.walk.models import Walk
from dialog.walk.public.door import bp
from dialog.walk.public.protocol import told_of
from dialog.walk.queries import walks as queries
from dialog.walk.queries.picture import picture_of
from dialog.web import pages
from dialog.web.language import gettext as _
from dialog.web.security import everyone
from dialog.web.transaction import db


@bp.get("/vandringar")
@everyone
def list_walks() -> Response:
    """Show the coming walks and those that are over."""
    coming, over = queries.announced_walks(db())
    return _kept(pages.page("walk/public/list.html", coming=coming, over=over))


@bp.get("/vandring/<slug:slug>")
@everyone
def invitation(slug: str) -> Response:
    """Show the invitation, or that the walk is over."""
    walk = _announced(slug)
    return _kept(_page("invitation", walk, **told_of(walk)))


@bp.get("/vandring/<slug:slug>/utskrift")
@everyone
def sheet(slug: str) -> Response:
    """Show the sheet to print: map, way, stops, and a QR code that leads to the invitation."""
    walk = _announced(slug)
    address = _address(walk)
    return _kept(_page("sheet", walk, address=address, qr=code_of(address)))


@bp.get("/vandring/<slug:slug>/kalender.ics")
@everyone
def calendar(slug: str) -> Response:
    """Send the walk as a calendar file."""
    walk = _announced(slug)
    site, address = pages.site(), _address(walk)
    position = None
    if walk.gathering_lat is not None and walk.gathering_lng is not None:
        position = (walk.gathering_lat, walk.gathering_lng)
    about = "\n\n".join(part for part in (walk.purpose, walk.good_to_know, address) if part)
    event = Event(
        uid=f"{walk.id}@{urlsplit(address).hostname or 'trygghetsdialog'}",
        title=f"{walk.title}, {site.municipality}" if site.municipality else walk.title,
        starts_at=walk.starts_at,
        minutes=walk.minutes,
        place=walk.gathering_words,
        about=about,
        url=address,
        made_at=now().replace(hour=0, minute=0, second=0, microsecond=0),
        version=walk.version,
        position=position,
    )
    response = Response(calendar_file(event), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{walk.slug}.ics"'
    return _kept(response)


def _announced(slug: str) -> Walk:
    walk = queries.announced(db(), slug)
    if walk is None:
        raise Problem("not_found", _("Vandringen finns inte, eller så är inbjudan inte klar än."))
    return walk


def _address(walk: Walk) -> str:
    return pages.whole_address(f"/vandring/{walk.slug}")


def _page(template: str, walk: Walk, **more: Any) -> Response:
    stops = queries.stops_of(db(), walk.id)
    position = queries.position_of(db(), walk)
    return pages.page(
        f"walk/public/{template}.html",
        walk=walk,
        stops=stops,
        is_over=walk.state in ("closed", "archived"),
        district=queries.district_name(db(), walk),
        walking=walking_words(walking(walk.route, queries.places_of(stops))),
        light=light_words(light_of(*position, walk.starts_at, walk.minutes)) if position else [],
        picture=picture_of(db(), walk, stops, map_package()),
        source=map_source(),
        calendar=url_for(".calendar", slug=walk.slug),
        **more,
    )


def _kept(response: Response) -> Response:
    """Let a browser keep the page but ask each time whether it still holds."""
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
