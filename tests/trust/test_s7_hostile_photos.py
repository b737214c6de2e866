"""S7: thirty-seven hostile photos, as a tablet's queue sends them: no metadata through, none over 10 s, at most 300 MiB more memory."""

import io
import time
import uuid
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base import redrawing
from dialog.base.problems import Problem
from dialog.base.redraw import LONGEST_SIDE
from dialog.base.redrawing import redrawn
from dialog.walk.models import HeldItem, WalkPhoto
from dialog.walk.operations.photos import folder_of
from tests.conftest import HeldDatabase
from tests.trust.photos import MARK, _png, _zeros, hostile, segments
from tests.walks import Tablet, make_walk, photo

MANY, LONGEST, MOST_GROWN = 37, 10.0, 300 * 1024
#: What a JPEG of pixels alone consists of: JFIF's head, tables, the frame, the pixels. No EXIF, XMP, profile or comment.
PLAIN = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}


def peak(pid: int) -> int:
    """Return the most KiB of memory that a process has had."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0


def test_s7_none_leaks_hangs_or_swells(backend: str) -> None:
    if backend == "postgresql":
        return  # nothing of it asks a database
    process = redrawing._Process()
    process.draw(photo())
    assert process._process is not None
    begin = peak(process._process.pid)
    seen, most = 0, 0
    for name, make, is_photo in hostile():
        data, seen = make(), seen + 1
        process._running()
        started, pid = time.monotonic(), process._process.pid  # type: ignore[union-attr]
        answer = process.draw(data)
        assert time.monotonic() - started < LONGEST, name
        if process._process is not None and process._process.pid == pid and Path(f"/proc/{pid}/status").exists():
            most = max(most, peak(pid) - begin)
        assert isinstance(answer, redrawing.Drawn) == is_photo, f"{name}: {answer}"
        if isinstance(answer, redrawing.Drawn):
            assert MARK not in answer.data and set(segments(answer.data)) <= PLAIN, name
            with Image.open(io.BytesIO(answer.data)) as drawn:
                drawn.load()
                assert drawn.format == "JPEG" and drawn.size == (answer.width, answer.height), name
                assert max(drawn.size) <= LONGEST_SIDE and not drawn.getexif(), name
            if "on its side" in name:
                assert (answer.width, answer.height) == (48, 64)
    turned = Image.Exif()
    turned[0x0112] = 6
    large = process.draw(photo(size=(5000, 3000), kind="WEBP", method=0, exif=turned.tobytes()))
    assert isinstance(large, redrawing.Drawn) and (large.width, large.height) == (1229, LONGEST_SIDE)
    process._end(None)
    print(f"\n{seen} photos, at most {most / 1024:.0f} MiB more")
    assert seen == MANY and most <= MOST_GROWN


def test_s7_the_same_through_the_tablets_queue(app: Flask, db: Session, database: HeldDatabase) -> None:
    tablet = Tablet(app, make_walk(db).join_code)
    for n, (name, make, is_photo) in enumerate(hostile()):
        if "mega" in name or "MB" in name:
            continue  # seen above; they take a while
        photo_id, data = str(uuid.uuid4()), make()
        body = tablet.sealed_photo(photo_id, data) if n % 2 else data
        answer = tablet.send_photo(photo_id, body, "application/octet-stream" if n % 2 else "image/jpeg")
        assert answer.status_code == (201 if is_photo else 422), f"{name}: {answer.get_data(as_text=True)}"
        if not is_photo:
            assert answer.get_json()["fields"]["photo"].endswith(".")
    folder = folder_of(database)
    rows = db.execute(select(WalkPhoto.file_name, WalkPhoto.size)).all()
    assert {path.name: path.stat().st_size for path in folder.iterdir() if path.suffix} == dict(rows)  # type: ignore[arg-type]
    assert not any(MARK in path.read_bytes() for path in folder.iterdir())
    for path in folder.iterdir():
        path.unlink()


def test_s7_one_that_takes_too_long_is_stopped_and_the_next_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redrawing, "LONGEST", 0.3)
    process = redrawing._Process()
    process._running().send_signal(19)  # SIGSTOP: it never answers
    assert process.draw(photo()) == "time"
    monkeypatch.setattr(redrawing, "LONGEST", 8.0)
    drawn = process.draw(photo(size=(10, 10)))
    assert isinstance(drawn, redrawing.Drawn) and drawn.width == 10
    process._running().kill()  # ended by something else, between two photos
    assert isinstance(process.draw(photo()), redrawing.Drawn)
    process._end(None)


def test_photos_statuses(app: Flask, db: Session, database: HeldDatabase) -> None:
    tablet = Tablet(app, make_walk(db).join_code)
    photo_id, data = str(uuid.uuid4()), photo(colour="red")
    for body, kind in (
        (data, "image/jpeg"),
        (data, ""),
        (tablet.sealed_photo(photo_id, data), "application/octet-stream"),
    ):
        answer = tablet.send_photo(photo_id, body, kind)
        assert answer.get_json() == {"id": photo_id, "status": "created" if kind == "image/jpeg" else "unchanged"}
    assert tablet.send_photo(photo_id, photo(colour="blue")).status_code == 409
    too_large = photo().ljust(8 * 1024 * 1024 + 1, b"\0")  # a byte over, which a sealed one of 8 MiB may have
    assert tablet.send_photo(str(uuid.uuid4()), too_large).status_code == 413
    assert tablet.send_photo(str(uuid.uuid4()), tablet.sealed_photo(photo_id, data)).status_code == 422, (
        "bound to its id"
    )
    assert tablet.send_photo("x", data).status_code == 422
    unreadable = str(uuid.uuid4())
    for _ in range(2):
        assert tablet.send_photo(unreadable, b"\x04" + bytes(200), query="?hold=1").status_code == 202
    held = db.scalars(select(HeldItem)).one()
    assert held.file_name and (folder_of(database) / held.file_name).read_bytes() == b"\x04" + bytes(200)
    assert len([path for path in folder_of(database).iterdir() if path.suffix]) == 2
    for path in folder_of(database).iterdir():
        path.unlink()


def test_a_full_disk_is_told_as_such_and_nothing_is_half_kept(
    app: Flask, db: Session, database: HeldDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    from dialog.base import files

    tablet, photo_id = Tablet(app, make_walk(db).join_code), str(uuid.uuid4())
    real, state = files.os.fsync, {"full": True}

    def fsync(handle: int) -> None:
        if state["full"]:
            raise OSError(errno.ENOSPC, "no space")
        real(handle)

    monkeypatch.setattr(files.os, "fsync", fsync)
    answer = tablet.send_photo(photo_id, photo())
    assert (
        answer.status_code == 503
        and answer.headers["Retry-After"]
        and answer.content_type == "application/problem+json"
    )
    assert not [path for path in folder_of(database).iterdir() if path.suffix]
    state["full"] = False
    assert tablet.send_photo(photo_id, photo()).status_code == 201
    for path in folder_of(database).iterdir():
        path.unlink()


def test_redrawn_says_why_not() -> None:
    with pytest.raises(Problem) as told:
        redrawn(b"no photo")
    assert told.value.code == "invalid" and told.value.fields["photo"][0].startswith("Filen är inget foto")
    with pytest.raises(Problem, match="fler än 50 miljoner"):
        redrawn(_png(10_001, 5000, 1, 0, _zeros(5000 * 1252)))  # a row of the picture more than may be
