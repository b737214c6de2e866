"""What people said. Nothing here can tell who: no name, no address, no clock time; random keys and the ISO week.

On SQLite the tables are WITHOUT ROWID, since a row number would keep the order of arrival (TRUST D2). `number` orders
by week and is random within it. A later room refers to a remark; a remark refers to where it came from only by `source`
and `origin_id` (the wave or walk), which it does not understand.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.clock import now
from dialog.base.db import Base, Words
from dialog.base.keys import new_id
from dialog.remark.kinds import DAYS, PARTS_OF_DAY, SEASONS, all_of

_HIDDEN_ORDER = {"sqlite_with_rowid": False}
#: Bands of places to a degree of latitude, some 280 m each: within one, places are ordered from west to east.
BANDS = 400


def _among(column: str, values: list[str]) -> str:
    return f"{column} IN (" + ", ".join(f"'{value}'" for value in values) + ")"


class Source(Base):
    """Where remarks come from: enkat, plats, vandring and the site's list of professionals."""

    __tablename__ = "sources"

    slug: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[Words]
    position: Mapped[int]
    is_active: Mapped[bool] = mapped_column(default=True)
    #: Can be chosen when a remark is keyed in or imported.
    is_professional: Mapped[bool] = mapped_column(default=False)


class Remark(Base):
    """One remark: words or none, a place or none, a feeling or none."""

    __tablename__ = "remarks"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("week BETWEEN 200001 AND 299953", name="week_is_a_week"),
        CheckConstraint("feeling IN ('unsafe', 'safe', 'mixed')", name="feeling_is_known"),
        CheckConstraint(_among("part_of_day", all_of(PARTS_OF_DAY)), name="part_of_day_is_known"),
        CheckConstraint(_among("days", all_of(DAYS)), name="days_is_known"),
        CheckConstraint(_among("season", all_of(SEASONS)), name="season_is_known"),
        CheckConstraint("(lat IS NULL) = (lng IS NULL)", name="has_whole_position"),
        CheckConstraint("agreeing >= 1", name="agreeing_is_positive"),
        # Residents' remarks have no day: only what a professional or a walk tells may have one.
        CheckConstraint("day IS NULL OR source NOT IN ('enkat', 'plats')", name="resident_has_no_day"),
        Index(
            "ix_remarks_to_sort", "number", sqlite_where=text("is_handled = 0"), postgresql_where=text("NOT is_handled")
        ),
        Index(
            "ix_remarks_personal",
            "number",
            sqlite_where=text("has_personal_data = 1"),
            postgresql_where=text("has_personal_data"),
        ),
        # All that the map asks of what no kept squares answer, so that no remark is looked up for it; by `queries.within`.
        Index(
            "ix_remarks_place",
            text(f"(CAST(lat * {BANDS} AS INTEGER))"),
            "lng",
            "lat",
            "week",
            "source",
            "feeling",
            "is_handled",
        ),
        Index("ix_remarks_source", "source", "number"),
        Index("ix_remarks_origin", "origin_id", "number"),
        _HIDDEN_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(BigInteger)
    week: Mapped[int]
    day: Mapped[date | None]
    source: Mapped[str] = mapped_column(ForeignKey("sources.slug"))
    origin_id: Mapped[uuid.UUID | None]
    feeling: Mapped[str | None] = mapped_column(String(6))
    #: What somebody chose from the list of plain reasons, "will_not_say", or nothing. Several have commas between, as
    #: have the three that tell when it feels so (`kinds.join`).
    reason: Mapped[str | None] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(Text, default="")
    suggestion: Mapped[str] = mapped_column(Text, default="")
    lang: Mapped[str] = mapped_column(String(8), default="sv")
    #: GeoJSON in WGS 84: Point, LineString or Polygon.
    geometry: Mapped[dict[str, Any] | None]
    #: A point that stands for the geometry, for maps and districts.
    lat: Mapped[float | None] = mapped_column(Float)
    lng: Mapped[float | None] = mapped_column(Float)
    place_words: Mapped[str] = mapped_column(String(300), default="")
    part_of_day: Mapped[str | None] = mapped_column(String(13))
    days: Mapped[str | None] = mapped_column(String(15))
    season: Mapped[str | None] = mapped_column(String(27))
    agreeing: Mapped[int] = mapped_column(default=1)
    #: Somebody has decided what it is about (or that it cannot be told).
    is_handled: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Somebody has marked that the words point at a person.
    has_personal_data: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Grows by one at each decision; who decides on an older one is told of it (TRUST D13).
    version: Mapped[int] = mapped_column(default=1)


class RemarkDistrict(Base):
    """The districts that a remark lies in; kept true when either comes in or changes."""

    __tablename__ = "remark_districts"
    __table_args__ = (Index("ix_remark_districts_district_id", "district_id"), _HIDDEN_ORDER)

    remark_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("remarks.id", ondelete="CASCADE"), primary_key=True)
    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("districts.id", ondelete="CASCADE"), primary_key=True)


class Mask(Base):
    """A stretch of a remark's words, `[begins:ends]` in characters, that the guard proposed to mask when it came in. It counts as
    masked until somebody shows it; what persons decide is added to `Masking`.
    """

    __tablename__ = "masks"
    __table_args__ = (
        CheckConstraint("field IN ('text', 'suggestion', 'place_words')", name="field_is_known"),
        CheckConstraint("begins >= 0 AND begins < ends", name="is_a_stretch"),
        _HIDDEN_ORDER,
    )

    remark_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("remarks.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(String(11), primary_key=True)
    begins: Mapped[int] = mapped_column(primary_key=True)
    ends: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)


class Masking(Base):
    """Somebody masked a stretch of a remark's words, or showed it. Never written over; the last over a letter decides."""

    __tablename__ = "maskings"
    __table_args__ = (
        UniqueConstraint("remark_id", "version"),
        CheckConstraint("field IN ('text', 'suggestion', 'place_words')", name="field_is_known"),
        CheckConstraint("state IN ('masked', 'unmasked')", name="state_is_known"),
        CheckConstraint("begins >= 0 AND begins < ends", name="is_a_stretch"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    remark_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("remarks.id", ondelete="CASCADE"))
    version: Mapped[int]
    field: Mapped[str] = mapped_column(String(11))
    begins: Mapped[int]
    ends: Mapped[int]
    state: Mapped[str] = mapped_column(String(8))
    #: The section of the law, by its code, where it was masked for one who asked for a public document.
    law: Mapped[str] = mapped_column(String(12), default="")
    why: Mapped[str] = mapped_column(String(300), default="")
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class Concern(Base):
    """Why a remark is read first (a child harmed, danger) or by few (it accuses somebody who can be pointed out)."""

    __tablename__ = "concerns"
    __table_args__ = (
        CheckConstraint("kind IN ('child', 'danger', 'accusation')", name="kind_is_known"),
        Index("ix_concerns_kind", "kind", "remark_id"),
        _HIDDEN_ORDER,
    )

    remark_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("remarks.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)


class Receipt(Base):
    """What a receipt code leads to. Only keyed hashes: of the code, and of what was sent under which id."""

    __tablename__ = "receipts"
    __table_args__ = (UniqueConstraint("submission_hash"), Index("ix_receipts_target_id", "target_id"), _HIDDEN_ORDER)

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    submission_hash: Mapped[str] = mapped_column(String(64))
    content_hash: Mapped[str] = mapped_column(String(64))
    #: "remark" or "response".
    kind: Mapped[str] = mapped_column(String(12))
    target_id: Mapped[uuid.UUID]


class Tombstone(Base):
    """A keyed hash of an id that was taken back or purged: whoever sends it again is told so. It stays for ever."""

    __tablename__ = "tombstones"
    __table_args__ = (_HIDDEN_ORDER,)

    submission_hash: Mapped[str] = mapped_column(String(64), primary_key=True)


class SetAside(Base):
    """What was taken back where the municipality has no decision on gallring: in no list, search, count or export."""

    __tablename__ = "set_aside"
    __table_args__ = (_HIDDEN_ORDER,)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(12))
    week: Mapped[int]
    content: Mapped[dict[str, Any]]
