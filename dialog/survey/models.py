"""Surveys, their waves and questions, and what was answered. A published wave's questions are frozen.

A `Question` belongs to one wave; `code` stays the same from wave to wave and `wording` (a hash of all that a respondent
reads) tells whether two may be compared. A `Response` has a random key, the week, the channel and the language, and a
CHECK-ed absence of all else. Words that make a remark are stored there, once: the `Answer` points at it.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Connection,
    Float,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    event,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, object_session, relationship

from dialog.base.db import Base, Words
from dialog.base.keys import new_id

_HIDDEN_ORDER = {"sqlite_with_rowid": False}


class Survey(Base):
    """An enkät: what it is called, who asks, and what the law wants told. Its questions stand in its waves."""

    __tablename__ = "surveys"
    __table_args__ = (UniqueConstraint("slug"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[Words]
    #: Per topic, words per language: asker, purpose, influence, readers, kept, answer_back, contact, thanks, outcome.
    texts: Mapped[dict[str, Any]]
    languages: Mapped[list[str]]
    police_reads: Mapped[bool] = mapped_column(default=False)
    minutes: Mapped[int] = mapped_column(default=5)
    registry_number: Mapped[str] = mapped_column(String(80), default="")
    #: The municipality's decision on gallring; without one, what is taken back is set aside.
    retention_decision: Mapped[str] = mapped_column(String(200), default="")
    keep_months: Mapped[int] = mapped_column(default=24)
    version: Mapped[int] = mapped_column(default=1)
    waves: Mapped[list["Wave"]] = relationship(
        back_populates="survey", order_by="Wave.number", cascade="all, delete-orphan"
    )


class Wave(Base):
    """An omgång: once published its questions never change."""

    __tablename__ = "waves"
    __table_args__ = (
        UniqueConstraint("survey_id", "number"),
        CheckConstraint("state IN ('draft', 'open', 'closed')", name="state_is_known"),
        # At most one draft and one open wave of a survey.
        Index(
            "uq_waves_one_draft",
            "survey_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        Index(
            "uq_waves_one_open",
            "survey_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(8), default="draft")
    closes_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    survey: Mapped[Survey] = relationship(back_populates="waves")
    sections: Mapped[list["Section"]] = relationship(order_by="Section.position", cascade="all, delete-orphan")


class Section(Base):
    """An avsnitt: some questions under one heading."""

    __tablename__ = "sections"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    wave_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("waves.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[Words]
    intro: Mapped[Words]
    version: Mapped[int] = mapped_column(default=1)
    questions: Mapped[list["Question"]] = relationship(order_by="Question.position", cascade="all, delete-orphan")


class Question(Base):
    """A question, or an information text. What a kind keeps in `options` is described in `survey/kinds.py`."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("wave_id", "code"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    wave_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("waves.id", ondelete="CASCADE"))
    section_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sections.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[Words]
    hint: Mapped[Words]
    is_required: Mapped[bool] = mapped_column(default=False)
    options: Mapped[dict[str, Any]]
    #: {"all": [{"question": code, "is": [choice codes]}]} or None.
    condition: Mapped[dict[str, Any] | None]
    #: Hash of all that a respondent reads, set when the wave is published.
    wording: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[int] = mapped_column(default=1)


class FrozenWave(Exception):
    """Something tried to change the sections or questions of a wave that has been published: a fault of ours."""


def _hold_frozen(_mapper: Mapper[Any], connection: Connection, target: Any) -> None:
    """Refuse whatever would change a published wave's questions, whichever code asks for it."""
    session = object_session(target)
    if session is not None and any(isinstance(new, Wave) and new.id == target.wave_id for new in session.new):
        return  # the wave is being made in this very flush
    state = connection.scalar(select(Wave.state).where(Wave.id == target.wave_id))
    if state not in (None, "draft"):
        raise FrozenWave("a published wave's questions never change")


for _table in (Section, Question):
    for _deed in ("before_insert", "before_update", "before_delete"):
        event.listen(_table, _deed, _hold_frozen)


class Response(Base):
    """One inlämnat svar. What is not here cannot be handed over."""

    __tablename__ = "responses"
    __table_args__ = (
        CheckConstraint("channel IN ('web', 'tablet', 'paper', 'staff')", name="channel_is_known"),
        CheckConstraint("week BETWEEN 200001 AND 299953", name="week_is_a_week"),
        Index("ix_responses_wave_id", "wave_id", "week"),
        _HIDDEN_ORDER,
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    wave_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("waves.id"))
    week: Mapped[int]
    channel: Mapped[str] = mapped_column(String(6))
    lang: Mapped[str] = mapped_column(String(8))


class Answer(Base):
    """A part of a response: for several choices one row a choice, for a matrix one a row; `item` tells which."""

    __tablename__ = "answers"
    __table_args__ = (
        CheckConstraint("state IN ('given', 'dont_know', 'no_answer')", name="state_is_known"),
        # Holds all that a cross-table reads: two questions are joined by response without the table.
        Index("ix_answers_crossing", "question_id", "response_id", "item", "state", "choice"),
        Index("ix_answers_remark_id", "remark_id"),
        _HIDDEN_ORDER,
    )

    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    state: Mapped[str] = mapped_column(String(9), default="given")
    choice: Mapped[str | None] = mapped_column(String(40))
    number: Mapped[float | None] = mapped_column(Float)
    words: Mapped[str | None] = mapped_column(Text)
    remark_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("remarks.id"))
