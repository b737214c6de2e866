"""What two who tag leave behind: what somebody has open, samples that are read twice, what the second chose. Tables only; `models.py`
brings them in.

None of it holds what a resident wrote, and all of it goes with the remark.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.clock import now
from dialog.base.db import Base
from dialog.base.keys import new_id


class OpenRemark(Base):
    """A remark that somebody has open, until a moment that is moved on for as long as they have. It keeps nobody out."""

    __tablename__ = "open_remarks"

    remark_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("remarks.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    ends_at: Mapped[datetime]


class Sample(Base):
    """Decided remarks that were drawn to be read once more by somebody else, who does not see the first choice until then."""

    __tablename__ = "samples"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    #: Who reads them the second time.
    reader_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    #: {"filter": query of an address, without words, "asked": "50" or "10 %"}
    chosen: Mapped[dict[str, Any]]
    count: Mapped[int]


class SampledRemark(Base):
    """A remark of a sample, and the decision that stood when it was drawn."""

    __tablename__ = "sampled_remarks"

    sample_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("samples.id", ondelete="CASCADE"), primary_key=True)
    remark_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("remarks.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), index=True)


class SecondReading(Base):
    """What another than the first chose for a remark: in a sample, or instead of what stood when the two met at the desk.

    Where it differs it waits to be settled, for as long as the remark still has the version that it was about.
    """

    __tablename__ = "second_readings"
    __table_args__ = (
        UniqueConstraint("sample_id", "remark_id"),
        CheckConstraint("outcome IN ('tagged', 'unsure')", name="outcome_is_known"),
        Index("ix_second_readings_remark_id", "remark_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    remark_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("remarks.id", ondelete="CASCADE"))
    #: None where two met at the desk.
    sample_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("samples.id"))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    outcome: Mapped[str] = mapped_column(String(8))
    #: The decision that it is compared with.
    first_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), index=True)
    #: The remark's version when it was read.
    version: Mapped[int]
    is_same: Mapped[bool]
    #: The decision that settled it.
    settled_id: Mapped[uuid.UUID | None]


class SecondTagging(Base):
    """One focus area of a second reading."""

    __tablename__ = "second_taggings"
    __table_args__ = (
        CheckConstraint("polarity IN ('brist', 'positiv', 'forslag')", name="polarity_is_known"),
        Index("ix_second_taggings_focus_area_id", "focus_area_id"),
    )

    reading_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("second_readings.id", ondelete="CASCADE"), primary_key=True
    )
    focus_area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("focus_areas.id"), primary_key=True)
    polarity: Mapped[str | None] = mapped_column(String(8))
    is_negated: Mapped[bool] = mapped_column(default=False)
