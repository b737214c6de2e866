"""S12 where a survey's answers and its remarks are both published: on the site itself. More: DIALOG_TEST_S12=200, or `soak s12`."""

import os

import pytest

import dialog.figures.operations.planning as of_remarks
import dialog.figures.operations.planning_answers as of_answers
from dialog.figures.queries.beside_answers import Crowded
from tests.trust.both import live

#: Publishes both twice, and gave somebody away before it was held beside what everybody knows of the questions.
SEEDS = range(1, 1 + int(os.environ["DIALOG_TEST_S12"])) if "DIALOG_TEST_S12" in os.environ else (90,)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_worked_out_of_answers_beside_remarks(build, client, seed: int) -> None:
    town = live(build, client, seed)
    assert (town.small, town.attack()) == ([], [])
    if "DIALOG_TEST_S12" not in os.environ:
        assert town.answered and town.published


def test_the_attacker_finds_what_is_told_without_regard_to_the_other(build, client, monkeypatch) -> None:
    monkeypatch.setattr(of_remarks, "crowding", lambda *_: [])
    monkeypatch.setattr(of_answers, "crowded_by", lambda *_: Crowded())
    assert {"subtracted", "bounds"} <= {found.how for found in live(build, client, 12).attack()}


def test_the_attacker_finds_what_is_told_without_regard_to_the_questions(build, client, monkeypatch) -> None:
    monkeypatch.setattr(of_remarks, "known_to_all", lambda *_: [])
    assert "subtracted" in {found.how for found in live(build, client, 90).attack()}
