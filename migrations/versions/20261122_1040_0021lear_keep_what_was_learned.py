"""Keep what was learned from decisions, and a municipality's own words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021lear"
down_revision = "0020plac"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables, empty: until something is learned and words are changed, the shipped vocabulary suggests alone."""
    op.create_table(
        "area_words",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("focus_area_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_area_words_account_id")),
        sa.ForeignKeyConstraint(["focus_area_id"], ["focus_areas.id"], name=op.f("fk_area_words_focus_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_words")),
        sa.UniqueConstraint("focus_area_id", "version", name=op.f("uq_area_words_focus_area_id_version")),
    )
    op.create_table(
        "learned_models",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vocabulary", sa.String(length=8), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_models")),
        sa.UniqueConstraint("number", name=op.f("uq_learned_models_number")),
    )


def downgrade() -> None:
    """Take them away; decisions and what became of suggestions stand."""
    op.drop_table("learned_models")
    op.drop_table("area_words")
