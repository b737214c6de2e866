"""Stretches: no masked letter ever shows, however they overlap, and no letter is parted from its accent or joint."""

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dialog.remark.guard.danger import alarm
from dialog.remark.guard.painting import Act, hidden
from dialog.remark.guard.taking import Stretch, is_bound, joined, marked, pieces

LETTERS = "abå \n" + "e\u0301" + "👩\u200d👧👍🏽🇸🇪\ufe0f" + "ا\u064e"
texts = st.text(st.sampled_from(LETTERS), max_size=30)
stretches = st.lists(
    st.builds(Stretch, st.integers(-3, 33), st.integers(-3, 33), st.sampled_from(["namn", "adress"])), max_size=6
)
acts = st.lists(st.builds(Act, st.integers(-3, 33), st.integers(-3, 33), st.booleans()), max_size=6)


@given(texts, stretches, acts)
def test_no_masked_letter_shows_and_all_others_do(text: str, proposed: list[Stretch], done: list[Act]) -> None:
    found = hidden(text, proposed, done)
    shown = "".join(part for part, instead in pieces(text, found) if not instead)
    inside = {at for one in found for at in range(one.start, one.end)}
    assert shown == "".join(letter for at, letter in enumerate(text) if at not in inside)
    assert all(a.end < b.start for a, b in pairwise(found))
    for one in found:  # never half a letter
        assert is_bound(text, one.start) and is_bound(text, one.end)
        assert one.end == len(text) or not unicodedata.combining(text[one.end])


@given(texts, stretches)
def test_a_proposal_is_masked_whole_and_the_last_act_decides(text: str, proposed: list[Stretch]) -> None:
    inside = {at for one in hidden(text, proposed) for at in range(one.start, one.end)}
    for one in proposed:
        assert set(range(max(0, one.start), min(one.end, len(text)))) <= inside
    assert hidden(text, proposed, [Act(0, len(text), False)]) == []
    whole = hidden(text, proposed, [Act(0, len(text), False), Act(0, len(text), True)])
    assert whole == ([Stretch(0, len(text))] if text else [])


@given(texts, stretches)
def test_marks_leave_the_text_as_it_was(text: str, proposed: list[Stretch]) -> None:
    assert "".join(part for part, _is_in in marked(text, proposed)) == text
    assert joined(text, joined(text, proposed)) == joined(text, proposed)


def test_danger_and_children_are_told_from_what_only_sounds_so() -> None:
    assert alarm("Pappan på gården slår sitt barn.") == "child" and alarm("Min man slår mig varje kväll") == "danger"
    assert (
        alarm("Det slåss ett gäng vid torget just nu") == "danger" and alarm("Jag orkar inte leva längre") == "danger"
    )
    for calm in (
        "Bilar kör för fort, ett barn kan skadas av dem.", "Barnen leker här, det är tryggt.", "Det är mörkt just nu.",
        "Jag är rädd att någon blir slagen.", "Lampan slår på och av.", "Aldrig sett barn slagna här.",
    ):  # fmt: skip
        assert alarm(calm) is None, calm
