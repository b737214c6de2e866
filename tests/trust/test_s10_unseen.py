"""S10: nothing of who sent it, from where or when, in any byte that is kept. And the order of rows tells nothing (D2)."""

import hashlib
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, inspect, select, text

from dialog.base.clock import SWEDISH
from dialog.base.db import Database
from dialog.base.keys import Keys, new_id
from dialog.remark.kinds import NewRemark
from dialog.remark.models import Remark
from dialog.remark.operations import record_remark
from tests.trust.live import SECRET, Sending, make_database, served

ADDRESS = "127.0.77.31"
FORWARDED = "203.0.113.177"
SENT = {
    "User-Agent": "Kanariefagel/7.31 (ovanlig)",
    "Accept-Language": "kl-GL, kl;q=0.7",
    "Referer": "http://127.0.0.1/kommer-fran-kanarieoarna",
    "X-Forwarded-For": FORWARDED,
    "Cookie": "spar=kanariekaka",
}
#: Where the keys of the site are used, for a hash made with one of them.
PURPOSES = ("submission", "content", "receipt-code", "receipt", "session", "address", "ip", "visitor")


def test_s10_nothing_of_the_sender_is_kept(backend: str, tmp_path: Path) -> None:
    started = time.time()
    with served(backend, tmp_path, "s10") as server:
        log = tmp_path / "server.log"
        said_at_start = log.stat().st_size  # when the server started is no secret
        for n in range(20):
            sending = Sending(f"Tystlåten mening {n}")
            headers = SENT | {"Origin": f"http://127.0.0.1:{server.port}"}
            assert server.ask("POST", "/plats", sending.body, headers, ADDRESS)[0] == 200
            server.ask("POST", "/plats", "feeling=unsafe", headers, ADDRESS)  # and one with faults
        ended = time.time()
        engine = create_engine(server.url)
        kept = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        kept["server.log"] = log.read_bytes()[said_at_start:]
        values = list(_values(engine))
        engine.dispose()
    kept["rows"] = "\n".join(str(value) for value in values).encode()
    assert "Tystlåten mening 19".encode() in b"".join(kept.values())
    found = [(name, what) for name, data in kept.items() for what in _traces(started, ended) if what in data]
    assert not found, found
    assert not [v for v in values if _is_a_moment(v, started, ended)]


def _values(engine: Engine) -> Iterator[Any]:
    """Every value of every row of every table."""
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                yield from row


def _traces(started: float, ended: float) -> Iterator[bytes]:
    told = [ADDRESS, FORWARDED, *SENT.values()]
    keys = Keys(SECRET)
    for one in told:
        data = one.encode()
        yield data
        for name in ("md5", "sha1", "sha256", "sha512", "blake2b"):
            digest = hashlib.new(name, data).digest()
            yield digest
            yield digest.hex()[:32].encode()
        yield from (keys.hash(purpose, one).encode() for purpose in PURPOSES)
    for second in range(int(started) - 60, int(ended) + 60, 60):
        for zone in (UTC, SWEDISH):
            moment = datetime.fromtimestamp(second, zone)
            yield from (
                moment.strftime(form).encode() for form in ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%b/%Y:%H:%M")
            )
    yield from {str(second)[:-2].encode() for second in range(int(started), int(ended) + 1)}


def _is_a_moment(value: Any, started: float, ended: float) -> bool:
    """Say whether a value is the time of sending, as a number of seconds or smaller parts, or as a time."""
    if isinstance(value, datetime):
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return isinstance(value, str) and bool(re.search(r"\d\d:\d\d:\d\d", value))
    return any(started - 60 <= value / unit <= ended + 60 for unit in (1, 10**3, 10**6, 10**9))


def test_d2_neither_rows_nor_numbers_stand_in_the_order_they_came(backend: str, tmp_path: Path) -> None:
    database = Database(make_database(backend, tmp_path, "d2"), Keys(SECRET), data_dir=tmp_path)
    many, walk = 400, new_id()
    for n in range(many):
        database.write(lambda db, n=n: record_remark(db, NewRemark(text=str(n), source="vandring", origin_id=walk)))
    assert database.tend()
    with database.reading() as db:
        as_they_lie = [int(t) for t in db.scalars(text("SELECT text FROM remarks"))]
        by_number = [int(t) for t in db.scalars(select(Remark.text).order_by(Remark.number))]
        assert (
            len({one.hex[:2] for one in db.scalars(select(Remark.id))}) > 150
        )  # none begins as others of its origin do
        if not database.is_sqlite:  # the transaction that wrote a row: the same for all, or it tells their order
            assert len(set(db.scalars(text("SELECT xmin::text FROM remarks")))) == 1
    database.close()
    for order in (as_they_lie, by_number):
        assert sorted(order) == list(range(many))
        assert abs(_rank_correlation(order)) < 0.25  # by chance: under 0.25 in all but one of two million runs


def _rank_correlation(order: list[int]) -> float:
    n = len(order)
    return 1 - 6 * sum((at - rank) ** 2 for at, rank in enumerate(order)) / (n * (n * n - 1))
