"""A wave's answers as they were published. Never changed and never taken away: withdrawn at most, with a reason.

As `publication.py`, which is about remarks: a trigger lets nothing through but a withdrawal. No row leads to a response.
Comes before: `operations/publishing_answers.py`. Goes to: `/resultat`, `/data`.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.clock import now
from dialog.base.db import Base, Words
from dialog.base.keys import new_id
from dialog.figures.models.publication import SAYS  # its function must be made first, too


class AnswerPublication(Base):
    """What was answered to some questions of a wave, up to the end of a week, frozen with what it rests on."""

    __tablename__ = "answer_publications"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("slug"),
        CheckConstraint("state IN ('published', 'withdrawn')", name="state_is_known"),
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
    #: Its address under /resultat and /data, for ever.
    slug: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(9), default="published")
    wave_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("waves.id"))
    #: The survey's address, what it was called then, and which of its waves.
    survey: Mapped[str] = mapped_column(String(80))
    title: Mapped[Words]
    wave_number: Mapped[int]
    #: The week of the first response, and the last week that is counted.
    since: Mapped[int]
    until: Mapped[int]
    #: The version of the method by which small groups were hidden.
    method: Mapped[str] = mapped_column(String(40))
    #: All that is shown, in words and numbers; nothing that is hidden stands in it.
    content: Mapped[dict[str, Any]]
    #: What later publications are judged against; for the inside only.
    basis: Mapped[list[Any]]
    #: The same as CSV, byte by byte, and its SHA-256 in hexadecimal.
    csv: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    csv_digest: Mapped[str] = mapped_column(String(64))
    csv_size: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(default=now)
    #: None where a command made it.
    published_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")


FROZEN = (
    "id", "number", "slug", "wave_id", "survey", "title", "wave_number", "since", "until", "method", "content", "basis",
    "csv", "csv_digest", "csv_size", "published_at", "published_by_id",
)  # fmt: skip
_CHANGED_SQLITE = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FROZEN)
_CHANGED_POSTGRESQL = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FROZEN)

#: The same text stands in the migration; `tests/migrations` compares what the database then has.
SQLITE = (
    "CREATE TRIGGER answer_publications_stay BEFORE DELETE ON answer_publications"
    f" BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    "CREATE TRIGGER answer_publications_are_frozen BEFORE UPDATE ON answer_publications"
    f" WHEN OLD.state = 'withdrawn' OR {_CHANGED_SQLITE} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
)
#: `dialog_frozen` is made with `publications`.
POSTGRESQL = (
    "CREATE TRIGGER answer_publications_stay BEFORE DELETE ON answer_publications FOR EACH ROW"
    " EXECUTE FUNCTION dialog_frozen()",
    "CREATE TRIGGER answer_publications_are_frozen BEFORE UPDATE ON answer_publications FOR EACH ROW"
    f" WHEN (OLD.state = 'withdrawn' OR {_CHANGED_POSTGRESQL}) EXECUTE FUNCTION dialog_frozen()",
)
for _dialect, _statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
    for _statement in _statements:
        event.listen(
            Base.metadata,
            "after_create",
            DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
        )
