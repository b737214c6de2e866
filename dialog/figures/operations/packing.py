"""Packs what has changed of the facts (`facts.py`) into pieces, and makes all of them anew where one act changes very many.

Whoever packs holds the counts, as whoever changes them does: so nothing comes in meanwhile, and those who want to write wait. Hence some
at a time. Comes before: `keeping.py`, which writes what has changed. Goes to: `models/facts.py`.
"""

import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from dialog.base.keys import new_id
from dialog.base.upkeep import PAUSE
from dialog.figures.facts import Codes, Fact, Piece, areas_said, packed_again, records
from dialog.figures.models import ChangedFact, CountStamp, FactCode, PackedFact
from dialog.figures.queries.fact_lists import words_of

#: So many changes wait until they are packed, but for what was taken away: that goes at the next upkeep.
MANY = 1_000
_AT_ONCE = 500  # some tens of milliseconds
_STAMP = "stamp"
_packs: Any = PackedFact.__table__
_changes: Any = ChangedFact.__table__
_codes: Any = FactCode.__table__
_stamps: Any = CountStamp.__table__
_of_fact = [_changes.c[name] for name in Fact._fields]
_of_piece = [_packs.c[name] for name in Piece._fields]
_IS_FACT = and_(*(column == bindparam(f"of_{column.name}") for column in _of_fact))
_IS_PIECE = and_(*(column == bindparam(f"of_{column.name}") for column in _of_piece))


def pack_aside(database: Any, *, many: int = 1) -> bool:
    """Pack what waits where there are so many, a little in each transaction (`upkeep.chores`)."""
    with database.reading() as db:
        if len(db.execute(select(_changes.c.n).limit(many)).all()) < many:
            return True
    while True:
        with database.writing() as db, db.begin():
            if not pack(db, _AT_ONCE):
                return True
        time.sleep(PAUSE)


def pack_many(database: Any) -> bool:
    """Pack what waits where it has become much (`upkeep.often`)."""
    return pack_aside(database, many=MANY)


def pack(db: Session, most: int | None = None) -> int:
    """Pack what has changed, at most so many rows, and return how many were packed. What is to be taken away and is not there is left."""
    if not db.connection().execute(update(_stamps).values(name=_stamps.c.name)).rowcount:
        return 0  # nothing has been counted yet
    query = select(*_of_fact, _changes.c.n).order_by(_changes.c.north, _changes.c.east)
    rows = db.execute(query.limit(most)).all()
    codes = Codes(words_of(db))
    left = _packed_in(db, codes, ((Fact._make(row[:-1]), row[-1]) for row in rows))
    gone = [dict(zip((f"of_{name}" for name in Fact._fields), row[:-1], strict=True)) for row in rows]
    if gone:
        db.connection().execute(delete(_changes).where(_IS_FACT), gone)
    if left:
        db.connection().execute(insert(_changes), [fact._asdict() | {"n": n} for fact, n in left])
    _keep_codes(db, codes)
    return len(rows) - len(left)


def _packed_in(db: Session, codes: Codes, changes: Iterable[tuple[Fact, int]]) -> list[tuple[Fact, int]]:
    """Change the pieces, those of one square after another, and return what could not be taken away."""
    left: list[tuple[Fact, int]] = []
    for at, some in groupby(changes, key=lambda change: change[0][:2]):
        of_piece: dict[Piece, list[tuple[bytes, int]]] = {}
        facts: dict[tuple[Piece, bytes], Fact] = {}
        for fact, n in some:
            piece, record = fact.piece, codes.record(fact)
            of_piece.setdefault(piece, []).append((record, n))
            facts[piece, record] = fact
        known = _pieces(db, at)
        for piece, changed in of_piece.items():
            packed, missing = packed_again(known.get(piece, b""), changed)
            left += [(facts[piece, record], n) for record, n in missing.items()]
            _keep_piece(db, piece, packed, is_known=piece in known)
    return left


def _pieces(db: Session, at: Sequence[int]) -> dict[Piece, bytes]:
    query = select(*_of_piece, _packs.c.packed).where(_packs.c.north == at[0], _packs.c.east == at[1])
    query = query.where(_packs.c.is_tagged.in_((False, True)))  # the key begins with it
    return {Piece._make(row[:-1]): bytes(row[-1]) for row in db.execute(query)}


def _keep_piece(db: Session, piece: Piece, packed: bytes, *, is_known: bool) -> None:
    key = {f"of_{name}": value for name, value in piece._asdict().items()}
    connection = db.connection()
    if not packed:
        connection.execute(delete(_packs).where(_IS_PIECE), key)
    elif is_known:
        connection.execute(update(_packs).where(_IS_PIECE).values(packed=bindparam("made")), key | {"made": packed})
    else:
        connection.execute(insert(_packs), piece._asdict() | {"packed": packed})


# The lists of codes --------------------------------------------------------------------------------------------------


def _keep_codes(db: Session, codes: Codes) -> None:
    if not codes.new:
        return
    connection = db.connection()
    connection.execute(
        insert(_codes), [{"kind": kind, "code": code, "words": words} for kind, code, words in codes.new]
    )
    stamp = {"words": new_id().hex}
    if not connection.execute(update(_codes).where(_codes.c.kind == _STAMP).values(stamp)).rowcount:
        connection.execute(insert(_codes), {"kind": _STAMP, "code": 0} | stamp)


# All of them anew ----------------------------------------------------------------------------------------------------


def unpacked(db: Session) -> Iterator[tuple[Fact, int]]:
    """Yield every fact that is packed, with how many of it there are. What has changed since is not among them."""
    codes = Codes(words_of(db))
    query: Select[Any] = select(*_of_piece, _packs.c.packed)
    for row in db.execute(query.execution_options(yield_per=200)):
        piece = Piece._make(row[:-1])
        for record, some in groupby(records(bytes(row[-1]))):
            yield codes.fact(piece, record), sum(1 for _ in some)


def forget_facts(db: Session, area_ids: Sequence[uuid.UUID] | None = None) -> None:
    """Take away all facts, or those that are about any of some focus areas: whoever calls writes them as they are now to `changed_facts`."""
    if area_ids is None:
        db.execute(delete(_packs))
        db.execute(delete(_changes))
        return
    about = or_(*(_changes.c.said.contains(area_id.hex) for area_id in area_ids))
    db.execute(delete(_changes).where(about))
    wanted = set(area_ids)
    said = enumerate(words_of(db)["said"])
    shut = {code for code, one in said if any(area in wanted for area, _ in areas_said(one))}
    rows = db.execute(select(*_of_piece, _packs.c.packed).where(_packs.c.is_tagged)).all() if shut else []
    for row in rows:
        found, packed = Piece._make(row[:-1]), bytes(row[-1])
        kept = b"".join(one for one in records(packed) if int.from_bytes(one[4:8], "little") not in shut)
        if len(kept) < len(packed):
            _keep_piece(db, found, kept, is_known=True)
