"""Make the tables of the room `tag`."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005tag"
down_revision = "0004surv"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "focus_areas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("shape", sa.String(length=10), nullable=False),
        sa.Column("colour", sa.Integer(), nullable=False),
        sa.Column("name", JSON, nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_focus_areas_merged_has_target")
        ),
        sa.CheckConstraint("state IN ('active', 'retired', 'merged')", name=op.f("ck_focus_areas_state_is_known")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["focus_areas.id"], name=op.f("fk_focus_areas_merged_into_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["focus_areas.id"], name=op.f("fk_focus_areas_parent_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_focus_areas_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_areas")),
        sa.UniqueConstraint("code", name=op.f("uq_focus_areas_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_focus_areas_slug")),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('tag', 'unsure', 'undo', 'merge')", name=op.f("ck_decisions_kind_is_known")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_decisions_account_id")),
        sa.ForeignKeyConstraint(["remark_id"], ["remarks.id"], name=op.f("fk_decisions_remark_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("remark_id", "version", name=op.f("uq_decisions_remark_id_version")),
    )
    op.create_index("ix_decisions_batch_id", "decisions", ["batch_id"], unique=False)
    op.create_table(
        "taggings",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("focus_area_id", sa.Uuid(), nullable=False),
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("polarity", sa.String(length=8), nullable=True),
        sa.Column("is_negated", sa.Boolean(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.CheckConstraint("polarity IN ('brist', 'positiv', 'forslag')", name=op.f("ck_taggings_polarity_is_known")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_taggings_decision_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["focus_area_id"], ["focus_areas.id"], name=op.f("fk_taggings_focus_area_id")),
        sa.ForeignKeyConstraint(["remark_id"], ["remarks.id"], name=op.f("fk_taggings_remark_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("decision_id", "focus_area_id", name=op.f("pk_taggings")),
    )
    op.create_index(
        "ix_taggings_current",
        "taggings",
        ["focus_area_id", "remark_id"],
        unique=False,
        sqlite_where=sa.text("is_current = 1"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_index("ix_taggings_remark_id", "taggings", ["remark_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_taggings_remark_id", table_name="taggings")
    op.drop_index(
        "ix_taggings_current",
        table_name="taggings",
        sqlite_where=sa.text("is_current = 1"),
        postgresql_where=sa.text("is_current"),
    )
    op.drop_table("taggings")
    op.drop_index("ix_decisions_batch_id", table_name="decisions")
    op.drop_table("decisions")
    op.drop_table("focus_areas")
