"""What is suggested for a remark, as the desk shows it: focus areas, how sure in words, and the words marked in the text.

Comes before: `queries/suggesting.py`. Goes to: templates/tag/staff/suggested.html. Only for those who may read texts.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialog.tag import queries
from dialog.tag.finding import marked
from dialog.tag.staff.words import stance_words
from dialog.web.language import gettext as _
from dialog.web.language import lazy

#: The languages that `suggesting/language.py` tells apart, as they are called in a sentence.
NAMES = {
    "ar": lazy("arabiska"),
    "bs": lazy("bosniska, kroatiska eller serbiska"),
    "da": lazy("danska"),
    "de": lazy("tyska"),
    "el": lazy("grekiska"),
    "en": lazy("engelska"),
    "es": lazy("spanska"),
    "fa": lazy("persiska"),
    "fi": lazy("finska"),
    "fr": lazy("franska"),
    "he": lazy("hebreiska"),
    "ku": lazy("kurdiska"),
    "no": lazy("norska"),
    "pl": lazy("polska"),
    "ro": lazy("rumänska"),
    "ru": lazy("ryska"),
    "so": lazy("somaliska"),
    "th": lazy("thailändska"),
    "ti": lazy("tigrinska"),
    "tr": lazy("turkiska"),
    "uk": lazy("ukrainska"),
    "zh": lazy("kinesiska"),
}


@dataclass(frozen=True)
class Shown:
    """A suggestion as it is shown, and as the form sends it back (`sent`)."""

    area: queries.Area
    polarity: str
    stance: str
    sure: str
    because: tuple[str, ...]
    sent: str
    is_learned: bool
    is_taught: bool


@dataclass(frozen=True)
class Panel:
    """All that the desk shows of the suggestions for one remark."""

    offers: list[Shown]
    denied: list[tuple[queries.Area, tuple[str, ...]]]
    is_unknown: bool
    is_other_language: bool
    language: str
    version: str
    spans: list[tuple[int, int]]


def sure_words(score: float) -> str:
    """Return how sure a suggestion is, in words: the score orders, and is no probability."""
    return _("säker") if score >= 0.8 else _("trolig") if score >= 0.6 else _("osäker")


def panel_of(made: queries.Made, areas: Iterable[queries.Area]) -> Panel:
    """Return what is shown of a remark's suggestions."""
    by_slug = {area.slug: area for area in areas}
    reading = made.reading
    return Panel(
        offers=[
            Shown(
                by_slug[one.slug],
                one.polarity,
                stance_words(one.polarity, False),
                sure_words(one.score),
                one.because,
                f"{one.slug} {one.polarity} {one.score:.2f}",
                one.is_learned,
                one.is_taught,
            )
            for one in reading.suggestions
            if one.slug in by_slug
        ],
        denied=[(by_slug[slug], words) for slug, words in reading.denied if slug in by_slug],
        is_unknown=made.is_unknown,
        is_other_language=made.is_other_language,
        language=str(NAMES.get(reading.lang, "")),
        version=made.version,
        spans=sorted({span for one in reading.suggestions for span in one.spans}),
    )


def marked_parts(text: str, words: str, spans: Sequence[tuple[int, int]], start: int = 0) -> list[tuple[str, str]]:
    """Cut a text where something is to be marked: (part, "found" for what was searched for, "because" for a suggestion, or "").

    `spans` are counted in what was read (`text_of`), where this text begins at `start`.
    """
    inside = [(a - start, b - start) for a, b in spans if a >= start and b - start <= len(text)]
    parts: list[tuple[str, str]] = []
    at = 0
    for part, is_found in marked(text, words):
        end = at + len(part)
        cuts = sorted({at, end, *(p for span in inside for p in span if at < p < end)})
        for a, b in itertools.pairwise(cuts):
            is_because = any(s <= a and b <= e for s, e in inside)
            parts.append((text[a:b], "found" if is_found else "because" if is_because else ""))
        at = end
    return parts
