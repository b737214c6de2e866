"""Keep the codes that a walk had before, so that a code can be changed while tablets are out."""

import sqlalchemy as sa
from alembic import op

revision = "0031code"
down_revision = "0030apar"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "former_codes",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["walk_id"], ["walks.id"], name=op.f("fk_former_codes_walk_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_former_codes")),
    )
    op.create_index(op.f("ix_former_codes_walk_id"), "former_codes", ["walk_id"])


def downgrade() -> None:
    """Drop it; tablets that joined with an older code then send to an address that is nobody's."""
    op.drop_index(op.f("ix_former_codes_walk_id"), table_name="former_codes")
    op.drop_table("former_codes")
