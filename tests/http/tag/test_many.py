"""Many at once: a preview that writes nothing, one deed for all, and an undo that leaves alone what has changed since."""

import uuid

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.problems import Problem
from dialog.remark.models import Remark
from dialog.tag.kinds import TagChoice
from dialog.tag.models import Decision, Tagging
from dialog.tag.operations import tag_many
from dialog.tag.queries import RemarkFilter, candidates, taggings_of
from tests.build import Builder
from tests.http.tag.test_inbox import log, save
from tests.page import PageClient

URL = "/admin/synpunkter/manga"


def _slugs(db: Session, remark: Remark) -> list[str]:
    return [t.slug for t in taggings_of(db, [remark.id]).get(remark.id, [])]


def test_many_are_previewed_saved_and_undone(client: PageClient, build: Builder, db: Session) -> None:
    lamps = [build.remark(f"lampa {n}") for n in range(7)]
    other = build.remark("annat")
    client.sign_in(build.account("tagger", name="Sara"))
    page = client.get(f"{URL}?ord=lampa&val-fokus=belysning&val-hallning-belysning=brist")
    assert "7 synpunkter får: Belysning och mörker (brist)." in page.words(".preview")
    assert db.scalar(select(func.count()).select_from(Decision)) == 0, "a preview writes nothing"
    page = client.submit(page.form("/manga"))
    assert "Sara" in page.words(".pairs")
    db.expire_all()
    assert all(_slugs(db, lamp) == ["belysning"] and lamp.is_handled and lamp.version == 2 for lamp in lamps)
    assert _slugs(db, other) == []
    assert [entry.count for entry in log(db, "remark.tag_many")] == [7]
    save(client, lamps[0], "inbrott")
    page = client.submit(client.get(page.url).form("/angra"))
    assert "Ångrat: 6 synpunkter är som de var förut." in page.words()
    db.expire_all()
    assert _slugs(db, lamps[0]) == ["inbrott"], "what has changed since is left alone"
    assert all(_slugs(db, lamp) == [] and not lamp.is_handled and lamp.version == 3 for lamp in lamps[1:])
    assert not page.find('form[action$="angra"]'), "undone once is undone"


@pytest.mark.parametrize(
    ("way", "expected"), [("skip", ["inbrott"]), ("add", ["inbrott", "belysning"]), ("replace", ["belysning"])]
)
def test_what_has_been_decided_on_is_skipped_added_to_or_changed(
    client: PageClient, build: Builder, db: Session, way: str, expected: list[str]
) -> None:
    decided, fresh = build.remark("en"), build.remark("två")
    client.sign_in(build.account("tagger"))
    save(client, decided, "inbrott", person="1")
    page = client.get(f"{URL}?val-fokus=belysning&redan={way}")
    page = client.submit(page.form("/manga"))
    db.expire_all()
    assert _slugs(db, decided) == expected
    assert _slugs(db, fresh) == ["belysning"]
    assert decided.has_personal_data
    client.submit(page.form("/angra"))
    db.expire_all()
    assert _slugs(db, decided) == ["inbrott"]
    assert _slugs(db, fresh) == []


def test_a_selection_that_has_changed_since_the_preview_writes_nothing(
    client: PageClient, build: Builder, db: Session
) -> None:
    build.remark("en")
    client.sign_in(build.account("tagger"))
    form = client.get(f"{URL}?val-fokus=belysning").form("/manga")
    build.remark("kom in efteråt")
    page = client.submit(form, status=409)
    assert "Urvalet har ändrats" in page.words(".error-summary")
    assert "2 synpunkter får" in page.words(".preview"), "the new preview stands there at once"
    assert db.scalar(select(func.count()).select_from(Tagging)) == 0


def test_more_than_two_thousand_are_refused_with_advice(build: Builder, db: Session, client: PageClient) -> None:
    from sqlalchemy import insert

    from dialog.base.keys import weekly_number

    rows = [{"id": uuid.uuid4(), "text": "x", "source": "plats", "week": 202640, "number": weekly_number(202640)} for _ in range(2001)]  # fmt: skip
    db.execute(insert(Remark), rows)
    db.commit()
    account = build.account("tagger")
    found = candidates(db, RemarkFilter())
    assert found.is_more
    with pytest.raises(Problem, match="större än 2 000"):
        tag_many(db, _By(account), RemarkFilter(), found.digest, [TagChoice("belysning")])
    db.rollback()
    client.sign_in(account)
    assert "större än 2 000" in client.get(f"{URL}?val-fokus=belysning").words()


class _By:
    def __init__(self, account: object) -> None:
        self.account_id, self.name = account.id, account.name  # type: ignore[attr-defined]


def test_two_thousand_are_decided_on_in_a_few_statements(build: Builder, db: Session, queries: list[str]) -> None:
    from sqlalchemy import insert

    from dialog.base.keys import weekly_number

    rows = [{"id": uuid.uuid4(), "text": "x", "source": "plats", "week": 202640, "number": weekly_number(202640)} for _ in range(2000)]  # fmt: skip
    db.execute(insert(Remark), rows)
    by = _By(build.account("tagger"))
    digest = candidates(db, RemarkFilter()).digest
    del queries[:]
    tag_many(db, by, RemarkFilter(), digest, [TagChoice("belysning"), TagChoice("inbrott", "brist")])
    assert len(queries) < 60
    assert db.scalar(select(func.count()).select_from(Tagging)) == 4000
