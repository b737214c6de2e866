"""Answering a survey in a browser: by keyboard alone, with and without scripts, narrow, dark, beside another tab."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from dialog.survey.models import Answer, Question, Response
from tests.surveys import question, spec, when, words


@pytest.fixture
def survey(site):
    site.build(lambda build: build.survey())
    return "/enkat/trygghet"


def stored(site):
    with site.database.reading() as db:
        rows = db.execute(select(Question.code, Answer).join(Question, Question.id == Answer.question_id)).all()
        return {(code, answer.item): answer for code, answer in rows}


def keys(page, *pressed):
    for key in pressed:
        page.keyboard.press(key)


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def tab_to(page, what, most=60):
    """Press Tab until a field (by its id) or a button (by its words) has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page) == what:
            return
    raise AssertionError(f"Tab never came to {what}; it is at {focused(page)}")


def test_answering_by_keyboard_alone_one_part_at_a_time(site, survey, visit):
    page = visit(survey)
    expect(page.get_by_role("button", name="Skicka svaren")).to_be_hidden()
    tab_to(page, "Börja svara")
    keys(page, "Enter")
    assert focused(page) == "part-1"
    expect(page.get_by_text("Del 1 av 3")).to_be_visible()

    tab_to(page, "Nästa")
    keys(page, "Enter")  # a required question lacks its answer: it is told, and the focus is there
    assert focused(page) == "q-evening"
    expect(page.locator("[data-question=evening] .error")).to_have_text("Välj ett svar.")
    keys(page, "Space", "ArrowDown")
    expect(page.locator("[data-question=evening] .error")).to_have_count(0)
    tab_to(page, "Nästa")
    keys(page, "Enter")

    assert focused(page) == "part-2"
    expect(page.locator("[data-question=often]")).to_be_hidden()
    tab_to(page, "q-avoids")
    keys(page, "Space")
    expect(page.locator("[data-question=often]")).to_be_visible()
    tab_to(page, "q-often")
    page.keyboard.type("2,5")
    tab_to(page, "q-where-words")
    page.keyboard.type("Tunneln")
    tab_to(page, "q-changed")
    expect(page.locator("[data-question=light_where]")).to_be_hidden()
    keys(page, "Space")
    tab_to(page, "q-light_where")
    page.keyboard.type("Norra ingången")
    keys(page, "Enter")  # Enter in a field leads on, as the button does

    assert focused(page) == "part-3"
    tab_to(page, "q-tell")
    page.keyboard.type("Det är mörkt i tunneln, säger Kalle Andersson.")
    tab_to(page, "Skicka svaren")
    keys(page, "Enter")
    expect(page.get_by_role("group", name="Vill du ta bort något?")).to_be_focused()
    tab_to(page, "Ändra själv")
    keys(page, "Enter")
    expect(page.locator("#q-tell")).to_be_focused()
    tab_to(page, "Skicka svaren")  # asked once: now it goes as it is
    keys(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack, svaren är framme")
    found = stored(site)
    assert found["evening", ""].choice == "rather_safe" and found["often", ""].number == 2.5
    assert {code for code, _ in found} == {"evening", "avoids", "often", "where", "changed", "light_where", "tell"}


def test_the_same_without_scripts(site, survey, visit):
    page = visit(survey, scripts=False)
    expect(page.locator("[data-question=often] .only-if")).to_contain_text("Svara bara om du svarade ”Ja”")
    page.get_by_label("Mycket otrygg").check()
    page.locator("#q-avoids-2").check()
    page.locator("#q-often").fill("hidden by the answer above")
    page.get_by_role("button", name="Skicka svaren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack, svaren är framme")
    assert {code for code, _ in stored(site)} == {"evening", "avoids"}


def test_going_back_changes_nothing_that_was_written(site, survey, visit):
    page = visit(survey)
    page.get_by_role("button", name="Börja svara").click()
    page.get_by_label("Ganska trygg").check()
    page.get_by_role("button", name="Nästa").click()
    page.locator("#q-avoids").check()
    page.locator("#q-often").fill("3")
    page.get_by_role("button", name="Tillbaka").click()
    expect(page.get_by_label("Ganska trygg")).to_be_checked()
    page.get_by_role("button", name="Nästa").click()
    expect(page.locator("#q-often")).to_have_value("3")


def test_a_part_that_conditions_have_emptied_is_passed_by(site, visit):
    sections = spec()
    only = [question("why", "short", "Varför?", condition=when("evening", "very_unsafe"))]
    sections.insert(1, {"title": words("Bara ibland"), "intro": {}, "questions": only})
    site.build(lambda build: build.survey(sections=sections))
    page = visit("/enkat/trygghet")
    page.get_by_role("button", name="Börja svara").click()
    page.get_by_label("Mycket trygg").check()
    page.get_by_role("button", name="Nästa").click()
    assert focused(page) == "part-3"
    page.get_by_role("button", name="Tillbaka").click()
    assert focused(page) == "part-1"


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_wrong_leads_to_its_field_and_nothing_is_lost(site, survey, visit, scripts):
    page = visit(survey, scripts=scripts)
    if scripts:
        page.get_by_role("button", name="Börja svara").click()
    page.get_by_label("Mycket trygg").check()
    if scripts:
        page.get_by_role("button", name="Nästa").click()
    page.locator("#q-avoids").check()
    page.locator("#q-often").fill("ofta")
    if scripts:
        page.get_by_role("button", name="Nästa").click()
    page.locator("#q-tell").fill("Det jag skrev")
    page.get_by_role("button", name="Skicka svaren").click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(page.locator("#q-often")).to_be_focused()
    expect(page.locator("#q-often")).to_have_value("ofta")
    page.locator("#q-often").fill("2")
    if scripts:
        page.get_by_role("button", name="Nästa").click()
    expect(page.locator("#q-tell")).to_have_value("Det jag skrev")
    page.get_by_role("button", name="Skicka svaren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack, svaren är framme")


def test_sending_going_back_and_sending_again_is_one_response(site, survey, visit):
    page = visit(survey, scripts=False)
    page.get_by_label("Mycket trygg").check()
    page.locator("#q-avoids-2").check()
    page.get_by_role("button", name="Skicka svaren").click()
    code = page.locator("#receipt-code").text_content()
    page.go_back()
    page.get_by_role("button", name="Skicka svaren").click()
    expect(page.locator("#receipt-code")).to_have_text(code or "")
    page.go_back()
    page.locator("#q-tell").fill("Och en sak till")
    page.get_by_role("button", name="Skicka svaren").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("redan skickat")
    with site.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Response)) == 1


def test_a_second_tab_is_told_of_the_first(survey, visit):
    first = visit(survey)
    second = visit(survey, beside=first)
    expect(second.locator("#elsewhere")).to_be_visible()
    expect(first.locator("#elsewhere")).to_be_hidden()


#: A browser that lets no page keep anything refuses the tabs' channel too (Firefox with cookies and storage off).
NO_CHANNEL = "window.BroadcastChannel = class { constructor() { throw new DOMException('off', 'SecurityError') } }"


def test_at_a_stand_going_back_shows_an_empty_form(survey, visit):
    page = visit("/kakor")
    page.add_init_script(NO_CHANNEL)
    page.goto(page.url.replace("/kakor", survey + "?monter=1"))
    page.get_by_role("button", name="Börja svara").click()
    page.get_by_label("Mycket trygg").check()
    page.get_by_role("button", name="Nästa").click()
    page.locator("#q-avoids-2").check()
    page.get_by_role("button", name="Nästa").click()
    page.locator("#q-tell").fill("Min hemlighet")
    page.get_by_role("button", name="Skicka svaren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack, svaren är framme")
    page.go_back()
    expect(page.locator("#q-tell")).to_have_value("")
    expect(page.locator("#q-evening")).not_to_be_checked()


def test_three_requests_and_the_map_only_when_it_is_opened(site, survey, visit):
    asked: list[str] = []
    page = visit("/")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.url + survey)
    page.wait_for_load_state("networkidle")
    assert len([url for url in asked if "/img/" not in url]) == 3, asked
    page.get_by_role("button", name="Börja svara").click()
    page.get_by_label("Mycket trygg").check()
    page.get_by_role("button", name="Nästa").click()
    page.locator("#q-avoids").check()
    page.get_by_role("button", name="Visa på kartan").click()
    expect(page.get_by_role("button", name="Sätt platsen här")).to_be_visible()
    page.get_by_role("button", name="Sätt platsen här").click()
    assert '"Point"' in page.locator("[name=q-where-geometry]").input_value()


@pytest.mark.parametrize(("width", "dark", "scripts"), [(320, True, True), (320, False, False), (1280, False, True)])
def test_axe_finds_nothing_in_any_part(site, survey, visit, axe, width, dark, scripts):
    page = visit(survey, width=width, dark=dark, scripts=True)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if not scripts:
        page.evaluate("for (const part of document.querySelectorAll('[data-part]')) part.hidden = false")
        axe(page)
        return
    page.get_by_role("button", name="Börja svara").click()
    page.get_by_role("button", name="Nästa").click()
    axe(page)
    page.get_by_label("Mycket trygg").check()
    page.get_by_role("button", name="Nästa").click()
    page.locator("#q-avoids").check()
    page.locator("#q-often").fill("ofta")
    axe(page)
    page.get_by_role("button", name="Nästa").click()
    page.get_by_role("button", name="Skicka svaren").click()
    expect(page.locator("#error-summary")).to_be_focused()
    axe(page)  # with its errors
    page.locator("#q-often").fill("1")
    page.get_by_role("button", name="Nästa").click()
    page.get_by_role("button", name="Skicka svaren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack, svaren är framme")
    axe(page)  # the receipt
    for path in ("/utskrift",):
        page.goto(site.url + survey + path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_nothing_leaves_the_page_when_it_is_turned_right_to_left(survey, visit):
    page = visit(survey, width=320)
    page.evaluate("document.documentElement.dir = 'rtl'")
    for part in range(4):
        page.evaluate(f"document.querySelectorAll('[data-part]').forEach((p, n) => (p.hidden = n !== {part}))")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
