"""The untagged remarks that say nearly the same as one at the desk, so that they can be decided on together.

Looked for among those that stand near it in the filter, since a campaign or a broken lamp comes in the same weeks. Comes before:
`tag/alike.py` (pure). Goes to: `staff/alike.py`, `operations/alike.py`.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, not_, select
from sqlalchemy.orm import Session

from dialog.remark.models import Concern, Remark
from dialog.tag.alike import ENOUGH, denials, likeness, shingles
from dialog.tag.filters import RemarkFilter
from dialog.tag.queries.filtering import matching, position

#: How many of the untagged are compared on either side of the remark, and how many alike are shown.
NEAR, MOST_ALIKE = 500, 60
#: Texts whose lengths differ by more cannot share so much.
_TIMES = 2.5
_known: dict[
    bytes, tuple[frozenset[int], tuple[str, ...]]
] = {}  # by a hash of the text, and hashes of its words: no text is kept
_MOST_KNOWN = 6_000


@dataclass(frozen=True)
class Alike:
    """A remark that says nearly the same."""

    id: uuid.UUID
    version: int
    text: str
    lang: str
    week: int

    @property
    def mark(self) -> str:
        """What a form sends back: which remark, and how it stood when it was seen."""
        return f"{self.id}.{self.version}.{hashlib.sha256(self.text.encode()).hexdigest()[:12]}"


def read_mark(mark: str) -> uuid.UUID | None:
    """Return which remark a mark speaks of; None where it is no mark."""
    try:
        return uuid.UUID(mark.partition(".")[0])
    except ValueError:
        return None


def _rows() -> Select[Any]:
    """Return the remarks that may be decided on beside another: nothing in them points at a person or may be danger now, and nobody
    has decided on them.
    """
    r = Remark
    columns: Any = (r.id, r.version, r.text, r.lang, r.week)
    query: Select[Any] = select(*columns)
    told = exists().where(Concern.remark_id == r.id)
    return query.where(not_(r.is_handled), not_(r.has_personal_data), not_(told), r.text != "", r.suggestion == "")


def alike_to(db: Session, chosen: RemarkFilter, remark: Remark) -> list[Alike]:
    """Return the untagged remarks of a filter that are nearly the same as a remark, those with most in common first."""
    mine, no = _seen(remark.text)
    if not mine or remark.has_personal_data or remark.suggestion:
        return []
    n, by = len(remark.text), position(chosen)
    near = _rows().where(*matching(chosen.in_state("untagged")), Remark.id != remark.id)
    near = near.where(func.length(Remark.text).between(int(n / _TIMES), int(n * _TIMES) + 1))
    rows = [
        *db.execute(near.where(by <= remark.number).order_by(by.desc()).limit(NEAR)),
        *db.execute(near.where(by > remark.number).order_by(by).limit(NEAR)),
    ]
    found = []
    for row in rows:
        other, denied = _seen(row.text)
        if denied == no and (share := likeness(mine, other)) >= ENOUGH:
            found.append((share, Alike(*row)))
    return [one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].text, pair[1].id))][:MOST_ALIKE]


def _seen(text: str) -> tuple[frozenset[int], tuple[str, ...]]:
    key = hashlib.blake2b(text.encode(), digest_size=16).digest()
    if key not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[key] = frozenset(hash(one) for one in shingles(text)), denials(text)
    return _known[key]


def standing(db: Session, marks: Sequence[str], also: uuid.UUID) -> list[Alike]:
    """Return what is to be decided on by its mark, where it stands as it was seen. Locked until the transaction ends.

    `also` is the remark at the desk, which may have words that point at a person or have been decided on before.
    """
    ids = {found for mark in marks if (found := read_mark(mark)) is not None}
    r = Remark
    columns: Any = (r.id, r.version, r.text, r.lang, r.week)
    own: Select[Any] = select(*columns).where(r.id == also)
    locked = (query.order_by(r.id).with_for_update() for query in (own, _rows().where(r.id.in_(ids - {also}))))
    rows = [Alike(*row) for query in locked for row in db.execute(query)]
    return [one for one in rows if one.mark in set(marks)]
