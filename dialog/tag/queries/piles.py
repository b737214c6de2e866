"""What suggestions are surest of, in piles: untagged remarks that surely are about one focus area, to be accepted together.

Only what may be taken at a glance is here: all of a remark's suggestions are sure, nothing in it points at a person or may be
danger now, nobody has taken it out of a pile before. The rest is read one by one at the desk. Comes before: `tag/suggesting`. Goes to: `operations/piles.py`.
"""

import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Select, exists, not_, select
from sqlalchemy.orm import Session

from dialog.remark.guard import find
from dialog.remark.models import Concern, Remark
from dialog.tag.alike import alike
from dialog.tag.filters import RemarkFilter
from dialog.tag.kinds import Suggested, TagChoice
from dialog.tag.models import Declined
from dialog.tag.queries.filtering import matching, position
from dialog.tag.queries.suggesting import Suggester

LOOKED_AT = 400  # of the newest untagged: some hundred milliseconds
SURE = 0.8  # one plain word of the vocabulary; a misspelt or weak one is less
SMALLEST = 2
MOST_SHOWN = 40

#: Where thanks stand beside what would be called a lack, a person reads it.
_PRAISE = re.compile(r"\b(tack|bra|bättre|fin|fint|fina|nöjd|nöjda|toppen|skillnad|tryggare|skönt)\b", re.IGNORECASE)
_known: dict[bytes, tuple[Suggested, ...]] = {}  # by a hash of the text and of who read it, so that no text is kept
_MOST_KNOWN = 20_000
_SENT = re.compile(r"([a-z0-9-]{1,80})~(brist|positiv|forslag|)~([01]\.\d\d)", re.ASCII)


@dataclass(frozen=True)
class Proposed:
    """A remark with what is suggested for it, the first first, and the words that say so (only where they are shown)."""

    id: uuid.UUID
    version: int
    text: str
    lang: str
    suggested: tuple[Suggested, ...]
    because: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[TagChoice, ...]:
        """What would be chosen."""
        return tuple(TagChoice(one.slug, one.polarity or None) for one in self.suggested)

    @property
    def mark(self) -> str:
        """What a form sends back: which remark, which version and text of it, and what was suggested by what version.

        What somebody looked at is what is kept, whatever has been learned since (`read_mark`).
        """
        made = "+".join(f"{one.slug}~{one.polarity or ''}~{one.score:.2f}" for one in self.suggested)
        return f"{self.id}.{self.version}.{_print_of(self.text)}.{self.suggested[0].version}.{made}"


def _print_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_mark(mark: str) -> tuple[uuid.UUID, str, tuple[Suggested, ...]] | None:
    """Return what a mark says: the remark, its version and the print of its text, what was suggested; None where it is no mark."""
    parts = mark.split(".", 4)
    if len(parts) < 5 or len(mark) > 2000 or not re.fullmatch(r"[0-9A-Za-z-]{1,40}", parts[3], re.ASCII):
        return None
    try:
        remark_id = uuid.UUID(parts[0])
    except ValueError:
        return None
    found = [_SENT.fullmatch(one) for one in parts[4].split("+")]
    made = tuple(Suggested(one[1], min(float(one[3]), 1.0), one[2] or None, parts[3]) for one in found if one)
    return (remark_id, f"{parts[1]}.{parts[2]}", made) if len(made) == len(found) else None


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


def _brief(suggester: Suggester, text: str) -> tuple[Suggested, ...]:
    """Return what is surely suggested for a text: nothing where it points at somebody, since that is read one by one."""
    key = hashlib.blake2b(text.encode(), key=suggester.stamp, digest_size=16).digest()
    if key not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        made = suggester.read(text).suggested
        is_sure = bool(made) and all(one.score >= SURE for one in made)
        is_sure = is_sure and not (_PRAISE.search(text) and any(one.polarity == "brist" for one in made))
        _known[key] = tuple(made) if is_sure and not find(text) else ()
    return _known[key]


def _rows() -> Select[Any]:
    declined = select(Declined.remark_id)
    columns: Any = (Remark.id, Remark.version, Remark.text, Remark.lang)
    query: Select[Any] = select(*columns)
    told = exists().where(Concern.remark_id == Remark.id)  # of danger, of a child, of somebody who is accused
    readable = (Remark.text != "", Remark.suggestion == "", Remark.lang.in_(("sv", "")))  # "": a file did not say
    query = query.where(not_(Remark.is_handled), not_(Remark.has_personal_data), not_(told), *readable)
    return query.where(Remark.id.not_in(declined))


def _proposed(db: Session, rows: Sequence[Any]) -> list[Proposed]:
    suggester = Suggester(db)
    made: Any = ((row, _brief(suggester, row.text)) for row in rows)
    return [Proposed(row.id, row.version, row.text, row.lang, suggested) for row, suggested in made if suggested]


def _look(db: Session, chosen: RemarkFilter) -> tuple[list[Proposed], int, bool]:
    query = _rows().where(*matching(chosen.in_state("untagged"))).order_by(position(chosen).desc())
    rows = db.execute(query.limit(LOOKED_AT + 1)).all()
    return _proposed(db, rows[:LOOKED_AT]), min(len(rows), LOOKED_AT), len(rows) > LOOKED_AT


def piles(db: Session, chosen: RemarkFilter) -> Piles:
    """Return the piles of the newest untagged remarks of a filter."""
    found, looked_at, is_more = _look(db, chosen)
    counted = Counter(one.choices[0] for one in found)
    kept = [(first, n) for first, n in counted.items() if n >= SMALLEST]
    return Piles(sorted(kept, key=lambda pair: (-pair[1], pair[0].slug, pair[0].polarity or "")), looked_at, is_more)


def pile(db: Session, chosen: RemarkFilter, slug: str, polarity: str) -> Pile:
    """Return one pile, at most `MOST_SHOWN` of it."""
    found = [one for one in _look(db, chosen)[0] if one.choices[0] == TagChoice(slug, polarity or None)]
    groups, suggester = alike([one.text for one in found]), Suggester(db)
    shown, n = [], 0
    for group in sorted(groups, key=lambda group: (-len(group), group[0])):
        part = [_explained(found[i], suggester) for i in group[: MOST_SHOWN - n]]
        if part:
            shown.append(part)
            n += len(part)
    return Pile(slug, polarity, shown)


def _explained(one: Proposed, suggester: Suggester) -> Proposed:
    reading = suggester.read(one.text).reading
    return replace(one, because=tuple(dict.fromkeys(word for made in reading.suggestions for word in made.because)))


def still_as_seen(db: Session, marks: Sequence[str]) -> dict[str, Proposed]:
    """Return what is to be decided by its mark: where the remark stands as it was seen. Locked until the transaction ends."""
    read = {mark: found for mark in marks if (found := read_mark(mark)) is not None}
    query = _rows().where(Remark.id.in_({remark_id for remark_id, _, _ in read.values()})).order_by(Remark.id)
    rows: dict[uuid.UUID, Any] = {row.id: row for row in db.execute(query.with_for_update())}
    standing: dict[str, Proposed] = {}
    for mark, (remark_id, seen, made) in read.items():
        row = rows.get(remark_id)
        if row is not None and seen == f"{row.version}.{_print_of(row.text)}":
            standing[mark] = Proposed(row.id, row.version, row.text, row.lang, made)
    return standing
