"""Right to left, forced colours, no motion, print: what other ways of looking at a page must not lose."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dialog.web import language
from tests.town import fill_town

PAGES = (
    "/",
    "/plats",
    "/kvitto",
    "/om",
    "/integritet",
    "/tillganglighet",
    "/kakor",
    "/enkat/oppen",
    "/enkat/oppen/utskrift",
)


@pytest.fixture
def arabic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offer Arabic, in Swedish words: no catalogue is needed to see which way the page runs."""
    own = language.catalogue
    monkeypatch.setitem(language.LANGUAGES, "ar", "العربية")
    monkeypatch.setattr(language, "catalogue", lambda code: own("sv" if code == "ar" else code))


def beside(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


def assert_clear_of_the_way_out(page: Page) -> None:
    """The button that leads away covers no language, on whichever side it is."""
    out = page.locator(".leave a").bounding_box()
    assert out is not None
    for language_link in page.locator(".languages > *").all():
        at = language_link.bounding_box()
        assert (
            at is None
            or at["x"] >= out["x"] + out["width"]
            or at["x"] + at["width"] <= out["x"]
            or at["y"] >= out["y"] + out["height"]
        ), page.url


def test_a_page_turns_round_whole(arabic: None, site: Any, visit: Any, axe: Any) -> None:
    site.build(fill_town)
    page = visit("/ar/", width=320)
    for path in PAGES:
        page.goto(f"{site.url}/ar{path}")
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl", path
        assert beside(page) <= 0, path
        box = page.locator(".leave a").bounding_box()
        assert box is not None
        assert box["x"] < 100, path  # the way out stands at the end of the line, as it does from left to right
        assert_clear_of_the_way_out(page)
    page.goto(f"{site.url}/en/om")  # "Leave this page" is longer
    assert_clear_of_the_way_out(page)
    page.goto(f"{site.url}/ar/plats")
    axe(page)
    page.locator("[data-place-open]").click()
    canvas = page.locator("[data-map-canvas]")
    expect(canvas).to_have_css("direction", "ltr")  # the ground is not mirrored: east is where it was
    expect(page.locator("[data-place-status]")).to_have_text("Kartan är öppen.")
    places = []
    for key in ("Enter", "ArrowRight"):
        canvas.press(key)
        canvas.press("Enter")
        places.append(json.loads(page.locator("[name=place_geometry]").input_value())["coordinates"])
    assert places[1][0] > places[0][0]
    assert beside(page) <= 0


def test_ways_out_and_languages_never_cover_each_other(site: Any, visit: Any) -> None:
    for width in (320, 360, 640):
        page = visit("/plats", width=width)
        way_out, last = page.locator(".leave a").bounding_box(), page.locator(".languages > *").last.bounding_box()
        assert last["x"] + last["width"] <= way_out["x"], width


def test_with_forced_colours_shapes_and_choices_are_still_told_apart(site: Any, visit: Any) -> None:
    page = visit("/plats", width=320)
    page.emulate_media(forced_colors="active")
    for mark in page.locator(".choice .symbol, .choice svg").all():
        drawn = mark.evaluate(
            "(e) => [...e.querySelectorAll('*')].some((s) => getComputedStyle(s).fill !== getComputedStyle(document.body).backgroundColor)"
        )
        assert drawn
    page.locator("input[value=unsafe]").check()
    for part in page.locator("button:visible, input:visible, a:visible").all():
        assert part.evaluate("(e) => getComputedStyle(e).color !== getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize("path", ["/plats", "/enkat/oppen"])
def test_nothing_moves_for_who_wants_no_motion(site: Any, visit: Any, path: str) -> None:
    site.build(lambda build: build.survey("oppen"))
    page = visit(path)  # `visit` asks for reduced motion
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter((e) => { const s = getComputedStyle(e);
        return (s.transitionDuration !== '0s' && s.transitionProperty !== 'none') || s.animationName !== 'none' || s.scrollBehavior === 'smooth'; }).length"""
    )
    assert moving == 0
