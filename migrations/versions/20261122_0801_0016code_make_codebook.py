"""Make the table of the code book: what belongs to a focus area, each version a row."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016code"
down_revision = "0015sugg"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "codebook_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("focus_area_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("belongs", JSON, nullable=False),
        sa.Column("not_here", JSON, nullable=False),
        sa.Column("examples", JSON, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_codebook_entries_account_id")),
        sa.ForeignKeyConstraint(["focus_area_id"], ["focus_areas.id"], name=op.f("fk_codebook_entries_focus_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codebook_entries")),
        sa.UniqueConstraint("focus_area_id", "version", name=op.f("uq_codebook_entries_focus_area_id_version")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("codebook_entries")
