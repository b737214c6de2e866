"""The protocol: made when the walk is closed, written by one and released by another, read by everyone without what was said."""

import io
import re
import tempfile
import uuid
import zipfile
from datetime import timedelta

import docx
import pdfua
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base import clock
from dialog.people.kinds import By
from dialog.people.models import AuditEntry, Partner
from dialog.remark.operations import erase_remarks
from dialog.walk.kinds.plan import PaperLine
from dialog.walk.models import ProtocolPoint, Stop, Walk, Walkers, WalkRemark, WalkRole
from dialog.walk.operations.merging import merge, split
from dialog.walk.operations.paper import key_in
from dialog.walk.queries.comparing import compared
from dialog.walk.queries.protocol import photo_files, waiting_remarks
from tests.build import Builder
from tests.page import PageClient
from tests.walks import Tablet, make_walk, photo, remark

SAID = "Pelle på nummer sju skrämmer alla"
WRITTEN = "Lampan vid tunneln är trasig."


@pytest.fixture
def photos() -> list[str]:
    return [str(uuid.uuid4()) for _ in range(2)]


@pytest.fixture
def walk(app: Flask, client: PageClient, build: Builder, db: Session, photos: list[str]) -> Walk:
    """A walk that has been closed, with two remarks and two photos."""
    walk = make_walk(db, is_announced=True)
    tablet = Tablet(app, walk.join_code)
    tablet.put(remark(stop=2, text=SAID, agreeing=6, photos=photos, checklist={"lighting": 0, "litter": 3}))
    tablet.put(remark(stop=1, feeling="safe", text="Fint här", agreeing=3, checklist={"lighting": 3}))
    tried = str(uuid.uuid4())
    tablet.put(remark(stop=1, trial=True, text="Prov", photos=[tried]))
    db.add(Walkers(walk_id=walk.id, category="resident", count=3))
    db.commit()
    for photo_id in (*photos, tried):
        assert tablet.send_photo(photo_id, photo(size=(240, 180), colour="white")).status_code == 201
    client.sign_in(build.account("coordinator", name="Anna"))
    client.submit(client.get(f"/admin/vandringar/{walk.slug}/lage/avsluta").form("/lage/avsluta"))
    return walk


def test_a_point_is_written_by_one_released_by_another_and_read_by_all(
    app: Flask, client: PageClient, build: Builder, db: Session, walk: Walk, photos: list[str]
) -> None:
    path, public = f"/admin/vandringar/{walk.slug}/protokoll", f"/vandring/{walk.slug}"
    page = client.get(path)
    assert SAID in page.words() and "lighting: dåligt." in page.words() and "Prov" not in page.words()
    assert [p.kind for p in db.scalars(select(ProtocolPoint).order_by(ProtocolPoint.number))] == ["good", "fault"]
    one, stale = (client.get(f"{path}/punkt/2").form("/punkt/2") for _ in range(2))
    wrong = client.submit(one.fill(observation=WRITTEN, decision="no"), status=422)
    assert "varför det blir nej" in wrong.words() and WRITTEN in wrong.words()
    handed = client.submit(one.fill(decision="yes", state="handed_over"), status=422)
    assert "ärendenumret" in handed.words()
    client.submit(one.fill(decision="no", reason="Marken är privat.", state="open", due_on="2027-03-01"))
    conflict = client.submit(stale.fill(observation="Det jag skrev"), status=409)
    assert WRITTEN in conflict.words() and "Det jag skrev" in conflict.words()
    alone = client.submit(client.get(f"{path}/punkt/2").form("/punkt/2/slapp"), status=409)
    assert "senare dag" in alone.words()
    client.submit(client.get(path).form("/protokoll/visa").fill(visa="1"), status=409)  # nothing has been released
    other = PageClient(app).sign_in(build.account("coordinator", name="Bo"))
    other.submit(other.get(path).form("/protokoll/slapp"))
    other.submit(other.get(path).form("/protokoll/visa").fill(visa="1"))
    everyone = PageClient(app)
    told = everyone.get(public)
    assert WRITTEN in told.words() and "Marken är privat." in told.words() and "6 håller med" in told.words()
    assert SAID not in told.words() and "Fint här" not in told.words() and not told.find("main .report img")
    again = client.get(f"{path}/punkt/2").form("/punkt/2")
    client.submit(again.fill(observation="Inte läst av någon annan än."))
    assert "Inte läst" not in everyone.get(public).words() and WRITTEN in everyone.get(public).words()
    with clock.held_at(clock.now() + timedelta(days=1)):
        client.sign_in(build.account("coordinator", name="Cia"))
        seen = client.get(f"{path}/punkt/2"), client.get(path)  # and then Bo writes
        other.sign_in(build.account("coordinator", name="Bo igen"))
        other.submit(other.get(f"{path}/punkt/2").form("/punkt/2").fill(observation="Inte läst av någon annan än."))
        told = client.submit(seen[0].form("/punkt/2/slapp"), status=409)
        assert "ändrat punkten sedan du läste den" in told.words()
        client.submit(seen[1].form("/protokoll/slapp"))
        assert "Inte läst" not in everyone.get(public).words()
        client.submit(told.form("/punkt/2/slapp"))
    assert "Inte läst av någon annan än." in everyone.get(public).words()
    actions = set(db.scalars(select(AuditEntry.action)))
    assert {"walk.protocol", "walk.point", "walk.release", "walk.show_protocol", "walk.read"} <= actions
    point = db.scalars(select(ProtocolPoint).where(ProtocolPoint.number == 2)).one()
    item = db.get(WalkRemark, (walk.id, point.item_id)).remark_id
    erase_remarks(db, [item])
    db.commit()
    db.expire_all()
    assert db.scalars(select(ProtocolPoint.item_id).where(ProtocolPoint.number == 2)).one() is None
    assert "Inte läst av någon annan än." in everyone.get(public).words()


def test_who_works_alone_releases_on_a_later_day_and_the_log_says_so(
    client: PageClient, build: Builder, db: Session, walk: Walk
) -> None:
    path = f"/admin/vandringar/{walk.slug}/protokoll"
    client.submit(client.get(f"{path}/punkt/2").form("/punkt/2").fill(observation=WRITTEN))
    writer = db.scalars(select(ProtocolPoint.written_by_id).where(ProtocolPoint.number == 2)).one()
    client.submit(client.get(path).form("/protokoll/slapp"))
    db.expire_all()
    assert db.scalars(select(ProtocolPoint.released_at)).all() == [None, None]
    point = db.scalars(select(ProtocolPoint).where(ProtocolPoint.number == 2)).one()
    point.written_at = point.written_at - timedelta(days=1)
    db.commit()
    client.submit(client.get(f"{path}/punkt/2").form("/punkt/2/slapp"))
    db.expire_all()
    assert (point.is_alone, point.released_by_id) == (True, writer)
    assert "walk.release_alone" in set(db.scalars(select(AuditEntry.action)))


def test_a_point_is_added_by_hand_and_taken_away(client: PageClient, db: Session, walk: Walk) -> None:
    path = f"/admin/vandringar/{walk.slug}/protokoll"
    form = client.get(f"{path}/ny-punkt").form("/ny-punkt")
    wrong = client.submit(form.fill(decision="no", observation="Vill ha en bänk"), status=422)
    assert "varför det blir nej" in wrong.words() and "Vill ha en bänk" in wrong.text
    page = client.submit(form.fill(decision="yes", stop="2", kind="proposal"))
    assert "Punkten är tillagd" in page.words() and "Vill ha en bänk" in page.words()
    client.submit(client.get(path).form("/protokoll/slapp"))
    point = db.scalars(select(ProtocolPoint).where(ProtocolPoint.number == 3)).one()
    assert point.stop_id == db.scalars(select(Stop.id).where(Stop.walk_id == walk.id, Stop.number == 2)).one()
    assert (point.item_id, point.released) == (None, None), "written by the same person today"
    client.submit(client.get(f"{path}/punkt/3").form("/ta-bort"))
    assert "Vill ha en bänk" not in client.get(path).words()
    assert not client.get(f"{path}/punkt/2").find('form[action$="/ta-bort"]'), "a remark stands behind it"
    sent = dict(client.get(f"{path}/punkt/2").form("/punkt/2").values)
    assert client.http.post(f"{path}/punkt/2/ta-bort", data={"csrf_token": sent["csrf_token"]}).status_code == 409
    client.get(f"/admin/vandringar/{make_walk(db).slug}/protokoll/ny-punkt", status=404)
    assert {"walk.add_point", "walk.remove_point"} <= set(db.scalars(select(AuditEntry.action)))


def test_a_photo_is_shown_when_a_person_has_covered_and_released_it(
    app: Flask, client: PageClient, build: Builder, db: Session, walk: Walk, photos: list[str]
) -> None:
    path, everyone = f"/admin/vandringar/{walk.slug}/protokoll", PageClient(app)
    client.submit(client.get(f"{path}/punkt/2").form("/punkt/2").fill(observation=WRITTEN))
    form = client.get(f"{path}/foto/{photos[0]}").form(f"/foto/{photos[0]}")
    assert "Titta på fotot" in client.submit(form.fill(ruta=["1-1"]), status=422).words()
    client.submit(form.fill(alternative="En tunnel", sett="1", ruta=["1-1", "9-12"]))
    address = f"/vandring/{walk.slug}/foto/{photos[0]}"
    everyone.get(address, status=404)  # the point is not released, nor is the protocol shown
    other = PageClient(app).sign_in(build.account("coordinator"))
    other.submit(other.get(path).form("/protokoll/slapp"))
    other.submit(other.get(path).form("/protokoll/visa").fill(visa="1"))
    assert [image.get("alt") for image in everyone.get(f"/vandring/{walk.slug}").find(".report img")] == ["En tunnel"]
    answer = everyone.http.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    drawn = Image.open(io.BytesIO(answer.data)).convert("L")
    assert drawn.getpixel((5, 5)) < 20 and drawn.getpixel((235, 175)) < 20 and drawn.getpixel((120, 90)) > 235
    everyone.get(f"/vandring/{walk.slug}/foto/{photos[1]}", status=404)
    assert {str(one) for one in photo_files(db, walk.id, is_inner=True)} == set(photos), "what was tried is in no file"
    _check_files(client, path, [WRITTEN], ["En tunnel", "Foto till punkt 2. Ingen har beskrivit vad det visar än."])
    told = select(AuditEntry.why, AuditEntry.count).where(AuditEntry.action == "walk.protocol_file")
    assert sorted((why, count) for why, count in db.execute(told)) == [("docx", 2), ("pdf", 2)]
    _check_files(everyone, f"/vandring/{walk.slug}/protokoll", [WRITTEN], ["En tunnel"])
    everyone.get(f"/vandring/{make_walk(db, is_announced=True).slug}/foto/{photos[0]}", status=404)
    client.submit(client.get(f"{path}/foto/{photos[0]}").form(f"/foto/{photos[0]}").fill(slapp="0"))
    everyone.get(address, status=404)


def test_another_leaders_protocol_is_as_one_that_is_not_there(
    app: Flask, build: Builder, db: Session, walk: Walk, photos: list[str]
) -> None:
    own = make_walk(db, state="closed")
    leader = build.account("walk_leader")
    db.add(WalkRole(walk_id=own.id, role="leader", account_id=leader.id))
    db.commit()
    client = PageClient(app).sign_in(leader)
    for rest in ("", "/punkt/1", f"/foto/{photos[0]}"):
        client.get(f"/admin/vandringar/{walk.slug}/protokoll{rest}", status=404)
    client.get(f"/admin/vandringar/{own.slug}/protokoll/foto/{photos[0]}", status=404)
    client.get(f"/admin/vandringar/{own.slug}/protokoll/punkt/1", status=404)
    client.submit(client.get(f"/admin/vandringar/{own.slug}/protokoll").form("/protokoll"))


def _check_files(client: PageClient, path: str, there: list[str], photos: list[str]) -> None:
    """PDF that a checker of PDF/UA-1 passes, with the photos told in words; Word with heading styles, header rows and language."""
    made = client.http.get(f"{path}.pdf")
    assert (made.status_code, made.mimetype) == (200, "application/pdf")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(made.data)
        file.flush()
        report = pdfua.validate(file.name)
    assert report.exit_code == 0, [finding.message for finding in report.findings]
    made = client.http.get(f"{path}.docx")
    document = docx.Document(io.BytesIO(made.data))
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert all(words in text for words in there) and SAID not in text and "Fint här" not in text
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[0] == "Heading 1" and "Heading 2" in styles
    xml = zipfile.ZipFile(io.BytesIO(made.data)).read("word/document.xml").decode()
    assert xml.count("<w:tblHeader") == len(document.tables)
    way = "Karta över vandringen: rutten och stoppen. Vad stoppen heter står i texten efter kartan."
    assert sorted(re.findall('descr="([^"]*)"', xml)) == sorted([way, *photos])
    assert b"Stopp: 1 " in xml.encode() and ("Vandrare: 3" in xml) == (len(photos) > 1)
    assert ("ska inte lämnas vidare" in xml) == (len(photos) > 1)
    assert 'w:lang w:val="sv-SE"' in zipfile.ZipFile(io.BytesIO(made.data)).read("word/styles.xml").decode()


def test_points_go_to_their_owners_and_what_is_late_is_told(
    client: PageClient, build: Builder, db: Session, walk: Walk
) -> None:
    owner = Partner(slug="gator", name="Gatukontoret")
    db.add(owner)
    db.commit()
    path = f"/admin/vandringar/{walk.slug}"
    assert "Försenat" not in client.get("/admin").words()
    form = client.get(f"{path}/protokoll/punkt/2").form("/punkt/2")
    client.submit(form.fill(observation="=1+1 mörkt", owner=str(owner.id), due_on="2026-01-31"))
    page = client.get(f"{path}/ansvariga")
    assert "Gatukontoret" in page.words() and "Försenad" in page.words() and SAID not in page.words()
    rows = client.http.get(f"{path}/ansvariga.csv?ansvarig=Gatukontoret").get_data(as_text=True).splitlines()
    assert len(rows) == 2 and '"\'=1+1 mörkt"' in rows[1]
    assert walk.title in client.get("/admin").words()
    form = client.get(f"{path}/protokoll/punkt/2").form("/punkt/2")
    client.submit(form.fill(decision="no", reason="Vägen är inte vår."))  # who has heard no, and why, waits for nothing
    assert "Försenat" not in client.get("/admin").words()
    assert "Försenad" not in client.get(f"{path}/ansvariga").words()


def test_doubles_that_are_found_after_the_walk_are_one_point(db: Session, walk: Walk) -> None:
    def points() -> list[tuple[int, int]]:
        db.expire_all()
        asked = select(ProtocolPoint.number, ProtocolPoint.agreeing).where(ProtocolPoint.walk_id == walk.id)
        return [(row[0], row[1]) for row in db.execute(asked.order_by(ProtocolPoint.number))]

    assert points() == [(1, 3), (2, 6)]
    gone, stays = db.scalars(select(ProtocolPoint.item_id).order_by(ProtocolPoint.number))
    assert gone and stays
    merge(db, By("test"), walk.id, gone, stays)
    assert points() == [(2, 9)]
    split(db, By("test"), walk.id, gone)
    assert points() == [(2, 6)] and waiting_remarks(db, walk.id) == 1


def test_a_walk_is_compared_with_the_one_before(app: Flask, client: PageClient, db: Session, walk: Walk) -> None:
    form = client.get(f"/admin/vandringar/{walk.slug}/protokoll/punkt/2").form("/punkt/2")
    client.submit(form.fill(observation=WRITTEN, decision="yes"))
    stop = db.scalars(select(Stop).where(Stop.walk_id == walk.id, Stop.number == 2)).one()
    later = make_walk(db, previous_id=walk.id)
    db.scalars(select(Stop).where(Stop.walk_id == later.id, Stop.number == 2)).one().previous_id = stop.id
    db.commit()
    tablet = Tablet(app, later.join_code)
    tablet.put(remark(stop=2, checklist={"lighting": 3, "litter": 3, "sightlines": 1}))
    page = client.get(f"/admin/vandringar/{later.slug}/jamfor")
    told = [(row[0].text_content(), row[-1].text_content()) for row in page.find("#j-2 ~ .table tbody tr")]
    few = "För få för att säga"
    assert told == [("lighting", few), ("litter", few)]
    assert WRITTEN in page.words() and "Känslan då: otrygg 1. Känslan nu: otrygg 1." in page.words()
    old = db.scalars(select(WalkRemark).where(WalkRemark.walk_id == walk.id, WalkRemark.stop_id == stop.id)).one()
    for n in range(2):
        key_in(db, By("test"), walk, [PaperLine(uuid.uuid4(), "safe", stop.id, checklist=dict(old.checklist))])
        tablet.put(remark(stop=2, checklist={"lighting": 3 - n, "litter": 3}))
    page = client.get(f"/admin/vandringar/{later.slug}/jamfor")
    told = [tuple(cell.text_content() for cell in row) for row in page.find("#j-2 ~ .table tbody tr")]
    assert told == [("lighting", "0,0 (3)", "2,7 (3)", "Bättre"), ("litter", "3,0 (3)", "3,0 (3)", "Oförändrat")]
    assert "Stoppet i sin helhet, alla punkter i checklistan: 1,5 då och 2,8 nu. För få för att säga." in page.words()
    assert "ingen tidigare" in client.get(f"/admin/vandringar/{walk.slug}/jamfor").words()
    # For everyone the whole way is of the stops that tell their own numbers: else the others could be worked out.
    first, again = (db.scalars(select(Stop).where(Stop.walk_id == w.id, Stop.number == 1)).one() for w in (walk, later))
    again.previous_id = first.id
    for one, at in ((walk, first), (later, again)):
        key_in(
            db, By("test"), one, [PaperLine(uuid.uuid4(), "safe", at.id, checklist={"lighting": 2}) for _ in range(6)]
        )
    db.commit()
    way = dict(compared(db, later, walk, public=True).way)
    assert [(whole.n_before, whole.n_now) for whole in way.values()] == [(7, 6)]
