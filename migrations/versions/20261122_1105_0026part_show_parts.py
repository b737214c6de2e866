"""Show the parts of compounds in PostgreSQL's view of the words, so that they can be looked through as they stand."""

from alembic import op

revision = "0026part"
down_revision = "0025tvaa"
branch_labels = None
depends_on = None

VIEW = (
    "AS SELECT number AS rowid, stems, more, string_to_array(stems || ' ' || parts, ' ') AS seen, "
    "string_to_array(stems || ' ' || parts || ' ' || more || ' ' || more_parts, ' ') AS terms{more} FROM remark_words"
)


def upgrade() -> None:
    """Show two columns more; SQLite's table has them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE OR REPLACE VIEW remark_search " + VIEW.format(more=", parts, more_parts"))


def downgrade() -> None:
    """Show it as before."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP VIEW remark_search")
        op.execute("CREATE VIEW remark_search " + VIEW.format(more=""))
