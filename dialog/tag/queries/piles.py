"""What suggestions are surest of, in piles: untagged remarks that surely are about one focus area, to be accepted together.

Only what may be taken at a glance is here: all of a remark's suggestions are sure, nothing in it points at a person, nobody has
taken it out of a pile before. The rest is read one by one at the desk. Comes before: `tag/suggesting`. Goes to: `operations/piles.py`.
"""

import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, not_, select
from sqlalchemy.orm import Session

from dialog.remark.guard import find
from dialog.remark.models import Remark
from dialog.tag.alike import alike
from dialog.tag.filters import RemarkFilter
from dialog.tag.kinds import TagChoice
from dialog.tag.models import Declined, FocusArea
from dialog.tag.queries.filtering import matching, position
from dialog.tag.suggesting import suggest

LOOKED_AT = 400  # of the newest untagged: some hundred milliseconds
SURE = 0.8  # one plain word of the vocabulary; a misspelt or weak one is less
SMALLEST = 2
MOST_SHOWN = 40

#: Where thanks stand beside what would be called a lack, a person reads it.
_PRAISE = re.compile(r"\b(tack|bra|bättre|fin|fint|fina|nöjd|nöjda|toppen|skillnad|tryggare|skönt)\b", re.IGNORECASE)
_known: dict[bytes, tuple[tuple[str, float, str], ...]] = {}  # by a hash of the text, so that no text is kept
_MOST_KNOWN = 20_000


@dataclass(frozen=True)
class Proposed:
    """A remark with what would be chosen for it, the first first, and the words that say so."""

    id: uuid.UUID
    version: int
    text: str
    lang: str
    choices: tuple[TagChoice, ...]
    because: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """What a form sends back: which remark, which version of it, and a print of what was proposed."""
        said = ";".join(f"{choice.slug}.{choice.polarity}" for choice in self.choices)
        return f"{self.id}.{self.version}.{hashlib.sha256(said.encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class Pile:
    """A focus area with its stance, and those that surely are about it, near-identical ones together."""

    slug: str
    polarity: str
    groups: list[list[Proposed]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many they are."""
        return sum(len(group) for group in self.groups)


@dataclass(frozen=True)
class Piles:
    """The piles of a choice of remarks, the greatest first; `looked_at` of the untagged ones were read, `is_more`: there are more."""

    counts: list[tuple[TagChoice, int]]
    looked_at: int
    is_more: bool


def _brief(text: str) -> tuple[tuple[str, float, str], ...]:
    """Return what is suggested for a text: nothing where it points at somebody, since that is read one by one."""
    key = hashlib.blake2b(text.encode(), digest_size=16).digest()
    if key not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        made = tuple((one.slug, one.score, one.polarity) for one in suggest(text).suggestions)
        is_sure = bool(made) and all(score >= SURE for _, score, _ in made)
        is_sure = is_sure and not (_PRAISE.search(text) and any(polarity == "brist" for *_, polarity in made))
        _known[key] = made if is_sure and not find(text) else ()
    return _known[key]


def _rows() -> Select[Any]:
    declined = select(Declined.remark_id)
    columns: Any = (Remark.id, Remark.version, Remark.text, Remark.lang)
    query: Select[Any] = select(*columns)
    readable = (Remark.text != "", Remark.suggestion == "", Remark.lang == "sv")
    return query.where(not_(Remark.is_handled), not_(Remark.has_personal_data), *readable, Remark.id.not_in(declined))


def _proposed(rows: Sequence[Any], usable: set[str]) -> list[Proposed]:
    found = []
    for remark_id, version, text, lang in rows:
        made = _brief(text)
        if made and all(slug in usable for slug, _, _ in made):
            choices = tuple(TagChoice(slug, polarity or None) for slug, _, polarity in made)
            found.append(Proposed(remark_id, version, text, lang, choices))
    return found


def _usable(db: Session) -> set[str]:
    return set(db.scalars(select(FocusArea.slug).where(FocusArea.state == "active")))


def _look(db: Session, chosen: RemarkFilter) -> tuple[list[Proposed], int, bool]:
    query = _rows().where(*matching(chosen.in_state("untagged"))).order_by(position(chosen).desc())
    rows = db.execute(query.limit(LOOKED_AT + 1)).all()
    return _proposed(rows[:LOOKED_AT], _usable(db)), min(len(rows), LOOKED_AT), len(rows) > LOOKED_AT


def piles(db: Session, chosen: RemarkFilter) -> Piles:
    """Return the piles of the newest untagged remarks of a filter."""
    found, looked_at, is_more = _look(db, chosen)
    counted = Counter(one.choices[0] for one in found)
    kept = [(first, n) for first, n in counted.items() if n >= SMALLEST]
    return Piles(sorted(kept, key=lambda pair: (-pair[1], pair[0].slug, pair[0].polarity or "")), looked_at, is_more)


def pile(db: Session, chosen: RemarkFilter, slug: str, polarity: str) -> Pile:
    """Return one pile, at most `MOST_SHOWN` of it."""
    found = [one for one in _look(db, chosen)[0] if one.choices[0] == TagChoice(slug, polarity or None)]
    groups = alike([one.text for one in found])
    shown, n = [], 0
    for group in sorted(groups, key=lambda group: (-len(group), group[0])):
        part = [_explained(found[i]) for i in group[: MOST_SHOWN - n]]
        if part:
            shown.append(part)
            n += len(part)
    return Pile(slug, polarity, shown)


def _explained(one: Proposed) -> Proposed:
    because = dict.fromkeys(word for made in suggest(one.text).suggestions for word in made.because)
    return Proposed(one.id, one.version, one.text, one.lang, one.choices, tuple(because))


def proposed_now(db: Session, remark_ids: Sequence[uuid.UUID]) -> dict[str, Proposed]:
    """Return what is proposed now for some remarks by its mark, in the order of their ids; locked until the transaction ends."""
    query = _rows().where(Remark.id.in_(remark_ids)).order_by(Remark.id).with_for_update()
    return {one.mark: one for one in _proposed(db.execute(query).all(), _usable(db))}
