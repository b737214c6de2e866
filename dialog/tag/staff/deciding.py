"""Saving, "vet ej" and undoing from the desk: a plain form that leads on to the next remark, or JSON for the desk's script.

Comes before: `staff/inbox.py`. Goes to: `tag/operations/deciding.py`.
"""

import uuid
from typing import Any

from flask import jsonify, redirect, request, url_for

from dialog.base.problems import Problem
from dialog.people.operations import change_own, record_audit
from dialog.tag import queries
from dialog.tag.forms import read_choices, read_number, read_shown, read_suggested, with_suggested
from dialog.tag.kinds import TagChoice, without_doubles
from dialog.tag.operations import checked_note, hold, let_go, note_difference, tag_remark, undo
from dialog.tag.staff.door import bp, chosen_filter, list_url, may_read_this, remark_url
from dialog.tag.staff.inbox import show_thing
from dialog.tag.staff.together import Together, said_of, seen_together
from dialog.tag.staff.words import conflict_words, outcome_words, tagged_words
from dialog.web.errors import STATUS
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on, write


def _wants_json() -> bool:
    accepts = request.accept_mimetypes
    return accepts["application/json"] > accepts["text/html"]


@bp.post("/admin/synpunkter/<id:remark_id>")
@staff("tagger")
def decide(remark_id: uuid.UUID) -> Any:
    """Keep a decision and lead on to the next remark of the filter."""
    form, version = request.form, read_number(request.form.get("version"))
    kind = "unsure" if form.get("beslut") == "vetej" else "tag"
    choices, note, suggested = read_choices(form), form.get("anteckning", ""), read_suggested(form)
    if form.get("beslut") == "godta":
        choices = with_suggested(choices, suggested)
    instead = queries.latest(db(), remark_id) if form.get("anda") else None
    marked, is_again = bool(form.get("person")), False
    try:
        new = tag_remark(
            db(), signed_in(), remark_id, version, choices, kind, note, personal=marked, suggested=suggested
        )
        note_difference(db(), signed_in(), remark_id, instead, choices, kind, new)
    except Problem as problem:
        may_be_kept = problem.code == "conflict" and bool(form.get("igen"))  # the page says that it sends it again
        if not may_be_kept or not _is_mine(remark_id, version, kind, choices, note, marked):
            return _refused(problem, remark_id, choices, note)
        new, is_again = version + 1, True
    taggings = queries.taggings_of(db(), [remark_id]).get(remark_id, [])
    what = outcome_words("unsure" if kind == "unsure" else "tagged" if taggings else "open", taggings)
    said = _("Sparat: %(what)s.", what=what)
    after, after_url = _next(remark_id)
    shown_id, shown_version = read_shown(form.get("visar"))
    shown = _shown_words(shown_id, shown_version) if shown_id else ""
    seen = seen_together() if is_again else _hold_instead(remark_id, after if shown or not shown_id else shown_id)
    if _wants_json():
        return jsonify(version=new, message=said, what=what, next=after_url, shown=shown, **said_of(seen))
    chosen, _wrong = chosen_filter()
    return redirect(after_url or list_url(chosen, klart="slut"), 303)


def _is_mine(remark_id: uuid.UUID, version: int, kind: str, choices: list[TagChoice], note: str, marked: bool) -> bool:
    """Say whether the decision that stands is this very one, sent again by a page that never heard of the answer: then it is kept."""
    read_on()
    stands = queries.latest(db(), remark_id)
    if stands is None or stands.account_id != signed_in().account_id or stands.version != version + 1:
        return False
    mine = {(c.slug, c.polarity, c.is_negated) for c in without_doubles(choices)} if kind == "tag" else set()
    theirs = {(t.slug, t.polarity, t.is_negated) for t in stands.taggings}
    facts = (stands.kind, stands.note, stands.has_personal_data)
    return mine == theirs and facts == (kind, checked_note(note), marked)


def _shown_words(remark_id: uuid.UUID, version: int) -> str:
    """Return what to tell of the remark that the desk has gone on to before this was kept: nothing where it is as it was when it was fetched."""
    now = queries.version_of(db(), remark_id)
    if now == version:
        return ""
    if now is None:
        return _("Synpunkten som visas nu har tagits tillbaka av den som lämnade den.")
    decided = queries.latest(db(), remark_id)
    if decided is None or not decided.by:
        return _("Synpunkten som visas nu har ändrats sedan den lästes in.")
    return _("%(name)s hann före med synpunkten som visas nu.", name=decided.by)


def _hold_instead(left: uuid.UUID, after: uuid.UUID | None) -> Together:
    """Note, where two tag, that a person has gone on to the next remark; return what others have open."""
    if not (seen := seen_together()).is_on:
        return seen
    let_go(db(), signed_in(), left)
    if after is not None and _wants_json():  # a page that is asked for notes it itself
        hold(db(), signed_in(), after)
    return Together(True, queries.open_at_others(db(), signed_in().account_id))


def _next(remark_id: uuid.UUID) -> tuple[uuid.UUID | None, str | None]:
    """Return the next remark of the filter, and its address, which says what was saved just before."""
    chosen, _wrong = chosen_filter()
    number = queries.number_of(db(), remark_id)
    after = queries.next_after(db(), chosen, number) if number is not None else None
    return after, remark_url(after, chosen, sparad=remark_id) if after else None


@bp.post("/admin/synpunkter/<id:remark_id>/angra")
@staff("tagger")
def take_back(remark_id: uuid.UUID) -> Any:
    """Undo the newest decision about a remark, and show the remark."""
    try:
        new = undo(db(), signed_in(), remark_id, read_number(request.form.get("version")))
    except Problem as problem:
        return _refused(problem, remark_id, None, "")
    chosen, _wrong = chosen_filter()
    url = remark_url(remark_id, chosen, klart="angrat")
    if _wants_json():
        return jsonify(version=new, message=_("Beslutet är ångrat."), next=url)
    return redirect(url, 303)


def _refused(problem: Problem, remark_id: uuid.UUID, choices: Any, note: str) -> Any:
    """Tell why it was not kept: who was first and what they chose, or what to mend. Nothing of mine is lost."""
    if problem.code not in ("conflict", "invalid"):
        raise problem
    read_on()
    if problem.code == "conflict":
        person = signed_in()
        write(lambda session: record_audit(session, person, "remark.conflict", "remark", str(remark_id)))
    sentence = conflict_words(problem.facts) if problem.code == "conflict" else _(problem.message)
    status = STATUS[problem.code]
    if _wants_json():
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": _(problem.message),
            "status": status,
            "detail": sentence,
        }
        if problem.code == "conflict":
            body |= {
                "by": problem.facts["by"],
                "chose": [tagged_words(tagged) for tagged in problem.facts["chose"]],
                **({"text": problem.facts["text"], "note": problem.facts["note"]} if may_read_this(remark_id) else {}),
                "version": problem.facts["version"],
            }
        response = jsonify(body)
        response.status_code, response.content_type = status, "application/problem+json"
        return response
    mine: dict[str, Any] = {
        "note": note,
        "person": bool(request.form.get("person")),
        "deed": request.form.get("beslut"),
    }
    if choices is not None:
        mine |= {"choices": choices}
    if problem.code == "conflict":
        return show_thing(remark_id, status, conflict=sentence, **mine)
    return show_thing(remark_id, status, fault=sentence, **mine)


@bp.post("/admin/synpunkter/kortkommandon")
@staff("tagger")
def shortcuts() -> Any:
    """Turn the single keys on or off for this account (WCAG 2.1.4)."""
    person = signed_in()
    change_own(db(), person, person.language, has_shortcuts=request.form.get("pa") == "1")
    if _wants_json():
        return jsonify(on=request.form.get("pa") == "1")
    back = request.form.get("tillbaka", "")
    inside = back.startswith(url_for("tag_staff.inbox")) and "\\" not in back and "//" not in back
    return redirect(back if inside else url_for("tag_staff.inbox"), 303)
