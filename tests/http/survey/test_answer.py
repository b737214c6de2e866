"""Answering a survey: every kind, conditions, what is wrong, languages, sending twice."""

import uuid

import pytest
from sqlalchemy import func, select

from dialog.remark.models import Remark
from dialog.survey import queries
from dialog.survey.models import Answer, Question, Response
from tests.surveys import good_answers


def filled(client, slug="trygghet", prefix="", **more):
    form = client.get(f"{prefix}/enkat/{slug}").form()
    for name, values in good_answers(**more).items():
        form.set(name, values)
    return form


def stored(db):
    rows = db.execute(select(Question.code, Answer).join(Question, Question.id == Answer.question_id)).all()
    return {(code, answer.item): answer for code, answer in rows}


def test_a_resident_answers_every_kind_of_question(client, build, db):
    wave = build.survey().waves[0]
    page = client.submit(filled(client))
    assert "framme" in page.h1 and len(page.words("#receipt-code").replace("-", "")) == 26
    response = db.scalars(select(Response)).one()
    assert (response.wave_id, response.week, response.channel, response.lang) == (wave.id, 202647, "web", "sv")
    found = stored(db)
    assert found["evening", ""].choice == "rather_unsafe" and found["problems", "traffic"].state == "dont_know"
    assert found["often", ""].number == 2.5 and found["changed", "other"].words == "Bänkar"
    remarks = {remark.id: remark for remark in db.scalars(select(Remark))}
    told = remarks[found["tell", ""].remark_id]
    assert (told.text, told.source, told.origin_id, told.week) == ("Det är mörkt i tunneln.", "enkat", wave.id, 202647)
    place = remarks[found["where", ""].remark_id]
    assert (place.place_words, place.feeling, place.lat) == ("Tunneln vid stationen", "unsafe", 56.879)
    assert remarks[found["light_where", ""].remark_id].text == "Norra ingången"
    assert found["tell", ""].words is None and len(remarks) == 3


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_page_stands_in_each_language_and_marks_what_is_only_in_swedish(client, build, lang):
    build.survey()
    page = client.get("/enkat/trygghet" if lang == "sv" else "/en/enkat/trygghet")
    assert page.h1 == {"sv": "Trygg i Öster", "en": "Safe in Öster"}[lang]
    marked = [e.text_content() for e in page.find('main span[lang="sv"]')]
    assert ("Vad kallar du ditt område?" in marked) == (lang == "en")
    assert "How safe do you feel" not in marked
    if lang == "en":
        sent = client.submit(filled(client, prefix="/en"))
        assert "/en/enkat/trygghet" in sent.url


def test_a_question_says_in_words_when_it_is_to_be_answered(client, build):
    build.survey()
    page = client.get("/enkat/trygghet")
    said = [" ".join(e.text_content().split()) for e in page.find(".only-if")]
    assert said[0] == "Svara bara om du svarade ”Ja” på frågan ”Finns det någon plats som du undviker?”."
    assert page.find('[data-question="often"]')[0].get("data-condition") == '[["avoids", ["yes"]]]'
    assert page.words(".progress") == "Del 1 av 3"


def test_before_it_starts_it_is_told_who_asks_who_reads_and_what_happens(client, build):
    build.survey()
    words = client.get("/enkat/trygghet").words("main")
    for part in ("112", "114 14", "Växjö kommun och polisen frågar", "Polisen läser också", "allmän handling", "KS 2026/123",
                 "sparas i två år", "Vi svarar på webbplatsen i mars", "Ring 0470-410 00", "ungefär 5 minuter", "Innan du skickar"):  # fmt: skip
        assert part in words, part


def test_a_hidden_answer_is_not_stored(client, build, db):
    build.survey()
    client.submit(filled(client, avoids="no"))
    assert {code for code, _ in stored(db)} == {"evening", "role", "problems", "avoids", "nickname", "tell"}
    assert [remark.text for remark in db.scalars(select(Remark))] == ["Det är mörkt i tunneln."]


def test_what_is_wrong_is_told_with_a_link_and_nothing_typed_is_lost(client, build, db):
    build.survey()
    odd = "En \"text\" <b>med</b> tecken & 'fnuttar'\nrad två"
    page = client.submit(filled(client, evening=None, often="ofta", tell=odd, changed=["light", "nothing"]), status=422)
    assert page.find("title")[0].text_content().startswith("Fel: ")
    links = [(a.get("href"), " ".join(a.text_content().split())) for a in page.find("#error-summary a")]
    assert [href for href, _ in links] == ["#q-evening", "#q-often", "#q-changed"]
    assert links[1][1] == "Hur ofta, ungefär, den senaste veckan? Skriv med siffror, till exempel 3."
    for href, _ in links:
        assert page.find(href), href
    assert page.find("#q-often")[0].get("aria-invalid") == "true"
    kept = dict(page.form().values)
    assert (kept["q-often"], kept["q-tell"].removeprefix("\n"), kept["q-role-other"]) == (
        "ofta",
        odd,
        "Rastar hunden",
    )
    assert kept["q-where-geometry"] and page.headers["Cache-Control"] == "no-store"
    assert db.scalar(select(func.count()).select_from(Response)) == 0
    mended = client.submit(page.form().set("q-evening", "very_safe").set("q-often", "2").set("q-changed", ["light"]))
    assert "framme" in mended.h1 and stored(db)["evening", ""].choice == "very_safe"


def test_a_place_far_away_is_refused_with_its_reason(client, build, db, monkeypatch):
    build.survey()
    build.district()
    far = '{"type":"Point","coordinates":[56.879,14.805]}'
    page = client.submit(filled(client, where__geometry=far), status=422)
    assert (
        "bytt plats" in page.words("#error-summary")
        and page.find("#error-summary a")[0].get("href") == "#q-where-words"
    )
    look, seen = queries.problems_of_places, []  # the districts came after the first look
    monkeypatch.setattr(queries, "problems_of_places", lambda *asked: look(*asked) if seen else seen.append(1) or [])
    page = client.submit(filled(client, where__geometry=far), status=422)
    assert "bytt plats" in page.words("#error-summary") and not stored(db)


def test_a_new_visit_gets_a_new_id_and_going_back_finds_the_same(client, build):
    build.survey()
    one, other = client.get("/enkat/trygghet"), client.get("/enkat/trygghet")
    ids = [dict(page.form().values)["inlamning"] for page in (one, other)]
    assert ids[0] != ids[1] and all(uuid.UUID(i).version == 4 for i in ids)
    assert one.headers["Cache-Control"] == "private, no-cache" and "ETag" not in one.headers
    assert not one.headers.getlist("Set-Cookie")


def test_r4_sending_again_is_one_response_and_the_first_stands(client, build, db):
    build.survey()
    form = filled(client)
    first = client.submit(form)
    again = client.submit(form)
    assert again.words("#receipt-code") == first.words("#receipt-code") and "räknas en gång" in again.words("main")
    for n in range(20):
        other = client.submit(form.set("q-tell", f"Något annat {n}"), status=409)
        assert "redan skickat" in other.h1
    assert db.scalar(select(func.count()).select_from(Response)) == 1
    assert (
        stored(db)["tell", ""].remark_id
        == db.scalars(select(Remark.id).where(Remark.text == "Det är mörkt i tunneln.")).one()
    )


def test_what_was_taken_back_is_gone_and_stays_gone(client, build, db):
    from dialog.base.keys import read_receipt
    from dialog.remark.operations import take_back

    build.survey()
    form = filled(client)
    code = read_receipt(client.submit(form).words("#receipt-code"))
    assert take_back(db, code).is_erased
    db.commit()
    for table in (Response, Answer, Remark):
        assert db.scalar(select(func.count()).select_from(table)) == 0
    assert "tagits tillbaka" in client.submit(form, status=410).h1
    assert db.scalar(select(func.count()).select_from(Response)) == 0


def test_without_a_decision_on_gallring_it_is_set_aside_whole(client, build, db):
    from dialog.base.keys import read_receipt
    from dialog.remark.models import SetAside
    from dialog.remark.operations import take_back

    build.survey(retention_decision="")
    code = read_receipt(client.submit(filled(client)).words("#receipt-code"))
    assert not take_back(db, code).is_erased
    aside = db.scalars(select(SetAside)).one()
    answers = {(answer["code"], answer["item"]): answer for answer in aside.content["answers"]}
    assert (aside.kind, aside.week, aside.content["slug"]) == ("response", 202647, "trygghet")
    assert answers["tell", ""]["remark"]["text"] == "Det är mörkt i tunneln." and answers["often", ""]["number"] == 2.5
    assert db.scalar(select(func.count()).select_from(Remark)) == 0


def test_a_form_without_its_hidden_values_is_kept_and_asked_for_again(client, build):
    build.survey()
    page = client.submit(filled(client).set("inlamning", None), status=422)
    assert "Skicka en gång till" in page.words("#error-summary")
    assert "framme" in client.submit(page.form()).h1


@pytest.mark.parametrize(("state", "status", "part"), [("closed", 200, "har stängt"), ("draft", 404, "inte öppnat än")])
def test_a_survey_that_is_not_open_says_so(client, build, state, status, part):
    build.survey(state=state)
    build.survey("oppen")
    page = client.get("/enkat/trygghet", status=status)
    assert part in page.h1 and page.find('a[href="/enkat/oppen"]')
    assert ("Trygg i Öster" in page.h1) == (state == "closed")


def test_an_address_without_a_survey_says_so(client, build):
    assert "finns inte" in client.get("/enkat/ingen", status=404).h1
    assert client.post("/enkat/ingen", {}, status=404)


def test_the_last_day_counts_and_the_day_after_does_not(client, build, db):
    from datetime import date

    survey = build.survey(closes_on=date(2026, 11, 19))
    form = filled(client)
    survey.waves[0].closes_on = date(2026, 11, 18)
    db.commit()
    assert "har stängt" in client.get("/enkat/trygghet").h1
    late = client.submit(form, status=409)
    assert "medan du svarade" in late.words("main")
    assert db.scalar(select(func.count()).select_from(Response)) == 0


def test_at_a_stand_nothing_is_kept_and_the_next_person_starts_afresh(client, build, db):
    build.survey()
    page = client.get("/enkat/trygghet?monter=1")
    assert page.headers["Cache-Control"] == "no-store" and page.find("form[data-stand]")
    form = page.form()
    for name, values in good_answers().items():
        form.set(name, values)
    done = client.submit(form)
    assert done.find('a.button[href="/enkat/trygghet?monter=1"]') and done.headers["Cache-Control"] == "no-store"
    assert db.scalars(select(Response.channel)).one() == "tablet"


def test_the_paper_form_holds_everything_but_what_is_hidden(client, build):
    build.survey()
    page = client.get("/enkat/trygghet/utskrift")
    words = page.words("main")
    for part in (
        "Finns det någon plats",
        "Svara bara om du svarade ”Ja”",
        "Nedskräpning",
        "gånger",
        "Vet ej",
        "Annat, vad då?",
    ):
        assert part in words, part
    assert not page.find("main input") and "inlamning" not in page.text
    client.get("/enkat/ingen/utskrift", status=404)


def test_the_page_is_sent_compressed_as_it_is_sent_plain(client, build):
    import gzip

    build.survey()
    plain = client.get("/enkat/trygghet")
    packed = client.http.get("/enkat/trygghet", headers={"Accept-Encoding": "gzip"})
    text = gzip.decompress(packed.data).decode()
    visit = [dict(plain.form().values)[name] for name in ("inlamning", "besok")]
    assert len(packed.data) < 13_000 and packed.headers["Content-Encoding"] == "gzip"
    cut = text.index('name="inlamning"'), text.index("</form>")
    there = plain.text.index('name="inlamning"'), plain.text.index("</form>")
    assert text[: cut[0]] == plain.text[: there[0]] and text[cut[1] :] == plain.text[there[1] :]
    assert all(value in plain.text and value not in text for value in visit)


def test_a_change_of_the_survey_shows_at_once(client, build, db):
    survey = build.survey()
    client.get("/enkat/trygghet")
    survey.title = {"sv": "Trygg i Norr"}
    survey.version += 1  # as every edit does
    db.commit()
    assert client.get("/enkat/trygghet").h1 == "Trygg i Norr"


def test_an_open_survey_costs_few_questions_to_the_database(client, build, queries):
    build.survey()
    client.get("/enkat/trygghet")
    queries.clear()
    client.get("/enkat/trygghet")
    assert len([q for q in queries if "site_fields" not in q]) == 1
