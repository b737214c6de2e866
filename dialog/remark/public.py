"""Residents' pages: `/plats`, where a place is told of, and `/kvitto`, where the receipt tells what became of it.

Comes before: `templates/remark/public/`. Goes to: `remark/operations.py`. Nothing of the sender is read or kept; a receipt
comes by POST only, and no page that shows one is kept by the browser.
"""

from functools import partial
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from dialog.base.geo import GeometryProblem
from dialog.base.keys import read_receipt
from dialog.base.problems import Problem
from dialog.people.kinds.fields import PLACES_OPEN
from dialog.people.queries import is_on
from dialog.place.queries import find_places
from dialog.remark import kinds
from dialog.remark.asking import Words, ask_about, decided, is_asked_first, question
from dialog.remark.forms import PlaceForm, read_place_form, suggestions_for
from dialog.remark.operations import Accepted, submit_remark, take_back
from dialog.remark.queries import has_come_in, story_of
from dialog.web import pages, prepared
from dialog.web.forms import Visit, new_visit, sent_visit
from dialog.web.language import gettext as _
from dialog.web.language import language
from dialog.web.pages import page
from dialog.web.prepared import Prepared
from dialog.web.receipts import drawn_receipt
from dialog.web.security import everyone
from dialog.web.transaction import database, write

bp = Blueprint("remark_public", __name__)

#: How a form for everyone is kept: going back finds it as it was, a new visit asks anew.
REVISITED = "private, no-cache"
NEVER_KEPT = "no-store"

_OWN_WORDS = ("place_words", "text", "suggestion")
_PLACE = "<!--here-->"
_HIDDEN = f'<input type="hidden" name="{Visit.ID_FIELD}" value="%s"><input type="hidden" name="{Visit.SECRET_FIELD}" value="%s">'
_shelf: prepared.Shelf[prepared.Prepared] = prepared.Shelf()


def _kept(response: Response, how: str) -> Response:
    response.headers["Cache-Control"] = how
    return response


def _is_stand() -> bool:
    """Say whether the page stands on a tablet that is handed from one person to the next."""
    return request.args.get("monter") == "1"


def _here() -> str:
    return url_for(".tell", monter=1) if _is_stand() else url_for(".tell")


def _send_to() -> str:
    """Return where the form is sent: not to the page's own address, of which a browser forgets what it keeps once it has
    sent a form there; going back would then find a new form with a new id, and the same remark could be counted twice.
    """
    return url_for(".send", monter=1 if _is_stand() else None, svar=1)


@bp.get("/plats")
@everyone
def tell() -> Response:
    """Ask how a place feels, where it is and why. The page is drawn once and sent from memory, with a visit of its own."""
    if _is_closed():
        return _closed(200)
    visit = new_visit()
    hidden = _HIDDEN % (visit.id, visit.secret)
    page_of_all = _shelf.get(_shelf_key("tell"), pages.site(), lambda: prepared.prepare(_drawn(), _PLACE))
    return page_of_all.answer(hidden.encode(), NEVER_KEPT if _is_stand() else REVISITED)


def _is_closed() -> bool:
    """Say whether residents can not tell of places now. What this process remembers of it is a few seconds old, so a no is asked again:
    it may just have been opened, or the database cannot answer, and then that is what is told.
    """
    if pages.site().takes_places:
        return False
    with database().reading() as db:
        return not is_on(db, PLACES_OPEN)


def _has_come_in(visit: Visit | None) -> bool:
    """Say whether this was sent before: the same again has the same receipt, whether or not the page has closed since."""
    if visit is None:
        return False
    with database().reading() as db:
        return has_come_in(db, visit.id)


def _closed(status: int, written: str = "") -> Response:
    """Tell that the page is closed and whom to ring; with 409 who was just writing, who gets the own words back on the page to copy."""
    return _kept(page("remark/public/closed.html", status, was_writing=status == 409, written=written), NEVER_KEPT)


def _drawn(hidden: str = _PLACE, form: PlaceForm | None = None, **more: Any) -> str:
    form = form or PlaceForm()
    return render_template(
        "remark/public/tell.html", form=form, values=form.values, hidden=Markup(hidden), kinds=kinds,  # noqa: S704 -- made by us
        action=_send_to(), is_stand=_is_stand(), page_errors=form.summary, **more,
    )  # fmt: skip


def _shelf_key(name: str) -> tuple[Any, ...]:
    """Return what a page for everyone differs by, beside the site's own texts."""
    return (database(), name, language(), prepared.whence(), request.path, _is_stand())


def _asked(form: PlaceForm, visit: Visit, status: int = 200, **more: Any) -> Response:
    response = make_response(_drawn(_HIDDEN % (visit.id, visit.secret), form, **more), status)
    return _kept(response, NEVER_KEPT if _is_stand() else REVISITED)


@bp.post("/plats")
@everyone
def send() -> Response:
    """Take in what somebody tells, once, and answer with the receipt."""
    values: MultiDict[str, str] = decided(request.form)
    visit = sent_visit()
    if _is_closed() and not _has_come_in(visit):
        return _closed(409, "\n\n".join(line for name in _OWN_WORDS if (line := values.get(name, "").strip())))
    if "place_search" in values:
        return _looked_up(values, visit or new_visit())
    form = read_place_form(values)
    if visit is None:
        form.wrong("", _("Sidan kom inte med helt och hållet. Skicka en gång till."))
    asked = ask_about(_words_of(form.remark), values) if form.remark is not None else None
    if is_asked_first(values) or (asked is not None and visit is not None):
        return question(asked, values, action=_send_to(), is_stand=_is_stand())
    if form.remark is None or visit is None or form.errors:
        return _asked(form, visit or new_visit(), 422)
    try:
        accepted = write(
            partial(submit_remark, visit_id=visit.id, visit_secret=visit.secret, content=form.content, new=form.remark)
        )
    except GeometryProblem as problem:
        form.wrong("place_words", _(str(problem)))
        return _asked(form, visit, 422)
    except Problem as problem:
        return _not_again(problem)
    return _thanks(accepted)


def _words_of(remark: kinds.NewRemark) -> list[Words]:
    return [
        Words("text", _("Med egna ord"), remark.text),
        Words("suggestion", _("Förslag"), remark.suggestion),
        Words("place_words", _("Plats"), remark.place_words, is_place=True),
    ]


def _looked_up(values: MultiDict[str, str], visit: Visit) -> Response:
    """Give the form back with places that have the name, for who has no scripts."""
    with database().reading() as db:
        found = find_places(db, values.get("place_words", ""))
    return _asked(PlaceForm(values), visit, suggestions=suggestions_for(found), has_looked=True)


def _thanks(accepted: Accepted) -> Response:
    def draw() -> Prepared:
        facts = {"is_new": accepted.is_new, "again": _here(), "is_stand": _is_stand(), "receipt": Markup(_PLACE)}  # noqa: S704 -- made by us
        return prepared.prepare(render_template("remark/public/receipt.html", **facts), _PLACE)

    page_of_all = _shelf.get((*_shelf_key("receipt"), accepted.is_new), pages.site(), draw)
    return page_of_all.answer(drawn_receipt(accepted.code), NEVER_KEPT)


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
