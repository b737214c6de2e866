"""What must hold of any form, whatever is sent."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.survey.questionnaire import compile_wave, fill
from tests.surveys import as_wave, good_answers

QUESTIONNAIRE = compile_wave(as_wave())
CODES = {q.id: q.code for q in QUESTIONNAIRE.questions}
NAMES = sorted({*good_answers(), "q-often-state", "q-where-state", "q-tell-state", "q-nope", "q-", "q-problems"})
KNOWN = sorted({value for values in good_answers().values() for value in values})
VALUES = st.one_of(
    st.sampled_from([*KNOWN, "yes", "no", "dont_know", "no_answer", "light", "nothing", "51", "-3", "1e9", "\0", "\ud800", ""]),
    st.text(st.characters(exclude_categories=())),
    st.from_regex(r"-?[0-9]{1,15}([.,][0-9]{1,5})?", fullmatch=True),
    st.builds(
        json.dumps,
        st.fixed_dictionaries({
            "type": st.sampled_from(["Point", "LineString", "Polygon", None]),
            "coordinates": st.recursive(st.floats() | st.integers() | st.none(), lambda c: st.lists(c, max_size=4), max_leaves=8),
        }),
    ),
)  # fmt: skip
FORMS = st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES, max_size=4), max_size=len(NAMES))
MOSTLY_GOOD = FORMS.map(lambda odd: good_answers() | dict(list(odd.items())[:3]))


@settings(max_examples=300)
@given(st.one_of(FORMS, MOSTLY_GOOD))
def test_no_form_raises_and_a_hidden_question_is_never_stored(form):
    filled = fill(QUESTIONNAIRE, form)
    stored = {CODES[row.question_id] for row in filled.answers}
    assert not stored & filled.hidden
    assert not {p.code for p in filled.problems} & filled.hidden
    assert filled.answers or filled.problems
    assert len({(row.question_id, row.item) for row in filled.answers}) == len(filled.answers)
    assert isinstance(filled.content(), bytes)
    if form.get("q-avoids") != ["yes"] and "yes" not in form.get("q-avoids", []):
        assert {"often", "where", "changed", "light_where"} <= filled.hidden


@settings(max_examples=200)
@given(MOSTLY_GOOD)
def test_what_is_stored_can_be_kept_by_any_database(form):
    for row in fill(QUESTIONNAIRE, form).answers:
        for text in (row.words, row.said and row.said.text, row.said and row.said.place_words):
            assert "\0" not in (text or "")
            (text or "").encode("utf-8")
        json.dumps(row.said.geometry if row.said else None, allow_nan=False)
        assert row.state == "given" or (row.choice, row.number, row.words, row.said) == (None,) * 4


def _as_sent_again(filled):
    """What the form would send if it were drawn with what was stored, and sent as it stands."""
    fields: dict[str, list[str]] = {}
    for row in filled.answers:
        question = QUESTIONNAIRE.by_code[CODES[row.question_id]]
        name = f"q-{question.code}"
        if row.state != "given":
            at = name + (f"-{row.item}" if row.item else "" if question.choices else "-state")
            fields.setdefault(at, []).append(row.state)
        elif question.kind == "matrix":
            fields[f"{name}-{row.item}"] = [row.choice]
        elif question.choices:
            fields.setdefault(name, []).append(row.choice)
            if row.words:
                fields[f"{name}-other"] = [row.words]
        elif question.kind == "number":
            fields[name] = [f"{row.number:.1f}".replace(".", ",")]
        elif question.kind == "place":
            fields |= {f"{name}-words": [row.said.place_words]}
            if row.said.geometry:
                fields |= {f"{name}-geometry": [json.dumps(row.said.geometry)]}
        else:
            fields[name] = [row.words if row.said is None else row.said.text]
    return fields


@settings(max_examples=200)
@given(MOSTLY_GOOD)
def test_what_was_stored_reads_back_as_itself(form):
    filled = fill(QUESTIONNAIRE, form)
    if not filled.problems:
        again = fill(QUESTIONNAIRE, _as_sent_again(filled))
        assert not again.problems and again.answers == filled.answers
