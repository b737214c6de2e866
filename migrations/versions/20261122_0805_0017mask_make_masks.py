"""Make the tables of what is masked, and propose what to mask in the remarks that are there."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0017mask"
down_revision = "0016code"
branch_labels = None
depends_on = None

FIELDS = ("text", "suggestion", "place_words")
FIELD = "field IN ('text', 'suggestion', 'place_words')"
STRETCH = "begins >= 0 AND begins < ends"
AT_ONCE = 2000


def upgrade() -> None:
    """Make the tables and fill them."""
    op.create_table(
        "masks",
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(11), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.CheckConstraint(FIELD, name=op.f("ck_masks_field_is_known")),
        sa.CheckConstraint(STRETCH, name=op.f("ck_masks_is_a_stretch")),
        sa.ForeignKeyConstraint(["remark_id"], ["remarks.id"], name=op.f("fk_masks_remark_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("remark_id", "field", "begins", "ends", "kind", name=op.f("pk_masks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "maskings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(11), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("law", sa.String(12), nullable=False),
        sa.Column("why", sa.String(300), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(FIELD, name=op.f("ck_maskings_field_is_known")),
        sa.CheckConstraint("state IN ('masked', 'unmasked')", name=op.f("ck_maskings_state_is_known")),
        sa.CheckConstraint(STRETCH, name=op.f("ck_maskings_is_a_stretch")),
        sa.ForeignKeyConstraint(["remark_id"], ["remarks.id"], name=op.f("fk_maskings_remark_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_maskings_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maskings")),
        sa.UniqueConstraint("remark_id", "version", name=op.f("uq_maskings_remark_id_version")),
    )
    op.create_table(
        "concerns",
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.CheckConstraint("kind IN ('child', 'danger', 'accusation')", name=op.f("ck_concerns_kind_is_known")),
        sa.ForeignKeyConstraint(["remark_id"], ["remarks.id"], name=op.f("fk_concerns_remark_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("remark_id", "kind", name=op.f("pk_concerns")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_concerns_kind", "concerns", ["kind", "remark_id"])
    _fill()


def _fill() -> None:
    """Propose for the remarks that are there, as for those to come. It asks the program, as 0010find does: a remark that nobody has
    looked at would be shown whole to those who may see masked text alone."""
    from dialog.remark.guard import danger, find

    remarks = sa.table(
        "remarks", sa.column("number"), sa.column("id", sa.Uuid()), sa.column("has_personal_data", sa.Boolean()),
        sa.column("is_handled", sa.Boolean()), *(sa.column(name) for name in FIELDS),
    )  # fmt: skip
    masks = sa.table(
        "masks", sa.column("remark_id", sa.Uuid()), *(sa.column(n) for n in ("field", "begins", "ends", "kind"))
    )
    concerns = sa.table("concerns", sa.column("remark_id", sa.Uuid()), sa.column("kind"))
    bind, last = op.get_bind(), -1
    while rows := bind.execute(
        sa.select(remarks).where(remarks.c.number > last).order_by(remarks.c.number).limit(AT_ONCE)
    ).all():
        last = rows[-1].number
        found: list[dict[str, object]] = []
        why: set[tuple[uuid.UUID, str]] = set()
        for row in rows:
            for name in FIELDS:
                text = getattr(row, name)
                for one in find(text) if text else ():
                    found.append(
                        {"remark_id": row.id, "field": name, "begins": one.start, "ends": one.end, "kind": one.kind}
                    )
                    if one.kind == "anklagelse":
                        why.add((row.id, "accusation"))
                if text and (alarm := danger.alarm(text)):
                    why.add((row.id, alarm))
        if found:
            bind.execute(sa.insert(masks), found)
            ids = list({one["remark_id"] for one in found})
            for start in range(0, len(ids), 500):
                waiting = remarks.c.id.in_(ids[start : start + 500]) & sa.not_(remarks.c.is_handled)
                bind.execute(sa.update(remarks).where(waiting).values(has_personal_data=True))
        if why:
            bind.execute(sa.insert(concerns), [{"remark_id": one, "kind": kind} for one, kind in sorted(why, key=str)])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("concerns")
    op.drop_table("maskings")
    op.drop_table("masks")
