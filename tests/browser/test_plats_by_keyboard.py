"""A place is reported by keyboard alone: on the map, as a stretch, in words, with scripts off; looked up again and taken back."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from dialog.remark.models import Remark
from tests.browser.keys import focused, press, tab_to


@pytest.fixture(autouse=True)
def _ground(site: Any) -> None:
    site.build(lambda build: build.district("1", "Centrum"))


def send(page: Page, button: str = "Skicka det jag har berättat") -> None:
    tab_to(page, button)
    with page.expect_navigation():
        press(page, "Enter")


def remarks(site: Any) -> list[Remark]:
    with site.database.reading() as db:
        return list(db.scalars(select(Remark)))


def open_map(page: Page) -> None:
    tab_to(page, "Visa på kartan")
    press(page, "Enter")
    expect(page.locator("[data-place-status]")).to_have_text("Kartan är öppen.")
    tab_to(page, "Karta")


def geometry(page: Page) -> Any:
    return json.loads(page.locator("[name=place_geometry]").input_value() or "null")


def test_a_point_on_the_map_is_told_looked_up_and_taken_back(site: Any, visit: Any, axe: Any) -> None:
    page = visit("/plats")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab_to(page, "unsafe")
    press(page, "Space")
    open_map(page)
    press(page, "+", "+")
    expect(page.locator("[data-place-under]")).to_contain_text("Centrum")  # what lies under the crosshair, in words
    press(page, "Enter")
    first = geometry(page)["coordinates"]
    expect(page.locator("[data-place-status]")).to_contain_text("Platsen är satt: ")
    press(page, "ArrowRight", "ArrowUp", "Shift+ArrowUp", "Enter")
    moved = geometry(page)["coordinates"]
    assert moved[0] > first[0]
    assert moved[1] > first[1]
    axe(page)
    tab_to(page, "text")
    page.keyboard.type("Det är mörkt här.")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack, det har kommit fram")
    axe(page)
    code = page.locator("#receipt-code").inner_text()
    tab_to(page, "Kopiera koden")
    press(page, "Enter")
    expect(page.get_by_role("status").filter(has_text="opiera")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("-", "").replace(" ", "") == code.replace("-", "").replace(" ", "").replace("\n", "")
    (kept,) = remarks(site)
    assert kept.text == "Det är mörkt här."
    assert kept.feeling == "unsafe"
    assert kept.geometry == {"type": "Point", "coordinates": moved}

    tab_to(page, "Så ser du vad som har hänt")
    with page.expect_navigation():
        press(page, "Enter")
    tab_to(page, "kod")
    page.keyboard.type(copied.upper())
    send(page, "Visa vad som har hänt")
    expect(page.get_by_text("Det du skrev är inte läst än.")).to_be_visible()
    axe(page)
    send(page, "Ta tillbaka det jag skickade")
    axe(page)
    send(page, "Ja, ta tillbaka det")
    expect(page.get_by_role("heading", level=1)).to_have_text("Det är tillbakataget")
    axe(page)
    assert [remark for remark in remarks(site) if remark.text] == []


def test_a_stretch_is_drawn_and_mended_and_stays_when_the_page_asks_before_sending(
    site: Any, visit: Any, axe: Any
) -> None:
    page = visit("/plats")
    tab_to(page, "unsafe")
    press(page, "ArrowDown", "ArrowDown")
    open_map(page)
    press(page, "+", "+", "+")
    tab_to(page, "Rita en sträcka")
    press(page, "Enter")
    assert "Sätt första punkten här" in focused(page)
    for key in ("Enter", "ArrowRight", "Enter", "ArrowDown", "Enter"):
        if key == "Enter":
            press(page, "Enter")
        else:
            page.locator("[data-map-canvas]").focus()
            press(page, key, key)
    expect(page.locator("[data-place-status]")).to_contain_text("Sträckan har 3 punkter")
    tab_to(page, "Ångra senaste punkten")
    press(page, "Enter")
    expect(page.locator("[data-place-status]")).to_contain_text("Sträckan har 2 punkter")
    tab_to(page, "Sträckan är klar")
    press(page, "Enter")
    tab_to(page, "text")
    page.keyboard.type("Hela vägen, säger Kalle Andersson")
    tab_to(page, "Skicka det jag har berättat")
    press(page, "Enter")
    question = page.get_by_role("group", name="Vill du ta bort något?")
    expect(question).to_be_focused()
    expect(question.locator("mark")).to_have_text("Kalle Andersson")
    axe(page)
    assert remarks(site) == []
    send(page, "Skicka det ändrade")
    (kept,) = remarks(site)
    assert kept.text == "Hela vägen, säger [namn]"
    assert kept.geometry is not None
    assert kept.geometry["type"] == "LineString"
    assert len(kept.geometry["coordinates"]) == 2


@pytest.mark.parametrize("scripts", [True, False])
def test_words_alone_are_enough(site: Any, visit: Any, scripts: bool) -> None:
    page = visit("/plats", scripts=scripts)
    tab_to(page, "unsafe")
    press(page, "ArrowDown")
    tab_to(page, "place_words")
    page.keyboard.type("Bänken vid dammen")
    tab_to(page, "reason-will-not-say")
    press(page, "Space")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack, det har kommit fram")
    (kept,) = remarks(site)
    assert kept.place_words == "Bänken vid dammen"
    assert kept.geometry is None


@pytest.mark.parametrize("scripts", [True, False])
def test_the_way_out_is_first_and_leaves_no_step_back(site: Any, browser: Browser, scripts: bool) -> None:
    context = browser.new_context(
        java_script_enabled=scripts
    )  # of its own: `visit` allows no other site, and this is one
    page = context.new_page()
    neutral = "<!doctype html><title>Weather</title>"
    page.route("https://www.smhi.se/**", lambda route: route.fulfill(body=neutral, content_type="text/html"))
    page.goto(site.url + "/om")
    page.goto(site.url + "/plats")
    press(page, "Tab", "Tab")
    assert "Lämna sidan" in focused(page)
    with page.expect_navigation():
        press(page, "Enter")
    assert page.title() == "Weather"
    page.go_back()
    assert page.url.endswith("/om" if scripts else "/plats")
    context.close()


def test_a_second_tab_is_told_of_the_first(visit: Any) -> None:
    first = visit("/plats")
    second = visit("/plats", beside=first)
    expect(second.get_by_text("Formuläret är öppet i en annan flik också.")).to_be_visible()
