"""The codes that a walk had before: they join nobody any longer, and lead the tablets that joined with them to their walk all the same."""

import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.db import Base


class FormerCode(Base):
    """A code that has been changed for another: its tablets still send to the address that holds it."""

    __tablename__ = "former_codes"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    walk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("walks.id", ondelete="CASCADE"), index=True)
