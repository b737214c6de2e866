"""Nearly the same as the remark at the desk: look through, choose, keep for all of them, undo. Goes to: `tag/operations/alike.py`.

The desk's script asks with JSON how many there are, when somebody has stayed at a remark; without it the page is a link away.
"""

import uuid
from typing import Any

from flask import jsonify, redirect, request, url_for

from dialog.base.problems import Problem
from dialog.tag import queries
from dialog.tag.forms import read_choices
from dialog.tag.kinds import TagChoice
from dialog.tag.operations import tag_alike
from dialog.tag.staff.door import bp, chosen_filter, log_reading, may_read_this, remark_url
from dialog.tag.staff.inbox import offers
from dialog.tag.staff.together import to_second_reading
from dialog.web.errors import STATUS
from dialog.web.language import gettext as _
from dialog.web.language import ngettext
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on


@bp.get("/admin/synpunkter/<id:remark_id>/likadana")
@staff("tagger")
def alike(remark_id: uuid.UUID) -> Any:
    """Show the untagged remarks that are nearly the same as one, or say how many they are."""
    if (away := to_second_reading(remark_id)) is not None:
        return away
    accepts = request.accept_mimetypes
    if accepts["application/json"] > accepts["text/html"]:
        n = len(_found(remark_id)[1])
        return jsonify(count=n, said=ngettext("%(num)s nästan likadan", "%(num)s nästan likadana", n) if n else "")
    return _show(remark_id, 200, read_choices(request.args, "val-"))


def _found(remark_id: uuid.UUID) -> tuple[Any, list[queries.Alike]]:
    remark = queries.remark(db(), remark_id)
    if remark is None or not may_read_this(remark_id):
        raise Problem("not_found", _("Synpunkten finns inte. Den kan ha tagits tillbaka av den som lämnade den."))
    return remark, queries.alike_to(db(), chosen_filter()[0], remark)


def _show(remark_id: uuid.UUID, status: int, choices: list[TagChoice], fault: str = "") -> Any:
    remark, found = _found(remark_id)
    chosen, _wrong = chosen_filter()
    log_reading(chosen, len(found), remark_id)
    if not choices and status == 200:
        choices = _proposed(remark)
    here = queries.Alike(remark.id, remark.version, remark.text, remark.lang, remark.week)
    return page(
        "tag/staff/alike.html",
        status,
        rows=[here, *found] if found else [],
        here=here,
        action=url_for("tag_staff.alike", remark_id=remark_id) + chosen.query(),
        back_url=remark_url(remark_id, chosen),
        remark_url=lambda one: remark_url(one, chosen),
        page_errors=[("", fault)] if fault else [],
        **offers({choice.slug: choice for choice in choices}),
    )


def _proposed(remark: Any) -> list[TagChoice]:
    """Return what a person has decided for the remark. Nothing is suggested here, where no reason could stand beside it."""
    if not remark.is_handled:
        return []
    taggings = queries.taggings_of(db(), [remark.id]).get(remark.id, [])
    return [TagChoice(t.slug, t.polarity, t.is_negated) for t in taggings]


@bp.post("/admin/synpunkter/<id:remark_id>/likadana")
@staff("tagger")
def alike_save(remark_id: uuid.UUID) -> Any:
    """Keep the choices for every ticked remark, and go on to the next of the filter."""
    if (away := to_second_reading(remark_id)) is not None:
        return away
    chosen, _wrong = chosen_filter()
    if not may_read_this(remark_id) or queries.remark(db(), remark_id) is None:
        raise Problem("not_found")
    form, query = request.form, str(chosen.without_words().query())
    choices = read_choices(form, "val-")
    try:
        done = tag_alike(db(), signed_in(), remark_id, form.getlist("ja")[:100], choices, query)
    except Problem as problem:
        if problem.code not in ("invalid", "conflict"):
            raise
        read_on()
        return _show(remark_id, STATUS[problem.code], choices, _(problem.message))
    number = queries.number_of(db(), remark_id)
    after = queries.next_after(db(), chosen, number) if number is not None else None
    done_url = url_for("tag_staff.many_done", batch_id=done.batch_id)
    return redirect(remark_url(after, chosen, sats=done.batch_id) if after else done_url, 303)
