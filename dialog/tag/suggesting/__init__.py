"""Suggestions from the vocabulary and from what labelled examples have taught: which focus areas a remark may be about, by which of
its words, and what it denies.

Pure: no database, no HTTP. From a text; to `dialog tags suggest`, and by `queries/suggesting.py` to the desk. How it is made and where it ends: `docs/decisions/how-a-suggestion-is-made.md`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from dialog.tag.suggesting.judging import judged
from dialog.tag.suggesting.language import language
from dialog.tag.suggesting.matching import Hit, look
from dialog.tag.suggesting.measuring import core_of
from dialog.tag.suggesting.polarity import polarity_of
from dialog.tag.suggesting.vocabulary import Vocabulary, vocabulary
from dialog.tag.suggesting.weights import Weights, weights
from dialog.tag.suggesting.words import Word, read

OTHER = "ovrigt"
#: How far below its threshold a focus area may be by the examples for a weak or misspelt word to count.
LEANING = -1.0
#: Where a word of the vocabulary that examples bear out has told what a text is about (not only where), more is asked of what examples alone would add.
MORE = 1.6
#: What is suggested by examples alone is said as likely at most; so is a word that the examples do not bear out.
MOST_UNSURE = 0.79
#: Characters that are read; a remark is 4,000 at most, and an imported text may be anything.
MOST_READ = 10_000


@dataclass(frozen=True)
class Suggestion:
    """A focus area, how sure (0 to 1, not a probability), and the very words behind it."""

    slug: str
    score: float
    because: tuple[str, ...]
    polarity: str
    #: Where those words stand in the text, in characters.
    spans: tuple[tuple[int, int], ...] = ()
    #: Not by the vocabulary: by what the staff's decisions have taught (`tag/learning`).
    is_learned: bool = False
    #: Not by the vocabulary: by the examples that come with the program (`weights.py`).
    is_taught: bool = False


@dataclass(frozen=True)
class Reading:
    """What was made of a text. No suggestion at all means: I don't know."""

    suggestions: tuple[Suggestion, ...]
    negated: tuple[str, ...]
    lang: str
    #: The words of each that is denied, and those that say so.
    denied: tuple[tuple[str, tuple[str, ...]], ...] = ()


def suggest(text: str, known: Vocabulary | None = None, taught: Weights | None = None) -> Reading:
    """Return the focus areas suggested for a text, surest first, and those it says are no problem.

    `known`: a municipality's own vocabulary; without it, the one that comes with the program. `taught`: what examples have taught;
    without it, what comes with the program (`weights.NOTHING`: the vocabulary alone).
    """
    known = known or vocabulary()
    taught = taught or weights()
    text = text[:MOST_READ]
    lang = language(text)
    words = read(text)
    if lang != "sv" or not any(letter.isalpha() for word in words for letter in word.low):
        return Reading((), (), lang)
    found, hidden = look(words, known)
    no_problem = judged(found, words, text)
    dropped = no_problem.hits
    kept = _after_yielding(found, known)
    worth = taught.weigh(words, hidden)
    counted = [hit for hit in kept if hit not in dropped]
    # What a municipality has written itself stands as it wrote it, whatever the examples that come with the program say.
    owned = {hit.slug for hit in counted if known.is_own(hit.slug, hit.entry)}
    bears = {slug: 0.0 if slug in owned else worth.get(core_of(slug), 0.0) for slug in known.areas}
    strong = _counted(counted, known, bears, {hit.slug for hit in dropped})
    denials = _by_area(hit for hit in dropped if hit.slug not in strong)
    told = {slug: _said(mine, no_problem.told[slug], words, text) for slug, mine in denials.items()}
    made = [
        Suggestion(
            slug,
            _borne_out(_score(mine), bears[slug]),
            _because(mine, words, text),
            polarity_of(mine, words),
            _spans(mine, words),
        )
        for slug, mine in strong.items()
    ]
    told_by = {slug for slug in strong if not known.areas[slug].get("is_place")}
    enough = MORE if any(slug in owned or worth.get(core_of(slug), LEANING) >= 0 for slug in told_by) else 0.0
    named = {core_of(slug) for slug in (*strong, *denials)}
    more = {
        slug: mine
        for slug, n in worth.items()
        if n > enough and slug not in named and (mine := _carried(slug, words, hidden.get(slug, ()), taught))
    }
    if more:
        doubted = judged([*found, *(hit for mine in more.values() for hit in mine)], words, text)
        for slug, mine in more.items():
            if doubted.hits.issuperset(mine):
                told[slug] = _said(mine, doubted.told[slug], words, text)
            else:
                sure = min(MOST_UNSURE, round(0.5 + worth[slug] / 6, 2))
                because, spans = _because(mine, words, text), _spans(mine, words)
                made.append(Suggestion(slug, sure, because, polarity_of(mine, words), spans, is_taught=True))
    if not made:
        made = [fallback(words, is_denied=bool(told))]
    return Reading(
        tuple(sorted(made, key=lambda s: (-s.score, s.slug))), tuple(sorted(told)), lang, tuple(sorted(told.items()))
    )


def _carried(slug: str, words: list[Word], hidden: Collection[int], taught: Weights) -> list[Hit]:
    """Return the words by which examples alone tell a core focus area, as hits."""
    return [Hit(slug, "trouble", (place,)) for place in taught.carrying(slug, words, hidden)]


def _counted(
    found: list[Hit], known: Vocabulary, bears: Mapping[str, float], said: Collection[str]
) -> dict[str, list[Hit]]:
    """Return what counts, by focus area: a weak word only where nothing stronger is found but a place, and, like a misspelt one,
    only where the examples lean so too. `said`: what is denied; weak words do not bring it back.
    """

    def leans(slug: str) -> bool:
        return bears[slug] > LEANING

    strong = _by_area(hit for hit in found if hit.field != "weak")
    strong = {slug: mine for slug, mine in strong.items() if leans(slug) or any(not hit.is_near for hit in mine)}
    if not any(not known.areas[slug].get("is_place") for slug in strong):
        for slug, more in _by_area(h for h in found if h.field == "weak" and h.slug not in said).items():
            if leans(slug):
                strong.setdefault(slug, more)
    return strong


def _borne_out(score: float, worth: float) -> float:
    """Return how sure a word of the vocabulary makes, by what examples say: one that they speak against is likely, or less."""
    return score if worth >= 0 else min(score, MOST_UNSURE) if worth > 2 * LEANING else min(score, 0.59)


def fallback(words: list[Word], *, is_denied: bool) -> Suggestion:
    """Return what is suggested of a Swedish text where nothing is found."""
    return Suggestion(OTHER, 0.5 if is_denied else 0.3, (), polarity_of([], words))


def _after_yielding(found: list[Hit], known: Vocabulary) -> list[Hit]:
    """Leave out what another focus area holds: the bicycle that is stolen is no theft of another kind."""
    held = {slug: {place for hit in mine for place in hit.places} for slug, mine in _by_area(found).items()}

    def is_held(hit: Hit) -> bool:
        others = known.areas[hit.slug].get("yields_to", [])
        assert isinstance(others, list)
        return any(slug in held and not held[slug].isdisjoint(hit.places) for slug in others)

    return [hit for hit in found if not is_held(hit)]


def _by_area(found: Iterable[Hit]) -> dict[str, list[Hit]]:
    areas: dict[str, list[Hit]] = defaultdict(list)
    for hit in found:
        areas[hit.slug].append(hit)
    return areas


def _score(found: list[Hit]) -> float:
    """A word gives 0.8, several words in a row 0.85, one with a letter wrong 0.6, a weak one 0.5; together they give more."""
    doubt = 1.0
    seen: set[int] = set()
    for hit in found:
        if not seen.intersection(hit.places):
            worth = 0.5 if hit.field == "weak" else 0.6 if hit.is_near else 0.85 if len(hit.places) > 1 else 0.8
            doubt *= 1 - worth
            seen.update(hit.places)
    return round(min(0.99, 1 - doubt), 2)


def _spans(found: list[Hit], words: list[Word]) -> tuple[tuple[int, int], ...]:
    places = sorted({place for hit in found for place in hit.places})
    return tuple((words[i].start, words[i].end) for i in places)


def _said(found: list[Hit], told: Iterable[int], words: list[Word], text: str) -> tuple[str, ...]:
    """Return the words that name a topic and those that say it is no problem, as they stand in the text."""
    places = sorted({*told, *(place for hit in found for place in hit.places)})
    return tuple(dict.fromkeys(text[words[i].start : words[i].end] for i in places))


def _because(found: list[Hit], words: list[Word], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[start:end] for start, end in _spans(found, words)))
