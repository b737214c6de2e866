"""Make what two who tag leave behind: what is open, samples, second readings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025tvaa"
down_revision = "0024disc"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, empty."""
    op.create_table(
        "open_remarks",
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["remarks.id"], name=op.f("fk_open_remarks_remark_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_open_remarks_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("remark_id", "account_id", name=op.f("pk_open_remarks")),
    )
    op.create_table(
        "samples",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_samples_account_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["accounts.id"], name=op.f("fk_samples_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
    )
    op.create_index("ix_samples_reader_id", "samples", ["reader_id"])
    op.create_table(
        "sampled_remarks",
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["samples.id"], name=op.f("fk_sampled_remarks_sample_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["remarks.id"], name=op.f("fk_sampled_remarks_remark_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_sampled_remarks_decision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sample_id", "remark_id", name=op.f("pk_sampled_remarks")),
    )
    op.create_index("ix_sampled_remarks_remark_id", "sampled_remarks", ["remark_id"])
    op.create_index("ix_sampled_remarks_decision_id", "sampled_remarks", ["decision_id"])
    op.create_table(
        "second_readings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("sample_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_same", sa.Boolean(), nullable=False),
        sa.Column("settled_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("outcome IN ('tagged', 'unsure')", name=op.f("ck_second_readings_outcome_is_known")),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["remarks.id"], name=op.f("fk_second_readings_remark_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_second_readings_sample_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_second_readings_account_id")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["decisions.id"], name=op.f("fk_second_readings_first_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_readings")),
        sa.UniqueConstraint("sample_id", "remark_id", name=op.f("uq_second_readings_sample_id_remark_id")),
    )
    op.create_index("ix_second_readings_remark_id", "second_readings", ["remark_id"])
    op.create_index("ix_second_readings_first_id", "second_readings", ["first_id"])
    op.create_table(
        "second_taggings",
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("focus_area_id", sa.Uuid(), nullable=False),
        sa.Column("polarity", sa.String(length=8), nullable=True),
        sa.Column("is_negated", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "polarity IN ('brist', 'positiv', 'forslag')", name=op.f("ck_second_taggings_polarity_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["second_readings.id"], name=op.f("fk_second_taggings_reading_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["focus_area_id"], ["focus_areas.id"], name=op.f("fk_second_taggings_focus_area_id")),
        sa.PrimaryKeyConstraint("reading_id", "focus_area_id", name=op.f("pk_second_taggings")),
    )
    op.create_index("ix_second_taggings_focus_area_id", "second_taggings", ["focus_area_id"])


def downgrade() -> None:
    """Take them away; the first decisions stand."""
    for table in ("second_taggings", "second_readings", "sampled_remarks", "samples", "open_remarks"):
        op.drop_table(table)
