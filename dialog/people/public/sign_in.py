"""Sign-in, and the one-time link to choose a password. Guarded by origin as the forms for everyone are; no cookie before.

The password is looked at between two short transactions, never inside one: it is slow by design.
"""

from typing import Any

from flask import g, make_response, redirect, request, url_for

from dialog.base.problems import Problem
from dialog.people.forms import NewPasswordForm, SignInForm, errors_of
from dialog.people.kept import carried_form, own_path, send_again
from dialog.people.kinds import clean_email, password_problem
from dialog.people.operations import begin_attempt, hash_password, open_session, use_link, verify_password
from dialog.people.operations.accounts import LINK_IS_OVER
from dialog.people.public import bp
from dialog.people.queries import account_by_id, find_link
from dialog.people.session import COOKIE, give_cookie, identify, wait_words
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import everyone, identity
from dialog.web.transaction import database, write


@bp.get("/admin/logga-in")
@everyone
def sign_in() -> Any:
    """Ask for address and password; whoever is signed in already goes on."""
    wanted = own_path(request.args.get("next"))
    if identity() is not None:
        return redirect(wanted)
    chosen = request.args.get("valt") == "1"
    return page("people/staff/sign_in.html", form=SignInForm(), kept=None, next=wanted, chosen=chosen)


@bp.post("/admin/logga-in")
@everyone
def sign_in_now() -> Any:
    """Take address and password, open a session under a new token, and go where the person was going."""
    form, kept = SignInForm(), carried_form()
    wanted = own_path(request.form.get("next"))

    def again(status: int, errors: list[tuple[str, str]]) -> Any:
        return page("people/staff/sign_in.html", status, form=form, kept=kept, next=wanted, page_errors=errors)

    if not form.validate():
        return again(422, errors_of(form))
    email, password = clean_email(form.email.data or ""), form.password.data or ""
    try:
        attempt = write(lambda db: begin_attempt(db, email))
    except Problem as problem:
        if problem.code != "too_many":
            raise
        return again(429, [("email", wait_words(problem.facts["seconds"]))])
    fits = verify_password(attempt.password_hash, password)
    account_id = attempt.account_id
    if not fits or account_id is None:
        return again(422, [("email", _("Adressen och lösenordet hör inte ihop. Kontrollera båda och försök igen."))])
    old = request.cookies.get(COOKIE, "")
    token = write(lambda db: open_session(db, account_id, attempt.name, email, instead_of=old))
    if kept is None:
        return give_cookie(make_response(redirect(wanted, 303)), token)
    g.identity = identify(token)  # the form that is drawn now belongs to the new session
    g.pop("language", None)
    return give_cookie(send_again(kept), token)


@bp.get("/admin/losenord/<string(length=43):token>")
@everyone
def choose_password(token: str) -> Any:
    """Show the page where the holder of a link chooses a password."""
    with database().reading() as db:
        link = find_link(db, token)
        account = account_by_id(db, link.account_id) if link else None
    if account is None:
        raise Problem("gone", LINK_IS_OVER)
    return page("people/staff/choose_password.html", form=NewPasswordForm(), email=account.email)


@bp.post("/admin/losenord/<string(length=43):token>")
@everyone
def choose_password_now(token: str) -> Any:
    """Keep the chosen password and use the link up."""
    with database().reading() as db:
        link = find_link(db, token)
        account = account_by_id(db, link.account_id) if link else None
    if account is None:
        raise Problem("gone", LINK_IS_OVER)
    form = NewPasswordForm()
    chosen = form.new_password.data or ""
    problem = password_problem(chosen, account.email, account.name)
    if problem is not None:
        form.new_password.errors = [_(problem)]
        errors = errors_of(form)
        return page("people/staff/choose_password.html", 422, form=form, email=account.email, page_errors=errors)
    hashed = hash_password(chosen)
    write(lambda db: use_link(db, token, hashed))
    return redirect(url_for("people_public.sign_in", valt=1), 303)
