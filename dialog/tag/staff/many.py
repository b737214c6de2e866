"""Deciding on many at once: choose, look at what it would mean, save, undo. Goes to: `tag/operations/many.py`."""

import uuid
from typing import Any

from flask import redirect, request, url_for

from dialog.base.problems import Problem
from dialog.tag import queries
from dialog.tag.forms import read_choices
from dialog.tag.operations import WAYS, tag_many, undo_batch
from dialog.tag.staff.door import as_seen, bp, chosen_filter, list_url, log_reading
from dialog.tag.staff.inbox import filter_facts, offers
from dialog.tag.staff.words import batch_words, choice_words
from dialog.web.errors import STATUS
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on

#: The choices stand beside a filter in one address, whose focus areas have the plain name.
PREFIX = "val-"


@bp.get("/admin/synpunkter/manga")
@staff("tagger")
def many() -> Any:
    """Show what a filter lets through and choose focus areas for all of it."""
    return _show_many(200, request.args)


def _show_many(status: int, sent: Any, fault: str = "") -> Any:
    chosen, wrong = chosen_filter()
    choices = read_choices(sent, PREFIX)
    found = queries.candidates(db(), chosen)
    first = as_seen(queries.first_ones(db(), chosen))
    log_reading(chosen, len(first))
    way = sent.get("redan", "skip")
    return page(
        "tag/staff/many.html",
        status,
        found=found,
        most=queries.MOST_AT_ONCE,
        first=first,
        choices=choices,
        way=way if way in WAYS else "skip",
        will_change=found.count - found.handled if way not in ("add", "replace") else found.count,
        choice_words=choice_words(choices),
        is_previewing=bool(choices) and found.count > 0 and not found.is_more,
        back_url=list_url(chosen),
        earlier=queries.batches(db(), 5),
        batch_words=batch_words,
        page_errors=wrong or ([("", fault)] if fault else []),
        **offers({choice.slug: choice for choice in choices}),
        **filter_facts(chosen),
    )


@bp.post("/admin/synpunkter/manga")
@staff("tagger")
def many_save() -> Any:
    """Keep the choices for every remark that the preview showed."""
    chosen, wrong = chosen_filter()
    if wrong:
        return _show_many(422, request.form)
    form = request.form
    way = form.get("redan", "skip")
    try:
        batch_id = tag_many(
            db(),
            signed_in(),
            chosen,
            form.get("avtryck", ""),
            read_choices(form, PREFIX),
            way if way in WAYS else "skip",
        )
    except Problem as problem:
        read_on()
        return _show_many(STATUS[problem.code], form, _(problem.message))
    return redirect(url_for("tag_staff.many_done", batch_id=batch_id), 303)


@bp.get("/admin/synpunkter/manga/<id:batch_id>")
@staff("tagger")
def many_done(batch_id: uuid.UUID) -> Any:
    """Show a decision on many, with a way to undo it."""
    return _show_batch(batch_id)


def _show_batch(batch_id: uuid.UUID, status: int = 200, fault: str = "") -> Any:
    found = queries.batch(db(), batch_id)
    if found is None:
        raise Problem("not_found")
    return page(
        "tag/staff/batch.html",
        status,
        batch=found,
        what=batch_words(found),
        back_url=url_for("tag_staff.inbox") + str(found.chosen.get("filter", "")),
        page_errors=[("", fault)] if fault else [],
    )


@bp.post("/admin/synpunkter/manga/<id:batch_id>/angra")
@staff("tagger")
def many_undo(batch_id: uuid.UUID) -> Any:
    """Put back every remark that nobody has decided on since."""
    try:
        undo_batch(db(), signed_in(), batch_id)
    except Problem as problem:
        if problem.code == "not_found":
            raise
        read_on()
        return _show_batch(batch_id, STATUS[problem.code], _(problem.message))
    return redirect(url_for("tag_staff.many_done", batch_id=batch_id), 303)
