"""S12 where a survey's answers and its remarks are both published: on the site itself. More: DIALOG_TEST_S12=200, or `soak s12`."""

import itertools
import os

import pytest

import dialog.figures.operations.planning as of_remarks
import dialog.figures.operations.planning_answers as of_answers
from dialog.figures.queries.beside_answers import Crowded
from tests.trust.both import live

#: What a town may have beside answers and remarks by district.
FEATURES = ("", "squares", "merged", "waves", "fine", "squares waves", "merged waves")
#: Each gave somebody away before it was held beside what everybody knows of the questions, also where a second wave asks of another feeling.
TOWNS = [(90, ""), (52, "waves")]
if "DIALOG_TEST_S12" in os.environ:
    first, _, last = f"1-{os.environ['DIALOG_TEST_S12']}".rpartition("-")
    TOWNS = list(itertools.product(range(int(first.split("-")[-1]), int(last) + 1), FEATURES))


@pytest.mark.parametrize(("seed", "features"), TOWNS)
def test_nothing_is_worked_out_of_answers_beside_remarks(build, client, seed: int, features: str) -> None:
    town = live(build, client, seed, *features.split())
    assert (town.small, town.attack()) == ([], [])
    if (seed, features) == (90, ""):
        assert town.answered and town.published


def test_the_attacker_finds_what_is_told_without_regard_to_the_other(build, client, monkeypatch) -> None:
    monkeypatch.setattr(of_remarks, "crowding", lambda *_: [])
    monkeypatch.setattr(of_answers, "crowded_by", lambda *_: Crowded())
    assert {"subtracted", "bounds"} <= {found.how for found in live(build, client, 12).attack()}


def test_the_attacker_finds_what_is_told_without_regard_to_the_questions(build, client, monkeypatch) -> None:
    monkeypatch.setattr(of_remarks, "known_to_all", lambda *_: [])
    assert "subtracted" in {found.how for found in live(build, client, 90).attack()}
