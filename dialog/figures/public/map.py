"""`/karta`: the newest published figures as a map and as the same table; earlier ones at their addresses; two side by side."""

from typing import Any

from flask import render_template
from werkzeug.wrappers import Response

from dialog.figures.public import bp
from dialog.figures.public.kept import kept_page
from dialog.figures.publishing.comparing import (
    Pair,
    is_other_season,
    merged_between,
    pairs_of_areas,
    pairs_of_themes,
    redrawn,
)
from dialog.figures.publishing.drawing import views
from dialog.figures.queries.publications import Heading, Stamp, headings, published, stamp, standing, states
from dialog.figures.telling import changes, period, sentences
from dialog.web.pages import page
from dialog.web.security import everyone
from dialog.web.transaction import db


@bp.get("/karta")
@everyone
def show_map() -> Response:
    """Show the newest publication that stands, or say what will come here."""
    return kept_page("map", stamp(db()), lambda: _drawn(None))


@bp.get("/karta/<slug:slug>")
@everyone
def show_publication(slug: str) -> Response:
    """Show one publication; one that was withdrawn says why, and an unknown address what there is."""
    there = stamp(db())
    if states(there).get(slug) != "published":
        return not_there(slug, there)
    return kept_page("publication", there, lambda: _drawn(slug), slug)


@bp.get("/karta/<slug:slug>/jamfor/<slug:other>")
@everyone
def compare(slug: str, other: str) -> Response:
    """Show two publications side by side, where they are about the same places and the same kind of source."""
    there = stamp(db())
    known = states(there)
    for one in (slug, other):
        if known.get(one) != "published":
            return not_there(one, there)
    return kept_page("compared", there, lambda: _compared(slug, other), slug, other)


def _drawn(slug: str | None) -> str:
    known = headings(db())
    there = standing(known)
    heading = next((h for h in there if slug in (None, h.slug)), None)
    if heading is None:
        return render_template("figures/public/none_yet.html")
    found = published(db(), heading)
    return render_template(
        "figures/public/map.html",
        heading=heading,
        shown=found.shown,
        sentences=sentences(heading, found.shown),
        period=period(heading),
        views=views(found.shown),
        earlier=[(other, period(other)) for other in there if other.slug != heading.slug],
        comparable=[other for other in there if heading.compares_with(other)],
        is_newest=heading.slug == there[0].slug,
    )


def _compared(slug: str, other: str) -> str:
    by_slug = {h.slug: h for h in headings(db())}
    after, before = sorted((by_slug[slug], by_slug[other]), key=lambda h: (h.since, h.number), reverse=True)
    if not after.compares_with(before):
        return render_template("figures/public/not_comparable.html", after=after, before=before)
    new, old = published(db(), after).shown, published(db(), before).shown
    unsafe, safe = (pairs_of_areas(old, new, feeling) for feeling in ("unsafe", "safe"))
    themes = sorted(pairs_of_themes(old, new), key=lambda pair: -(pair.after or pair.before or 0))
    return render_template(
        "figures/public/compared.html",
        after=after,
        before=before,
        periods=(period(before), period(after)),
        sentences=changes(before, after, unsafe, themes, Pair("", "", old.total, new.total)),
        unsafe=unsafe,
        safe=safe,
        themes=themes,
        merged=merged_between(old, new),
        redrawn=redrawn(old, new),
        other_season=is_other_season((before.since, before.until), (after.since, after.until)),
        totals=(old.total, new.total),
        limits=sorted((old.smallest, new.smallest)),
    )


def not_there(slug: str, there: Stamp) -> Response:
    """Say that a publication was withdrawn and why (410), or that there is none at the address (404)."""
    known = headings(db())
    heading: Heading | None = next((h for h in known if h.slug == slug), None)
    facts: dict[str, Any] = {"heading": heading, "standing": [(h, period(h)) for h in standing(known)]}
    if heading is not None:
        facts["period"] = period(heading)
    response = page("figures/public/withdrawn.html", 410 if heading is not None else 404, **facts)
    response.headers["Cache-Control"] = "no-cache"
    return response
