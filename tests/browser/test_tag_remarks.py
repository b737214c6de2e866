"""The desk in a browser: twenty remarks by keyboard alone, keys off, two at once, scripts off; clean to axe, narrow and dark."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from dialog.people.models import Account, AuditEntry
from dialog.remark.models import Remark
from dialog.tag.kinds import TagChoice
from dialog.tag.models import Decision, Tagging
from dialog.tag.operations import tag_remark
from dialog.tag.queries import taggings_of
from tests.browser.keys import press

#: Which of two submissions of a form in a row are stopped.
SENT_TWICE = """() => [1, 2].map(() => {
  const event = new SubmitEvent("submit", { bubbles: true, cancelable: true });
  document.querySelector("main form[method=post]").dispatchEvent(event);
  return event.defaultPrevented;
})"""
LIST = "/admin/synpunkter?lage=untagged"


class By:
    """Who does something past the pages."""

    def __init__(self, account: Account) -> None:
        self.account_id, self.name = account.id, account.name


@pytest.fixture
def sara(site: Any) -> Any:
    return site.build(lambda build: build.account("tagger", "coordinator", name="Sara"))


@pytest.fixture
def remarks(site: Any) -> list[Any]:
    """Twenty-four remarks, the newest first."""

    def make(build: Any) -> list[Any]:
        place = {"lat": 56.88, "lng": 14.8, "geometry": {"type": "Point", "coordinates": [14.8, 56.88]}}
        return [
            build.remark(f"Det är mörkt på plats {n}.", week=202646 - n, **(place if n % 2 else {})) for n in range(24)
        ]

    made: list[Any] = site.build(make)
    return made


@pytest.fixture
def desk(visit_as: Any, sara: Any) -> Any:
    def open_page(path: str, **how: Any) -> Page:
        page: Page = visit_as(sara, path, **how)
        if "/admin/synpunkter/" in path and how.get("scripts", True):
            expect(page.locator(".desk[data-running]")).to_be_visible()
        return page

    return open_page


def text_of(page: Page) -> str:
    return page.locator("#thing .remark").first.inner_text()


def begin(page: Page) -> None:
    """Go from the list to the first remark by Tab and Enter."""
    for _n in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Börja tagga":
            break
    press(page, "Enter")
    expect(page.locator(".desk[data-running]")).to_be_visible()


def current(site: Any, remark: Any) -> list[tuple[str, str | None, bool]]:
    with site.database.reading() as db:
        return [(t.slug, t.polarity, t.is_negated) for t in taggings_of(db, [remark.id]).get(remark.id, [])]


def test_twenty_remarks_by_keyboard_alone(site: Any, remarks: Any, desk: Any) -> None:
    page = desk(LIST)
    begin(page)
    said = page.locator("[data-said]")
    for n in range(20):
        expect(page.locator("#thing .remark").first).to_have_text(f"Det är mörkt på plats {n}.")
        if n == 3:
            press(page, "v")
            expect(said).to_have_text("Sparat: Vet ej.")
        elif n == 4:
            press(page, "3", "b", "x", "2", "n", "g", "Enter")
            expect(said).to_contain_text("Trafikmiljö och korsningar (sägs inte vara ett problem)")
        else:
            press(page, "3", "b", "Enter" if n % 2 else "ArrowRight")
            expect(said).to_have_text("Sparat: Belysning och mörker (brist).")
    assert page.evaluate("document.activeElement.id") == "thing"
    with site.database.reading() as db:
        assert db.scalar(select(func.count()).where(Remark.is_handled)) == 20
        assert db.scalar(select(func.count()).select_from(Decision)) == 20
        assert db.scalar(select(func.count()).where(AuditEntry.action == "remark.tag")) == 19
        assert db.get(Remark, remarks[4].id).has_personal_data
    assert current(site, remarks[0]) == [("belysning", "brist", False)]
    assert current(site, remarks[4]) == [("belysning", "brist", False), ("trafikmiljo", None, True)]

    press(page, "ArrowLeft")  # back to what was just saved, although the filter no longer has it
    expect(page.locator("#thing .remark").first).to_have_text("Det är mörkt på plats 19.")
    press(page, "u")  # what was saved last is undone, and shown again
    expect(page.locator("#thing .remark").first).to_have_text("Det är mörkt på plats 19.")
    expect(said).to_have_text("Beslutet är ångrat.")
    assert current(site, remarks[19]) == []
    page.get_by_role("button", name="Ångra det du nyss sparade").click()  # the same by pointer
    expect(page.locator("#thing .remark").first).to_have_text("Det är mörkt på plats 18.")
    press(page, "ArrowRight")
    expect(page.locator("#thing .remark").first).to_have_text("Det är mörkt på plats 19.")
    press(page, "ArrowLeft")
    expect(page.locator("#thing .remark").first).to_have_text("Det är mörkt på plats 18.")
    page.go_back()
    expect(page.locator("#thing .remark").first).to_have_text("Det är mörkt på plats 19.")


def test_stance_keys_mean_what_was_chosen_last_and_typing_is_typing(site: Any, remarks: Any, desk: Any) -> None:
    page = desk(f"/admin/synpunkter/{remarks[0].id}")
    said = page.locator("[data-said]")
    press(page, "b")
    expect(said).to_have_text("Välj ett fokusområde först.")
    press(page, "1", "p", "2", "f", "1")
    expect(said).to_have_text("Narkotika är inte längre vald.")
    press(page, "m")
    page.keyboard.type("b1 vu?")
    expect(page.locator("#anteckning")).to_have_value("b1 vu?")
    press(page, "Escape", "?")
    expect(page.locator("[data-keys-help]")).to_have_attribute("open", "")
    press(page, "Enter")
    expect(page.locator("#thing .remark").first).to_have_text("Det är mörkt på plats 1.")
    expect(said).to_have_text("Sparat: Inbrott (förslag).")
    assert current(site, remarks[0]) == [("inbrott", "forslag", False)]
    press(page, "Enter")  # nothing chosen: only goes on
    expect(page.locator("#thing .remark").first).to_have_text("Det är mörkt på plats 2.")
    assert current(site, remarks[1]) == []


def test_keys_pressed_before_the_script_and_while_saving_are_kept(
    site: Any, remarks: Any, visit_as: Any, sara: Any
) -> None:
    """The desk's script comes late, and the answer to a saving too: what is pressed meanwhile means the remark it was meant for."""
    page: Page = visit_as(sara, LIST)
    late: list[Any] = []

    def hold(route: Any) -> None:
        late.append(route)

    page.route("**/enhance/inbox.js", hold)
    page.goto(f"{site.url}/admin/synpunkter/{remarks[0].id}", wait_until="commit")
    expect(page.get_by_role("button", name="Spara och nästa")).to_be_visible()
    press(page, "3", "b", "Enter", "1", "p")
    while not late:  # on a busy machine the script is asked for later than the page is seen
        page.wait_for_timeout(20)
    late[0].continue_()
    expect(page.locator("#thing .remark").first).to_have_text("Det är mörkt på plats 1.")
    expect(page.locator("#fokus-inbrott, #fokus-narkotika").and_(page.locator(":checked"))).to_have_count(1)
    assert current(site, remarks[0]) == [("belysning", "brist", False)]
    press(page, "Enter", "3", "f", "Enter")
    expect(page.locator("#thing .remark").first).to_have_text("Det är mörkt på plats 3.")
    expect(page.locator("[data-said]")).to_have_text("Sparat: Belysning och mörker (förslag).")
    assert current(site, remarks[2]) == [("belysning", "forslag", False)]


def test_keys_that_are_off_do_nothing_and_stay_off(site: Any, remarks: Any, desk: Any, sara: Any) -> None:
    page = desk(f"/admin/synpunkter/{remarks[0].id}")
    page.get_by_role("button", name="Stäng av tangenterna").click()
    expect(page.locator("[data-said]")).to_have_text("Tangenterna är avstängda.")
    expect(page.get_by_role("button", name="Slå på tangenterna")).to_be_focused()
    press(page, "3", "v", "ArrowRight")
    assert page.locator("#fokus-belysning").is_checked() is False
    assert text_of(page) == "Det är mörkt på plats 0."
    expect(page.locator("#thing kbd").first).to_be_hidden()
    page.reload()
    press(page, "3")
    assert page.locator("#fokus-belysning").is_checked() is False
    page.get_by_role("checkbox", name="Belysning och mörker").check()
    page.get_by_role("button", name="Spara och nästa").click()
    expect(page.locator("#thing .remark").first).to_have_text("Det är mörkt på plats 1.")
    expect(page.locator("[data-said]")).to_have_text("Sparat: Belysning och mörker.")
    assert current(site, remarks[0]) == [("belysning", None, False)]


def test_the_second_of_two_is_told_on_the_spot_and_enter_settles_nothing(site: Any, remarks: Any, desk: Any) -> None:
    """The last of the list: there is no next one to show while it is being saved."""
    page = desk(f"/admin/synpunkter/{remarks[-1].id}")
    adam = site.build(lambda build: build.account("tagger", name="Adam", email="adam@example.se"))
    inbrott = [TagChoice("inbrott", "brist")]
    site.build(lambda build: tag_remark(build.db, By(adam), remarks[-1].id, 1, inbrott, note="Sett det"))
    press(page, "3", "Enter")
    expect(page.locator("#conflict")).to_contain_text("Adam hann före. Valet blev: Inbrott (brist).")
    press(page, "Enter")
    expect(page.locator("[data-said]")).to_contain_text("Välj med knapparna")
    assert current(site, remarks[-1]) == [("inbrott", "brist", False)]
    page.get_by_role("button", name="Ändra ändå till mitt").click()
    expect(page.locator("[data-said]")).to_have_text("Sparat: Belysning och mörker. Det var den sista i urvalet.")
    assert current(site, remarks[-1]) == [("belysning", None, False)]


def test_what_is_not_kept_behind_the_next_remark_is_told_and_not_lost(
    site: Any, remarks: Any, desk: Any, axe: Any
) -> None:
    """The network is gone, and then somebody else was first: the next remark is there at once, and each choice is found again."""
    page = desk(f"/admin/synpunkter/{remarks[0].id}", width=320)
    said, box = page.locator("[data-said]"), page.locator("[data-unsaved]")
    shown, is_here = page.locator("#thing .remark").first, page.locator("#steps [data-next][data-here]")
    expect(is_here).to_be_visible()  # the next one is here
    page.context.set_offline(True)
    press(page, "1", "p", "Enter")
    expect(shown).to_have_text("Det är mörkt på plats 1.")
    expect(box).to_contain_text("”Det är mörkt på plats 0.” Det går inte att spara just nu. Dina val finns kvar")
    expect(page.locator("#thing")).to_be_focused()
    press(page, "3", "Enter")  # the one after waits for its answer on the spot
    expect(said).to_have_text("Det gick inte att spara just nu. Dina val står kvar. Försök igen om en stund.")
    expect(shown).to_have_text("Det är mörkt på plats 1.")
    page.context.set_offline(False)
    expect(said).to_have_text("Sparat: Narkotika (positiv).")
    expect(box).to_be_hidden()
    assert current(site, remarks[0]) == [("narkotika", "positiv", False)]
    assert current(site, remarks[1]) == []

    adam = site.build(lambda build: build.account("tagger", name="Adam", email="adam@example.se"))
    inbrott = [TagChoice("inbrott", "brist")]
    site.build(lambda build: tag_remark(build.db, By(adam), remarks[1].id, 1, inbrott))
    expect(is_here).to_be_visible()
    press(page, "Enter")
    expect(shown).to_have_text("Det är mörkt på plats 2.")
    expect(box).to_contain_text("”Det är mörkt på plats 1.” Adam hann före. Valet blev: Inbrott (brist).")
    axe(page)
    press(page, "1", "f")  # half done, and left as it is
    expect(said).to_have_text("Narkotika: förslag.")
    press(page, "u")  # what was done last was not saved: there is nothing to undo but to show it
    expect(shown).to_have_text("Det är mörkt på plats 1.")
    expect(page.locator("#conflict")).to_contain_text("Adam hann före.")
    expect(page.locator("#fokus-belysning")).to_be_checked()
    expect(box).to_be_hidden()
    assert current(site, remarks[1]) == [("inbrott", "brist", False)]
    page.get_by_role("button", name="Ändra ändå till mitt").click()
    expect(shown).to_have_text("Det är mörkt på plats 2.")
    expect(said).to_have_text("Sparat: Belysning och mörker.")
    assert current(site, remarks[1]) == [("belysning", None, False)]
    expect(page.locator("#fokus-narkotika")).to_be_checked()


def test_nothing_is_decided_of_a_remark_that_came_in_the_place_of_another(site: Any, remarks: Any, desk: Any) -> None:
    """A key held down, a double click, an undo after going back, and an answer that comes when another remark has been opened."""
    page = desk(f"/admin/synpunkter/{remarks[0].id}")
    said, box, conflict = page.locator("[data-said]"), page.locator("[data-unsaved]"), page.locator("#conflict")
    shown, is_here = page.locator("#thing .remark").first, page.locator("#steps [data-next][data-here]")
    expect(is_here).to_be_visible()
    for _n in range(3):
        page.keyboard.down("v")
    page.keyboard.up("v")
    expect(shown).to_have_text("Det är mörkt på plats 1.")
    expect(said).to_have_text("Sparat: Vet ej.")
    expect(is_here).to_be_visible()
    page.locator("[data-deed=unsure]").dblclick()
    expect(shown).to_have_text("Det är mörkt på plats 2.")
    expect(said).to_have_text("Sparat: Vet ej.")

    for n in (1, 0):
        press(page, "ArrowLeft")
        expect(shown).to_have_text(f"Det är mörkt på plats {n}.")
    expect(is_here).to_be_visible()  # as it was before it is undone
    press(page, "u")
    expect(said).to_have_text("Beslutet är ångrat.")
    expect(shown).to_have_text("Det är mörkt på plats 1.")
    expect(page.locator("#desk-form [name=version]")).to_have_value("3")

    page.locator("#desk-list a", has_text="plats 23.").click()
    expect(shown).to_have_text("Det är mörkt på plats 23.")  # the last one: its answer is waited for
    adam = site.build(lambda build: build.account("tagger", name="Adam", email="adam@example.se"))
    site.build(lambda build: tag_remark(build.db, By(adam), remarks[23].id, 1, [TagChoice("inbrott", "brist")]))
    kept_back: list[Any] = []
    desk_posts = re.compile(r"/admin/synpunkter/[0-9a-f-]{36}$")
    page.route(desk_posts, lambda r: kept_back.append(r) if r.request.method == "POST" else r.continue_())
    press(page, "3", "Enter")
    page.locator("#desk-list a", has_text="plats 20.").click()
    expect(shown).to_have_text("Det är mörkt på plats 20.")
    while not kept_back:
        page.wait_for_timeout(20)
    kept_back[0].continue_()
    expect(box).to_contain_text("”Det är mörkt på plats 23.” Adam hann före.")
    expect(conflict).to_be_hidden()
    expect(page.locator("#desk-form [name=version]")).to_have_value("1")
    press(page, "u")
    expect(shown).to_have_text("Det är mörkt på plats 23.")
    expect(conflict).to_be_visible()
    with site.database.reading() as db:
        of = db.scalars(select(Decision.remark_id).order_by(Decision.at)).all()
    assert of == [remarks[n].id for n in (0, 1, 1, 23)]


def test_all_of_it_without_scripts(site: Any, remarks: Any, desk: Any) -> None:
    page = desk(LIST, scripts=False)
    page.get_by_role("link", name="Börja tagga").click()
    page.get_by_role("checkbox", name="Belysning och mörker").check()
    page.get_by_role("group", name="Belysning och mörker").get_by_label("positiv").check()
    page.get_by_role("button", name="Spara och nästa").click()
    assert text_of(page) == "Det är mörkt på plats 1."
    assert current(site, remarks[0]) == [("belysning", "positiv", False)]
    page.get_by_role("button", name="Ångra det du nyss sparade").click()
    assert text_of(page) == "Det är mörkt på plats 0."
    assert current(site, remarks[0]) == []
    page.get_by_role("button", name="Vet ej").click()
    with site.database.reading() as db:
        assert (
            db.scalar(select(Decision.outcome).where(Decision.is_current, Decision.remark_id == remarks[0].id))
            == "unsure"
        )
        assert db.scalar(select(func.count()).select_from(Tagging).where(Tagging.is_current)) == 0


def test_a_pile_by_keyboard_alone(site: Any, visit_as: Any, sara: Any, axe: Any) -> None:
    site.build(lambda build: [build.remark(f"Det saknas belysning vid {at}.") for at in ("skolan", "bron", "dammen")])
    page = visit_as(sara, "/admin/synpunkter/hogar", width=320, dark=True)
    expect(page.locator(".piles kbd").first).to_be_visible()  # the keys are listened to
    axe(page)
    page.keyboard.press("1")
    boxes = page.locator(".pile-row input[type=checkbox]")
    expect(page.locator("[data-keys-said]")).to_be_visible()
    expect(boxes).to_have_count(3)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.keyboard.press("ArrowDown")
    expect(boxes.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(boxes.nth(1)).to_be_focused()
    page.keyboard.press("Space")
    expect(boxes.nth(1)).not_to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 synpunkter är taggade.")).to_be_visible()
    axe(page)
    with site.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Tagging).where(Tagging.is_current)) == 2

    # Nearly the same, from the desk: the key that leads there carries what is chosen, Enter keeps it for all, u undoes.
    same = site.build(lambda build: [build.remark("Klottret på skolan är kvar") for _ in range(4)])
    site.build(lambda build: build.remark("Trafiken", week=202540))
    page.goto(f"{site.url}/admin/synpunkter/{same[0].id}?lage=untagged")
    expect(page.get_by_role("link", name="3 nästan likadana")).to_be_visible()
    axe(page)
    press(page, "c", "l")
    expect(page.locator("[data-keys-said]")).to_be_visible()
    expect(page.locator(".area input[type=checkbox]:checked")).to_have_count(1)  # c chose it at the desk
    expect(page.locator("input[value='skadegorelse-klotter']")).to_be_checked()
    expect(boxes.nth(3)).to_be_checked()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 synpunkter sparade på en gång: Skadegörelse och klotter")).to_be_visible()
    expect(page.locator(".desk[data-running]")).to_be_visible()
    press(page, "u")
    expect(page.get_by_text("Ångrat: 4 synpunkter")).to_be_visible()

    # The second click of a double one sends nothing: nobody is told of another who was first.
    page.goto(f"{site.url}/admin/synpunkter/hogar/skadegorelse-klotter/brist")
    expect(page.locator("[data-keys-said]")).to_be_visible()
    assert page.evaluate(SENT_TWICE) == [False, True]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_every_page_is_clean(site: Any, remarks: Any, desk: Any, axe: Any, sara: Any, width: int, dark: bool) -> None:
    site.build(
        lambda build: tag_remark(build.db, By(sara), remarks[1].id, 1, [TagChoice("inbrott", "brist")], personal=True)
    )
    named = site.build(lambda build: build.remark("Ring Anna Andersson på 070-123 45 67, hon har sett allt."))
    page = desk(LIST, width=width, dark=dark)
    paths = [
        f"/admin/synpunkter/{named.id}",
        "/admin/synpunkter?kansla=none&ord=m%C3%B6rkt",
        f"/admin/synpunkter/{remarks[0].id}?lage=untagged",
        f"/admin/synpunkter/{remarks[1].id}",
        "/admin/synpunkter/manga?val-fokus=belysning",
        "/admin/fokusomraden",
        "/admin/fokusomraden/nytt",
        "/admin/fokusomraden/inbrott",
        "/admin/fokusomraden/inbrott/andra",
        "/admin/fokusomraden/inbrott/ord",
        "/admin/fokusomraden/inbrott/sla-ihop?med=belysning",
    ]
    for path in paths:
        page.goto(site.url + path)
        page.evaluate("document.querySelectorAll('main details').forEach((folded) => (folded.open = true))")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(f"{site.url}/admin/synpunkter/{remarks[0].id}")
    press(page, "3", "b", "x", "1")
    axe(page)
