"""Keying in what came by telephone and on paper, and reading what was taken back but not erased."""

import uuid
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.people.models import AuditEntry
from dialog.remark import operations
from dialog.remark.kinds import NewRemark
from dialog.remark.models import Remark, SetAside
from tests.page import PageClient


@pytest.fixture
def tagger(client: PageClient, build: Any) -> PageClient:
    """A client signed in as a tagger."""
    return client.sign_in(build.account("tagger"))


@pytest.fixture
def admin(client: PageClient, build: Any) -> PageClient:
    """A client signed in as an admin."""
    return client.sign_in(build.account("admin"))


def test_twenty_forms_one_after_the_other_keep_the_source_and_start_in_the_text(
    tagger: PageClient, db: Session
) -> None:
    page = tagger.get("/admin/synpunkter/ny")
    assert page.find("[autofocus]")[0].get("name") == "source"
    page = tagger.submit(page.form("/ny").fill(source="papper", text="Nummer 1"))
    for n in range(2, 21):
        form = page.form("/ny")
        assert page.find("[autofocus]")[0].get("name") == "text" and "är sparad" in page.words()
        assert dict(form.values)["source"] == "papper" and not dict(form.values)["text"].strip()
        page = tagger.submit(form.fill(text=f"Nummer {n}", place_words="Torget"))
    assert db.scalar(select(func.count()).select_from(Remark).where(Remark.source == "papper")) == 20
    entries = db.scalars(select(AuditEntry).where(AuditEntry.action == "remark.key_in")).all()
    assert len(entries) == 20 and not any("Nummer" in str(vars(e)) or e.object_id for e in entries)


def test_a_professional_may_tell_the_day_and_it_stays(tagger: PageClient, db: Session) -> None:
    form = tagger.get("/admin/synpunkter/ny?kalla=polis").form("/ny")
    page = tagger.submit(form.fill(text="Bråk vid bussen", day="2026-11-03", agreeing="3", feeling="unsafe"))
    remark = db.scalars(select(Remark)).one()
    assert (str(remark.day), remark.week, remark.agreeing, remark.feeling) == ("2026-11-03", 202647, 3, "unsafe")
    assert dict(page.form("/ny").values)["day"] == "2026-11-03"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"source": ""}, "Välj varifrån"),
        ({"source": "plats"}, "Välj varifrån"),
        ({"text": ""}, "Skriv vad som sades"),
        ({"source": "telefon", "day": "2026-11-03"}, "Vi sparar ingen dag"),
        ({"day": "i går"}, "Skriv dagen så här"),
        ({"day": "2026-11-20"}, "i framtiden"),
        ({"agreeing": "0"}, "ett tal från 1"),
        ({"agreeing": "1" * 50}, "ett tal från 1"),
        ({"place_geometry": "[]"}, "form som vi inte kan läsa"),
    ],
)
def test_what_is_wrong_is_named_and_kept(tagger: PageClient, db: Session, fields: Any, says: str) -> None:
    form = (
        tagger.get("/admin/synpunkter/ny")
        .form("/ny")
        .fill(source="polis", text="Det här står kvar", suggestion="Och det här")
    )
    page = tagger.submit(form.fill(**fields), status=422)
    assert says in page.words("#error-summary") and "Och det här" in page.text
    assert db.scalar(select(func.count()).select_from(Remark)) == 0


def test_pressing_the_button_twice_makes_one_remark(tagger: PageClient, db: Session) -> None:
    form = tagger.get("/admin/synpunkter/ny").form("/ny").fill(source="polis", text="En gång")
    tagger.submit(form), tagger.submit(form)
    assert db.scalar(select(func.count()).select_from(Remark)) == 1


def test_what_was_set_aside_is_read_by_an_admin_with_a_reason_that_is_logged(admin: PageClient, db: Session) -> None:
    text = "Något särskilt som togs tillbaka"
    code = operations.submit_remark(db, uuid.uuid4(), "s" * 24, b"1", NewRemark(text=text)).code
    operations.take_back(db, code)
    db.commit()
    page = admin.get("/admin/tillbakatagna")
    assert text not in page.text and "vecka 47" in page.words()
    address = page.find("main td a")[0].get("href")
    form = admin.get(address).form()
    assert text not in admin.submit(form.fill(why="nej"), status=422).text
    assert db.scalar(select(func.count()).where(AuditEntry.action == "remark.read_set_aside")) == 0
    read = admin.submit(form.fill(why="Begäran om allmän handling, KS 2026/77"))
    assert text in read.words() and read.headers["Cache-Control"] == "no-store"
    entry = db.scalars(select(AuditEntry).where(AuditEntry.action == "remark.read_set_aside")).one()
    assert entry.why == "Begäran om allmän handling, KS 2026/77" and entry.object_id == str(
        db.scalar(select(SetAside.id))
    )


@pytest.mark.parametrize("role", ["coordinator", "tagger", "analyst"])
def test_nobody_else_reads_it(client: PageClient, build: Any, role: str) -> None:
    client.sign_in(build.account(role))
    client.get("/admin/tillbakatagna", status=403)
    client.get(f"/admin/tillbakatagna/{uuid.uuid4()}", status=403)


def test_what_is_not_there_is_not_found(admin: PageClient) -> None:
    admin.get(f"/admin/tillbakatagna/{uuid.uuid4()}", status=404)
