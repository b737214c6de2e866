"""Results of a survey: every kind of question counted, cut three ways, small groups hidden."""

import json
import uuid

import pytest

from dialog.survey.operations import submit_response
from dialog.survey.queries import questionnaire_of
from dialog.survey.questionnaire import fill


@pytest.fixture
def survey(build, db):
    build.district("1", "Väster", west=14.7)
    return build.survey(sections=SECTIONS)


def _w(text: str) -> dict:
    return {"sv": text, "en": text}


def _question(code: str, kind: str, **options) -> dict:
    return {
        "code": code,
        "kind": kind,
        "text": _w(f"Fråga {code}"),
        "hint": {},
        "is_required": False,
        "options": options,
        "condition": None,
    }


def _choices(*codes: str, values: bool = False) -> list[dict]:
    return [{"code": c, "text": _w(c.capitalize())} | ({"value": n} if values else {}) for n, c in enumerate(codes)]


SECTIONS = [
    {
        "title": _w("Del"),
        "intro": {},
        "questions": [
            _question("en", "one", choices=_choices("ja", "nej"), dont_know=True),
            _question("flera", "several", choices=_choices("a", "b", "c"), most=2),
            _question("skala", "scale", choices=_choices("lag", "mitt", "hog", values=True)),
            _question(
                "matris", "matrix", rows=_choices("skrap", "buller"), choices=_choices("inget", "stort", values=True)
            ),
            _question("tal", "number", min=0, max=31, decimals=0, unit=_w("kvällar")),
            _question("plats", "place", feeling="unsafe", stretch=False, when=True),
            _question("ord", "text", most_letters=500, feeling=None),
        ],
    }
]


def _answer(db, survey, n: int, *, channel: str = "web", **fields) -> None:
    wave = survey.waves[0]
    form = {f"q-{name.replace('__', '-')}": v if isinstance(v, list) else [v] for name, v in fields.items()}
    filled = fill(questionnaire_of(db, wave.id), form)
    assert not filled.problems, filled.problems
    for _ in range(n):
        visit = {"visit_id": uuid.uuid4(), "visit_secret": "s" * 24}
        submit_response(db, wave_id=wave.id, filled=filled, **visit, channel=channel, lang="sv")
    db.commit()


def test_every_kind_is_counted(survey, db, client, build) -> None:
    place = json.dumps({"type": "Point", "coordinates": [14.75, 56.85]})
    _answer(
        db,
        survey,
        6,
        en="ja",
        flera=["a", "b"],
        skala="hog",
        matris__skrap="stort",
        matris__buller="inget",
        tal="10",
        plats__geometry=place,
        ord="Mörkt",
    )
    _answer(db, survey, 5, channel="paper", en="nej", flera=["b"], skala="lag", matris__skrap="inget", tal="2")
    _answer(db, survey, 1, en="dont_know")
    client.sign_in(build.account("tagger"))
    page = client.get("/admin/enkater/trygghet/resultat")
    words = page.words()
    assert "12 svar" in words and "Ja 6 · 54,5 %" in words and "Nej 5 · 45,5 %" in words and "Vet ej: 1" in words
    assert "A 6 · 54,5 %" in words and "B 11 · 100,0 %" in words
    assert "Medelvärde 1,1, median 2,0" in words and "Medelvärde 6,4, median 10,0. Enhet: kvällar." in words
    assert "1–2 5 · 45,5 %" in words and "6–10 6 · 54,5 %" in words
    assert "Webben: 7, Papper: 5" in words and "inte alla invånare" in words
    assert page.find("a[href*='omgang=']")
    paper = client.get("/admin/enkater/trygghet/resultat?kanal=paper&fran=2020-01")
    assert "5 svar" in paper.words("p.lead")
    (cut,) = [a.get("href") for a in paper.find("main a") if a.text_content() == "Dela upp en fråga"]
    assert cut.endswith("&kanal=paper&fran=2020-W01")
    assert client.get(cut).find("select[name=kanal] option[selected]")[0].get("value") == "paper"
    where = page.find("select[name=omrade] option")[1].get("value")
    assert "6 svar" in client.get(f"/admin/enkater/trygghet/resultat?omrade={where}").words("p.lead")
    assert "Ändra urvalet" in client.get("/admin/enkater/trygghet/resultat?fran=2027-01").words("div.empty")
    assert "Färre än 30 svar" in words, "eleven answers say nothing of the group"
    saved = next(
        a.get("href") for a in page.find("a[download]") if "skrap" in a.get("href") and ".csv" in a.get("href")
    )
    assert "Svar;Antal;Andel\r\nInget;5;45,5 %\r\nStort;6;54,5 %" in client.get(saved).text
    picture = client.get(saved.replace(".csv", ".svg")).text
    assert picture.startswith("<?xml") and "6 · 54,5 %" in picture and "11 har svarat på frågan" in picture
    assert client.get("/admin/enkater/trygghet/resultat.csv?fraga=finns-inte").find("h1")


def test_a_share_of_many_has_its_interval(survey, db, client, build) -> None:
    _answer(db, survey, 20, en="ja")
    _answer(db, survey, 20, en="nej")
    client.sign_in(build.account("analyst"))
    page = client.get("/admin/enkater/trygghet/resultat")
    assert [(line.get("x1"), line.get("x2")) for line in page.find("#q-en-bars-heading ~ *, figure.bars line")][-1] == (
        "35.20%", "64.80%",
    ), "Wilson's interval of 20 of 40"  # fmt: skip
    assert "19 gånger av 20" in page.words()
    row = page.find("tbody tr")[0].text_content()
    assert "50,0 %" in row and "35,2 % till 64,8 %" in row, "what is drawn stands in the table"
    table = client.get("/admin/enkater/trygghet/resultat.csv?fraga=en").text
    assert "Svar;Antal;Andel;Slumpen kan ge\r\nJa;20;50,0 %;35,2 % till 64,8 %" in table


def test_who_may_not_read_texts_sees_no_small_group(survey, db, client, build) -> None:
    _answer(db, survey, 8, en="ja")
    _answer(db, survey, 2, en="nej", channel="tablet")
    client.sign_in(build.account("coordinator"))
    words = client.get("/admin/enkater/trygghet/resultat").words()
    assert "Ja färre än fem" in words and "Nej färre än fem" in words and "8" not in words.split("Fråga en")[1][:40]
    assert "för få för att visa något" in client.get("/admin/enkater/trygghet/resultat?kanal=tablet").words()


def test_waves_are_apart_and_unknown_ones_are_not_found(survey, client, build) -> None:
    client.sign_in(build.account("analyst"))
    assert "när någon har svarat" in client.get("/admin/enkater/trygghet/resultat").words()
    client.get("/admin/enkater/finns-inte/resultat", status=404)
    client.get("/admin/enkater/trygghet/resultat?omgang=x", status=404)
    client.get(f"/admin/enkater/trygghet/resultat?omgang={uuid.uuid4()}", status=404)
    build.survey("utkast", state="draft")
    client.get("/admin/enkater/utkast/resultat", status=404)
