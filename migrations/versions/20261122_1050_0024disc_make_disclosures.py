"""Make the tables of requests for public documents."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0024disc"
down_revision = "0023seen"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "disclosures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("registry_number", sa.String(60), nullable=False),
        sa.Column("concerns", sa.String(500), nullable=False),
        sa.Column("chosen", sa.String(2000), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(delivered_at IS NULL) = (delivered_by_id IS NULL)", name=op.f("ck_disclosures_delivered_by_somebody")
        ),
        sa.ForeignKeyConstraint(["started_by_id"], ["accounts.id"], name=op.f("fk_disclosures_started_by_id")),
        sa.ForeignKeyConstraint(["delivered_by_id"], ["accounts.id"], name=op.f("fk_disclosures_delivered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
    )
    op.create_table(
        "disclosed_remarks",
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("place_words", sa.Text(), nullable=False),
        sa.Column("point", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_disclosed_remarks_decided_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosures.id"], name=op.f("fk_disclosed_remarks_disclosure_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["remarks.id"], name=op.f("fk_disclosed_remarks_remark_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["accounts.id"], name=op.f("fk_disclosed_remarks_decided_by_id")),
        sa.PrimaryKeyConstraint("disclosure_id", "remark_id", name=op.f("pk_disclosed_remarks")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_disclosed_remarks_remark_id", "disclosed_remarks", ["remark_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("disclosed_remarks")
    op.drop_table("disclosures")
