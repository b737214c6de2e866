"""What is suggested when the vocabulary and what was learned are put together: (1 − w) of the one and w of the other.

From `suggesting.suggest` and `model.Learned`; to `queries/suggesting.py`. What the text says is no problem is never suggested, and
nothing of a text in another language, whatever was learned.
"""

from dataclasses import replace
from typing import Any

from dialog.tag.learning.model import Heard, Learned
from dialog.tag.suggesting import MOST_READ, MOST_UNSURE, OTHER, Reading, Suggestion, fallback
from dialog.tag.suggesting.polarity import polarity_of
from dialog.tag.suggesting.words import Word, read

#: A focus area is suggested from this score, as the vocabulary's weakest word has it.
ENOUGH = 0.5


def score_of(vocabulary: Any, learned: Any, share: float) -> Any:
    """Return the score of a focus area by what the two parts say and the share that what was learned has earned."""
    return (1 - share) * vocabulary + share * learned


def blend(reading: Reading, learned: Learned, text: str) -> Reading:
    """Return a reading of a text by the vocabulary with what was learned blended in."""
    words = read(text[:MOST_READ])
    is_taught = learned.areas or learned.early
    if reading.lang != "sv" or not is_taught or not any(letter.isalpha() for word in words for letter in word.low):
        return reading
    said = {one.slug: one for one in reading.suggestions if one.slug != OTHER}
    for slug, heard in (learned.hear(words) if learned.areas else {}).items():
        if slug in reading.negated:
            continue
        mine = said.pop(slug, None)
        score = score_of(mine.score if mine else 0.0, heard.score, heard.share)
        if score >= ENOUGH:
            said[slug] = _made(slug, min(0.99, round(score, 2)), mine, heard, words, text)
    for slug, heard in (learned.hear_early(words) if learned.early else {}).items():
        if slug not in reading.negated and slug not in said:
            said[slug] = _made(slug, round(heard.score, 2), None, heard, words, text)
    made = list(said.values()) or [fallback(words, is_denied=bool(reading.negated))]
    return replace(reading, suggestions=tuple(sorted(made, key=lambda one: (-one.score, one.slug))))


def _made(slug: str, score: float, mine: Suggestion | None, heard: Heard, words: list[Word], text: str) -> Suggestion:
    """Return a suggestion with the words behind it: the vocabulary's where it has some, or else those that carried most. What the
    shipped examples told is no surer than decisions make it by themselves.
    """
    if mine is not None:
        if not mine.is_taught:
            return replace(mine, score=score)
        alone = round(heard.score * heard.share, 2)
        return replace(mine, score=min(score, max(MOST_UNSURE, alone)), is_learned=heard.share > 0)
    because = tuple(dict.fromkeys(text[start:end] for start, end in heard.spans))
    return Suggestion(slug, score, because, polarity_of([], words), heard.spans, is_learned=True)
