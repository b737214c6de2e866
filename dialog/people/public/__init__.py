"""Pages of the room that nobody has to sign in for: sign-in itself, and the pages that the law wants."""

from flask import Blueprint

from dialog.people import kept
from dialog.people.session import find_site, identify
from dialog.web import pages, security

bp = Blueprint("people_public", __name__)

from dialog.people.public import information, sign_in  # noqa: E402 -- they hang their views on bp


@bp.record_once
def _register(_state: object) -> None:
    security.identify_with(identify)
    security.keep_typed_with(kept.keep_typed)
    pages.site_with(find_site)


__all__ = ["bp", "information", "sign_in"]
