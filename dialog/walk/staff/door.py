"""What the pages share: the blueprint, whose walk it is, one way to look it up, and how a deed is told afterwards.

A walk leader has their own walks; another's looks as one that is not there (TRUST S3).
"""

from typing import Any

from flask import Blueprint, Response, current_app, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Redirection

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.walk.models import Walk
from dialog.walk.queries.walks import last_editor, leads, walk_called
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import signed_in
from dialog.web.transaction import db, read_on

bp = Blueprint("walk_staff", __name__)
ROLES = ("coordinator", "walk_leader")

STATE_WORDS = {
    "planned": N_("Planerad"),
    "open": N_("Pågår"),
    "closed": N_("Avslutad"),
    "archived": N_("Arkiverad"),
}
#: What was just done, as the next page says it.
DONE = {
    "skapad": N_("Vandringen är skapad. Allt annat än dag och plats har förval, som du kan ändra här."),
    "sparad": N_("Det är sparat."),
    "visas": N_("Inbjudan visas nu för alla."),
    "dold": N_("Inbjudan visas inte längre."),
    "start": N_("Vandringen har börjat. Rutt, stopp, grupper och checklista går inte att ändra längre."),
    "close": N_(
        "Vandringen är avslutad. Surfplattor kan fortfarande skicka det de har sparat, tills du arkiverar den."
    ),
    "archive": N_("Vandringen är arkiverad och tar inte emot något mer."),
    "ihop": N_("Synpunkterna är ihopslagna."),
    "isar": N_("Synpunkterna står var för sig igen."),
    "sparrad": N_("Surfplattan är spärrad. Inget mer tas emot från den."),
    "sparrad-bytt": N_(
        "Surfplattan är spärrad och koden är bytt. Den gamla koden ansluter ingen längre. Plattor som redan är med märker inget."
    ),
    "bytt": N_("Koden är bytt. Den gamla ansluter ingen längre. Plattor som redan är med märker inget."),
    "avgjord": N_("Det undanlagda är avgjort."),
    "inskrivna": N_("Protokollet är inskrivet."),
    "protokoll": N_("Protokollet är gjort av det som kom in på vandringen. Skriv nu varje punkt med egna ord."),
    "punkt-tillagd": N_("Punkten är tillagd. En kollega kan nu läsa och släppa den."),
    "punkt-borta": N_("Punkten är borttagen."),
    "slappta": N_("Det som någon annan har skrivit är släppt. Det du har skrivit i dag släpps av en kollega."),
    "protokoll-visas": N_("Protokollet visas nu för alla, med de punkter och foton som är släppta."),
    "protokoll-dolt": N_("Protokollet visas inte längre för alla."),
}


def is_own_only() -> bool:
    """Say whether the person sees their own walks alone."""
    return not signed_in().has("coordinator")


def found(slug: str) -> Walk:
    """Return the walk at an address, if the person may see it."""
    walk = walk_called(db(), slug)
    if walk is None or (is_own_only() and not leads(db(), signed_in().account_id, walk.id)):
        raise Problem("not_found")
    return walk


def version_sent() -> int:
    """Return the version that the page was made of; 0 (never current) when it is not a number."""
    sent = request.form.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0


def done(endpoint: str, what: str = "", anchor: str = "", **values: Any) -> Redirection:
    """Lead on after a deed: the page that shows it says so."""
    if what:
        values["klart"] = what
    return redirect(url_for(endpoint, _anchor=anchor or None, **values), 303)


def show(template: str, walk: Walk | None = None, status: int = 200, **facts: Any) -> Response:
    """Return one of the room's staff pages."""
    told = DONE.get(request.args.get("klart", ""))
    facts = {"walk": walk, "done": _(told) if told else "", "state_words": STATE_WORDS, "map_urls": map_urls()} | facts
    return page(f"walk/staff/{template}.html", status, **facts)


def map_urls() -> dict[str, str]:
    """Return where a map asks."""
    return {
        "config": url_for("place_public.map_settings"),
        "search": url_for("place_public.search"),
        "describe": url_for("place_public.here"),
    }


def stale(slug: str) -> tuple[Walk, str]:
    """Return the walk as it stands now and who changed it, for a page that tells why nothing was kept (TRUST D13)."""
    read_on()
    walk = found(slug)
    return walk, last_editor(db(), walk.id)


def tablet_path(walk: Walk) -> str | None:
    """Return where a tablet joins, or None while no page answers there."""
    path = f"/v/{walk.join_code}"
    try:
        current_app.url_map.bind("localhost").match(path)
    except HTTPException:
        return None
    return path
