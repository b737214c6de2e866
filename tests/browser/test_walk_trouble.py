"""TRUST R8 and R9: the browser is killed, the disk is full, storage is cleared, two tabs are open, a portal answers, an item is refused."""

import contextlib
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, Route, expect
from sqlalchemy import select

from dialog.remark.models import Remark
from dialog.walk.models import WalkRemark
from tests.browser.test_walk_offline import picture
from tests.servers import browser_path
from tests.walks import make_walk

SAVE_MANY = """() => (async () => {
  const at = (name) => import(document.querySelector("script[type=module]").src.replace("main.js", name));
  const [{ Keeper }, { Store }, { newDraft }] = [await at("keeper.js"), await at("store.js"), await at("state.js")];
  const store = new Store();
  const [kept] = await store.walks();
  const keeper = new Keeper(store, kept, { order: 0, nowhere: "-" });
  for (let n = 0; n < 500; n += 1) {
    const draft = newDraft({ id: crypto.randomUUID(), feeling: "unsafe", hour: "2026-11-22T18:00" });
    keeper.save(draft).then(() => console.log(`saved ${draft.id}`));
    if (n % 10 === 9) await new Promise((later) => setTimeout(later, n < 200 ? 1 : 200)); // so that it is not over before the end
  }
})()"""

#: What a browser does when the quota is used up: the write is taken, and the transaction ends without it.
FULL = """() => {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.ownPut = put;
  IDBObjectStore.prototype.put = function (...what) {
    const request = put.apply(this, what);
    Object.defineProperty(this.transaction, "error", { value: new DOMException("full", "QuotaExceededError") });
    this.transaction.abort();
    return request;
  };
}"""


@pytest.fixture
def code(site: Any) -> str:
    found: str = site.build(lambda build: (build.district("1", "Centrum"), make_walk(build.db))[1].join_code)
    return found


def join(page: Page) -> None:
    page.locator("[data-join]").click()
    expect(page.locator("[data-step=files] [data-state]")).to_contain_text("Klart")
    page.locator("[data-view=ready] [data-go=walk]").click()
    expect(page.locator("#walk-title")).to_be_visible()


def tell(page: Page, words: str) -> None:
    """Make a remark and leave it."""
    page.locator("[data-feeling=unsafe]").click()
    expect(page.locator("[data-saved]")).to_have_text("Sparat på plattan.")
    page.locator("[data-text-field]").fill(words)
    page.locator("[data-done]").first.click()
    expect(page.locator("#walk-title")).to_be_visible()


#: One tab clears the walk while another keeps something, in every order: what is kept is seen and stops it, or is refused.
#: Both know the walk by the same mark, whoever gave it one.
CLEAR_AND_KEEP = """() => (async () => {
  const at = (name) => import(document.querySelector("script[type=module]").src.replace("main.js", name));
  const { Store } = await at("store.js");
  const outcomes = [];
  for (let n = 0; n < 20; n += 1) {
    const [one, other, walk] = [new Store(), new Store(), { code: `w${n}`, mark: crypto.randomUUID() }];
    const { mark, ...older } = walk; // as an older version kept it: each tab proposes a mark, and both have the same
    await Promise.all([one.keepWalk(older), other.walks()]);
    const marks = await Promise.all([one.markOf(walk.code, mark), other.markOf(walk.code, crypto.randomUUID())]);
    walk.mark = (await one.walk(walk.code)).mark;
    if (marks.some((each) => each !== walk.mark)) outcomes.push(`marks ${marks}`);
    const item = { id: crypto.randomUUID(), code: walk.code, kind: "remark", revision: 1, state: "waiting", order: 1, sealed: { data: new Uint8Array(1) } };
    const clear = () => one.forget(walk, (items) => !items.length);
    const keep = () => other.put(item, { mark: walk.mark }).then(() => "kept", ({ name }) => name);
    const [isGone, kept] = n % 2 ? await Promise.all([clear(), keep()]) : (await Promise.all([keep(), clear()])).reverse();
    outcomes.push(`${isGone} ${kept} ${(await other.items(walk.code)).length} ${Boolean(await other.walk(walk.code))}`);
    if (kept === "kept") await other.forget(walk);
  }
  return [...new Set(outcomes)].sort();
})()"""


def texts(site: Any) -> list[str]:
    with site.database.reading() as db:
        return sorted(db.scalars(select(Remark.text).where(Remark.source == "vandring")))


def test_r8_every_pin_that_was_said_to_be_saved_is_there_after_the_browser_was_killed(
    site: Any, code: str, playwright: Playwright, tmp_path: Path
) -> None:
    home = tmp_path / "browser"

    def start() -> Any:
        return playwright.chromium.launch_persistent_context(
            home, executable_path=browser_path(), args=["--no-sandbox"], locale="sv-SE"
        )

    context = start()
    page = context.pages[0]
    said: set[str] = set()
    page.on("console", lambda m: said.add(m.text.removeprefix("saved ")) if m.text.startswith("saved ") else None)
    page.goto(f"{site.url}/v/{code}")
    join(page)
    context.set_offline(True)
    found = subprocess.run(["pgrep", "-f", str(home)], capture_output=True, text=True, check=True)
    page.evaluate(f"() => {{ ({SAVE_MANY})(); }}")
    while len(said) < 120:
        page.wait_for_event("console")
    for pid in found.stdout.split():
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)
    with contextlib.suppress(Exception):
        context.close()
    assert 120 <= len(said) < 500
    for lock in home.glob("Singleton*"):
        lock.unlink()
    context = start()
    page = context.pages[0]
    page.goto(f"{site.url}/v/{code}")
    expect(page.locator("#walk-title")).to_be_visible()
    expect(page.locator("[data-count]")).to_have_text("Allt är skickat", timeout=60_000)
    context.close()
    with site.database.reading() as db:
        arrived = {str(one) for one in db.scalars(select(WalkRemark.item_id))}
    assert said <= arrived


def test_r9_a_full_disk_and_cleared_storage_lose_nothing_that_the_page_still_has(
    site: Any, code: str, visit: Any
) -> None:
    page: Page = visit(f"/v/{code}")
    join(page)
    devtools = page.context.new_cdp_session(page)
    page.context.set_offline(True)
    tell(page, "Före")
    page.locator("[data-feeling=safe]").click()
    expect(page.locator("[data-saved]")).to_have_text("Sparat på plattan.")
    page.evaluate(FULL)
    page.locator("[data-photo]").set_input_files(picture())
    page.locator("[data-keep-photo]").click()
    expect(page.locator("[data-saved]")).to_contain_text("minnet är fullt")
    expect(page.locator("[data-picture]")).to_be_visible()  # still there, and Klar does not lose it either
    page.locator("[data-done]").first.click()
    expect(page.locator("[data-saved]")).to_contain_text("minnet är fullt")
    page.locator("[data-undo]").click()
    page.locator("[data-undo-yes]").click()  # as all writes, taking back waits for room
    expect(page.locator("[data-saved]")).to_contain_text("minnet är fullt")
    page.evaluate("() => { IDBObjectStore.prototype.put = IDBObjectStore.prototype.ownPut; }")
    page.locator("[data-undo-yes]").click()
    expect(page.locator("#walk-title")).to_be_visible()
    page.evaluate(FULL)
    page.locator("[data-feeling=unsafe]").click()
    expect(page.locator("[data-saved]")).to_contain_text("minnet är fullt")
    page.locator("[data-text-field]").fill("När disken var full")
    page.locator("[data-done]").first.click()
    expect(page.locator("[data-saved]")).to_contain_text("minnet är fullt")
    expect(page.locator("[data-text-field]")).to_have_value("När disken var full")
    page.evaluate("() => { IDBObjectStore.prototype.put = IDBObjectStore.prototype.ownPut; }")
    page.locator("[data-done]").first.click()
    expect(page.locator("[data-count]")).to_have_text("2 ej skickade")
    devtools.send("Storage.clearDataForOrigin", {"origin": site.url, "storageTypes": "indexeddb"})
    page.context.set_offline(False)
    tell(page, "Efter")  # while what was lost is put back and sent
    expect(page.locator("[data-count]")).to_have_text("Allt är skickat")
    assert texts(site) == ["Efter", "Före", "När disken var full"]


def test_r9_a_portal_a_refusal_and_two_tabs(site: Any, code: str, visit: Any) -> None:
    page: Page = visit(f"/v/{code}")
    join(page)
    sync = f"**/api/v1/walks/{code}/sync"
    page.route(
        sync, lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Logga in på nätet</h1>")
    )
    tell(page, "Bakom en portal")
    expect(page.locator("[data-said]")).to_have_text("Inget nät just nu. Plattan försöker igen av sig själv.")
    expect(page.locator("[data-count]")).to_have_text("1 ej skickade")
    page.unroute(sync)
    page.route(sync, lambda route: route.fulfill(status=429, json={"detail": "Vänta lite."}))
    page.locator("[data-view=walk] [data-go=list]").click()
    page.locator("[data-view=list] [data-send]").click()
    expect(page.locator("[data-said]")).to_contain_text("Kommunen kan inte ta emot just nu.")
    page.unroute(sync)
    page.route(sync, lambda route: route.fulfill(status=401, json={"detail": "Plattan är spärrad."}))
    page.locator("[data-view=list] [data-send]").click()
    expect(page.locator("[data-alarm]")).to_contain_text("Plattan är spärrad.")
    page.unroute(sync)

    def refuse_one(route: Route) -> None:
        sent = route.request.post_data_json["remarks"]
        first, *others = [one["id"] for one in sent]
        results = [{"id": first, "status": "refused", "problems": {"text": "Texten är för lång."}}]
        route.fulfill(json={"results": results + [{"id": one, "status": "gone"} for one in others]})

    page.route(sync, refuse_one)
    page.get_by_role("button", name="Gå med igen").click()
    expect(page.locator("[data-items]")).to_contain_text("behöver hjälp")
    expect(page.locator("[data-items]")).to_contain_text("Texten är för lång.")
    page.unroute(sync)
    asked: list[str] = []
    page.context.on("request", lambda r: asked.append(r.url) if r.url.endswith("/sync") else None)
    other: Page = visit(f"/v/{code}", beside=page)
    expect(other.locator("#walk-title")).to_be_visible()
    expect(other.locator("[data-count]")).to_have_text("1 ej skickade")
    expect(page.locator("[data-items] .own").first).to_contain_text("Otrygg · Bakom en portal")
    page.locator("[data-items] button").first.click()
    page.locator("[data-text-field]").fill("Kortare")
    page.locator("[data-done]").first.click()
    other.locator("[data-count]").click()
    other.locator("[data-view=list] [data-send]").click()
    page.locator("[data-count]").click()
    page.locator("[data-view=list] [data-send]").click()
    expect(page.locator("[data-count]")).to_have_text("Allt är skickat")
    page.route("**/remarks/*", lambda route: route.fulfill(status=404, json={"detail": "Sidan finns inte."}))
    page.locator("[data-items] button").first.click()
    page.locator("[data-undo]").click()
    page.locator("[data-undo-yes]").click()  # it is the tablet's that this one was before it joined again
    expect(page.locator("[data-alarm]")).to_contain_text("Be vandringsledaren ta bort synpunkten.")
    page.locator("[data-count]").click()
    expect(page.locator("[data-items]")).to_contain_text("Borttagen synpunkt")
    assert texts(site) == ["Kortare"]
    other.locator("[data-view=list] [data-go=walk]").click()
    other.locator("[data-feeling=safe]").click()
    expect(other.locator("[data-saved]")).to_have_text("Sparat på plattan.")
    page.locator("[data-view=list] [data-go=walk]").click()
    page.locator("[data-view=walk] [data-go=end]").click()
    page.locator("[data-clean]").click()  # what is open in the other tab is not swept away
    expect(page.locator("[data-said]")).to_contain_text("öppen i en annan flik")
    assert page.evaluate(CLEAR_AND_KEEP) == ["false kept 1 true", "true NotAllowedError 0 false"]


def test_r9_a_new_version_waits_while_a_remark_is_open(code: str, visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page: Page = visit(f"/v/{code}")
    join(page)
    page.locator("[data-feeling=safe]").click()
    expect(page.locator("[data-saved]")).to_have_text("Sparat på plattan.")
    page.locator("[data-stretch]").click()  # the position was refused: it is said, and nothing waits for it
    expect(page.locator("[data-place]")).to_contain_text("En sträcka behöver positionen")
    page.locator("[data-text-field]").fill("Öppen")
    monkeypatch.setattr("dialog.walk.public.tablet.build_id", lambda: "0123456789ab")
    page.evaluate(
        """async () => {
          const found = await navigator.serviceWorker.getRegistration("/v/");
          await found.update();
          await new Promise((done) => { const look = () => (found.waiting ? done() : setTimeout(look, 20)); look(); });
        }"""
    )
    expect(page.locator("[data-text-field]")).to_have_value("Öppen")
    page.locator("[data-done]").first.click()
    page.locator("[data-view=walk] [data-go=ready]").click()
    expect(page.locator("[data-step=files]")).to_contain_text("Det finns en ny version av sidan.")
    assert len(page.evaluate("caches.keys()")) >= 2
    page.get_by_role("button", name="Byt nu").click()
    expect(page.locator("#walk-title")).to_be_visible()
    page.wait_for_function(
        "caches.keys().then((names) => names.filter((name) => name.startsWith('dialog-walk-')).length === 1)"
    )
