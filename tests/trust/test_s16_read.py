"""S16: whoever is shown what residents and walkers wrote, on any page of staff, leaves a line in the log, and none of the words in it."""

import re
from html import unescape

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.people.models import AuditEntry
from dialog.people.session import COOKIE
from tests.build import Builder
from tests.town import fill_town

#: What stands in the town's remarks, answers and walks.
WRITTEN = re.compile(r"Det är mörkt på plats \d|Fint och ljust|Polisen syns|Mörkt i tunneln|Mörkt vid trappan")


def test_s16_every_page_that_shows_what_was_written_leaves_a_line(
    backend: str, app: Flask, build: Builder, db: Session
) -> None:
    if backend == "postgresql":
        return  # who is shown what is the same there
    town = fill_town(build)
    db.commit()
    client = app.test_client()
    client.set_cookie(COOKIE, town.tokens["everything"], secure=True, domain="localhost")
    urls, shown, silent = app.url_map.bind("localhost"), set(), []
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if "GET" not in (rule.methods or ()) or not str(rule).startswith("/admin"):
            continue
        needed = {name: value for name, value in town.needs(rule.endpoint).items() if name in rule.arguments}
        if set(needed) != set(rule.arguments):
            continue  # what only another test makes
        before = lines(db)
        answer = client.get(urls.build(rule.endpoint, needed), base_url="https://localhost")
        assert answer.status_code < 500, rule
        if WRITTEN.search(unescape(re.sub(r"<[^>]*>", "", answer.get_data(as_text=True)))):
            shown.add(rule.endpoint)
            if lines(db) == before:
                silent.append(str(rule))
    assert silent == []
    asked = {"inbox", "thing", "pile", "read_again", "disagreement"}  # "many" shows five of them, perhaps others
    assert shown >= {f"tag_staff.{name}" for name in asked} | {
        f"walk_staff.{name}" for name in ("protocol", "choose_merge")
    }
    said = [f"{entry.why} {entry.object_id}" for entry in db.scalars(select(AuditEntry))]
    assert not [line for line in said if WRITTEN.search(line)]


def lines(db: Session) -> int:
    db.expire_all()
    return db.scalar(select(func.count()).select_from(AuditEntry)) or 0
