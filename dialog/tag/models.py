"""What remarks are about: focus areas, decisions and taggings. A decision is added, never written over.

Two who decide at once: the remark's `version` lets one through (`tag/operations.py`), and the unique (remark, version)
holds whatever the code does. The current taggings of a remark are those with `is_current`.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialog.base.clock import now
from dialog.base.db import Base, Words
from dialog.base.keys import new_id
from dialog.tag.learned import AreaWords, LearnedModel, SuggestedArea
from dialog.tag.together import OpenRemark, Sample, SampledRemark, SecondReading, SecondTagging

__all__ = [
    "AreaWords", "Batch", "Decision", "FocusArea", "LearnedModel", "OpenRemark", "RemarkWords", "Sample",
    "SampledRemark", "SecondReading", "SecondTagging", "SuggestedArea", "Tagging",
]  # fmt: skip
#: All that a remark is found by, as PostgreSQL's index holds it.
TERMS = (
    "string_to_array((((((stems || ' '::text) || parts) || ' '::text) || more) || ' '::text) || more_parts, ' '::text)"
)
_NEW = "(rowid, stems, parts, more, more_parts) VALUES (new.number, new.stems, new.parts, new.more, new.more_parts)"
_OLD = (
    "(remark_search, rowid, stems, parts, more, more_parts) "
    "VALUES ('delete', old.number, old.stems, old.parts, old.more, old.more_parts)"
)
#: What finds remarks by their words, beside the table that it reads from. What is taken out of FTS5 must be told exactly as it was
#: put in, hence the table; no `columnsize`, since nothing is ranked; `ascii` leaves å, ä, ö and all other letters as they are.
SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE remark_search USING fts5(stems, parts, more, more_parts, content='remark_words', content_rowid='number', "
        "columnsize=0, tokenize='ascii')",
        f"CREATE TRIGGER remark_words_came AFTER INSERT ON remark_words BEGIN INSERT INTO remark_search {_NEW}; END",
        f"CREATE TRIGGER remark_words_went AFTER DELETE ON remark_words BEGIN INSERT INTO remark_search {_OLD}; END",
        "CREATE TRIGGER remark_words_changed AFTER UPDATE ON remark_words BEGIN "
        f"INSERT INTO remark_search {_OLD}; INSERT INTO remark_search {_NEW}; END",
    ),
    "postgresql": (
        "CREATE VIEW remark_search AS SELECT number AS rowid, stems, more, string_to_array(stems || ' ' || parts, ' ') AS seen, "
        "string_to_array(stems || ' ' || parts || ' ' || more || ' ' || more_parts, ' ') AS terms, parts, more_parts "
        "FROM remark_words",
    ),
}


class FocusArea(Base):
    """A fokusområde. Retired or merged it stays, so that old taggings stay true."""

    __tablename__ = "focus_areas"
    __table_args__ = (
        UniqueConstraint("slug"),
        UniqueConstraint("code"),
        CheckConstraint("state IN ('active', 'retired', 'merged')", name="state_is_known"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_has_target"),
        CheckConstraint(
            "shape IN ('circle', 'square', 'diamond', 'triangle', 'hexagon', 'pill')", name="shape_is_known"
        ),
        CheckConstraint("colour BETWEEN 1 AND 12", name="colour_is_known"),
        # Two that are in use never look alike, letters apart.
        Index(
            "uq_focus_areas_look",
            "shape",
            "colour",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(80))
    #: Two or three letters that stand in its shape, for example Be.
    code: Mapped[str] = mapped_column(String(3))
    shape: Mapped[str] = mapped_column(String(10))
    colour: Mapped[int]
    name: Mapped[Words]
    description: Mapped[Words]
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("focus_areas.id"))
    #: Always one that is not itself merged: a chain is shortened when it would arise.
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("focus_areas.id"))
    partner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("partners.id"))
    #: KÄNSLIG: never told on a receipt, never on a public map.
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    #: A receipt may tell that the remark was counted here (never for a sensitive one, whatever this says).
    is_told: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int]
    state: Mapped[str] = mapped_column(String(8), default="active")
    version: Mapped[int] = mapped_column(default=1)


class CodebookEntry(Base):
    """A version of what the code book says of a focus area; the newest stands, and none is written over."""

    __tablename__ = "codebook_entries"
    __table_args__ = (UniqueConstraint("focus_area_id", "version"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    focus_area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("focus_areas.id"))
    version: Mapped[int]
    belongs: Mapped[Words]
    not_here: Mapped[Words]
    examples: Mapped[Words]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class Batch(Base):
    """Many remarks decided on at once, so that all can be undone at once. `chosen` is what was chosen, to be shown."""

    __tablename__ = "batches"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    #: {"filter": query of an address, "choices": […], "kind": …}
    chosen: Mapped[dict[str, Any]]
    count: Mapped[int]
    undone_at: Mapped[datetime | None]
    #: How many of them the undoing could put back.
    undone_count: Mapped[int | None]


class Decision(Base):
    """What somebody decided about a remark, and how the remark stood afterwards. `kind`: tag, unsure, undo.

    `outcome` is what it left the remark as: tagged, unsure ("vet ej") or open. An undo leaves it as an earlier decision
    (`restores_id`) had, or as it came in; so each row tells the whole state, and the history is never rewritten.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("remark_id", "version"),
        CheckConstraint("kind IN ('tag', 'unsure', 'undo')", name="kind_is_known"),
        CheckConstraint("outcome IN ('tagged', 'unsure', 'open')", name="outcome_is_known"),
        CheckConstraint("restores_id IS NULL OR kind = 'undo'", name="only_undo_restores"),
        Index("ix_decisions_batch_id", "batch_id"),
        Index("ix_decisions_account_id", "account_id", "at"),
        Index(
            "ix_decisions_unsure",
            "remark_id",
            sqlite_where=text("is_current = 1 AND outcome = 'unsure'"),
            postgresql_where=text("is_current AND outcome = 'unsure'"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    remark_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("remarks.id", ondelete="CASCADE"))
    #: The version that the remark got by this decision.
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    outcome: Mapped[str] = mapped_column(String(8))
    has_personal_data: Mapped[bool] = mapped_column(default=False)
    is_current: Mapped[bool] = mapped_column(default=True)
    #: None where a file brought the focus areas and a command read it in: nobody's account did.
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    batch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("batches.id"))
    restores_id: Mapped[uuid.UUID | None]
    note: Mapped[str] = mapped_column(Text, default="")
    taggings: Mapped[list["Tagging"]] = relationship(cascade="all, delete-orphan")


class Tagging(Base):
    """One focus area of a decision, with its polarity and whether the remark says that it is not a problem."""

    __tablename__ = "taggings"
    __table_args__ = (
        CheckConstraint("polarity IN ('brist', 'positiv', 'forslag')", name="polarity_is_known"),
        # For the counts: what stands now, and says that it is so.
        Index(
            "ix_taggings_current",
            "focus_area_id",
            "remark_id",
            sqlite_where=text("is_current = 1"),
            postgresql_where=text("is_current"),
        ),
        # Holds all that a list or an export asks of a remark's focus areas, so that the table need not be looked in.
        Index("ix_taggings_remark_id", "remark_id", "is_current", "focus_area_id", "polarity", "is_negated"),
    )

    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True)
    focus_area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("focus_areas.id"), primary_key=True)
    remark_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("remarks.id", ondelete="CASCADE"))
    polarity: Mapped[str | None] = mapped_column(String(8))
    is_negated: Mapped[bool] = mapped_column(default=False)
    is_current: Mapped[bool] = mapped_column(default=True)


class Declined(Base):
    """A remark that somebody took out of a pile: it is read at the desk and laid in no pile again."""

    __tablename__ = "declined"
    __table_args__ = ({"sqlite_with_rowid": False},)

    remark_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("remarks.id", ondelete="CASCADE"), primary_key=True)


class RemarkWords(Base):
    """What a remark is found by: the stems of its words in order, and the parts of its compounds (`tag/finding`).

    On SQLite triggers keep the full-text table `remark_search` true to it, with stems as they were when it is taken away; on
    PostgreSQL `remark_search` is a view of it. The same number as the remark's, so that nothing is ordered within a week.
    """

    __tablename__ = "remark_words"
    __table_args__ = (
        Index("ix_remark_words_terms", text(TERMS), postgresql_using="gin").ddl_if(dialect="postgresql"),
        {"sqlite_with_rowid": False},
    )

    number: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("remarks.number", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    # By what anybody on the staff may see, the masked texts; and by all that was written, where that is more.
    stems: Mapped[str] = mapped_column(Text)
    parts: Mapped[str] = mapped_column(Text)
    more: Mapped[str] = mapped_column(Text)
    more_parts: Mapped[str] = mapped_column(Text)


def _ddl(statement: str) -> DDL:
    return DDL(statement)  # type: ignore[no-untyped-call]


for _name, _statements in SEARCH.items():
    for _statement in _statements:
        event.listen(RemarkWords.__table__, "after_create", _ddl(_statement).execute_if(dialect=_name))
    _drop = "DROP TABLE remark_search" if _name == "sqlite" else "DROP VIEW remark_search"
    event.listen(RemarkWords.__table__, "before_drop", _ddl(_drop).execute_if(dialect=_name))
