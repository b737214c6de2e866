"""Where things are: the districts that the municipality counts by, and the names of places one can search for."""

import uuid
from typing import Any

from sqlalchemy import Float, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.db import Base
from dialog.base.keys import new_id


class District(Base):
    """An area with a boundary (WGS 84). Its code is the key: official names are not unique."""

    __tablename__ = "districts"
    __table_args__ = (UniqueConstraint("kind", "code"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    geometry: Mapped[dict[str, Any]]


class PlaceName(Base):
    """A street or place that can be found by name; `folded` is how it is compared."""

    __tablename__ = "place_names"
    __table_args__ = (Index("ix_place_names_folded", "folded"), UniqueConstraint("origin", "folded", "lat", "lng"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120))
    folded: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40), default="")
    origin: Mapped[str] = mapped_column(String(20), default="own")
    lat: Mapped[float] = mapped_column(Float)
    lng: Mapped[float] = mapped_column(Float)
