"""Forms: the base of staff forms, and the two hidden values that a public form carries instead of a cookie.

A public form holds an id and a random value, both made for the visit. The id makes a second sending harmless; from the
value the receipt is derived, and it is never kept.
"""

import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from flask_wtf.form import _Auto
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms.i18n import get_translations

from dialog.base.keys import new_id
from dialog.web.language import gettext, language

_READS_NO_FORM = frozenset({"GET", "HEAD", "OPTIONS"})


class StaffForm(FlaskForm):
    """A form behind sign-in. `web.security` checks the session's token for every unsafe request, so the form does not."""

    class Meta:
        csrf = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Read what was sent as a form and nothing else: no JSON, and a file only where the form asks for one."""
            if formdata is not _Auto:
                return formdata
            if request.method in _READS_NO_FORM:
                return None
            files = ((n, f) for n, f in request.files.items(multi=True) if isinstance(form._fields.get(n), FileField))
            return CombinedMultiDict((MultiDict(files), request.form))

        def get_translations(self, _form: Any) -> Any:
            return _Words()


class _Words:
    """WTForms' own messages come from its catalogues, in the language of the page; ours go before them."""

    def gettext(self, message: str) -> str:
        own = gettext(message)
        return own if own != message else str(_wtforms_words().gettext(message))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(_wtforms_words().ngettext(singular, plural, n))


def _wtforms_words() -> Any:
    return get_translations([{"sv": "sv_SE"}.get(language(), language()), language()])


@dataclass(frozen=True)
class Visit:
    """The two hidden values of a public form."""

    id: uuid.UUID
    secret: str

    ID_FIELD = "inlamning"
    SECRET_FIELD = "besok"  # noqa: S105 -- the name of a field


def new_visit() -> Visit:
    """Make the two values for a form that is opened afresh."""
    return Visit(new_id(), secrets.token_urlsafe(18))


def sent_visit() -> Visit | None:
    """Return the two values as they were sent, or None when they are not as we made them."""
    secret = request.form.get(Visit.SECRET_FIELD, "")
    try:
        found = uuid.UUID(request.form.get(Visit.ID_FIELD, ""))
    except ValueError:
        return None
    return Visit(found, secret) if found.version == 4 and 16 <= len(secret) <= 64 and secret.isascii() else None
