"""The bare equivalent: Flask and SQLAlchemy Core that do the same work and nothing else, served as ours is.

The same form is parsed and the same rows go into the same tables in one commit with FULL syncing: for `/plats` with the counts and the words that are
kept beside an answer (`limit_counts.py`), for `/plats/rader` and a survey without them. No guard, no check of what is sent, no receipt that can be used,
no languages, no audit, no header beyond Flask's own; which district a place lies in is not worked out.
"""

import json
import os
import sqlite3
import uuid
from typing import Any

from flask import Flask, jsonify, render_template, request
from sqlalchemy import JSON, Engine, MetaData, create_engine, event, insert, select

from tests.bench import limit_counts, limit_sync

WEEK = 202647
_TABLES = (
    "receipts", "remarks", "remark_districts", "districts", "surveys", "waves", "sections", "questions", "responses", "answers",
    "walk_remarks", *limit_counts.TABLES,
)  # fmt: skip
_PAGE = "<!doctype html><html lang=sv><meta charset=utf-8><title>{{ title }}</title><h1>{{ title }}</h1>"
_FORM = (
    _PAGE
    + """<form method=post><input type=hidden name=inlamning value="{{ id }}"><input type=hidden name=besok value="{{ secret }}">
{% for q in questions %}<fieldset><legend>{{ q.text.sv }}</legend>{% if q.options.rows %}{% for r in q.options.rows %}<p>{{ r.text.sv }}
{% for c in q.options.choices %}<label><input type=radio name="q-{{ q.code }}-{{ r.code }}" value="{{ c.code }}">{{ c.text.sv }}</label>{% endfor %}{% endfor %}
{% elif q.options.choices %}{% for c in q.options.choices %}<label><input type="{{ 'checkbox' if q.kind == 'several' else 'radio' }}"
 name="q-{{ q.code }}" value="{{ c.code }}">{{ c.text.sv }}</label>{% endfor %}
{% elif q.kind == 'place' %}<input name="q-{{ q.code }}-words"><input name="q-{{ q.code }}-geometry">
{% elif q.kind == 'text' %}<textarea name="q-{{ q.code }}"></textarea>{% elif q.kind != 'info' %}<input name="q-{{ q.code }}">{% endif %}</fieldset>
{% endfor %}<button>Skicka</button></form>"""
)
#: The squares of a view and nothing else.
CELLS = (
    "SELECT north, east, n, unsafe, safe, mixed, sum_lat, sum_lng FROM cell_counts "
    "WHERE area_id = '{nobody}' AND level = {level} AND north IN ({norths}) AND east BETWEEN {west} AND {east}"
)
_THANKS = _PAGE + "<p>{{ code }}</p>"


def create_app() -> Flask:
    """Return the bare application."""
    app = Flask(__name__)
    # Compiled once, as a template that lies in a file is: compiling it for each answer would cost more than all else.
    sheet, thanks = (app.jinja_env.from_string(source) for source in (_FORM, _THANKS))
    engine = _engine(os.environ["DIALOG_DATABASE_URL"])
    tables = _tables_of(engine)
    key = (lambda made: made.hex) if engine.dialect.name == "sqlite" else (lambda made: made)
    with engine.connect() as connection:
        district = connection.scalar(select(tables["districts"].c.id).limit(1))
        wave, asked = _first_survey(connection, tables)
    limit_sync.mount(app, engine, tables, key, district)
    keep = limit_counts.keeper(engine, tables, key)

    @app.get("/plats")
    def tell() -> str:
        return render_template(sheet, title="Plats", questions=(), id=uuid.uuid4(), secret=uuid.uuid4().hex)

    @app.get("/celler")
    def cells() -> Any:
        level, south, north, west, east = (int(number) for number in request.args["vy"].split(","))
        with engine.connect() as connection:
            rows = connection.exec_driver_sql(cells_sql(level, range(south, north), range(west, east))).all()
        return jsonify([tuple(row) for row in rows])

    @app.post("/plats")
    def send() -> str:
        return taken_in(is_kept=True)

    @app.post("/plats/rader")
    def send_rows() -> str:
        return taken_in(is_kept=False)

    def taken_in(*, is_kept: bool) -> str:
        form = request.form
        claim, code = _claim(key, form["inlamning"], form["besok"], "remark")
        remark, lies = _remark(
            key, "plats", form["text"], form["place_geometry"], form["place_words"], form["feeling"], district
        )
        remark |= {"part_of_day": form["part_of_day"], "days": form["days"]}
        with engine.begin() as connection:
            connection.execute(insert(tables["receipts"]), claim)
            connection.execute(insert(tables["remarks"]), remark)
            connection.execute(insert(tables["remark_districts"]), lies)
            if is_kept:
                keep(connection, remark, district)
        return render_template(thanks, title="Tack", code=code)

    @app.get("/enkat/<slug>")
    def answer(slug: str) -> str:
        with engine.connect() as connection:
            found = connection.execute(select(tables["surveys"].c.slug).where(tables["surveys"].c.slug == slug)).one()
        return render_template(sheet, title=found.slug, questions=asked, id=uuid.uuid4(), secret=uuid.uuid4().hex)

    @app.post("/enkat/<slug>")
    def take(slug: str) -> str:
        claim, code = _claim(key, request.form["inlamning"], request.form["besok"], "response")
        response = {"id": key(uuid.uuid4()), "wave_id": wave, "week": WEEK, "channel": "web", "lang": "sv"}
        answers, remarks, lies = _answers(key, asked, response["id"], district)
        with engine.begin() as connection:
            connection.execute(insert(tables["receipts"]), claim)
            connection.execute(insert(tables["responses"]), response)
            connection.execute(insert(tables["remarks"]), remarks)
            connection.execute(insert(tables["remark_districts"]), lies)
            connection.execute(insert(tables["answers"]), answers)
        return render_template(thanks, title=slug, code=code)

    return app


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=20)
    engine = create_engine(url, pool_size=20, connect_args={"check_same_thread": False, "timeout": 30})

    @event.listens_for(engine, "connect")
    def _(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if request and request.method == "POST" else "BEGIN")

    return engine


def _tables_of(engine: Engine) -> Any:
    meta = MetaData()
    meta.reflect(engine, only=_TABLES)
    if engine.dialect.name == "sqlite":
        for column in ("text", "options"):
            meta.tables["questions"].c[column].type = JSON()
    return meta.tables


def _first_survey(connection: Any, tables: Any) -> tuple[Any, list[Any]]:
    """Return the first survey's wave and questions; (None, []) where there is no survey."""
    q, s, w, surveys = (tables[name] for name in ("questions", "sections", "waves", "surveys"))
    survey_id = connection.scalar(select(surveys.c.id).order_by(surveys.c.slug).limit(1))
    found = (
        select(q.c.id, q.c.code, q.c.kind, q.c.text, q.c.options)
        .join(s, s.c.id == q.c.section_id)
        .join(w, w.c.id == s.c.wave_id)
    )
    asked = list(connection.execute(found.where(w.c.survey_id == survey_id).order_by(s.c.position, q.c.position)))
    return connection.scalar(select(w.c.id).where(w.c.survey_id == survey_id)), asked


def _claim(key: Any, visit: str, secret: str, kind: str) -> tuple[dict[str, Any], str]:
    code = uuid.uuid5(uuid.UUID(visit), secret).hex
    return {
        "code_hash": code * 2,
        "submission_hash": visit,
        "content_hash": code,
        "kind": kind,
        "target_id": key(uuid.uuid4()),
    }, code


def _remark(
    key: Any, source: str, words: str, where: str, place_words: str, feeling: str | None, district: Any
) -> tuple[Any, Any]:
    geometry = json.loads(where) if where else None
    lng, lat = geometry["coordinates"] if geometry else (None, None)
    made = uuid.uuid4()
    row = {
        "id": key(made), "number": (WEEK << 44) | (made.int >> 84), "week": WEEK, "source": source, "feeling": feeling, "text": words,
        "suggestion": "", "lang": "sv", "geometry": geometry, "lat": lat, "lng": lng, "place_words": place_words, "agreeing": 1,
        "is_handled": False, "has_personal_data": False, "version": 1,
    }  # fmt: skip
    return row, {"remark_id": row["id"], "district_id": district}


def _answers(  # noqa: C901 -- bare, and all of it in one place
    key: Any, asked: list[Any], response: Any, district: Any
) -> tuple[list[Any], list[Any], list[Any]]:
    rows, remarks, lies, form = [], [], [], request.form

    def add(question: Any, item: str, state: str, choice: str | None, words: str | None, remark: Any = None) -> None:
        number = float(words.replace(",", ".")) if question.kind == "number" and words else None
        rows.append({"response_id": response, "question_id": question.id, "item": item, "state": state, "choice": choice,
                     "number": number, "words": None if remark or number is not None else words, "remark_id": remark})  # fmt: skip

    def say(question: Any, words: str, where: str = "", place_words: str = "") -> None:
        row, lie = _remark(key, "enkat", words, where, place_words, None, district)
        remarks.append(row)
        if where:
            lies.append(lie)
        add(question, "", "given", None, None, row["id"])

    for q in asked:
        name = f"q-{q.code}"
        if q.kind in ("one", "scale", "several"):
            for code in form.getlist(name):
                add(
                    q,
                    code if q.kind == "several" else "",
                    "given",
                    code,
                    form.get(name + "-other") if code == "other" else None,
                )
        elif q.kind == "matrix":
            for row in q.options["rows"]:
                code = form.get(f"{name}-{row['code']}")
                add(q, row["code"], *(("dont_know", None) if code == "dont_know" else ("given", code)), None)
        elif q.kind == "place":
            say(q, "", form[name + "-geometry"], form[name + "-words"])
        elif q.kind == "text" or q.options.get("is_remark"):
            say(q, form[name])
        elif q.kind != "info":
            add(q, "", "given", None, form[name])
    return rows, remarks, lies


def cells_sql(level: int, norths: range, easts: range) -> str:
    """Return the question for the squares of a level that are kept, of all focus areas."""
    listed = ", ".join(map(str, norths))
    return CELLS.format(nobody="0" * 32, level=level, norths=listed, west=easts[0], east=easts[-1])


def main() -> None:
    """Serve it as ours is served."""
    import argparse

    from granian import Granian
    from granian.constants import Interfaces

    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int)
    options.add_argument("--workers", type=int, default=1)
    given = options.parse_args()
    Granian(
        "tests.bench.limit:create_app", factory=True, port=given.port, workers=given.workers, interface=Interfaces.WSGI,
        blocking_threads=16, log_access=False, log_level="warning",  # type: ignore[arg-type]
    ).serve()  # fmt: skip


if __name__ == "__main__":
    main()
