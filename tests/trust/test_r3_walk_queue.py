"""R3 and R5 for walks, on a real server: a queue that is sent badly arrives exactly once; an upload that is cut leaves nothing."""

import http.client
import json
import random
import socket
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from dialog.base.db import Database
from dialog.base.keys import Keys
from dialog.remark.models import Remark
from dialog.walk.models import Walk, WalkPhoto, WalkRemark
from dialog.walk.operations.photos import folder_of, sweep_photos
from tests.trust.live import SECRET, Server, served
from tests.walks import make_walk, photo, remark

PINS, DOUBLED, LOST, AT_ONCE, CUTS = 500, 0.3, 0.3, 6, 200


class Site:
    """A served site with a walk that a tablet has joined."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.database = Database(server.url, Keys(SECRET), data_dir=server.folder)
        with self.database.writing() as db:
            self.walk: Walk = make_walk(db)
        self.root = f"/api/v1/walks/{self.walk.join_code}"
        self.token = json.loads(self.server.ask("POST", f"{self.root}/join")[1])["token"]

    def head(self, method: str, path: str, length: int) -> bytes:
        return (
            f"{method} {self.root}{path} HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\nConnection: close\r\n"
            f"Authorization: Bearer {self.token}\r\nContent-Type: application/octet-stream\r\nContent-Length: {length}\r\n\r\n"
        ).encode()

    def send(self, connection: http.client.HTTPConnection, method: str, path: str, body: bytes) -> tuple[int, Any]:
        connection.request(method, self.root + path, body, {"Authorization": f"Bearer {self.token}"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")


@pytest.fixture(scope="module")
def site(backend: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(backend, tmp_path_factory.mktemp("queue"), "r3walk", more=["--workers", "1"]) as server:
        found = Site(server)
        yield found
        found.database.close()


def colour(n: int) -> tuple[int, int, int]:
    return (n * 7 % 256, n * 13 % 256, n * 29 % 256)


def test_r3_a_queue_sent_badly_arrives_exactly_once(site: Site) -> None:
    dice = random.Random(3)
    pins = [remark(text=f"Synpunkt {n}", photos=[str(uuid.uuid4())]) for n in range(PINS)]
    pictures = {pin["photos"][0]: photo(size=(16 + n % 9, 12), colour=colour(n)) for n, pin in enumerate(pins)}  # type: ignore[arg-type]
    jobs = [("remark", pin) for pin in pins] + [("photo", pin["photos"][0]) for pin in pins]
    jobs += [job for job in jobs if dice.random() < DOUBLED]
    lost = {id(job): dice.random() < LOST for job in jobs}
    dice.shuffle(jobs)

    def work(part: list[tuple[str, Any]]) -> Counter[int]:
        seen: Counter[int] = Counter()
        connection = http.client.HTTPConnection("127.0.0.1", site.server.port, timeout=30)
        batch: list[Any] = []
        for n, (kind, what) in enumerate(part):
            for _ in range(2 if lost[id(part[n])] else 1):  # the answer was lost, so it is sent again
                if kind == "photo":
                    seen[site.send(connection, "PUT", f"/photos/{what}", pictures[what])[0]] += 1
                elif n % 3:
                    status, body = site.send(connection, "PUT", f"/remarks/{what['id']}", json.dumps(what).encode())
                    assert body["id"] == what["id"]
                    seen[status] += 1
                else:
                    batch.append(what)
            if len(batch) > 20 or n == len(part) - 1:
                status, body = site.send(connection, "POST", "/sync", json.dumps({"remarks": batch}).encode())
                assert {one["status"] for one in body["results"]} <= {"created", "unchanged"}
                seen[status] += 1
                batch = []
        connection.close()
        return seen

    with ThreadPoolExecutor(AT_ONCE) as tablets:
        seen = sum(tablets.map(work, [jobs[n::AT_ONCE] for n in range(AT_ONCE)]), Counter[int]())
    assert set(seen) <= {200, 201}, seen
    with site.database.reading() as db:
        assert sorted(db.scalars(select(Remark.text))) == sorted(pin["text"] for pin in pins)
        rows = db.execute(select(WalkPhoto.photo_id, WalkPhoto.item_id, WalkPhoto.file_name)).all()
        named = {str(photo_id): str(item_id) for photo_id, item_id, _ in rows}
        assert named == {pin["photos"][0]: pin["id"] for pin in pins}
        files = {str(photo_id): name for photo_id, _, name in rows}
        assert len(db.scalars(select(WalkRemark.item_id)).all()) == PINS
    folder = folder_of(site.database)
    assert {path.name for path in folder.iterdir()} - {".lock"} == set(files.values()), (
        "no file but those that have a row"
    )
    for n, pin in enumerate(pins):
        with Image.open(folder / files[pin["photos"][0]]) as kept:
            assert kept.format == "JPEG" and kept.size == (16 + n % 9, 12)
            assert all(abs(a - b) < 16 for a, b in zip(kept.getpixel((5, 5)), colour(n), strict=True))  # type: ignore[arg-type]


def test_r5_an_upload_that_is_cut_leaves_nothing(site: Site) -> None:
    dice, sent = random.Random(5), []
    body = photo(size=(300, 200), colour="navy", quality=95)
    for _ in range(CUTS):
        photo_id = str(uuid.uuid4())
        whole = site.head("PUT", f"/photos/{photo_id}", len(body)) + body
        with socket.create_connection(("127.0.0.1", site.server.port), timeout=20) as connection:
            connection.sendall(whole[: dice.randrange(1, len(whole))])
            if dice.random() < 0.5:  # the other half is cut off without a word
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(4096):
                    pass
        sent.append(photo_id)
    assert site.server.ask("GET", "/kvitto")[0] == 200
    assert sweep_photos(site.database)
    with site.database.reading() as db:
        known = dict(db.execute(select(WalkPhoto.photo_id, WalkPhoto.file_name)).all())  # type: ignore[arg-type]
    assert not {str(photo_id) for photo_id in known} & set(sent)
    folder = folder_of(site.database)
    assert {path.name for path in folder.glob("*")} - {".lock"} == set(known.values())  # none, where none came before
    connection = http.client.HTTPConnection("127.0.0.1", site.server.port, timeout=20)
    assert {site.send(connection, "PUT", f"/photos/{photo_id}", body)[0] for photo_id in sent[:3]} == {201}
    connection.close()
    assert not [line for line in (site.server.folder / "server.log").read_text().splitlines() if '"fault' in line]


def test_r5_a_file_without_a_row_goes_with_one_sweep_and_none_that_is_on_its_way(site: Site, tmp_path: Path) -> None:
    from dialog.base.files import adding, write_file

    folder = folder_of(site.database)
    before = {path.name for path in folder.iterdir()}
    for name in ("a" * 32 + ".jpg", "b" * 32 + ".jpg.half", "c" * 32 + ".held"):
        (folder / name).write_bytes(b"left by a process that was killed")
    with adding(folder):
        write_file(folder, "d" * 32 + ".jpg", b"its row is being committed")
        assert not sweep_photos(site.database), "somebody is adding one"
        assert (folder / ("d" * 32 + ".jpg")).exists()
    assert sweep_photos(site.database)
    assert {path.name for path in folder.iterdir()} == before
