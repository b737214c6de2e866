"""What suggestions leave behind: what became of each one. A table only; `models.py` brings it in.

Nothing here holds what a resident wrote (`docs/decisions/how-a-suggestion-is-made.md`).
"""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.db import Base


class SuggestedArea(Base):
    """A focus area that was suggested to the one who decided, and what became of it. Never worked out again.

    `version` names the vocabulary that made it. Beside the tagging, since what was refused has none.
    """

    __tablename__ = "suggested_areas"
    __table_args__ = (
        CheckConstraint("verdict IN ('accepted', 'changed', 'refused')", name="verdict_is_known"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score_is_a_share"),
        Index("ix_suggested_areas_focus_area_id", "focus_area_id", "verdict"),
    )

    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True)
    focus_area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("focus_areas.id"), primary_key=True)
    version: Mapped[str] = mapped_column(String(40))
    score: Mapped[float]
    verdict: Mapped[str] = mapped_column(String(8))
