"""What remarks are about: focus areas, decisions and taggings. A decision is added, never written over.

Two who decide at once: the remark's `version` lets one through (`tag/operations.py`), and the unique (remark, version)
holds whatever the code does. The current taggings of a remark are those with `is_current`.
"""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialog.base.clock import now
from dialog.base.db import Base, Words
from dialog.base.keys import new_id


class FocusArea(Base):
    """A fokusområde. Retired or merged it stays, so that old taggings stay true."""

    __tablename__ = "focus_areas"
    __table_args__ = (
        UniqueConstraint("slug"),
        UniqueConstraint("code"),
        CheckConstraint("state IN ('active', 'retired', 'merged')", name="state_is_known"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_has_target"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(80))
    #: Two or three letters that stand in its shape, for example Be.
    code: Mapped[str] = mapped_column(String(3))
    shape: Mapped[str] = mapped_column(String(10))
    colour: Mapped[int]
    name: Mapped[Words]
    description: Mapped[Words]
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("focus_areas.id"))
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("focus_areas.id"))
    partner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("partners.id"))
    #: KÄNSLIG: never told on a receipt, never on a public map.
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
    state: Mapped[str] = mapped_column(String(8), default="active")
    version: Mapped[int] = mapped_column(default=1)


class Decision(Base):
    """What somebody decided about a remark. `kind`: tag, unsure, undo, merge."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("remark_id", "version"),
        CheckConstraint("kind IN ('tag', 'unsure', 'undo', 'merge')", name="kind_is_known"),
        Index("ix_decisions_batch_id", "batch_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    remark_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("remarks.id", ondelete="CASCADE"))
    #: The version that the remark got by this decision.
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    batch_id: Mapped[uuid.UUID | None]
    note: Mapped[str] = mapped_column(Text, default="")
    taggings: Mapped[list["Tagging"]] = relationship(cascade="all, delete-orphan")


class Tagging(Base):
    """One focus area of a decision, with its polarity and whether the remark says that it is not a problem."""

    __tablename__ = "taggings"
    __table_args__ = (
        CheckConstraint("polarity IN ('brist', 'positiv', 'forslag')", name="polarity_is_known"),
        Index(
            "ix_taggings_current",
            "focus_area_id",
            "remark_id",
            sqlite_where=text("is_current = 1"),
            postgresql_where=text("is_current"),
        ),
        Index("ix_taggings_remark_id", "remark_id"),
    )

    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True)
    focus_area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("focus_areas.id"), primary_key=True)
    remark_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("remarks.id", ondelete="CASCADE"))
    polarity: Mapped[str | None] = mapped_column(String(8))
    is_negated: Mapped[bool] = mapped_column(default=False)
    is_current: Mapped[bool] = mapped_column(default=True)
