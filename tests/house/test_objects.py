"""S3: what belongs to another survey, area, person or site looks like what is not there, on every route with an id.

Each address that holds a part of its own is asked for with ids that are nobody's and with ids of other kinds of thing;
every answer is the page that an unknown address gets. A receipt of another site is one that was never issued.
"""

import uuid

import pytest
from flask import Flask
from werkzeug.routing import Rule

from dialog.base.keys import Keys, show_receipt
from dialog.remark.kinds import NewRemark
from dialog.remark.operations import submit_remark
from tests.build import Builder
from tests.page import PageClient

#: Addresses whose parts are no object's: a file, a square of the map.
NO_OBJECT = {"assets.send", "place_public.tile"}


def _asked(app: Flask) -> list[tuple[str, Rule]]:
    rules = [rule for rule in app.url_map.iter_rules() if rule.arguments and rule.endpoint not in NO_OBJECT]
    return [(method, rule) for rule in rules for method in sorted((rule.methods or set()) & {"GET", "POST"})]


def _address(app: Flask, rule: Rule, known: dict[str, object]) -> str:
    values = {}
    for name in rule.arguments:
        kind = type(rule._converters[name]).__name__
        values[name] = known.get(kind, {"IdConverter": uuid.uuid4(), "SmallNumberConverter": 7}.get(kind, "finns-inte"))
    with app.test_request_context():
        from flask import url_for

        return url_for(rule.endpoint, **values)


@pytest.fixture
def admin(client: PageClient, build: Builder) -> PageClient:
    return client.sign_in(build.account())


def test_s3_nobodys_id_is_not_found_on_any_route(admin: PageClient, app: Flask, build: Builder) -> None:
    account = build.account("tagger")
    build.survey("var-egen")
    remark = build.remark()
    token = _csrf(admin)
    assert len(_asked(app)) > 40
    odd = []
    for known in ({}, {"IdConverter": account.id}, {"IdConverter": remark.id}):
        for method, rule in _asked(app):
            address = _address(app, rule, known)
            if any(
                str(known.get("IdConverter")) in address and own in rule.rule for own in ("remark_id", "account_id")
            ):
                continue  # the id of what the route is about
            answer = admin.http.open(address, method=method, data={"csrf_token": token} if method == "POST" else None)
            if answer.status_code not in (404, 410) and not (
                answer.status_code == 302 and "bekrafta" in answer.headers["Location"]
            ):
                odd.append((method, address, answer.status_code))
    assert not odd


def _csrf(client: PageClient) -> str:
    page = client.get("/admin")
    found: str = page.find("input[name=csrf_token]")[0].get("value")
    return found


def test_s3_not_there_and_not_yours_are_the_same_page(admin: PageClient, build: Builder) -> None:
    unknown = admin.get(f"/admin/synpunkter/{uuid.uuid4()}", status=404)
    other = admin.get(f"/admin/synpunkter/{build.account().id}", status=404)
    assert unknown.words() == other.words() and unknown.h1 == "Sidan finns inte"


def test_s3_a_receipt_of_another_site_is_one_that_was_never_issued(client: PageClient, db) -> None:
    ours = db.info["keys"]
    db.info["keys"] = Keys("the secret of another municipality, as long as ours")
    theirs = submit_remark(db, uuid.uuid4(), "s" * 24, b"x", NewRemark(text="Hos grannkommunen.")).code
    db.commit()
    db.info["keys"] = ours
    never = ours.receipt(uuid.uuid4(), "s" * 24)
    pages = [
        client.submit(client.get("/kvitto").form("/kvitto").fill(kod=show_receipt(c)), status=404)
        for c in (theirs, never)
    ]
    assert pages[0].words() == pages[1].words() and "grannkommunen" not in pages[0].text
