"""Staff: who works here and what they may do. A link to choose a password is shown once, to be handed over in person or by phone."""

import uuid
from typing import Any

from flask import abort, redirect, request, url_for

from dialog.base.problems import Problem
from dialog.people.forms import AccountForm, errors_of, lay_out, number_of
from dialog.people.kinds import ROLE_WORDS
from dialog.people.models import Account
from dialog.people.operations import add_account, change_account, make_link, set_active
from dialog.people.queries import account_by_id, accounts, all_partners
from dialog.people.staff import bp
from dialog.web.language import gettext as _
from dialog.web.pages import page, whole_address
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db


@bp.get("/admin/personal")
@staff("admin")
def personnel() -> Any:
    """List staff and those who can be responsible."""
    return page(
        "people/staff/personnel.html",
        people=[_row(account) for account in accounts(db())],
        partners=all_partners(db()),
        done=request.args.get("klart", ""),
    )


def _row(account: Account) -> dict[str, Any]:
    roles = [_(ROLE_WORDS[code].name) for code in ROLE_WORDS if code in {r.role for r in account.roles}]
    waits = account.password_hash is None
    return {"account": account, "roles": ", ".join(roles), "waits": waits}


@bp.get("/admin/personal/ny")
@staff("admin", confirm=True)
def person_new() -> Any:
    """Show the form for a new person."""
    return page("people/staff/person_new.html", form=AccountForm(formdata=None))


@bp.post("/admin/personal/ny")
@staff("admin", confirm=True)
def person_add() -> Any:
    """Add a person and show the link, once."""
    form = AccountForm()
    try:
        account = add_account(db(), signed_in(), form.email.data or "", form.name.data or "", form.roles.data or [])
    except Problem as problem:
        return page("people/staff/person_new.html", 422, form=form, page_errors=lay_out(form, problem))
    return _link_page(account, is_new=True)


@bp.get("/admin/personal/<id:account_id>")
@staff("admin", confirm=True)
def person(account_id: uuid.UUID) -> Any:
    """Show a person's name and roles, to be changed."""
    account = _found(account_id)
    return page("people/staff/person.html", form=_form_of(account), person=account, theirs=None)


@bp.post("/admin/personal/<id:account_id>")
@staff("admin", confirm=True)
def person_change(account_id: uuid.UUID) -> Any:
    """Keep a person's name and roles, unless somebody else was first."""
    form, version = AccountForm(), number_of(request.form.get("version"))
    try:
        change_account(db(), signed_in(), account_id, version, form.name.data or "", form.roles.data or [])
    except Problem as problem:
        return _not_changed(account_id, form, problem)
    return redirect(url_for("people_staff.personnel", klart="sparat"), 303)


@bp.post("/admin/personal/<id:account_id>/avstangd")
@staff("admin", confirm=True)
def person_active(account_id: uuid.UUID) -> Any:
    """Shut a person out, or let them in again."""
    version, active = number_of(request.form.get("version")), request.form.get("active") == "1"
    try:
        set_active(db(), signed_in(), account_id, version, active=active)
    except Problem as problem:
        return _not_changed(account_id, AccountForm(formdata=None), problem)
    return redirect(url_for("people_staff.personnel", klart="oppen" if active else "avstangd"), 303)


@bp.post("/admin/personal/<id:account_id>/lank")
@staff("admin", confirm=True)
def person_link(account_id: uuid.UUID) -> Any:
    """Make a new link for who has forgotten the password, and show it once."""
    return _link_page(_found(account_id), is_new=False)


def _link_page(account: Account, *, is_new: bool) -> Any:
    token = make_link(db(), signed_in(), account.id)
    link = whole_address(f"/admin/losenord/{token}")
    return page("people/staff/person_link.html", person=account, link=link, is_new=is_new)


def _not_changed(account_id: uuid.UUID, form: AccountForm, problem: Problem) -> Any:
    if problem.code == "not_found":
        abort(404)
    account = _found(account_id)
    if problem.code == "conflict":
        # What was typed stands in the form; what the other wrote stands above it; sending again is then a choice.
        form.version.data = str(account.version)
        if form.name.data is None:
            form = _form_of(account)
        theirs = {"by": problem.facts["by"], "row": _row(account)}
        return page("people/staff/person.html", 409, form=form, person=account, theirs=theirs)
    if form.name.data is None:
        form = _form_of(account)
    errors = lay_out(form, problem) if problem.fields else errors_of(form)
    return page("people/staff/person.html", 422, form=form, person=account, theirs=None, page_errors=errors)


def _form_of(account: Account) -> AccountForm:
    roles = [role.role for role in account.roles]
    data = {"email": account.email, "name": account.name, "roles": roles, "version": account.version}
    return AccountForm(formdata=None, data=data)


def _found(account_id: uuid.UUID) -> Account:
    account = account_by_id(db(), account_id)
    if account is None:
        abort(404)
    return account
