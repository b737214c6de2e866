"""Results cut by what else was said, waves compared, and who has not been heard."""

import json
import uuid

import pytest
from sqlalchemy import select

from dialog.base.clock import this_week
from dialog.figures.queries.seasons import season_of
from dialog.figures.queries.unheard import less
from dialog.figures.staff.saving import as_read
from dialog.people.models import AuditEntry
from dialog.remark.kinds import SEASONS
from dialog.survey.kinds import wording_of
from dialog.survey.models import Question, Section, Wave
from dialog.survey.operations import submit_response
from dialog.survey.queries import questionnaire_of
from dialog.survey.questionnaire import fill
from tests.http.figures.test_results import SECTIONS, _answer, _w

CUT, COMPARED = "/admin/enkater/trygghet/resultat/uppdelat", "/admin/enkater/trygghet/resultat/jamfor"
PLACE = json.dumps({"type": "Point", "coordinates": [14.75, 56.85]})


@pytest.fixture
def survey(build, db):
    build.district("1", "Väster", west=14.7)
    return build.survey(sections=SECTIONS)


def _rows(page) -> list[list[str]]:
    """Return the cells of the page's first table."""
    return [[" ".join(cell.text_content().split()) for cell in row] for row in page.find("tbody")[0]]


def _send(db, wave, n: int, **fields) -> None:
    filled = fill(questionnaire_of(db, wave.id), {f"q-{name}": [value] for name, value in fields.items()})
    for _ in range(n):
        visit = {"visit_id": uuid.uuid4(), "visit_secret": "s" * 24}
        submit_response(db, wave_id=wave.id, filled=filled, **visit, channel="web", lang="sv")
    db.commit()


def _again(db, survey, **changes) -> Wave:
    """Close the wave and open another with the same questions, but for the texts of those named."""
    survey.waves[0].state = "closed"
    db.flush()
    wave = Wave(survey_id=survey.id, number=2, state="draft")
    db.add(wave)
    db.flush()
    part = Section(wave_id=wave.id, position=0, title=_w("Del"), intro={})
    wave.sections.append(part)
    db.flush()
    for n, definition in enumerate(SECTIONS[0]["questions"]):
        question = Question(wave_id=wave.id, position=n, **definition)
        question.text = changes.get(question.code, question.text)
        question.wording = wording_of(question)
        part.questions.append(question)
    db.flush()
    wave.state = "open"
    db.commit()
    return wave


def test_a_week_lies_in_the_season_of_its_thursday() -> None:
    found = [season_of(week) for week in (202548, 202549, 202552, 202609, 202610, 202622, 202623, 202635, 202636)]
    assert found == ["autumn", "winter", "winter", "winter", "spring", "spring", "summer", "summer", "autumn"]


def test_a_question_is_cut_by_when_it_is_so(survey, db, client, build) -> None:
    _answer(db, survey, 7, en="ja", flera=["a", "b"], plats__words="Torget", plats__day=["dark", "dusk"])
    _answer(db, survey, 6, en="nej", flera=["b"], plats__words="Parken", plats__day=["dark"], plats__season=["winter"])
    _answer(db, survey, 3, en="nej", plats__words="Skolan")
    client.sign_in(build.account("tagger"))
    dusk, dark = ["I skymning", "7", "7", "0"], ["När det är mörkt", "13", "7", "6"]
    page = client.get(f"{CUT}?fraga=en&delat=dygn")
    assert _rows(page) == [dusk, dark] and "räknas i flera grupper" in page.words()
    assert _rows(client.get(f"{CUT}?fraga=flera&delat=dygn"))[1] == [
        "När det är mörkt", "13", "7", "13", "0",
    ]  # fmt: skip
    assert _rows(client.get(f"{CUT}?fraga=en&delat=platsens-arstid")) == [["Vinter", "6", "0", "6"]]
    first = next(q for q in questionnaire_of(db, survey.waves[0].id).questions if q.code == "plats")
    without = fill(questionnaire_of(db, survey.waves[0].id), {"q-plats-day": ["dark"]})
    assert [(p.field, first.asks_when) for p in without.problems] == [("q-plats-words", True)], "a time is of no place"


def test_a_question_is_cut_by_what_else_was_said(survey, db, client, build) -> None:
    _answer(db, survey, 31, en="ja", skala="hog", flera=["a", "b"], plats__geometry=PLACE)
    _answer(db, survey, 9, en="nej", skala="lag", flera=["b"], channel="paper")
    _answer(db, survey, 2, en="nej", skala="hog", channel="paper")
    _answer(db, survey, 6, skala="lag")
    client.sign_in(build.account("tagger"))
    page = client.get(f"{CUT}?fraga=en&delat=fraga:skala")
    assert _rows(page) == [["Lag", "9", "0", "9"], ["Hog", "33", "31 · 94 %", "2 · 6 %"]], "nine say nothing"
    words = page.words()
    assert "9 svar: för få för att säga något" in words and "94 % av 33" in words and "inte alla invånare" in words
    assert _rows(client.get(f"{CUT}?fraga=en&delat=omrade")) == [["Väster", "31", "31 · 100 %", "0 · 0 %"]]
    assert _rows(client.get(f"{CUT}?fraga=en&delat=kanal"))[0] == ["Papper", "11", "0", "11"]
    web = _rows(client.get(f"{CUT}?fraga=en&delat=fraga:skala&kanal=web&fran=2020-01"))  # looked at one by one
    assert web[-1] == ["Hog", "31", "31 · 100 %", "0 · 0 %"] and len(web) == 1
    few = _rows(client.get(f"{CUT}?fraga=en&delat=fraga:skala&kanal=paper"))  # found first
    assert few == [["Lag", "9", "0", "9"], ["Hog", "2", "0", "2"]]
    several = _rows(client.get(f"{CUT}?fraga=flera&delat=fraga:en"))
    assert ["Ja", "31", "31 · 100 %", "31 · 100 %", "0 · 0 %"] in several
    rest = _rows(client.get(f"{CUT}?fraga=skala&delat=fraga:en"))[-1]
    assert rest == ["Har inte svarat på den frågan", "6", "6", "0", "0", ""]
    assert client.get(f"{CUT}?fraga=skala&delat=vecka").find("svg[role=img] title")
    season = SEASONS[season_of(this_week())]
    assert _rows(client.get(f"{CUT}?fraga=en&delat=arstid")) == [[season, "42", "31 · 74 %", "11 · 26 %"]]
    table = client.get(f"{CUT}.csv?fraga=en&delat=fraga:skala").text
    assert (
        "Grupp;Svar;Ja;Ja, andel;Nej;Nej, andel\r\nLag;9;0;;9;\r\nHog;33;31;94 %;2;6 %" in table
        and "48 har svarat" in table
    )
    assert "94 % av 33" in client.get(f"{CUT}.svg?fraga=en&delat=fraga:skala").text
    db.commit()  # see what has been written since
    log = db.scalars(select(AuditEntry.why).where(AuditEntry.action == "export.figures")).all()
    assert sorted(log) == ["trygghet-en (csv)", "trygghet-en (svg)"]
    client.sign_in(build.account("analyst"))
    shown = _rows(client.get(f"{CUT}?fraga=en&delat=fraga:skala"))
    assert [row[2:] for row in shown] == [["0", "färre än fem"], ["31", "färre än fem"]]


def test_a_cut_that_cannot_be_made_is_told(survey, db, client, build) -> None:
    _answer(db, survey, 6, en="ja")
    client.sign_in(build.account("coordinator"))
    for query, told in (
        ("fraga=finns.inte", "Frågan finns inte"),
        ("fraga=en&delat=nagot", "Det går inte att dela upp på det"),
        ("fraga=en&delat=fraga:en", "kan inte delas upp på sig själv"),
        ("fraga=en&fran=2026-40&till=2026-30", "Den sista veckan ligger före den första"),
        ("kanal=brev", "Valet finns inte"),
    ):
        for kind in ("", ".svg", ".csv"):
            assert told in client.get(f"{CUT}{kind}?{query}", status=422).words(), (query, kind)
    assert "Ingen i urvalet har svarat" in client.get(f"{CUT}?fraga=en&fran=2030-01").words()


def test_what_an_answer_is_called_stays_in_the_file() -> None:
    assert as_read(["+65 år", "+35,7", "−8,0 till +2,5", 12]) == ["+65 år", "35,7", "−8,0 till 2,5", 12]


def test_waves_are_compared_where_the_wording_is_the_same(survey, db, client, build) -> None:
    _answer(db, survey, 40, en="ja", skala="hog", tal="2")
    _answer(db, survey, 40, en="nej", skala="hog")
    client.sign_in(build.account("tagger"))
    assert "En enda omgång säger inget" in client.get(COMPARED).words()
    second = _again(db, survey, skala=_w("Andra ord"))
    _send(db, second, 60, en="ja", skala="lag", tal="7")
    _send(db, second, 10, en="nej", skala="lag")
    words = client.get(COMPARED).words()
    assert "Omgång 1: 80 har svarat" in words and "Omgång 2: 70 har svarat" in words
    assert "i procentenheter: ”Ja” +35,7 (+21,0 till +48,2); ”Nej” −35,7 (−48,2 till −21,0)" in words
    assert "”1–2” −100,0 (−100,0 till −89,4); ”6–10” +100,0 (+89,4 till +100,0)" in words
    assert "Frågor som inte kan jämföras" in words and "Fråga skala" in words and "Andra ord" in words
    assert (
        "Ja;40;60;50 %;86 %;35,7;21,0 till 48,2\r\nNej;40;10;50 %;14 %;-35,7;−48,2 till −21,0"
        in client.get(f"{COMPARED}.csv?fraga=en").text
    )
    assert client.get(f"{COMPARED}.svg?fraga=en").text.startswith("<?xml")
    assert client.get(f"{COMPARED}.csv?fraga=skala").find("h1"), "what is not compared is no file: the page tells why"
    told = client.get(f"{COMPARED}?omgang={second.id}&med={second.id}", status=422).words()
    assert "Välj två olika omgångar" in told
    client.get(f"{COMPARED}?omgang={uuid.uuid4()}", status=404)


def test_who_has_not_been_heard_is_told_while_the_survey_is_open(survey, db, client, build) -> None:
    found = list(less(None, {"a": "A", "b": "B"}, {"a": 2, "b": 98}, {"a": 50, "b": 50}, hide_small=True))
    assert [(one.label, one.n, one.of) for one in found] == [("A", None, 100)]
    assert not list(less(None, {"a": "A"}, {"a": 2}, {"a": 20}, hide_small=False)), "too few to say"
    build.district("2", "Öster", west=14.8)
    _answer(db, survey, 40, plats__geometry=PLACE)
    _answer(db, survey, 40, plats__geometry=PLACE.replace("14.75", "14.85"))
    client.sign_in(build.account("coordinator"))
    page = "/admin/enkater/trygghet/resultat"
    assert "inget att jämföra med" in client.get(page).words("#ej-horda")
    second = _again(db, survey)
    assert "När någon har svarat" in client.get(page).words() or "Här visas svaren" in client.get(page).words()
    _send(db, second, 35, **{"plats-geometry": PLACE})
    assert _rows(client.get(page))[0] == ["Öster", "0 av 35", "0,0 %", "50,0 %"]
    assert "Öster: 0 % av svaren nu, 50 % förra gången" in client.get("/admin").words()
