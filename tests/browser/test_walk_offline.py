"""A walk on a tablet: joined, the network taken away, remarks and a photo made, the page closed and opened again, and all of it sent."""

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from dialog.people.kinds import By
from dialog.remark.models import Remark
from dialog.walk.models import Stop, Walk, WalkPhoto, WalkRemark, WalkTablet
from dialog.walk.operations.codes import change_code
from tests.walks import make_walk

#: The queue as version 1 of the page left it: what an item says lay in the item itself.
AS_VERSION_1 = """() => (async () => {
  const at = (name) => import(document.querySelector("script[type=module]").src.replace("main.js", name));
  const [{ readKey, seal }, { Store }] = [await at("seal.js"), await at("store.js")];
  const [kept] = await new Store().walks();
  const id = crypto.randomUUID();
  const sealed = await seal(await readKey(kept.public_key), `${id}/1`, new TextEncoder().encode('{"feeling": "unsafe", "stop": 1, "text": "Från förra versionen"}'));
  const done = (request) => new Promise((resolve, reject) => ([request.onsuccess, request.onerror] = [() => resolve(request.result), reject]));
  await done(indexedDB.deleteDatabase("dialog-walk"));
  const opening = indexedDB.open("dialog-walk", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("walks", { keyPath: "code" }).put(kept);
    const items = opening.result.createObjectStore("items", { keyPath: "id" });
    items.createIndex("code", "code");
    items.createIndex("next", ["code", "state", "order"]);
    items.put({ id, code: kept.code, kind: "remark", revision: 1, state: "waiting", problems: null, hold: false, hour: "2026-11-22T18:00", order: 1, of: null, is_trial: false, sealed });
  };
  (await done(opening)).close();
})()"""


@pytest.fixture
def code(site: Any) -> str:
    found: str = site.build(lambda build: (build.district("1", "Centrum"), make_walk(build.db))[1].join_code)
    return found


@pytest.fixture
def tablet(visit: Any, code: str) -> Any:
    """Open the walk's page, join, and wait until it says that it can be used without a network."""

    def open_page(**how: Any) -> Page:
        page: Page = visit(f"/v/{code}", **how)
        page.context.grant_permissions(["geolocation"])
        page.context.set_geolocation({"latitude": 56.851, "longitude": 14.751, "accuracy": 8})
        page.locator("[data-join]").click()
        expect(page.locator("[data-step=files] [data-state]")).to_have_text("Klart. Vandringen kan användas utan nät.")
        page.locator("[data-view=ready] [data-go=walk]").click()
        expect(page.locator("#walk-title")).to_be_visible()
        return page

    return open_page


def picture() -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "gray").save(out, "JPEG")
    return {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def remarks(site: Any) -> list[Remark]:
    with site.database.reading() as db:
        return list(db.scalars(select(Remark).where(Remark.source == "vandring")))


def test_what_is_made_without_a_network_arrives_once_there_is_one(site: Any, tablet: Any, axe: Any) -> None:
    page = tablet(width=320)
    page.context.set_offline(True)
    page.locator("[data-way-open]").click()
    expect(page.locator(".way .map-count")).to_have_text("1")  # the stop that is on the map
    axe(page)
    page.locator("[data-feeling=unsafe]").click()
    expect(page.locator("[data-saved]")).to_have_text("Sparat på plattan.")
    expect(page.locator("[data-place]")).to_have_text("Positionen är satt, ungefär 8 meter rätt.")
    axe(page)
    page.locator("[data-text-field]").fill("Mörkt i tunneln")
    page.locator("[data-photo]").set_input_files(picture())
    page.locator("[data-keep-photo]").evaluate("(button) => { button.click(); button.click(); }")  # kept once
    expect(page.locator("[data-thumbs] img")).to_have_count(1)
    page.locator("[data-done]").first.click()
    expect(page.locator("[data-count]")).to_have_text("2 ej skickade")
    page.locator("[data-feeling=safe]").click()
    expect(page.locator("[data-saved]")).to_have_text("Sparat på plattan.")
    page.locator("[data-undo]").click()
    expect(page.locator("[data-count]")).to_have_text("2 ej skickade")
    page.locator("[data-count]").click()
    page.locator("[data-items] button").first.click()
    page.locator("[data-undo]").click()  # more than a tap would be lost: it is asked about
    page.locator("[data-undo-no]").click()
    expect(page.locator("[data-text-field]")).to_have_value("Mörkt i tunneln")
    page.locator("[data-done]").first.click()
    page.reload()  # the page comes from the tablet itself
    expect(page.locator("[data-count]")).to_have_text("2 ej skickade")
    page.locator("[data-count]").click()
    expect(page.locator("[data-items]")).to_contain_text("låst, inte borta")
    axe(page)
    assert "Mörkt" not in page.content()
    assert remarks(site) == []
    page.context.set_offline(False)
    page.locator("[data-view=list] [data-send]").click()
    expect(page.locator("[data-count]")).to_have_text("Allt är skickat")
    (kept,) = remarks(site)
    assert (kept.text, kept.feeling, kept.lat) == ("Mörkt i tunneln", "unsafe", 56.851)
    with site.database.reading() as db:
        assert db.scalars(select(WalkPhoto.width)).all() == [60]
        assert len(db.scalars(select(WalkRemark)).all()) == 1


def test_r7_a_walk_by_keyboard_at_night_an_older_queue_and_a_tablet_that_is_handed_on(
    site: Any, tablet: Any, code: str
) -> None:
    page = tablet(width=1280)
    page.locator("[data-night]").press("Enter")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 12, 5)"
    page.locator("[data-feeling=mixed]").press("Enter")
    expect(page.locator("[data-saved]")).to_have_text("Sparat på plattan.")
    page.locator("[data-done]").first.press("Enter")
    expect(page.locator("#walk-title")).to_be_visible()
    expect(page.locator("[data-count]")).to_have_text("Allt är skickat")
    site.build(lambda build: build.db.execute(update(Stop).where(Stop.number == 2).values(name="Vid skolan")))
    page.reload()  # what was planned anew since the tablet joined
    expect(page.locator("[data-stop-now] option").nth(2)).to_have_text("2. Vid skolan")
    page.context.set_offline(True)
    page.evaluate(AS_VERSION_1)
    page.reload()  # R7: what an older page left is counted, and goes
    expect(page.locator("[data-count]")).to_have_text("1 ej skickade")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 12, 5)"  # still night
    page.context.set_offline(False)
    expect(page.locator("[data-count]")).to_have_text("Allt är skickat")
    # The leader has changed the code: with the new one the tablet goes on where it is, by the old one nobody joins.
    site.build(lambda build: change_code(build.db, By("prov"), build.db.scalars(select(Walk.id)).one(), code))
    with site.database.reading() as db:
        other = db.scalars(select(Walk.join_code)).one()
    page.goto(f"{site.url}/v/{other}")
    page.locator("[data-join]").press("Enter")
    expect(page).to_have_url(f"{site.url}/v/{code}")
    expect(page.locator("#walk-title")).to_be_visible()
    with site.database.reading() as db:
        assert db.scalars(select(WalkTablet.number)).all() == [1]
    page.locator("[data-view=walk] [data-go=end]").press("Enter")
    expect(page.locator("#end-title")).to_be_visible()
    expect(page.locator("[data-left]")).to_have_text("Allt är framme. Plattan kan lämnas tillbaka.")
    page.locator("[data-clean]").press("Enter")
    expect(page.locator("#enter-title")).to_be_visible()
    stored = page.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))")
    assert stored == ["dialog-walk"]
    assert page.locator("[data-walks] a").count() == 0
    page.goto(f"{site.url}/v/{code}")
    page.locator("[data-join]").press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("Koden är bytt")
    assert sorted((kept.feeling, kept.text) for kept in remarks(site)) == [
        ("mixed", ""),
        ("unsafe", "Från förra versionen"),
    ]
