"""`/plats` is opened and closed by a person, and never before what the law wants told stands on the site."""

from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from dialog.people.kinds.fields import FIELDS, PLACES_OPEN
from dialog.people.models import SiteField
from dialog.remark.models import Remark
from tests.build import Builder
from tests.page import PageClient

CHOSEN = {"access_status": "partly", "access_assessed": "2026-11-01"}


def never_opened(db: Session) -> None:
    db.execute(delete(SiteField).where(SiteField.key == PLACES_OPEN))
    db.commit()


def fill_in(db: Session) -> None:
    db.add_all(SiteField(key=f.key, lang="sv", value=CHOSEN.get(f.key, "Ifyllt")) for f in FIELDS if f.law)
    db.commit()


def filled_form(client: PageClient) -> Any:
    return client.get("/plats").form("/plats").fill(feeling="unsafe", place_words="Tunneln", text="Det är mörkt.")


def test_a_new_site_takes_no_places_and_says_whom_to_ring(client: PageClient, db: Session) -> None:
    never_opened(db)
    db.add(SiteField(key="help_phone", lang="sv", value="0470-410 00"))
    db.commit()
    page = client.get("/plats")
    assert not page.document.xpath("//form") and page.document.xpath("//main//a[@href='tel:047041000']")
    assert "112" in page.words("main") and page.headers["Cache-Control"] == "no-store"
    start = client.get("/")
    assert not start.document.xpath("//a[@href='/plats']") and start.document.xpath("//a[@href='/kvitto']")


def test_a_coordinator_opens_it_when_all_is_filled_in_and_closes_it(
    client: PageClient, db: Session, build: Builder
) -> None:
    never_opened(db)
    client.sign_in(build.account("coordinator"))
    page = client.get("/admin/plats")
    assert "Dataskyddsombud" in page.words("main") and not page.document.xpath("//form[@action='/admin/plats/oppna']")
    token = page.document.xpath("//input[@name='csrf_token']/@value")[0]
    refused = client.post("/admin/plats/oppna", {"csrf_token": token}, status=422)
    assert "Fyll i dem först" in refused.words("main")
    assert not client.get("/plats").document.xpath("//form")
    fill_in(db)
    assert client.get("/admin").document.xpath("//main//a[@href='/admin/plats']")
    page = client.submit(client.get("/admin/plats").form("/admin/plats/oppna"))
    assert "Sidan är öppen" in page.words("main")
    assert client.submit(filled_form(client)).h1 == "Tack, det har kommit fram"
    assert not client.get("/admin").document.xpath("//main//a[@href='/admin/plats']")
    page = client.submit(client.get("/admin/plats").form("/admin/plats/stang"))
    assert "Sidan är stängd" in page.words("main") and not client.get("/plats").document.xpath("//form")
    assert not client.get("/").document.xpath("//a[@href='/plats']")
    assert not client.get("/admin").document.xpath("//main//a[@href='/admin/plats']")  # closed on purpose


def test_who_was_writing_when_it_closed_is_told_so_and_the_same_again_has_its_receipt(
    client: PageClient, db: Session
) -> None:
    first, second = filled_form(client), filled_form(client)
    wrong = client.get("/plats").form("/plats")
    receipt = client.submit(first).words(".receipt")
    db.merge(SiteField(key=PLACES_OPEN, lang="sv", value="0"))
    db.commit()
    assert client.submit(first).words(".receipt") == receipt
    for form, written in ((second, ["Tunneln\n\nDet är mörkt."]), (wrong, [])):
        page = client.submit(form, status=409)
        assert "inte sparat" in page.words("main") and page.headers["Cache-Control"] == "no-store"
        assert [box.text.strip() for box in page.find("textarea[readonly]")] == written
    assert db.scalar(select(func.count()).select_from(Remark)) == 1
