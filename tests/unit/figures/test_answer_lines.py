"""What of a survey can be told in numbers, who was asked it, and when answers and remarks can stand beside each other."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dialog.figures.publishing.answers import WHOLE
from dialog.figures.publishing.beside import follow_ups_have_room, has_room
from dialog.figures.publishing.lines import GIVEN, Line, class_of, lines_of, with_those_before
from dialog.figures.publishing.told import shown_answers
from dialog.survey.questionnaire import Questionnaire, compile_wave
from tests.surveys import as_wave, choice, question, spec, when, words


def asked(*questions: dict) -> Questionnaire:
    return compile_wave(as_wave([{"title": words("Ett"), "intro": {}, "questions": list(questions)}]))


def test_lines_are_what_has_choices_or_numbers_and_follow_what_says_who_was_asked() -> None:
    lines = lines_of(compile_wave(as_wave(spec())))
    assert [line.key for line in lines] == [
        "evening",
        "role",
        "problems.litter",
        "problems.traffic",
        "avoids",
        "often",
        "changed",
    ]
    assert lines[-1].asked_if == ("avoids", frozenset({"yes"}))
    assert [line.key for line in with_those_before(lines, ["often", "finns_inte"])] == ["avoids", "often"]


def test_a_question_that_two_answers_decide_on_is_left_out_unless_one_says_the_other() -> None:
    yes_no = {"options": {"choices": [choice("yes", "Ja"), choice("no", "Nej")]}}
    both = {"all": [{"question": "a", "is": ["yes"]}, {"question": "b", "is": ["yes"]}]}
    first, second = question("a", "one", "A?", **yes_no), question("b", "one", "B?", **yes_no)
    third = question("c", "one", "C?", condition=both, **yes_no)
    assert [line.key for line in lines_of(asked(first, second, third))] == ["a", "b"]
    chained = question("b", "one", "B?", condition=when("a", "yes"), **yes_no)
    assert lines_of(asked(first, chained, third))[-1].asked_if == ("b", frozenset({"yes"}))
    of_a_place = question("c", "one", "C?", condition=when("var", "x"), **yes_no)
    assert [line.key for line in lines_of(asked(first, of_a_place))] == ["a"]


def several(**more: object) -> Line:
    options = {"choices": [choice("x", "X"), choice("y", "Y"), choice("z", "Inget", is_exclusive=True)], **more}
    return lines_of(asked(question("q", "several", "Vad?", options={**options, "no_answer": True})))[0]


def test_sets_hold_no_choice_that_goes_with_no_other() -> None:
    line = several()
    values = line.values(["x+y", "-"])
    assert sorted(values) == ["-", "?no_answer", "x", "x+y", "y", "z"]
    assert line.within("x", values) == {"x", "x+y"} and line.within(GIVEN, values) == {"x", "y", "z", "x+y"}
    assert line.among({"no_answer", "z"}, values) == {"?no_answer", "z"}


@given(
    st.floats(-5, 12_000, allow_nan=False),
    st.sampled_from([None, -40, 0, 2, 6]),
    st.sampled_from([None, 10, 50, 2000]),
    st.booleans(),
)
def test_every_number_has_a_class_and_the_classes_come_in_order(n: float, least, largest, with_decimals) -> None:
    options = {name: value for name, value in (("min", least), ("max", largest)) if value is not None}
    line = lines_of(asked(question("n", "number", "Hur många?", options={**options, "decimals": int(with_decimals)})))[
        0
    ]
    starts = [int(key.partition("_")[2]) for key in line.parts]
    assert starts == sorted(set(starts)) and class_of(line, n) in line.parts
    assert largest is None or starts[-1] <= largest


def test_classes_are_told_in_words() -> None:
    line = lines_of(asked(question("n", "number", "Hur många?", options={"min": 0, "max": 12})))[0]
    assert [words["sv"] for words in line.parts.values()] == ["0", "1–2", "3–5", "6–10", "11–20"]


def test_classes_are_even_where_the_usual_ones_would_be_one_and_none_where_nothing_can_be_told() -> None:
    def starts(**bounds: int) -> list[str]:
        return [key for line in lines_of(asked(question("n", "number", "När?", options=bounds))) for key in line.parts]

    assert starts(min=1920, max=2015) == [f"even_{year}" for year in range(1920, 2020, 10)]
    assert starts(min=-30, max=-1)[0] == "even_-30" and 1 < len(starts(min=-30, max=-1)) <= 10
    assert starts(max=-1) == []


def test_a_question_that_follows_from_a_state_says_so() -> None:
    yes_no = {"options": {"choices": [choice("yes", "Ja"), choice("no", "Nej")], "dont_know": True}}
    first = question("a", "one", "A?", **yes_no)
    follows = question("b", "one", "B?", condition={"all": [{"question": "a", "is": ["yes", "dont_know"]}]}, **yes_no)
    lines = lines_of(asked(first, follows))
    found = shown_answers(lines, {WHOLE: 50}, {}).lines[-1].asked_if
    assert found is not None and [words["sv"] for words in found[1]] == ["Ja", "Vet ej"]


def test_answers_and_remarks_stand_beside_each_other_where_enough_left_the_words_empty() -> None:
    free, follows = asked(question("t", "text", "Berätta?"), question("a", "one", "A?", options={"choices": [choice("x", "X"), choice("y", "Y")]}),
                          question("p", "place", "Var?", condition=when("a", "x"))).questions[::2]  # fmt: skip
    assert has_room(40, {"t": 35}, [free]) and has_room(40, {"t": 40}, [free])
    assert not has_room(40, {"t": 38}, [free])
    assert not has_room(40, {"p": 20}, [follows]) and not has_room(40, {"t": 35, "p": 20}, [free, follows])
    assert has_room(40, {"t": 20, "p": 20}, [free, follows])
    assert follow_ups_have_room({"p": 25}, {"p": 20}, [follows]) and not follow_ups_have_room(
        {"p": 24}, {"p": 20}, [follows]
    )
    assert not follow_ups_have_room({"p": 25}, {"p": 20}, [follows], less=1)
    assert not follow_ups_have_room({}, {}, [follows]), "nobody knows how many were asked"
    other = replace(follows, code="q")
    assert not follow_ups_have_room({"p": 30, "q": 29}, {"p": 20, "q": 20}, [follows, other])
    assert follow_ups_have_room({"p": 30, "q": 30}, {"p": 20, "q": 20}, [follows, other])
