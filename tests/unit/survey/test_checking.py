"""What stops a draft, and what is advice: rules of `survey/checking`, the reachable ones held against every answer there is."""

from itertools import product
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.survey.checking import TOLD, Finding, check, check_conditions, is_reachable

SWEDISH = {topic: {"sv": "Text"} for topic in TOLD}


def question(code: str = "q", kind: str = "one", **more: Any) -> Any:
    options = (
        {"choices": [{"code": c, "text": {"sv": c}} for c in ("a", "b", "c")]} if kind in ("one", "several") else {}
    )
    base = {"code": code, "kind": kind, "text": {"sv": "Fråga"}, "hint": {}, "is_required": False, "options": options}
    return SimpleNamespace(**{**base, "condition": None, **more})


def section(*questions: Any, **more: Any) -> Any:
    return SimpleNamespace(**{"title": {"sv": "Avsnitt"}, "intro": {}, "questions": list(questions), **more})


def said(findings: list[Finding]) -> str:
    return " ".join(f"{f.message} {f.question}{f.topic}" for f in findings)


def shown_when(*terms: tuple[str, list[str]]) -> dict[str, Any]:
    return {"all": [{"question": code, "is": choices} for code, choices in terms]}


def test_a_whole_draft_has_nothing_wrong() -> None:
    asked = [question("a"), question("b", is_required=True, condition=shown_when(("a", ["b"])))]
    assert check([section(*asked)], ["sv"], {"sv": "Enkät"}, SWEDISH) == []


def test_an_empty_draft_is_stopped() -> None:
    found = check([section()], ["sv"], {}, {})
    assert any("ingen fråga" in f.message and f.stops for f in found)
    assert {f.topic for f in found if f.topic} == {"title", *TOLD}


def test_what_is_missing_in_english_is_advice_with_its_place() -> None:
    found = check([section(question("a", hint={"sv": "Tips", "en": " "}))], ["sv", "en"], {"sv": "Enkät"}, SWEDISH)
    assert found and not any(f.stops for f in found)
    assert {f.question for f in found} >= {"a"} and {f.section for f in found} >= {0}


def test_too_many_questions_and_codes_twice_stop() -> None:
    found = check([section(*[question("a") for _ in range(101)])], ["sv"], {"sv": "Enkät"}, SWEDISH)
    assert "högst" in said(found) and "samma kod" in said(found)


def test_conditions_point_backwards_and_at_what_is_there() -> None:
    wrong = {
        "framåt": [question("a", condition=shown_when(("b", ["a"]))), question("b")],
        "sig själv": [question("a", condition=shown_when(("a", ["a"])))],
        "saknas": [question("a", condition=shown_when(("x", ["a"])))],
        "val": [question("a"), question("b", condition=shown_when(("a", ["x"])))],
        "slag": [question("a", kind="text"), question("b", condition=shown_when(("a", ["a"])))],
        "vet ej": [question("a"), question("b", condition=shown_when(("a", ["dont_know"])))],
    }
    for name, questions in wrong.items():
        assert len(list(check_conditions(questions))) == 1, name
    options = {**question().options, "dont_know": True}
    fine = [question("a", options=options), question("b", condition=shown_when(("a", ["dont_know"])))]
    assert list(check_conditions(fine)) == []


def test_a_required_question_that_nobody_can_reach_is_named() -> None:
    both = shown_when(("a", ["a"]), ("b", ["a"]))
    questions = [
        question("a"),
        question("b", condition=shown_when(("a", ["b"]))),
        question("c", condition=both, is_required=True),
    ]
    found = list(check_conditions(questions))
    assert [f.question for f in found] == ["c"] and "obligatorisk" in found[0].message


CODES = ("a", "b", "c")
conditions = st.none() | st.lists(
    st.tuples(st.sampled_from(("q0", "q1", "q2")), st.lists(st.sampled_from(CODES), min_size=1, max_size=2)), max_size=3
)


@st.composite
def drafts(draw: st.DrawFn) -> list[Any]:
    made = []
    for n in range(4):
        terms = [t for t in draw(conditions) or [] if int(t[0][1]) < n]
        kind = draw(st.sampled_from(("one", "several")))
        options: dict[str, Any] = {"choices": [{"code": c, "text": {"sv": c}} for c in CODES]}
        if kind == "several":
            options["most"] = draw(st.sampled_from((0, 2)))
            options["choices"][2]["is_exclusive"] = draw(st.booleans())
        made.append(question(f"q{n}", kind, options=options, condition=shown_when(*terms) if terms else None))
    return made


def every_answer(asked: Any) -> list[frozenset[str]]:
    if asked.kind == "one":
        return [frozenset(), *(frozenset({c}) for c in CODES)]
    most = asked.options["most"] or 3
    alone = "c" if asked.options["choices"][2].get("is_exclusive") else None
    some = [frozenset(c for c, is_in in zip(CODES, bits, strict=True) if is_in) for bits in product((0, 1), repeat=3)]
    return [s for s in some if len(s) <= most and not (alone in s and len(s) > 1)]


def shown(questions: list[Any], answers: dict[str, frozenset[str]]) -> set[str]:
    seen: set[str] = set()
    for asked in questions:
        terms = (asked.condition or {"all": []})["all"]
        if all(t["question"] in seen and answers[t["question"]] & set(t["is"]) for t in terms):
            seen.add(asked.code)
    return seen


@given(drafts())
@settings(max_examples=60)
def test_reachable_is_what_some_set_of_answers_shows(questions: list[Any]) -> None:
    by_code = {asked.code: asked for asked in questions}
    possible: set[str] = set()
    for combination in product(*(every_answer(asked) for asked in questions[:3])):
        possible |= shown(questions, dict(zip(("q0", "q1", "q2"), combination, strict=True)))
    for asked in questions:
        assert is_reachable(asked, by_code) == (asked.code in possible), asked.code
