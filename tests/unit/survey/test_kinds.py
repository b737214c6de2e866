"""What must be true of a question's definition, and when two read alike."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.survey.kinds import KINDS, SENTENCES, problems_of, wording_of
from dialog.survey.questionnaire import compile_wave, fill
from tests.surveys import FEELS, as_wave, choice, question, spec, when, words


def made(*args, **more):
    return SimpleNamespace(**question(*args, **more))


def test_every_question_of_the_example_is_whole():
    for section in spec():
        for q in section["questions"]:
            assert problems_of(SimpleNamespace(**q)) == [], q["code"]


TWO = [choice("a", "A"), choice("b", "B")]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (made("Å", "one", "?", options={"choices": TWO}), "code_is_wrong"),
        (made("a-b", "short", "?"), "code_is_wrong"),
        (made("a", "short", " "), "text_is_missing"),
        (made("a", "ranking", "?"), "kind_is_unknown"),
        (made("a", "one", "?"), "choices_are_few"),
        (made("a", "one", "?", options={"choices": [*TWO, choice("a", "C")]}), "choice_code_is_twice"),
        (made("a", "one", "?", options={"choices": [*TWO, choice("dont_know", "C")]}), "choice_code_is_wrong"),
        (made("a", "one", "?", options={"choices": [*TWO, choice("c", "")]}), "choice_text_is_missing"),
        (made("a", "several", "?", options={"choices": TWO, "most": 9}), "most_is_wrong"),
        (made("a", "scale", "?", options={"choices": TWO}), "value_is_missing"),
        (made("a", "scale", "?", options={"choices": [choice("a", "A", value=1), choice("b", "B", value=1)]}), "value_is_twice"),
        (made("a", "matrix", "?", options={"choices": FEELS}), "rows_are_missing"),
        (made("a", "number", "?", options={"min": 5, "max": 5}), "bounds_are_wrong"),
        (made("a", "number", "?", options={"min": float("nan")}), "option_is_wrong"),
        (made("a", "text", "?", options={"feeling": "sad"}), "option_is_wrong"),
        (made("a", "info", "?", is_required=True), "required_info"),
        (made("a", "info", "?", options={"choices": TWO}), "option_is_unknown"),
        (made("a", "short", "?", condition={"any": []}), "condition_is_wrong"),
        (made("a", "short", "?", condition={"all": [{"question": "b", "is": []}]}), "condition_is_wrong"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(wrong, code):
    assert problems_of(wrong) == [code]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["code", "text", "sv", "value", "choices", "rows", "all", "is", "most"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=300)
@given(st.sampled_from(KINDS) | JUNK, JUNK, JUNK, JUNK, JUNK)
def test_a_definition_of_junk_never_raises(kind, code, text, options, condition):
    junk = SimpleNamespace(
        code=code, kind=kind, text=text, hint=text, is_required=code, options=options, condition=condition
    )
    assert all(found in SENTENCES for found in problems_of(junk))


def test_wording_tells_what_a_respondent_reads_and_nothing_else():
    one = made("a", "text", "Berätta", options={"feeling": "unsafe"})
    assert wording_of(one) == wording_of(made("b", "text", "Berätta", options={"feeling": None}))
    assert wording_of(one) == wording_of(made("b", "text", "Berätta ", hint={"sv": ""}))
    assert wording_of(one) != wording_of(made("a", "text", "Berätta mer", options={"feeling": "unsafe"}))
    assert wording_of(one) != wording_of(made("a", "text", "Berätta", condition=when("b", "yes")))
    other = made("a", "scale", "?", options={"choices": FEELS})
    turned = made("a", "scale", "?", options={"choices": FEELS[::-1]})
    assert wording_of(other) != wording_of(turned)


def test_a_draft_that_is_not_whole_can_still_be_shown():
    broken = [{"title": words("A"), "intro": {}, "questions": [
        question("a", "one", "", options={"choices": [{"code": "x"}, 3]}, condition="nonsense"),
        question("b", "matrix", "B", options={}),
        question("c", "number", "C", options={"min": None}),
    ]}]  # fmt: skip
    assert fill(compile_wave(as_wave(broken)), {"q-a": ["x"]}).answers[0].choice == "x"
