"""Learning from decisions: what is seen of a text, what is earned and what is not, what is never overridden."""

import json
import time
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.tag.learning import Lesson, Said, Sample, blend, kept, learn, opened
from dialog.tag.learning.features import features, of_word, words_of
from dialog.tag.learning.fitting import SHARED_BY, known_features
from dialog.tag.learning.model import Heard
from dialog.tag.learning.weighing import best_threshold, has_earned
from dialog.tag.queries.suggesting import Suggester
from dialog.tag.suggesting import Reading, Suggestion, suggest
from dialog.tag.suggesting.measuring import fold
from dialog.tag.suggesting.vocabulary import Vocabulary, shipped
from dialog.tag.suggesting.vocabulary import vocabulary as shipped_vocabulary
from dialog.tag.suggesting.weights import NOTHING

NEW = Path(__file__).parents[2] / "data/remarks-new.jsonl"
WHO = "vi jag man alla många några barnen grannen mamma pappa".split()
WHERE = "skolan torget parken stationen kyrkan affären bron backen stranden ängen".split()


def texts(words: list[str], n: int) -> list[str]:
    """Different short remarks, each with one of the words in one of its forms."""
    return [f"{WHO[i % 10]} ser {words[i % len(words)]} vid {WHERE[(i // 10 + i) % 10]}" for i in range(n)]


def lesson(examples: int, others: int = 200) -> Lesson:
    """A focus area that the vocabulary has no word for, beside one that it knows."""
    said = [(text, frozenset({"duvor"})) for text in texts(["duvor", "duvan", "duvorna", "stadsduvor"], examples)]
    said += [(text, frozenset({"belysning"})) for text in texts(["mörkt", "gatlampor", "lampan", "släckt"], others)]

    def say(i: int) -> Said:
        made = suggest(said[i][0])
        return Said({one.slug: one.score for one in made.suggestions if one.because}, frozenset(made.negated))

    return learn([Sample.of(text, areas) for text, areas in said], say)


@pytest.fixture(scope="module")
def taught() -> Lesson:
    return lesson(10)


def test_ten_examples_of_a_new_focus_area_help(taught: Lesson) -> None:
    assert taught.learned.areas == ("duvor",), "where the vocabulary is right already, nothing is earned"
    vocabulary, together = (taught.figures[way] for way in ("vocabulary", "together"))
    assert vocabulary.areas["duvor"].right == 0
    assert together.areas["duvor"].recall >= 0.7 and together.areas["duvor"].precision >= 0.75
    assert together.micro.f1 > max(vocabulary.micro.f1, taught.figures["learned"].micro.f1 - 0.01)


def test_a_learned_suggestion_shows_the_words_that_carried_it(taught: Lesson) -> None:
    text = "Det är fullt av duvor på taket"
    (one,) = blend(suggest(text), taught.learned, text).suggestions
    assert (one.slug, one.is_learned, one.because) == ("duvor", True, ("duvor",))
    assert one.score >= 0.5 and [text[a:b] for a, b in one.spans] == ["duvor"]
    both = "Det är mörkt och fullt av duvor"
    assert {one.slug for one in blend(suggest(both), taught.learned, both).suggestions} == {"belysning", "duvor"}


def test_what_examples_told_is_no_surer_than_decisions_make_it() -> None:
    told = Suggestion("narkotika", 0.79, ("klirrar",), "brist", ((0, 7),), is_taught=True)

    def together(share: float) -> Suggestion:
        class Learned:
            areas = ("narkotika",)
            early: ClassVar[dict[str, dict[str, int]]] = {}
            hear = staticmethod(lambda words: {"narkotika": Heard(0.99, share, ())})

        (one,) = blend(Reading((told,), (), "sv"), Learned, "klirrar").suggestions  # type: ignore[arg-type]
        return one

    assert together(0.0) == told
    assert (together(0.5).score, together(0.5).is_taught, together(0.5).is_learned) == (0.79, True, True)
    assert together(0.9).score == 0.89, "what the decisions alone would give"


def test_what_was_learned_of_a_merged_focus_area_suggests_nothing_that_is_denied() -> None:
    class Learned:
        areas = ("knark",)
        early: ClassVar[dict[str, dict[str, int]]] = {}
        hear = staticmethod(lambda words: {"knark": Heard(0.99, 1.0, ())})

    site = object.__new__(Suggester)
    merged = {"knark": "narkotika", "narkotika": "narkotika", "ovrigt": "ovrigt"}
    vars(site).update(vocabulary=shipped_vocabulary(), _uses=merged, _learned=Learned, version="")
    assert [one.slug for one in site.read("De står och väntar där").reading.suggestions] == ["narkotika"]
    denied = site.read("Jag har aldrig sett droger här").reading
    assert (denied.suggestions, denied.negated) == ((), ("narkotika",))


def test_what_is_kept_is_what_was_learned(taught: Lesson) -> None:
    again = opened(kept(taught.learned))
    text = "duvorna vid bron"
    assert again.areas == taught.learned.areas and again.known.places == taught.learned.known.places
    assert blend(suggest(text), again, text) == blend(suggest(text), taught.learned, text)


def test_no_single_remark_stands_in_what_is_kept() -> None:
    rare = [Sample.of(f"Bengtsson i porten skriker {i}", frozenset({"duvor"})) for i in range(3)]
    same = [Sample.of("Alltid samma Karlsson här", frozenset({"duvor"}))] * 50
    many = [Sample.of(text, frozenset({"duvor"})) for text in texts(["duvor"], 40)]
    found = known_features([features(s.words) for s in rare + same + many], [s.group for s in rare + same + many])
    assert SHARED_BY == 5
    assert not {"bengtsson", "karlsson", "~karl"} & set(found.places), "near-identical remarks are one"
    assert "duv" in {name[:3] for name in found.places}


def test_nothing_is_said_of_a_denial_or_another_language() -> None:
    said = [(text, frozenset({"narkotika"})) for text in texts(["droger", "langare"], 60)]
    said += [(text, frozenset({"belysning"})) for text in texts(["mörkt"], 60)]
    made = learn([Sample.of(text, areas) for text, areas in said], lambda i: Said({}))
    assert set(made.learned.areas) == {"narkotika", "belysning"}
    denied = "Jag har aldrig sett droger vid skolan"
    assert "narkotika" not in {one.slug for one in blend(suggest(denied), made.learned, denied).suggestions}
    english = "The droger people are dealing near the school and I am afraid"
    assert blend(suggest(english), made.learned, english).suggestions == ()


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_is_read(taught: Lesson, text: str) -> None:
    made = blend(suggest(text), taught.learned, text)
    assert all(0 <= one.score <= 0.99 and all(text[a:b] for a, b in one.spans) for one in made.suggestions)
    assert not {one.slug for one in made.suggestions} & set(made.negated)


def test_a_suggestion_takes_less_than_two_milliseconds(taught: Lesson) -> None:
    text = "Det är mörkt och stökigt vid skolan på kvällarna, fullt av duvor och ungdomar som kör moped. " * 2
    before = time.process_time()
    for _ in range(100):
        blend(suggest(text), taught.learned, text)
    assert (time.process_time() - before) / 100 < 0.002


def test_numbers_are_no_features() -> None:
    assert of_word("070-1740635") == of_word("12a") == ()
    assert of_word("lampan") == ("lamp", "~_lam", "~lamp", "~ampa", "~mpan", "~pan_")
    assert words_of("Lampan, 3 ST") == ["lampan", "3", "st"]


@given(st.lists(st.tuples(st.floats(-5, 5), st.booleans()), min_size=1, max_size=30))
def test_the_threshold_is_the_best_there_is(seen: list[tuple[float, bool]]) -> None:
    raw, truth = np.array([x for x, _ in seen]), np.array([t for _, t in seen])
    weight = np.ones(len(seen))

    def worth(threshold: float) -> float:
        guess = raw >= threshold
        return 2 * (guess & truth).sum() / max(1, guess.sum() + truth.sum())

    assert worth(best_threshold(raw, truth, weight)) >= max(map(worth, raw)) - 1e-9


def test_a_share_is_earned_beyond_chance_and_in_every_part() -> None:
    def gains(*parts: tuple[int, int, int]) -> list[tuple[int, float]]:
        return [(part, gain) for part, found, lost in parts for gain in [1.0] * found + [-1.0] * lost]

    assert has_earned(gains((0, 3, 0), (1, 3, 0))) and has_earned(gains((0, 2, 0), (1, 0, 1)), is_wordless=True)
    assert not has_earned(gains((0, 2, 0))) and not has_earned(gains((0, 5, 4))) and not has_earned([])
    assert has_earned(gains((0, 9, 0), (1, 0, 1))), "one part may lose where the rest is far beyond chance"
    assert not has_earned(gains((0, 6, 0), (1, 0, 1))) and not has_earned(gains((0, 20, 0), (1, 0, 1), (2, 0, 1)))
    assert not has_earned(gains((0, 9, 0), (1, 0, 1), (2, 0, 1))) and not has_earned(gains((0, 5, 0), (1, 0, 1)))


def test_areas_of_a_municipality_s_own_are_learned_from_labels_that_people_set() -> None:
    """Texts labelled by hand; the vocabulary has no word for three focus areas, as if the municipality had made them itself."""
    said = [json.loads(line) for line in NEW.read_text(encoding="utf-8").splitlines()[::2]]
    own = ("polisnarvaro", "nedskrapning", "bilbrott-cykelstold")
    areas = shipped()
    bare = Vocabulary(areas | {slug: dict.fromkeys(("trouble", "wanted", "weak"), "") for slug in own})

    def say(i: int) -> Said:
        made = suggest(said[i]["text"], bare, NOTHING)
        scores = {next(iter(fold([one.slug]))): one.score for one in made.suggestions if one.because}
        return Said(scores, frozenset(made.negated), made.lang == "sv")

    made = learn([Sample.of(one["text"], frozenset(one["core_tags"])) for one in said], say)
    vocabulary, learned, together = (made.figures[way].micro.f1 for way in ("vocabulary", "learned", "together"))
    assert together >= max(vocabulary, learned) + 0.03
    assert set(own) <= set(made.learned.areas)
