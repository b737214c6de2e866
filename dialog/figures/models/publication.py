"""Figures as they were published. Never changed and never taken away: withdrawn at most, with a reason.

The database itself holds that: a trigger on each table lets nothing through but a withdrawal, whatever the code does. What is
shown is counts for many together; no row leads to a remark. Comes before: `operations/publishing.py`. Goes to: `/karta`, `/data`.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.clock import now
from dialog.base.db import Base, Words
from dialog.base.keys import new_id


class Publication(Base):
    """Figures of a period, frozen with what they rest on. Weeks are year × 100 + week, both ends included."""

    __tablename__ = "publications"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("slug"),
        CheckConstraint("state IN ('published', 'withdrawn')", name="state_is_known"),
        CheckConstraint("geography_kind IN ('districts', 'squares')", name="geography_is_known"),
        CheckConstraint(
            "since BETWEEN 200001 AND 299953 AND until BETWEEN 200001 AND 299953 AND since <= until",
            name="period_is_a_period",
        ),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL AND withdrawn_reason <> '')",
            name="withdrawn_has_reason",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    #: 1, 2, 3 … in the order of publishing.
    number: Mapped[int]
    #: Its address under /karta and /data, for ever.
    slug: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(9), default="published")
    title: Mapped[Words]
    since: Mapped[int]
    until: Mapped[int]
    #: The survey whose answers alone it rests on (its address), or "" for all that has been told.
    dialogue: Mapped[str] = mapped_column(String(80), default="")
    #: "districts" with the slug of a division, or "squares" with their side in metres.
    geography_kind: Mapped[str] = mapped_column(String(9))
    geography: Mapped[str] = mapped_column(String(40))
    #: Slugs of the sources that were counted.
    sources: Mapped[list[str]]
    #: The version of the method by which small groups were hidden.
    method: Mapped[str] = mapped_column(String(40))
    #: All that is shown, in words and numbers; nothing that is hidden stands in it.
    content: Mapped[dict[str, Any]]
    #: What later publications are judged against; for the inside only.
    basis: Mapped[dict[str, Any]]
    published_at: Mapped[datetime] = mapped_column(default=now)
    #: None where a command made it.
    published_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")


class PublicationFile(Base):
    """A file of open data, byte by byte as it was made when the figures were published. `kind` is csv or geojson."""

    __tablename__ = "publication_files"
    __table_args__ = (CheckConstraint("kind IN ('csv', 'geojson')", name="kind_is_known"),)

    publication_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("publications.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(7), primary_key=True)
    content_type: Mapped[str] = mapped_column(String(80))
    #: SHA-256 of the bytes, in hexadecimal.
    digest: Mapped[str] = mapped_column(String(64))
    data: Mapped[bytes] = mapped_column(LargeBinary)


FROZEN = (
    "id", "number", "slug", "title", "since", "until", "dialogue", "geography_kind", "geography", "sources", "method",
    "content", "basis", "published_at", "published_by_id",
)  # fmt: skip

SAYS = "a publication is never changed"
_CHANGED_SQLITE = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FROZEN)
_CHANGED_POSTGRESQL = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FROZEN)

#: The same text stands in the migration; `tests/migrations` compares what the database then has.
SQLITE = (
    f"CREATE TRIGGER publications_stay BEFORE DELETE ON publications BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    "CREATE TRIGGER publications_are_frozen BEFORE UPDATE ON publications"
    f" WHEN OLD.state = 'withdrawn' OR {_CHANGED_SQLITE} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    "CREATE TRIGGER publication_files_stay BEFORE DELETE ON publication_files"
    f" BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    "CREATE TRIGGER publication_files_are_frozen BEFORE UPDATE ON publication_files"
    f" BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
)
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION dialog_frozen() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER publications_stay BEFORE DELETE ON publications FOR EACH ROW EXECUTE FUNCTION dialog_frozen()",
    "CREATE TRIGGER publications_are_frozen BEFORE UPDATE ON publications FOR EACH ROW"
    f" WHEN (OLD.state = 'withdrawn' OR {_CHANGED_POSTGRESQL}) EXECUTE FUNCTION dialog_frozen()",
    "CREATE TRIGGER publication_files_stay BEFORE DELETE OR UPDATE ON publication_files FOR EACH ROW"
    " EXECUTE FUNCTION dialog_frozen()",
)
for _dialect, _statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
    for _statement in _statements:
        event.listen(
            Base.metadata,
            "after_create",
            DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
        )
