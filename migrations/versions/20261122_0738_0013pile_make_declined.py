"""Make the table of remarks that have been taken out of a pile."""

import sqlalchemy as sa
from alembic import op

revision = "0013pile"
down_revision = "0012prot"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "declined",
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["remark_id"], ["remarks.id"], name=op.f("fk_declined_remark_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("remark_id", name=op.f("pk_declined")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("declined")
