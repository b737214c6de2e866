"""Count answers beforehand: tables kept in the transaction of each response, filled from the answers there are; an index for cross-tables."""

import sqlalchemy as sa
from alembic import op

revision = "0009answ"
down_revision = "0008kept"
branch_labels = None
depends_on = None

EVERYWHERE = "0" * 32
KEYS = "question_id, district_id, week, channel, item, state, choice, number"
ALL = "SELECT a.question_id, {place}, r.week, r.channel, a.item, a.state, coalesce(a.choice, ''), coalesce(a.number, 0)"
ONCE = "SELECT DISTINCT a.question_id, {place}, r.week, r.channel, '*', a.state, '', 0.0, a.response_id"
JOINED = " FROM answers a JOIN responses r ON r.id = a.response_id"
LYING = (
    " JOIN (SELECT DISTINCT x.response_id, d.district_id FROM answers x JOIN remark_districts d ON d.remark_id = x.remark_id) l"
    " ON l.response_id = r.id"
)


def upgrade() -> None:
    """Make the tables and count what has come in; change the index of answers for one that holds all that a cross-table reads."""
    op.create_table(
        "answer_counts",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=6), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Float(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n > 0", name=op.f("ck_answer_counts_counts_somebody")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_answer_counts_question_id")),
        sa.PrimaryKeyConstraint(
            "question_id",
            "district_id",
            "week",
            "channel",
            "item",
            "state",
            "choice",
            "number",
            name=op.f("pk_answer_counts"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "response_counts",
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=6), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n > 0", name=op.f("ck_response_counts_counts_somebody")),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name=op.f("fk_response_counts_wave_id")),
        sa.PrimaryKeyConstraint("wave_id", "district_id", "week", "channel", name=op.f("pk_response_counts")),
        sqlite_with_rowid=False,
    )
    op.drop_index("ix_answers_question_id", table_name="answers")
    op.create_index("ix_answers_crossing", "answers", ["question_id", "response_id", "item", "state", "choice"])
    _count()


def _count() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    everywhere = f"'{EVERYWHERE}'" if is_sqlite else f"CAST('{EVERYWHERE}' AS uuid)"
    for place, join in ((everywhere, ""), ("l.district_id", LYING)):
        rows = f"{ALL} {JOINED} {join}".format(place=place)
        once = f"{ONCE} {JOINED} {join} WHERE a.item <> ''".format(place=place)
        numbers = ", ".join(str(n) for n in range(1, 9))
        for inner, names in ((rows, KEYS), (once, f"{KEYS}, response_id")):
            known = f"WITH flat ({names}) AS ({inner})"
            counted = f"{known} SELECT {KEYS}, count(*) FROM flat GROUP BY {numbers}"  # noqa: S608 -- our own words
            op.execute(f"INSERT INTO answer_counts ({KEYS}, n) {counted}")
        lying = f"SELECT r.wave_id, {place} AS place, r.week, r.channel FROM responses r {join}"  # noqa: S608
        counted = f"SELECT wave_id, place, week, channel, count(*) FROM ({lying}) AS flat GROUP BY 1, 2, 3, 4"  # noqa: S608
        op.execute("INSERT INTO response_counts (wave_id, district_id, week, channel, n) " + counted)


def downgrade() -> None:
    """Take the counts away; the answers stand as they are."""
    op.drop_index("ix_answers_crossing", table_name="answers")
    op.create_index("ix_answers_question_id", "answers", ["question_id", "item", "choice"])
    op.drop_table("response_counts")
    op.drop_table("answer_counts")
