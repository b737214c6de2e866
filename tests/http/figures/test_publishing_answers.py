"""Answers are published by one who has seen each number, read by everyone, never changed, and withdrawn with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from dialog.base import clock
from dialog.base.problems import Problem
from dialog.figures.models import AnswerPublication
from dialog.figures.operations.planning import plan_publication
from dialog.figures.operations.planning_answers import AnswerChoice, plan_answers
from dialog.figures.publishing.answers import WHOLE
from dialog.figures.publishing.lines import GIVEN
from dialog.survey.models import Survey, Wave
from dialog.survey.queries import questionnaire_of
from dialog.tag.filters import show_week
from tests.build import Builder
from tests.publications import again, answer, choice, publish, publish_answers_of, tell
from tests.sessions import open_session

PLAN = "/admin/enkater/trygghet/resultat/publicera"


@pytest.fixture
def told(build) -> Survey:
    """Fifty answers: forty that feel rather safe, seven rather unsafe, three very; sixteen avoid a place."""
    survey = build.survey()
    answer(build, survey, 24)
    answer(build, survey, 16, avoids="yes", often="2", changed=["light", "people"])
    answer(build, survey, 7, channel="paper", evening="rather_unsafe")
    answer(build, survey, 3, evening="very_unsafe")
    close_wave_of(build, survey)
    return survey


def close_wave_of(build: Builder, survey: Survey) -> None:
    build.db.execute(update(Wave).where(Wave.id == survey.waves[-1].id).values(state="closed", closed_at=clock.now()))
    build.db.commit()
    build.db.expire_all()


def test_the_weeks_begin_when_the_wave_opened_and_not_when_somebody_was_first_to_answer(told, build) -> None:
    opened = clock.now() - timedelta(weeks=3)
    build.db.execute(update(Wave).values(published_at=opened))
    build.db.commit()
    assert publish_answers_of(build, told).since == clock.week_of(opened.astimezone(clock.SWEDISH).date())


def test_what_is_looked_at_is_what_everyone_then_reads(told, build, client, db) -> None:
    assert "Här visar vi vad som har svarats" in client.get("/resultat").words()
    open_session(client, build.account("coordinator"))
    page = client.get("/admin/enkater/trygghet/resultat")
    page = client.get(
        next(a.get("href") for a in page.find("main a") if a.text_content() == "Publicera svaren på frågorna")
    )
    keys = [box.get("value") for box in page.find("main input[name=fraga]")]
    page = client.get(f"{PLAN}?visa=1" + "".join(f"&fraga={key}" for key in keys))
    words = page.words()
    assert "färre än fem" in words and "skulle röja ett annat tal" in words and "Fick frågan" in words
    done = client.submit(page.form("/publicera"))
    assert "Svaren är publicerade" in done.words()
    page = client.get("/resultat/trygghet-omgang-1")
    assert page.h1 == "Så har ni svarat: ”Trygg i Öster”, omgång 1"
    words = page.words()
    assert "50 har svarat" in words and "inte alla invånare" in words and "Enkät på papper: 7" in words
    assert "”Ja” på ”Finns det någon plats som du undviker?”" in words and "För få har svarat på frågan" in words
    assert page.find("svg.drawing") and client.get("/en/resultat/trygghet-omgang-1").status == 200
    shown = db.query(AnswerPublication).one()
    assert shown.csv_size == len(shown.csv)
    sent = client.http.get("/data/svar/trygghet-omgang-1.csv")
    assert (sent.data, sent.headers["ETag"]) == (shown.csv, f'"{shown.csv_digest}"')
    rows = sent.get_data(as_text=True).split("\r\n")
    assert any(
        row.startswith("trygghet;1;evening;") and ";very_unsafe;" in row and ";;visas inte;" in row for row in rows
    )
    assert not any(
        f";{few};" in row.partition("202")[0]
        for row in rows
        for few in (1, 2, 3, 4)
        if not row.startswith(f"trygghet;{few};")
    )
    first = client.http.get("/resultat/trygghet-omgang-1")
    same = client.http.get("/resultat/trygghet-omgang-1", headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    picture = client.http.get("/resultat/trygghet-omgang-1/bild.svg?fraga=evening")
    assert picture.content_type == "image/svg+xml" and "visas inte" in picture.get_data(as_text=True)
    client.get("/resultat/trygghet-omgang-1/bild.svg?fraga=finns-inte", status=404)
    client.get("/resultat/finns-inte", status=404)
    assert "svar/trygghet-omgang-1.csv" in client.get("/data").text
    assert b"resultat/trygghet-omgang-1" in client.http.get("/data/dcat.rdf").data
    assert "Se vad ni har svarat" in client.get("/").words()
    # Late answers, keyed in by staff, change nothing of what is told; and told again they are not the difference.
    answer(build, told, 2, channel="paper", evening="very_unsafe")
    assert client.http.get("/data/svar/trygghet-omgang-1.csv").data == sent.data
    second = publish_answers_of(build, told)
    assert second.content["total"] == 50 and second.slug == "trygghet-omgang-1"
    page = client.submit(client.get("/admin/publiceringar/svar/trygghet-omgang-1").form("/dra-tillbaka"), status=422)
    client.submit(page.form("/dra-tillbaka").fill(skal="Fel omgång."))
    words = client.get("/resultat/trygghet-omgang-1", status=410).words()
    assert "Fel omgång." in words and "50" not in words
    assert "Fel omgång." in client.get("/data/svar/trygghet-omgang-1.csv", status=410).words()
    assert "Tillbakadragen" in client.get("/admin/publiceringar").words()
    client.get("/admin/publiceringar/svar/finns-inte", status=404)


def test_two_waves_are_compared_where_the_words_are_the_same(told, build, client) -> None:
    before = publish_answers_of(build, told)
    again(build, told)
    survey = build.db.get(Survey, told.id)
    answer(build, survey, 30, role="live")
    answer(build, survey, 40, evening="rather_unsafe", role="live")
    after = publish_answers_of(build, survey)
    page = client.get(f"/resultat/{after.slug}/jamfor/{before.slug}")
    assert "”Ganska trygg” −" in page.words() and "procentenheter" in page.words()
    assert "en av tjugo" in page.words() and "olika tid på året" not in page.words()
    named = [a.get("href") for a in page.find("main li a[href^='#c-']")]
    assert len(named) == page.words().count("i procentenheter:") > 0 and all(page.find(at) for at in named)
    assert page.words("main") == client.get(f"/resultat/{before.slug}/jamfor/{after.slug}").words("main")
    assert "inget att visa" in client.get(f"/resultat/{after.slug}/jamfor/{after.slug}", status=404).h1
    assert "inget att visa" in client.get(f"/resultat/{after.slug}/bild.svg?fraga=finns-inte", status=404).h1
    assert "finns inte" in client.get("/resultat/finns-inte/bild.svg?fraga=finns-inte", status=404).h1
    assert f"http://localhost/resultat/{after.slug}" in client.get(f"/resultat/{after.slug}").words()
    assert publish_answers_of(build, survey).slug == after.slug, "pressed twice it is the one that stands"
    late = publish_answers_of(build, survey, at=0, keys=["evening"])
    assert late.number > after.number and "nyare siffror" not in client.get(f"/resultat/{after.slug}").words()
    assert "nyare siffror" in client.get(f"/resultat/{late.slug}").words()
    assert f"/resultat/{after.slug}" in client.get("/").text


def test_the_database_refuses_to_change_or_drop_a_publication(told, build, db) -> None:
    publish_answers_of(build, told)
    for statement in (
        update(AnswerPublication).values(content={}),
        update(AnswerPublication).values(csv=b""),
        delete(AnswerPublication),
    ):
        with pytest.raises(DBAPIError, match="never changed"), db.begin_nested():
            db.execute(statement)


def test_few_answers_and_what_cannot_be_read_are_said_so(build, client) -> None:
    survey = build.survey()
    answer(build, survey, 4)
    open_session(client, build.account("coordinator"))
    page = client.get(f"{PLAN}?visa=1&fraga=evening")
    assert "för få svar" in page.words() and not page.find("input[name=sett]")
    for query, says in (
        ("fraga=x", "finns inte"),
        ("", "Välj minst en fråga"),
        ("fraga=evening&till=x", "Skriv veckan"),
        ("fraga=evening&till=2999-01", "inte varit än"),
        (f"fraga=evening&till={show_week(clock.this_week())}", "Veckan är inte slut"),
    ):
        assert says in client.get(f"{PLAN}?visa=1&{query}", status=422).words()
    with pytest.raises(Problem):
        publish_answers_of(build, survey)


def test_where_every_question_is_hidden_nothing_is_told_not_even_how_many_answered(build) -> None:
    survey = build.survey()
    answer(build, survey, 6)
    answer(build, survey, 3, role="live")
    asked = questionnaire_of(build.db, survey.waves[0].id)
    assert asked is not None
    few, more = (AnswerChoice(asked.wave_id, keys, clock.this_week()) for keys in (("role",), ("role", "evening")))
    plan = plan_answers(build.db, asked, few)
    assert plan.told == {WHOLE: 9, ("", "web"): 9} and set(plan.hidden) >= {("role", GIVEN), ("role", "live")}
    assert plan.is_refused and plan.shown is None
    with pytest.raises(Problem):
        publish_answers_of(build, survey, keys=["role"])
    shown = plan_answers(build.db, asked, more).shown
    assert shown is not None and [line.is_hidden for line in shown.lines] == [False, True]


def test_answers_and_remarks_of_the_same_survey_are_judged_beside_each_other(build, client) -> None:
    survey = build.survey()
    answer(build, survey, 24, tell="Det är mörkt.", nickname="Öster")
    answer(build, survey, 2)
    of_it = choice(clock.this_week(), clock.this_week(), sources=("enkat",), dialogue="trygghet", detail=5)
    publish_answers_of(build, survey)
    plan = plan_publication(build.db, of_it)
    assert plan.is_refused and {conflict.why for conflict in plan.conflicts} == {"answers"}
    open_session(client, build.account("coordinator"))
    build.district()
    page = client.get(f"/admin/publiceringar/ny?visa=1&kalla=enkat&enkat=trygghet&detalj=5&fran={clock.this_week() // 100}-{clock.this_week() % 100}&till={clock.this_week() // 100}-{clock.this_week() % 100}")  # fmt: skip
    assert "Enkätens svar är publicerade" in page.words()


def test_remarks_that_were_published_first_stand_in_the_way_of_answers(build) -> None:
    survey = build.survey()
    answer(build, survey, 24, tell="Det är mörkt.")
    answer(build, survey, 2)
    publish(build, choice(clock.this_week(), clock.this_week(), sources=("enkat",), dialogue="trygghet", detail=5))
    with pytest.raises(Problem):
        publish_answers_of(build, survey)


def test_remarks_told_with_others_count_as_told_by_themselves(build) -> None:
    """What came in all ways, less what came by the map, is what the survey gave."""
    survey, week = build.survey(), clock.this_week()
    answer(build, survey, 24, tell="Det är mörkt.", nickname="Öster")
    answer(build, survey, 2)
    tell(build, 40, week=week)
    publish_answers_of(build, survey)
    plan = plan_publication(build.db, choice(week, week, sources=("enkat", "plats"), division="", detail=5))
    assert {conflict.why for conflict in plan.conflicts} == {"answers"}
    assert not plan_publication(build.db, choice(week, week, sources=("plats",), division="", detail=5)).conflicts
