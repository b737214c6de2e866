"""R13: while it takes long to be answered, some are told so at once; a monitor never is, and it ends by itself."""

import threading
import time
from pathlib import Path
from typing import Any

from werkzeug.test import Client

from dialog.base.db import Database
from dialog.base.keys import Keys
from dialog.base.settings import Settings
from dialog.web import relief
from dialog.web.relief import Relief
from tests.apps import make_app
from tests.servers import make_database


def _refuse(_thread: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")


def test_r13_who_comes_while_the_queue_is_long_is_told_when_to_try_again(
    settings: Settings, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(relief, "_BUSY", 1)
    monkeypatch.setattr(relief, "LONGEST", 0.2)
    database = Database(make_database("sqlite", tmp_path, "relief"), Keys(settings.secret_key), data_dir=tmp_path)
    app = make_app(settings, database)
    asked, answers = threading.Event(), threading.Event()

    by = ["another", "own"]  # the first look; another worker is asked in vain

    def look(_path: str) -> str:
        if by:
            return held._id if by.pop(0) == "own" else "another"
        asked.set()
        answers.wait(20)
        return held._id

    held = Relief(app, look)
    client = Client(held)
    monkeypatch.setattr(threading.Thread, "start", _refuse)
    assert client.get("/om").status_code == 200  # no thread is to be had; the next one tries again
    monkeypatch.undo()
    monkeypatch.setattr(relief, "_BUSY", 1)
    monkeypatch.setattr(relief, "LONGEST", 0.2)
    held._inside = 1  # somebody whose answer takes long
    assert client.get("/om").status_code == 200 and asked.wait(20)
    until = time.monotonic() + 20
    while not held._is_late() and time.monotonic() < until:
        time.sleep(0.005)
    for path, words in (("/plats", "Det blir aldrig dubbelt"), ("/en/om", 'html lang="en"'), ("/api/v1/x", "503")):
        refused = client.post(path, data={"a": "b"})
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
        assert "Content-Security-Policy" in refused.headers and words in refused.text
    spoken = client.get("/en/om", headers={"Accept": "application/json"})
    assert (spoken.status_code, spoken.content_type) == (503, "application/problem+json")
    assert client.get("/halsa").status_code == 200
    answered = client.get(held._own)
    assert (answered.status_code, answered.headers["Dialog-Worker"]) == (204, held._id)
    held._inside = 0
    answers.set()
    while held._is_late() and time.monotonic() < until:
        time.sleep(0.005)
    assert client.get("/om").status_code == 200
    database.close()


def test_r13_who_cannot_reach_itself_refuses_nobody_for_long(app: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(relief, "LONGEST", 0.0)
    answers: list[Any] = [OSError("timed out")]

    def look(_path: str) -> str:
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return held._id if answer == "held" else answer

    held = Relief(app, look)
    held._inside = relief._BUSY
    held._measure()
    assert not held._is_late()  # it has never come through
    answers[:] = ["held", OSError("timed out")]
    held._measure()
    held._measure()
    assert held._is_late()
    held._inside, answers[:] = 0, [OSError("timed out")]
    held._measure()
    assert not held._is_late()  # nobody is there to wait for
    held._inside, answers[:] = relief._BUSY, ["another"] * relief._TRIES
    held._measure()
    assert not held._is_late() and not answers
