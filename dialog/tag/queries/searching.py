"""Words that are looked for, as SQL: FTS5 on SQLite, an index of arrays on PostgreSQL, the newest week first in both.

Comes before: `finding/asking.py`. Goes to: `filtering.py` and `inbox.py`. `remark_search` is FTS5's table on SQLite and a view
on PostgreSQL, by the same name: a condition on it brings it into the question by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    column,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import Boolean

from dialog.tag.filters import RemarkFilter
from dialog.tag.finding import GAP, Search, as_fts5, read_search

_search = table(
    "remark_search", column("rowid", BigInteger), column("remark_search"), column("stems", Text), column("parts", Text),
    column("more", Text), column("more_parts", Text), column("seen", ARRAY(Text)), column("terms", ARRAY(Text)),
)  # fmt: skip
#: The remark's number, as the index has it.
NUMBER: ColumnElement[int] = _search.c.rowid
#: On PostgreSQL, how many remarks are looked through one by one before the index of words is asked: few at first, and more where so many
#: of those were found that a page is soon full.
_FIRST, _NEAREST, _PROMISING = 2_000, 10_000, 10


#: Stands in a filter for words that are told when the question is asked, as `match` (SQLite).
TOLD_LATER = "\0told later\0"  # no request has NUL in it (`web/incoming.py`)
_MATCHES: ColumnElement[bool] = _search.c.remark_search.bool_op("MATCH")(bindparam("match"))


class _EitherWay(GenericFunction[bool]):
    """A condition that is written otherwise on SQLite (the first) than on PostgreSQL (the second)."""

    type = Boolean()
    inherit_cache = True
    name = "dialog_either_way"

    def self_group(self, against: Any = None) -> Any:
        """Stay as it is: MATCH compared with 1, as SQLite's truth is written, would no longer be asked of the index."""
        return self


@compiles(_EitherWay, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    return f"({compiler.process(element.clauses.clauses[0], **more)})"


@compiles(_EitherWay, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    return f"({compiler.process(element.clauses.clauses[1], **more)})"


@lru_cache(maxsize=128)
def found_by(written: str, *, masked: bool = False, walking: bool = False) -> ColumnElement[bool]:
    """Return the condition on `remark_search` that a search means, in all that was written or in what those see who see `masked`
    texts; nothing is found by what holds no word.

    `walking`: for who looks at each remark on the way (PostgreSQL): in the words as they stand, which costs a tenth of making
    arrays of them, and never by the index.
    """
    return _MATCHES if written == TOLD_LATER else _found_in(_search, read_search(written), masked, walking=walking)


def told_later(db: Session, chosen: RemarkFilter) -> tuple[RemarkFilter, str] | None:
    """Return a filter without its words, and what FTS5 is asked for them: the question can then be made once, whatever is sought.
    None where the words decide how it is made.
    """
    if chosen.sight == "few" or db.get_bind().dialect.name != "sqlite" or not (search := read_search(chosen.words)):
        return None
    return replace(chosen, words=TOLD_LATER), as_fts5(search, masked=chosen.sight == "masked")


def found_by_few(written: str, is_masked: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a search means for who reads all but the remarks that `is_masked` says. By what is left out
    (`-word`) those are found otherwise than by all that was written, so only what must be there is asked of the index first.
    """
    search = read_search(written)
    index = _search.alias("words_again")
    here = exists().where(index.c.rowid == NUMBER)
    seen = here.where(_found_in(index, search, True))
    if not search.unwanted:
        return and_(_found_in(_search, search, False), or_(not_(is_masked), seen))
    whole = here.where(_found_in(index, search, False))
    of_all = Search(search.wanted, ()) if search.wanted else Search(((GAP,),), ())
    return and_(_found_in(_search, of_all, False), or_(and_(is_masked, seen), and_(not_(is_masked), whole)))


def _found_in(index: Any, search: Search, masked: bool, *, walking: bool = False) -> ColumnElement[bool]:
    if not search:
        nothing: ColumnElement[bool] = false() & index.c.rowid.is_not(None)
        return nothing
    match = index.c.remark_search.bool_op("MATCH")(literal(as_fts5(search, masked=masked)))
    return _EitherWay(match, (_in_words if walking else _in_arrays)(index, search, masked))


def _in_words(index: Any, search: Search, masked: bool) -> ColumnElement[bool]:
    row, everything = _as_it_stands(index, masked)

    def stands(said: tuple[str, ...]) -> ColumnElement[bool]:
        there: ColumnElement[bool] = (row if len(said) > 1 else everything).like(literal(f"% {' '.join(said)} %"))
        return there

    wanted = [stands(said) for said in search.wanted] or [literal(True)]
    return and_(*wanted, *(not_(stands(said)) for said in search.unwanted))


def _as_it_stands(index: Any, masked: bool) -> tuple[Any, Any]:
    """Return the words in order, where phrases stand, and with them the parts of compounds; spaces around each."""
    row = literal(" ") + index.c.stems + literal(" ")
    if not masked:
        row = row + index.c.more + literal(" ")  # each text begins with a sign of its own: no phrase reaches over
    everything = row + index.c.parts + literal(" ")
    return row, everything if masked else everything + index.c.more_parts + literal(" ")


def _in_arrays(index: Any, search: Search, masked: bool) -> ColumnElement[bool]:
    terms = index.c.seen if masked else index.c.terms
    row, _ = _as_it_stands(index, masked)

    def stands(said: tuple[str, ...]) -> ColumnElement[bool]:
        there: ColumnElement[bool] = row.like(literal(f"% {' '.join(said)} %"))
        return there

    wanted = sorted({one for said in search.wanted for one in said})
    found = [index.c.terms.contains(wanted)] if wanted else [literal(True)]  # the index of words
    found += [terms.contains(wanted)] if wanted and masked else []
    found += [stands(said) for said in search.wanted if len(said) > 1]
    found += [not_(terms.overlap(list(said)) if len(said) == 1 else stands(said)) for said in search.unwanted]
    return and_(*found)


@dataclass(frozen=True)
class Stretch:
    """Where in the list: next below a number, next above one, or from the newest; and how many rows at most."""

    most: int
    below: int | None = None
    above: int | None = None

    def of(
        self, query: Select[Any], at: ColumnElement[int], *, until: int | None = None, by: Any = None
    ) -> Select[Any]:
        """Return a question for this stretch, those nearest to its beginning first, as far as `until`."""
        by = at if by is None else by
        if self.above is not None:
            query = query.where(at > self.above).order_by(by)
            return query.limit(self.most) if until is None else query.where(at < until).limit(self.most)
        if self.below is not None:
            query = query.where(at < self.below)
        query = query.order_by(by.desc())
        return query.limit(self.most) if until is None else query.where(at > until).limit(self.most)


def nearest(query: Select[Any], many: int, stretch: Stretch) -> Select[Any]:
    """Return a question (PostgreSQL) that looks through no more than so many remarks, the nearest to where a stretch begins, in their
    order, and stops when it has what it wants. Their words stand under the view's own name, so that its conditions mean them; asked for
    a range of numbers instead, PostgreSQL reads all of it and sorts, since it believes that next to nothing is found.
    """
    c = _search.c
    words = select(c.rowid, c.stems, c.parts, c.more, c.more_parts)
    return query.add_cte(replace(stretch, most=many).of(words, NUMBER).cte("remark_search"))


def rows_of(
    db: Session, query: Callable[[bool], Select[Any]], numbers: Callable[[], Select[Any]], at: ColumnElement[int], stretch: Stretch,
    *, is_plain: bool = True,
) -> list[Any]:  # fmt: skip
    """Return a stretch of the list; one above a number comes with the oldest first. `query` is told whether remarks are looked at on
    the way (`walking`); `numbers`: what the search finds; `is_plain`: no other words are looked into than those of the remark (`found_by`).

    On PostgreSQL a search looks through the nearest remarks first, where a common word soon fills a page. A word that is rare
    there is asked for in the index of words, which the `+ 0` leaves no way around, and only what is shown is
    then read.
    """
    if db.get_bind().dialect.name != "postgresql":
        return read(db, stretch.of(query(False), at))
    for many in (_FIRST, _NEAREST) if is_plain else ():
        rows = read(db, nearest(stretch.of(query(True), at), many, stretch))
        if len(rows) == stretch.most:
            return rows
        if len(rows) < _PROMISING:
            break
    found = [row[0] for row in read(db, stretch.of(numbers(), at, by=at + 0))]
    return read(db, stretch.of(query(True).where(at.in_(found)), at)) if found else []


def fills(db: Session, numbers: Select[Any], most: int, many: int) -> int | None:
    """Count what a search finds among the nearest remarks, where that is more than `most` of so `many` at most (PostgreSQL); else None."""
    counted = 0
    for nearby in (_FIRST, many):
        near = nearest(numbers.limit(most + 1), nearby, Stretch(nearby)).subquery()
        counted = db.scalar(select(func.count()).select_from(near)) or 0
        if counted > most or counted * many < most * nearby:
            break
    return counted if counted > most else None


def read(db: Session, query: Select[Any], **values: Any) -> list[Any]:
    """Return the rows of a question in Core, by way of the connection: the session would add a half to its time."""
    db.flush()  # as the session does by itself where it is asked
    return list(db.connection().execute(query, values).all())
