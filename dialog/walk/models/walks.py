"""A trygghetsvandring and all that belongs to it: stops, groups, roles, walkers counted, tablets, and what they sent.

Nobody who walks is named: walkers are a number for each category, a tablet is a hash of its token. A `WalkRemark` holds what
only a walk knows of a `Remark` (the shared facts stand there, once); the id that the tablet made is its key together with the
walk, so that the same sending is known again. Once a walk has started its stops, groups and checklist are frozen.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.clock import SWEDISH
from dialog.base.db import Base
from dialog.base.keys import new_id

_HIDDEN_ORDER = {"sqlite_with_rowid": False}
#: Nothing is NULL here, so that a CHECK can see that nothing is there; else it would be the JSON word null.
_JSON_OR_NULL = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Walk(Base):
    """One trygghetsvandring: planned, open while it is walked, closed, archived when its tablets have nothing more to send."""

    __tablename__ = "walks"
    __table_args__ = (
        UniqueConstraint("slug"),
        UniqueConstraint("join_code"),
        CheckConstraint("state IN ('planned', 'open', 'closed', 'archived')", name="state_is_known"),
        CheckConstraint("minutes BETWEEN 10 AND 600", name="minutes_are_a_walk"),
        CheckConstraint("(gathering_lat IS NULL) = (gathering_lng IS NULL)", name="has_whole_position"),
        # Nothing sealed is taken in any more, so nothing is left that could open what lies on a lost tablet.
        CheckConstraint("state != 'archived' OR private_key IS NULL", name="archived_has_no_key"),
        Index("ix_walks_starts_at", "starts_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(80))
    join_code: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8), default="planned")
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(Text, default="")
    #: When people gather.
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(default=90)
    gathering_words: Mapped[str] = mapped_column(String(300))
    gathering_lat: Mapped[float | None] = mapped_column(Float)
    gathering_lng: Mapped[float | None] = mapped_column(Float)
    #: What walkers should know: good shoes, a lamp, that the way has steps.
    good_to_know: Mapped[str] = mapped_column(Text, default="")
    #: Where the tablets go afterwards, and by when.
    return_words: Mapped[str] = mapped_column(String(300), default="", server_default="")
    district_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("districts.id", ondelete="SET NULL"))
    #: GeoJSON LineString in WGS 84.
    route: Mapped[dict[str, Any] | None] = mapped_column(_JSON_OR_NULL)
    #: Points: {"slug", "area", "question", "levels": [four sentences, 0 worst to 3 good]}.
    checklist: Mapped[list[Any]]
    #: Uncompressed point of P-256, 65 bytes, base64url without padding.
    public_key: Mapped[str] = mapped_column(String(87))
    #: Sealed with the site's key, so that a copy of the table opens nothing; thrown away when the walk is archived.
    private_key: Mapped[str | None] = mapped_column(String(400))
    registry_number: Mapped[str] = mapped_column(String(80), default="")
    #: The walk that this one walks again.
    previous_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("walks.id", ondelete="SET NULL"))
    #: The invitation is shown to everyone.
    is_announced: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]

    @property
    def held_on(self) -> date:
        """Return the day, in Sweden."""
        return self.starts_at.astimezone(SWEDISH).date()


class Stop(Base):
    """A numbered stop on the way. `previous_id` is the same stop on the walk that is walked again."""

    __tablename__ = "stops"
    __table_args__ = (
        UniqueConstraint("walk_id", "number"),
        CheckConstraint("number >= 1", name="number_is_positive"),
        CheckConstraint("(lat IS NULL) = (lng IS NULL)", name="has_whole_position"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    walk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("walks.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    lat: Mapped[float | None] = mapped_column(Float)
    lng: Mapped[float | None] = mapped_column(Float)
    previous_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stops.id", ondelete="SET NULL"))


class WalkGroup(Base):
    """A group that walks together, by its letter, and who leads it and keeps its notes, in words."""

    __tablename__ = "walk_groups"

    walk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("walks.id", ondelete="CASCADE"), primary_key=True)
    letter: Mapped[str] = mapped_column(String(1), primary_key=True)
    leader_words: Mapped[str] = mapped_column(String(120), default="")
    recorder_words: Mapped[str] = mapped_column(String(120), default="")


class WalkRole(Base):
    """Who does what for a walk: an account, or words where it is nobody who signs in."""

    __tablename__ = "walk_roles"
    __table_args__ = (
        CheckConstraint("role IN ('coordinator', 'leader', 'recorder', 'photographer')", name="role_is_known"),
        CheckConstraint("account_id IS NOT NULL OR words != ''", name="is_somebody"),
        Index("ix_walk_roles_walk_id", "walk_id"),
        Index("ix_walk_roles_account_id", "account_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    walk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("walks.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(12))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    words: Mapped[str] = mapped_column(String(120), default="")


class Walkers(Base):
    """How many of a category walk. No names."""

    __tablename__ = "walkers"
    __table_args__ = (CheckConstraint("count >= 1", name="count_is_positive"),)

    walk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("walks.id", ondelete="CASCADE"), primary_key=True)
    category: Mapped[str] = mapped_column(String(20), primary_key=True)
    count: Mapped[int]


class WalkTablet(Base):
    """A tablet that has joined: only the keyed hash of its token, and a number to speak of it by."""

    __tablename__ = "walk_tablets"
    __table_args__ = (UniqueConstraint("token_hash"), UniqueConstraint("walk_id", "number"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    walk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("walks.id", ondelete="CASCADE"))
    number: Mapped[int]
    token_hash: Mapped[str] = mapped_column(String(64))
    group_letter: Mapped[str | None] = mapped_column(String(1))
    revoked_at: Mapped[datetime | None]


class WalkRemark(Base):
    """What a walk knows of a remark. A trial has none, nor has one that was merged into another: they count nowhere."""

    __tablename__ = "walk_remarks"
    __table_args__ = (
        UniqueConstraint("remark_id"),
        CheckConstraint("revision >= 1", name="revision_is_positive"),
        CheckConstraint("NOT is_trial OR remark_id IS NULL", name="trial_counts_nowhere"),
        CheckConstraint("merged_into_id IS NULL OR remark_id IS NULL", name="merged_counts_once"),
        CheckConstraint("accuracy_m >= 0", name="accuracy_is_a_distance"),
        CheckConstraint("claimed_hour BETWEEN 0 AND 23", name="claimed_hour_is_an_hour"),
        _HIDDEN_ORDER,
    )

    walk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("walks.id", ondelete="CASCADE"), primary_key=True)
    #: The id that the tablet made, or the form in which a paper protocol was keyed in.
    item_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    #: None for what was keyed in from paper.
    tablet_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("walk_tablets.id"))
    remark_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("remarks.id"))
    revision: Mapped[int] = mapped_column(default=1)
    #: Keyed hash of what this revision held; and of every revision that came, by its number.
    content_hash: Mapped[str] = mapped_column(String(64))
    hashes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_trial: Mapped[bool] = mapped_column(default=False)
    stop_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stops.id"))
    #: Slug of a point of the walk's checklist → 0 to 3.
    checklist: Mapped[dict[str, Any]]
    #: Metres, as the tablet told.
    accuracy_m: Mapped[int | None]
    #: The whole hour by the tablet's own clock: a claim (TRUST D22).
    claimed_hour: Mapped[int | None] = mapped_column(SmallInteger)
    #: The photos that it names, whether or not they have come.
    photo_ids: Mapped[list[str]]
    #: The item that stands for this one, and all that this one said, so that the two can be parted again.
    merged_into_id: Mapped[uuid.UUID | None]
    merged: Mapped[dict[str, Any] | None] = mapped_column(_JSON_OR_NULL)


class WalkPhoto(Base):
    """A photo that came from a tablet and was drawn again here. It may come before the remark that names it."""

    __tablename__ = "walk_photos"
    __table_args__ = (
        UniqueConstraint("file_name"),
        CheckConstraint("week BETWEEN 200001 AND 299953", name="week_is_a_week"),
        Index("ix_walk_photos_item", "walk_id", "item_id"),
        _HIDDEN_ORDER,
    )

    walk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("walks.id", ondelete="CASCADE"), primary_key=True)
    photo_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    tablet_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("walk_tablets.id"))
    item_id: Mapped[uuid.UUID | None]
    #: The week it came in: what no remark has named goes after some weeks.
    week: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(64))
    #: Bytes and pixels of what is kept.
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    is_trial: Mapped[bool] = mapped_column(default=False)


class HeldItem(Base):
    """What could not be taken in as it was and waits for the walk leader. Settled, its content is gone."""

    __tablename__ = "walk_held"
    __table_args__ = (
        UniqueConstraint("walk_id", "kind", "item_id", "revision", "content_hash"),
        CheckConstraint("kind IN ('remark', 'photo')", name="kind_is_known"),
        CheckConstraint("state IN ('waiting', 'taken', 'dropped')", name="state_is_known"),
        CheckConstraint("state = 'waiting' OR (content IS NULL AND file_name IS NULL)", name="settled_is_empty"),
        _HIDDEN_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    walk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("walks.id", ondelete="CASCADE"))
    tablet_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("walk_tablets.id"))
    kind: Mapped[str] = mapped_column(String(6))
    item_id: Mapped[uuid.UUID]
    revision: Mapped[int] = mapped_column(default=1)
    #: A remark as it was sent; what is sealed and can't be opened stays sealed.
    content: Mapped[dict[str, Any] | None] = mapped_column(_JSON_OR_NULL)
    #: The bytes of a photo as they came.
    file_name: Mapped[str | None] = mapped_column(String(64))
    content_hash: Mapped[str] = mapped_column(String(64))
    #: Sentences (msgids) that say what was wrong.
    problems: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(8), default="waiting")
