"""Answers counted beforehand: every page of results reads these counts rather than the answers.

They change in the transaction of the response they count (`operations/counting_answers.py`), and can be counted again from nothing.
"""

import uuid

from sqlalchemy import CheckConstraint, Float, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.db import Base

#: Stands for a district where all responses are counted, wherever their places lie.
EVERYWHERE = uuid.UUID(int=0)
#: Stands for a choice or a row where a person is counted once, whatever they chose: several choices, a matrix.
PERSON = "*"
#: The week and the channel of the row where all weeks and channels are counted together: most pages ask for nothing else.
EVERY_WEEK, EVERY_CHANNEL = 0, ""


class AnswerCount(Base):
    """How many gave an answer in a week, by a channel, and (each district once more) with a place in a district.

    Each of these is counted in its week and channel, and once more in the row of all of them: never add up both.
    `item` is the row of a matrix or the choice of several; "*" counts persons, once for each state. `choice` "" and `number` 0
    stand for none. A count of zero is no row: nothing tells of what was taken back.
    """

    __tablename__ = "answer_counts"
    __table_args__ = (
        CheckConstraint("n > 0", name="counts_somebody"),
        {"sqlite_with_rowid": False},
    )

    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    district_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    week: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    channel: Mapped[str] = mapped_column(String(6), primary_key=True)
    item: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(9), primary_key=True)
    choice: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[float] = mapped_column(Float, primary_key=True)
    n: Mapped[int]


class ResponseCount(Base):
    """How many responses came to a wave in a week, by a channel, and (each district once more) with a place in a district."""

    __tablename__ = "response_counts"
    __table_args__ = (CheckConstraint("n > 0", name="counts_somebody"), {"sqlite_with_rowid": False})

    wave_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("waves.id"), primary_key=True)
    district_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    week: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    channel: Mapped[str] = mapped_column(String(6), primary_key=True)
    n: Mapped[int]
