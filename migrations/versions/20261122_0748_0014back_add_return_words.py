"""Say on a walk where its tablets go afterwards, and by when."""

import sqlalchemy as sa
from alembic import op

revision = "0014back"
down_revision = "0013pile"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the words; a walk that is there has none."""
    op.add_column("walks", sa.Column("return_words", sa.String(length=300), server_default="", nullable=False))


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("walks", "return_words")
