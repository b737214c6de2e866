"""Pages of the room behind sign-in: what waits for me, staff, who can be responsible, the log, the site's texts, my account."""

from flask import Blueprint

bp = Blueprint("people_staff", __name__)

from dialog.people.staff import log, own, partners, personnel, site, start  # noqa: E402 -- they hang their views on bp

__all__ = ["bp", "log", "own", "partners", "personnel", "site", "start"]
