"""G10: a million answers cut and crossed: from the counts that are kept, and by joining two questions, beside DuckDB on the same data.

DuckDB is asked if it is installed (`pip install duckdb`); nothing of the product needs it. Without it the bare SQL query stands there alone.
"""

import importlib
import random
import sqlite3
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from dialog.base import schema
from dialog.base.keys import weekly_number
from dialog.figures.operations.counting_answers import count_answers_again
from dialog.figures.queries.crosses import cross, lines
from dialog.figures.queries.results import ResponseCut, results
from dialog.place.models import District
from dialog.remark.models import Remark, RemarkDistrict
from dialog.survey.models import Answer, Response, Survey, Wave
from dialog.survey.queries import questionnaire_of
from tests.bench import sites
from tests.bench.table import ROUNDS, Row, middle, ratios, spread

RESPONSES, QUESTIONS = 100_000, 10  # a million answers
_AT_ONCE = 5_000
_FLAT = """CREATE TABLE flat AS SELECT a.response_id, a.question_id, a.choice, r.week, r.channel, d.district_id FROM answers a
    JOIN responses r ON r.id = a.response_id
    LEFT JOIN (SELECT x.response_id, l.district_id FROM answers x JOIN remark_districts l ON l.remark_id = x.remark_id) d
    ON d.response_id = a.response_id WHERE a.state = 'given' AND a.choice IS NOT NULL"""


def measure(folder: Path) -> list[Row]:
    """Return the rows of G10."""
    folder = sites.kept_folder(folder, "cuts")
    url = f"sqlite:///{folder / 'dialog.sqlite'}"
    is_there = (folder / "whole").exists()
    schema.upgrade(url) if is_there else sites.make(url, folder)
    database = sites.open_site(url, folder)
    if not is_there:
        with database.writing() as db:
            _fill(db)
            db.commit()
            db.execute(text("ANALYZE"))
            db.commit()
        (folder / "whole").write_text(url)
    try:
        with database.reading() as db:
            return _measured(db, folder / "dialog.sqlite")
    finally:
        database.close()


def _measured(db: Session, path: Path) -> list[Row]:
    wave = db.scalars(select(Wave).join(Survey, Survey.id == Wave.survey_id).where(Survey.slug == sites.SLUG)).one()
    asked = questionnaire_of(db, wave.id)
    assert asked is not None
    first, second = (line for line in lines(asked) if line.key in ("gar", "polis"))
    district = db.scalars(select(District.id).order_by(District.code)).first()
    half = ResponseCut(since=202620, until=202640, channel="web")
    a, b = first.question.id.hex, second.question.id.hex
    week = "week BETWEEN 202620 AND 202640 AND channel = 'web'"
    assert district is not None
    cases: list[tuple[str, bool, Callable[[], Any], str]] = [
        ("all questions of a wave", True, lambda: results(db, asked, ResponseCut(), hide_small=True), _all("1 = 1")),
        ("the same, half the weeks, one channel", True, lambda: results(db, asked, half, hide_small=True), _all(week)),
        ("the same, one district", True, lambda: results(db, asked, ResponseCut(district), hide_small=True),
         _all(f"district_id = '{district.hex}'")),
        ("a question by district", True, lambda: cross(db, asked, first, "district", ResponseCut(), hide_small=True),
         f"SELECT district_id, choice, count(*) FROM flat WHERE question_id = '{a}' GROUP BY 1, 2"),
        ("a question by week", True, lambda: cross(db, asked, first, "week", ResponseCut(), hide_small=True),
         f"SELECT week, choice, count(*) FROM flat WHERE question_id = '{a}' GROUP BY 1, 2"),
        ("two questions crossed", False, lambda: cross(db, asked, first, second, ResponseCut(), hide_small=True), _crossed(a, b, "1 = 1")),
        ("two questions crossed, half the weeks, one channel", False, lambda: cross(db, asked, first, second, half, hide_small=True),
         _crossed(a, b, week.replace("week", "a.week").replace("channel", "a.channel"))),
    ]  # fmt: skip
    duck = _duck(path)
    return [_row(what, standard, ask, sql, duck, path) for what, standard, ask, sql in cases]


def _all(where: str) -> str:
    return f"SELECT question_id, choice, count(*) FROM flat WHERE {where} GROUP BY 1, 2"


def _crossed(a: str, b: str, where: str) -> str:
    return (
        "SELECT a.choice, b.choice, count(*) FROM flat a JOIN flat b ON b.response_id = a.response_id"
        f" WHERE a.question_id = '{a}' AND b.question_id = '{b}' AND {where} GROUP BY 1, 2"
    )


def _row(what: str, standard: bool, ask: Callable[[], Any], sql: str, duck: Any, path: Path) -> Row:
    most = 1 if standard else 15
    ours, theirs = [], []
    bare = duck.execute if duck else sqlite3.connect(path).execute
    sql = sql if duck else sql.replace("FROM flat", "FROM temp_flat").replace("JOIN flat", "JOIN temp_flat")
    if not duck:
        bare = _sqlite_flat(path)
    for at in range(ROUNDS + 1):
        for found, work in ((ours, ask), (theirs, lambda: bare(sql).fetchall())):
            begun = time.perf_counter()
            work()
            if at:  # the first is for warmth
                found.append(1000 * (time.perf_counter() - begun))
    told = f"≤ {most} × {'DuckDB' if duck else 'bare SQL'}: {middle(ratios(ours, theirs)):.2f} ×"
    name = f"{what}, a million answers ({'kept counts' if standard else 'covering index'})"
    return Row("G10", name, spread(ours, "ms"), spread(theirs, "ms"), told, middle(ratios(ours, theirs)) <= most)


def _sqlite_flat(path: Path) -> Any:
    connection = sqlite3.connect(path)
    connection.execute(_FLAT.replace("TABLE flat", "TEMP TABLE temp_flat"))
    connection.execute("CREATE INDEX temp.temp_flat_question ON temp_flat (question_id, response_id)")
    return connection.execute


def _duck(path: Path) -> Any:
    """Return a DuckDB in memory with the same answers in one wide table, or None where it is not installed."""
    try:
        duckdb = importlib.import_module("duckdb")
    except ModuleNotFoundError:
        return None
    import csv
    import tempfile

    rows = sqlite3.connect(path).execute(_FLAT.split(" AS ", 1)[1])
    with tempfile.NamedTemporaryFile("w", suffix=".csv", dir=path.parent, newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column[0] for column in rows.description])
        writer.writerows(rows)
        file.flush()
        connection = duckdb.connect()
        connection.execute(
            f"CREATE TABLE flat AS SELECT * FROM read_csv('{file.name}', header = true, all_varchar = true)"
        )
        connection.execute("ALTER TABLE flat ALTER week TYPE INTEGER")
        for name in ("question_id", "choice", "channel", "district_id"):  # as small as DuckDB can have them
            connection.execute(
                f"CREATE TYPE {name}_kind AS ENUM (SELECT DISTINCT {name} FROM flat WHERE {name} IS NOT NULL)"
            )
            connection.execute(f"ALTER TABLE flat ALTER {name} TYPE {name}_kind")
        connection.execute("ALTER TABLE flat ALTER response_id TYPE UUID")
    return connection


def _fill(db: Session) -> None:
    """Put responses straight into the tables; half of them have shown a place."""
    dice = random.Random(7)
    connection = db.connection()
    wave = db.scalars(select(Wave).join(Survey, Survey.id == Wave.survey_id).where(Survey.slug == sites.SLUG)).one()
    asked = questionnaire_of(db, wave.id)
    assert asked is not None
    scales = [q for q in asked.questions if q.kind == "scale"][-QUESTIONS:]
    where = next(q for q in asked.questions if q.kind == "place")
    squares = list(db.scalars(select(District.id).order_by(District.code)))
    for _ in range(0, RESPONSES, _AT_ONCE):
        tables: dict[Any, list[dict[str, Any]]] = {Remark: [], RemarkDistrict: [], Response: [], Answer: []}
        for _ in range(_AT_ONCE):
            _one(dice, wave.id, scales, where, squares, tables)
        for table, rows in tables.items():
            connection.execute(insert(table.__table__), rows)
    count_answers_again(db)


def _one(
    dice: random.Random, wave_id: uuid.UUID, scales: list[Any], where: Any, squares: list[uuid.UUID], tables: Any
) -> None:
    key = uuid.UUID(int=dice.getrandbits(128), version=4)
    week = 202600 + dice.randint(10, 46)
    channel = dice.choices(("web", "tablet", "paper", "staff"), (70, 15, 10, 5))[0]
    tables[Response].append({"id": key, "wave_id": wave_id, "week": week, "channel": channel, "lang": "sv"})
    empty = {"response_id": key, "item": "", "state": "given", "words": None, "remark_id": None}
    for question in scales:
        choice = dice.choice(question.choices)
        tables[Answer].append({**empty, "question_id": question.id, "choice": choice.code, "number": choice.value})
    if dice.random() < 0.5:
        remark = uuid.UUID(int=dice.getrandbits(128), version=4)
        tables[Remark].append(
            {"id": remark, "number": weekly_number(week), "week": week, "source": "enkat", "origin_id": wave_id, "text": "",
             "suggestion": "", "lang": "sv", "lat": 56.8, "lng": 14.7, "place_words": "", "agreeing": 1, "is_handled": True,
             "has_personal_data": False, "version": 1}
        )  # fmt: skip
        tables[RemarkDistrict].append({"remark_id": remark, "district_id": dice.choice(squares)})
        tables[Answer].append({**empty, "question_id": where.id, "choice": None, "number": None, "remark_id": remark})
