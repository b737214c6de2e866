"""R12: two admins tag the same remark, 50 rounds of 12 posts at once, on a served site and both databases.

One is taken; eleven get 409 with the other's name, choice and text; all of it is in the log.
"""

import json
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dialog.base import clock
from dialog.base.db import Database
from dialog.base.keys import Keys
from dialog.base.problems import Problem
from dialog.people.kinds import By
from dialog.people.models import AuditEntry
from dialog.people.operations import open_session
from dialog.people.queries import find_session
from dialog.people.session import COOKIE
from dialog.remark.models import Remark
from dialog.tag.kinds import TagChoice
from dialog.tag.models import Decision, Tagging
from dialog.tag.operations import deciding
from tests.build import Builder
from tests.trust.live import SECRET, Server, served

ROUNDS, AT_ONCE = 50, 12
AREAS = ("belysning", "narkotika", "inbrott", "ovrigt")


@pytest.fixture
def site(backend: str, tmp_path: Path) -> Iterator[Server]:
    with served(backend, tmp_path, "r12") as server:
        yield server


@pytest.fixture
def kept(site: Server) -> Iterator[Database]:
    database = Database(site.url, Keys(SECRET))
    yield database
    database.close()


def _admins(database: Database) -> list[tuple[str, dict[str, str]]]:
    """Make two admins; return the name and what a script of theirs sends along."""

    def unit(db: Session) -> list[tuple[str, str, str]]:
        made = []
        for name in ("Sara Lind", "Adam Ek"):
            account = Builder(db).account("admin", name=name, email=f"{name[:4].lower()}@example.se")
            token = open_session(db, account.id, account.name, account.email)
            found = find_session(db, token)
            assert found is not None
            made.append((name, token, found.csrf))
        return made

    # The server's clock goes; a session that is opened at the tests' still moment would be an old one to it.
    with clock.held_at(lambda: datetime.now(UTC)), database.writing() as db:
        made = unit(db)
        db.commit()
    return [
        (name, {"Cookie": f"{COOKIE}={token}", "X-CSRF-Token": csrf, "Accept": "application/json"})
        for name, token, csrf in made
    ]


def _at_once(site: Server, remark_id: uuid.UUID, admins: list[tuple[str, dict[str, str]]]) -> list[tuple[int, dict]]:
    answers: list[tuple[int, dict]] = []
    together = threading.Barrier(AT_ONCE)

    def post(n: int) -> None:
        body = urlencode({"version": 1, "fokus": AREAS[n % 4], "beslut": "spara"})
        together.wait(60)
        status = 503
        while (
            status == 503
        ):  # twelve at once on a busy machine: who is told that there is no time just now tries again (R13)
            status, text = site.ask("POST", f"/admin/synpunkter/{remark_id}", body, admins[n % 2][1])
        answers.append((status, json.loads(text)))

    threads = [threading.Thread(target=post, args=(n,)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def test_r12_of_twelve_at_once_one_is_taken_and_eleven_are_told(site: Server, kept: Database) -> None:
    admins = _admins(kept)
    with kept.writing() as db:
        remarks = [Builder(db).remark(f"Synpunkt nummer {n}").id for n in range(ROUNDS)]
    for n, remark_id in enumerate(remarks):
        answers = _at_once(site, remark_id, admins)
        assert Counter(status for status, _ in answers) == {200: 1, 409: AT_ONCE - 1}, answers
        taken = next(body for status, body in answers if status == 200)
        with kept.reading() as db:
            decision = db.scalars(select(Decision).where(Decision.remark_id == remark_id)).one()
            first = next(
                name for name, _ in admins if db.get(AuditEntry, _entry(db, remark_id, "remark.tag")).who == name
            )
            assert (decision.version, decision.is_current) == (2, True)
            assert db.scalar(select(func.count()).where(Tagging.remark_id == remark_id)) == 1
            version = db.scalar(select(Remark.version).where(Remark.id == remark_id))
        assert version == taken["version"] == 2
        for body in (body for status, body in answers if status == 409):
            assert (body["by"], body["chose"], body["version"]) == (first, [taken["what"]], 2)
            assert body["text"] == f"Synpunkt nummer {n}"
            assert first in body["detail"]
    with kept.reading() as db:
        logged = Counter(db.scalars(select(AuditEntry.action).where(AuditEntry.object_kind == "remark")))
    assert logged["remark.tag"] == ROUNDS
    assert logged["remark.conflict"] == ROUNDS * (AT_ONCE - 1)


def test_r12_who_is_overtaken_between_looking_and_writing_is_told(
    db: Session, build: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment that twelve at once seldom meet: the other's decision comes after the version was looked at."""
    remark, account = build.remark("Synpunkt"), build.account("tagger")

    def overtaken(session: Session, remark_ids: list[uuid.UUID]) -> None:
        session.execute(update(Remark).where(Remark.id.in_(remark_ids)).values(version=2))

    monkeypatch.setattr(deciding, "changing", SimpleNamespace(tell=overtaken))
    with pytest.raises(Problem) as told:
        deciding.tag_remark(db, By("Sara", account.id), remark.id, 1, [TagChoice("belysning")])
    assert told.value.code == "conflict"
    assert db.scalar(select(func.count()).select_from(Tagging)) == 0


def _entry(db: Session, remark_id: uuid.UUID, action: str) -> uuid.UUID:
    return db.scalars(
        select(AuditEntry.id).where(AuditEntry.object_id == str(remark_id), AuditEntry.action == action)
    ).one()
