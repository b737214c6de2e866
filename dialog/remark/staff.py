"""Staff's pages: open and close `/plats`, key in what came by telephone and on paper, and read what was taken back but not erased.

Comes before: `templates/remark/staff/`. Goes to: `remark/operations.py`, and from there the inbox.
"""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from dialog.base.i18n import N_
from dialog.base.keys import new_id
from dialog.base.problems import Problem
from dialog.base.texts import one_line
from dialog.people.kinds.fields import PLACES_OPEN
from dialog.people.queries import is_on, missing_fields
from dialog.people.session import forget_site
from dialog.place.queries import check_inside, find_places
from dialog.remark import kinds
from dialog.remark.forms import PlaceForm, read_keyed_form, suggestions_for
from dialog.remark.operations import close_page, open_page, read_set_aside
from dialog.remark.operations import key_in as keep
from dialog.remark.queries import all_set_aside, one_set_aside, sources
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db

bp = Blueprint("remark_staff", __name__)


@bp.get("/admin/plats")
@staff("coordinator")
def places() -> Response:
    """Show whether residents can tell of places, and what must be filled in before they can."""
    return _places()


def _places(status: int = 200, error: str = "") -> Response:
    return page(
        "remark/staff/places.html", status, is_open=is_on(db(), PLACES_OPEN), lacking=missing_fields(db()),
        done=_DONE.get(request.args.get("klart", "")), page_errors=[("", error)] if error else [],
    )  # fmt: skip


_DONE = {"oppen": N_("Sidan är öppen."), "stangd": N_("Sidan är stängd.")}


@bp.post("/admin/plats/oppna")
@staff("coordinator")
def open_places() -> Any:
    """Let residents tell of places."""
    try:
        open_page(db(), signed_in())
    except Problem as problem:
        return _places(422, _(problem.message))
    forget_site()
    return redirect(url_for(".places", klart="oppen"), 303)


@bp.post("/admin/plats/stang")
@staff("coordinator")
def close_places() -> Any:
    """Take in no more places."""
    close_page(db(), signed_in())
    forget_site()
    return redirect(url_for(".places", klart="stangd"), 303)


@bp.get("/admin/synpunkter/ny")
@staff("tagger", "coordinator")
def key_in() -> Response:
    """Show a clean form; source and day stay from the one before."""
    form = PlaceForm(MultiDict({"source": request.args.get("kalla", ""), "day": request.args.get("dag", "")}))
    return _keying(form, new_id(), is_saved=request.args.get("sparad") == "1")


def _keying(form: PlaceForm, remark_id: uuid.UUID, status: int = 200, **more: Any) -> Response:
    return page(
        "remark/staff/key_in.html", status, form=form, values=form.values, kinds=kinds, remark_id=remark_id,
        sources=sources(db(), professional=True), page_errors=form.summary, **more,
    )  # fmt: skip


@bp.post("/admin/synpunkter/ny")
@staff("tagger", "coordinator")
def key_in_now() -> Any:
    """Keep what was keyed in and give the next clean form."""
    values = request.form
    remark_id = _sent_id()
    if "place_search" in values:
        suggestions = suggestions_for(find_places(db(), values.get("place_words", "")))
        return _keying(PlaceForm(values), remark_id, suggestions=suggestions, has_looked=True)
    known = [source.slug for source in sources(db(), professional=True)]
    form = read_keyed_form(values, lambda geometry: check_inside(db(), geometry), known)
    if form.remark is None:
        return _keying(form, remark_id, 422)
    keep(db(), signed_in(), remark_id, form.remark)
    kept: dict[str, Any] = {"kalla": form.remark.source, "dag": form.remark.day or None}
    return redirect(url_for(".key_in", sparad="1", **kept), 303)


def _sent_id() -> uuid.UUID:
    """Return the id that the form was given, so that a second press of the button makes no second remark."""
    try:
        return uuid.UUID(request.form.get("remark_id", ""))
    except ValueError:
        return new_id()


@bp.get("/admin/tillbakatagna")
@staff("admin")
def set_aside() -> Response:
    """List what was taken back without a decision on gallring: kind and week, nothing of what it says."""
    return page("remark/staff/set_aside.html", found=all_set_aside(db()))


@bp.get("/admin/tillbakatagna/<id:wanted>")
@staff("admin")
def ask_why(wanted: uuid.UUID) -> Response:
    """Ask for the reason to read one."""
    found = one_set_aside(db(), wanted)
    if found is None:
        raise Problem("not_found")
    return page("remark/staff/read_set_aside.html", found=found)


@bp.post("/admin/tillbakatagna/<id:wanted>")
@staff("admin")
def read_one(wanted: uuid.UUID) -> Response:
    """Show one, once the reason is in the log."""
    why = one_line(request.form.get("why", ""))
    if not 10 <= len(why) <= 500:
        found = one_set_aside(db(), wanted)
        if found is None:
            raise Problem("not_found")
        sentence = _("Skriv varför du behöver läsa det, med minst tio tecken och högst 500.")
        errors = [("why", sentence)]
        return page("remark/staff/read_set_aside.html", 422, found=found, why=why, page_errors=errors)
    found = read_set_aside(db(), signed_in(), wanted, why)
    return page("remark/staff/read_set_aside.html", found=found, why=why, parts=list(_parts(found.content)))


#: What is told of a thing that was set aside, in this order; its keys and counters are nobody's business.
_TOLD = {
    "slug": N_("Enkät"), "channel": N_("Kanal"), "text": N_("Text"), "suggestion": N_("Förslag"),
    "place_words": N_("Plats"), "lat": N_("Latitud"), "lng": N_("Longitud"), "feeling": N_("Känsla"),
    "reason": N_("Skäl"), "part_of_day": N_("Tid på dygnet"), "days": N_("Dagar"), "season": N_("Årstid"),
    "code": N_("Fråga"), "item": N_("Rad"), "state": N_("Besvarad"), "choice": N_("Val"), "number": N_("Tal"),
    "words": N_("Med egna ord"), "source": N_("Källa"), "agreeing": N_("Håller med"), "lang": N_("Språk"),
}  # fmt: skip
_CODES = {
    "feeling": kinds.FEELINGS,
    "reason": kinds.REASONS,
    "part_of_day": kinds.PARTS_OF_DAY,
    "days": kinds.DAYS,
    "season": kinds.SEASONS,
}


def _parts(content: Mapping[str, Any]) -> Iterator[list[tuple[str, str]]]:
    """Yield the parts of what was set aside: the thing itself, then each answer of a response with its remark."""
    is_remark = "place_words" in content
    rows = [
        (_(label), _in_words(name, content[name]))
        for name, label in _TOLD.items()
        if content.get(name) not in (None, "") and not (is_remark and name == "number")
    ]
    if rows:
        yield rows
    for answer in content.get("answers", []):
        yield from _parts(answer)
    if content.get("remark"):
        yield from _parts(content["remark"])


def _in_words(name: str, value: Any) -> str:
    known = _CODES.get(name)
    return ", ".join(_(words) for words in kinds.in_words(value, known)) if known else str(value)
