"""What labelled examples have taught: that it is told by words that stand in the text, kept apart from the vocabulary, and as it was made."""

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from dialog.tag.suggesting import MOST_UNSURE, OTHER, suggest
from dialog.tag.suggesting.matching import hits
from dialog.tag.suggesting.vocabulary import vocabulary, with_own
from dialog.tag.suggesting.weights import NOTHING, opened, weights
from dialog.tag.suggesting.words import read
from tools.examples import fitting, judging, reading

ROWS = [json.loads(line)["text"] for line in reading.FILES[-1].read_text(encoding="utf-8").splitlines()]


def test_scenes_without_the_words_of_their_topic_are_told_by_examples_and_said_as_likely_at_most() -> None:
    made = [one for text in ROWS[::4] for one in suggest(text).suggestions if one.is_taught]
    assert len(made) > 50
    assert all(one.because and 0.5 <= one.score <= MOST_UNSURE for one in made)
    assert not any(one.is_taught for text in ROWS[::16] for one in suggest(text, taught=NOTHING).suggestions)
    (sure,) = suggest("Inbrott i källaren").suggestions
    assert sure.score >= 0.8 and not sure.is_taught


def test_what_a_municipality_takes_out_of_use_does_not_come_back_by_examples() -> None:
    text = "raggarbilar vid kyrkan varje fredag"
    assert "trafik-hastighet" in {one.slug for one in suggest(text).suggestions}
    used = ", ".join(hit.entry for hit in hits(read(text), vocabulary()) if hit.slug == "trafik-hastighet")
    gone = with_own(json.dumps({"trafik-hastighet": {"removed": used}}))
    assert used and "trafik-hastighet" not in {one.slug for one in suggest(text, gone).suggestions}


def test_nothing_is_guessed_in_another_language_nor_of_signs() -> None:
    assert suggest("They sell drugs behind the school at night").suggestions == ()
    assert suggest("???").suggestions == ()


def test_letters_whose_dots_are_signs_of_their_own_are_read_alike() -> None:
    """As some systems write å, ä and ö."""
    text = "Det säljs knark och är mörkt vid skolan"
    apart = unicodedata.normalize("NFD", text)
    made, same = suggest(apart), suggest(text)
    assert [(one.slug, one.score) for one in made.suggestions] == [(one.slug, one.score) for one in same.suggestions]
    assert {apart[a:b] for one in made.suggestions for a, b in one.spans} >= {unicodedata.normalize("NFD", "mörkt")}


@given(
    st.one_of(
        st.sampled_from(ROWS),
        st.text(max_size=80),
        st.lists(st.sampled_from(ROWS), min_size=2, max_size=3).map(" ".join),
    )
)
def test_the_words_behind_a_suggestion_stand_in_the_text(text: str) -> None:
    made = suggest(text)
    assert made == suggest(text)
    slugs = [one.slug for one in made.suggestions]
    assert len(slugs) == len(set(slugs)) and not set(slugs) & set(made.negated)
    for one in made.suggestions:
        assert 0 < one.score < 1 and (one.because or one.slug == OTHER)
        assert [text[a:b] for a, b in one.spans if text[a:b] in one.because] == [text[a:b] for a, b in one.spans]
    assert all(word in text for _slug, because in made.denied for word in because)


def test_the_shipped_weights_are_made_of_the_examples_that_stand_here() -> None:
    assert weights().made_of == reading.made_of(), "run: python -m tools.examples fit"
    assert len(weights().areas) == 15 and OTHER not in weights().areas


def test_weights_are_made_the_same_each_time_and_teach_what_the_examples_say() -> None:
    some = [one for one in reading.examples() if one.part in ("scenes", "phrases")][::4]
    made = fitting.fit(some, "x")
    assert made == fitting.fit(some, "x")
    taught = opened(made)
    seen = judging.measured([(one, suggest(one.text, taught=taught)) for one in some]).micro
    alone = judging.measured([(one, suggest(one.text, taught=NOTHING)) for one in some]).micro
    assert seen.f1 > alone.f1 + 0.05
