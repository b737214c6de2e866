"""One answer, followed through every stop that there is, as `docs/one-answer.md` tells it: from the form on a phone to the
counts, and back until nothing is left of it.
"""

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from dialog.base.clock import this_week
from dialog.base.db import data_dir_of
from dialog.figures.operations.planning import plan_publication
from dialog.people.models import AuditEntry
from dialog.remark.models import Receipt, Remark, Source, Tombstone
from dialog.remark.operations import TOMBSTONES
from dialog.survey.models import Answer, Response
from dialog.tag.models import Tagging
from tests import surveys
from tests.build import Builder
from tests.maps import clusters
from tests.page import Page, PageClient
from tests.publications import choice, publish, tell

SAID = "Lampan vid gångtunneln har varit släckt sedan i somras"
PLACE = "Tunneln under Norra Esplanaden"
POINT = '{"type":"Point","coordinates":[14.805,56.879]}'


@dataclass
class Sent:
    """What the resident holds when the answer is in: the page with the receipt, and the code on it."""

    page: Page
    code: str
    fields: dict[str, list[str]]


@pytest.fixture
def staff(app: Any, build: Builder) -> PageClient:
    """Somebody with every role, in a browser of their own."""
    return PageClient(app).sign_in(build.account("admin", "tagger", name="Sara Handläggare"))


@pytest.fixture
def sent(client: PageClient, build: Builder) -> Sent:
    """Stop 1 and 2: a resident opens the survey on a phone, without account and cookie, fills it in and sends it."""
    build.district(name="Centrum")
    build.survey()
    page = client.get("/enkat/trygghet")
    assert "Set-Cookie" not in page.headers
    fields = surveys.good_answers(tell=SAID, where__words=PLACE, where__geometry=POINT)
    form = page.form("/enkat/trygghet")
    for name, value in fields.items():
        form.set(name, value)
    fields |= {name: [value] for name, value in form.values if name in ("inlamning", "besok")}
    thanks = client.submit(form)
    assert thanks.h1 == "Tack, svaren är framme"
    return Sent(thanks, thanks.words("#receipt-code"), fields)


def test_it_becomes_a_response_with_answers_and_remarks(sent: Sent, db: Session) -> None:
    """Stop 3 and 4: one response; its crosses are answers, its words and its place are remarks, stored once."""
    response = db.query(Response).one()
    assert (response.week, response.channel, response.lang) == (this_week(), "web", "sv")
    remarks = {remark.text or remark.place_words: remark for remark in db.query(Remark)}
    assert {SAID, PLACE} <= set(remarks)
    for remark in remarks.values():
        assert (remark.source, remark.week, remark.day) == ("enkat", this_week(), None)
    assert (remarks[PLACE].lat, remarks[PLACE].lng, remarks[PLACE].feeling) == (56.879, 14.805, "unsafe")
    pointing = {answer.remark_id for answer in db.query(Answer) if answer.remark_id}
    assert pointing == {remark.id for remark in remarks.values()}
    assert not [answer for answer in db.query(Answer) if SAID in (answer.words or "")]
    receipt = db.query(Receipt).one()
    assert (receipt.kind, receipt.target_id) == ("response", response.id)
    assert sent.code.replace("-", "") not in everything(db)


def test_sent_again_it_is_the_same_answer(sent: Sent, client: PageClient, db: Session) -> None:
    again = client.post("/enkat/trygghet", sent.fields)
    assert again.words("#receipt-code") == sent.code
    other = client.post("/enkat/trygghet", sent.fields | {"q-tell": ["Något helt annat"]}, status=409)
    assert "redan skickat" in other.h1
    assert db.query(Response).count() == 1


def test_it_is_read_tagged_counted_and_told(sent: Sent, client: PageClient, staff: PageClient, db: Session) -> None:
    """Stop 5 to 8: the inbox, the desk, the counts, the results, the map, and what the receipt then tells."""
    assert "är inte läst än" in told_by(client, sent).words()
    inbox = staff.get("/admin/synpunkter?lage=untagged")
    assert SAID in inbox.words() and "Centrum" in inbox.words()
    for remark in db.query(Remark).all():
        desk = staff.get(f"/admin/synpunkter/{remark.id}")
        form = desk.form(f"/admin/synpunkter/{remark.id}")
        form.set("fokus", ["belysning"] if remark.text == SAID else ["sexuella-trakasserier"])
        form.set("hallning-belysning", "brist" if remark.text == SAID else None)
        staff.submit(form, button=("beslut", "spara"))
    assert db.query(Tagging).filter_by(is_current=True).count() == db.query(Remark).count()
    counts = staff.get("/admin/siffror?fokus=belysning").words()
    assert "1 synpunkt i urvalet" in counts and "Belysning och mörker" in counts
    assert "1 svar." in staff.get("/admin/enkater/trygghet/resultat").words()
    here = staff.get("/admin/karta/celler.json?bbox=14.7,56.8,14.9,56.9&zoom=16").json
    assert sum(cluster["n"] for cluster in clusters(here)) + len(here["points"]) == 1
    story = told_by(client, sent).words()
    assert "En människa har läst det du skrev" in story
    assert "Belysning och mörker" in story
    assert "trakasserier" not in story, "the code may be read by whoever was pointed out"
    assert SAID not in story and PLACE not in story


def test_it_leaves_in_a_file_with_the_reason_in_the_log(sent: Sent, staff: PageClient, db: Session) -> None:
    """Stop 9: what may be read can be taken out whole; what is told of it in the log is who, how many and why."""
    page = staff.get("/admin/export")
    form = page.form("/admin/export/synpunkter").fill(format="csv", utgava="hel", varfor="Underlag till rådet i mars")
    file = staff.submit(form)
    assert SAID in file.text and PLACE in file.text and "attachment" in file.headers["Content-Disposition"]
    without = staff.submit(form.fill(utgava="utan"))
    assert SAID in without.text  # masked: nothing in it points a person out
    assert PLACE not in without.text and "14,805" not in without.text
    responses = staff.submit(page.form("/admin/export/svar").fill(format="csv", utgava="hel", varfor__svar="Kontroll"))
    assert "Rastar hunden" in responses.text
    told = [entry for entry in db.query(AuditEntry) if entry.action.startswith("export.")]
    assert {entry.action for entry in told} == {"export.remarks", "export.responses"}
    assert all(entry.who == "Sara Handläggare" and SAID not in entry.why for entry in told)


def test_published_it_is_one_of_many_and_never_itself(sent: Sent, client: PageClient, build: Builder) -> None:
    """Stop 10: it counts in a number for many together; alone it is told of nowhere, and its words never."""
    build.db.commit()
    week = this_week()
    alone = plan_publication(build.db, choice(week, week, sources=("enkat",)))
    assert alone.shown is None and alone.is_refused
    tell(build, 12, week=week)
    made = publish(build, choice(week, week, sources=("enkat", "plats")))
    page = client.get("/karta")
    assert made.content["total"] > 12 and str(made.content["total"]) in page.words()
    files = "".join(client.http.get(f"/data/{made.slug}.{kind}").text for kind in ("csv", "geojson"))
    assert SAID not in page.text + files and PLACE not in page.text + files and "14.805" not in files


def test_taken_back_it_is_gone_everywhere(sent: Sent, client: PageClient, staff: PageClient, db: Session) -> None:
    """Stop 11: no row of it is left in any table, the code leads nowhere, and it cannot come back."""
    before = rows(db)
    tag_all(staff, db)
    ask = told_by(client, sent)
    sure = client.submit(ask.form("/kvitto/ta-tillbaka"))
    assert "ta tillbaka" in sure.words().lower()
    done = client.submit(sure.form("/kvitto/ta-tillbaka"))
    assert done.h1 == "Det är tillbakataget"
    for model in (Response, Answer, Remark, Receipt, Tagging):
        assert db.query(model).count() == 0, model.__tablename__
    kept = everything(db)
    assert SAID not in kept and PLACE not in kept
    assert {"responses", "answers", "remarks", "receipts"} <= {name for name, n in before.items() if n}
    assert "Inga" in staff.get("/admin/synpunkter").words() or "Här samlas" in staff.get("/admin/synpunkter").words()
    assert "0 synpunkter i urvalet" in staff.get("/admin/siffror").words()
    assert "Här visas svaren" in staff.get("/admin/enkater/trygghet/resultat").words()
    form = staff.get("/admin/export").form("/admin/export/synpunkter").fill(utgava="hel", varfor="Kontroll")
    assert PLACE not in staff.submit(form).text
    assert staff.get("/admin/karta/celler.json?bbox=14.7,56.8,14.9,56.9&zoom=16").json["points"] == []
    client.post("/kvitto", {"kod": sent.code}, status=404)
    assert client.post("/enkat/trygghet", sent.fields, status=410).h1 == "Svaren har tagits tillbaka"
    tombstone = db.query(Tombstone).one().submission_hash
    assert tombstone in (data_dir_of(db) / TOMBSTONES).read_text().split()


def told_by(client: PageClient, sent: Sent) -> Page:
    """What the receipt tells."""
    form = client.get("/kvitto").form("/kvitto")
    return client.submit(form.set("kod", sent.code))


def tag_all(staff: PageClient, db: Session) -> None:
    for remark in db.query(Remark).all():
        form = staff.get(f"/admin/synpunkter/{remark.id}").form(f"/admin/synpunkter/{remark.id}")
        staff.submit(form.set("fokus", ["belysning"]).set("anteckning", SAID), button=("beslut", "spara"))
    db.expire_all()


def rows(db: Session) -> dict[str, int]:
    """How many rows each table has."""
    names = inspect(db.connection()).get_table_names()
    return {name: int(db.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0) for name in names}


def everything(db: Session) -> str:
    """Every value of every table, as text."""
    names = inspect(db.connection()).get_table_names()
    return "\n".join(
        str(value) for name in names for row in db.execute(text(f'SELECT * FROM "{name}"')) for value in row
    )


def test_the_test_looks_in_every_table(db: Session, build: Builder) -> None:
    remark = build.remark(SAID)
    assert SAID in everything(db)
    assert isinstance(remark.id, uuid.UUID) and db.query(Source).count()
