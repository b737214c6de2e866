"""G9: what the published map weighs, that it weighs the same whatever is behind it, and what Lighthouse says of it.

Bytes as they are sent, heads too. The map is in the page itself, so what is weighed is the whole visit.
"""

import shutil
import subprocess
import time
from pathlib import Path

from playwright.sync_api import sync_playwright
from sqlalchemy import func, select

from dialog.base.clock import this_week
from dialog.figures.models import Publication
from dialog.figures.operations.planning import plan_publication
from dialog.figures.operations.publishing import publish_figures
from dialog.figures.publishing.choice import Choice
from dialog.figures.queries.tally import offered
from dialog.people.kinds import By
from tests.bench import pages, served, sites
from tests.bench.table import ROUNDS, Row, spread
from tools.browser import find

SIZES = (100, 1_000_000)
MOST = "≤ 120 KiB, ≤ 12 requests"


def measure(folder: Path, sizes: tuple[int, int] = SIZES) -> list[Row]:
    """Return the rows of G9."""
    folder.mkdir(parents=True)
    rows: list[Row] = []
    weighed: list[pages.Weight] = []
    for many in sizes:
        url, here = sites.whole("sqlite", folder, many)
        if (seconds := _publish(url, here)) is not None:
            rows.append(Row("–", f"a year planned and published at {many:,} remarks", f"{seconds:.1f} s", "–", "–"))
        server = served.ours(url, here)
        with served.running(server):
            address = f"http://127.0.0.1:{server.port}/karta"
            weighed.append(_weighed(address))
            if many == sizes[-1]:
                rows += _judged(folder, address)
    light = all(weight.bytes <= 120 * 1024 and weight.requests <= 12 for weight in weighed)
    told = "; ".join(f"{weight} at {many:,}" for weight, many in zip(weighed, sizes, strict=True))
    change = abs(weighed[1].bytes / weighed[0].bytes - 1) if weighed[0].bytes else 1.0
    return [
        Row("G9", "the published map, drawn in the page", told, "–", MOST, light),
        Row("G9", "the same at both sizes", f"{change:.1%} apart", "–", "≤ 5 %", change <= 0.05),
        *rows,
    ]


def _publish(url: str, folder: Path) -> float | None:
    """Publish last year and return the seconds that it took; None where it is published since an earlier run."""
    database, began = sites.open_site(url, folder), time.monotonic()
    with database.writing() as db, db.begin():
        if db.scalar(select(func.count()).select_from(Publication)):
            return None
        found = offered(db)
        year = this_week() // 100 - 1  # `sites.fill` spreads remarks over the two years before this
        since, until = year * 100 + 1, year * 100 + 52
        areas = tuple(area.slug for area in found.areas)
        sources = tuple(slug for slug, _ in found.sources)
        choice = Choice(since, until, found.divisions[0][0], sources, areas, detail=1)
        plan = plan_publication(db, choice)
        publish_figures(db, By("bench"), choice, plan.digest, title={"sv": "i år"}, address="")
    database.close()
    return time.monotonic() - began


def _weighed(address: str) -> pages.Weight:
    path = find()
    if path is None:
        return pages.Weight()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=pages.ARGUMENTS)
        found = pages._weight(browser, address, scripts=True)
        browser.close()
    return found


def _judged(folder: Path, address: str) -> list[Row]:
    path, npm, wanted = find(), shutil.which("npm"), "performance ≥ 95, LCP ≤ 1.8 s"
    if path is None or npm is None:
        return [Row("G9", "Lighthouse, mobile", "not measured: it needs npm and a browser", "–", wanted)]
    got = subprocess.run(
        [npm, "install", "--prefix", str(folder), "--no-save", "--no-audit", "--no-fund", "--loglevel=error", pages.LIGHTHOUSE],
        capture_output=True, text=True,
    )  # fmt: skip
    if got.returncode:
        return [Row("G9", "Lighthouse, mobile", f"not measured: npm could not install {pages.LIGHTHOUSE}", "–", wanted)]
    runs = [pages._lighthouse(folder, path, address) for _ in range(ROUNDS)]
    performance, access, lcp = (sorted(values)[len(values) // 2] for values in zip(*runs, strict=True))
    told = f"performance {performance:.0f}, accessibility {access:.0f}, LCP {spread([run[2] for run in runs], 's', 2)}"
    return [Row("G9", "Lighthouse, mobile", told, "–", wanted, performance >= 95 and lcp <= 1.8)]
