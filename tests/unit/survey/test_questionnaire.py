"""Reading a filled-in form: each kind, what is wrong with it, and what conditions hide."""

import pytest

from dialog.survey.questionnaire import compile_wave, fill, shown_codes
from dialog.survey.questionnaire.numbers import NotThisNumber, read_number
from tests.surveys import as_wave, good_answers, question, spec, when

QUESTIONNAIRE = compile_wave(as_wave())


def answers(**more):
    filled = fill(QUESTIONNAIRE, good_answers(**more))
    assert not filled.problems, filled.problems
    codes = {q.id: q.code for q in QUESTIONNAIRE.questions}
    return {(codes[row.question_id], row.item): row for row in filled.answers}


def problems(**more):
    return [(p.field, p.message) for p in fill(QUESTIONNAIRE, good_answers(**more)).problems]


def test_every_kind_is_read_as_it_is_stored():
    found = answers()
    assert (found["evening", ""].choice, found["evening", ""].number) == ("rather_unsafe", 2)
    assert (found["role", ""].choice, found["role", ""].words) == ("other", "Rastar hunden")
    assert (found["problems", "litter"].choice, found["problems", "litter"].number) == ("big", 2)
    assert (found["problems", "traffic"].state, found["problems", "traffic"].choice) == ("dont_know", None)
    assert found["often", ""].number == 2.5
    assert found["where", ""].said.geometry == {"type": "Point", "coordinates": [14.805, 56.879]}
    assert (found["where", ""].said.place_words, found["where", ""].said.feeling) == ("Tunneln vid stationen", "unsafe")
    assert {item for code, item in found if code == "changed"} == {"light", "other"}
    assert found["changed", "other"].words == "Bänkar"
    assert (found["light_where", ""].said.text, found["light_where", ""].words) == ("Norra ingången", None)
    assert found["nickname", ""].words == "Öster"
    assert found["tell", ""].said.text == "Det är mörkt i tunneln."


def test_no_answer_stores_nothing_and_dont_know_is_an_answer_of_its_own():
    found = answers(role=None, role__other=None, tell=None, tell__state="no_answer")
    assert ("role", "") not in found
    assert (found["tell", ""].state, found["tell", ""].said) == ("no_answer", None)


def test_what_a_condition_hides_is_not_stored_however_it_was_sent():
    found = answers(avoids="no", often="not a number")
    assert {code for code, _ in found} == {"evening", "role", "problems", "avoids", "nickname", "tell"}


def test_a_chain_of_conditions_ends_at_the_first_that_does_not_hold():
    assert "light_where" in shown_codes(QUESTIONNAIRE, good_answers())
    assert "light_where" not in shown_codes(QUESTIONNAIRE, good_answers(changed=["people"]))
    assert "light_where" not in shown_codes(QUESTIONNAIRE, good_answers(avoids="no", changed=["light"]))


def test_a_condition_may_ask_for_dont_know():
    sections = spec()
    sections[2]["questions"].append(
        question("why", "short", "Varför?", condition=when("avoids", "dont_know", "no_answer"))
    )
    asked = compile_wave(as_wave(sections))
    assert "why" in shown_codes(asked, good_answers(avoids="dont_know"))
    assert "why" not in shown_codes(asked, good_answers())


@pytest.mark.parametrize(
    ("change", "field", "part"),
    [
        ({"evening": None}, "q-evening", "Välj ett svar."),
        ({"evening": ["very_safe", "very_unsafe"]}, "q-evening", "bara ett"),
        ({"evening": "made_up"}, "q-evening", "som står på sidan"),
        ({"evening": "no_answer"}, "q-evening", "som står på sidan"),
        ({"role": "live"}, "q-role", "Ta bort det ena"),
        ({"often": None}, "q-often", "till exempel"),
        ({"often": "ofta"}, "q-often", "med siffror"),
        ({"often": "51"}, "q-often", "mellan"),
        ({"often": "-1"}, "q-often", "mellan"),
        ({"often": "1,25"}, "q-often", "decimaler"),
        ({"often__state": "dont_know"}, "q-often", "Vet ej"),
        ({"changed": ["light", "people", "clean", "other"]}, "q-changed", "högst"),
        ({"changed": ["light", "nothing"], "changed__other": None}, "q-changed", "går inte ihop"),
        ({"changed": ["dont_know", "no_answer"], "changed__other": None}, "q-changed", "antingen"),
        ({"changed": ["dont_know", "light"], "changed__other": None}, "q-changed", "Vet ej"),
        ({"nickname": "x" * 41}, "q-nickname", "Korta"),
        ({"role__other": "x" * 201}, "q-role-other", "Korta"),
        ({"where__geometry": "{"}, "q-where-words", "Platsen"),
        ({"where__geometry": '{"type":"Point","coordinates":[14,56,3]}'}, "q-where-words", "höjd"),
        ({"where__geometry": '{"type":"Polygon","coordinates":[[[1,1],[2,2],[1,2],[1,1]]]}'}, "q-where-words", "form"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field(change, field, part):
    found = problems(**change)
    assert [f for f, _ in found] == [field]
    assert part in found[0][1]


def test_problems_come_in_the_order_of_the_questions():
    found = [f for f, _ in problems(evening=None, often="x", nickname="x" * 99)]
    assert found == ["q-evening", "q-often", "q-nickname"]


def test_an_empty_form_is_no_answer():
    sections = [{"title": {"sv": "A"}, "intro": {}, "questions": [question("a", "short", "A?")]}]
    filled = fill(compile_wave(as_wave(sections)), {})
    assert filled.answers == [] and "minst en" in filled.problems[0].message


def test_a_required_matrix_asks_for_each_row():
    sections = spec()
    sections[0]["questions"][2]["is_required"] = True
    found = fill(compile_wave(as_wave(sections)), good_answers(problems__litter=None)).problems
    assert [p.field for p in found] == ["q-problems-litter"] and found[0].facts["row"]["sv"] == "Nedskräpning"


def test_words_alone_place_a_remark_and_so_does_the_map_alone():
    assert answers(where__geometry="")["where", ""].said.geometry is None
    assert answers(where__words="")["where", ""].said.place_words == ""


def test_words_under_annat_choose_it():
    assert answers(role=None)["role", ""].choice == "other"
    assert answers(changed=["light"])["changed", "other"].words == "Bänkar"


def test_control_characters_are_taken_away():
    assert answers(tell="A\0B\x1b\ud800\r\nC")["tell", ""].said.text == "AB\nC"
    assert answers(nickname="Ö\nst\ter")["nickname", ""].words == "Ö st er"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3", 3),
        ("3,5", 3.5),
        ("3.5", 3.5),
        (" 3 ", 3),
        ("3 gånger", 3),
        ("3 times", 3),
        ("٣", 3),
        ("-0", 0),
        ("3,0", 3),
        ("+4", 4),
    ],
)
def test_numbers_are_read_as_people_write_them(written, number):
    assert read_number(QUESTIONNAIRE.by_code["often"], written) == number


@pytest.mark.parametrize(
    "written", ["", "tre", "1e3", "inf", "nan", "0x10", "3,", ",5", "1,2,3", "9" * 400, "½", "3-4"]
)
def test_what_is_no_number_is_told_with_an_example(written):
    with pytest.raises(NotThisNumber) as told:
        read_number(QUESTIONNAIRE.by_code["often"], written)
    assert "example" in told.value.facts


def test_a_thousand_with_a_point_is_asked_about_rather_than_guessed():
    sections = [{"title": {}, "intro": {}, "questions": [question("n", "number", "N?", options={"max": 5000})]}]
    asked = compile_wave(as_wave(sections)).by_code["n"]
    assert read_number(asked, "1 000") == 1000
    with pytest.raises(NotThisNumber):
        read_number(asked, "1.000")


def test_the_same_answers_have_the_same_content():
    one, same = (fill(QUESTIONNAIRE, good_answers()).content() for _ in range(2))
    assert one == same != fill(QUESTIONNAIRE, good_answers(tell="Annat")).content()
