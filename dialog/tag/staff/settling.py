"""Where two chose differently for a remark: both choices, and a decision that settles it. Goes to: `tag/operations/together.py`."""

import uuid
from typing import Any

from flask import redirect, request, url_for

from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.tag import queries
from dialog.tag.forms import read_choices, read_number
from dialog.tag.operations import settle
from dialog.tag.staff.door import as_seen, bp, may_read_this
from dialog.tag.staff.inbox import facts_of, offers
from dialog.tag.staff.words import conflict_words, is_own, outcome_words
from dialog.web.errors import STATUS
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on, write

PER_PAGE = 50


@bp.get("/admin/synpunkter/oense")
@staff("tagger")
def disagreements() -> Any:
    """List what waits to be settled."""
    found = queries.differences(db(), PER_PAGE)
    if not found and not queries.two_tag(db()) and not queries.samples(db()):
        raise Problem("not_found")
    texts = {row.id: row for row in as_seen(queries.rows_with(db(), [one.remark_id for one in found]))}
    total = queries.count_differences(db())
    person = signed_in()
    read_on()
    if found:
        write(lambda session: record_audit(session, person, "remark.list", "remark", why="oense", count=len(found)))
    return page(
        "tag/staff/disagreements.html",
        found=found,
        texts=texts,
        total=total,
        outcome_words=outcome_words,
        done=request.args.get("klart", ""),
    )


@bp.get("/admin/synpunkter/oense/<id:reading_id>")
@staff("tagger")
def disagreement(reading_id: uuid.UUID) -> Any:
    """Show one remark that two chose differently for."""
    return _show(reading_id)


def _show(reading_id: uuid.UUID, status: int = 200, errors: Any = (), note: str = "") -> Any:
    found = queries.difference(db(), reading_id)
    if found is None or not may_read_this(found.remark_id):
        raise Problem("not_found", _("Det här är redan avgjort, eller så har synpunkten tagits tillbaka."))
    remark = queries.remark(db(), found.remark_id)
    assert remark is not None
    chosen = {choice.slug: choice for choice in read_choices(request.form)}
    facts = {"facts": facts_of(remark), "sources": queries.sources(db()), **offers(chosen)}
    person = signed_in()
    read_on()
    write(lambda session: record_audit(session, person, "remark.read", "remark", str(remark.id), why="oense"))
    return page(
        "tag/staff/disagreement.html",
        status,
        one=found,
        remark=remark,
        outcome_words=outcome_words,
        note=note,
        page_errors=list(errors),
        **facts,
    )


@bp.post("/admin/synpunkter/oense/<id:reading_id>")
@staff("tagger")
def settle_it(reading_id: uuid.UUID) -> Any:
    """Decide: one of the two choices, or a third."""
    form, note = request.form, request.form.get("anteckning", "")
    which = form.get("beslut", "tredje")
    try:
        settle(db(), signed_in(), reading_id, read_number(form.get("version")), which, read_choices(form), note)
    except Problem as problem:
        if problem.code == "conflict":
            return _refused(problem)
        if problem.code != "invalid":
            raise
        read_on()
        field = next(iter(problem.fields), "")
        return _show(reading_id, STATUS[problem.code], [(field, _(problem.message))], note)
    return redirect(url_for("tag_staff.disagreements", klart="avgjord"), 303)


def _refused(problem: Problem) -> Any:
    """Tell who was first, as at the desk; it is in the log (TRUST R12)."""
    person, remark_id = signed_in(), problem.facts["remark_id"]
    read_on()
    write(lambda session: record_audit(session, person, "remark.conflict", "remark", str(remark_id)))
    facts = {"sentence": conflict_words(problem.facts), "is_own": is_own(problem.facts), "remark_id": remark_id}
    return page("tag/staff/settled.html", STATUS[problem.code], **facts)
