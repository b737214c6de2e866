"""Remarks on their way out in a file: read in the order of their random keys, some thousands at a time.

Plain columns and no objects, since a whole site's remarks pass here; what each is about and where it lies is looked up for a
stretch of keys at a time, so that memory stays flat. What was set aside is in another table and never here.
Comes before: `tag/queries` (which remarks). Goes to: `figures/exchange/writing.py`.
"""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, String, Text, case, cast, func, null, select, type_coerce
from sqlalchemy.orm import Session

from dialog.figures.exchange.columns import FREE_TEXT, MASKED, ONLY_IN_FULL, REMARK_COLUMNS
from dialog.figures.exchange.writing import Columns
from dialog.place.models import District, DistrictKind
from dialog.remark import masking
from dialog.remark.models import Remark, RemarkDistrict
from dialog.tag.filters import show_week
from dialog.tag.models import FocusArea, Tagging
from dialog.tag.queries import RemarkFilter, matching

T = TypeVar("T")
AT_ONCE = 2000
_MOST_REMEMBERED = 20_000
_remarks: Any = Remark.__table__
_lie_in: Any = RemarkDistrict.__table__
_taggings: Any = Tagging.__table__
#: Columns that stand in the table as they stand in the file.
_AS_THEY_ARE = (
    "text", "feeling", "reason", "suggestion", "lat", "lng", "place_words", "part_of_day", "days", "season", "agreeing",
    "lang", "source",
)  # fmt: skip
_NOTHING = ("", "", "")
_NOWHERE = ("", "")


def remark_columns(*, full: bool) -> Columns:
    """Return the columns of an export: all of them, or the masked edition without exact place."""
    names = REMARK_COLUMNS if full else tuple(name for name in REMARK_COLUMNS if name not in ONLY_IN_FULL)
    at = {name: i for i, name in enumerate(names)}
    return Columns(
        names,
        free=tuple(at[name] for name in names if name in FREE_TEXT or name == "geometry"),
        decimals=tuple(at[name] for name in ("lat", "lng") if name in at),
        place=(at["lat"], at["lng"], at["geometry"]) if full else None,
    )


def count_remarks(db: Session, chosen: RemarkFilter) -> int:
    """Return how many remarks a filter chooses."""
    return db.scalar(select(func.count()).select_from(Remark).where(*matching(chosen))) or 0


def remark_rows(
    db: Session, chosen: RemarkFilter, *, full: bool, as_text: bool = False, at_once: int = AT_ONCE
) -> Iterator[list[list[Any]]]:
    """Yield the remarks that a filter chooses in stretches of rows, with the columns of `remark_columns`.

    `as_text`: every cell as text with decimal commas, made by the database: for CSV, where time counts.
    """
    connection = db.connection()
    names = remark_columns(full=full).names
    lookup = _Lookup(db)
    columns = _columns(connection)
    if as_text:
        columns |= {name: _texted(column, name) for name, column in columns.items() if name != "week"}
    query = select(_text_key(connection, _remarks.c.id), *(columns[name] for name in names if name in columns))
    query = query.where(*matching(chosen)).order_by(_remarks.c.id)
    found = connection.execute(query, execution_options={"stream_results": True, "max_row_buffer": at_once})
    week, areas = names.index("week"), names.index("focus_areas")
    words = [(at, name) for at, name in enumerate(names) if name in MASKED or (full and name == "place_words")]
    only_in_full = [at for at, name in enumerate(names) if name in ONLY_IN_FULL]
    weeks: dict[int, str] = {}
    while rows := found.fetchmany(at_once):
        first, last = rows[0][0], rows[-1][0]
        about = lookup.about(connection, first, last).get
        lying = lookup.lying(connection, first, last).get
        span = [masking.between(uuid.UUID(first), uuid.UUID(last))]
        # In the full edition too, what accuses somebody stands as in the masked one: it leaves only assessed, for one who asks for it.
        accusing = {_key_of(connection, key) for key in masking.accusing_in(db, *span)} if full else set()
        span += [masking.accused()] if full else []
        hidden = {_key_of(connection, key): one for key, one in masking.hidden_in(db, *span).items()}
        part = []
        for key, *cells in rows:
            if key in hidden:
                for at, name in words:
                    cells[at] = hidden[key].masked(name, cells[at])
            if key in accusing:
                for at in only_in_full:
                    cells[at] = "" if as_text else None
            number = cells[week]
            cells[week] = weeks.get(number) or weeks.setdefault(number, show_week(number))
            cells[areas:areas] = about(key, _NOTHING)
            cells.extend(lying(key, _NOWHERE))
            part.append(cells)
        yield part


def _text_key(connection: Connection, column: Any) -> ColumnElement[Any]:
    """Return a key as text, without the cost of making an object of it."""
    return type_coerce(column, String) if connection.dialect.name == "sqlite" else cast(column, String)


def _key_of(connection: Connection, key: uuid.UUID) -> str:
    return key.hex if connection.dialect.name == "sqlite" else str(key)


def _texted(column: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    if name in ("text", "suggestion", "place_words", "lang", "source"):
        return column  # never null
    text = cast(column, String) if name in ("lat", "lng", "agreeing") else column
    return func.coalesce(func.replace(text, ".", ",") if name in ("lat", "lng") else text, "", type_=String)


def _columns(connection: Connection) -> dict[str, ColumnElement[Any]]:
    r = _remarks.c
    columns: dict[str, Any] = {name: r[name] for name in _AS_THEY_ARE}
    geometry: ColumnElement[Any]
    day: ColumnElement[Any]
    if connection.dialect.name == "sqlite":
        geometry, day = type_coerce(r.geometry, String), type_coerce(r.day, String)
    else:
        geometry, day = cast(r.geometry, Text), cast(r.day, String)
    columns |= {
        # A point is told by lat and lng alone.
        "geometry": case((r.lat.is_(None), null()), (geometry.like('%"Point"%'), null()), else_=geometry),
        "week": r.week,
        "day": day,
    }
    return columns


class _Lookup:
    """Focus areas and districts by key, and what is said of a stretch of remarks."""

    def __init__(self, db: Session) -> None:
        sqlite = db.get_bind().dialect.name == "sqlite"
        write = (lambda key: key.hex) if sqlite else str
        self.areas: dict[str, str] = {write(key): slug for key, slug in counted_areas(db)}
        rows = db.execute(
            select(District.id, District.code, District.name)
            .join(DistrictKind, DistrictKind.slug == District.kind)
            .order_by(DistrictKind.position, District.kind, District.name, District.code)
        )
        self.order = {write(key): (at, code, name) for at, (key, code, name) in enumerate(rows)}
        self._said: dict[str, tuple[str, str, str]] = {}
        self._told: dict[str, tuple[str, str]] = {}

    def about(self, connection: Connection, first: str, last: str) -> dict[str, tuple[str, str, str]]:
        """Return (slugs, polarities, denied slugs) by remark."""
        t = _taggings.c
        one = _text_key(connection, t.focus_area_id) + "/" + func.coalesce(t.polarity, "")
        denied = case((t.is_negated, "/-"), else_="/+")
        rows = connection.execute(
            select(_text_key(connection, t.remark_id), _joined(connection, one + denied))
            .where(t.remark_id.between(uuid.UUID(first), uuid.UUID(last)), t.is_current)
            .group_by(t.remark_id)
        ).all()
        said = self._said
        return {key: said.get(joined) or self._say(joined) for key, joined in rows}

    def _say(self, joined: str) -> tuple[str, str, str]:
        parts = [part.split("/") for part in joined.split(",")]
        found = sorted((self.areas[area], polarity, sign) for area, polarity, sign in parts)
        about = " ".join(dict.fromkeys(slug for slug, _, sign in found if sign == "+"))
        polarities = " ".join(dict.fromkeys(f"{slug}:{polarity}" for slug, polarity, _ in found if polarity))
        told = about, polarities, " ".join(dict.fromkeys(slug for slug, _, sign in found if sign == "-"))
        return _remembered(self._said, joined, told)

    def lying(self, connection: Connection, first: str, last: str) -> dict[str, tuple[str, str]]:
        """Return (codes, names) of districts by remark."""
        d = _lie_in.c
        rows = connection.execute(
            select(_text_key(connection, d.remark_id), _joined(connection, _text_key(connection, d.district_id)))
            .where(d.remark_id.between(uuid.UUID(first), uuid.UUID(last)))
            .group_by(d.remark_id)
        ).all()
        told = self._told
        return {key: told.get(joined) or self._tell(joined) for key, joined in rows}

    def _tell(self, joined: str) -> tuple[str, str]:
        in_order = sorted(self.order[key] for key in joined.split(",") if key in self.order)
        told = " ".join(code for _, code, _ in in_order), ", ".join(name for _, _, name in in_order)
        return _remembered(self._told, joined, told)


def _remembered(kept: dict[str, T], key: str, value: T) -> T:
    if len(kept) >= _MOST_REMEMBERED:
        kept.clear()
    kept[key] = value
    return value


def _joined(connection: Connection, one: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the values of a group with commas between."""
    name = "group_concat" if connection.dialect.name == "sqlite" else "string_agg"
    joined: ColumnElement[Any] = getattr(func, name)(one, ",", type_=String)
    return joined


def counted_areas(db: Session) -> Sequence[Any]:
    """Return every focus area's key with the slug that it is counted as."""
    target = FocusArea.__table__.alias()
    query = select(FocusArea.id, func.coalesce(target.c.slug, FocusArea.slug))
    return db.execute(query.outerjoin(target, target.c.id == FocusArea.merged_into_id)).all()
