"""What is asked before the rules of danger hides nothing that they would find."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.remark.guard import danger
from dialog.remark.guard.kinds import holds


@pytest.mark.parametrize(
    ("rule", "needs"),
    [
        (danger._CHILD_HARMED, danger._HARMED_NEEDS),
        (danger._NOW, danger._NOW_NEEDS),
    ],
)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_a_rule_finds_holds_what_is_asked_for_first(
    rule: re.Pattern[str], needs: tuple[str, ...], data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(rule, alphabet=st.characters(max_codepoint=0x2FF)))
    assert holds(text.lower(), needs), text


def test_danger_and_harm_are_told() -> None:
    assert danger.alarm("Pappan slår barnen varje kväll") == "child"
    assert danger.alarm("De slåss JUST NU vid torget") == "danger"
    assert danger.alarm("Det är mörkt i tunneln, dagarna är korta") is None
