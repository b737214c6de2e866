"""Two read the same: samples, the second reading, and how well two agree. Goes to: `tag/operations/together.py`.

The second reader sees neither the list, the first choice, nor what is suggested: two choices that are to be compared are each made alone.
"""

import uuid
from typing import Any

from flask import redirect, request, url_for

from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.tag import queries
from dialog.tag.agreement import FEWEST, FEWEST_CHOSEN
from dialog.tag.forms import read_choices, read_id
from dialog.tag.operations import close_sample, draw_sample, read_second
from dialog.tag.staff.door import bp, chosen_filter, list_url, may_read_this
from dialog.tag.staff.inbox import facts_of, filter_facts, offers
from dialog.web.errors import STATUS
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on, write


def _only_for_two() -> None:
    """Stop where one person alone tags, unless two have."""
    if not queries.two_tag(db()) and not queries.samples(db()):
        raise Problem("not_found")


@bp.get("/admin/synpunkter/dubbelt")
@staff("tagger", "coordinator", "analyst")
def twice() -> Any:
    """Show samples, and how well two agree on each focus area."""
    return _show_twice()


def _show_twice(status: int = 200, errors: Any = ()) -> Any:
    _only_for_two()
    chosen, wrong = chosen_filter()
    coded, areas = queries.coded_twice(db()), queries.areas(db())
    rows = [(area, coded.on(area.id)) for area in areas if area.is_active] if coded.pairs else []
    me = signed_in()
    return page(
        "tag/staff/twice.html",
        status,
        samples=queries.samples(db()),
        coded=coded,
        whole=coded.as_sets,
        rows=sorted([row for row in rows if row[1].chosen], key=lambda row: (not row[1].is_enough, -row[1].chosen)),
        fewest=FEWEST,
        fewest_chosen=FEWEST_CHOSEN,
        waiting=queries.count_differences(db()),
        readers=[(str(account_id), name) for account_id, name in queries.who_tag(db())],
        me=me.account_id,
        may_draw=me.has("tagger", "coordinator"),
        sent=request.form,
        faults={name: sentence for name, sentence in errors if name},
        done=request.args.get("klart", ""),
        back_url=list_url(chosen),
        page_errors=list(errors) or wrong,
        **filter_facts(chosen),
    )


@bp.post("/admin/synpunkter/dubbelt")
@staff("tagger", "coordinator")
def draw() -> Any:
    """Draw a sample to be read once more."""
    _only_for_two()
    chosen, _wrong = chosen_filter()
    form = request.form
    try:
        draw_sample(db(), signed_in(), chosen, read_id(form.get("lasare")), form.get("antal", "")[:20])
    except Problem as problem:
        read_on()
        return _show_twice(STATUS[problem.code], [(next(iter(problem.fields), ""), _(problem.message))])
    return redirect(url_for("tag_staff.twice", klart="draget"), 303)


@bp.post("/admin/synpunkter/dubbelt/<id:sample_id>/avsluta")
@staff("tagger", "coordinator")
def close(sample_id: uuid.UUID) -> Any:
    """Let go of what is left to read of a sample."""
    close_sample(db(), signed_in(), sample_id)
    return redirect(url_for("tag_staff.twice", klart="avslutat"), 303)


@bp.get("/admin/synpunkter/dubbelt/<id:sample_id>")
@staff("tagger")
def read_next(sample_id: uuid.UUID) -> Any:
    """Lead on to the next remark of a sample that the person is to read, or back when all are read."""
    _mine(sample_id)
    found = queries.to_read(db(), signed_in().account_id, sample_id)
    if found is None:
        return redirect(url_for("tag_staff.twice", klart="last"), 303)
    said = request.args.get("klart")
    done = said if said in ("1", "redan") else None
    return redirect(url_for("tag_staff.read_again", sample_id=sample_id, remark_id=found.remark_id, klart=done), 303)


def _mine(sample_id: uuid.UUID) -> queries.SampleView:
    me = signed_in().account_id
    found = next((one for one in queries.samples(db()) if one.id == sample_id and one.reader_id == me), None)
    if found is None:
        raise Problem("not_found")
    return found


@bp.get("/admin/synpunkter/dubbelt/<id:sample_id>/<id:remark_id>")
@staff("tagger")
def read_again(sample_id: uuid.UUID, remark_id: uuid.UUID) -> Any:
    """Show a remark to be read the second time: its words and place, and nothing of what has been chosen."""
    return _show_remark(sample_id, remark_id)


def _show_remark(sample_id: uuid.UUID, remark_id: uuid.UUID, status: int = 200, errors: Any = ()) -> Any:
    person, sample = signed_in(), _mine(sample_id)
    if queries.still_to_read(db(), person.account_id, [remark_id]).get(remark_id) != sample_id:
        return redirect(url_for("tag_staff.read_next", sample_id=sample_id), 303)
    remark = queries.remark(db(), remark_id)
    if remark is None or not may_read_this(remark_id):
        raise Problem("not_found")
    choices = {choice.slug: choice for choice in read_choices(request.form)}
    facts = {"remark": remark, "facts": facts_of(remark), "sources": queries.sources(db()), **offers(choices)}
    read_on()
    write(lambda session: record_audit(session, person, "remark.read", "remark", str(remark_id), why="dubbelt"))
    return page(
        "tag/staff/read_again.html",
        status,
        sample=sample,
        done=request.args.get("klart", ""),
        page_errors=list(errors),
        **facts,
    )


@bp.post("/admin/synpunkter/dubbelt/<id:sample_id>/<id:remark_id>")
@staff("tagger")
def keep_second(sample_id: uuid.UUID, remark_id: uuid.UUID) -> Any:
    """Keep the second choice and lead on to the next of the sample."""
    form = request.form
    kind = "unsure" if form.get("beslut") == "vetej" else "tag"
    try:
        read_second(db(), signed_in(), sample_id, remark_id, read_choices(form), kind)
    except Problem as problem:
        if problem.code == "conflict":  # sent twice: the first choice stands, and the next one waits
            return redirect(url_for("tag_staff.read_next", sample_id=sample_id, klart="redan"), 303)
        if problem.code != "invalid":
            raise
        read_on()
        return _show_remark(sample_id, remark_id, STATUS[problem.code], [("fokus", _(problem.message))])
    return redirect(url_for("tag_staff.read_next", sample_id=sample_id, klart="1"), 303)
