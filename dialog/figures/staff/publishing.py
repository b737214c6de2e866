"""`/admin/publiceringar`: figures are chosen, looked at number by number, and published; what is published can be withdrawn.

Nothing is shown to the public before somebody has seen here what it would be, what is hidden and why.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from dialog.base.problems import Problem
from dialog.base.texts import one_line
from dialog.figures.operations.planning import Plan, plan_publication
from dialog.figures.operations.publishing import publish_figures, withdraw_publication
from dialog.figures.operations.showing import Told
from dialog.figures.publishing.choice import Choice
from dialog.figures.queries.answer_publications import answer_headings
from dialog.figures.queries.publications import Heading, headings, publication_id
from dialog.figures.queries.tally import Offered, offered
from dialog.figures.staff import bp
from dialog.figures.staff.chosen import detail_words, pairs_of, read_choice, season, typed
from dialog.figures.suppression import SMALLEST
from dialog.figures.telling import period, sentences, weeks_from
from dialog.web.errors import STATUS
from dialog.web.language import gettext as _
from dialog.web.language import in_words
from dialog.web.pages import page, whole_address
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on

_NEWEST = 6  # publications that are told of beside the fields


@bp.get("/admin/publiceringar")
@staff("coordinator")
def list_publications() -> Response:
    """Show all that has been published, withdrawn too."""
    answers = [(h, weeks_from(h.since, h.until)) for h in answer_headings(db())]
    return page("figures/staff/publications.html", rows=[(h, period(h)) for h in headings(db())], answers=answers)


@bp.get("/admin/publiceringar/ny")
@staff("coordinator")
def plan() -> Response:
    """Choose what to publish, and see exactly what would be shown."""
    found = offered(db())
    choice, faults = read_choice(request.args, found)
    return _planned(found, choice, faults)


def _planned(found: Offered, choice: Choice | None, faults: Any) -> Response:
    planned = plan_publication(db(), choice) if choice is not None and request.args.get("visa") else None
    title = season(choice) if choice is not None else {"sv": "", "en": ""}
    return _page(found, choice, request.args, 422 if faults else 200, planned, title, faults)


def _page(
    found: Offered, choice: Choice | None, sent: Any, status: int, planned: Plan | None, title: Any, errors: Any
) -> Response:
    return page(
        "figures/staff/publish.html",
        status,
        divisions=[(slug, name or _("Rutor på minst en kilometer")) for slug, name in found.divisions],
        typed=typed(choice, sent),
        details=detail_words(),
        sources=[(slug, in_words(dict(name))[0]) for slug, name in found.sources],
        surveys=[(slug, in_words(dict(name))[0]) for slug, name in found.surveys],
        areas=[(area.slug, in_words(area.name)[0], _("Känsligt") if area.is_sensitive else "") for area in found.areas],
        page_errors=errors,
        plan=planned,
        published=[_telling(choice, heading) for heading in headings(db())[:_NEWEST]],
        title_sv=title.get("sv", ""),
        title_en=title.get("en", ""),
        **(_seen(planned) if planned is not None else {}),
    )


def _telling(choice: Choice | None, heading: Heading) -> tuple[str, str, str, str]:
    """Return what a publication is called, its weeks, its address, and the address of the same choice for its weeks."""
    same = replace(choice, since=heading.since, until=heading.until) if choice is not None else None
    asked = url_for(".plan") + "?" + urlencode(pairs_of(same)) if same else ""
    return in_words(heading.title)[0], period(heading), url_for(".publication", slug=heading.slug), asked


def _seen(planned: Plan) -> dict[str, Any]:
    choice = planned.choice
    facts: dict[str, Any] = {
        "hidden": {
            (h.told.place, h.told.feeling, h.told.source, h.told.area): why_hidden(h.why, planned.smallest)
            for h in planned.hidden
        },
        "fields": pairs_of(choice),
        "conflicts": [
            (_named(c.told, planned), c.publication, _named(c.earlier, planned), c.earlier_n, _clash(c.why))
            for c in planned.conflicts
        ],
        "coarser": None,
        # It is for the sake of what is published that something is hidden, and not because it is few by itself.
        "crosses": any(h.why in ("others", "earlier") for h in planned.hidden),
        "crossed": [_telling(choice, heading) for heading in headings(db()) if heading.slug in planned.crossed],
    }
    if planned.shown is not None:
        facts["sentences"] = sentences(choice, planned.shown)
    if planned.proposal is not None:
        facts["coarser"] = (
            detail_words()[planned.proposal][1],
            url_for(".plan") + "?" + urlencode(pairs_of(choice.at(planned.proposal))),
        )
    return facts


def why_hidden(code: str, smallest: int) -> str:
    """Say why a number is not shown."""
    return {
        "few": _("färre än tio") if smallest > SMALLEST else _("färre än fem"),
        "others": _("skulle röja ett annat tal"),
        "sensitive": _("känsligt, visas bara i ett totaltal"),
        "earlier": _("krockar med tidigare publicering"),
    }.get(code, code)


def _clash(code: str) -> str:
    return {
        "answers": _(
            "Enkätens svar är publicerade, och bredvid dem skulle enkätens synpunkter kunna röja några få, också tillsammans med andra källor. Välj källor utan enkäter, eller en annan period."
        ),
        "geography": _("Samma synpunkter är redan publicerade efter en annan indelning."),
        "outlines": _(
            "Samma synpunkter är redan publicerade, och sedan dess har områdena fått andra gränser. Den som bor mellan den gamla gränsen och den nya skulle kunna röjas. Välj veckor som inte är publicerade."
        ),
        "merged": _("Fokusområdet har slagits ihop med ett annat sedan dess, så skillnaden skulle röja några få."),
        "changed": _("Antalet har ändrats sedan dess, så skillnaden skulle röja några få."),
        "difference": _("Skillnaden mellan talen skulle röja en liten grupp."),
    }.get(code, code)


def _named(told: Told, planned: Plan) -> str:
    """Say what a figure is about: its place, feeling, focus area and way in."""
    shown = planned.shown
    themes = {t.slug: in_words(dict(t.name))[0] for t in shown.themes} if shown else {}
    ways = {c.key: in_words(dict(c.name))[0] for c in shown.channels} if shown else {}
    feeling = {"unsafe": _("otrygg"), "safe": _("trygg")}.get(told.feeling, told.feeling)
    parts = [planned.names.get(told.place, told.place), feeling, themes.get(told.area, told.area)]
    parts.append(ways.get(told.source, told.source))
    return ", ".join(filter(None, parts)) or _("alla synpunkter")


@bp.post("/admin/publiceringar")
@staff("coordinator", confirm=True)
def publish() -> Any:
    """Publish what was looked at; if it no longer is the same, show what it is now."""
    found = offered(db())
    choice, faults = read_choice(request.form, found)
    title = {code: one_line(request.form.get(f"rubrik_{code}", ""))[:120] for code in ("sv", "en")}
    if choice is None or faults:
        raise Problem("invalid", _("Urvalet går inte att läsa. Välj på nytt."))
    if not title["sv"]:
        title = season(choice)
    try:
        made = publish_figures(
            db(),
            signed_in(),
            choice,
            request.form.get("sett", ""),
            title={k: v for k, v in title.items() if v},
            address=whole_address(),
        )
    except Problem as problem:
        read_on()
        return _again(found, choice, title, problem)
    return redirect(url_for(".publication", slug=made.slug, klart="publicerad"))


def _again(found: Offered, choice: Choice, title: Any, problem: Problem) -> Response:
    errors = [("", _(problem.message))]
    return _page(found, choice, request.form, STATUS[problem.code], plan_publication(db(), choice), title, errors)


@bp.get("/admin/publiceringar/<slug:slug>")
@staff("coordinator")
def publication(slug: str) -> Response:
    """Show one publication, and how to withdraw it."""
    return _publication(slug)


def _publication(slug: str, status: int = 200, **facts: Any) -> Response:
    heading = next((h for h in headings(db()) if h.slug == slug), None)
    if heading is None:
        raise Problem("not_found")
    more = {"page_errors": [], "reason": "", "done": request.args.get("klart") == "publicerad"} | facts
    return page("figures/staff/publication.html", status, heading=heading, period=period(heading), **more)


@bp.post("/admin/publiceringar/<slug:slug>/dra-tillbaka")
@staff("coordinator", confirm=True)
def withdraw(slug: str) -> Response:
    """Withdraw a publication, with the reason that everyone will read."""
    found = publication_id(db(), slug)
    if found is None:
        raise Problem("not_found")
    try:
        withdraw_publication(db(), signed_in(), found, request.form.get("skal", ""))
    except Problem as problem:
        read_on()
        errors = [("skal", _(problem.message))]
        return _publication(slug, STATUS[problem.code], page_errors=errors, reason=request.form.get("skal", ""))
    return redirect(url_for(".publication", slug=slug))
