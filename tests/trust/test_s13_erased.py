"""S13: what was taken back by its receipt is in no file after the next upkeep (24 hours at most, a minute on SQLite)."""

import contextlib
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, select, text

from dialog.base import upkeep
from dialog.base.db import Database
from dialog.base.keys import Keys
from dialog.base.settings import Settings
from dialog.people.kinds import By
from dialog.people.models import Account, AccountRole, SiteField
from dialog.remark.models import Remark
from dialog.remark.queries import DECISION_FIELD
from dialog.tag.kinds import TagChoice
from dialog.tag.operations import tag_remark
from tests.apps import make_app
from tests.page import PageClient
from tests.trust.live import SECRET, make_database

SAID = [f"Hemlighet{uuid.uuid4().hex}", f"Forslag{uuid.uuid4().hex}", f"Plats{uuid.uuid4().hex}"]


def send(client: PageClient, said: list[str]) -> str:
    form = client.get("/plats").form("/plats")
    text_, suggestion, place = said
    page = client.submit(form.fill(feeling="unsafe", text=text_ * 40, suggestion=suggestion, place_words=place))
    return page.words("#receipt-code")


def tag_all(database: Database) -> None:
    """Let somebody decide what each remark is about, so that a later room has rows of it too."""
    with database.writing() as db, db.begin():
        by = Account(email="t@example.se", name="Tagge")
        by.roles = [AccountRole(role="tagger")]
        db.add(by)
        db.flush()
        for remark in db.scalars(select(Remark)).all():
            tag_remark(db, By(account_id=by.id, name=by.name), remark.id, remark.version, [TagChoice("belysning")])


@contextlib.contextmanager
def busy_neighbour(url: str) -> Iterator[None]:
    """Hold a transaction open in another database of the same PostgreSQL; nothing on SQLite."""
    if url.startswith("sqlite"):
        yield
        return
    engine = create_engine(make_url(url).set(database="postgres"))
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_current_xact_id()"))
        yield
        connection.rollback()
    engine.dispose()


def test_s13_no_byte_of_the_text_is_left_after_the_next_upkeep(backend: str, tmp_path: Path) -> None:
    url = make_database(backend, tmp_path, "s13")
    database = Database(url, Keys(SECRET), data_dir=tmp_path)
    with database.writing() as db, db.begin():
        db.add(SiteField(key=DECISION_FIELD, lang="sv", value="KS 2026/12"))
    client = PageClient(make_app(Settings(url, tmp_path, SECRET), database))
    for n in range(30):  # so that pages are full, and the text lies among others'
        send(client, [f"Annan{n}", f"Annat{n}", f"Annanstans{n}"])
    code = send(client, SAID)
    assert _found(database, tmp_path), "the test looks in the right files"
    tag_all(database)
    keeper = upkeep.Upkeep(database.tend, tmp_path / "upkeep.txt", is_soon=database.is_sqlite)
    with busy_neighbour(url):
        client.post("/kvitto/ta-tillbaka", {"kod": code, "bekrafta": "ja"})
        assert upkeep._due.is_set()
        for _ in range(40):  # a table that somebody is using just then is taken at the next look
            keeper.look()
            if (tmp_path / "upkeep.txt").exists():
                break
    assert _found(database, tmp_path) == []
    with database.reading() as db:
        assert db.scalar(text("SELECT count(*) FROM remarks")) == 30
    assert (
        client.post("/kvitto", {"kod": code}, status=404).text
        == client.post("/kvitto", {"kod": "a" * 26}, status=404).text
    )
    database.close()


def _found(database: Database, folder: Path) -> list[str]:
    """Return the files that hold any of it. On PostgreSQL: its tables' files (its WAL ages out, docs/privacy.md)."""
    if database.is_sqlite:
        files = [path for path in folder.rglob("*") if path.is_file()]
    else:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))  # what is in memory goes to the files, and dropped files go
            data = Path(str(connection.scalar(text("SHOW data_directory"))))
            oid = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        if not (data / "base" / str(oid)).is_dir():
            pytest.fail(
                "the files of the PostgreSQL in DIALOG_TEST_POSTGRES cannot be read here: name one on this machine"
            )
        files = [path for path in (data / "base" / str(oid)).iterdir() if path.is_file()]
    begun = [
        said[:30].lower().encode() for said in SAID
    ]  # as the index of words has it: in small letters, and not all of it
    return [path.name for path in files if any(part in path.read_bytes().lower() for part in begun)]
