"""The plan's pages: facts, route and stops, people, checklist. Each saves with a version: who comes second sees what stands there now."""

from collections.abc import Callable
from typing import Any

from flask import Response, request, url_for
from werkzeug.wrappers import Response as Redirection

from dialog.base.problems import Problem
from dialog.place.queries import check_inside, districts
from dialog.walk.forms.checklist import ChecklistForm, checklist_sent
from dialog.walk.forms.facts import FactsForm, facts_of, facts_sent
from dialog.walk.forms.people import PeopleForm, people_of, people_sent
from dialog.walk.forms.route import RouteForm, route_of, route_sent
from dialog.walk.forms.telling import walking_words
from dialog.walk.kinds.people import CATEGORIES, ROLE_HINTS, ROLES
from dialog.walk.kinds.route import groups_for, walking
from dialog.walk.models import Walk
from dialog.walk.operations import planning
from dialog.walk.queries import walks as queries
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show, stale, version_sent
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on


def _not_saved(
    slug: str, problem: Problem, form: Any, drawn: Callable[..., Response], theirs: Callable[[Walk], Any]
) -> Response:
    """Show the form as it was sent: beside what somebody else has saved meanwhile, or with what is wrong."""
    if problem.facts.get("is_stale"):
        walk, who = stale(slug)
        return drawn(walk, form, 409, theirs=theirs(walk), who=who)
    read_on()
    if problem.fields:
        form.errors |= {name: [_(sentence) for sentence in said] for name, said in problem.fields.items()}
    else:
        form.errors[""] = [_(problem.message)]
    return drawn(found(slug), form, 409 if problem.code == "conflict" else 422)


@bp.get("/admin/vandringar/<slug:slug>/uppgifter")
@staff(*door.ROLES)
def facts(slug: str) -> Response:
    """Show what the walk is called, when and where."""
    walk = found(slug)
    return _facts(walk, facts_of(walk))


@bp.post("/admin/vandringar/<slug:slug>/uppgifter")
@staff(*door.ROLES)
def edit_facts(slug: str) -> Response | Redirection:
    """Save them, unless somebody else has meanwhile."""
    walk = found(slug)
    form = facts_sent(request.form)
    made = form.facts({district.id for district in districts(db())})
    if made is None:
        return _facts(walk, form, 422)
    try:
        saved = planning.save_facts(db(), signed_in(), walk.id, version_sent(), made)
    except Problem as problem:
        return _not_saved(slug, problem, form, _facts, facts_of)
    return door.done(".walk", "sparad", slug=saved.slug)


def _facts(walk: Walk, form: FactsForm, status: int = 200, **more: Any) -> Response:
    choices = [(str(district.id), district.name) for district in districts(db())]
    return show("facts", walk, status, form=form, districts=choices, page_errors=form.summary, **more)


@bp.get("/admin/vandringar/<slug:slug>/rutt")
@staff(*door.ROLES)
def route(slug: str) -> Response:
    """Show the way and its stops, on the map and in words."""
    walk = found(slug)
    return _route(walk, _route_of(walk))


def _route_of(walk: Walk) -> RouteForm:
    return route_of(walk, queries.stops_of(db(), walk.id))


@bp.post("/admin/vandringar/<slug:slug>/rutt")
@staff(*door.ROLES)
def edit_route(slug: str) -> Response | Redirection:
    """Save the way and its stops; after a stop that was added the page comes again, for the next one."""
    walk = found(slug)
    form = route_sent(request.form)
    planned = form.plan(lambda geometry: check_inside(db(), geometry))
    if planned is None:
        return _route(walk, form, 422)
    try:
        planning.save_route(db(), signed_in(), walk.id, version_sent(), planned)
    except Problem as problem:
        return _not_saved(slug, problem, form, _route, _route_of)
    return door.done(".route", "sparad", slug=slug)


def _route(walk: Walk, form: RouteForm, status: int = 200, **more: Any) -> Response:
    stops = queries.stops_of(db(), walk.id)
    return show(
        "route", walk, status, form=form, page_errors=form.summary, stops=stops,
        walking=walking_words(walking(walk.route, queries.places_of(stops))),
        backdrop=url_for(".before_cells", slug=walk.slug), **more,
    )  # fmt: skip


@bp.get("/admin/vandringar/<slug:slug>/deltagare")
@staff(*door.ROLES)
def people(slug: str) -> Response:
    """Show who does what, how many walk, and the groups."""
    walk = found(slug)
    return _people(walk, _people_of(walk))


def _people_of(walk: Walk) -> PeopleForm:
    session = db()
    return people_of(
        queries.roles_of(session, walk.id), queries.walkers_of(session, walk.id), queries.groups_of(session, walk.id)
    )


@bp.post("/admin/vandringar/<slug:slug>/deltagare")
@staff(*door.ROLES)
def edit_people(slug: str) -> Response | Redirection:
    """Save them, unless somebody else has meanwhile."""
    walk = found(slug)
    form = people_sent(request.form)
    planned = form.plan(
        {role: [account_id for account_id, _name in queries.accounts_for(db(), role)] for role in ROLES}
    )
    if planned is None:
        return _people(walk, form, 422)
    try:
        planning.save_people(db(), signed_in(), walk.id, version_sent(), planned)
    except Problem as problem:
        return _not_saved(slug, problem, form, _people, _people_of)
    if door.is_own_only() and not queries.leads(db(), signed_in().account_id, walk.id):
        return door.done(".list_walks", "sparad")  # they gave the walk to somebody else
    return door.done(".people", "sparad", slug=slug)


def _people(walk: Walk, form: PeopleForm, status: int = 200, **more: Any) -> Response:
    count = sum(queries.walkers_of(db(), walk.id).values())
    return show(
        "people", walk, status, form=form, page_errors=form.summary, shown_letters=form.letters, walker_count=count,
        groups_needed=groups_for(count), categories=CATEGORIES, role_words=ROLES, role_hints=ROLE_HINTS,
        accounts={role: [(str(a), name) for a, name in queries.accounts_for(db(), role)] for role in ROLES},
        **more,
    )  # fmt: skip


@bp.get("/admin/vandringar/<slug:slug>/checklista")
@staff(*door.ROLES)
def checklist(slug: str) -> Response:
    """Show the points with their words for 0 to 3."""
    walk = found(slug)
    return _checklist(walk, ChecklistForm(list(walk.checklist)))


@bp.post("/admin/vandringar/<slug:slug>/checklista")
@staff(*door.ROLES)
def edit_checklist(slug: str) -> Response | Redirection:
    """Save them; an emptied area takes a point away."""
    walk = found(slug)
    form = checklist_sent(request.form, walk.checklist)
    points = form.checklist()
    if points is None:
        return _checklist(walk, form, 422)
    try:
        planning.save_checklist(db(), signed_in(), walk.id, version_sent(), points)
    except Problem as problem:
        return _not_saved(slug, problem, form, _checklist, lambda walk: walk.checklist)
    return door.done(".checklist", "sparad", slug=slug)


def _checklist(walk: Walk, form: ChecklistForm, status: int = 200, **more: Any) -> Response:
    return show("checklist", walk, status, form=form, page_errors=form.summary, **more)
