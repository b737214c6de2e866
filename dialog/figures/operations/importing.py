"""Remarks come in from a file: first read whole and shown, then written in one transaction, and nothing is counted twice.

Comes before: `figures/exchange`, which reads the file. Goes to: `remark/operations.py` and `tag/operations`.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.gathering import Expected, Gathering
from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.figures.exchange.tables import read_table
from dialog.figures.exchange.understanding import ReadRemark, Understood, understand
from dialog.figures.queries.arriving import STATE, already_here, area_ids_by_slug, around, state_of
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor
from dialog.remark.listeners import changing
from dialog.remark.operations import record_remarks
from dialog.tag.operations.arriving import tag_arrived

_AT_ONCE = 1000
_LOCK = 7_146_129  # any number, the same for all processes of a site


@dataclass(frozen=True)
class Import:
    """A file that was read: what it holds, and which rows are here already (their numbers)."""

    source: str
    read: Understood
    known: set[int] = field(default_factory=set)
    #: What was so when it was compared with what is here: the ids of focus areas, and on SQLite `arriving.state_of`.
    areas: Mapping[str, tuple[uuid.UUID, uuid.UUID]] = field(default_factory=dict)
    state: str = ""

    @property
    def rows(self) -> list[ReadRemark]:
        """Return the rows that can come in, those that are here already among them."""
        return self.read.rows

    @property
    def new(self) -> int:
        """Return how many rows are not here already."""
        return len(self.read.rows) - len(self.known)


def plan_import(db: Session, data: bytes, source: str) -> Import:
    """Read a file and find what is wrong in it; writes nothing. Problem where the file cannot be read as a whole."""
    against = around(db, source)
    read = understand(read_table(data), against)
    if not read.rows and not read.faults:
        raise Problem("invalid", N_("Filen har rubriker men inga rader."), rows=[])
    state = state_of(db, source) if db.get_bind().dialect.name == "sqlite" else ""
    return Import(source, read, already_here(db, read.rows), area_ids_by_slug(db), state)


def import_remarks(
    db: Session,
    by: Actor,
    plan: Import,
    *,
    skip_faulty: bool = False,
    again: bool = False,
    seen: Callable[[int], None] = lambda n: None,
) -> int:
    """Write the rows of a file and return how many; rows that are here already only with `again`.

    `seen` is told of each n rows more that are written.

    Problem("invalid") if any row is faulty and `skip_faulty` is not said. What is here is looked up anew, behind a lock, so
    that the same file sent twice at once comes in once. In a `Gathering` (SQLite, where one writes at a time) all is worked out
    before the right to write is taken, and what was compared must be as it was, or nothing is kept (Redo).
    """
    if plan.read.faults and not skip_faulty:
        raise Problem("invalid", N_("Några rader i filen är felaktiga. Inget är inläst."), rows=[])
    areas, known = plan.areas, plan.known
    if isinstance(db, Gathering):
        same = {"sqlite": f"({STATE}) = ?"}
        db.expect("figures.import", lambda: Expected(same, ([plan.source], plan.state)))
    else:
        if db.get_bind().dialect.name == "postgresql":
            db.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        changing.tell(db, remark_ids=[])  # nobody changes what is counted as what meanwhile
        areas = area_ids_by_slug(db)
        known = set() if again else already_here(db, plan.rows)
    known = set() if again else known
    rows = [row for row in plan.rows if row.number not in known]
    ids = []
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        ids += record_remarks(db, [row.new for row in part], [_counted(row, areas) for row in part])
        seen(min(_AT_ONCE, len(rows) - start))
    chosen = [(remark_id, row.choices) for remark_id, row in zip(ids, rows, strict=True) if row.choices]
    if chosen:
        tag_arrived(db, by.account_id, chosen, {slug: key for slug, (key, _) in areas.items()})
    if rows:
        record_audit(db, by, "import.remarks", "source", plan.source, count=len(rows))
    return len(rows)


def _counted(
    row: ReadRemark, areas: Mapping[str, tuple[uuid.UUID, uuid.UUID]]
) -> frozenset[tuple[uuid.UUID, str]] | None:
    """Return the focus areas that a row counts for, and how it speaks of each; None where the file says nothing of any."""
    if not row.choices:
        return None
    return frozenset((areas[choice.slug][1], choice.how) for choice in row.choices)
