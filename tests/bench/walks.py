"""G4: a tablet's batch of two hundred pins at a million remarks, on a served site; the same again; about one place; and sealed.

`DIALOG_BENCH_KEEP` and `DIALOG_TEST_POSTGRES` are as for `bench counts` (`sites.whole`).
"""

import http.client
import json
import random
import time
from pathlib import Path
from typing import Any

from dialog.base.sealing import encode, seal_item
from tests.bench import served, sites
from tests.bench.million import MANY
from tests.bench.table import ROUNDS, Row, middle, spread
from tests.walks import make_walk, remark

PINS, BATCHES = 200, 6


def measure(folder: Path) -> list[Row]:
    """Return the rows of G4 on both databases: plain, repeated, from about one place, sealed."""
    folder.mkdir(parents=True)
    return [row for backend in ("sqlite", "postgresql") for row in _measured(backend, folder)]


def _measured(backend: str, folder: Path) -> list[Row]:
    url, place = sites.plain(backend, folder, MANY)
    database = sites.open_site(url, place)
    with database.writing() as db:
        walk = make_walk(db)
    database.close()
    root = f"/api/v1/walks/{walk.join_code}"
    dice = random.Random()  # a site that is kept has been sent the same by an earlier run else
    found: dict[str, list[float]] = {"plain": [], "again": [], "near": [], "sealed": []}
    rates: list[float] = []
    cpu: list[float] = []
    server = served.ours(url, place)
    with served.running(server):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        token = _send(connection, f"{root}/join", "", b"{}")[1]["token"]
        time.sleep(4)  # until what is loaded after the start has been
        _sync(connection, root, token, [_pin(dice) for _ in range(PINS)])  # the first of all fills what is remembered
        for _ in range(ROUNDS):
            batches = [[_pin(dice) for _ in range(PINS)] for _ in range(BATCHES)]
            begun, used = time.perf_counter(), server.cpu()
            took = [_sync(connection, root, token, batch) for batch in batches]
            rates.append(PINS * BATCHES / (time.perf_counter() - begun))
            cpu.append(1000 * (server.cpu() - used) / BATCHES)
            found["plain"].append(middle(took))
            found["again"].append(middle([_sync(connection, root, token, batch, "unchanged") for batch in batches]))
            near = [[_pin(dice, near=True) for _ in range(PINS)] for _ in range(BATCHES)]
            found["near"].append(middle([_sync(connection, root, token, batch) for batch in near]))
            sealed = [[_sealed(walk.public_key, _pin(dice)) for _ in range(PINS)] for _ in range(BATCHES)]
            found["sealed"].append(middle([_sync(connection, root, token, batch) for batch in sealed]))
        connection.close()
    plain, again = middle(found["plain"]), middle(found["again"])
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[backend]
    what = f"{PINS}-pin sync at {MANY:,} remarks, {name}"
    return [
        Row("G4", f"{what}: p50", spread(found["plain"], "ms"), "–", "≤ 60 ms", plain <= 60),
        Row("G4", f"{what}: rate", spread(rates, "pins/s", 0), "–", "≥ 3,000 pins/s (ODK Central 85–180)", middle(rates) >= 3000),
        Row("G4", f"the same batch again, {name}", f"{spread(found['again'], 'ms')}: {again / plain:.2f} ×", "–", "≤ 0.5 ×", again <= plain / 2),
        Row("G4", f"the same within a kilometre, as a walk goes, {name}, reported beside", spread(found["near"], "ms"), "–", "–", True),
        Row("G4", f"the same sealed, {name}, reported beside", spread(found["sealed"], "ms"), "–", "–", True),
        Row("G4", f"processor time of the server for a batch, {name}, reported beside", spread(cpu, "ms"), "–", "–", True),
    ]  # fmt: skip


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


def _sync(
    connection: http.client.HTTPConnection, root: str, token: str, batch: list[Any], wanted: str = "created"
) -> float:
    """Return the milliseconds that a batch took, all of it answered as it should be."""
    body = json.dumps({"remarks": batch}).encode()
    begun = time.perf_counter()
    status, told = _send(connection, f"{root}/sync", token, body)
    took = 1000 * (time.perf_counter() - begun)
    if status != 200 or {one["status"] for one in told["results"]} != {wanted}:
        raise RuntimeError(f"the sync answered {status}: {str(told)[:500]}")
    return took


def _send(connection: http.client.HTTPConnection, path: str, token: str, body: bytes) -> tuple[int, Any]:
    connection.request("POST", path, body, {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())
