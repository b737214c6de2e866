"""The page of a focus area: how well suggestions do, the words that carry them, where they are wrong, and who reads what."""

from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from dialog.base import clock
from dialog.base.db import Database
from dialog.tag.kinds import TagChoice
from dialog.tag.operations import tag_remark, train
from dialog.tag.operations.training import keep, train_aside
from dialog.tag.queries import Suggester, is_time_to_learn, learned_facts
from tests.build import Builder
from tests.http.tag.test_inbox import log
from tests.http.tag.test_suggestions import decide
from tests.page import PageClient
from tests.unit.tag.test_learning import lesson, texts

URL = "/admin/fokusomraden/belysning"


def tagged(build: Builder, db: Session, text: str, *slugs: str) -> None:
    remark = build.remark(text)
    by = build.account("tagger")
    tag_remark(db, by_of(by), remark.id, remark.version, [TagChoice(slug) for slug in slugs])
    db.commit()


class by_of:  # noqa: N801 -- stands for an account
    def __init__(self, account: object) -> None:
        self.account_id, self.name = account.id, account.name  # type: ignore[attr-defined]


def test_figures_words_and_wrong_ones_are_shown_and_the_reading_is_logged(
    client: PageClient, build: Builder, db: Session
) -> None:
    client.sign_in(build.account("tagger"))
    decide(client, build.remark("Det är mörkt vid skolan"), "godta")
    decide(client, build.remark("Lampan är sönder hos Anna Svensson, 070-1740635"), fokus=["ovrigt"])
    tagged(build, db, "Man ser inget om kvällarna", "belysning")
    page = client.get(URL)
    rows = page.words("main table")
    assert "1 av 2, för få för att säga något" in rows
    assert "mörkt11" in page.words()
    assert "Föreslogs för: " in page.words("main .examples")
    assert "070-1740635" in page.words("main .examples") and "Man ser inget" in page.words()
    assert "Inget är lärt av era beslut än" in page.words()
    assert 2 in [entry.count for entry in log(db, "remark.list")]
    client.sign_in(build.account("analyst"))
    page = client.get(URL)
    assert "070-1740635" not in page.words() and "Svensson" not in page.words()
    assert not page.find("a[href$='/andra']")
    client.get("/admin/fokusomraden/finns-inte", status=404)


def test_what_was_learned_suggests_and_is_told(app: Flask, client: PageClient, build: Builder, db: Session) -> None:
    made = lesson(20)
    facts = {
        "decisions": 220,
        "judged": 220,
        "shares": {"losa-hundar": 1.0},
        "figures": {way: {"losa-hundar": [18, 1, 2]} for way in made.figures},
    }
    learned = made.learned
    object.__setattr__(learned, "areas", ("losa-hundar",))
    number = keep(db, learned, facts, Suggester(db, is_learned=False).version)
    db.commit()
    remark = build.remark("Fullt av duvor på taket, och mörkt")
    client.sign_in(build.account("tagger"))
    page = client.get(f"/admin/synpunkter/{remark.id}")
    assert "lärt av era beslut: ”duvor”" in page.words("[data-suggestion='losa-hundar']")
    decide(client, remark, "godta")
    page = client.get("/admin/fokusomraden/losa-hundar")
    assert "väger det 100 % av förslaget" in page.words() and "duv…" in page.words()
    page = PageClient(app).sign_in(build.account("analyst")).get("/admin/fokusomraden/losa-hundar")
    assert "väger det 100 % av förslaget" in page.words() and "duv…" not in page.words(), "stems of residents' words"
    assert keep(db, learned, facts, "00000000") == number + 1
    facts_now = learned_facts(db)
    assert facts_now is not None and facts_now.number == number + 1
    few = [10, 9, 0, 0, True]
    for others in (0, 40):
        few[2] = others
        keep(db, learned, facts | {"shares": {}, "early": {"losa-hundar": few}}, "00000000")
        db.commit()
        words = client.get("/admin/fokusomraden/losa-hundar").words()
        assert "Här lär 10 exempel" in words and "9 av exemplen hittas av de andra." in words
        assert ("Av 40 andra synpunkter skulle 0 få förslaget fel." in words) is bool(others)


def test_it_is_learned_when_there_is_enough(database: Database, build: Builder, db: Session) -> None:
    assert not is_time_to_learn(db) and train(database) is None and train_aside(database)
    by = by_of(build.account("tagger"))
    for text in (*texts(["duvor", "duvan"], 12), *texts(["mörkt"], 24), "Bengt Larsson, 070-1740635, ser duvor"):
        remark = build.remark(text)
        tag_remark(db, by, remark.id, 1, [TagChoice("losa-hundar" if "duv" in text else "belysning")])
    db.commit()
    assert is_time_to_learn(db)
    db.commit()
    facts = train(database)
    assert facts is not None and facts["decisions"] == 37 and set(facts["shares"]) == {"losa-hundar"}
    made = Suggester(db).read("fullt av duvor vid ån")
    assert {one.slug for one in made.reading.suggestions if one.is_learned} == {"losa-hundar"}
    assert made.version.endswith("-1")
    assert not is_time_to_learn(db), "not again before more is decided"
    with clock.held_at(clock.now() + timedelta(minutes=1)):
        build.mask(remark, "text", 0, 5, "unmasked")
        assert not is_time_to_learn(db)
        build.mask(build.remark("Duvor hos Bengt"), "text", 0, 5)
        assert is_time_to_learn(db), "words that are masked since may have been learned"
