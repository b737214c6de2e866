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


def test_r13_who_comes_while_the_queue_is_long_is_told_when_to_try_again(
    settings: Settings, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(relief, "_BUSY", 1)
    monkeypatch.setattr(relief, "LONGEST", 0.2)
    database = Database(make_database("sqlite", tmp_path, "relief"), Keys(settings.secret_key), data_dir=tmp_path)
    app = make_app(settings, database)
    asked, answers = threading.Event(), threading.Event()

    def look(_path: str) -> None:
        asked.set()
        answers.wait(20)

    held = Relief(app, look)
    client = Client(held)
    held._inside = 1  # somebody whose answer takes long
    assert client.get("/om").status_code == 200 and asked.wait(20)
    until = time.monotonic() + 20
    while not held._is_late() and time.monotonic() < until:
        time.sleep(0.005)
    for path, words in (("/plats", "Det blir aldrig dubbelt"), ("/en/om", 'html lang="en"'), ("/api/v1/x", "503")):
        refused = client.post(path, data={"a": "b"})
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
        assert "Content-Security-Policy" in refused.headers and words in refused.text
    assert client.get("/halsa").status_code == 200
    assert client.get(held._own).status_code == 204
    held._inside = 0
    answers.set()
    while held._is_late() and time.monotonic() < until:
        time.sleep(0.005)
    assert client.get("/om").status_code == 200
    database.close()
