"""A survey is built on the page, without a script: every kind of question, conditions, order, two editors, publishing."""

from typing import Any

import pytest
from sqlalchemy import select

from dialog.people.kinds import FIELDS
from dialog.people.models import AuditEntry, SiteField
from dialog.survey.checking import TOLD
from dialog.survey.models import FrozenWave, Question, Survey, Wave
from tests.page import Page, PageClient


@pytest.fixture
def coordinator(client: PageClient, build: Any) -> PageClient:
    return client.sign_in(build.account("coordinator", name="Kim Koll"))


@pytest.fixture
def lawful(db: Any) -> None:
    """The texts that the law wants, filled in."""
    for field in FIELDS:
        if field.law:
            db.merge(SiteField(key=field.key, lang="sv", value="Ifyllt"))
    db.commit()


def made(client: PageClient, name: str = "Trygg i Öster") -> str:
    """Make an empty survey and return its address."""
    page = client.get("/admin/enkater/ny")
    page = client.submit(page.form("/ny").fill(namn=name))
    assert page.h1 == name
    return page.url.split("?")[0].removeprefix("http://localhost")


def add(client: PageClient, survey: str, kind: str, **fields: Any) -> Page:
    """Add a question in the last section by way of the page where its kind is chosen."""
    page = client.get(f"{survey}/fragor/ny")
    link = next(a.get("href") for a in page.find(".kinds a") if f"sort={kind}" in a.get("href"))
    form = client.get(link).form()
    for name, value in fields.items():
        form.set(name.replace("__", "-"), value)
    return client.submit(form, button=("do", "save"))


def two(prefix: str = "choice", **more: Any) -> dict[str, Any]:
    return {f"{prefix}__0__text__sv": "Ja", f"{prefix}__1__text__sv": "Nej", f"{prefix}__0__text__en": "Yes", **more}


EVERY_KIND: list[tuple[str, dict[str, Any]]] = [
    ("one", two(text__sv="Bor du här?", text__en="Do you live here?", required="1", other="1", no_answer="1")),
    ("several", two(text__sv="Vad är viktigt?", most="2", choice__1__alone="1")),
    ("scale", two(text__sv="Hur tryggt är det?", dont_know="1", choice__1__value="5")),
    ("matrix", two("choice", text__sv="Hur stora problem?", row__0__text__sv="Skräp", row__1__text__sv="Buller")),
    ("number", {"text__sv": "Hur många år?", "min": "0", "max": "99,5", "decimals": "1", "unit__sv": "år"}),
    ("short", {"text__sv": "Med ett ord?", "most_letters": "40", "is_remark": "1"}),
    ("text", {"text__sv": "Berätta mer", "feeling": "unsafe"}),
    ("place", {"text__sv": "Var är det otryggt?", "feeling": "unsafe", "stretch": "1", "when": "1"}),
    ("info", {"text__sv": "Nästan klart"}),
]


def questions(db: Any) -> list[Question]:
    db.expire_all()
    return list(db.scalars(select(Question).order_by(Question.section_id, Question.position)))


def test_an_empty_site_leads_to_the_survey_that_is_ready(coordinator: PageClient, db: Any) -> None:
    assert "enkät" in coordinator.get("/admin").words()
    page = coordinator.get("/admin/enkater")
    page = coordinator.submit(page.form("/forlaga"))
    assert page.h1 == "Hur tryggt är det där du bor?" and len(questions(db)) > 9
    assert "Utkast" in coordinator.get("/admin/enkater").words("table")
    again = coordinator.submit(coordinator.get("/admin/enkater/ny").form("/forlaga"))
    assert again.url.split("?")[0].endswith("trygghetsenkat-2")


def test_every_kind_of_question_is_built_and_shown_in_both_languages(coordinator: PageClient, db: Any) -> None:
    survey = made(coordinator)
    for kind, fields in EVERY_KIND:
        page = add(coordinator, survey, kind, **fields)
        assert "Frågan är tillagd" in page.words(), kind
        assert page.find(f"#fraga-{questions(db)[-1].id}")
    assert [q.kind for q in questions(db)] == [kind for kind, _fields in EVERY_KIND]
    by_kind = {q.kind: q for q in questions(db)}
    assert by_kind["one"].options["choices"][1] == {"code": "nej", "text": {"sv": "Nej"}, "is_other": True}
    assert by_kind["several"].options["most"] == 2 and by_kind["several"].options["choices"][1]["is_exclusive"]
    assert [c["value"] for c in by_kind["scale"].options["choices"]] == [1, 5]
    assert by_kind["number"].options == {"min": 0, "max": 99.5, "decimals": 1, "unit": {"sv": "år"}}
    for question in questions(db):  # what is saved unchanged is the same
        before = dict(question.options)
        page = coordinator.get(f"{survey}/fragor/{question.id}")
        coordinator.submit(page.form(), button=("do", "save"))
        assert next(q for q in questions(db) if q.id == question.id).options == before
    swedish = coordinator.get(f"{survey}/forhandsvisning")
    assert "Bor du här?" in swedish.words() and "Förhandsvisning" in swedish.words()
    english = coordinator.get(f"{survey}/forhandsvisning?sprak=en")
    assert "Do you live here?" in english.words() and english.document.get("lang") == "en"  # type: ignore[union-attr]
    assert not [f for f in english.find("main form") if f.get("method", "get").lower() == "post"]


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(coordinator: PageClient, db: Any) -> None:
    survey = made(coordinator)
    form = coordinator.get(f"{survey}/fragor/ny?sort=scale").form()
    form.fill(choice__0__text__sv="Låg", choice__0__value="x", hint__sv="Tips")
    page = coordinator.submit(form, button=("do", "save"), status=422)
    assert {a.get("href") for a in page.find(".error-summary a")} >= {
        "#text-sv",
        "#choice-0-value",
        "#choice-0-text-sv",
    }
    assert page.find("#choice-0-value")[0].get("value") == "x" and "Tips" in page.text
    assert not questions(db)


def test_choices_are_moved_added_and_taken_away_without_saving(coordinator: PageClient, db: Any) -> None:
    survey = made(coordinator)
    add(coordinator, survey, "one", **two(text__sv="Bor du här?", other="0"))
    address = f"{survey}/fragor/{questions(db)[0].id}"
    page = coordinator.submit(coordinator.get(address).form(), button=("do", "choice-down-0"))
    assert [i.get("value") for i in page.find("[name$='text-sv'][name^='choice']")] == ["Nej", "Ja"]
    assert page.find("#choice-down-1")[0].get("autofocus") is not None
    page = coordinator.submit(page.form(), button=("do", "choice-more"))
    assert len(page.find("[name$='text-sv'][name^='choice']")) == 5
    form = page.form().fill(choice__2__text__sv="Ibland")
    page = coordinator.submit(form, button=("do", "choice-up-2"))
    assert [q.options["choices"][0]["code"] for q in questions(db)] == ["ja"]  # nothing saved yet
    coordinator.submit(page.form(), button=("do", "save"))
    saved = questions(db)[0].options["choices"]
    assert [(c["code"], c.get("is_other")) for c in saved] == [("nej", None), ("ibland", None), ("ja", True)]


def test_conditions_order_and_copies(coordinator: PageClient, db: Any) -> None:
    survey = made(coordinator)
    add(coordinator, survey, "one", **two(text__sv="Bor du här?"))
    add(coordinator, survey, "text", text__sv="Hur är det att bo här?")
    first, second = questions(db)
    page = coordinator.get(f"{survey}/fragor/{second.id}/villkor")
    coordinator.submit(page.form().set("svar-bor_du_har", ["ja"]))
    assert questions(db)[1].condition == {"all": [{"question": "bor_du_har", "is": ["ja"]}]}
    page = coordinator.get(f"{survey}/fragor")
    assert "Visas bara för den som har svarat" in page.words()
    page = coordinator.submit(page.form(f"{second.id}/flytta"), button=("vart", "upp"))
    assert [q.code for q in questions(db)] == [second.code, first.code]
    checked = coordinator.get(f"{survey}/kontroll").words()
    assert "kommer senare" in page.words() and "kommer senare" in checked and "saknar text på engelska" in checked
    coordinator.submit(page.form(f"{second.id}/flytta"), button=("vart", "ned"))
    page = coordinator.submit(coordinator.get(f"{survey}/avsnitt/nytt").form().fill(title__sv="Platser"))
    coordinator.submit(page.form(f"{second.id}/flytta"), button=("vart", "ned"))
    sections = {q.code: q.section_id for q in questions(db)}
    assert sections[first.code] != sections[second.code]
    page = coordinator.get(f"{survey}/fragor")
    form = page.form(f"{first.id}/flytta")
    form.action = form.action.replace("/flytta", "/kopia")
    page = coordinator.submit(form)
    assert {q.code for q in questions(db)} == {"bor_du_har", "bor_du_har_2", second.code}
    asked = coordinator.get(f"{survey}/fragor/{first.id}/ta-bort")
    assert "Hur är det att bo här?" in asked.words()
    coordinator.submit(asked.form())
    assert "inte finns" in coordinator.get(f"{survey}/kontroll").words()
    page = coordinator.get(f"{survey}/fragor")
    section = page.find("[id^=avsnitt-ned-]")[0].get("id").removeprefix("avsnitt-ned-")
    coordinator.submit(page.form(f"{section}/flytta"), button=("vart", "ned"))
    assert coordinator.get(f"{survey}/fragor").find("h2")[0].text_content().endswith("Platser")


def test_the_second_of_two_editors_sees_what_the_first_wrote(client: PageClient, build: Any, app: Any, db: Any) -> None:
    one = client.sign_in(build.account("coordinator", name="Kim Koll"))
    other = PageClient(app).sign_in(build.account("coordinator", name="Alex Andra"))
    survey = made(one)
    add(one, survey, "text", text__sv="Berätta")
    address = f"{survey}/fragor/{questions(db)[0].id}"
    mine, theirs = one.get(address).form(), other.get(address).form()
    one.submit(mine.fill(text__sv="Berätta mer"), button=("do", "save"))
    page = other.submit(theirs.fill(text__sv="Vad vill du säga?"), button=("do", "save"), status=409)
    assert "Kim Koll" in page.words() and "Berätta mer" in page.words(".notice.alarm")
    assert page.find("#text-sv")[0].text.strip() == "Vad vill du säga?" and questions(db)[0].text["sv"] == "Berätta mer"
    other.submit(page.form(), button=("do", "save"))
    assert questions(db)[0].text["sv"] == "Vad vill du säga?"
    mine, theirs = one.get(f"{survey}/uppgifter").form(), other.get(f"{survey}/uppgifter").form()
    one.submit(mine.fill(purpose__sv="Därför"))
    page = other.submit(theirs.fill(purpose__sv="För att"), status=409)
    assert "Därför" in page.words(".notice.alarm") and page.find("#purpose-sv")[0].text.strip() == "För att"


def told(client: PageClient, survey: str) -> None:
    """Fill in what residents must be told."""
    form = client.get(f"{survey}/uppgifter").form()
    for topic in TOLD:
        form.set(f"{topic}-sv", "Så är det.")
    client.submit(form)


def test_nothing_is_published_while_the_law_wants_a_field(coordinator: PageClient, db: Any) -> None:
    survey = made(coordinator)
    told(coordinator, survey)
    add(coordinator, survey, "text", text__sv="Berätta")
    page = coordinator.get(f"{survey}/kontroll")
    assert "lagen kräver" in page.words() and not [
        b for b in page.find("main button") if "Publicera" in b.text_content()
    ]
    form = coordinator.get(f"{survey}/fragor").form("/flytta").set("mark", "x")
    form.action = f"http://localhost{survey}/publicera"
    assert "lagen kräver" in coordinator.submit(form, status=422).words(".error-summary")
    assert db.scalars(select(Wave.state)).all() == ["draft"]


def publish(client: PageClient, survey: str, **fields: Any) -> Page:
    return client.submit(client.get(f"{survey}/kontroll").form("/publicera").fill(**fields))


def test_a_published_wave_is_frozen_and_copied_to_the_next(coordinator: PageClient, lawful: None, db: Any) -> None:
    survey = made(coordinator)
    assert "saker måste rättas" in coordinator.get(f"{survey}/kontroll").words()
    told(coordinator, survey)
    add(coordinator, survey, "one", **two(text__sv="Bor du här?"))
    question = questions(db)[0]
    form = coordinator.get(f"{survey}/fragor/{question.id}").form()
    page = publish(coordinator, survey, closes_on="2026-12-31")
    assert "öppen för svar" in page.words() and "31 december 2026" in page.words("table")
    db.expire_all()
    assert len(questions(db)[0].wording) == 64
    assert "publicerad" in coordinator.submit(form, button=("do", "save"), status=409).words()
    db.commit()
    with pytest.raises(FrozenWave):
        questions(db)[0].text = {"sv": "Något annat"}
        db.flush()
    db.rollback()
    page = coordinator.get(f"{survey}/fragor")
    assert "går inte att ändra" in page.words() and not page.find("main a[href$='/villkor']")
    coordinator.submit(page.form("/ny-omgang"))
    coordinator.get(next(a.get("href") for a in coordinator.get(survey).find(".tabs a") if a.text == "Resultat"))
    first, second = db.scalars(select(Wave).order_by(Wave.number)).all()
    assert (first.state, second.state) == ("open", "draft")
    assert {q.code for q in questions(db)} == {"bor_du_har"} and len(questions(db)) == 2
    assert "är öppen" in coordinator.get(f"{survey}/kontroll").words()
    coordinator.submit(coordinator.get(f"{survey}/avsluta").form("/avsluta"))
    page = publish(coordinator, survey)
    assert [
        row.state for row in db.scalars(select(Wave).order_by(Wave.number).execution_options(populate_existing=True))
    ] == ["closed", "open"]
    assert len({q.wording for q in questions(db)}) == 1
    actions = set(db.scalars(select(AuditEntry.action)))
    assert {"survey.create", "survey.publish", "survey.close", "survey.new_wave", "survey.question_add"} <= actions


def test_what_was_read_is_what_is_published(client: PageClient, build: Any, app: Any, lawful: None, db: Any) -> None:
    one = client.sign_in(build.account("coordinator"))
    survey = made(one)
    told(one, survey)
    add(one, survey, "text", text__sv="Berätta")
    form = one.get(f"{survey}/kontroll").form("/publicera")
    add(one, survey, "text", text__sv="Mer?")
    assert "ändrat enkäten" in one.submit(form, status=409).words(".error-summary")
    late = one.get(f"{survey}/kontroll").form("/publicera").fill(closes_on="2020-01-01")
    assert one.submit(late, status=422).find("a[href='#closes_on']")
    assert db.scalars(select(Wave.state)).all() == ["draft"]


def test_promises_made_to_those_who_answered_are_not_widened(coordinator: PageClient, build: Any, db: Any) -> None:
    build.survey(slug="oster", police_reads=False, keep_months=12)
    form = coordinator.get("/admin/enkater/oster/uppgifter").form()
    assert coordinator.submit(form.fill(police_reads="1"), status=422).find("a[href='#police_reads']")
    form = coordinator.get("/admin/enkater/oster/uppgifter").form()
    assert coordinator.submit(form.fill(keep_months="13"), status=422).find("a[href='#keep_months']")
    form = coordinator.get("/admin/enkater/oster/uppgifter").form()
    assert coordinator.submit(form.fill(slug="vaster"), status=422).find("a[href='#slug']")
    coordinator.submit(coordinator.get("/admin/enkater/oster/uppgifter").form().fill(keep_months="6"))
    db.expire_all()
    assert db.scalar(select(Survey.keep_months)) == 6


def test_a_draft_and_a_copy(coordinator: PageClient, build: Any, db: Any) -> None:
    build.survey(slug="oster")
    page = coordinator.submit(
        coordinator.get("/admin/enkater/oster/kopia").form().fill(namn="Väster", adress="oster"), status=422
    )
    page = coordinator.submit(page.form().fill(adress="vaster"))
    assert page.h1 == "Väster"
    copied = db.scalar(select(Survey).where(Survey.slug == "vaster"))
    assert copied.registry_number == "" and copied.retention_decision == ""
    page = coordinator.submit(coordinator.get("/admin/enkater/vaster/ta-bort-utkast").form())
    assert page.h1 == "Enkäter" and db.scalars(select(Survey.slug)).all() == ["oster"]


def test_a_survey_goes_out_as_a_file_and_comes_in_again(coordinator: PageClient, build: Any) -> None:
    from io import BytesIO

    build.survey(slug="oster")
    file = coordinator.get("/admin/enkater/oster/fil").text
    form = coordinator.get("/admin/enkater/ny").form("/fil").set("fil", (BytesIO(file.encode()), "oster.json"))
    coordinator.submit(form)  # the address is taken, and a file is no place to mend it
    assert coordinator.get("/admin/enkater/oster-2/fil").text == file.replace('"oster"', '"oster-2"')
    broken = file.replace('"kind": "place"', '"kind": "where"')
    form = coordinator.get("/admin/enkater/ny").form("/fil").set("fil", (BytesIO(broken.encode()), "a.json"))
    assert "sections[" in coordinator.submit(form, status=422).words(".notice.alarm")


def test_another_surveys_question_is_not_there(coordinator: PageClient, build: Any, db: Any) -> None:
    one, other = made(coordinator, "Ett"), made(coordinator, "Två")
    add(coordinator, one, "text", text__sv="Berätta")
    question = questions(db)[0]
    for page in ("", "/villkor", "/ta-bort"):
        coordinator.get(f"{other}/fragor/{question.id}{page}", status=404)
    coordinator.get("/admin/enkater/finns-inte", status=404)


def test_analysts_read_and_taggers_see_the_list(client: PageClient, build: Any, app: Any) -> None:
    build.survey(slug="oster", state="draft")
    analyst = client.sign_in(build.account("analyst"))
    for path in ("", "/uppgifter", "/fragor", "/kontroll", "/forhandsvisning", "/fil"):
        analyst.get(f"/admin/enkater/oster{path}")
    assert not analyst.get("/admin/enkater/oster/fragor").find("main form")
    analyst.get("/admin/enkater/ny", status=403)
    tagger = PageClient(app).sign_in(build.account("tagger"))
    tagger.get("/admin/enkater/oster")
    tagger.get("/admin/enkater/oster/fragor", status=403)
    PageClient(app).get("/admin/enkater", status=302)
