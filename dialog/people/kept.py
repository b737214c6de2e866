"""Nothing typed is lost: a form that comes after its session ended is carried along until it can be sent again.

The fields travel in the page itself, never in the database: as one hidden value through the sign-in, then as the form they
were. Passwords, the old token and files are not carried.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from dialog.people.forms import ConfirmForm, SignInForm
from dialog.web.pages import page

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
_OWN_PATH = re.compile(r"/admin(?:/[A-Za-z0-9_~.%-]+)*(?:\?[A-Za-z0-9_~.%=&+:-]*)?")
_NOT_CARRIED = ("password", "csrf_token", "kept", "kept_path")


@dataclass(frozen=True)
class Kept:
    """A form on its way: where it is going, and its fields in order."""

    path: str
    fields: list[tuple[str, str]]
    lost_files: bool = False

    def packed(self) -> str:
        """Return the fields as one value."""
        return json.dumps(self.fields, ensure_ascii=False)

    @property
    def shown(self) -> list[str]:
        """Return what a person wrote, to be looked at before it is sent: whole sentences, not the form's own codes."""
        return [value for _, value in self.fields if " " in value.strip() or "\n" in value]


def own_path(written: str | None) -> str:
    """Return an address among the staff's pages, or the first of them when it is none."""
    return written if written and len(written) < 2000 and _OWN_PATH.fullmatch(written) else "/admin"


def sent_form() -> Kept | None:
    """Return the form of this request as it is carried, or None when it is none."""
    if request.mimetype not in FORM_TYPES:
        return None
    carried = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not any(part in name for part in _NOT_CARRIED)
    ]
    return Kept(own_path(request.full_path.rstrip("?")), carried, any(f.filename for f in request.files.values()))


def carried_form() -> Kept | None:
    """Return the form that came along with a sign-in, or None."""
    packed = request.form.get("kept", "")
    if not packed:
        return None
    try:
        rows = json.loads(packed)
        fields = [(str(name), str(value)) for name, value in rows]
    except (ValueError, TypeError, RecursionError):
        return None
    return Kept(own_path(request.form.get("kept_path")), fields, bool(request.form.get("kept_files")))


def keep_typed(reason: str) -> Response | None:
    """Answer a form that could not be taken: ask to sign in, to give the password, or only to send again."""
    kept = sent_form()
    if kept is None or kept.path == "/admin/logga-ut":
        return None
    if reason == "ended":
        return page("people/staff/sign_in.html", 401, form=SignInForm(formdata=None), kept=kept, next="")
    if reason == "confirm":
        return page("people/staff/confirm.html", 403, form=ConfirmForm(formdata=None), kept=kept, next="")
    return page("people/staff/send_again.html", 400, kept=kept, signed_in_now=False)


def send_again(kept: Kept) -> Any:
    """Return the page from which a carried form is sent."""
    return page("people/staff/send_again.html", kept=kept, signed_in_now=True)
