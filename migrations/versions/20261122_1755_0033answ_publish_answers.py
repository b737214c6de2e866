"""Make the table of answers that have been published, which the database itself keeps as they are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033answ"
down_revision = "0032band"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
FROZEN = (
    "id", "number", "slug", "wave_id", "survey", "title", "wave_number", "since", "until", "method", "content", "basis",
    "csv", "csv_digest", "csv_size", "published_at", "published_by_id",
)  # fmt: skip
SAYS = "a publication is never changed"
CHANGED_SQLITE = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FROZEN)
CHANGED_POSTGRESQL = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FROZEN)
SQLITE = (
    "CREATE TRIGGER answer_publications_stay BEFORE DELETE ON answer_publications"
    f" BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    "CREATE TRIGGER answer_publications_are_frozen BEFORE UPDATE ON answer_publications"
    f" WHEN OLD.state = 'withdrawn' OR {CHANGED_SQLITE} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
)
POSTGRESQL = (
    "CREATE TRIGGER answer_publications_stay BEFORE DELETE ON answer_publications FOR EACH ROW"
    " EXECUTE FUNCTION dialog_frozen()",
    "CREATE TRIGGER answer_publications_are_frozen BEFORE UPDATE ON answer_publications FOR EACH ROW"
    f" WHEN (OLD.state = 'withdrawn' OR {CHANGED_POSTGRESQL}) EXECUTE FUNCTION dialog_frozen()",
)


def upgrade() -> None:
    """Make the table and its triggers; `dialog_frozen` came with `publications`."""
    op.create_table(
        "answer_publications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("survey", sa.String(length=80), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("wave_number", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("basis", JSON, nullable=False),
        sa.Column("csv", sa.LargeBinary(), nullable=False),
        sa.Column("csv_digest", sa.String(length=64), nullable=False),
        sa.Column("csv_size", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL AND withdrawn_reason <> '')",
            name=op.f("ck_answer_publications_withdrawn_has_reason"),
        ),
        sa.CheckConstraint("state IN ('published', 'withdrawn')", name=op.f("ck_answer_publications_state_is_known")),
        sa.CheckConstraint(
            "since BETWEEN 200001 AND 299953 AND until BETWEEN 200001 AND 299953 AND since <= until",
            name=op.f("ck_answer_publications_period_is_a_period"),
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name=op.f("fk_answer_publications_wave_id")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["accounts.id"], name=op.f("fk_answer_publications_published_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["accounts.id"], name=op.f("fk_answer_publications_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_publications")),
        sa.UniqueConstraint("number", name=op.f("uq_answer_publications_number")),
        sa.UniqueConstraint("slug", name=op.f("uq_answer_publications_slug")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        op.execute(sa.DDL(statement))


def downgrade() -> None:
    """Take it away; its triggers go with it."""
    op.drop_table("answer_publications")
