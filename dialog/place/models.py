"""Where things are: the districts that the municipality counts by, and the names of places one can search for."""

import uuid
from typing import Any

from sqlalchemy import Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.db import Base
from dialog.base.keys import new_id


class DistrictKind(Base):
    """A division of the municipality, for example regso. `stamp` changes with every change of its districts, so that
    what a process remembers of them can be told to be old.
    """

    __tablename__ = "district_kinds"

    slug: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(default=0)
    stamp: Mapped[uuid.UUID] = mapped_column(default=new_id)


class District(Base):
    """An area with a boundary (WGS 84). Its code is the key: official names are not unique."""

    __tablename__ = "districts"
    __table_args__ = (UniqueConstraint("kind", "code"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(ForeignKey("district_kinds.slug"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    geometry: Mapped[dict[str, Any]]


class PlaceName(Base):
    """A position with the name of a street or place; a street has several. `folded` is how names are compared."""

    __tablename__ = "place_names"
    __table_args__ = (
        Index("ix_place_names_folded", "folded"),
        Index("ix_place_names_lat_lng", "lat", "lng"),
        UniqueConstraint("origin", "folded", "lat", "lng"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120))
    folded: Mapped[str] = mapped_column(String(120))
    #: street, place or building.
    kind: Mapped[str] = mapped_column(String(20), default="place")
    #: "own" for the municipality's list, "map" for what was read from the map package.
    origin: Mapped[str] = mapped_column(String(20), default="own")
    lat: Mapped[float] = mapped_column(Float)
    lng: Mapped[float] = mapped_column(Float)
