"""Suggestions for remarks, when they are asked for, in the words of the focus areas that a site has in use.

Comes before: `suggesting` (pure). Goes to: the desk and its batches. Made when a page is drawn, in less than a
millisecond a text; kept with the decision (`SuggestedArea`), never worked out again for one that is decided.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.tag.kinds import Suggested
from dialog.tag.models import FocusArea
from dialog.tag.suggesting import Reading, suggest
from dialog.tag.suggesting.vocabulary import version


@dataclass(frozen=True)
class Made:
    """What was made of a remark's text, with the version that made it. Slugs are those of focus areas in use here."""

    reading: Reading
    version: str

    @property
    def is_other_language(self) -> bool:
        """Say whether it is not in Swedish: then nothing is suggested."""
        return self.reading.lang != "sv"

    @property
    def is_unknown(self) -> bool:
        """Say "vet inte": no focus area has a word behind it."""
        return not any(one.because for one in self.reading.suggestions)

    @property
    def suggested(self) -> list[Suggested]:
        """Return the suggestions as a decision keeps them."""
        return [Suggested(one.slug, one.score, one.polarity, self.version) for one in self.reading.suggestions]


class Suggester:
    """Reads texts for a site. Made once for a page: one short question, whatever number of texts."""

    def __init__(self, db: Session) -> None:
        self._uses = _in_use(db)
        self.version = version()

    def read(self, text: str) -> Made:
        """Return what is suggested for a text."""
        return Made(self._here(suggest(text)), self.version)

    def _here(self, made: Reading) -> Reading:
        """Speak of focus areas that are in use: a merged one as what it went into; one that is not used is not suggested."""
        found = {}
        for one in made.suggestions:
            slug = self._uses.get(one.slug)
            if slug and slug not in found:
                found[slug] = replace(one, slug=slug)
        denied = {here: words for slug, words in made.denied if (here := self._uses.get(slug))}
        negated = tuple(slug for slug in denied if slug not in found)
        return Reading(tuple(found.values()), negated, made.lang, tuple((slug, denied[slug]) for slug in negated))


def text_of(text: str, suggestion: str) -> str:
    """Return what is read of a remark: what was said, and what was proposed."""
    return f"{text}\n{suggestion}" if suggestion else text


def suggestions(db: Session, texts: Mapping[uuid.UUID, str]) -> dict[uuid.UUID, Made]:
    """Return what is suggested for each of many remarks, by id, from their texts (`text_of`)."""
    suggester = Suggester(db)
    return {remark_id: suggester.read(text) for remark_id, text in texts.items()}


def _in_use(db: Session) -> dict[str, str | None]:
    rows = db.execute(select(FocusArea.id, FocusArea.slug, FocusArea.state, FocusArea.merged_into_id)).all()
    active = {row.id: row.slug for row in rows if row.state == "active"}
    return {row.slug: active.get(row.id if row.state == "active" else row.merged_into_id) for row in rows}
