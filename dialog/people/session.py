"""Who is signed in, by the cookie; and the site's own texts. Both for `web`, which knows nothing of accounts."""

import time
from datetime import timedelta

from flask import Response, current_app, request, url_for

from dialog.base.clock import now
from dialog.people.kinds import SiteTexts
from dialog.people.operations import prolong
from dialog.people.queries import find_session, site
from dialog.people.queries.accounts import IDLE
from dialog.web.errors import is_database_fault
from dialog.web.language import gettext as _
from dialog.web.language import language, ngettext
from dialog.web.security import Identity
from dialog.web.transaction import database, write

COOKIE = "__Host-dialog"
#: The end of a session moves by steps, so that not every look at a page writes.
_STEP = timedelta(minutes=1)
_KEPT_FOR = 5.0  # seconds that one process may show an older text than another


def identify(token: str | None = None) -> Identity | None:
    """Return who the request's cookie (or a token just made) belongs to, and note that they did something."""
    token = token or request.cookies.get(COOKIE, "")
    if not 40 <= len(token) <= 60:
        return None
    with database().reading() as db:
        found = find_session(db, token)
    if found is None:
        return None
    left = found.seconds_left
    if request.endpoint != "people_staff.session_left" and now() - found.seen_at >= _STEP:
        write(lambda db: prolong(db, found.token_hash))
        left = min(found.most_seconds, int(IDLE.total_seconds()))
    return Identity(
        found.account.id,
        found.account.name,
        found.roles,
        found.account.language,
        found.csrf,
        {
            "is_fresh": found.is_fresh,
            "has_shortcuts": found.account.has_shortcuts,
            "email": found.account.email,
            "session": found.token_hash,
            "session_seconds": left,
            "left_url": url_for("people_staff.session_left"),
            "keep_alive_url": url_for("people_staff.session_prolong"),
        },
    )


def give_cookie(response: Response, token: str) -> Response:
    """Let the browser hold a session's token until it is closed."""
    response.set_cookie(COOKIE, token, secure=True, httponly=True, samesite="Lax", path="/")
    return response


def take_cookie(response: Response) -> Response:
    """Have the browser throw the token away."""
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Lax", path="/")
    return response


def find_site() -> SiteTexts:
    """Return the site's texts in the language of the page; the defaults where the database cannot answer."""
    lang = language()
    kept: dict[str, tuple[float, SiteTexts]] = current_app.extensions.setdefault("dialog.site", {})
    at, texts = kept.get(lang, (0.0, None))
    if texts is not None and time.monotonic() - at < _KEPT_FOR:
        return texts
    try:
        with database().reading() as db:
            texts = site(db, lang)
    except Exception as error:
        if is_database_fault(error):  # the page that says so must still be drawn
            return SiteTexts(lang)
        raise
    if not current_app.testing:
        kept[lang] = (time.monotonic(), texts)
    return texts


def forget_site() -> None:
    """Read the texts anew, since they were changed here."""
    current_app.extensions.pop("dialog.site", None)


def wait_words(seconds: int) -> str:
    """Say how long to wait, in words."""
    if seconds < 60:
        wait = ngettext("Vänta %(n)s sekund", "Vänta %(n)s sekunder", seconds)
    else:
        wait = ngettext("Vänta %(n)s minut", "Vänta %(n)s minuter", -(-seconds // 60))
    return _("Det har blivit för många försök med den adressen. %(wait)s och försök sedan igen.", wait=wait)
