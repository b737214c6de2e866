"""The start page, the pages that the law wants, the address for security reports and the monitor's. No cookie, nothing stored."""

from typing import Any

from flask import jsonify

from dialog.people.public import bp
from dialog.people.queries import is_alive
from dialog.web.pages import draw_sections, page
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
    """Tell a monitor whether the site can answer: 200, or 503 by the one handler of faults."""
    with database().reading() as reading:
        is_alive(reading)
    response = jsonify(status="ok")
    response.headers["Cache-Control"] = "no-store"
    return response
