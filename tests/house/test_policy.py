"""Every route is declared and refuses whom it should (TRUST S2, S4, S9).

`policy/<room>.json` are the reviewed lists: "METHOD rule" → "everyone", "staff" (any signed-in person) or the roles, joined by "+";
"!" after it says that the password is asked for again. A new route needs a line there: the failure says which.
"""

import json
import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from dialog.base import clock
from dialog.web.security import ROLES, permission_of
from tests.build import Builder
from tests.conftest import NOON
from tests.page import PageClient

FOLDER = Path(__file__).parent / "policy"
POLICY = {
    name: who
    for path in sorted(FOLDER.glob("*.json"))
    for name, who in json.loads(path.read_text(encoding="utf-8")).items()
}
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def routes(app: Flask) -> dict[str, Rule]:
    """All of url_map, a line for each method that does something."""
    return {
        f"{method} {rule.rule}": rule
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    }


def declared(app: Flask, rule: Rule) -> str:
    permission = permission_of(app, rule.endpoint)
    if permission is None:
        return "undecided"
    if permission.for_everyone:
        return "everyone"
    return ("+".join(sorted(permission.roles)) or "staff") + ("!" if permission.confirm else "")


def address(app: Flask, rule: Rule) -> str:
    """An address of the route, with something for each part; a guard answers before anything is looked for."""
    made = {"IdConverter": uuid.UUID(int=4), "SmallNumberConverter": 1}
    values = {}
    for name in rule.arguments:
        kind = type(rule._converters[name]).__name__
        length = re.search(rf"length=(\d+)\):{name}>", rule.rule)
        values[name] = made.get(kind, "x" * int(length[1]) if length else "abc")
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def ask(client: PageClient, method: str, path: str, **more):
    return client.http.open(path, method=method, **more)


def test_s2_every_route_stands_in_the_policy(app: Flask) -> None:
    found = {name: declared(app, rule) for name, rule in routes(app).items()}
    undecided = [name for name, who in found.items() if who == "undecided"]
    assert not undecided
    lines = [
        f"  {room_of(rule)}.json  {json.dumps(name, ensure_ascii=False)}: {json.dumps(found[name])},"
        for name, rule in sorted(routes(app).items())
        if POLICY.get(name) != found[name]
    ]
    assert not lines, "review these and put each in its file in tests/house/policy/:\n" + "\n".join(lines)
    gone = sorted(set(POLICY) - set(found))
    assert not gone, f"tests/house/policy/ has routes that are no more: {gone}"


def room_of(rule: Rule) -> str:
    """The room that a route's blueprint belongs to; what belongs to none is the web's."""
    blueprint = rule.endpoint.split(".")[0]
    return blueprint.rsplit("_", 1)[0] if blueprint.endswith(("_public", "_staff", "_sync")) else "web"


def test_s2_every_route_refuses_whom_it_should(app: Flask, build: Builder) -> None:
    clients = {role: PageClient(app).sign_in(build.account(role)) for role in ROLES}
    nobody = PageClient(app)
    for name, rule in routes(app).items():
        who, method, path = declared(app, rule), name.split()[0], address(app, rule)
        if who == "everyone":
            continue
        refused = ask(nobody, method, path)
        if method == "GET":
            assert refused.status_code == 302, name
            assert refused.headers["Location"].startswith("/admin/logga-in"), name
        else:
            assert refused.status_code == 401, name
        allowed = set(who.rstrip("!").split("+")) | {"admin"} if who.rstrip("!") != "staff" else set(ROLES)
        for role in set(ROLES) - allowed:
            assert ask(clients[role], method, path).status_code == 403, f"{name} as {role}"


def test_s2_every_route_lets_in_whom_it_should(app: Flask, build: Builder) -> None:
    clients = {role: PageClient(app).sign_in(build.account(role)) for role in ROLES}
    for name, rule in routes(app).items():
        who = declared(app, rule).rstrip("!")
        if who == "everyone" or not name.startswith("GET "):
            continue
        for role in ROLES if who == "staff" else who.split("+"):
            answer = ask(clients[role], "GET", address(app, rule))
            assert answer.status_code not in (401, 403) and answer.status_code < 500, (
                f"{name} as {role}: {answer.status}"
            )


def test_s2_what_asks_for_the_password_again_does_so_after_a_while(app: Flask, build: Builder) -> None:
    client, asked = PageClient(app).sign_in(build.account("admin")), 0
    token = client.get("/admin").find("input[name=csrf_token]")[0].get("value")
    with clock.held_at(NOON + timedelta(minutes=16)):
        for name, rule in routes(app).items():
            method, again = name.split()[0], declared(app, rule).endswith("!")
            if not again:
                continue
            answer = ask(client, method, address(app, rule), data={"csrf_token": token} if method in UNSAFE else None)
            asked += 1
            if method == "GET":
                assert answer.status_code == 302 and "/admin/bekrafta" in answer.headers["Location"], name
            else:
                assert answer.status_code == 403, f"{name}: {answer.status}"
    assert asked >= 5


def test_s4_every_unsafe_route_of_staff_refuses_without_a_token(app: Flask, build: Builder) -> None:
    client = PageClient(app).sign_in(build.account("admin"))
    checked = 0
    for name, rule in routes(app).items():
        method = name.split()[0]
        if method in UNSAFE and declared(app, rule) != "everyone":
            for sent in ({}, {"csrf_token": ""}, {"csrf_token": "0" * 64}):
                answer = ask(client, method, address(app, rule), data=sent)
                assert answer.status_code == 400, f"{name}: {answer.status}"
            checked += 1
    assert checked >= 10


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
    ],
)
def test_s4_every_unsafe_route_refuses_another_site(app: Flask, build: Builder, headers: dict[str, str]) -> None:
    client = PageClient(app).sign_in(build.account("admin"))
    for name, rule in routes(app).items():
        method = name.split()[0]
        if method in UNSAFE:
            answer = ask(client, method, address(app, rule), headers=headers, data={"a": "b"})
            assert answer.status_code == 403, f"{name}: {answer.status}"


def test_s9_every_page_has_the_headers_and_no_cookie_before_sign_in(app: Flask) -> None:
    client = PageClient(app)
    for name, rule in routes(app).items():
        if not name.startswith("GET "):
            continue
        for path in (address(app, rule), "/en" + address(app, rule)):
            answer = ask(client, "GET", path)
            assert answer.status_code < 500, f"{path}: {answer.status}"
            check(answer, path)
    for path in ("/finns-inte", "/admin/finns-inte", "/en/finns-inte", "/%00", "/static/../x"):
        check(ask(client, "GET", path), path)
    check(ask(client, "PATCH", "/om"), "PATCH /om")
    assert "Strict-Transport-Security" not in ask(client, "GET", "/om").headers
    for path in ("/om", "/static/x", "/api/v1/x", "/admin"):
        safe = ask(client, "GET", path, base_url="https://localhost")
        assert safe.headers["Strict-Transport-Security"] == "max-age=31536000", path


#: What a page may load, run, frame and send to, and from where: nothing is let in that is not written here.
PAGE_MAY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "dialog default",
}
FILE_MAY = {"default-src": "'none'", "require-trusted-types-for": "'script'"}
WORKER = "/v/arbetare.js"  # it asks for the files that it keeps


def check(answer, path: str) -> None:
    is_page = answer.mimetype == "text/html"
    policy = answer.headers.get("Content-Security-Policy", "")
    may = dict(part.split(" ", 1) for part in policy.split("; "))
    known = PAGE_MAY if is_page else FILE_MAY | {"connect-src": "'self'"} if path.endswith(WORKER) else FILE_MAY
    assert may == known, f"{path}: {policy}"
    for header, value in {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }.items():
        assert answer.headers.get(header) == value, f"{path}: {header}"
    if is_page:  # they say nothing of what is no page
        assert answer.headers.get("Cross-Origin-Opener-Policy") == "same-origin", path
        assert answer.headers.get("Permissions-Policy") == "geolocation=(self), camera=(self), microphone=()", path
    assert not answer.headers.getlist("Set-Cookie"), path
    assert answer.headers["Server"] == "dialog", path  # without one the program that serves puts its own name there


def test_s9_what_a_login_showed_is_not_kept(app: Flask, build: Builder) -> None:
    client = PageClient(app).sign_in(build.account("admin"))
    for name, rule in routes(app).items():
        if name.startswith("GET ") and declared(app, rule) != "everyone":
            answer = ask(client, "GET", address(app, rule))
            assert answer.headers["Cache-Control"] == "no-store", name
