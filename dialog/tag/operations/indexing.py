"""What remarks are found by, written in the transaction that writes or takes away the remark, and worked out anew on demand.

Comes before: `remark/operations.py`, which tells of texts. Goes to: `queries/filtering.py`. Stems are made here and not by
the database, so that both databases find the same.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from dialog.base.gathering import Rows, insert_rows
from dialog.base.upkeep import wants_checkpoint
from dialog.remark import masking
from dialog.remark.masking import NOTHING, Hidden
from dialog.remark.models import Remark
from dialog.tag.finding import entry_of
from dialog.tag.models import RemarkWords

_AT_ONCE = 2000
_words: Any = RemarkWords.__table__
_remarks: Any = Remark.__table__
_KEPT = ("stems", "parts", "more", "more_parts")
# Many are one statement on SQLite: FTS5 writes what it holds to the disk at each, so that a thousand statements make a thousand
# small parts of the index, merged again and again (100,000 rows: 3 s in one way, many minutes in the other).
_WORDS = Rows(_words, whole=True)
_TEXTS = [_remarks.c[name] for name in ("id", "number", "text", "suggestion", "place_words")]
_PAGE = (
    select(*_TEXTS, *(_words.c[name] for name in _KEPT))
    .select_from(_remarks.outerjoin(_words, _words.c.number == _remarks.c.number))
    .where(_remarks.c.number > bindparam("last"))
    .order_by(_remarks.c.number)
    .limit(_AT_ONCE)
)
_OF_NONE = ~exists().where(_remarks.c.number == _words.c.number)


def _row(remark: Mapping[str, Any], hidden: Hidden) -> dict[str, Any]:
    """Return what a remark is found by. The one place that says which texts: the masked text and suggestion for everybody, and all
    that was written for those who may read it (TRUST D16). The words of the place are the exact place in words, and unseen.
    """
    written = [
        (remark[name], [(one.start, one.end) for one in hidden.of(name, remark[name])])
        for name in ("text", "suggestion")
    ]
    found = entry_of(written, [remark["place_words"]])
    return {"number": remark["number"], **vars(found)}


def index(db: Session, rows: Sequence[Mapping[str, Any]], **_more: Any) -> None:
    """Let remarks that have just been written be found (`remark.listeners.arrived`)."""
    _add(db, [_row(row, masking.proposed_for(row)) for row in rows])


def _add(db: Session, rows: list[dict[str, Any]]) -> None:
    insert_rows(db, _WORDS, rows)


def forget_words(db: Session, remark_ids: Sequence[uuid.UUID]) -> None:
    """Let remarks that are taken back be found no more. The merging of the index's parts comes with the upkeep."""
    for start in range(0, len(remark_ids), _AT_ONCE):
        numbers = select(Remark.number).where(Remark.id.in_(remark_ids[start : start + _AT_ONCE]))
        db.execute(delete(_words).where(_words.c.number.in_(numbers)))


def index_masked(db: Session, remark_ids: Sequence[uuid.UUID]) -> None:
    """Let remarks be found by what is masked of them now (`remark.listeners.masked`)."""
    forget_words(db, remark_ids)
    for start in range(0, len(remark_ids), _AT_ONCE):
        part = remark_ids[start : start + _AT_ONCE]
        hidden = masking.hidden_in(db, masking.of(part))
        rows = db.execute(select(*_TEXTS).where(_remarks.c.id.in_(part))).mappings().all()
        _add(db, [_row(dict(row), hidden.get(row["id"], NOTHING)) for row in rows])


def index_again(db: Session, remark_ids: Sequence[uuid.UUID]) -> None:
    """Let remarks whose words were changed be found by what they say now, and no more by what they said."""
    index_masked(db, remark_ids)
    wants_checkpoint(db)  # what they said is to leave the older parts of the index too


@dataclass
class Difference:
    """What the index had otherwise than the remarks: not there, other than it should be, of no remark, or damaged in itself."""

    remarks: int = 0
    missing: int = 0
    other: int = 0
    of_none: int = 0
    is_damaged: bool = False

    @property
    def is_none(self) -> bool:
        """Say whether the index was as it should be."""
        return not (self.missing or self.other or self.of_none or self.is_damaged)


def compare(db: Session, *, mend: bool = False, told: Callable[[int], None] = lambda _n: None) -> Difference:
    """Work out anew what every remark is found by, and say what differs; `mend` writes it. `told` hears of rows as they are read."""
    found, last = Difference(), -1
    while rows := db.execute(_PAGE, {"last": last}).mappings().all():
        last = rows[-1]["number"]
        hidden = masking.hidden_in(db, masking.of(row["id"] for row in rows))
        right = [_row(dict(row), hidden.get(row["id"], NOTHING)) for row in rows]
        missing = [row for row, kept in zip(right, rows, strict=True) if kept["stems"] is None]
        other = [
            row
            for row, kept in zip(right, rows, strict=True)
            if kept["stems"] is not None and any(kept[name] != row[name] for name in _KEPT)
        ]
        found.remarks += len(rows)
        found.missing += len(missing)
        found.other += len(other)
        if mend:
            if other:
                db.execute(delete(_words).where(_words.c.number.in_([row["number"] for row in other])))
            _add(db, missing + other)
        told(len(rows))
    found.of_none = db.scalar(select(func.count()).select_from(_words).where(_OF_NONE)) or 0
    if mend and found.of_none:
        db.execute(delete(_words).where(_OF_NONE))
    return found


def is_damaged(db: Session) -> bool:
    """Say whether SQLite's full-text index differs from the table it is made from. It takes the right to write while it looks."""
    if db.get_bind().dialect.name != "sqlite":
        return False
    try:
        with db.begin_nested():
            db.execute(text("INSERT INTO remark_search (remark_search, rank) VALUES ('integrity-check', 1)"))
    except DatabaseError:
        return True
    return False


def reindex(db: Session, *, told: Callable[[int], None] = lambda _n: None) -> Difference:
    """Write anew what differs from what every remark is to be found by, and the full-text index where it is damaged."""
    if db.get_bind().dialect.name == "sqlite":
        db.execute(
            text("PRAGMA cache_size=-65536")
        )  # KiB, for this connection: the pages of so long a transaction are many
    was_damaged = is_damaged(db)
    if was_damaged:
        db.execute(text("INSERT INTO remark_search (remark_search) VALUES ('rebuild')"))
    found = compare(db, mend=True, told=told)
    found.is_damaged = was_damaged
    if found.missing or found.other or found.of_none or was_damaged:
        wants_checkpoint(db)
    return found
