"""Count answers once more with all weeks and channels together, so that most pages read one row where they added up a hundred."""

from alembic import op

revision = "0018ever"
down_revision = "0017mask"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Fill the rows of all weeks and channels from those of each."""
    op.execute(
        "INSERT INTO answer_counts (question_id, district_id, week, channel, item, state, choice, number, n) "
        "SELECT question_id, district_id, 0, '', item, state, choice, number, sum(n) FROM answer_counts "
        "GROUP BY question_id, district_id, item, state, choice, number"
    )


def downgrade() -> None:
    """Take those rows away."""
    op.execute("DELETE FROM answer_counts WHERE week = 0")
