"""Make the tables of a walk's protocol: the protocol, its points, and the photos that everyone may see."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012prot"
down_revision = "0011leve"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "protocols",
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("meeting_words", sa.String(length=300), nullable=False),
        sa.CheckConstraint("NOT is_public OR edition >= 1", name=op.f("ck_protocols_public_has_edition")),
        sa.ForeignKeyConstraint(["walk_id"], ["walks.id"], name=op.f("fk_protocols_walk_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("walk_id", name=op.f("pk_protocols")),
    )
    op.create_table(
        "protocol_points",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("stop_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("observation", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("focus_area_id", sa.Uuid(), nullable=True),
        sa.Column("agreeing", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.String(length=4), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=11), nullable=False),
        sa.Column("case_number", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released", JSON, nullable=True),
        sa.Column("is_alone", sa.Boolean(), nullable=False),
        sa.CheckConstraint("decision IN ('yes', 'no', 'look')", name=op.f("ck_protocol_points_decision_is_known")),
        sa.CheckConstraint(
            "decision IS NULL OR decision != 'no' OR reason != ''", name=op.f("ck_protocol_points_no_has_reason")
        ),
        sa.CheckConstraint("kind IN ('fault', 'good', 'proposal')", name=op.f("ck_protocol_points_kind_is_known")),
        sa.CheckConstraint(
            "state != 'handed_over' OR case_number != ''", name=op.f("ck_protocol_points_handed_over_has_case")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'started', 'done', 'handed_over')", name=op.f("ck_protocol_points_state_is_known")
        ),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released IS NULL)", name=op.f("ck_protocol_points_released_has_words")
        ),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_by_id IS NULL)", name=op.f("ck_protocol_points_released_by_somebody")
        ),
        sa.CheckConstraint("agreeing >= 1", name=op.f("ck_protocol_points_agreeing_is_positive")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_protocol_points_number_is_positive")),
        sa.ForeignKeyConstraint(["focus_area_id"], ["focus_areas.id"], name=op.f("fk_protocol_points_focus_area_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["partners.id"], name=op.f("fk_protocol_points_owner_id")),
        sa.ForeignKeyConstraint(["released_by_id"], ["accounts.id"], name=op.f("fk_protocol_points_released_by_id")),
        sa.ForeignKeyConstraint(
            ["stop_id"], ["stops.id"], name=op.f("fk_protocol_points_stop_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["walk_id"], ["walks.id"], name=op.f("fk_protocol_points_walk_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["written_by_id"], ["accounts.id"], name=op.f("fk_protocol_points_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_points")),
        sa.UniqueConstraint("walk_id", "item_id", name=op.f("uq_protocol_points_walk_id_item_id")),
        sa.UniqueConstraint("walk_id", "number", name=op.f("uq_protocol_points_walk_id_number")),
    )
    op.create_index("ix_protocol_points_owner_id", "protocol_points", ["owner_id", "due_on"], unique=False)
    op.create_index("ix_protocol_points_stop_id", "protocol_points", ["stop_id"], unique=False)
    op.create_table(
        "released_photos",
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("point_id", sa.Uuid(), nullable=False),
        sa.Column("alternative", sa.String(length=300), nullable=False),
        sa.Column("covered", JSON, nullable=False),
        sa.Column("released_by_id", sa.Uuid(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("alternative != ''", name=op.f("ck_released_photos_has_alternative")),
        sa.ForeignKeyConstraint(
            ["point_id"], ["protocol_points.id"], name=op.f("fk_released_photos_point_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["released_by_id"], ["accounts.id"], name=op.f("fk_released_photos_released_by_id")),
        sa.ForeignKeyConstraint(
            ["walk_id", "photo_id"],
            ["walk_photos.walk_id", "walk_photos.photo_id"],
            name=op.f("fk_released_photos_walk_id_photo_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("walk_id", "photo_id", name=op.f("pk_released_photos")),
    )
    op.create_index(op.f("ix_released_photos_point_id"), "released_photos", ["point_id"], unique=False)


def downgrade() -> None:
    """Take them away again."""
    op.drop_index(op.f("ix_released_photos_point_id"), table_name="released_photos")
    op.drop_table("released_photos")
    op.drop_index("ix_protocol_points_stop_id", table_name="protocol_points")
    op.drop_index("ix_protocol_points_owner_id", table_name="protocol_points")
    op.drop_table("protocol_points")
    op.drop_table("protocols")
