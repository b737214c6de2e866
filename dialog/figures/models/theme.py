"""Sentences about a focus area for everyone to read: written by one of the staff, released by another (TRUST D8).

A text of its own, never a remark's. Who works alone releases on a later day than it was written, and the log says so. A
change is a new row; what everyone reads is the one that was released last and has not been taken down.
"""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.clock import now
from dialog.base.db import Base, Words
from dialog.base.keys import new_id


class ThemeText(Base):
    """What staff say of what has been told about a focus area."""

    __tablename__ = "theme_texts"
    __table_args__ = (
        CheckConstraint("(released_at IS NULL) = (released_by_id IS NULL)", name="released_by_somebody"),
        # Alone only where it is said, and never at the moment of writing.
        CheckConstraint("released_by_id <> written_by_id OR is_alone", name="released_by_another"),
        CheckConstraint("released_at > written_at", name="released_after_writing"),
        Index("ix_theme_texts_focus_area_id", "focus_area_id", "released_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    focus_area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("focus_areas.id"))
    text: Mapped[Words]
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)
    released_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    released_at: Mapped[datetime | None]
    #: The same person wrote and released it, on a later day.
    is_alone: Mapped[bool] = mapped_column(default=False)
    taken_down_at: Mapped[datetime | None]
