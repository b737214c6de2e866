"""Requests for public documents (utlämnande): which remarks one concerns, what is masked in each and by which section of the law.

Who asked is never kept. What was handed over is kept as it was handed over, masked, until a remark is taken back or purged.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.clock import now
from dialog.base.db import Base
from dialog.base.keys import new_id


class Disclosure(Base):
    """One request: its registry number, what it concerns in the staff's own words, and whether it has been handed over."""

    __tablename__ = "disclosures"
    __table_args__ = (
        CheckConstraint("(delivered_at IS NULL) = (delivered_by_id IS NULL)", name="delivered_by_somebody"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    #: Grows when it is handed over and when it is opened again (TRUST D13).
    version: Mapped[int] = mapped_column(default=1)
    registry_number: Mapped[str] = mapped_column(String(60))
    concerns: Mapped[str] = mapped_column(String(500))
    #: The filter of the inbox that chose the remarks, without the words that were looked for.
    chosen: Mapped[str] = mapped_column(String(2000), default="")
    started_at: Mapped[datetime] = mapped_column(default=now)
    started_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    delivered_at: Mapped[datetime | None]
    delivered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))


class DisclosedRemark(Base):
    """A remark in a request: the stretches that somebody has decided on (`exchange/assessing.py`), and all that left of it, once handed over."""

    __tablename__ = "disclosed_remarks"
    __table_args__ = (
        CheckConstraint("(decided_on IS NULL) = (decided_by_id IS NULL)", name="decided_by_somebody"),
        Index("ix_disclosed_remarks_remark_id", "remark_id"),
        {"sqlite_with_rowid": False},
    )

    disclosure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("disclosures.id", ondelete="CASCADE"), primary_key=True)
    remark_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("remarks.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    #: None until somebody has added, changed or decided anything: the proposals stand then.
    parts: Mapped[list[Any] | None]
    #: A day and no clock time, as in all tables that residents' words reach.
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    suggestion: Mapped[str] = mapped_column(Text, default="")
    place_words: Mapped[str] = mapped_column(Text, default="")
    #: The point on the map as it was handed over, or what stands instead.
    point: Mapped[str] = mapped_column(Text, default="")
    #: Its row in what was handed over, which says nothing of when it came; None until then, as what follows is.
    number: Mapped[int | None]
    week: Mapped[int | None]
    feeling: Mapped[str | None] = mapped_column(String(6))
    #: The source's name and the names of the districts, as they were called when it left.
    source: Mapped[str | None] = mapped_column(Text)
    districts: Mapped[str | None] = mapped_column(Text)
