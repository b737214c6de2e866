"""Suggestions for remarks, when they are asked for, in the words of the focus areas that a site has in use: by the shipped
vocabulary, the municipality's own words, and what its decisions have taught.

Comes before: `suggesting` and `learning` (pure), `learned.py`. Goes to: the desk and its batches. Made when a page is drawn, in less
than two milliseconds a text; kept with the decision (`SuggestedArea`), never worked out again for one that is decided.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.lazily import Lazy
from dialog.tag.kinds import Suggested
from dialog.tag.models import AreaWords, FocusArea, LearnedModel
from dialog.tag.queries.searching import read
from dialog.tag.suggesting import Reading, suggest
from dialog.tag.suggesting.vocabulary import version_of, with_own

if TYPE_CHECKING:
    from dialog.tag import learning
else:
    learning = Lazy("dialog.tag.learning")

#: Made once: every remark at the desk asks.
_w, _f, _m = AreaWords, FocusArea, LearnedModel
_newest_words = select(_w.focus_area_id, func.max(_w.version).label("version")).group_by(_w.focus_area_id).subquery()
_OWN: Any = (
    select(_f.slug, _w.words)
    .join(_w, _w.focus_area_id == _f.id)
    .join(_newest_words, (_newest_words.c.focus_area_id == _w.focus_area_id) & (_newest_words.c.version == _w.version))
)
_IN_USE: Any = select(_f.id, _f.slug, _f.state, _f.merged_into_id)
_NEWEST: Any = select(_m.id, _m.number).order_by(_m.number.desc()).limit(1)
_opened: dict[uuid.UUID, "learning.Learned"] = {}  # the newest that this process has used


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
    """Reads texts for a site. Made once for a page: three short questions, whatever number of texts.

    `own` (JSON of the municipality's own words) can be given, to try words before they are kept; `is_learned` False leaves out what
    was learned.
    """

    def __init__(self, db: Session, *, own: str | None = None, is_learned: bool = True) -> None:
        self.own = own_words(db) if own is None else own
        self.vocabulary = with_own(self.own)
        self._uses = in_use(db)
        self._learned, number = _newest(db) if is_learned else (None, 0)
        self.version = version_of(self.own) + (f"-{number}" if number else "")

    @property
    def stamp(self) -> bytes:
        """What a suggestion depends on beside the text: the version and the focus areas in use. 16 bytes."""
        said = f"{self.version} {sorted(self._uses.items(), key=str)}"
        return hashlib.blake2b(said.encode(), digest_size=16).digest()

    def read(self, text: str) -> Made:
        """Return what is suggested for a text."""
        reading = self._here(suggest(text, self.vocabulary))
        if self._learned is not None:
            made = learning.blend(reading, self._learned, text)
            # What was learned before focus areas were merged speaks of the old one: what is denied of the new one stays denied.
            kept = tuple(one for one in made.suggestions if self._uses.get(one.slug) not in reading.negated)
            reading = self._here(replace(made, suggestions=kept))
        return Made(reading, self.version)

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


def own_words(db: Session, instead: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Return the municipality's own words as JSON, always written the same way; `instead`: what to take for some focus areas."""
    rows = read(db, _OWN)
    words = {slug: dict(said) for slug, said in rows} | {slug: dict(said) for slug, said in (instead or {}).items()}
    kept = {slug: {name: said for name, said in one.items() if said} for slug, one in words.items()}
    return json.dumps({slug: one for slug, one in kept.items() if one}, sort_keys=True, ensure_ascii=False)


def in_use(db: Session) -> dict[str, str | None]:
    """Return by which slug each focus area is spoken of now: its own, the one it was merged into, or none."""
    rows = read(db, _IN_USE)
    active = {row.id: row.slug for row in rows if row.state == "active"}
    return {row.slug: active.get(row.id if row.state == "active" else row.merged_into_id) for row in rows}


def newest_learned(db: Session) -> "learning.Learned | None":
    """Return what was learned last, opened; None where nothing was."""
    return _newest(db)[0]


def _newest(db: Session) -> tuple["learning.Learned | None", int]:
    m = LearnedModel
    row = next(iter(read(db, _NEWEST)), None)
    if row is None:
        return None, 0
    if row.id not in _opened:
        numbers = db.scalar(select(m.numbers).where(m.id == row.id))
        if numbers is None:
            return None, 0
        _opened.clear()
        _opened[row.id] = learning.opened(numbers)
    return _opened.get(row.id), row.number
