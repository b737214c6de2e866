"""Make the tables of the room `place`."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002plac"
down_revision = "0001peop"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "district_kinds",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_district_kinds")),
    )
    op.create_table(
        "districts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("geometry", JSON, nullable=False),
        sa.ForeignKeyConstraint(["kind"], ["district_kinds.slug"], name=op.f("fk_districts_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_districts")),
        sa.UniqueConstraint("kind", "code", name=op.f("uq_districts_kind_code")),
    )
    op.create_table(
        "place_names",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folded", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lng", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_names")),
        sa.UniqueConstraint("origin", "folded", "lat", "lng", name=op.f("uq_place_names_origin_folded_lat_lng")),
    )
    op.create_index("ix_place_names_folded", "place_names", ["folded"], unique=False)
    op.create_index("ix_place_names_lat_lng", "place_names", ["lat", "lng"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_place_names_lat_lng", table_name="place_names")
    op.drop_index("ix_place_names_folded", table_name="place_names")
    op.drop_table("place_names")
    op.drop_table("districts")
    op.drop_table("district_kinds")
