"""A municipality's own words for a focus area with their versions, and what other words would have done on past decisions.

Comes before: `operations/wording.py`. Goes to: the page of words. The effect is that of words alone, without what was learned.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.people.models import Account
from dialog.tag.models import AreaWords
from dialog.tag.queries.quality import by_words
from dialog.tag.queries.suggesting import own_words
from dialog.tag.queries.taught import different, taught
from dialog.tag.suggesting.measuring import Count
from dialog.tag.suggesting.vocabulary import FIELDS, entries, shipped

TRIED_ON = 5_000  # of the newest remarks with decisions: about a second


@dataclass(frozen=True)
class Wording:
    """A version of a focus area's own words, and who wrote it when."""

    version: int
    words: dict[str, str]
    by: str
    at: datetime


def wordings(db: Session, area_id: uuid.UUID) -> list[Wording]:
    """Return every version of a focus area's own words, the newest first."""
    w = AreaWords
    columns: Any = (w.version, w.words, Account.name, w.at)
    rows = db.execute(
        select(*columns)
        .join(Account, Account.id == w.account_id)
        .where(w.focus_area_id == area_id)
        .order_by(w.version.desc())
    )
    return [Wording(*row) for row in rows]


def shipped_words(slug: str) -> dict[str, list[str]]:
    """Return the entries that come with the program for a focus area, by field; none of one that the municipality has made."""
    area = shipped().get(slug, {})
    return {name: list(entries(str(area.get(name, "")))) for name in FIELDS}


@dataclass(frozen=True)
class Effect:
    """What other words would have done on remarks that are decided on: figures before and after, who gets and who loses the suggestion."""

    looked_at: int
    before: Count
    after: Count
    gained: list[tuple[uuid.UUID, bool]]
    lost: list[tuple[uuid.UUID, bool]]
    #: How many would get it of those decided while the focus area was not in use: neither right nor wrong.
    older: int = 0
    #: Those of them to be shown: of remarks that say the same the newest.
    shown: frozenset[uuid.UUID] = frozenset()

    @property
    def gained_right(self) -> int:
        """Return how many of those that get the suggestion have the focus area."""
        return sum(is_true for _, is_true in self.gained)

    @property
    def lost_right(self) -> int:
        """Return how many of those that lose the suggestion have the focus area."""
        return sum(is_true for _, is_true in self.lost)


def effect(db: Session, slug: str, words: Mapping[str, str]) -> Effect:
    """Return what a focus area's own words would do if they stood, on the newest remarks with decisions."""
    rows = taught(db, TRIED_ON)
    old, new = own_words(db), own_words(db, {slug: words})
    before, after = by_words(db, slug, rows, old, beside=new), by_words(db, slug, rows, new, beside=old)
    gained = [(row.id, slug in row.areas) for row in rows if row.id in after.suggested - before.suggested]
    lost = [(row.id, slug in row.areas) for row in rows if row.id in before.suggested - after.suggested]
    shown = (different(rows, {remark_id for remark_id, _ in some}) for some in (gained, lost))
    return Effect(after.looked_at, before.count, after.count, gained, lost, len(after.older), frozenset().union(*shown))
