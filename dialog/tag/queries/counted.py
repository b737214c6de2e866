"""How many remarks a filter lets through: as it is kept ready where it is, else counted, and never more than `MOST_COUNTED`.

Comes before: `filtering.py`. Goes to: `inbox.py` and the staff's start page.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from dialog.remark.models import Remark
from dialog.tag.filters import RemarkFilter
from dialog.tag.queries.filtering import numbers
from dialog.tag.queries.searching import fills, read, told_later
from dialog.tag.sections import TOTALS

MOST_COUNTED = 1_000
NEAREST_COUNTED = 15_000  # remarks that are looked through one by one before the index of words is asked (PostgreSQL)


@dataclass(frozen=True)
class Total:
    """How many remarks a filter lets through; `is_more` where there are more than were counted."""

    n: int
    is_more: bool = False

    def __bool__(self) -> bool:
        """Say whether there are any."""
        return self.n > 0


def kept(db: Session, chosen: RemarkFilter) -> int | None:
    """Return how many remarks a filter lets through, where that is kept ready."""
    found = (known(db, chosen) for known in TOTALS.values())
    return next((n for n in found if n is not None), None)


def total(db: Session, chosen: RemarkFilter, most: int = MOST_COUNTED) -> Total:
    """Return how many remarks a filter lets through: all of them where that is kept ready, else counted up to `most`."""
    known = kept(db, chosen)
    if known is not None:
        return Total(known)
    n = count(db, chosen, most)
    return Total(min(n, most), is_more=n > most)


def count(db: Session, chosen: RemarkFilter, most: int = MOST_COUNTED) -> int:
    """Count how many remarks a filter lets through, or `most` + 1 when there are more than `most`."""
    on_the_way = chosen.words and chosen.sight != "few" and db.get_bind().dialect.name == "postgresql"
    # A common word soon fills the count, without its index.
    if on_the_way and (n := fills(db, numbers(chosen, walking=True), most, NEAREST_COUNTED)) is not None:
        return n
    if chosen.words:
        if (later := told_later(db, chosen)) is not None:
            return int(read(db, _counted(later[0], most), match=later[1])[0][0])
        return db.scalar(_counting(chosen, most)) or 0
    return int(read(db, _counted(chosen, most))[0][0])


def _counting(chosen: RemarkFilter, most: int) -> Select[Any]:
    return select(func.count()).select_from(numbers(chosen).limit(most + 1).subquery())


#: Of a filter without words of its own: made once.
_counted = lru_cache(maxsize=32)(_counting)


def how_many(db: Session) -> int:
    """Return how many remarks there are."""
    return db.scalar(select(func.count()).select_from(Remark)) or 0


def count_untagged(db: Session) -> Total:
    """Return how many remarks nobody has decided on."""
    return total(db, RemarkFilter(state="untagged"))
