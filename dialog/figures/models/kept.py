"""Counts that are kept ready, changed in the same transaction as what they count (`operations/counting.py`).

- `remark_counts`: how many remarks, by focus area, district, week, source, feeling, part of day and state. A remark stands
  in it once for "all" (`kinds.ALL`, the id of zeros) and once for each focus area it is counted as (merged ones where they went,
  denied ones not at all), and once for each way that it speaks of all or of each (`kinds.said_as`: an id made of the area's own), and each of these for "all" districts and each district it lies in; and each of these in its week
  and in week 0, which is all weeks. So a sum is always over one focus area or ALL, one district or ALL, and
  either week 0 or some weeks: never mix, and never add up focus areas or kinds of districts.
- `cell_counts`: how many remarks with a place in each square of the map (`kinds.LEVELS`; level 0 are the squares of
  `base.geo.COARSE`, level 1 is twice as wide), by focus area or ALL, with each feeling and the sums of their positions in
  millionths of a degree: whole numbers, so that nothing drifts.
- `apart_counts`: those of `cell_counts` that accuse somebody, once more, with the sums of the middles of the coarse squares that they lie in:
  so that the map of those who do not read them shows them there and nowhere nearer (`queries/map_for_most.py`).
- `packed_facts`, `changed_facts`, `fact_codes`: what any other filter is answered from (`models/facts.py`).
- `count_stamps`: one row whose stamp is drawn anew with each change. Whoever changes counts changes it first and so
  waits for the one before (no deadlocks); whoever reads tells by it that nothing has changed (ETag).

A row that comes to nothing is taken away: what was taken back leaves no zero behind. Read them by `queries/kept.py`.
"""

import uuid

from sqlalchemy import BigInteger, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.db import Base
from dialog.base.keys import new_id

_HIDDEN_ORDER = {"sqlite_with_rowid": False}


class RemarkCount(Base):
    """How many remarks there are of a kind."""

    __tablename__ = "remark_counts"
    __table_args__ = (_HIDDEN_ORDER,)

    area_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    district_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    #: 0 is all weeks.
    week: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    #: Empty where nothing was said; so too the part of the day.
    feeling: Mapped[str] = mapped_column(String(6), primary_key=True)
    part_of_day: Mapped[str] = mapped_column(String(13), primary_key=True)
    #: One of `kinds.STATES`.
    state: Mapped[str] = mapped_column(String(8), primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger)


class CellCount(Base):
    """How many remarks lie in a square of the map."""

    __tablename__ = "cell_counts"
    __table_args__ = (_HIDDEN_ORDER,)

    area_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    #: The square's number from the equator and from Greenwich, in sides of squares.
    north: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    east: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(BigInteger)
    unsafe: Mapped[int] = mapped_column(BigInteger)
    safe: Mapped[int] = mapped_column(BigInteger)
    mixed: Mapped[int] = mapped_column(BigInteger)
    #: Sums of positions in millionths of a degree.
    sum_lat: Mapped[int] = mapped_column(BigInteger)
    sum_lng: Mapped[int] = mapped_column(BigInteger)


class ApartCount(Base):
    """How many of those in a square of the map accuse somebody who can be pointed out."""

    __tablename__ = "apart_counts"
    __table_args__ = (_HIDDEN_ORDER,)

    area_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    north: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    east: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(BigInteger)
    unsafe: Mapped[int] = mapped_column(BigInteger)
    safe: Mapped[int] = mapped_column(BigInteger)
    mixed: Mapped[int] = mapped_column(BigInteger)
    #: Sums of positions in millionths of a degree, and of the middles of their coarse squares.
    sum_lat: Mapped[int] = mapped_column(BigInteger)
    sum_lng: Mapped[int] = mapped_column(BigInteger)
    mid_lat: Mapped[int] = mapped_column(BigInteger)
    mid_lng: Mapped[int] = mapped_column(BigInteger)


class CountStamp(Base):
    """A stamp that changes with every change of the counts; drawn at random, so that it counts nothing up."""

    __tablename__ = "count_stamps"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    stamp: Mapped[uuid.UUID] = mapped_column(default=new_id)
