"""What waits for me: the rooms say what does. And the session itself: how long it lasts, on with it, out of it."""

from typing import Any

from flask import jsonify, make_response, redirect, request, url_for

from dialog.base.problems import Problem
from dialog.people.forms import ConfirmForm, errors_of
from dialog.people.kept import carried_form, own_path, send_again
from dialog.people.operations import begin_attempt, confirm_session, end_session, verify_password
from dialog.people.session import take_cookie, wait_words
from dialog.people.staff import bp
from dialog.web.language import gettext as _
from dialog.web.pages import draw_sections, page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, write


@bp.get("/admin")
@staff()
def start() -> Any:
    """Show what waits for the person who is signed in."""
    return page("people/staff/start.html", sections=draw_sections("admin", db()))


@bp.post("/admin/logga-ut")
@staff()
def sign_out() -> Any:
    """End the session in the table, so that a copied cookie opens nothing either."""
    me = signed_in()
    end_session(db(), me, me.facts["session"])
    return take_cookie(make_response(redirect(url_for("people_public.sign_in"), 303)))


@bp.get("/admin/session")
@staff()
def session_left() -> Any:
    """Tell how many seconds the session has left; asking does not prolong it."""
    return jsonify(seconds=signed_in().facts["session_seconds"])


@bp.get("/admin/session/forlang")
@staff()
def session_prolong() -> Any:
    """Prolong the session, as any page does, and tell how many seconds it has."""
    return jsonify(seconds=signed_in().facts["session_seconds"])


@bp.get("/admin/bekrafta")
@staff()
def confirm() -> Any:
    """Ask for the password once more."""
    return page("people/staff/confirm.html", form=ConfirmForm(), kept=None, next=own_path(request.args.get("next")))


@bp.post("/admin/bekrafta")
@staff()
def confirm_now() -> Any:
    """Note that the password was given, and go on; throttled as sign-in is."""
    me, form, kept = signed_in(), ConfirmForm(), carried_form()
    wanted = own_path(request.form.get("next"))

    def again(status: int) -> Any:
        return page("people/staff/confirm.html", status, form=form, kept=kept, next=wanted, page_errors=errors_of(form))

    if not form.validate():
        return again(422)
    email = me.facts["email"]
    try:
        attempt = write(lambda d: begin_attempt(d, email))
    except Problem as problem:
        if problem.code != "too_many":
            raise
        form.password.errors = [wait_words(problem.facts["seconds"])]
        return again(429)
    if not verify_password(attempt.password_hash, form.password.data or ""):
        form.password.errors = [_("Det är inte ditt lösenord. Försök igen.")]
        return again(422)
    write(lambda d: confirm_session(d, me.facts["session"], email))
    return send_again(kept) if kept is not None else redirect(wanted, 303)
