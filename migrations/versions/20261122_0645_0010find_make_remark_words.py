"""Make the table that remarks are found by, with its full-text index, and fill it from the remarks that are there."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0010find"
down_revision = "0009answ"
branch_labels = None
depends_on = None

TERMS = "string_to_array((stems || ' '::text) || parts, ' '::text)"
TAKE_OUT = "INSERT INTO remark_search (remark_search, rowid, stems, parts) VALUES ('delete', old.number, old.stems, old.parts); "
PUT_IN = "INSERT INTO remark_search (rowid, stems, parts) VALUES (new.number, new.stems, new.parts); "
ON_SQLITE = (
    "CREATE VIRTUAL TABLE remark_search USING fts5(stems, parts, content='remark_words', content_rowid='number', "
    "columnsize=0, tokenize='ascii')",
    f"CREATE TRIGGER remark_words_came AFTER INSERT ON remark_words BEGIN {PUT_IN}END",
    f"CREATE TRIGGER remark_words_went AFTER DELETE ON remark_words BEGIN {TAKE_OUT}END",
    f"CREATE TRIGGER remark_words_changed AFTER UPDATE ON remark_words BEGIN {TAKE_OUT}{PUT_IN}END",
)
VIEW = (
    "CREATE VIEW remark_search AS SELECT number AS rowid, stems, "
    "string_to_array(stems || ' ' || parts, ' ') AS terms FROM remark_words"
)
AT_ONCE = 2000
ONE = "INSERT INTO remark_words (number, stems, parts) VALUES (:number, :stems, :parts)"
#: Many in one statement: FTS5 writes what it holds to the disk at each.
MANY = (
    "INSERT INTO remark_words (number, stems, parts) SELECT json_extract(value, '$.number'), json_extract(value, '$.stems'), "
    "json_extract(value, '$.parts') FROM json_each(:rows)"
)


def upgrade() -> None:
    """Make the table and fill it."""
    op.create_table(
        "remark_words",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["remarks.number"], name=op.f("fk_remark_words_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_remark_words")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in ON_SQLITE:
            op.execute(statement)
        _fill()
    else:
        op.execute(VIEW)
        _fill()
        op.create_index("ix_remark_words_terms", "remark_words", [sa.text(TERMS)], postgresql_using="gin")


def _fill() -> None:
    """Write what each remark is found by. The one migration that asks the program (docs/decisions/how-words-are-found.md): what is kept here is worked
    out from the remarks and must be what the program of the day works out, whichever rules it had when this was written."""
    from dialog.tag.finding import entry

    bind, last = op.get_bind(), -1
    read = sa.text(
        "SELECT number, text, suggestion, place_words FROM remarks WHERE number > :last ORDER BY number LIMIT :most"
    )
    write = sa.text(MANY if bind.dialect.name == "sqlite" else ONE)
    while rows := bind.execute(read, {"last": last, "most": AT_ONCE}).all():
        last = rows[-1][0]
        made = [(number, entry(texts)) for number, *texts in rows]
        new = [{"number": n, "stems": found.stems, "parts": found.parts} for n, found in made]
        bind.execute(write, {"rows": json.dumps(new)} if bind.dialect.name == "sqlite" else new)


def downgrade() -> None:
    """Take it away."""
    op.execute("DROP TABLE remark_search" if op.get_bind().dialect.name == "sqlite" else "DROP VIEW remark_search")
    op.drop_table("remark_words")
