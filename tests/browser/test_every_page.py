"""Every page that a browser can open, over a small but whole set of data: residents' in each language, staff's in each role.

Each is opened dark as 1280 px at 400 % (which is 320 px), and light at 1280 px. Asked of it: nothing for axe (WCAG 2.2 AA), nothing beside
the screen, nothing on the console, no other origin, no report of the content policy, a title and one h1.
A new page is opened by itself; if its address needs something, `tests/town.py` is told what.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from werkzeug.routing import Map

from dialog.people.session import COOKIE
from tests.town import fill_town

#: What answers with something else than a page, or has none without what only another test makes.
NO_PAGES = {
    "assets.send",
    "figures_staff.export_codebook",
    "people_public.choose_password",
    "people_public.health",
    "people_public.security_txt",
    "people_staff.session_left",
    "people_staff.session_prolong",
    "place_public.here",
    "place_public.search",
    "place_public.tile",
    "remark_staff.ask_why",
    "survey_staff.file",
    "walk_staff.news",
    "walk_public.photo",
    "walk_staff.cover",
    "walk_staff.photo",
    "walk_sync.tablet",
    "walk_staff.remark_photo",
}
#: Files, by how their address ends.
FILES = re.compile(r"\.[a-z]+$")
#: Asked by axe elsewhere in this folder, narrow and wide, with more in them: here they are only looked at.
ASKED = {
    "survey_public.answer",
    *(f"tag_staff.{name}" for name in ("inbox", "thing", "many", "areas", "area_new", "area_edit", "area_merge")),
}
SCREENS: dict[str, dict[str, Any]] = {
    "narrow": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4, "color_scheme": "dark"},
    "wide": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WATCH = """document.addEventListener('securitypolicyviolation',
  (report) => console.error('content policy', report.violatedDirective, report.blockedURI))"""
#: Of what axe answers only what is wrong is carried out of the page.
ASK_AXE = """(rules) => axe.run({ runOnly: rules, resultTypes: ["violations"], preload: false })
  .then(({ violations }) => violations)"""
LOOK = """() => ({ beside: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  title: document.title, h1: document.querySelectorAll('h1').length })"""


class Looker:
    """Opens pages and keeps what is wrong with them."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self.wrong, self.at = page, url, [], ""
        page.add_init_script(WATCH)
        page.add_init_script(Axe().axe_script)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.say(f"error: {error}"))
        page.on("request", lambda r: None if r.url.startswith((url, "data:", "blob:")) else self.say(f"asks {r.url}"))

    def say(self, what: str) -> None:
        self.wrong.append(f"{self.at}: {what}")

    def _hear(self, message: Any) -> None:
        if "the server responded with a status of 4" not in message.text and "Autofocus processing" not in message.text:
            self.say(f"console: {message.text}")

    def open(self, path: str, *, axe: bool = True, status: int = 200) -> None:
        self.at = path
        answer = self.page.goto(self.url + path)
        if answer is None or answer.status != status:
            return self.say(f"answered {answer and answer.status}")
        self.look(axe=axe)
        return None

    def look(self, *, axe: bool = True) -> None:
        """Ask everything of the page that is open."""
        self.page.evaluate("document.querySelectorAll('main details').forEach((folded) => (folded.open = true))")
        seen = self.page.evaluate(LOOK)
        if seen["beside"] > 0:
            self.say(f"{seen['beside']} px beside the screen")
        if not seen["title"].strip() or seen["h1"] != 1:
            self.say(f"title {seen['title']!r}, {seen['h1']} h1")
        if axe:
            for found in self.page.evaluate(ASK_AXE, RULES):
                self.say(f"{found['id']}: {[node['html'][:140] for node in found['nodes'][:3]]}")


@pytest.fixture(scope="module")
def town(shared_site: Any) -> Any:
    return shared_site.build(fill_town)


@pytest.fixture
def looker(shared_site: Any, town: Any, browser: Browser) -> Iterator[Any]:
    contexts = []

    def make(screen: str, role: str = "") -> Looker:
        context = browser.new_context(**SCREENS[screen], locale="sv-SE", reduced_motion="reduce")
        contexts.append(context)
        if role:
            token = town.tokens[role]
            cookie = {"name": COOKIE, "value": token, "url": "https://127.0.0.1/", "secure": True, "httpOnly": True}
            context.add_cookies([cookie])  # type: ignore[list-item]
        return Looker(context.new_page(), shared_site.url)

    yield make
    for context in contexts:
        context.close()


def addresses(site: Any, town: Any, *, staff: bool) -> Iterator[tuple[str, str]]:
    """Every page's endpoint and address, in order of address."""
    known: Map = site.app.url_map
    urls = known.bind("127.0.0.1")
    for rule in sorted(known.iter_rules(), key=str):
        if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES and not FILES.search(str(rule)):
            needed = {name: value for name, value in town.needs(rule.endpoint).items() if name in rule.arguments}
            is_staff = str(rule).startswith("/admin") and rule.endpoint != "people_public.sign_in"
            if is_staff == staff:
                yield rule.endpoint, urls.build(rule.endpoint, needed)


def _is_asked(endpoint: str) -> bool:
    return endpoint in ASKED or endpoint.startswith("survey_staff.")


@pytest.mark.parametrize("screen", SCREENS)
def test_residents_pages(shared_site: Any, town: Any, looker: Any, screen: str) -> None:
    look = looker(screen)
    for endpoint, address in addresses(shared_site, town, staff=False):
        look.open(address, axe=not _is_asked(endpoint))
        if not address.startswith("/admin"):
            look.open("/en" + address, axe=False)  # the same page in other words: longer ones must fit too
    assert not look.wrong, "\n".join(look.wrong)


@pytest.mark.parametrize("screen", SCREENS)
def test_staff_pages(shared_site: Any, town: Any, looker: Any, screen: str) -> None:
    look = looker(screen, "everything")
    for endpoint, address in addresses(shared_site, town, staff=True):
        look.open(address, axe=not _is_asked(endpoint))
    assert not look.wrong, "\n".join(look.wrong)


@pytest.mark.parametrize("role", ["analyst", "tagger"])
def test_pages_that_look_otherwise_to_some(looker: Any, role: str) -> None:
    look = looker("narrow", role)
    for address in ("/admin", "/admin/siffror", "/admin/karta", "/admin/export", "/admin/enkater/oppen/resultat"):
        look.open(address, axe=role == "analyst")
    assert not look.wrong, "\n".join(look.wrong)


@pytest.mark.parametrize("screen", SCREENS)
def test_pages_that_say_what_went_wrong(shared_site: Any, looker: Any, screen: str) -> None:
    look = looker(screen, "tagger")
    look.open("/finns-inte", status=404)
    look.open("/admin/finns-inte", status=404)
    look.open("/admin/personal", status=403)
    for address in ("/plats", "/kvitto", "/admin/synpunkter/ny"):
        look.open(address, axe=False)
        look.at = f"POST {address}"
        with look.page.expect_navigation():
            look.page.evaluate("document.querySelector('main form[method=post]').submit()")
        assert look.page.locator(".error-summary").count() == 1, address
        look.look()
    assert not look.wrong, "\n".join(look.wrong)
