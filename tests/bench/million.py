"""G13, G14, G15: a site with a million remarks: taken out as CSV, served by two workers, started cold."""

import csv
import http.client
import io
import re
import sqlite3
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import select

from dialog.people.models import Account
from dialog.people.operations import open_session
from dialog.people.session import COOKIE
from tests.bench import served, sites
from tests.bench.load import get, send_all
from tests.bench.served import Server
from tests.bench.table import ROUNDS, Row, middle, spread

MANY, FEW = 1_000_000, 10_000
_COLUMNS = (
    "r.text, r.feeling, r.reason, r.suggestion, r.lat, r.lng, r.place_words, r.geometry, r.week, r.part_of_day, r.days, r.season, r.agreeing, "
    "r.lang, r.source"
)


def measure(folder: Path) -> list[Row]:
    """Return the rows of G13, G14 and G15."""
    many, few = folder / "many", folder / "few"
    for place, remarks in ((many, MANY), (few, FEW)):
        place.mkdir(parents=True)
        sites.make(_url(place), place, remarks)
    return [*_export(many), *_memory(many, few), *_cold(many)]


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'dialog.sqlite'}"


# G13 ------------------------------------------------------------------------------------------------------------------


def _export(folder: Path) -> list[Row]:
    cookie = _signed_in(folder)
    rate, bare_rate, first, bare_first, grown = [], [], [], [], []
    server = served.ours(_url(folder), folder)
    with served.running(server):
        token = _token(server, cookie)
        served.ask(server.port, "/admin", {"Cookie": cookie})
        for _ in range(3):
            before = server.memory()
            watch = Watch(server)
            seconds, begun = _download(server, cookie, token)
            grown.append(watch.most() - before)
            rate.append(MANY / seconds)
            first.append(1000 * begun)
            seconds, begun = _bare_csv(folder / "dialog.sqlite")
            bare_rate.append(MANY / seconds)
            bare_first.append(1000 * begun)
    what = "export of a million remarks as CSV over HTTP"
    return [
        Row("G13", f"{what}: rate", spread(rate, "rows/s", 0), spread(bare_rate, "rows/s", 0), "≥ 80,000 rows/s", middle(rate) >= 80_000),
        Row("G13", f"{what}: first byte", spread(first, "ms", 0), spread(bare_first, "ms", 0), "≤ 100 ms", middle(first) <= 100),
        Row("G13", f"{what}: memory grown", spread(grown, "MiB", 0), "–", "≤ 50 MiB", max(grown) <= 50),
    ]  # fmt: skip


class Watch:
    """Looks at a server's memory while something goes on."""

    def __init__(self, server: Server) -> None:
        self._server, self._seen, self._end = server, [server.memory()], threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._end.wait(0.5):
            self._seen.append(self._server.memory())

    def most(self) -> float:
        self._end.set()
        self._thread.join()
        return max(self._seen)


def _signed_in(folder: Path) -> str:
    database = sites.open_site(_url(folder), folder)
    with database.reading() as db:
        account = db.scalars(select(Account)).one()
    token = database.write(lambda db: open_session(db, account.id, account.name, account.email))
    database.close()
    return f"{COOKIE}={token}"


def _token(server: Server, cookie: str) -> str:
    page = served.ask(server.port, "/admin/export", {"Cookie": cookie})[1].decode()
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    if found is None:
        raise RuntimeError(f"no form to export with: {page[:300]}")
    return found[1]


def _download(server: Server, cookie: str, token: str) -> tuple[float, float]:
    """Return the seconds to the last and to the first byte of the rows."""
    fields = {"csrf_token": token, "varfor": "Mätning", "format": "csv", "utgava": "hel"}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
    begun = time.perf_counter()
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request("POST", "/admin/export/synpunkter", urlencode(fields), kind)
    answer = connection.getresponse()
    part, rows = answer.read(1), 0
    first = time.perf_counter() - begun
    while part:
        rows += part.count(b"\n")
        part = answer.read(1 << 20)
    seconds = time.perf_counter() - begun
    connection.close()
    if answer.status != 200 or rows < MANY:
        raise RuntimeError(f"the export gave {answer.status} and {rows} rows: {server.log.read_text()[-1500:]}")
    return seconds, first


def _bare_csv(path: Path) -> tuple[float, float]:
    """The standard library alone: sqlite3 and csv, the remarks' own columns, districts by a join, nothing guarded."""
    begun, first = time.perf_counter(), 0.0
    connection = sqlite3.connect(path)
    rows = connection.execute(
        f"SELECT {_COLUMNS}, group_concat(d.code) FROM remarks r LEFT JOIN remark_districts l ON l.remark_id = r.id "
        "LEFT JOIN districts d ON d.id = l.district_id GROUP BY r.id"
    )
    while part := rows.fetchmany(2000):
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows(part)
        out.getvalue().encode()
        first = first or time.perf_counter() - begun
    connection.close()
    return time.perf_counter() - begun, first


# G14 ------------------------------------------------------------------------------------------------------------------


def _memory(many: Path, few: Path) -> list[Row]:
    ours = {place: _after_use(served.ours(_url(place), place, workers=2), _signed_in(place)) for place in (few, many)}
    bare = _after_use(served.bare(_url(many), many, workers=2), "")
    exponent = _exponent(ours[few], ours[many])
    told = f"{ours[many]:.0f} MiB ({ours[few]:.0f} at {FEW:,}; exponent {exponent:.2f})"
    holds = ours[many] <= 250 and exponent <= 0.1
    return [
        Row(
            "G14",
            "memory of 2 workers at a million remarks",
            told,
            f"{bare:.0f} MiB",
            "≤ 250 MiB, exponent ≤ 0.1",
            holds,
        )
    ]


def _after_use(server: Server, cookie: str) -> float:
    """Return the memory of a server after residents and staff have used it."""
    with served.running(server):
        paths = ["/plats", f"/enkat/{sites.SLUG}"]
        send_all(server.port, [(get(path),) for path in paths * 20], 4)
        staff = ["/admin", "/admin/synpunkter", "/admin/karta", "/admin/siffror"] if cookie else []
        for _ in range(2):  # connections of their own, so that both workers get their share
            for path in staff:
                served.ask(server.port, path, {"Cookie": cookie})
        return server.memory()


def _exponent(small: float, large: float) -> float:
    from math import log

    return log(large / small) / log(MANY / FEW)


# G15 ------------------------------------------------------------------------------------------------------------------


def _cold(folder: Path) -> list[Row]:
    ours, bare = [], []
    for _ in range(ROUNDS):
        for found, start in ((ours, served.ours), (bare, served.bare)):
            server = start(_url(folder), folder)
            found.append(server.started_in)
            server.end()
    what = "cold start to the first answer (/plats) at a million remarks"
    return [Row("G15", what, spread(ours, "s", 2), spread(bare, "s", 2), "≤ 1.5 s", middle(ours) <= 1.5)]
