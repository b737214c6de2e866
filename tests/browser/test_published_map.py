"""The published map as everyone meets it: the same without scripts, in few requests, with its table; and what it weighs (G9)."""

from playwright.sync_api import expect

from tests.publications import choice, publish, tell, two_districts

MOST_BYTES, MOST_REQUESTS = 120 * 1024, 12


def _told(build) -> str:
    two_districts(build)
    tell(build, 48)
    tell(build, 12, feeling="safe")
    tell(build, 23, lng=14.85)
    tell(build, 9, lng=14.85, feeling="safe")
    return publish(build, choice()).slug


def test_map_and_table_say_the_same_with_scripts_and_without(site, visit, axe) -> None:
    site.build(_told)
    for scripts in (True, False):
        page = visit("/karta", width=320, scripts=scripts)
        expect(page.get_by_role("heading", level=1)).to_have_text("Trygga och otrygga platser: hösten 2026")
        drawn = page.get_by_role("img", name="Karta över alla områden")
        expect(drawn).to_be_visible()
        expect(drawn.locator(".unsafe text")).to_have_text(["48", "23"])
        row = page.get_by_role("row", name="Öster")
        expect(row.get_by_role("cell")).to_have_text(["23", "9"])
        if scripts:
            axe(page)


def test_g9_the_page_is_light(site, visit) -> None:
    site.build(_told)
    page = visit("/om")
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: int(answer.headers.get("content-length", 0))}))
    page.goto(site.url + "/karta")
    expect(page.get_by_role("img", name="Karta över alla områden")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(sizes) <= MOST_REQUESTS and 0 < sum(sizes.values()) <= MOST_BYTES
