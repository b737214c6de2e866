"""A survey is built, published and keyed into by keyboard alone; without scripts too. The pages are clean to axe, narrow and dark."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from dialog.people.kinds import FIELDS
from dialog.people.models import SiteField
from dialog.survey.models import Question, Response, Wave

SURVEY = "/admin/enkater/trygg"


@pytest.fixture
def desk(site: Any, visit_as: Any) -> Any:
    """Open a page as a coordinator of a site whose law fields are filled in."""
    account = site.build(lambda build: build.account("coordinator", name="Kim Koll"))

    def prepare(build: Any) -> None:
        for field in FIELDS:
            if field.law:
                build.db.merge(SiteField(key=field.key, lang="sv", value="Ifyllt"))

    site.build(prepare)
    return lambda path, **how: visit_as(account, path, **({"width": 390} | how))


def tab_to(page: Page, name: str, most: int = 120) -> None:
    """Press Tab until what has this name has the focus."""
    for _n in range(most):
        page.keyboard.press("Tab")
        if name in page.evaluate(
            "(() => { const e = document.activeElement; return [e.getAttribute('aria-label') || '', e.textContent.trim(),"
            " e.id, ...[...(e.labels ?? [])].map((l) => l.textContent.trim())] })()"
        ):
            return
    raise AssertionError(f"Tab never came to {name}")


def press(page: Page, name: str) -> None:
    """Go to a link or button by Tab and use it, and wait for what it leads to."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, field: str, text: str) -> None:
    tab_to(page, field)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def codes(site: Any) -> list[str]:
    with site.database.reading() as db:
        return list(db.scalars(select(Question.code).order_by(Question.position)))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_survey_is_built_and_published_by_keyboard_alone(site: Any, desk: Any, scripts: bool) -> None:
    page = desk("/admin/enkater", width=1280, scripts=scripts)
    press(page, "Gör en egen från början")
    write(page, "namn", "Trygg")
    press(page, "Skapa en tom enkät")
    press(page, "Fyll i enkätens uppgifter")
    for topic in ("purpose", "influence", "answer_back"):
        write(page, f"{topic}-sv", "Så är det.")
    press(page, "Spara uppgifterna")
    press(page, "Gör frågorna")
    press(page, "Ändra avsnitt 1")
    write(page, "title-sv", "Ditt område")
    press(page, "Spara avsnittet")
    for kind, text in (("sort=one", "Bor du här?"), ("sort=text", "Berätta mer")):
        press(page, "Lägg till en fråga i avsnitt 1")
        for _n in range(60):
            page.keyboard.press("Tab")
            if kind in page.evaluate("document.activeElement.href ?? ''"):
                break
        with page.expect_navigation():
            page.keyboard.press("Enter")
        write(page, "text-sv", text)
        if kind == "sort=one":
            write(page, "choice-0-text-sv", "Ja")
            write(page, "choice-1-text-sv", "Nej")
        press(page, "Lägg till frågan")
        assert page.evaluate("document.activeElement.id").startswith("fraga-")  # focus goes to what was added
    assert codes(site) == ["bor_du_har", "beratta_mer"]
    press(page, "Flytta upp fråga 2")
    assert page.evaluate("document.activeElement.id").startswith("upp-")  # and to what was moved
    assert codes(site) == ["beratta_mer", "bor_du_har"]
    with page.expect_navigation():
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # the button beside moves it back
    assert codes(site) == ["bor_du_har", "beratta_mer"]
    page.goto(site.url + SURVEY + "/fragor")
    tab_to(page, "Ändra fråga 2")
    press(page, "Villkor fråga 2")
    tab_to(page, "Nej")
    page.keyboard.press("Space")
    press(page, "Spara villkoret")
    expect(page.get_by_text("Visas bara för den som har svarat")).to_be_visible()
    press(page, "Kontrollera och publicera")
    press(page, "Publicera enkäten")
    expect(page.get_by_text("Enkäten är öppen för svar.")).to_be_visible()
    with site.database.reading() as db:
        assert db.scalar(select(Wave.state)) == "open"


def test_paper_forms_are_keyed_in_with_single_keys(site: Any, desk: Any) -> None:
    site.build(lambda build: build.survey(slug="trygg"))
    page = desk(SURVEY + "/pappersformular", width=1280)
    for n in range(1, 4):
        expect(page.locator("[name=q-evening]:focus")).to_have_count(1)
        page.keyboard.press("2")  # rather safe, and on to the next question
        expect(page.locator("[name=q-role]:focus")).to_have_count(1)
        page.keyboard.press("1")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        expect(page.get_by_role("status").first).to_contain_text("ett formulär" if n == 1 else f"{n} formulär")
    with site.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Response).where(Response.channel == "paper")) == 3


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_every_page_of_the_builder_is_clean(site: Any, desk: Any, axe: Any, width: int, dark: bool) -> None:
    site.build(lambda build: build.survey(slug="trygg", state="draft"))
    site.build(lambda build: build.survey(slug="oppen"))
    page = desk("/admin/enkater", width=width, dark=dark)
    with site.database.reading() as db:
        of_draft = select(Question).join(Wave, Wave.id == Question.wave_id).where(Wave.state == "draft")
        kinds = {question.kind: question.id for question in db.scalars(of_draft)}
    paths = [
        f"{SURVEY}{p}"
        for p in ("", "/uppgifter", "/fragor", "/kontroll", "/kopia", "/avsnitt/nytt", "/forhandsvisning")
    ]
    paths += [
        "/admin/enkater",
        "/admin/enkater/ny",
        "/admin/enkater/oppen/avsluta",
        "/admin/enkater/oppen/pappersformular",
    ]
    paths += [f"{SURVEY}/fragor/ny", *(f"{SURVEY}/fragor/{question}" for question in kinds.values())]
    paths += [f"{SURVEY}/fragor/{kinds['text']}/{p}" for p in ("villkor", "ta-bort")]
    for path in paths:
        page.goto(site.url + path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
