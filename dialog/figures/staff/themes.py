"""`/admin/fokusomraden/<slug>/text`: sentences about a focus area for everyone, written by one and released by another."""

from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from dialog.base.problems import Problem
from dialog.figures.operations.themes import (
    LONGEST,
    release_theme_text,
    take_down_theme_text,
    write_theme_text,
)
from dialog.figures.queries.themes import area_by_slug, texts_of
from dialog.figures.staff import bp
from dialog.web.errors import STATUS
from dialog.web.language import LANGUAGES
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on


@bp.get("/admin/fokusomraden/<slug:slug>/text")
@staff("coordinator", "tagger")
def theme_text(slug: str) -> Response:
    """Show what has been written about a focus area, what waits for a release, and a form to write."""
    return _shown(slug)


def _shown(slug: str, status: int = 200, errors: Any = (), typed: Any = None) -> Response:
    area = area_by_slug(db(), slug)
    if area is None:
        raise Problem("not_found")
    written = texts_of(db(), area)
    read = next(
        (t for t in sorted(written, key=_released, reverse=True) if t.released_at and t.taken_down_at is None), None
    )
    return page(
        "figures/staff/theme_text.html",
        status,
        area=area,
        read=read,
        waiting=[t for t in written if t.released_at is None and t.taken_down_at is None],
        typed=typed or {"text_sv": "", "text_en": ""},
        longest=LONGEST,
        mine=signed_in().account_id,
        may_release=signed_in().has("coordinator"),
        page_errors=list(errors),
    )


def _released(text: Any) -> Any:
    return text.released_at.timestamp() if text.released_at else 0.0


@bp.post("/admin/fokusomraden/<slug:slug>/text")
@staff("coordinator", "tagger")
def write_text(slug: str) -> Any:
    """Keep what was written, to be released by another."""
    typed = {f"text_{code}": request.form.get(f"text_{code}", "") for code in LANGUAGES}
    try:
        write_theme_text(db(), signed_in(), slug, {code: typed[f"text_{code}"] for code in LANGUAGES})
    except Problem as problem:
        if problem.code != "invalid":
            raise
        read_on()
        return _shown(slug, 422, [("text_sv", _(problem.message))], typed)
    return redirect(url_for(".theme_text", slug=slug))


@bp.post("/admin/fokusomraden/<slug:slug>/text/<id:text_id>/slapp")
@staff("coordinator")
def release_text(slug: str, text_id: UUID) -> Any:
    """Let everyone read a text."""
    try:
        release_theme_text(db(), signed_in(), slug, text_id)
    except Problem as problem:
        if problem.code == "not_found":
            raise
        read_on()
        return _shown(slug, STATUS[problem.code], [("", _(problem.message))])
    return redirect(url_for(".theme_text", slug=slug))


@bp.post("/admin/fokusomraden/<slug:slug>/text/<id:text_id>/ta-bort")
@staff("coordinator", "tagger")
def take_text_down(slug: str, text_id: UUID) -> Any:
    """Take a text down."""
    take_down_theme_text(db(), signed_in(), slug, text_id)
    return redirect(url_for(".theme_text", slug=slug))
