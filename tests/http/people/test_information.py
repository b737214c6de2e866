"""The start page, the pages that the law wants, the monitor's and the security address."""

import re
from dataclasses import replace

import pytest
from sqlalchemy.exc import OperationalError

from dialog.people.models import SiteField
from dialog.people.operations import set_example
from tests.apps import make_app
from tests.page import PageClient

PAGES = ("/", "/om", "/integritet", "/tillganglighet", "/kakor")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_opens_in_both_languages(client: PageClient, path: str, language: str) -> None:
    page = client.get(language + path)
    assert page.document.get("lang") == ("en" if language else "sv")
    assert not page.headers.getlist("Set-Cookie")


@pytest.mark.parametrize("path", PAGES)
def test_anonym_never_stands_alone(client: PageClient, path: str) -> None:
    assert not re.search(r"anonym", client.get(path).words("body"), re.IGNORECASE)


def test_the_start_page_says_112_and_greets_in_other_languages(client: PageClient) -> None:
    page = client.get("/")
    assert page.find("a[href='tel:112']")
    assert page.find("a[href='tel:11414']")
    assert page.find("[lang=ar][dir=rtl]")
    assert page.find("[lang=so]")
    assert page.find("[lang=fi]")
    assert "116 111" in page.words("main")


def test_privacy_tells_promises_and_what_is_not_promised(client: PageClient, db) -> None:
    page = client.get("/integritet").words("main")
    assert "Du behöver inte säga vem du är." in page
    assert "allmän handling" in page
    assert "Kommunen har inte skrivit vem som är personuppgiftsansvarig än." in page
    db.add(SiteField(key="controller", lang="sv", value="Kommunstyrelsen i Växjö"))
    db.commit()
    page = client.get("/en/integritet")
    assert [p.get("lang") for p in page.find("main p") if "Kommunstyrelsen" in p.text_content()] == ["sv"]


def test_accessibility_claims_nothing_untested(client: PageClient, db) -> None:
    assert "inte bedömt webbplatsen" in client.get("/tillganglighet").words("main")
    for key, value in {
        "access_status": "partly",
        "access_faults": "Kartan\nLjud",
        "access_assessed": "2026-10-01",
    }.items():
        db.add(SiteField(key=key, lang="sv", value=value))
    db.commit()
    page = client.get("/tillganglighet")
    assert "delvis förenlig" in page.words("main")
    assert "1 oktober 2026" in page.words("main")
    assert "Kartan" in [li.text_content() for li in page.find("main li")]


def test_cookies_name_the_one_there_is(client: PageClient) -> None:
    assert "__Host-dialog" in client.get("/kakor").words("main")


def test_security_txt_once_there_is_a_contact(client: PageClient, db) -> None:
    client.get("/.well-known/security.txt", status=404)
    db.add(SiteField(key="security_contact", lang="sv", value="it@kommunen.se"))
    db.commit()
    page = client.get("/.well-known/security.txt")
    assert page.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert page.text.splitlines() == [
        "Contact: mailto:it@kommunen.se",
        "Expires: 2027-05-18T00:00:00Z",
        "Preferred-Languages: sv, en",
        "Canonical: http://localhost/.well-known/security.txt",
    ]
    for written, told in (("mailto:it@k.se", "mailto:it@k.se"), ("k.se/hal", "https://k.se/hal")):
        db.query(SiteField).filter_by(key="security_contact").update({"value": written})
        db.commit()
        assert f"Contact: {told}\n" in client.http.get("/.well-known/security.txt").text


def test_the_municipalitys_own_address_stands_wherever_one_leaves_the_site(database, settings, build) -> None:
    """On paper, in files and among staff, whatever address the request came to and whatever language the page is in."""
    build.survey(slug="oster")
    own = PageClient(make_app(replace(settings, base_url="https://trygghet.kommunen.se/dialog"), database))
    assert "Källa: https://trygghet.kommunen.se/dialog/" in own.get("/om").words("body")
    assert "https://trygghet.kommunen.se/dialog/data/dcat.rdf" in own.get("/en/data").words("main")
    assert 'rdf:about="https://trygghet.kommunen.se/dialog/' in own.get("/en/data/dcat.rdf").text
    own.sign_in(build.account("coordinator"))
    assert "https://trygghet.kommunen.se/dialog/enkat/oster" in own.get("/admin/enkater/oster").words("main")
    client = make_app(settings, database).test_client()
    for host in (
        "ett.example",
        "tva.example",
    ):  # where it is not set, the one that was asked; never another's kept page
        assert f"http://{host}/enkat/oster" in client.get("/enkat/oster", base_url=f"http://{host}").text


def test_an_example_says_so_on_every_page(client: PageClient, db) -> None:
    set_example(db)
    db.commit()
    assert "exempel" in client.get("/om").words("footer")


def test_health(client: PageClient, monkeypatch) -> None:
    assert client.get("/halsa").json == {"status": "ok"}

    def fail(_db: object) -> None:
        raise OperationalError("select", {}, Exception("database is locked"))

    monkeypatch.setattr("dialog.people.public.information.is_alive", fail)
    page = client.get("/halsa", status=503)
    assert page.headers["Retry-After"] and page.headers["Content-Type"] == "application/problem+json"
    assert page.json["status"] == 503 and "locked" not in page.text
