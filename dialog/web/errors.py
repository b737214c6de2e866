"""What goes wrong, turned into a page or JSON in one place. A log line tells where, never what a person sent.

The log holds the route's pattern, the kind of fault and the frames: no address, header, query, body or message, since a
message may quote what somebody wrote.
"""

import errno
import logging
import secrets
import traceback
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, jsonify, make_response, redirect, render_template, request
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import HTTPException

from dialog.base.problems import Problem
from dialog.web.language import gettext as _

log = logging.getLogger("dialog")

STATUS = {
    "invalid": 422,
    "not_found": 404,
    "forbidden": 403,
    "conflict": 409,
    "gone": 410,
    "too_large": 413,
    "too_many": 429,
    "unavailable": 503,
}
RETRY_AFTER = "2"
#: Asked by programs alone: tablets, and a monitor that looks at `status`.
_SPEAK_JSON = ("/api/", "/halsa")
_TAKEN = frozenset(
    {
        *("23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"),  # there is one already
        *("23503", "SQLITE_CONSTRAINT_FOREIGNKEY"),  # what it points at is gone
    }
)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


def init_app(app: Flask) -> None:
    """Register one handler for everything."""
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)
    # Flask's own line would hold the address; `_http` hands what it wraps to `_fault`, which logs as the others.
    app.log_exception = lambda _info: None  # type: ignore[method-assign,assignment]


def is_database_fault(error: BaseException) -> bool:
    """Say whether the database, or the disk below it, could not answer (locked, full, restarted), as against a fault of ours."""
    if isinstance(error, PoolTimeout) or (isinstance(error, OSError) and error.errno in _FULL):
        return True
    return isinstance(error, DBAPIError) and not isinstance(error, IntegrityError | DataError | ProgrammingError)


def answer(status: int, message: str = "", **facts: Any) -> Response:
    """Return an error page, or problem+json (RFC 9457) where the caller speaks JSON."""
    title, explanation, advice = _words(status)
    if request.path.startswith(_SPEAK_JSON) or wants_json(request.accept_mimetypes):
        body = {"type": "about:blank", "title": title, "status": status, "detail": message or explanation}
        more = {k: v for k, v in facts.items() if k in ("code", "fields")} | facts.get("json", {})
        response = jsonify(body | more)
        response.content_type = "application/problem+json"
    else:
        page = render_template(
            "errors/error.html", status=status, title=title, explanation=message or explanation, advice=advice, **facts
        )
        response = make_response(page)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    if status in (429, 503):
        response.headers["Retry-After"] = RETRY_AFTER
    return response


def wants_json(accepts: MIMEAccept) -> bool:
    """Say whether who accepts these would rather have JSON than a page."""
    return accepts["application/json"] > accepts["text/html"]


def _problem(problem: Problem) -> Response:
    return answer(STATUS[problem.code], _(problem.message) if problem.message else "", **problem.facts)


def _http(error: HTTPException) -> Response:
    if error.response is not None and error.code is not None and error.code < 400:
        return error.response  # type: ignore[return-value]
    original = getattr(error, "original_exception", None)
    if original is not None:  # raised after the view: by the commit, most likely
        return _fault(original)
    status = error.code or 500
    if status < 400:  # a redirect that the router asks for
        return error.get_response()  # type: ignore[return-value]
    if status == 400 and error.description == "csrf":
        return answer(
            400,
            _(
                "Sidan har varit öppen för länge eller öppnats på nytt. Gå tillbaka, läs in sidan igen och skicka en gång till."
            ),
        )
    if status == 404 and (meant := _without_slash()):
        return make_response(redirect(meant, 308))
    response = answer(status)
    if status == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return response


def _without_slash() -> str:
    """Return the address of the page that somebody meant who wrote a slash after it, or nothing where there is none."""
    meant = "/" + request.path.strip("/")  # a path of our own, whatever stood before it
    adapter = current_app.create_url_adapter(request)
    if request.method not in ("GET", "HEAD") or not request.path.endswith("/") or meant == "/" or adapter is None:
        return ""
    try:
        adapter.match(meant, method="GET")
    except HTTPException:
        return ""
    query = quote(request.query_string, safe="%=&+/?:;,@!$'()*~")
    return quote(request.root_path + meant) + (f"?{query}" if query else "")


def _was_taken(error: BaseException) -> bool:
    """Say whether somebody else wrote the same thing, or took away what this leans on, between our look and our writing."""
    if isinstance(error, StaleDataError):  # what we had read to change it is there no more
        return True
    if not isinstance(error, IntegrityError):
        return False
    told = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
    return told in _TAKEN


def _fault(error: Exception) -> Response:
    if _was_taken(error):
        return answer(409)
    if is_database_fault(error):
        log.error("database cannot answer", extra=_where(error))
        return answer(503)
    code = secrets.token_hex(4)
    log.error("fault %s", code, extra=_where(error))
    if current_app.testing and current_app.config.get("RAISE_FAULTS"):
        raise error
    return answer(500, code=code)


def _where(error: BaseException) -> dict[str, Any]:
    frames = [f"{f.filename.rsplit('/', 2)[-1]}:{f.lineno}:{f.name}" for f in traceback.extract_tb(error.__traceback__)]
    rule = request.url_rule.rule if request.url_rule else "-"
    told = getattr(error, "orig", None)  # the database's own code: which of its faults it was
    code = getattr(told, "sqlstate", None) or getattr(told, "sqlite_errorname", None)
    kind = f"{type(error).__name__} {code}" if code else type(error).__name__
    return {"route": rule, "kind": kind, "frames": " ".join(frames[-12:])}


def _words(status: int) -> tuple[str, str, str]:
    nothing_lost = _("Inget som du har skickat tidigare har gått förlorat.")
    known = {
        400: (_("Vi kunde inte läsa det du skickade"), _("Något i det som skickades var inte som det skulle."), _("Gå tillbaka, läs in sidan igen och försök en gång till.")),
        401: (_("Du behöver logga in"), _("Sidan är till för dem som arbetar med dialogen."), _("Logga in och försök igen.")),
        403: (_("Du kommer inte åt den här sidan"), _("Den är till för andra än du, eller så skickades formuläret från en annan webbplats."), _("Gå till startsidan, eller fråga den som sköter webbplatsen.")),
        404: (_("Sidan finns inte"), _("Adressen kan vara felskriven, eller så har sidan tagits bort."), _("Kontrollera adressen eller gå till startsidan.")),
        405: (_("Så går det inte att använda sidan"), _("Adressen tar inte emot det som skickades."), _("Gå till startsidan.")),
        409: (_("Någon annan hann före"), _("Det du såg har ändrats sedan du öppnade sidan."), _("Läs in sidan igen och se vad som har ändrats.")),
        410: (_("Det finns inte kvar"), _("Det har tagits tillbaka eller tagits bort."), _("Gå till startsidan.")),
        413: (_("Det du skickade är för stort"), _("Vi kan inte ta emot så mycket på en gång."), _("Skicka mindre åt gången.")),
        415: (_("Vi kan inte läsa den sortens fil"), _("Filen är av en sort som sidan inte tar emot."), _("Spara filen som någon av de sorter som sidan nämner.")),
        422: (_("Något behöver rättas"), _("Det gick inte att spara som det var."), _("Gå tillbaka och rätta det som är fel.")),
        429: (_("Vänta en liten stund"), _("Det kommer mycket på en gång just nu."), _("Försök igen om några sekunder.")),
        503: (_("Vi kan inte svara just nu"), _("Det är inte säkert att det du skickade nyss är sparat."), _("Vänta några sekunder, gå tillbaka och skicka en gång till. Det blir aldrig dubbelt.")),
    }  # fmt: skip
    title, explanation, advice = known.get(
        status,
        (
            _("Något gick fel hos oss"),
            _("Felet är vårt, inte ditt."),
            _("Försök igen om en stund. Hör av dig om det händer igen."),
        ),
    )
    return title, explanation, f"{advice} {nothing_lost}" if status >= 500 else advice
