"""Those who can be responsible: added, renamed, retired. Their list stands on /admin/personal."""

import uuid
from typing import Any

from flask import abort, redirect, request, url_for

from dialog.base.problems import Problem
from dialog.people.forms import PartnerForm, lay_out, number_of
from dialog.people.models import Partner
from dialog.people.operations import add_partner, rename_partner, set_partner_active
from dialog.people.queries import partner_by_id
from dialog.people.staff import bp
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db


@bp.get("/admin/personal/ansvariga/ny")
@staff("admin")
def partner_new() -> Any:
    """Show the form for one more."""
    return page("people/staff/partner.html", form=PartnerForm(formdata=None), partner=None, theirs=None)


@bp.post("/admin/personal/ansvariga/ny")
@staff("admin")
def partner_add() -> Any:
    """Add one."""
    form = PartnerForm()
    try:
        add_partner(db(), signed_in(), form.name.data or "")
    except Problem as problem:
        errors = lay_out(form, problem)
        return page("people/staff/partner.html", 422, form=form, partner=None, theirs=None, page_errors=errors)
    return redirect(url_for("people_staff.personnel", klart="sparat"), 303)


@bp.get("/admin/personal/ansvariga/<id:partner_id>")
@staff("admin")
def partner(partner_id: uuid.UUID) -> Any:
    """Show one, to be renamed or retired."""
    found = _found(partner_id)
    form = PartnerForm(formdata=None, data={"name": found.name, "version": found.version})
    return page("people/staff/partner.html", form=form, partner=found, theirs=None)


@bp.post("/admin/personal/ansvariga/<id:partner_id>")
@staff("admin")
def partner_rename(partner_id: uuid.UUID) -> Any:
    """Give one another name, unless somebody else was first."""
    form, version = PartnerForm(), number_of(request.form.get("version"))
    try:
        rename_partner(db(), signed_in(), partner_id, version, form.name.data or "")
    except Problem as problem:
        return _not_changed(partner_id, form, problem)
    return redirect(url_for("people_staff.personnel", klart="sparat"), 303)


@bp.post("/admin/personal/ansvariga/<id:partner_id>/anvands")
@staff("admin")
def partner_active(partner_id: uuid.UUID) -> Any:
    """Let one be chosen no longer, or again."""
    version, active = number_of(request.form.get("version")), request.form.get("active") == "1"
    try:
        set_partner_active(db(), signed_in(), partner_id, version, active=active)
    except Problem as problem:
        return _not_changed(partner_id, PartnerForm(formdata=None, data={"name": _found(partner_id).name}), problem)
    return redirect(url_for("people_staff.personnel", klart="sparat"), 303)


def _not_changed(partner_id: uuid.UUID, form: PartnerForm, problem: Problem) -> Any:
    found = _found(partner_id)
    if problem.code != "conflict":
        errors = lay_out(form, problem)
        return page("people/staff/partner.html", 422, form=form, partner=found, theirs=None, page_errors=errors)
    form.version.data = str(found.version)
    theirs = {"by": problem.facts["by"], "name": found.name, "is_active": found.is_active}
    return page("people/staff/partner.html", 409, form=form, partner=found, theirs=theirs)


def _found(partner_id: uuid.UUID) -> Partner:
    found = partner_by_id(db(), partner_id)
    if found is None:
        abort(404)
    return found
