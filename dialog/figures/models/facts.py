"""What the figures ask of each remark, kept together so that any filter is answered from it (`facts.py` says how it is written).

- `packed_facts`: pieces of many records each, a piece for each wide square and half of a year.
- `changed_facts`: what has come to be otherwise since it was packed: so many more, or fewer (`n` below nothing), of a fact. Whoever changes a
  remark writes a row here, in the same transaction; upkeep packs them, and until then whoever reads adds them to what is packed.
- `fact_codes`: the lists that the codes of a record stand in. A code is never given to anything else; `kind` "stamp" tells by which
  writing the lists last grew.

Read them by `queries/facts.py`, in one statement: packing moves rows from one table to the other.
"""

from sqlalchemy import BigInteger, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dialog.base.db import Base

_HIDDEN_ORDER = {"sqlite_with_rowid": False}


class PackedFact(Base):
    """The records of a wide square in half a year."""

    __tablename__ = "packed_facts"
    __table_args__ = (_HIDDEN_ORDER,)

    is_tagged: Mapped[bool] = mapped_column(primary_key=True)
    north: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    east: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    span: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class ChangedFact(Base):
    """How many more of a fact there are than what is packed tells (`facts.Fact` says what stands in each column)."""

    __tablename__ = "changed_facts"
    __table_args__ = (_HIDDEN_ORDER,)

    north: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    east: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    week: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    y: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    x: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    feeling: Mapped[str] = mapped_column(String(6), primary_key=True)
    part_of_day: Mapped[str] = mapped_column(String(13), primary_key=True)
    state: Mapped[str] = mapped_column(String(8), primary_key=True)
    is_personal: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    accuses: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    origin: Mapped[str] = mapped_column(String(32), primary_key=True)
    said: Mapped[str] = mapped_column(Text, primary_key=True)
    districts: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger)


class FactCode(Base):
    """What a code stands for in one of the lists."""

    __tablename__ = "fact_codes"
    __table_args__ = (_HIDDEN_ORDER,)

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    code: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(Text)
