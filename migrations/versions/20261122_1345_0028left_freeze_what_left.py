"""Keep what is handed over of a remark beside its texts as it left: its number, week, feeling, source and districts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0028left"
down_revision = "0027less"
branch_labels = None
depends_on = None

COLUMNS = {
    "number": sa.Integer(),
    "week": sa.Integer(),
    "feeling": sa.String(6),
    "source": sa.Text(),
    "districts": sa.Text(),
}
_disclosures = sa.table("disclosures", sa.column("id", sa.Uuid()), sa.column("delivered_at"))
_left = sa.table(
    "disclosed_remarks",
    sa.column("disclosure_id", sa.Uuid()),
    sa.column("remark_id", sa.Uuid()),
    *(sa.column(name, kind) for name, kind in COLUMNS.items()),
)
_remarks = sa.table("remarks", *(sa.column(name) for name in ("week", "feeling", "source")), sa.column("id", sa.Uuid()))
_sources = sa.table("sources", sa.column("slug"), sa.column("name", sa.JSON()))
_lies = sa.table("remark_districts", sa.column("remark_id", sa.Uuid()), sa.column("district_id", sa.Uuid()))
_districts = sa.table("districts", sa.column("id", sa.Uuid()), sa.column("kind"), sa.column("name"))
_kinds = sa.table("district_kinds", sa.column("slug"), sa.column("position"))


def upgrade() -> None:
    """Add the columns; of what has been handed over they are filled in with what a file made today would say."""
    for name, kind in COLUMNS.items():
        op.add_column("disclosed_remarks", sa.Column(name, kind, nullable=True))
    db = op.get_bind()
    names = {slug: name.get("sv", slug) for slug, name in db.execute(sa.select(_sources.c.slug, _sources.c.name))}
    for (disclosure_id,) in db.execute(
        sa.select(_disclosures.c.id).where(_disclosures.c.delivered_at.is_not(None))
    ).all():
        _freeze(db, disclosure_id, names)


def _freeze(db: sa.Connection, disclosure_id: Any, names: dict[str, str]) -> None:
    d, r = _left.c, _remarks.c
    of_it = sa.select(r.id, r.week, r.feeling, r.source).join_from(_left, _remarks, r.id == d.remark_id)
    rows = db.execute(of_it.where(d.disclosure_id == disclosure_id).order_by(r.id)).all()
    for number, row in enumerate(rows, start=1):
        lies = sa.select(_districts.c.name).join_from(_lies, _districts, _districts.c.id == _lies.c.district_id)
        lies = lies.join(_kinds, _kinds.c.slug == _districts.c.kind).where(_lies.c.remark_id == row.id)
        told = ", ".join(db.scalars(lies.order_by(_kinds.c.position, _districts.c.name)))
        values = {"week": row.week, "feeling": row.feeling, "source": names.get(row.source, row.source)}
        one = sa.update(_left).where(d.disclosure_id == disclosure_id, d.remark_id == row.id)
        db.execute(one.values(number=number, districts=told, **values))


def downgrade() -> None:
    """Take them away; a file then tells what holds when it is made."""
    for name in reversed(COLUMNS):
        op.drop_column("disclosed_remarks", name)
