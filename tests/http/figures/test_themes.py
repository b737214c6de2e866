"""Focus areas for everyone: what belongs, published figures, and sentences that one has written and another released (TRUST D8)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dialog.base import clock
from dialog.base.problems import Problem
from dialog.figures.models import ThemeText
from dialog.figures.operations.themes import release_theme_text, write_theme_text
from dialog.people.kinds import By
from dialog.people.models import AuditEntry
from dialog.tag.models import Decision, FocusArea, Tagging
from tests.conftest import NOON
from tests.publications import choice, publish, tell, two_districts
from tests.sessions import open_session

WORDS = "Många nämner släckta lampor längs gångvägarna."
PAGE = "/admin/fokusomraden/belysning/text"


def test_a_text_is_written_by_one_and_released_by_another(build, client, db) -> None:
    open_session(client, build.account("tagger", name="Hanna"))
    page = client.submit(client.get(PAGE).form("/text").fill(text_sv=WORDS))
    assert WORDS in page.words() and "Släpp texten" not in page.words()
    assert WORDS not in client.get("/fokusomraden/belysning").words()
    open_session(client, build.account("coordinator", name="Sam"))
    with clock.held_at(NOON + timedelta(minutes=5)):
        page = client.submit(client.get(PAGE).form("/slapp"))
    assert "Skriven av Hanna, släppt av Sam" in page.words()
    told = client.get("/fokusomraden/belysning")
    assert WORDS in told.words() and "Hanna" not in told.words()
    client.submit(page.form("/ta-bort"))
    assert WORDS not in client.get("/fokusomraden/belysning").words()
    actions = set(db.scalars(select(AuditEntry.action).where(AuditEntry.object_id == "belysning")))
    assert {"theme.write", "theme.release", "theme.take_down"} <= actions


def test_who_works_alone_releases_on_a_later_day_and_the_log_says_so(build, client, db) -> None:
    account = build.account("coordinator")
    open_session(client, account)
    page = client.submit(client.get(PAGE).form("/text").fill(text_sv=WORDS))
    again = client.submit(page.form("/slapp"), status=409)
    assert "Be en kollega läsa och släppa den" in again.words() and WORDS in again.words()
    by = By(account.name, account.id)
    text = db.scalars(select(ThemeText)).one()
    with clock.held_at(NOON + timedelta(hours=11)), pytest.raises(Problem):
        release_theme_text(db, by, "belysning", text.id)  # 23.00 the same day
    with clock.held_at(NOON + timedelta(hours=12)):
        assert release_theme_text(db, by, "belysning", text.id).is_alone  # 00.00 in Sweden
    assert db.scalar(select(AuditEntry.action).where(AuditEntry.action == "theme.release_alone"))


def test_an_empty_text_is_said_so_and_what_was_typed_stays(build, client) -> None:
    open_session(client, build.account("tagger"))
    page = client.submit(client.get(PAGE).form("/text").fill(text_en="Many speak of lamps."), status=422)
    assert "Skriv texten på svenska" in page.words() and "Many speak of lamps." in page.text


def test_every_focus_area_has_a_page_and_an_unknown_one_is_said_so(build, client) -> None:
    page = client.get("/fokusomraden")
    assert "Belysning och mörker" in page.words()
    assert "Inga siffror är publicerade" in client.get("/fokusomraden/belysning").words()
    client.get("/fokusomraden/finns-inte", status=404)
    with pytest.raises(Problem):
        write_theme_text(build.db, By("x", build.account().id), "finns-inte", {"sv": "x"})


def _tag_all(db, account, slug: str) -> None:
    area = db.scalars(select(FocusArea).where(FocusArea.slug == slug)).one()
    from dialog.remark.models import Remark

    for remark in db.scalars(select(Remark)):
        made = Decision(
            remark_id=remark.id, version=remark.version + 1, kind="tag", outcome="tagged", account_id=account
        )
        made.taggings = [Tagging(focus_area_id=area.id, remark_id=remark.id)]
        db.add(made)
    db.commit()


def test_a_sensitive_focus_area_is_told_in_a_total_and_never_by_place(build, client, db) -> None:
    two_districts(build)
    tell(build, 12)
    tell(build, 9, lng=14.85)
    _tag_all(db, build.account("tagger").id, "hatbrott")
    made = publish(build, choice(focus_areas=("hatbrott", "belysning"), detail=0))
    [theme] = [theme for theme in made.content["themes"] if theme["slug"] == "hatbrott"]
    assert (theme["n"], theme["is_sensitive"]) == (21, True)
    assert not any("hatbrott" in str(area) for area in made.content["areas"])
    page = client.get("/fokusomraden/hatbrott")
    assert "21" in page.words() and "aldrig på kartan" in page.words()
    assert "hatbrott" not in client.get("/karta").words("p.lead").lower()


def test_forty_remarks_make_a_page_worth_reading(build, client, db) -> None:
    for n in range(10):
        build.district(f"{n:02}", f"Område {n}", west=14 + n / 10)
    for n in range(10):
        tell(build, 3, lng=14.05 + n / 10)
        tell(build, 1, lng=14.05 + n / 10, feeling="safe")
    _tag_all(db, build.account("tagger").id, "belysning")
    open_session(client, build.account("coordinator"))
    told = "fran=2026-36&till=2026-46&kalla=plats&fokus=belysning&fokus=inbrott&visa=1"
    page = client.get(f"/admin/publiceringar/ny?{told}&detalj=1")
    assert "Det mesta skulle döljas" in page.words()
    (coarser,) = [a.get("href") for a in page.find("main a") if a.text_content() == "Visa det i stället"]
    page = client.get(coarser)  # not the total alone, which hides nothing and says little
    assert "Det mesta skulle döljas" not in page.words()
    client.submit(page.form("/admin/publiceringar").fill(rubrik_sv="hösten 2026"))
    page = client.get("/karta")
    assert "Av 40 synpunkter" in page.words() and "berättar 30 om otrygghet och 10 om trygghet" in page.words()
    assert "”belysning och mörker”" in page.words("p.lead") and "Berätta om en plats: 40" in page.words()
    assert "Område 3" not in page.words() and not page.find("svg.drawn-map")
    [row] = page.find("main tbody tr")
    assert "40" in row.text_content() and "Visas inte: Inbrott." in page.words()
