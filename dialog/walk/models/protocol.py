"""The protocol of a walk: a point for each remark that stands, who owns it, what was decided, and which photos everyone may see.

A sentence in it is the protocol's own, never a remark's: written by one and released by another (TRUST D8). What everyone reads is a
copy that was taken when it was released, so that a sentence that is being mended does not show half done. A point stands at its stop.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.clock import now
from dialog.base.db import Base
from dialog.base.keys import new_id

_JSON_OR_NULL = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Protocol(Base):
    """What is true of a walk's protocol as a whole. `edition` grows each time the public edition is shown."""

    __tablename__ = "protocols"
    __table_args__ = (CheckConstraint("NOT is_public OR edition >= 1", name="public_has_edition"),)

    walk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("walks.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    edition: Mapped[int] = mapped_column(default=0)
    is_public: Mapped[bool] = mapped_column(default=False)
    #: When and where people meet to hear what becomes of each point, in words.
    meeting_words: Mapped[str] = mapped_column(String(300), default="")


class ProtocolPoint(Base):
    """One numbered point of the protocol."""

    __tablename__ = "protocol_points"
    __table_args__ = (
        UniqueConstraint("walk_id", "number"),
        UniqueConstraint("walk_id", "item_id"),
        CheckConstraint("number >= 1", name="number_is_positive"),
        CheckConstraint("kind IN ('fault', 'good', 'proposal')", name="kind_is_known"),
        CheckConstraint("agreeing >= 1", name="agreeing_is_positive"),
        CheckConstraint("decision IN ('yes', 'no', 'look')", name="decision_is_known"),
        # Who hears no hears why.
        CheckConstraint("decision IS NULL OR decision != 'no' OR reason != ''", name="no_has_reason"),
        CheckConstraint("state IN ('open', 'started', 'done', 'handed_over')", name="state_is_known"),
        CheckConstraint("state != 'handed_over' OR case_number != ''", name="handed_over_has_case"),
        CheckConstraint("(released_at IS NULL) = (released_by_id IS NULL)", name="released_by_somebody"),
        CheckConstraint("(released_at IS NULL) = (released IS NULL)", name="released_has_words"),
        Index("ix_protocol_points_owner_id", "owner_id", "due_on"),
        Index("ix_protocol_points_stop_id", "stop_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    walk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("walks.id", ondelete="CASCADE"))
    number: Mapped[int]
    #: The remark of the walk that it was made of; none when that has been erased.
    item_id: Mapped[uuid.UUID | None]
    stop_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stops.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(8))
    #: The protocol's own sentence, the measure that is proposed, and why it was decided so.
    observation: Mapped[str] = mapped_column(Text, default="")
    measure: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    focus_area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("focus_areas.id"))
    agreeing: Mapped[int] = mapped_column(default=1)
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("partners.id"))
    decision: Mapped[str | None] = mapped_column(String(4))
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(11), default="open")
    #: The number of the fault report that a simple fault was handed over with.
    case_number: Mapped[str] = mapped_column(String(80), default="")
    version: Mapped[int] = mapped_column(default=1)
    #: Who wrote the words last, and when; none for what was put together from the checklist.
    written_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    written_at: Mapped[datetime | None]
    released_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    released_at: Mapped[datetime | None]
    #: What everyone reads: observation, measure, decision and reason as they were released.
    released: Mapped[dict[str, Any] | None] = mapped_column(_JSON_OR_NULL)
    #: The same person wrote and released it, on a later day.
    is_alone: Mapped[bool] = mapped_column(default=False)


class ReleasedPhoto(Base):
    """A photo that everyone may see beside a point: a person has looked at it and covered what should not show (TRUST D18)."""

    __tablename__ = "released_photos"
    __table_args__ = (
        ForeignKeyConstraint(
            ["walk_id", "photo_id"], ["walk_photos.walk_id", "walk_photos.photo_id"], ondelete="CASCADE"
        ),
        CheckConstraint("alternative != ''", name="has_alternative"),
    )

    walk_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    photo_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    point_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("protocol_points.id", ondelete="CASCADE"), index=True)
    #: What the picture shows, in words, for who does not see it.
    alternative: Mapped[str] = mapped_column(String(300))
    #: The squares of the grid over the picture that are covered (`kinds/covering.py`).
    covered: Mapped[list[Any]]
    released_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    released_at: Mapped[datetime] = mapped_column(default=now)
