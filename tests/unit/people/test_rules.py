"""The pure rules: passwords, waits, names as addresses, the site's texts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.people.kinds import FIELDS, SiteTexts, delay_after, email_problem, missing, password_problem, slug_of
from dialog.people.kinds.rules import LONGEST_WAIT, MOST_TRIES


@pytest.mark.parametrize(
    "password",
    ["", "kort", "elva tecken", "aaaaaaaaaaaa", "abababababab", "lösenord1234", "anna.berg.2026", "x\n" * 12],
)
def test_refuses_a_password_that_is_soon_guessed(password: str) -> None:
    assert password_problem(password, "anna.berg@kommunen.se", "Anna Berg")


@pytest.mark.parametrize("password", ["blå elefant på cykel", "tolv tecken!", "mina lösenord är långa och udda"])
def test_takes_a_long_password_without_asking_for_signs(password: str) -> None:
    assert password_problem(password, "anna.berg@kommunen.se", "Anna Berg") is None


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_password_gets_a_sentence_or_passes(password: str, about: str) -> None:
    problem = password_problem(password, about)
    assert problem is None or problem.endswith(".")
    assert problem is not None or len(password) >= 12


@given(st.integers(0, 10_000))
def test_waits_grow_and_never_over_a_quarter_of_an_hour(failures: int) -> None:
    assert delay_after(failures) <= delay_after(failures + 1) <= LONGEST_WAIT
    if failures >= MOST_TRIES:
        assert delay_after(failures) == timedelta(minutes=15)


@given(st.text(max_size=200))
def test_any_name_becomes_part_of_an_address(name: str) -> None:
    import re

    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", slug_of(name))


@pytest.mark.parametrize(
    "email", ["", "anna", "anna@", "@kommunen.se", "a b@c.se", "a@b", "a@b.se\nBcc: x@y.se", "a" * 260 + "@b.se"]
)
def test_refuses_what_is_no_address(email: str) -> None:
    assert email_problem(email)


def test_a_text_falls_back_to_swedish_and_says_so() -> None:
    site = SiteTexts("en", {"controller": {"sv": "Kommunstyrelsen"}, "readers": {"sv": "Vi", "en": "Us"}})
    assert site.text_of("controller") == ("Kommunstyrelsen", "sv")
    assert site.text_of("readers") == ("Us", "en")
    assert site.help_phone == ""
    with pytest.raises(AttributeError):
        _ = site.no_such_field


def test_a_default_does_not_stand_in_for_what_the_law_wants() -> None:
    law = {f.key for f in FIELDS if f.law}
    assert {f.key for f in missing({})} == law
    assert "legal_ground" in law
    assert missing({key: {"sv": "x"} for key in law}) == []


def test_greetings_tell_language_and_direction() -> None:
    assert [(code, direction) for code, direction, _text in SiteTexts("sv").greetings] == [
        ("ar", "rtl"),
        ("so", "ltr"),
        ("fi", "ltr"),
    ]
