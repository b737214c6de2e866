"""Make the tables of the room `remark`."""

from itertools import combinations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003rema"
down_revision = "0002plac"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

FLAGS = ("is_active", "is_professional")
#: Slug, Swedish, English, whether a remark can be keyed in or imported from there.
SOURCES = (
    ("enkat", "Enkät", "Survey", False),
    ("plats", "Berätta om en plats", "Tell us about a place", False),
    ("vandring", "Trygghetsvandring", "Safety walk", False),
    ("kommun", "Kommunen", "The municipality", True),
    ("polis", "Polisen", "The police", True),
    ("fastighetsagare", "Fastighetsägare", "Property owner", True),
    ("vaktare", "Väktare och ordningsvakter", "Guards", True),
    ("nattvandrare", "Nattvandrare", "Night walkers", True),
    ("forening", "Förening", "Association", True),
    ("foretag", "Företag", "Business", True),
    ("telefon", "Telefon", "Telephone", True),
    ("papper", "Pappersblankett", "Paper form", True),
    ("annan", "Annan källa", "Other source", True),
)


def among(column: str, *codes: str) -> str:
    """Return the condition that a column holds one or several of the codes, in their order, with commas between."""
    possible = [",".join(some) for n in range(1, len(codes) + 1) for some in combinations(codes, n)]
    return f"{column} IN (" + ", ".join(f"'{one}'" for one in possible) + ")"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "receipts",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("submission_hash", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_receipts")),
        sa.UniqueConstraint("submission_hash", name=op.f("uq_receipts_submission_hash")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_receipts_target_id", "receipts", ["target_id"], unique=False)
    op.create_table(
        "set_aside",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sources",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_professional", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_sources")),
    )
    op.create_table(
        "tombstones",
        sa.Column("submission_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("submission_hash", name=op.f("pk_tombstones")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "remarks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("origin_id", sa.Uuid(), nullable=True),
        sa.Column("feeling", sa.String(length=6), nullable=True),
        sa.Column("reason", sa.String(length=160), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("geometry", JSON, nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lng", sa.Float(), nullable=True),
        sa.Column("place_words", sa.String(length=300), nullable=False),
        sa.Column("part_of_day", sa.String(length=13), nullable=True),
        sa.Column("days", sa.String(length=15), nullable=True),
        sa.Column("season", sa.String(length=27), nullable=True),
        sa.Column("agreeing", sa.Integer(), nullable=False),
        sa.Column("is_handled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("has_personal_data", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "day IS NULL OR source NOT IN ('enkat', 'plats')", name=op.f("ck_remarks_resident_has_no_day")
        ),
        sa.CheckConstraint(among("days", "weekday", "weekend"), name=op.f("ck_remarks_days_is_known")),
        sa.CheckConstraint("feeling IN ('unsafe', 'safe', 'mixed')", name=op.f("ck_remarks_feeling_is_known")),
        sa.CheckConstraint(among("part_of_day", "day", "dusk", "dark"), name=op.f("ck_remarks_part_of_day_is_known")),
        sa.CheckConstraint(
            among("season", "spring", "summer", "autumn", "winter"), name=op.f("ck_remarks_season_is_known")
        ),
        sa.CheckConstraint("(lat IS NULL) = (lng IS NULL)", name=op.f("ck_remarks_has_whole_position")),
        sa.CheckConstraint("agreeing >= 1", name=op.f("ck_remarks_agreeing_is_positive")),
        sa.CheckConstraint("week BETWEEN 200001 AND 299953", name=op.f("ck_remarks_week_is_a_week")),
        sa.ForeignKeyConstraint(["source"], ["sources.slug"], name=op.f("fk_remarks_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
        sa.UniqueConstraint("number", name=op.f("uq_remarks_number")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_remarks_lat_lng", "remarks", ["lat", "lng"], unique=False)
    op.create_index("ix_remarks_origin", "remarks", ["origin_id", "number"], unique=False)
    op.create_index("ix_remarks_source", "remarks", ["source", "number"], unique=False)
    op.create_index(
        "ix_remarks_to_sort",
        "remarks",
        ["number"],
        unique=False,
        sqlite_where=sa.text("is_handled = 0"),
        postgresql_where=sa.text("NOT is_handled"),
    )
    op.create_table(
        "remark_districts",
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_remark_districts_district_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["remarks.id"], name=op.f("fk_remark_districts_remark_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("remark_id", "district_id", name=op.f("pk_remark_districts")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_remark_districts_district_id", "remark_districts", ["district_id"], unique=False)
    table = sa.table(
        "sources", sa.column("slug"), sa.column("name", JSON), sa.column("position"), *map(sa.column, FLAGS)
    )
    op.bulk_insert(
        table,
        [
            {"slug": slug, "name": {"sv": sv, "en": en}, "position": n, "is_active": True, "is_professional": keyed}
            for n, (slug, sv, en, keyed) in enumerate(SOURCES)
        ],
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_remark_districts_district_id", table_name="remark_districts")
    op.drop_table("remark_districts")
    op.drop_index(
        "ix_remarks_to_sort",
        table_name="remarks",
        sqlite_where=sa.text("is_handled = 0"),
        postgresql_where=sa.text("NOT is_handled"),
    )
    op.drop_index("ix_remarks_source", table_name="remarks")
    op.drop_index("ix_remarks_origin", table_name="remarks")
    op.drop_index("ix_remarks_lat_lng", table_name="remarks")
    op.drop_table("remarks")
    op.drop_table("tombstones")
    op.drop_table("sources")
    op.drop_table("set_aside")
    op.drop_index("ix_receipts_target_id", table_name="receipts")
    op.drop_table("receipts")
