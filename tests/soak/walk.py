"""The walk's page with a long queue: five hundred remarks with a photo each, made without a network, then sent from one tablet.

What must hold: a remark is stored within 50 ms of the tap with the queue full, and while it is sent the page
never freezes for more than 50 ms (Chromium's own long tasks). Each arrives exactly once. It needs a browser.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from sqlalchemy import func, select

from dialog.walk.models import WalkPhoto, WalkRemark
from tests.bench import served, sites
from tests.walks import make_walk
from tools.browser import find

MANY, TAPS, MOST_MS = 500, 15, 50
SENT_WITHIN = 1200.0  # seconds
#: Made by the page's own modules: what a tap and the camera do, many times. The picture is of the size and weight of a tablet's.
FILL = """(n) => (async () => {
  const at = (name) => import(document.querySelector("script[type=module]").src.replace("main.js", name));
  const [{ Keeper }, { Store }, { newDraft }] = [await at("keeper.js"), await at("store.js"), await at("state.js")];
  const store = new Store();
  const [kept] = await store.walks();
  const keeper = new Keeper(store, kept, { order: 0, nowhere: "-" });
  const canvas = new OffscreenCanvas(2048, 1536);
  const context = canvas.getContext("2d");
  for (let i = 0; i < 9000; i += 1) {
    context.fillStyle = `hsl(${(i * 47) % 360} 40% ${20 + (i % 60)}%)`;
    context.fillRect((i * 331) % 2048, (i * 197) % 1536, 40, 30);
  }
  const picture = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
  for (let i = 0; i < n; i += 1) {
    const draft = newDraft({ id: crypto.randomUUID(), feeling: "unsafe", hour: "2026-11-22T18:00", stop: 1 });
    draft.text = `Lampan är trasig vid nummer ${i}`;
    draft.photos.push(crypto.randomUUID());
    await keeper.savePhoto(draft, draft.photos[0], picture);
    await keeper.save(draft);
    keeper.drafts.clear();
    keeper.pictures.clear();
  }
  return picture.size;
})()"""
#: The milliseconds from a tap to "Sparat på plattan.", which is said when the write is on the disk.
TAP = """() => new Promise((told) => {
  const box = document.querySelector("[data-saved]");
  const begun = performance.now();
  const watch = new MutationObserver(() => {
    if (box.textContent !== "Sparat på plattan.") return;
    watch.disconnect();
    told(performance.now() - begun);
  });
  watch.observe(box, { childList: true, characterData: true, subtree: true });
  document.querySelector("[data-feeling=unsafe]").click();
})"""
WATCH = """() => {
  window.longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
}"""


def run(many: int = MANY) -> int:
    """Fill, tap, send and count; 0 when all held, 1 when something did not, 2 where there is no browser."""
    path = find()
    if path is None:
        print("soak: walk needs a browser: python3 start.py setup", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="dialog-soak-") as made:
        folder = Path(made)
        url = f"sqlite:///{folder / 'dialog.sqlite'}"
        sites.make(url, folder)
        database = sites.open_site(url, folder)
        with database.writing() as db:
            code = make_walk(db).join_code
        server = served.ours(url, folder)
        with served.running(server), sync_playwright() as playwright:
            browser = playwright.chromium.launch_persistent_context(
                folder / "browser", executable_path=path, args=["--no-sandbox"], locale="sv-SE",
                viewport={"width": 768, "height": 1024},
            )  # fmt: skip
            page = browser.pages[0]
            taps, tasks, took = _walked(page, f"http://127.0.0.1:{server.port}/v/{code}", many)
            browser.close()
        with database.reading() as db:
            arrived = [db.scalar(select(func.count()).select_from(table)) for table in (WalkRemark, WalkPhoto)]
        database.close()
    first, *others = taps
    print(
        f"tap to saved with {many} remarks and photos in the queue: first {first:.0f} ms, then {_middle(others):.0f} ms ({min(others):.0f}–{max(others):.0f})"
    )
    print(f"sent in {took:.0f} s; long tasks meanwhile: {len(tasks)}, the longest {max(tasks, default=0):.0f} ms")
    print(f"arrived: {arrived[0]} remarks, {arrived[1]} photos, of {many + len(taps)} and {many}")
    held = max(taps) <= MOST_MS and not tasks and arrived == [many + len(taps), many]
    print("holds" if held else "does not hold")
    return 0 if held else 1


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _walked(page: Page, address: str, many: int) -> tuple[list[float], list[float], float]:
    """Return the taps' milliseconds, the long tasks' while it was sent, and how long that took in seconds."""
    page.goto(address)
    page.locator("[data-join]").click()
    page.locator("[data-step=files] [data-state]").get_by_text("Klart").wait_for()
    page.context.set_offline(True)
    weight = page.evaluate(FILL, many)
    print(f"{many} remarks with a photo of {weight / 1024:.0f} KiB each are on the tablet", flush=True)
    page.reload()
    page.locator("#walk-title").wait_for()
    page.wait_for_timeout(1500)  # as long as it takes to lift a hand
    taps = [_tapped(page) for _ in range(TAPS)]
    page.locator("[data-view=walk] [data-go=list]").click()
    page.locator("[data-shown]").get_by_text(f"av {2 * many + TAPS}.").wait_for()
    page.evaluate(WATCH)
    begun = time.monotonic()
    page.context.set_offline(False)
    page.locator("[data-view=list] [data-send]").click()
    page.locator("[data-count]").get_by_text("Allt är skickat").wait_for(timeout=1000 * SENT_WITHIN)
    took = time.monotonic() - begun
    tasks: Any = page.evaluate("longTasks")
    return taps, list(tasks), took


def _tapped(page: Page) -> float:
    took: float = page.evaluate(TAP)
    page.locator("[data-view=remark] [data-done]").first.click()
    page.locator("#walk-title").wait_for()
    return took


if __name__ == "__main__":
    sys.exit(run())
