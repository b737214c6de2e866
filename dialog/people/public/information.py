"""The start page, the pages that the law wants, the address for security reports and the monitor's. No cookie, nothing stored."""

from datetime import date, timedelta
from typing import Any

from flask import Response, abort, jsonify

from dialog.base.clock import now
from dialog.people.public import bp
from dialog.people.queries import is_alive
from dialog.people.session import find_site
from dialog.web.pages import draw_sections, page, whole_address
from dialog.web.security import everyone
from dialog.web.transaction import database, db


@bp.get("/")
@everyone
def home() -> Any:
    """Show what is going on; the rooms say what."""
    return page("people/public/home.html", sections=draw_sections("home", db()))


@bp.get("/halsa")
@everyone
def health() -> Any:
    """Tell a monitor whether the site can answer: 200, or 503 by the one handler of faults, in JSON too."""
    with database().reading() as reading:
        is_alive(reading)
    response = jsonify(status="ok")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/om")
@everyone
def about() -> Any:
    """Tell what the dialogue is, who asks and why."""
    return page("people/public/about.html")


@bp.get("/integritet")
@everyone
def privacy() -> Any:
    """Tell what the law wants told about personal data (GDPR art. 13), what is promised and what is not."""
    return page("people/public/privacy.html")


@bp.get("/tillganglighet")
@everyone
def accessibility() -> Any:
    """Show the accessibility statement; what the municipality has not assessed is not claimed."""
    try:
        assessed_on: date | None = date.fromisoformat(find_site().access_assessed)
    except ValueError:
        assessed_on = None
    return page("people/public/accessibility.html", assessed_on=assessed_on)


@bp.get("/kakor")
@everyone
def cookies() -> Any:
    """List what is stored in a browser: nothing for residents."""
    return page("people/public/cookies.html")


@bp.get("/.well-known/security.txt")
@everyone
def security_txt() -> Response:
    """Tell where to report a hole (RFC 9116), once the municipality has said where."""
    contact = find_site().security_contact
    if not contact:
        abort(404)
    if not contact.startswith(("https://", "http://", "mailto:", "tel:")):  # RFC 9116 wants a whole address
        contact = ("mailto:" if "@" in contact else "https://") + contact
    # Renewed by itself, since the field is looked over with the others; a day at a time, so that it can be cached.
    expires = (now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    rows = [
        f"Contact: {contact}",
        f"Expires: {expires}",
        "Preferred-Languages: sv, en",
        f"Canonical: {whole_address('/.well-known/security.txt')}",
    ]
    response = Response("\n".join(rows) + "\n", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
