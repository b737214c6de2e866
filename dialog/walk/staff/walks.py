"""Walks as such: the list, a new one of a day and a place, one walk's page, its deeds, and the same walk again."""

from dataclasses import replace
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as Redirection

from dialog.base.clock import SWEDISH, today
from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.place.forms import map_package, map_source
from dialog.place.queries import districts
from dialog.walk.forms.facts import FactsForm, facts_of, facts_sent
from dialog.walk.forms.telling import light_words, walking_words
from dialog.walk.kinds.people import CATEGORIES, ROLES
from dialog.walk.kinds.route import groups_for, walking
from dialog.walk.kinds.sunlight import light_of
from dialog.walk.models import Walk
from dialog.walk.operations import planning, running
from dialog.walk.queries import walks as queries
from dialog.walk.queries.picture import picture_of
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show, version_sent
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db

#: The deeds of a walk's life, by the word in the address.
DEEDS = {"starta": "start", "avsluta": "close", "arkivera": "archive"}


@bp.get("/admin/vandringar")
@staff(*door.ROLES)
def list_walks() -> Response:
    """Show every walk, or a leader's own."""
    person = signed_in()
    return show("list", rows=queries.walks_for(db(), person.account_id if door.is_own_only() else None))


@bp.get("/admin/vandringar/ny")
@staff(*door.ROLES)
def new() -> Response:
    """Ask for the day and the gathering place."""
    return show("new", form=FactsForm())


@bp.post("/admin/vandringar/ny")
@staff(*door.ROLES)
def create() -> Response | Redirection:
    """Make a walk; who makes it coordinates it, a leader leads it."""
    form = facts_sent(request.form)
    facts = form.facts(_districts(), is_new=True)
    if facts is None:
        return show("new", status=422, form=form, page_errors=form.summary)
    role = "leader" if door.is_own_only() else "coordinator"
    walk = planning.create_walk(db(), signed_in(), replace(facts, slug=""), **{role: signed_in().account_id})
    return door.done(".walk", "skapad", slug=walk.slug)


def _districts() -> set[Any]:
    return {district.id for district in districts(db())}


@bp.get("/admin/vandringar/<slug:slug>")
@staff(*door.ROLES)
def walk(slug: str) -> Response:
    """Show one walk: what is planned, how light it will be, its map, and what can be done now."""
    return _walk(found(slug))


def _walk(walk: Walk, status: int = 200, **more: Any) -> Response:
    stops, walkers = queries.stops_of(db(), walk.id), queries.walkers_of(db(), walk.id)
    position = queries.position_of(db(), walk)
    roles = queries.roles_of(db(), walk.id)
    return show(
        "walk", walk, status,
        stops=stops,
        walking=walking_words(walking(walk.route, queries.places_of(stops))),
        light=light_words(light_of(*position, walk.starts_at, walk.minutes)) if position else [],
        picture=picture_of(db(), walk, stops, map_package()),
        source=map_source(),
        district=queries.district_name(db(), walk),
        roles=[(_(label), [one.name for one in roles.get(role, ())]) for role, label in ROLES.items()],
        walkers=[(_(label), walkers[category]) for category, label in CATEGORIES.items() if category in walkers],
        walker_count=sum(walkers.values()),
        groups=queries.groups_of(db(), walk.id),
        groups_needed=groups_for(sum(walkers.values())),
        relatives=queries.again_of(db(), walk),
        tablet=door.tablet_path(walk),
        has_passed=walk.state == "planned" and walk.starts_at.astimezone(SWEDISH).date() < today(),
        **more,
    )  # fmt: skip


@bp.post("/admin/vandringar/<slug:slug>/inbjudan")
@staff(*door.ROLES)
def announce(slug: str) -> Response | Redirection:
    """Show the invitation to everyone, or take it away."""
    walk, shown = found(slug), request.form.get("visa") == "1"
    try:
        running.announce(db(), signed_in(), walk.id, version_sent(), shown=shown)
    except Problem as problem:
        return _refused(slug, problem)
    return door.done(".walk", "visas" if shown else "dold", slug=slug)


@bp.get("/admin/vandringar/<slug:slug>/lage/<slug:deed>")
@staff(*door.ROLES)
def ask_step(slug: str, deed: str) -> Response:
    """Ask before the walk starts, closes or is archived: none of them can be undone."""
    walk = found(slug)
    if deed not in DEEDS:
        raise Problem("not_found")
    return show("step", walk, deed=deed, **_STEP_WORDS[DEEDS[deed]])


@bp.post("/admin/vandringar/<slug:slug>/lage/<slug:deed>")
@staff(*door.ROLES)
def take_step(slug: str, deed: str) -> Response | Redirection:
    """Start, close or archive the walk."""
    walk = found(slug)
    if deed not in DEEDS:
        raise Problem("not_found")
    try:
        running.step(db(), signed_in(), walk.id, version_sent(), DEEDS[deed])
    except Problem as problem:
        return _refused(slug, problem)
    return door.done(".lead" if DEEDS[deed] == "start" else ".walk", DEEDS[deed], slug=slug)


def _refused(slug: str, problem: Problem) -> Response:
    """Show the walk as it stands, and why nothing was done."""
    if problem.code != "conflict":
        raise problem
    walk, who = door.stale(slug)
    told = (
        _(problem.message) if problem.message else _("Vandringen har ändrats sedan du öppnade sidan. Inget är gjort.")
    )
    return _walk(walk, 409, page_errors=[("", told)], who=who)


_STEP_WORDS: dict[str, dict[str, Any]] = {
    "start": {
        "heading": N_("Starta vandringen"),
        "told": N_("Rutt, stopp, grupper och checklista låses, så att alla surfplattor har samma. Det går inte att ångra."),
        "button": N_("Starta vandringen"),
    },
    "close": {
        "heading": N_("Avsluta vandringen"),
        "told": N_("Inga fler surfplattor kan ansluta. De som redan är med kan skicka det de har sparat tills du arkiverar vandringen. Det går inte att ångra."),
        "button": N_("Avsluta vandringen"),
    },
    "archive": {
        "heading": N_("Arkivera vandringen"),
        "told": N_("Inget mer tas emot från surfplattorna, och nyckeln till det som ligger kvar på dem förstörs. Se först till att alla surfplattor har skickat allt. Det går inte att ångra."),
        "button": N_("Arkivera vandringen"),
    },
}  # fmt: skip


@bp.get("/admin/vandringar/<slug:slug>/igen")
@staff(*door.ROLES)
def again(slug: str) -> Response:
    """Ask when the same way is to be walked again."""
    walk = found(slug)
    return show("again", walk, form=replace(facts_of(walk), day=""))


@bp.post("/admin/vandringar/<slug:slug>/igen")
@staff(*door.ROLES)
def walk_again(slug: str) -> Response | Redirection:
    """Make a new walk with the same route, stops and checklist."""
    old = found(slug)
    sent = facts_sent(request.form)
    form = replace(facts_of(old), day=sent.day, hour=sent.hour, title="", slug="", registry_number="")
    facts = form.facts(_districts(), is_new=True)
    if facts is None:
        return show("again", old, 422, form=form, page_errors=form.summary)
    made = planning.walk_again(
        db(), signed_in(), old, facts, leader=signed_in().account_id if door.is_own_only() else None
    )
    return door.done(".walk", "skapad", slug=made.slug)
