"""Piles: what the suggestions are surest of, looked through and accepted together. Goes to: `tag/operations/piles.py`."""

from typing import Any
from urllib.parse import urlencode

from flask import redirect, request, url_for

from dialog.base.problems import Problem
from dialog.tag import queries
from dialog.tag.finding.marking import marked_words
from dialog.tag.forms import read_id
from dialog.tag.kinds import POLARITIES, TagChoice
from dialog.tag.operations import accept_pile
from dialog.tag.staff.door import bp, chosen_filter, list_url, log_reading, remark_url
from dialog.tag.staff.words import choice_words
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db

NO_STANCE = "ingen"  # in an address, where the remarks are neither a lack, praise nor a proposal


@bp.get("/admin/synpunkter/hogar")
@staff("tagger")
def piles() -> Any:
    """Show the piles of a choice of remarks, and what became of the one that was just accepted."""
    chosen, wrong = chosen_filter()
    batch_id = read_id(request.args.get("klar"))
    left_out = [found for sent in request.args.getlist("kvar")[:40] if (found := read_id(sent))]
    return page(
        "tag/staff/piles.html",
        piles=queries.piles(db(), chosen),
        areas={area.slug: area for area in queries.areas(db())},
        pile_url=lambda first: _pile_url(first, chosen),
        choice_words=choice_words,
        batch=queries.batch(db(), batch_id) if batch_id else None,
        left_out=[remark_url(remark_id, chosen) for remark_id in left_out],
        back_url=list_url(chosen),
        desk_url=list_url(chosen.in_state("untagged")),
        page_errors=wrong,
    )


def _pile_url(first: TagChoice, chosen: Any) -> str:
    path = url_for("tag_staff.pile", slug=first.slug, stance=first.polarity or NO_STANCE)
    return path + str(chosen.query())


def _first(slug: str, stance: str) -> TagChoice:
    if stance not in (*POLARITIES, NO_STANCE):
        raise Problem("not_found")
    return TagChoice(slug, None if stance == NO_STANCE else stance)


@bp.get("/admin/synpunkter/hogar/<slug:slug>/<slug:stance>")
@staff("tagger")
def pile(slug: str, stance: str) -> Any:
    """Show what is in one pile, each remark with the words that put it there."""
    chosen, wrong = chosen_filter()
    first = _first(slug, stance)
    area = next((area for area in queries.areas(db()) if area.slug == slug), None)
    if area is None:
        raise Problem("not_found")
    found = queries.pile(db(), chosen, slug, first.polarity or "")
    log_reading(chosen, found.count)
    return page(
        "tag/staff/pile.html",
        pile=found,
        area=area,
        what=choice_words([first]),
        choice_words=choice_words,
        marked=marked_words,
        remark_url=lambda remark_id: remark_url(remark_id, chosen),
        action=_pile_url(first, chosen),
        back_url=url_for("tag_staff.piles") + chosen.query(),
        page_errors=wrong,
    )


@bp.post("/admin/synpunkter/hogar/<slug:slug>/<slug:stance>")
@staff("tagger")
def pile_accept(slug: str, stance: str) -> Any:
    """Keep what was proposed for the ticked remarks."""
    chosen, _wrong = chosen_filter()
    form = request.form
    done = accept_pile(
        db(), signed_in(), chosen, _first(slug, stance), form.getlist("ja")[:200], form.getlist("visad")[:200]
    )
    pairs = [("klar", str(done.batch_id or "")), *(("kvar", str(one)) for one in done.left_out)]
    sent = [(name, value) for name, value in [*chosen.pairs(), *pairs] if value]
    return redirect(url_for("tag_staff.piles") + ("?" + urlencode(sent) if sent else ""), 303)
