"""My own account: language, single-key shortcuts, password, and an end to what is open elsewhere."""

from typing import Any

from flask import redirect, request, url_for

from dialog.people.forms import ChangePasswordForm, OwnForm, errors_of
from dialog.people.kinds import password_problem
from dialog.people.operations import change_own, end_other_sessions, hash_password, verify_password
from dialog.people.operations.accounts import choose_password
from dialog.people.queries import account_by_id
from dialog.people.staff import bp
from dialog.web.language import LANGUAGES
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import database, db
from dialog.web.transaction import write as write_now


def _page(status: int = 200, **facts: Any) -> Any:
    return page("people/staff/own.html", status, languages_offered=list(LANGUAGES.items()), **facts)


def _own_form() -> OwnForm:
    me = signed_in()
    return OwnForm(formdata=None, data={"language": me.language, "has_shortcuts": me.facts["has_shortcuts"]})


@bp.get("/admin/mitt-konto")
@staff()
def own() -> Any:
    """Show my account."""
    done = request.args.get("klart", "")
    return _page(own=_own_form(), change=ChangePasswordForm(formdata=None), done=done)


@bp.post("/admin/mitt-konto")
@staff()
def own_change() -> Any:
    """Keep language and shortcuts."""
    form = OwnForm()
    if not form.validate():
        change = ChangePasswordForm(formdata=None)
        return _page(422, own=form, change=change, done="", page_errors=errors_of(form))
    change_own(db(), signed_in(), form.language.data or "sv", has_shortcuts=bool(form.has_shortcuts.data))
    return redirect(url_for("people_staff.own", klart="sparat"), 303)


@bp.post("/admin/mitt-konto/losenord")
@staff()
def own_password() -> Any:
    """Change my password and end what is open elsewhere; the hashing is done before the transaction begins."""
    me, form = signed_in(), ChangePasswordForm()
    with database().reading() as reading:
        account = account_by_id(reading, me.account_id)
    assert account is not None
    chosen, problem = form.new_password.data or "", None
    if form.validate():
        problem = password_problem(chosen, account.email, account.name)
        if problem is not None:
            form.new_password.errors = [_(problem)]
        elif not _is_mine(account.email, form.password.data or ""):
            form.password.errors = [_("Det är inte lösenordet du har nu.")]
    if errors := errors_of(form):
        return _page(422, own=_own_form(), change=form, done="", page_errors=errors)
    hashed = hash_password(chosen)
    mine = account_by_id(db(), me.account_id)
    assert mine is not None
    choose_password(db(), mine, hashed)
    end_other_sessions(db(), me, me.facts["session"])
    return redirect(url_for("people_staff.own", klart="losenord"), 303)


def _is_mine(email: str, password: str) -> bool:
    from dialog.people.operations import begin_attempt
    from dialog.people.operations.sessions import forget_failures

    attempt = write_now(lambda d: begin_attempt(d, email))
    if not verify_password(attempt.password_hash, password):
        return False
    write_now(lambda d: forget_failures(d, email))
    return True


@bp.post("/admin/mitt-konto/avsluta-andra")
@staff()
def own_end_others() -> Any:
    """End what is open elsewhere in my name."""
    me = signed_in()
    end_other_sessions(db(), me, me.facts["session"])
    return redirect(url_for("people_staff.own", klart="avslutat"), 303)
