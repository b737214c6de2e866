"""`/fokusomraden`: what belongs to each focus area, and what has been said about it: published figures and staff's own sentences."""

from typing import Any

from flask import render_template
from werkzeug.wrappers import Response

from dialog.base.problems import Problem
from dialog.figures.public import bp
from dialog.figures.public.kept import kept_page
from dialog.figures.queries.publications import headings, published, stamp, standing
from dialog.figures.queries.themes import area_by_slug, told_text, vocabulary, vocabulary_stamp
from dialog.figures.telling import period
from dialog.web.language import gettext as _
from dialog.web.security import everyone
from dialog.web.transaction import db


@bp.get("/fokusomraden")
@everyone
def themes() -> Response:
    """List the vocabulary: what belongs to each focus area."""
    return kept_page("themes", (vocabulary_stamp(db()), stamp(db())), _listed)


def _listed() -> str:
    return render_template("figures/public/themes.html", groups=vocabulary(db()))


@bp.get("/fokusomraden/<slug:slug>")
@everyone
def theme(slug: str) -> Response:
    """Show what has been said about one focus area."""
    area = area_by_slug(db(), slug)
    if area is None:
        raise Problem("not_found", _("Fokusområdet finns inte. Det kan ha bytt namn."))
    facts = (vocabulary_stamp(db()), stamp(db()), area.slug)
    return kept_page("theme", facts, lambda: _drawn(area), slug)


def _drawn(area: Any) -> str:
    rows, limits = [], set()
    for heading in standing(headings(db())):
        shown = published(db(), heading).shown
        found = next((t for t in shown.themes if t.slug == area.slug), None)
        if found is not None:
            rows.append((heading, period(heading), found))
            limits.add(shown.smallest)
    told = told_text(db(), area)
    return render_template(
        "figures/public/theme.html",
        area=area,
        rows=rows,
        limits=sorted(limits),
        by_feeling=any(found.unsafe is not None or found.safe is not None for _h, _p, found in rows),
        told=told[0] if told else None,
        told_at=told[1] if told else None,
    )
