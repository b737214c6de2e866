"""G12: what somebody who tags waits for over HTTP: the inbox, the next remark, a saved tag, the counters, and a suggestion, as remarks
become a hundred times as many.

Told as median (p95) at each size, with the server's processor time for one, and the exponent of the processor time: the machine's other work
is in the milliseconds, not in that. "bare" is the least that the same server answers to somebody who is signed in (`/admin/session`).
"""

import http.client
import time
from collections.abc import Callable
from math import log
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from dialog.base.db import Database
from dialog.people.models import Account
from dialog.people.operations import open_session
from dialog.people.queries import find_session
from dialog.people.session import COOKIE
from dialog.remark.models import Remark
from dialog.tag.queries import Suggester
from tests.bench import served, sites
from tests.bench.counts import percentile
from tests.bench.table import Row

SIZES = (10_000, 1_000_000)
LOOKS = 120
LIST = "/admin/synpunkter?lage=untagged"
PART = {"X-Dialog-Part": "thing", "X-Dialog-Ahead": "1"}
Took = tuple[list[float], float]


def measure(folder: Path) -> list[Row]:
    """Return the rows, on SQLite."""
    found: dict[str, dict[int, Took]] = {}
    for size in SIZES:
        url, place = sites.whole("sqlite", folder, size)
        database = sites.open_site(url, place)
        for name, took in _of_site(database, url, place).items():
            found.setdefault(name, {})[size] = took
        database.close()
    return [_row(name, of_size) for name, of_size in found.items()]


def _of_site(database: Database, url: str, folder: Path) -> dict[str, Took]:
    with database.reading() as db:
        wanted = select(Remark.id, Remark.version).where(~Remark.is_handled).order_by(Remark.number.desc())
        rows = [(row.id, row.version) for row in db.execute(wanted.limit(LOOKS))]
        texts = list(db.scalars(select(Remark.text).limit(LOOKS)))
        begun, suggester, seconds = time.process_time(), Suggester(db), []
        for text in texts:
            at = time.perf_counter()
            suggester.read(text)
            seconds.append(time.perf_counter() - at)
        suggested = seconds, (time.process_time() - begun) / len(texts)
    sent = signed_in(database)
    server = served.ours(url, folder, workers=1)
    with served.running(server):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

        def ask(method: str, path: str, body: str | None = None, **more: str) -> None:
            form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"} if body else {}
            connection.request(method, path, body, sent | form | more)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{method} {path} was answered {answer.status}")

        def save(n: int) -> None:
            chosen = {"version": rows[n][1], "fokus": "belysning", "hallning-belysning": "brist", "beslut": "spara"}
            ask("POST", f"/admin/synpunkter/{rows[n][0]}?lage=untagged", urlencode(chosen))

        return {
            "bare: who is signed in": _timed(server, lambda _n: ask("GET", "/admin/session")),
            "next page of the inbox": _timed(server, lambda _n: ask("GET", LIST)),
            "next remark of the desk": _timed(server, lambda n: ask("GET", f"/admin/synpunkter/{rows[n][0]}?lage=untagged", **PART)),
            "the start page with its counters": _timed(server, lambda _n: ask("GET", "/admin")),
            "save a tag, and lead on": _timed(server, save),
            "a suggestion, in the process": suggested,
        }  # fmt: skip


def signed_in(database: Database) -> dict[str, str]:
    """Sign the site's first account in and return the headers that say so."""
    with database.reading() as db:
        account = db.scalars(select(Account).order_by(Account.email)).first()
        assert account is not None
    token = database.write(lambda db: open_session(db, account.id, account.name, account.email))
    with database.reading() as db:
        session = find_session(db, token)
        assert session is not None
    return {"Cookie": f"{COOKIE}={token}", "X-CSRF-Token": session.csrf}


def _timed(server: served.Server, ask: Callable[[int], Any]) -> Took:
    seconds = []
    for n in range(5):
        if ask.__name__ != "save":
            ask(n)
    begun = server.cpu()
    for n in range(LOOKS):
        at = time.perf_counter()
        ask(n)
        seconds.append(time.perf_counter() - at)
    return seconds, (server.cpu() - begun) / LOOKS


def _row(name: str, of_size: dict[int, Took]) -> Row:
    told = " · ".join(
        f"{percentile(seconds, 0.5):.1f} ({percentile(seconds, 0.95):.1f}) ms, {1000 * cpu:.1f} ms of processor"
        for seconds, cpu in of_size.values()
    )
    first, last = of_size[SIZES[0]], of_size[SIZES[-1]]
    exponent = log(max(last[1], 1e-5) / max(first[1], 1e-5)) / log(SIZES[-1] / SIZES[0])
    most = 2.0 if "suggestion" in name else 10.0
    is_bare = name.startswith("bare")
    holds = None if is_bare else percentile(last[0], 0.95) <= most and exponent <= 0.1
    wanted = "–" if is_bare else f"p95 ≤ {most:.0f} ms, exponent ≤ 0.1"
    return Row("G12", name, f"{told}, exponent {exponent:.2f}", "–", wanted, holds)
