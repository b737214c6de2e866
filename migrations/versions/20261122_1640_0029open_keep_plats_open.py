"""From now on `/plats` is closed until somebody opens it: it stays open where all that the law wants was filled in, and in the example."""

import sqlalchemy as sa
from alembic import op

revision = "0029open"
down_revision = "0028left"
branch_labels = None
depends_on = None

WANTED = (
    *("municipality", "controller", "controller_contact", "asks_why", "readers", "legal_ground", "dso_contact"),
    *("registry_contact", "kept_texts", "kept_logs", "transfers"),
    *("access_status", "access_faults", "access_assessed", "access_method", "access_contact"),
)
_fields = sa.table("site_fields", sa.column("key"), sa.column("lang"), sa.column("value"))


def upgrade() -> None:
    """Let the page be open where it may be."""
    given = set(
        op.get_bind().scalars(
            sa.select(_fields.c.key).where(_fields.c.lang == "sv", sa.func.trim(_fields.c.value) != "")
        )
    )
    if "is_example" in given or given.issuperset(WANTED):
        op.bulk_insert(_fields, [{"key": "places_open", "lang": "sv", "value": "1"}])


def downgrade() -> None:
    """Forget whether it was open: before, it always was."""
    op.execute(sa.delete(_fields).where(_fields.c.key == "places_open"))
