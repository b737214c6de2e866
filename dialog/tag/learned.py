"""What suggestions leave behind: what became of each one, the municipality's own words, and what was learned. Tables only; `models.py` brings them in.

Nothing here holds what a resident wrote: a learned model holds weights of stems and pieces of words that several remarks share
(`docs/decisions/learned-from-decisions.md`).
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.clock import now
from dialog.base.db import Base
from dialog.base.keys import new_id


class SuggestedArea(Base):
    """A focus area that was suggested to the one who decided, and what became of it. Never worked out again.

    `version` names the vocabulary that made it and the number of the learned model, if there was one. Beside the tagging, since
    what was refused has none.
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


class AreaWords(Base):
    """A version of a municipality's own words for a focus area, over those that come with the program; the newest stands.

    `words`: {"trouble": "…", "wanted": "…", "weak": "…", "not": "…"} with the entries that are added, and "removed" with those of
    the shipped vocabulary that are not used here.
    """

    __tablename__ = "area_words"
    __table_args__ = (UniqueConstraint("focus_area_id", "version"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    focus_area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("focus_areas.id"))
    version: Mapped[int]
    words: Mapped[dict[str, Any]]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class LearnedModel(Base):
    """What was learned from the decisions there were: the newest number is in use. `facts` is what pages show of it.

    `numbers` is compressed JSON (`learning/model.py`), and is emptied when a newer one has come: what residents have taken back
    leaves it then. `vocabulary` is the version of the words that it was weighed against.
    """

    __tablename__ = "learned_models"
    __table_args__ = (UniqueConstraint("number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    vocabulary: Mapped[str] = mapped_column(String(8))
    facts: Mapped[dict[str, Any]]
    numbers: Mapped[bytes | None] = mapped_column(LargeBinary)
