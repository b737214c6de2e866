"""G4: a tablet's batch of two hundred pins at a million remarks, on a served site; the same again; about one place; and sealed. Beside it
bare Flask that does the same on a copy of the site (`limit_sync.py`), by turns.

`DIALOG_BENCH_KEEP` and `DIALOG_TEST_POSTGRES` are as for `bench counts` (`sites.whole`).
"""

import http.client
import json
import random
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from dialog.base.sealing import encode, seal_item
from tests.bench import served, sites
from tests.bench.million import MANY
from tests.bench.table import ROUNDS, Row, middle, ratios, spread
from tests.servers import postgres_url
from tests.walks import make_walk, remark

PINS, BATCHES = 200, 6
#: The goal and the limit that was set at first, on another machine: what they are to each other.
MOST_TIMES, LEAST_SHARE = 1.5, 0.62


def measure(folder: Path) -> list[Row]:
    """Return the rows of G4 on both databases: plain, repeated, from about one place, sealed."""
    folder.mkdir(parents=True)
    return [row for backend in ("sqlite", "postgresql") for row in _measured(backend, folder)]


@dataclass
class Door:
    """Where batches are sent: ours, or the bare one; and what each round gave, in milliseconds and pins a second."""

    server: served.Server
    path: str
    token: str = ""
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    took: dict[str, list[float]] = field(default_factory=dict)

    def sync(self, kind: str, batches: list[list[Any]], wanted: str = "created") -> float:
        """Send batches, keep the median of what they took, and return the seconds of all."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        begun = time.perf_counter()
        took = [_sync(connection, self.path, self.token, batch, wanted) for batch in batches]
        seconds = time.perf_counter() - begun
        connection.close()
        self.took.setdefault(kind, []).append(middle(took))
        return seconds

    def round(self, dice: random.Random) -> None:
        """Send a round of new pins, the same again, and pins from about one place."""
        batches, used = [_pins(dice) for _ in range(BATCHES)], self.server.cpu()
        self.rates.append(PINS * BATCHES / self.sync("plain", batches))
        self.cpu.append(1000 * (self.server.cpu() - used) / BATCHES)
        self.sync("again", batches, "unchanged")
        self.sync("near", [_pins(dice, near=True) for _ in range(BATCHES)])


def _measured(backend: str, folder: Path) -> list[Row]:
    url, place = sites.plain(backend, folder, MANY)
    database = sites.open_site(url, place)
    with database.writing() as db:
        walk = make_walk(db)
    database.close()
    other, beside = _copied(backend, url, folder)
    dice = random.Random()  # a site that is kept has been sent the same by an earlier run else
    ours = Door(served.ours(url, place), f"/api/v1/walks/{walk.join_code}")
    try:
        bare = Door(served.bare(other, beside), f"/sync/{walk.id}")
    except BaseException:
        ours.server.end()
        raise
    with served.running(ours.server, bare.server):
        connection = http.client.HTTPConnection("127.0.0.1", ours.server.port, timeout=60)
        ours.token = _send(connection, f"{ours.path}/join", "", b"{}")[1]["token"]
        connection.close()
        ours.path += "/sync"
        time.sleep(4)  # until what is loaded after the start has been
        for door in (ours, bare):  # the first of all fills what is remembered
            door.sync("first", [_pins(dice)])
        for n in range(ROUNDS):
            for door in (ours, bare) if n % 2 == 0 else (bare, ours):
                door.round(dice)
            sealed = [[_sealed(walk.public_key, pin) for pin in _pins(dice)] for _ in range(BATCHES)]
            ours.sync("sealed", sealed)
    return _rows({"sqlite": "SQLite", "postgresql": "PostgreSQL"}[backend], ours, bare)


def _copied(backend: str, url: str, folder: Path) -> tuple[str, Path]:
    """Return the address and the folder of a copy of a site that nobody has open, for the bare application."""
    place = folder / f"bare-{backend}"
    place.mkdir()
    if backend == "postgresql":
        return postgres_url("bare", copied_from=make_url(url).database or ""), place
    for name in ("dialog.sqlite", "dialog.sqlite-wal"):
        if (from_ := Path(make_url(url).database or "").with_name(name)).exists():
            shutil.copyfile(from_, place / name)
    return f"sqlite:///{place / 'dialog.sqlite'}", place


def _rows(name: str, ours: Door, bare: Door) -> list[Row]:
    what = f"{PINS}-pin sync at {MANY:,} remarks, {name}"
    plain, again = middle(ours.took["plain"]), middle(ours.took["again"])
    times, share, cpu = (
        ratios(ours.took["plain"], bare.took["plain"]),
        ratios(ours.rates, bare.rates),
        ratios(ours.cpu, bare.cpu),
    )

    def both(kind: str) -> tuple[str, str]:
        return spread(ours.took[kind], "ms"), spread(bare.took[kind], "ms")

    return [
        Row("G4", f"{what}: p50", *both("plain"), "≤ 60 ms", plain <= 60),
        Row("G4", f"{what}: rate", spread(ours.rates, "pins/s", 0), spread(bare.rates, "pins/s", 0), "≥ 3,000 pins/s (ODK Central 85–180)", middle(ours.rates) >= 3000),
        Row("G4", f"{what}: to bare", f"p50 {spread(times, '×', 2)}, rate {spread(share, '×', 2)}", "1", f"60 to 40 ms: ≤ {MOST_TIMES} ×; 3,000 to 4,877 pins/s: ≥ {LEAST_SHARE} ×", middle(times) <= MOST_TIMES and middle(share) >= LEAST_SHARE),
        Row("G4", f"the same batch again, {name}", f"{both('again')[0]}: {again / plain:.2f} ×", both("again")[1], "≤ 0.5 ×", again <= plain / 2),
        Row("G4", f"the same within a kilometre, as a walk goes, {name}, reported beside", *both("near"), "–", None),
        Row("G4", f"the same sealed, {name}, reported beside", spread(ours.took["sealed"], "ms"), "–", "–", None),
        Row("G4", f"processor time of the server for a batch, {name}, reported beside", spread(ours.cpu, "ms"), spread(bare.cpu, "ms"), f"{spread(cpu, '×', 2)}", None),
    ]  # fmt: skip


def _pins(dice: random.Random, *, near: bool = False) -> list[Any]:
    return [_pin(dice, near=near) for _ in range(PINS)]


def _pin(dice: random.Random, *, near: bool = False) -> dict[str, Any]:
    """Return a pin anywhere in the town (18 by 33 km), or within a kilometre."""
    side = 0.01 if near else sites.SIDE * sites.ACROSS
    where = [round(sites.WEST + side * dice.random(), 6), round(sites.SOUTH + side * dice.random(), 6)]
    text = f"{_sentence(dice)} {_sentence(dice)}"  # of 360,000: what is remembered of one text helps no other
    return remark(
        place={"type": "Point", "coordinates": where}, text=text, accuracy_m=8, checklist={"lighting": 1}, stop=2
    )


def _sentence(dice: random.Random) -> str:
    return f"{dice.choice(sites._BEGINNINGS)} {dice.choice(sites._PLACES)}{dice.choice(sites._ENDINGS)}."


def _sealed(public_key: str, pin: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in pin.items() if name not in ("id", "revision")}
    parts = seal_item(public_key, json.dumps(rest).encode(), f"{pin['id']}/1")
    return {"id": pin["id"], "revision": 1, "sealed": dict(zip(("key", "iv", "data"), map(encode, parts), strict=True))}


def _sync(connection: http.client.HTTPConnection, path: str, token: str, batch: list[Any], wanted: str) -> float:
    """Return the milliseconds that a batch took, all of it answered as it should be."""
    body = json.dumps({"remarks": batch}).encode()
    begun = time.perf_counter()
    status, told = _send(connection, path, token, body)
    took = 1000 * (time.perf_counter() - begun)
    if status != 200 or {one["status"] for one in told["results"]} != {wanted}:
        raise RuntimeError(f"the sync answered {status}: {str(told)[:500]}")
    return took


def _send(connection: http.client.HTTPConnection, path: str, token: str, body: bytes) -> tuple[int, Any]:
    connection.request("POST", path, body, {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())
