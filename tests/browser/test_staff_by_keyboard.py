"""Staff by keyboard alone: signing in, a session that ends, the map and back, focus areas, an import, the site's texts."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, select

from dialog.people.models import LoginSession, SiteField
from dialog.people.operations import hash_password
from dialog.remark.models import Remark
from dialog.tag.models import FocusArea
from tests.browser.keys import tab_to

PASSWORD = "gran-älv-sten-måne"


@pytest.fixture
def kim(site: Any) -> Any:
    return site.build(
        lambda build: build.account("admin", "coordinator", "tagger", name="Kim", password_hash=hash_password(PASSWORD))
    )


@pytest.fixture
def desk(visit_as: Any, kim: Any) -> Any:
    """Open a page as Kim."""
    return lambda path, **how: visit_as(kim, path, **how)


def follow(page: Page, what: str) -> None:
    tab_to(page, what)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, what: str, text: str) -> None:
    tab_to(page, what)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def end_sessions(site: Any) -> None:
    site.build(lambda build: build.db.execute(delete(LoginSession)))


def sign_in(page: Page, kim: Any) -> None:
    write(page, "email", kim.email)
    write(page, "password", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_what_was_typed_survives_a_session_that_ended(site: Any, desk: Any, kim: Any) -> None:
    page = desk("/admin/fokusomraden/nytt")
    write(page, "namn_sv", "Hundar utan koppel")
    write(page, "beskrivning_sv", "Lösa hundar som skrämmer.")
    write(page, "bokstaver", "Hu")
    end_sessions(site)
    follow(page, "Spara fokusområdet")
    sign_in(page, kim)
    expect(page.get_by_role("heading", level=1)).to_have_text("Skicka det du skrev")
    follow(page, "Skicka")
    with site.database.reading() as db:
        assert db.scalar(select(FocusArea).where(FocusArea.code == "Hu")) is not None


@pytest.fixture
def passing(site: Any, desk: Any) -> Iterator[Any]:
    """A page whose clock the test moves."""

    def open_page(path: str) -> Page:
        page: Page = desk(path)
        page.clock.install()
        page.goto(site.url + path)
        return page

    yield open_page


def test_a_session_that_ends_is_told_beforehand_and_prolonged(site: Any, passing: Any) -> None:
    page = passing("/admin/fokusomraden/nytt")
    box = page.locator(".session")
    expect(box).to_be_hidden()
    left: list[int] = []
    page.route("**/admin/session", lambda route: route.fulfill(json={"seconds": left[-1]}))
    page.route("**/admin/session/forlang", lambda route: route.fulfill(json={"seconds": 1800}))
    write(page, "namn_sv", "Hundar")
    left.append(90)
    page.clock.fast_forward(29 * 60_000)
    expect(box).to_contain_text("Du loggas snart ut.")
    tab_to(page, "Fortsätt arbeta")
    page.keyboard.press("Enter")
    expect(box).to_be_hidden()
    left.append(0)
    page.clock.fast_forward(31 * 60_000)
    expect(box.get_by_text("Du är utloggad.")).to_be_visible()
    expect(box.get_by_role("button")).to_be_hidden()
    expect(page.locator("#namn_sv")).to_have_value("Hundar")


def test_another_tab_that_works_keeps_the_warning_away(site: Any, passing: Any) -> None:
    page = passing("/admin/siffror")
    with page.expect_response("**/admin/session"):
        page.clock.fast_forward(29 * 60_000)  # the server's clock stands still: to it, half an hour is left
    expect(page.locator(".session")).to_be_hidden()


def test_from_a_cluster_on_the_map_to_its_remarks_and_back(site: Any, desk: Any) -> None:
    def make(build: Any) -> None:
        build.district("1", "Centrum")
        for n in range(4):
            at = [14.75 + n / 1e5, 56.85]
            build.remark(
                f"Mörkt {n}", feeling="unsafe", lat=at[1], lng=at[0], geometry={"type": "Point", "coordinates": at}
            )

    site.build(make)
    page = desk("/admin/karta")
    expect(page.locator("[data-map-status]")).to_contain_text("4")
    centres = """(all) => all.map((one) => one.getBoundingClientRect()).map((at) => [at.x + at.width / 2, at.y + at.height / 2])"""
    ((x, y),) = page.eval_on_selector_all(".map-name span", centres)
    marks = page.eval_on_selector_all(".map-link svg", centres)
    assert len(marks) == 4 and all(abs(x - at[0]) > 30 or abs(y - at[1]) > 12 for at in marks)  # beside, not beneath
    tab_to(page, "Karta med synpunkter")
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("location.hash.startsWith('#karta=')")
    expect(page.locator("[data-cells]")).to_have_attribute("aria-busy", "false")
    for _n in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('.leaflet-marker-icon'))"):
            break
    assert "4" in page.evaluate(
        "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
    )
    where = page.evaluate("location.href")
    assert "#karta=" in where
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Mörkt 3")).to_be_visible()
    page.go_back()
    assert page.evaluate("location.href") == where
    expect(page.locator("[data-map-status]")).to_contain_text("4")


def test_focus_areas_are_added_renamed_and_merged(site: Any, desk: Any) -> None:
    page = desk("/admin/fokusomraden")
    follow(page, "Nytt fokusområde")
    write(page, "namn_sv", "Hundar")
    write(page, "bokstaver", "Hu")
    follow(page, "Spara fokusområdet")
    with site.database.reading() as db:
        slug = db.scalar(select(FocusArea.slug).where(FocusArea.code == "Hu"))
    assert slug
    page.goto(f"{site.url}/admin/fokusomraden/{slug}/andra")
    write(page, "namn_sv", "Lösa hundar")
    follow(page, "Spara fokusområdet")
    expect(page.get_by_text("Lösa hundar").first).to_be_visible()
    page.goto(f"{site.url}/admin/fokusomraden/{slug}/andra")
    follow(page, "Slå ihop med ett annat")
    tab_to(page, "med")
    page.keyboard.type("Övrigt")
    follow(page, "Visa vad som händer")
    follow(page, "Slå ihop dem")
    with site.database.reading() as db:
        merged = db.scalar(select(FocusArea).where(FocusArea.slug == slug))
        assert merged is not None
        assert merged.merged_into_id is not None


def test_a_file_is_read_in(site: Any, desk: Any) -> None:
    page = desk("/admin/import")
    tab_to(page, "file")
    # The system's own window for choosing a file is not the page's: the file is given to the field that has the focus.
    page.locator("#file").set_input_files(
        {"name": "polis.csv", "mimeType": "text/csv", "buffer": "text\nMörkt i parken\n".encode()}
    )
    tab_to(page, "source")
    page.keyboard.type("Polis")
    follow(page, "Visa vad som läses in")
    tab_to(page, "Läs in 1 synpunkt")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with site.database.reading() as db:
        assert db.scalar(select(Remark.text)) == "Mörkt i parken"


def test_the_sites_texts_are_written(site: Any, desk: Any) -> None:
    page = desk("/admin/webbplats")
    follow(page, "Hjälp till den som svarar")
    write(page, "help_phone-sv", "0470-410 00")
    follow(page, "Spara texterna")
    with site.database.reading() as db:
        assert db.scalar(select(SiteField.value).where(SiteField.key == "help_phone")) == "0470-410 00"
