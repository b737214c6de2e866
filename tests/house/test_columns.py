"""D3: every column of the tables that residents' words reach has been looked at. A new one is a decision.

Change `columns.txt` by hand, and only when a second person agrees that the column can hold nothing of who told it.
"""

from pathlib import Path

from dialog.app import wire
from dialog.base.db import Base

REVIEWED = Path(__file__).with_name("columns.txt")


def columns() -> list[str]:
    """Return table, column and type of every table whose rows must not tell their order."""
    wire()
    tables = [t for t in Base.metadata.sorted_tables if t.dialect_options["sqlite"]["with_rowid"] is False]
    return sorted(f"{t.name}.{c.name} {str(c.type).lower()}" for t in tables for c in t.columns)


def test_d3_no_column_has_come_that_nobody_has_looked_at() -> None:
    reviewed = [row for row in REVIEWED.read_text(encoding="utf-8").splitlines() if row and not row.startswith("#")]
    assert columns() == reviewed


def test_d3_no_column_can_hold_a_moment_or_a_number_that_counts_up() -> None:
    wire()
    tables = [t for t in Base.metadata.sorted_tables if t.dialect_options["sqlite"]["with_rowid"] is False]
    assert {"remarks", "receipts", "responses", "answers", "tombstones", "set_aside"} <= {t.name for t in tables}
    for table in tables:
        assert table.autoincrement_column is None, table.name
        for column in table.columns:
            assert "datetime" not in str(column.type).lower(), f"{table.name}.{column.name}"
