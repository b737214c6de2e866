"""The code book's pages: what belongs to a focus area, what does not, and examples. Goes to: `tag/operations/codebook.py`."""

from typing import Any

from flask import redirect, request, url_for

from dialog.base.problems import Problem
from dialog.tag import queries
from dialog.tag.forms import read_number
from dialog.tag.operations import write_entry
from dialog.tag.staff.door import bp
from dialog.web.errors import STATUS
from dialog.web.language import gettext as _
from dialog.web.language import named
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on

#: The texts are for staff, who read Swedish or English.
LANGUAGES = ("sv", "en")
#: Names in the form, and in the table.
PARTS = {"hit": "belongs", "inte": "not_here", "exempel": "examples"}


@bp.get("/admin/fokusomraden/<slug:slug>/kodbok")
@staff("coordinator", "tagger", "analyst")
def codebook(slug: str) -> Any:
    """Show what the code book says of a focus area, with its versions."""
    return _show(slug)


def _show(slug: str, status: int = 200, errors: Any = (), sent: Any = None) -> Any:
    area = next((area for area in queries.areas(db()) if area.slug == slug), None)
    if area is None:
        raise Problem("not_found")
    versions = queries.entries(db(), area.id)
    standing = versions[0] if versions else None
    written = {
        f"{name}_{code}": getattr(standing, part).get(code, "") if standing else ""
        for name, part in PARTS.items()
        for code in LANGUAGES
    }
    return page(
        "tag/staff/codebook.html",
        status,
        area=area,
        standing=standing,
        versions=versions,
        written=sent or written,
        faults={name for name, _sentence in errors},
        language_names=[(code, named(code)) for code in LANGUAGES],
        may_change=signed_in().has("coordinator"),
        done=request.args.get("klart", ""),
        page_errors=list(errors),
    )


@bp.post("/admin/fokusomraden/<slug:slug>/kodbok")
@staff("coordinator")
def codebook_write(slug: str) -> Any:
    """Keep a new version."""
    sent = {f"{name}_{code}": request.form.get(f"{name}_{code}", "") for name in PARTS for code in LANGUAGES}
    texts = {part: {code: sent[f"{name}_{code}"] for code in LANGUAGES} for name, part in PARTS.items()}
    try:
        write_entry(db(), signed_in(), slug, read_number(request.form.get("version")), texts)
    except Problem as problem:
        if problem.code == "not_found":
            raise
        read_on()
        names = {part: name for name, part in PARTS.items()}
        fields = [
            (names[key.rpartition("_")[0]] + "_" + key[-2:], _(problem.message)) for key in sorted(problem.fields)
        ]
        return _show(slug, STATUS[problem.code], fields or [("", _(problem.message))], sent)
    return redirect(url_for("tag_staff.codebook", slug=slug, klart="1"), 303)
