"""Find remarks by masked texts too: what everybody on the staff sees, and apart from it what only those see who may read it all."""

import json
import uuid

import sqlalchemy as sa
from alembic import op

revision = "0023seen"
down_revision = "0022said"
branch_labels = None
depends_on = None

OLD_TERMS = "string_to_array((stems || ' '::text) || parts, ' '::text)"
TERMS = (
    "string_to_array((((((stems || ' '::text) || parts) || ' '::text) || more) || ' '::text) || more_parts, ' '::text)"
)
OLD_VIEW = (
    "CREATE VIEW remark_search AS SELECT number AS rowid, stems, "
    "string_to_array(stems || ' ' || parts, ' ') AS terms FROM remark_words"
)
VIEW = (
    "CREATE VIEW remark_search AS SELECT number AS rowid, stems, more, string_to_array(stems || ' ' || parts, ' ') AS seen, "
    "string_to_array(stems || ' ' || parts || ' ' || more || ' ' || more_parts, ' ') AS terms FROM remark_words"
)
OLD_NAMES = ("stems", "parts")
NAMES = ("stems", "parts", "more", "more_parts")
AT_ONCE = 2000


def upgrade() -> None:
    """Make the table anew, with two columns more, and fill it."""
    _take_away()
    _make(NAMES)
    _fill(NAMES, _seen)
    _index(VIEW, TERMS)


def downgrade() -> None:
    """Make it as it was, and fill it."""
    _take_away()
    _make(OLD_NAMES)
    _fill(OLD_NAMES, _all)
    _index(OLD_VIEW, OLD_TERMS)


def _take_away() -> None:
    op.execute("DROP TABLE remark_search" if op.get_bind().dialect.name == "sqlite" else "DROP VIEW remark_search")
    op.drop_table("remark_words")


def _make(names: tuple[str, ...]) -> None:
    op.create_table(
        "remark_words",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in names),
        sa.ForeignKeyConstraint(
            ["number"], ["remarks.number"], name=op.f("fk_remark_words_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_remark_words")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name != "sqlite":
        return
    columns = ", ".join(names)
    old = (
        f"INSERT INTO remark_search (remark_search, rowid, {columns}) VALUES ('delete', old.number, "  # noqa: S608 -- names from this file
        + ", ".join(f"old.{name}" for name in names)
        + ")"
    )
    new = (
        f"INSERT INTO remark_search (rowid, {columns}) VALUES (new.number, "  # noqa: S608 -- names from this file
        + ", ".join(f"new.{n}" for n in names)
        + ")"
    )
    op.execute(
        f"CREATE VIRTUAL TABLE remark_search USING fts5({columns}, content='remark_words', content_rowid='number', "
        "columnsize=0, tokenize='ascii')"
    )
    op.execute(f"CREATE TRIGGER remark_words_came AFTER INSERT ON remark_words BEGIN {new}; END")
    op.execute(f"CREATE TRIGGER remark_words_went AFTER DELETE ON remark_words BEGIN {old}; END")
    op.execute(f"CREATE TRIGGER remark_words_changed AFTER UPDATE ON remark_words BEGIN {old}; {new}; END")


def _index(view: str, terms: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute(view)
        op.create_index("ix_remark_words_terms", "remark_words", [sa.text(terms)], postgresql_using="gin")


def _fill(names: tuple[str, ...], worked_out: object) -> None:
    """Write what each remark is found by. It asks the program, as 0010find does."""
    bind, last = op.get_bind(), -1
    read = sa.text(
        "SELECT number, id, text, suggestion, place_words FROM remarks WHERE number > :last ORDER BY number LIMIT :most"
    ).columns(id=sa.Uuid())
    if bind.dialect.name == "sqlite":  # many in one statement: FTS5 writes what it holds to the disk at each
        picked = ", ".join(f"json_extract(value, '$.{name}')" for name in ("number", *names))
        write = sa.text(f"INSERT INTO remark_words (number, {', '.join(names)}) SELECT {picked} FROM json_each(:rows)")  # noqa: S608 -- names from this file
    else:
        given = ", ".join(f":{name}" for name in ("number", *names))
        write = sa.text(f"INSERT INTO remark_words (number, {', '.join(names)}) VALUES ({given})")  # noqa: S608 -- names from this file
    while rows := bind.execute(read, {"last": last, "most": AT_ONCE}).all():
        last = rows[-1].number
        found = worked_out(rows)  # type: ignore[operator]
        new = [{"number": row.number, **one} for row, one in zip(rows, found, strict=True)]
        bind.execute(write, {"rows": json.dumps(new)} if bind.dialect.name == "sqlite" else new)


def _all(rows: list[sa.Row]) -> list[dict[str, str]]:  # type: ignore[type-arg]
    from dialog.tag.finding import entry

    made = [entry((row.text, row.suggestion, row.place_words)) for row in rows]
    return [{"stems": one.stems, "parts": one.parts} for one in made]


def _seen(rows: list[sa.Row]) -> list[dict[str, str]]:  # type: ignore[type-arg]
    from dialog.remark.guard.painting import hidden
    from dialog.tag.finding import entry_of

    proposed, acts = _stretches([row.id for row in rows])
    made = []
    for row in rows:
        texts = []
        for name in ("text", "suggestion"):
            key, text = (row.id, name), getattr(row, name)
            texts.append(
                (text, [(one.start, one.end) for one in hidden(text, proposed.get(key, ()), acts.get(key, ()))])
            )
        made.append(vars(entry_of(texts, [row.place_words])))
    return made


def _stretches(ids: list[uuid.UUID]) -> tuple[dict[tuple[uuid.UUID, str], list], dict[tuple[uuid.UUID, str], list]]:  # type: ignore[type-arg]
    from dialog.remark.guard.painting import Act
    from dialog.remark.guard.taking import Stretch

    def table(name: str, *more: str) -> sa.TableClause:  # a column belongs to one table
        columns = [sa.column("remark_id", sa.Uuid()), *(sa.column(c) for c in ("field", "begins", "ends", *more))]
        return sa.table(name, *columns)

    masks, maskings = table("masks"), table("maskings", "state", "version")
    proposed: dict[tuple[uuid.UUID, str], list[Stretch]] = {}
    acts: dict[tuple[uuid.UUID, str], list[Act]] = {}
    bind = op.get_bind()
    for row in bind.execute(sa.select(masks).where(masks.c.remark_id.in_(ids))):
        proposed.setdefault((row.remark_id, row.field), []).append(Stretch(row.begins, row.ends))
    made = sa.select(maskings).where(maskings.c.remark_id.in_(ids)).order_by(maskings.c.remark_id, maskings.c.version)
    for row in bind.execute(made):
        acts.setdefault((row.remark_id, row.field), []).append(Act(row.begins, row.ends, row.state == "masked"))
    return proposed, acts
