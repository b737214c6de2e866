"""Make the tables of the room `walk`."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007walk"
down_revision = "0006publ"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "walks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("join_code", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("gathering_words", sa.String(length=300), nullable=False),
        sa.Column("gathering_lat", sa.Float(), nullable=True),
        sa.Column("gathering_lng", sa.Float(), nullable=True),
        sa.Column("good_to_know", sa.Text(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("route", JSON, nullable=True),
        sa.Column("checklist", JSON, nullable=False),
        sa.Column("public_key", sa.String(length=87), nullable=False),
        sa.Column("private_key", sa.String(length=400), nullable=True),
        sa.Column("registry_number", sa.String(length=80), nullable=False),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column("is_announced", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state != 'archived' OR private_key IS NULL", name=op.f("ck_walks_archived_has_no_key")),
        sa.CheckConstraint("state IN ('planned', 'open', 'closed', 'archived')", name=op.f("ck_walks_state_is_known")),
        sa.CheckConstraint(
            "(gathering_lat IS NULL) = (gathering_lng IS NULL)", name=op.f("ck_walks_has_whole_position")
        ),
        sa.CheckConstraint("minutes BETWEEN 10 AND 600", name=op.f("ck_walks_minutes_are_a_walk")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_walks_district_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["previous_id"], ["walks.id"], name=op.f("fk_walks_previous_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walks")),
        sa.UniqueConstraint("join_code", name=op.f("uq_walks_join_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_walks_slug")),
    )
    op.create_index("ix_walks_starts_at", "walks", ["starts_at"], unique=False)
    op.create_table(
        "stops",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lng", sa.Float(), nullable=True),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(lat IS NULL) = (lng IS NULL)", name=op.f("ck_stops_has_whole_position")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_stops_number_is_positive")),
        sa.ForeignKeyConstraint(["previous_id"], ["stops.id"], name=op.f("fk_stops_previous_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["walk_id"], ["walks.id"], name=op.f("fk_stops_walk_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stops")),
        sa.UniqueConstraint("walk_id", "number", name=op.f("uq_stops_walk_id_number")),
    )
    op.create_table(
        "walk_groups",
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("leader_words", sa.String(length=120), nullable=False),
        sa.Column("recorder_words", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["walk_id"], ["walks.id"], name=op.f("fk_walk_groups_walk_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("walk_id", "letter", name=op.f("pk_walk_groups")),
    )
    op.create_table(
        "walk_roles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.CheckConstraint("account_id IS NOT NULL OR words != ''", name=op.f("ck_walk_roles_is_somebody")),
        sa.CheckConstraint(
            "role IN ('coordinator', 'leader', 'recorder', 'photographer')", name=op.f("ck_walk_roles_role_is_known")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_walk_roles_account_id")),
        sa.ForeignKeyConstraint(["walk_id"], ["walks.id"], name=op.f("fk_walk_roles_walk_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_roles")),
    )
    op.create_index("ix_walk_roles_account_id", "walk_roles", ["account_id"], unique=False)
    op.create_index("ix_walk_roles_walk_id", "walk_roles", ["walk_id"], unique=False)
    op.create_table(
        "walk_tablets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("group_letter", sa.String(length=1), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["walk_id"], ["walks.id"], name=op.f("fk_walk_tablets_walk_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_tablets")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_walk_tablets_token_hash")),
        sa.UniqueConstraint("walk_id", "number", name=op.f("uq_walk_tablets_walk_id_number")),
    )
    op.create_table(
        "walkers",
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 1", name=op.f("ck_walkers_count_is_positive")),
        sa.ForeignKeyConstraint(["walk_id"], ["walks.id"], name=op.f("fk_walkers_walk_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("walk_id", "category", name=op.f("pk_walkers")),
    )
    _make_what_was_sent()


def _make_what_was_sent() -> None:
    op.create_table(
        "walk_held",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("tablet_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=True),
        sa.Column("file_name", sa.String(length=64), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("problems", JSON, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.CheckConstraint("kind IN ('remark', 'photo')", name=op.f("ck_walk_held_kind_is_known")),
        sa.CheckConstraint(
            "state = 'waiting' OR (content IS NULL AND file_name IS NULL)", name=op.f("ck_walk_held_settled_is_empty")
        ),
        sa.CheckConstraint("state IN ('waiting', 'taken', 'dropped')", name=op.f("ck_walk_held_state_is_known")),
        sa.ForeignKeyConstraint(["tablet_id"], ["walk_tablets.id"], name=op.f("fk_walk_held_tablet_id")),
        sa.ForeignKeyConstraint(["walk_id"], ["walks.id"], name=op.f("fk_walk_held_walk_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_held")),
        sa.UniqueConstraint(
            "walk_id",
            "kind",
            "item_id",
            "revision",
            "content_hash",
            name=op.f("uq_walk_held_walk_id_kind_item_id_revision_content_hash"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "walk_photos",
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("tablet_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("is_trial", sa.Boolean(), nullable=False),
        sa.CheckConstraint("week BETWEEN 200001 AND 299953", name=op.f("ck_walk_photos_week_is_a_week")),
        sa.ForeignKeyConstraint(["tablet_id"], ["walk_tablets.id"], name=op.f("fk_walk_photos_tablet_id")),
        sa.ForeignKeyConstraint(["walk_id"], ["walks.id"], name=op.f("fk_walk_photos_walk_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("walk_id", "photo_id", name=op.f("pk_walk_photos")),
        sa.UniqueConstraint("file_name", name=op.f("uq_walk_photos_file_name")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_walk_photos_item", "walk_photos", ["walk_id", "item_id"], unique=False)
    op.create_table(
        "walk_remarks",
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("tablet_id", sa.Uuid(), nullable=True),
        sa.Column("remark_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("hashes", JSON, nullable=False),
        sa.Column("is_trial", sa.Boolean(), nullable=False),
        sa.Column("stop_id", sa.Uuid(), nullable=True),
        sa.Column("checklist", JSON, nullable=False),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.Column("claimed_hour", sa.SmallInteger(), nullable=True),
        sa.Column("photo_ids", JSON, nullable=False),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("merged", JSON, nullable=True),
        sa.CheckConstraint("NOT is_trial OR remark_id IS NULL", name=op.f("ck_walk_remarks_trial_counts_nowhere")),
        sa.CheckConstraint("accuracy_m >= 0", name=op.f("ck_walk_remarks_accuracy_is_a_distance")),
        sa.CheckConstraint("claimed_hour BETWEEN 0 AND 23", name=op.f("ck_walk_remarks_claimed_hour_is_an_hour")),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR remark_id IS NULL", name=op.f("ck_walk_remarks_merged_counts_once")
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_walk_remarks_revision_is_positive")),
        sa.ForeignKeyConstraint(["remark_id"], ["remarks.id"], name=op.f("fk_walk_remarks_remark_id")),
        sa.ForeignKeyConstraint(["stop_id"], ["stops.id"], name=op.f("fk_walk_remarks_stop_id")),
        sa.ForeignKeyConstraint(["tablet_id"], ["walk_tablets.id"], name=op.f("fk_walk_remarks_tablet_id")),
        sa.ForeignKeyConstraint(["walk_id"], ["walks.id"], name=op.f("fk_walk_remarks_walk_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("walk_id", "item_id", name=op.f("pk_walk_remarks")),
        sa.UniqueConstraint("remark_id", name=op.f("uq_walk_remarks_remark_id")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_walk_remarks_stop_id", "walk_remarks", ["stop_id"], unique=False)
    op.create_index("ix_walk_remarks_tablet_id", "walk_remarks", ["tablet_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("walk_remarks")
    op.drop_table("walk_photos")
    op.drop_table("walk_held")
    op.drop_table("walkers")
    op.drop_table("walk_tablets")
    op.drop_table("walk_roles")
    op.drop_table("walk_groups")
    op.drop_table("stops")
    op.drop_table("walks")
