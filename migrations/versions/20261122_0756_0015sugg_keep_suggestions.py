"""Keep what became of each suggestion."""

import sqlalchemy as sa
from alembic import op

revision = "0015sugg"
down_revision = "0014back"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty: decisions from before were made without suggestions on the page."""
    op.create_table(
        "suggested_areas",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("focus_area_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('accepted', 'changed', 'refused')", name=op.f("ck_suggested_areas_verdict_is_known")
        ),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_suggested_areas_score_is_a_share")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_suggested_areas_decision_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["focus_area_id"], ["focus_areas.id"], name=op.f("fk_suggested_areas_focus_area_id")),
        sa.PrimaryKeyConstraint("decision_id", "focus_area_id", name=op.f("pk_suggested_areas")),
    )
    op.create_index("ix_suggested_areas_focus_area_id", "suggested_areas", ["focus_area_id", "verdict"])


def downgrade() -> None:
    """Take it away; decisions and taggings stand as they are."""
    op.drop_table("suggested_areas")
