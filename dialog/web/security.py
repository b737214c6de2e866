"""Closed by default: a route without a declared permission stops the start, and every answer carries the same headers.

A view says who may use it with `@everyone` or `@staff("tagger", …)`. `people` tells who is signed in by way of
`identify_with`; `web` itself knows nothing of accounts.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for

ROLES = ("admin", "coordinator", "tagger", "trusted_reader", "analyst", "walk_leader", "patrol", "partner")
#: Bytes of a form that a resident sends: a long survey with every field full, and a drawn stretch.
LARGEST_FORM = 1024 * 1024
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
V = TypeVar("V", bound=Callable[..., Any])

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types dialog default",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",  # no-referrer would make browsers send "Origin: null" with a form
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "dialog",  # in place of the name of the server's own program
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=()",
}
#: What is no page needs less, and a page fetches a dozen such: a phone on a slow line pays for each byte.
HEADERS_OF_FILES = {
    **{n: value for n, value in HEADERS.items() if n not in ("Permissions-Policy", "Cross-Origin-Opener-Policy")},
    "Content-Security-Policy": "default-src 'none'; require-trusted-types-for 'script'",
}
_HEADERS, _HEADERS_OF_FILES = (
    [(name.lower(), (name, value)) for name, value in headers.items()] for headers in (HEADERS, HEADERS_OF_FILES)
)


@dataclass(frozen=True)
class Permission:
    """Who may use a route: everyone, or staff with one of some roles (`admin` always may; no roles: any signed-in).

    `confirm`: the password must have been given in the last quarter of an hour (roles, exports).
    """

    for_everyone: bool
    roles: frozenset[str] = frozenset()
    confirm: bool = False


@dataclass(frozen=True)
class Identity:
    """The signed-in person as `web` needs to know it; `csrf` is the token that the session's forms must carry."""

    account_id: Any
    name: str
    roles: frozenset[str]
    language: str
    csrf: str
    facts: dict[str, Any] = field(default_factory=dict)

    def has(self, *roles: str) -> bool:
        """Say whether the person holds one of the roles; `admin` holds all."""
        return "admin" in self.roles or bool(self.roles.intersection(roles))


def everyone(view: V) -> V:
    """Declare that anyone may use the view, signed in or not. Unsafe methods are guarded by origin."""
    view.permission = Permission(for_everyone=True)  # type: ignore[attr-defined]
    return view


def staff(*roles: str, confirm: bool = False) -> Callable[[V], V]:
    """Declare which roles may use the view; none named means any signed-in person. Unsafe methods need the CSRF token.

    With `confirm` the password is asked for again unless it was given in the last quarter of an hour.
    """
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise ValueError(f"unknown roles: {sorted(unknown)}")

    def declare(view: V) -> V:
        view.permission = Permission(False, frozenset(roles), confirm)  # type: ignore[attr-defined]
        return view

    return declare


_identify: Callable[[], Identity | None] = lambda: None  # noqa: E731 -- replaced by `people`


def identify_with(function: Callable[[], Identity | None]) -> None:
    """Register the function that tells who is signed in."""
    global _identify
    _identify = function


_keep_typed: Callable[[str], Any] | None = None


def keep_typed_with(function: Callable[[str], Any]) -> None:
    """Register what answers a form that cannot be taken as it is, so that nothing typed is lost.

    The function gets the reason: "ended" (no session any more), "token" (the page belongs to an earlier session) or
    "confirm" (the password must be given again). It returns None where there is no form to keep.
    """
    global _keep_typed
    _keep_typed = function


def identity() -> Identity | None:
    """Return who is signed in for this request, or None."""
    if "identity" not in g:
        g.identity = None  # where the database cannot answer, the error page does not ask it again
        g.identity = _identify()
    found: Identity | None = g.identity
    return found


def signed_in() -> Identity:
    """Return who is signed in; only for views that `@staff` guards."""
    found = identity()
    if found is None:
        abort(401)
    return found


def init_app(app: Flask) -> None:
    """Guard every request and set the headers of every answer."""
    app.before_request(_guard)
    app.after_request(_set_headers)


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """Return what a route's view declares, or None."""
    found: Permission | None = getattr(app.view_functions.get(endpoint), "permission", None)
    return found


def refuse_undeclared(app: Flask) -> None:
    """Raise RuntimeError naming every route without a declared permission."""
    missing = sorted({r.rule for r in app.url_map.iter_rules() if permission_of(app, r.endpoint) is None})
    if missing:
        raise RuntimeError("no permission is declared for " + ", ".join(missing))


def _guard() -> Any:
    if request.endpoint is None:  # no such address, or a method it does not take: the error handler answers
        return None
    permission = permission_of(current_app, request.endpoint)
    if permission is None:
        abort(403)
    if request.method not in _SAFE and _is_foreign():
        abort(403)
    if permission.for_everyone:
        if is_for_all():  # sign-in can carry what staff typed
            request.max_content_length = request.max_form_memory_size = LARGEST_FORM
        return None
    return _guard_staff(permission)


def _guard_staff(permission: Permission) -> Any:
    person = identity()
    if person is None:
        if request.method in _SAFE and _wants_page():
            here = request.full_path.rstrip("?")
            return redirect(url_for("people_public.sign_in", next=here))
        return _kept("ended") or abort(401)
    if permission.roles and not person.has(*permission.roles):
        abort(403)
    if request.method not in _SAFE and not _has_token(person):
        return _kept("token") or abort(400, "csrf")
    if permission.confirm and not person.facts.get("is_fresh"):
        if request.method in _SAFE:
            return redirect(url_for("people_staff.confirm", next=request.full_path.rstrip("?")))
        return _kept("confirm") or abort(403)
    return None


def _kept(reason: str) -> Any:
    """Return the page that keeps what was typed; scripts, and forms without a session's words, get the bare status."""
    return _keep_typed(reason) if _keep_typed is not None and _wants_page() and request.method == "POST" else None


def _wants_page() -> bool:
    accepts = request.accept_mimetypes
    return (not accepts or accepts.accept_html) and not request.path.startswith("/api/")


def _is_foreign() -> bool:
    """Say whether another site made the browser send this (Fetch Metadata first, then Origin)."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    if origin == "null":
        return request.headers.get("Sec-Fetch-Site") != "same-origin"
    try:
        return urlsplit(origin).netloc != request.host
    except ValueError:  # "http://[::1" is no address
        return True


def _has_token(person: Identity) -> bool:
    sent = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    return hmac.compare_digest(sent.encode(), person.csrf.encode())


def _set_headers(response: Response) -> Response:
    wanted = _HEADERS if response.mimetype == "text/html" else _HEADERS_OF_FILES
    present = {name.lower() for name, _ in response.headers}
    response.headers.extend(
        [pair for low, pair in wanted if low not in present]
    )  # half the steps of setdefault for each
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not is_for_all():
        response.headers["Cache-Control"] = "no-store"  # nothing of a login stays on a shared machine
    return response


def is_for_all() -> bool:
    """Say whether the answer is one of the pages for everyone: no sign-in page either, which can hold a session's words."""
    found = permission_of(current_app, request.endpoint) if request.endpoint else None
    return found is not None and found.for_everyone and not request.path.startswith("/admin")
