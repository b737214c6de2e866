"""G5, G6, G12: the staff map's views, the inbox's next page, saving a tag and the counters, as remarks become a hundred times as many.

On SQLite and PostgreSQL at 10,000, 100,000 and a million remarks, of which three in ten are tagged. Told as
median (p95) at each size, with the exponent of the median: processor time of the thread that asks on SQLite, wall time on PostgreSQL. While squares
still fill up, a larger site has more of them in a view; so each view is also asked for as large as to hold as many as at the smallest size. Beside a view
over HTTP, first one that nobody has asked for and then once more, stands the raw question for its squares to the database's driver, and the same
behind a bare Flask; beside an unchanged view the least that the same server answers to somebody who is signed in (`/admin/session`). Asked by turns.
"""

import http.client
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from math import log
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base.db import Database
from dialog.figures.kinds import LEVELS, kept_level, level_for, squares_across
from dialog.figures.queries import cells, counts
from dialog.figures.queries.map import MOST_SQUARES
from dialog.people.kinds import By
from dialog.people.models import Account
from dialog.people.operations import open_session
from dialog.people.session import COOKIE
from dialog.remark.models import Remark
from dialog.tag.kinds import TagChoice
from dialog.tag.operations import tag_remark
from dialog.tag.queries import RemarkFilter, count_untagged, list_page, uses
from tests.bench import served, sites
from tests.bench.limit import cells_sql
from tests.bench.table import Row

SIZES = tuple(n for n in (10_000, 100_000, 1_000_000) if n <= int(os.environ.get("DIALOG_BENCH_MOST", "1000000")))
ZOOMS = (9, 11, 12, 13, 14, 15, 16)
NEAR = (17, 18, 19)
#: Filters of the map that no kept squares answer alone, and of the figures: told, without a goal.
FILTERED = {
    "state": RemarkFilter(state="untagged"),
    "source and half a year": RemarkFilter(source="polis", since=202501, until=202526),
    "a focus area and half a year": RemarkFilter(focus_areas=("belysning",), since=202501, until=202526),
    "how it is said": RemarkFilter(stance="forslag"),
}
LOOKS = 30
Seconds = list[float]


def measure(folder: Path) -> list[Row]:
    """Return the rows of both databases; `DIALOG_BENCH_MOST` holds the sizes down."""
    return [row for kind in ("sqlite", "postgresql") for row in of_database(kind, folder / kind, SIZES)]


def of_database(kind: str, folder: Path, sizes: tuple[int, ...]) -> list[Row]:
    """Return the rows of one database, measured at each size."""
    found: dict[str, dict[int, Seconds]] = {}
    shapes: dict[str, Any] = {}
    held: dict[int, int] = {}
    for size in sizes:
        url, place = sites.whole(kind, folder, size)
        database = sites.open_site(url, place)
        for name, seconds in {
            **_views(database, held),
            **_asked(database),
            **_over_http(database, url, place, shapes),
        }.items():
            found.setdefault(name, {})[size] = seconds
        database.close()
    rows = [_row(kind, name, of_size, sizes) for name, of_size in found.items()]
    return [
        *rows,
        *_compared(kind, found, sizes[-1]),
        Row("G5", f"largest answer of a view, {kind}", f"{shapes['bytes']:,} bytes gzipped, {shapes['most']} shapes", "–",
            "≤ 8 KiB, ≤ 1,000 shapes", shapes["bytes"] <= 8192 and shapes["most"] <= 1000),
    ]  # fmt: skip


def percentile(seconds: Seconds, p: float) -> float:
    """Return a percentile in milliseconds."""
    return 1000 * sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * p))]


def view(zoom: int, dice: random.Random) -> tuple[float, float, float, float]:
    """Return what a map of 1280 by 800 pixels shows at a zoom, somewhere in the town."""
    across = 1280 * 360 / 2**zoom / 256
    up = across * 800 / 1280 * 0.546
    lat, lng = sites.SOUTH + 0.3 * dice.random(), sites.WEST + 0.3 * dice.random()
    return lat - up / 2, lng - across / 2, lat + up / 2, lng + across / 2


def _timed(database: Database, ask: Callable[[Session], Any], looks: int = LOOKS) -> Seconds:
    found, clock = [], time.thread_time if database.is_sqlite else time.perf_counter
    for _ in range(looks):
        with database.reading() as db:
            begun = clock()
            ask(db)
            found.append(clock() - begun)
    return found[2:]  # the first ones fill what the process holds


def _views(database: Database, held: dict[int, int]) -> dict[str, Seconds]:
    """Return the times of views, and of such as hold as many shapes as were `held` at the smallest size, which asks first."""
    found = {}
    for zoom in (*ZOOMS, *NEAR):
        dice, shapes = random.Random(5), list[int]()

        def look(
            db: Session, part: float = 1.0, zoom: int = zoom, dice: random.Random = dice, shapes: list[int] = shapes
        ) -> None:
            south, west, north, east = view(zoom, dice)
            up, across = ((high - low) * (1 - part**0.5) / 2 for low, high in ((south, north), (west, east)))
            box = (south + up, west + across, north - up, east - across)
            shapes.append(cells(db, RemarkFilter(box=box), zoom, single=True).shapes)

        found[f"G5 squares of a view at zoom {zoom}: database"] = _timed(database, look, 2 * LOOKS)
        now = max(sorted(shapes)[len(shapes) // 2], 1)
        few = held.setdefault(zoom, now)
        part = min(few / now, 1.0)
        found[f"G6 squares at zoom {zoom}, as many at each size: database"] = _timed(
            database, lambda db, part=part, look=look: look(db, part), 2 * LOOKS
        )
        held_now = sorted(shapes[len(shapes) // 2 :])
        print(f"- zoom {zoom}: {now} shapes; of as many: {held_now[len(held_now) // 2]}", file=sys.stderr, flush=True)
    return found


def _asked(database: Database) -> dict[str, Seconds]:
    dice = random.Random(5)
    found = {}
    for what, chosen in FILTERED.items():
        for zoom in (11, 13, 15):
            found[f"– the map by {what}, zoom {zoom}"] = _timed(
                database, lambda db, c=chosen, z=zoom: cells(db, replace(c, box=view(z, dice)), z, single=True), 7
            )
        found[f"– the figures by {what}"] = _timed(database, lambda db, c=chosen: counts(db, c, hide_small=False), 5)
    found["G12 next page of the inbox"] = _timed(database, lambda db: list_page(db, RemarkFilter(state="untagged")))
    found["G12 counters: untagged, and each focus area"] = _timed(database, lambda db: (count_untagged(db), uses(db)))
    found["G12 save a tag, with its counts, committed"] = _saved(database)
    return found


def _kept_in(box: tuple[float, float, float, float], zoom: int) -> tuple[int, range, range]:
    """Return which kept squares a view is made of: their level and numbers."""
    level = level_for(zoom, box, MOST_SQUARES, LEVELS[0])
    kept = kept_level(level)
    by = level - kept
    norths, easts = squares_across(box, level)
    return kept, range(norths.start << by, norths.stop << by), range(easts.start << by, easts.stop << by)


def _raw(driver: Any, sql: str) -> float:
    """Return the seconds that the database's own driver takes for it."""
    begun = time.perf_counter()
    driver.execute(sql).fetchall()
    return time.perf_counter() - begun


def _saved(database: Database) -> Seconds:
    with database.reading() as db:
        account = db.scalars(select(Account)).one()
        wanted = db.execute(select(Remark.id, Remark.version).where(~Remark.is_handled).limit(LOOKS)).all()
    found = []
    for remark_id, version in wanted:
        begun = time.perf_counter()
        with database.writing() as db, db.begin():
            tag_remark(db, By(account.name, account.id), remark_id, version, [TagChoice("belysning", "brist")])
        found.append(time.perf_counter() - begun)
    return found[2:]


def _over_http(database: Database, url: str, folder: Path, shapes: dict[str, Any]) -> dict[str, Seconds]:
    with database.reading() as db:
        account = db.scalars(select(Account)).one()
    token = database.write(lambda db: open_session(db, account.id, account.name, account.email))
    asking = {"Cookie": f"{COOKIE}={token}", "Accept-Encoding": "gzip"}
    dice, found = random.Random(6), dict[str, Seconds]()
    server, plain = served.ours(url, folder, workers=1), served.bare(url, folder)
    with served.running(server, plain), database.engine.connect() as held:
        driver: Any = held.connection.driver_connection
        ours, bare = (http.client.HTTPConnection("127.0.0.1", one.port, timeout=60) for one in (server, plain))

        def get(path: str, connection: Any = ours, **more: str) -> tuple[float, http.client.HTTPResponse, bytes]:
            begun = time.perf_counter()
            connection.request("GET", path, headers=asking | {name.replace("_", "-"): v for name, v in more.items()})
            answer = connection.getresponse()
            body = answer.read()
            return time.perf_counter() - begun, answer, body

        for _ in range(LOOKS * 2):
            zoom = dice.choice(ZOOMS)
            south, west, north, east = box = view(zoom, dice)
            level, norths, easts = _kept_in(box, zoom)
            sql, told = (
                cells_sql(level, norths, easts),
                f"{level},{norths.start},{norths.stop},{easts.start},{easts.stop}",
            )
            address = f"/admin/karta/celler.json?bbox={west:.6f},{south:.6f},{east:.6f},{north:.6f}&zoom={zoom}"
            seconds, answer, body = get(address)
            if answer.headers.get("Content-Encoding") == "gzip":
                shapes["bytes"] = max(shapes.get("bytes", 0), len(body))
                with database.reading() as db:
                    seen = cells(db, replace(RemarkFilter(), box=(south, west, north, east)), zoom, single=True)
                shapes["most"] = max(shapes.get("most", 0), seen.shapes)
            found.setdefault("G5 a view over HTTP that nobody has asked for", []).append(seconds)
            found.setdefault("G5 a view over HTTP that somebody has asked for", []).append(get(address)[0])
            again, unchanged, _ = get(address, If_None_Match=answer.headers["ETag"])
            if unchanged.status != 304:
                raise RuntimeError(f"an unchanged view was answered {unchanged.status}")
            found.setdefault("G5 the same view unchanged (304)", []).append(again)
            found.setdefault("bare: the raw question for its squares", []).append(_raw(driver, sql))
            found.setdefault("bare: the same behind bare Flask", []).append(get(f"/celler?vy={told}", bare)[0])
            found.setdefault("bare: who is signed in, over HTTP", []).append(get("/admin/session")[0])
        for name, path in (("the inbox", "/admin/synpunkter?lage=untagged"), ("the start page", "/admin"), ("the figures", "/admin/siffror"), ("the map's page", "/admin/karta")):  # fmt: skip
            found[f"G12 {name} over HTTP"] = [get(path)[0] for _ in range(LOOKS)][2:]
    return found


def _row(kind: str, name: str, of_size: dict[int, Seconds], sizes: tuple[int, ...]) -> Row:
    goal, _, what = name.partition(" ") if name[0] in "G–" else ("–", "", name)
    middle = [percentile(of_size[size], 0.5) for size in sizes]
    high = [percentile(of_size[size], 0.95) for size in sizes]
    told = " · ".join(f"{a:.2f} ({b:.2f})" for a, b in zip(middle, high, strict=True))
    exponent = log(middle[-1] / middle[0]) / log(sizes[-1] / sizes[0]) if len(sizes) > 1 else 0.0
    most, limit = (3.0, 0.15) if goal in ("G5", "G6") else (10.0, 0.1)
    is_compared = goal == "–" or (goal == "G5" and "database" not in name)
    holds = None if is_compared else high[-1] <= most and exponent <= limit
    wanted = "–" if is_compared else f"p95 ≤ {most:.0f} ms, exponent ≤ {limit}"
    return Row(goal, f"{what}, {kind}", f"{told} ms, exponent {exponent:.2f}", "–", wanted, holds)


def _compared(kind: str, found: dict[str, dict[int, Seconds]], size: int) -> list[Row]:
    """Return how a view over HTTP stands to the raw question, and an unchanged one to what is constant, at the largest size."""
    first, kept = (found[f"G5 a view over HTTP that {who} has asked for"][size] for who in ("nobody", "somebody"))
    same = found["G5 the same view unchanged (304)"][size]
    raw, bare = (
        found[f"bare: {name}"][size] for name in ("the raw question for its squares", "the same behind bare Flask")
    )
    constant = found["bare: who is signed in, over HTTP"][size]

    def times(ours: Seconds, p: float, beside: Seconds) -> float:
        return percentile(ours, p) / percentile(beside, p)

    unchanged = times(same, 0.5, constant)
    flask = f"{times(bare, 0.5, raw):.1f} × and {times(bare, 0.95, raw):.1f} × behind bare Flask"
    rows = []
    for who, ours in (("nobody", first), ("somebody", kept)):
        middle, high = times(ours, 0.5, raw), times(ours, 0.95, raw)
        what = f"a view over HTTP that {who} has asked for, {kind}, {size:,}: p50 and p95 to the raw question"
        told = f"{middle:.1f} × and {high:.1f} ×"
        rows.append(Row("G5", what, told, flask, "≤ 4 × and ≤ 2.5 ×", middle <= 4 and high <= 2.5))
    return [
        *rows,
        Row("G5", f"an unchanged view (304), {kind}, {size:,}: p50 to who is signed in", f"{unchanged:.2f} ×", "–", "≤ 1.3 ×", unchanged <= 1.3),
    ]  # fmt: skip
