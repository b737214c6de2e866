"""Make the tables of what is published: publications with their files, which the database itself keeps as they are; texts on themes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006publ"
down_revision = "0005tag"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
FROZEN = (
    "id", "number", "slug", "title", "since", "until", "dialogue", "geography_kind", "geography", "sources", "method",
    "content", "basis", "published_at", "published_by_id",
)  # fmt: skip
SAYS = "a publication is never changed"
CHANGED_SQLITE = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FROZEN)
CHANGED_POSTGRESQL = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FROZEN)
SQLITE = (
    f"CREATE TRIGGER publications_stay BEFORE DELETE ON publications BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    "CREATE TRIGGER publications_are_frozen BEFORE UPDATE ON publications"
    f" WHEN OLD.state = 'withdrawn' OR {CHANGED_SQLITE} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    "CREATE TRIGGER publication_files_stay BEFORE DELETE ON publication_files"
    f" BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    "CREATE TRIGGER publication_files_are_frozen BEFORE UPDATE ON publication_files"
    f" BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
)
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION dialog_frozen() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER publications_stay BEFORE DELETE ON publications FOR EACH ROW EXECUTE FUNCTION dialog_frozen()",
    "CREATE TRIGGER publications_are_frozen BEFORE UPDATE ON publications FOR EACH ROW"
    f" WHEN (OLD.state = 'withdrawn' OR {CHANGED_POSTGRESQL}) EXECUTE FUNCTION dialog_frozen()",
    "CREATE TRIGGER publication_files_stay BEFORE DELETE OR UPDATE ON publication_files FOR EACH ROW"
    " EXECUTE FUNCTION dialog_frozen()",
)


def upgrade() -> None:
    """Make the tables, and the triggers that keep them as they are."""
    op.create_table(
        "publications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("dialogue", sa.String(length=80), nullable=False),
        sa.Column("geography_kind", sa.String(length=9), nullable=False),
        sa.Column("geography", sa.String(length=40), nullable=False),
        sa.Column("sources", JSON, nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("basis", JSON, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL AND withdrawn_reason <> '')",
            name=op.f("ck_publications_withdrawn_has_reason"),
        ),
        sa.CheckConstraint(
            "geography_kind IN ('districts', 'squares')", name=op.f("ck_publications_geography_is_known")
        ),
        sa.CheckConstraint("state IN ('published', 'withdrawn')", name=op.f("ck_publications_state_is_known")),
        sa.CheckConstraint(
            "since BETWEEN 200001 AND 299953 AND until BETWEEN 200001 AND 299953 AND since <= until",
            name=op.f("ck_publications_period_is_a_period"),
        ),
        sa.ForeignKeyConstraint(["published_by_id"], ["accounts.id"], name=op.f("fk_publications_published_by_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["accounts.id"], name=op.f("fk_publications_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
        sa.UniqueConstraint("number", name=op.f("uq_publications_number")),
        sa.UniqueConstraint("slug", name=op.f("uq_publications_slug")),
    )
    op.create_table(
        "publication_files",
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("content_type", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('csv', 'geojson')", name=op.f("ck_publication_files_kind_is_known")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name=op.f("fk_publication_files_publication_id")
        ),
        sa.PrimaryKeyConstraint("publication_id", "kind", name=op.f("pk_publication_files")),
    )
    op.create_table(
        "theme_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("focus_area_id", sa.Uuid(), nullable=False),
        sa.Column("text", JSON, nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by_id", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_alone", sa.Boolean(), nullable=False),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_by_id IS NULL)", name=op.f("ck_theme_texts_released_by_somebody")
        ),
        sa.CheckConstraint("released_at > written_at", name=op.f("ck_theme_texts_released_after_writing")),
        sa.CheckConstraint(
            "released_by_id <> written_by_id OR is_alone", name=op.f("ck_theme_texts_released_by_another")
        ),
        sa.ForeignKeyConstraint(["focus_area_id"], ["focus_areas.id"], name=op.f("fk_theme_texts_focus_area_id")),
        sa.ForeignKeyConstraint(["released_by_id"], ["accounts.id"], name=op.f("fk_theme_texts_released_by_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["accounts.id"], name=op.f("fk_theme_texts_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_texts")),
    )
    op.create_index("ix_theme_texts_focus_area_id", "theme_texts", ["focus_area_id", "released_at"], unique=False)
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        op.execute(sa.DDL(statement))


def downgrade() -> None:
    """Take them away; their triggers go with the tables."""
    op.drop_table("theme_texts")
    op.drop_table("publication_files")
    op.drop_table("publications")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.DDL("DROP FUNCTION dialog_frozen()"))
