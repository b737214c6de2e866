"""G7 and G8: what a survey weighs on a phone, and what Lighthouse says of it. Bytes as they are sent, compressed."""

import json
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench import served, sites
from tests.bench.table import ROUNDS, Row, spread
from tools.browser import find

LIGHTHOUSE = "lighthouse@12.8.2"  # Node 20 takes no newer
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]


@dataclass
class Weight:
    """What one visit fetched: bytes on the wire (heads too) and requests."""

    bytes: int = 0
    requests: int = 0

    def __str__(self) -> str:
        return f"{self.bytes / 1024:.1f} KiB, {self.requests} requests"


def measure(folder: Path) -> list[Row]:
    """Return the rows of G7 and G8."""
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder / 'dialog.sqlite'}"
    sites.make(url, folder)
    server = served.ours(url, folder)
    plain, mapped = (f"http://127.0.0.1:{server.port}/enkat/{slug}" for slug in ("utan-karta", sites.SLUG))
    with served.running(server):
        return [*_weighed(plain, mapped), *_judged(folder, plain, mapped)]


# What is fetched ------------------------------------------------------------------------------------------------------


def _weighed(plain: str, mapped: str) -> list[Row]:
    path = find()
    if path is None:
        return [Row("G7", "weight of a survey page", "not measured: no browser here", "–", "≤ 20 KiB, ≤ 3 requests")]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        light, bare = _weight(browser, plain, scripts=True), _weight(browser, plain, scripts=False)
        closed = _weight(browser, mapped, scripts=True)
        opened = _weight(browser, mapped, scripts=True, open_map=True)
        whole = _works_without_scripts(browser, plain)
        browser.close()
    first = "≤ 20 KiB, ≤ 3 requests"
    return [
        Row("G7", "survey of twenty questions", str(light), f"{bare} without scripts", first, light.bytes <= 20 * 1024 and light.requests <= 3),
        Row("G7", "answered and sent without scripts", "receipt shown" if whole else "no receipt", "–", "works", whole),
        Row("G8", "the same with a place question, map not opened", str(closed), "–", first, closed.bytes <= 20 * 1024 and closed.requests <= 3),
        Row("G8", "the same, map opened, without tiles", str(opened), "–", "≤ 80 KiB", opened.bytes <= 80 * 1024),
    ]  # fmt: skip


def _weight(browser: Browser, url: str, *, scripts: bool, open_map: bool = False) -> Weight:
    context = browser.new_context(java_script_enabled=scripts, **PHONE)  # type: ignore[arg-type]
    page, seen = context.new_page(), Weight()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    tiles: set[str] = set()

    def sent(event: dict[str, Any]) -> None:
        if "/karta/ruta/" in event["request"]["url"] or "/karta/paket" in event["request"]["url"]:
            tiles.add(event["requestId"])
        elif event["request"]["url"].startswith("http"):
            seen.requests += 1

    def done(event: dict[str, Any]) -> None:
        seen.bytes += 0 if event["requestId"] in tiles else int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", done)
    page.goto(url, wait_until="networkidle")
    if open_map:
        _open_map(page)
    time.sleep(1)
    context.close()
    return seen


def _open_map(page: Page) -> None:
    page.get_by_role("button", name="Börja svara").click()
    page.locator("[data-place-open]:visible").first.click()
    page.wait_for_selector(".leaflet-container")
    page.wait_for_load_state("networkidle")


def _works_without_scripts(browser: Browser, url: str) -> bool:
    context = browser.new_context(java_script_enabled=False, **PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url)
    page.locator('input[name="q-evening"][value="rather_safe"]').check(force=True)
    page.locator('input[name="q-avoids"][value="no"]').check(force=True)
    page.get_by_role("button", name="Skicka svaren").click()
    found = page.locator("#receipt-code").count() == 1
    context.close()
    return found


# What Lighthouse says ---------------------------------------------------------------------------------------------------


def _judged(folder: Path, plain: str, mapped: str) -> list[Row]:
    path, npm = find(), shutil.which("npm")
    wanted = "performance 100, accessibility 100, LCP ≤ 1.0 s"
    if path is None or npm is None:
        return [Row("G7", "Lighthouse, mobile", "not measured: it needs npm and a browser", "–", wanted)]
    got = subprocess.run(
        [npm, "install", "--prefix", str(folder), "--no-save", "--no-audit", "--no-fund", "--loglevel=error", LIGHTHOUSE],
        capture_output=True, text=True,
    )  # fmt: skip
    if got.returncode:
        return [Row("G7", "Lighthouse, mobile", f"not measured: npm could not install {LIGHTHOUSE}", "–", wanted)]
    rows = []
    for goal, what, url, least in (("G7", "survey", plain, 100), ("G8", "survey with a place question", mapped, 98)):
        runs, fault = _runs(folder, path, url)
        if not runs:
            rows.append(Row(goal, f"Lighthouse, mobile, {what}", f"not measured: {fault}", "–", wanted))
            continue
        performance, access, lcp = (sorted(values)[len(values) // 2] for values in zip(*runs, strict=True))
        told = f"{len(runs)} runs: performance {performance:.0f}, accessibility {access:.0f}, LCP {spread([run[2] for run in runs], 's', 2)}"
        holds = performance >= least and access >= 100 and (goal == "G8" or lcp <= 1.0)
        rows.append(
            Row(goal, f"Lighthouse, mobile, {what}", told, "–", wanted if goal == "G7" else "performance ≥ 98", holds)
        )
    return rows


def _runs(folder: Path, browser: str, url: str) -> tuple[list[tuple[float, float, float]], str]:
    """Return what each round gave, and why the last that failed did: Chromium does not always come up beside other work."""
    found, fault = [], ""
    for _ in range(2 * ROUNDS):
        try:
            found.append(_lighthouse(folder, browser, url))
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
            said = failed.stderr or b""
            fault = (said if isinstance(said, str) else said.decode(errors="replace")).strip()[-300:] or str(failed)[
                :300
            ]
        if len(found) == ROUNDS:
            break
    return found, fault


def _lighthouse(folder: Path, browser: str, url: str) -> tuple[float, float, float]:
    out = folder / "lighthouse.json"
    subprocess.run(
        [
            str(folder / "node_modules" / ".bin" / "lighthouse"), url, "--quiet", "--form-factor=mobile", "--output=json", f"--output-path={out}",
            "--only-categories=performance,accessibility", f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}",
        ],
        env=_environment(browser), check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    found = json.loads(out.read_text())
    scores = [100 * found["categories"][name]["score"] for name in ("performance", "accessibility")]
    return scores[0], scores[1], found["audits"]["largest-contentful-paint"]["numericValue"] / 1000


def _environment(browser: str) -> dict[str, str]:
    import os

    return os.environ | {"CHROME_PATH": browser}
