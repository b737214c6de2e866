"""What the codes of facts stand for, as this process remembers it. Comes before: `operations/packing.py`. Goes to: `facts.py`."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base.db import memory_of
from dialog.figures.facts import GAP, LISTS, Codes, Fact, areas_said, placed
from dialog.figures.models import FactCode

if TYPE_CHECKING:
    import numpy as np

_MOST_KNOWN = 64
_codes: Any = FactCode.__table__.c
_STAMP = select(_codes.words).where(_codes.kind == "stamp")
_LISTS = select(_codes.kind, _codes.words).where(_codes.kind != "stamp").order_by(_codes.kind, _codes.code)


@dataclass(frozen=True)
class Lists:
    """What the codes of records stand for, and with what was looked up in them."""

    words: Mapping[str, list[str]]
    areas: list[tuple[tuple[uuid.UUID, str], ...]]
    known: dict[Any, Any]
    #: Those that these begin with, where what has changed is in them too: what was looked up in those stands.
    base: "Lists | None" = None

    def those(self, key: Any, name: str, wanted: Callable[[int], bool]) -> "np.ndarray[Any, Any]":
        """Return for each code of a list whether it is wanted; worked out once for those that are kept."""
        import numpy as np

        if self.base is not None:
            begin = self.base.those(key, name, wanted)
            more = range(len(begin), len(self.words[name]))
            return np.concatenate([begin, np.fromiter(map(wanted, more), bool)]) if more else begin
        found = self.known.get(key)
        if found is None:
            if len(self.known) > _MOST_KNOWN:  # other threads may be looking, too
                self.known.clear()
            found = self.known[key] = np.fromiter(map(wanted, range(len(self.words[name]))), bool)
        return found


class Growing:
    """The lists with what has changed and is in none of them yet: for one answer."""

    def __init__(self, lists: Lists) -> None:
        words = {name: list(words) for name, words in lists.words.items()}
        self.lists = Lists(words, list(lists.areas), {}, lists)
        self._codes = Codes(words)
        self._alike: dict[str, bytes] = {}

    def record(self, told: str) -> bytes:
        """Return a fact that is told in one text (`facts.FIELDS`' week and place, then the rest) as a record."""
        week, y, x, rest = told.split(GAP, 3)
        record = self._alike.get(rest)
        if record is None:  # of which there are few
            source, feeling, part, state, personal, accuses, *more = rest.split(GAP)
            fact = Fact(0, 0, 0, 0, 0, source, feeling, part, state, int(personal), int(accuses), *more)
            record = self._alike[rest] = self._coded(fact)
        return placed(record, int(week), int(y), int(x))

    def _coded(self, fact: Fact) -> bytes:
        known = len(self._codes.new)
        record = self._codes.record(fact)
        for name, _code, words in self._codes.new[known:]:
            self.lists.words[name].append(words)
            if name == "said":
                self.lists.areas.append(tuple(areas_said(words)))
        return record


def lists_of(db: Session) -> Lists:
    """Return what codes stand for, as this process remembers it where the lists have not grown."""
    kept = memory_of(db)
    stamp = db.connection().execute(_STAMP).scalar()
    known: tuple[str | None, Lists] | None = kept.get("figures.lists")
    if known is not None and known[0] == stamp:
        return known[1]
    words = words_of(db)
    found = Lists(words, [tuple(areas_said(said)) for said in words["said"]], {})
    kept["figures.lists"] = stamp, found
    return found


def words_of(db: Session) -> dict[str, list[str]]:
    """Return what stands in each of the lists by its code, read anew: for whoever adds to them."""
    words: dict[str, list[str]] = {name: [""] for name in LISTS}
    for kind, one in db.connection().execute(_LISTS):
        words[kind].append(one)
    return words
