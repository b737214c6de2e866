"""Residents' pages: `/plats`, where a place is told of, and `/kvitto`, where the receipt tells what became of it.

Comes before: `templates/remark/public/`. Goes to: `remark/operations.py`. Nothing of the sender is read or kept; a receipt
comes by POST only, and no page that shows one is kept by the browser.
"""

from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.datastructures import MultiDict

from dialog.base.keys import read_receipt, show_receipt
from dialog.base.problems import Problem
from dialog.place.queries import check_inside, find_places
from dialog.remark import kinds
from dialog.remark.forms import PlaceForm, read_place_form, suggestions_for
from dialog.remark.operations import Accepted, submit_remark, take_back
from dialog.remark.queries import story_of
from dialog.web.forms import Visit, new_visit, sent_visit
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import everyone
from dialog.web.transaction import database, write

bp = Blueprint("remark_public", __name__)

#: How a form for everyone is kept: going back finds it as it was, a new visit asks anew (INTERFACE).
REVISITED = "private, no-cache"
NEVER_KEPT = "no-store"


def _kept(response: Response, how: str) -> Response:
    response.headers["Cache-Control"] = how
    return response


def _is_stand() -> bool:
    """Say whether the page stands on a tablet that is handed from one person to the next."""
    return request.args.get("plats") == "monter"


def _here() -> str:
    return url_for(".tell", plats="monter") if _is_stand() else url_for(".tell")


@bp.get("/plats")
@everyone
def tell() -> Response:
    """Ask how a place feels, where it is and why."""
    return _asked(PlaceForm(), new_visit())


def _asked(form: PlaceForm, visit: Visit, status: int = 200, **more: Any) -> Response:
    response = page(
        "remark/public/tell.html", status, form=form, values=form.values, visit=visit, kinds=kinds,
        action=_here(), is_stand=_is_stand(), page_errors=form.summary, **more,
    )  # fmt: skip
    return _kept(response, NEVER_KEPT if _is_stand() else REVISITED)


@bp.post("/plats")
@everyone
def send() -> Response:
    """Take in what somebody tells, once, and answer with the receipt."""
    values: MultiDict[str, str] = request.form
    visit = sent_visit()
    if "place_search" in values:
        return _looked_up(values, visit or new_visit())
    with database().reading() as db:
        form = read_place_form(values, lambda geometry: check_inside(db, geometry))
    if visit is None:
        form.wrong("", _("Sidan kom inte med helt och hållet. Skicka en gång till."))
    if form.errors or visit is None:
        return _asked(form, visit or new_visit(), 422)
    assert form.remark is not None
    content, remark, sent = form.content, form.remark, visit
    try:
        accepted = write(lambda db: submit_remark(db, sent.id, sent.secret, content, remark))
    except Problem as problem:
        return _not_again(problem)
    return _thanks(accepted)


def _looked_up(values: MultiDict[str, str], visit: Visit) -> Response:
    """Give the form back with places that have the name, for who has no scripts."""
    with database().reading() as db:
        found = find_places(db, values.get("place_words", ""))
    return _asked(PlaceForm(values), visit, suggestions=suggestions_for(found), has_looked=True)


def _thanks(accepted: Accepted) -> Response:
    response = page(
        "remark/public/receipt.html",
        code=show_receipt(accepted.code).replace(" ", "-"),
        is_new=accepted.is_new,
        again=_here(),
        is_stand=_is_stand(),
    )
    return _kept(response, NEVER_KEPT)


def _not_again(problem: Problem) -> Response:
    status = {"conflict": 409, "gone": 410}.get(problem.code)
    if status is None:
        raise problem
    response = page("remark/public/not_again.html", status, is_gone=status == 410, again=_here())
    return _kept(response, NEVER_KEPT)


@bp.get("/kvitto")
@everyone
def receipt() -> Response:
    """Ask for a receipt code."""
    return _kept(page("remark/public/ask_receipt.html"), REVISITED)


@bp.post("/kvitto")
@everyone
def look_up() -> Response:
    """Tell what became of what was sent, never a word of it."""
    code = read_receipt(request.form.get("kod", "")[:200])
    if code is None:
        return _no_code()
    with database().reading() as db:
        story = story_of(db, code)
    if story is None:
        return _unknown()
    return _kept(page("remark/public/story.html", story=story, code=code), NEVER_KEPT)


@bp.post("/kvitto/ta-tillbaka")
@everyone
def withdraw() -> Response:
    """Ask whether it is really to be taken back, and do it."""
    code = read_receipt(request.form.get("kod", "")[:200])
    if code is None:
        return _no_code()
    if request.form.get("bekrafta") != "ja":
        with database().reading() as db:
            story = story_of(db, code)
        if story is None:
            return _unknown()
        return _kept(page("remark/public/confirm.html", story=story, code=code), NEVER_KEPT)
    try:
        done = write(lambda db: take_back(db, code))
    except Problem as problem:
        if problem.code != "not_found":
            raise
        return _unknown()
    return _kept(page("remark/public/taken_back.html", is_erased=done.is_erased), NEVER_KEPT)


def _no_code() -> Response:
    typed = request.form.get("kod", "")[:200]
    sentence = _("Skriv de 26 tecknen i koden. Den har bara bokstäverna a–z och siffrorna 2–7.")
    response = page("remark/public/ask_receipt.html", 422, typed=typed, page_errors=[("kod", sentence)])
    return _kept(response, NEVER_KEPT)


def _unknown() -> Response:
    """Answer for a receipt that was used as for one that never was: alike in every way."""
    return _kept(page("remark/public/unknown_receipt.html", 404), NEVER_KEPT)
