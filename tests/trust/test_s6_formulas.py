"""TRUST S6: what looks like a formula is text in every file that a spreadsheet opens, and breaks no row."""

import csv
import io
import re
import uuid
import zipfile

import openpyxl

from dialog.base.cells import is_active, plain
from dialog.figures.operations import import_remarks, plan_import, remarks_out, responses_out, walks_out
from dialog.figures.queries.responses import asked_waves
from dialog.figures.queries.results import ResponseCut
from dialog.people.kinds import By
from dialog.people.models import Partner
from dialog.remark.kinds import NewRemark
from dialog.remark.operations import record_remarks
from dialog.tag.queries import RemarkFilter
from dialog.walk.kinds.plan import PaperLine
from dialog.walk.models import ProtocolPoint, Stop
from dialog.walk.operations.paper import key_in
from tests.trust.hostile import CELLS
from tests.walks import make_walk

#: Signs that make a cell a formula in Excel, LibreOffice or Google Sheets, whatever blanks stand before them.
_FORMULA = re.compile(r"[\s\u00a0\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


def _put(db) -> None:
    news = [
        NewRemark(text=cell, suggestion=cell, place_words=cell[:300], source="polis", agreeing=n + 1)
        for n, cell in enumerate(CELLS)
    ]
    record_remarks(db, news)


def _free(rows: list[dict]) -> list[str]:
    return [row[name] for row in rows for name in ("text", "suggestion", "place_words", "districts") if row[name]]


def test_s6_csv(db, build) -> None:
    build.district(code="=1", name="@Område")
    _put(db)
    file = b"".join(remarks_out(db, "csv", RemarkFilter(), full=True).parts).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file, newline=""), delimiter=";", strict=True))
    assert len(rows) == len(CELLS) and all(None not in row and None not in row.values() for row in rows)
    assert sorted(int(row["agreeing"]) for row in rows) == list(range(1, len(CELLS) + 1))
    assert [cell for cell in _free(rows) if _FORMULA.match(cell) or (is_active(cell) and cell[0] != "'")] == []


def test_s6_xlsx(db) -> None:
    _put(db)
    file = b"".join(remarks_out(db, "xlsx", RemarkFilter(), full=True).parts)
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert not any(name.startswith(("xl/externalLinks", "xl/_rels/external")) for name in parts.namelist())
    assert not any("<f>" in sheet or "<f " in sheet or "hyperlink" in sheet for sheet in sheets)
    assert {kind for sheet in sheets for kind in re.findall(r'<c [^>]*t="(\w+)"', sheet)} <= {"inlineStr", "s"}
    rows = list(openpyxl.load_workbook(io.BytesIO(file))["Synpunkter"].iter_rows())
    assert len(rows) == len(CELLS) + 1 and all(
        cell.data_type in ("s", "n", "inlineStr") for row in rows for cell in row
    )
    assert not any(isinstance(c.value, str) and _FORMULA.match(c.value) for row in rows[1:] for c in row)


def test_s6_every_text_comes_back_as_it_was(db) -> None:
    _put(db)
    for kind in ("csv", "xlsx", "jsonl", "geojson"):
        file = b"".join(remarks_out(db, kind, RemarkFilter(), full=True).parts)
        plan = plan_import(db, file, "polis")
        said = {row.new.text for row in plan.rows}
        assert not plan.read.faults and said >= {
            cell for cell in CELLS if cell == cell.strip("\u200b\ufeff\u00a0 \t\r\n")
        }
    assert import_remarks(db, By("test"), plan_import(db, b"text\n=1+1\n", "kommun")) == 1


def test_s6_responses(db, build) -> None:
    from dialog.survey.models import Answer, Question, Response
    from dialog.survey.models import Survey as _Survey

    survey: _Survey = build.survey()
    questions = {q.code: q for q in db.query(Question).all()}
    for cell in CELLS:
        made = Response(wave_id=survey.waves[0].id, week=202647, channel="web", lang="sv")
        db.add(made)
        db.flush()
        db.add(Answer(response_id=made.id, question_id=questions["nickname"].id, words=cell))
        db.add(Answer(response_id=made.id, question_id=questions["role"].id, choice="other", words=cell))
    db.flush()
    waves = asked_waves(db)
    file = b"".join(responses_out(db, "csv", waves, ResponseCut(), full=True).parts).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file, newline=""), delimiter=";", strict=True))
    assert len(rows) == len(CELLS) and {row["role"] for row in rows} == {"other"}
    assert not [c for row in rows for c in (row["nickname"], row["role.words"]) if _FORMULA.match(c)]
    book = b"".join(responses_out(db, "xlsx", waves, ResponseCut(), full=True).parts)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert not any(
            b"<f" in parts.read(n).replace(b"<format", b"") for n in parts.namelist() if "worksheets/sheet" in n
        )
    masked = b"".join(responses_out(db, "csv", waves, ResponseCut(), full=False).parts).decode("utf-8-sig")
    assert "nickname" not in masked and "role.words" not in masked and masked.count(";other;") == len(CELLS)


def test_s6_walks(db, build) -> None:
    """In every field of a walk, its stops and its protocol that somebody writes."""
    walk = make_walk(db, stops=0, title=CELLS[0], gathering_words=CELLS[1], registry_number="@1", purpose=CELLS[2])
    for n, cell in enumerate(CELLS, start=1):
        stop = Stop(walk_id=walk.id, number=n, name=cell[:120])
        owner = Partner(slug=f"p-{n}", name=cell[:120])
        db.add_all([stop, owner])
        db.flush()
        db.add(
            ProtocolPoint(
                walk_id=walk.id, number=n, stop_id=stop.id, kind="fault", observation=cell, measure=cell, reason=cell,
                owner_id=owner.id, case_number=cell[:80],
            )
        )  # fmt: skip
    key_in(db, By("test"), walk, [PaperLine(uuid.uuid4(), "unsafe", None, cell[:300], cell, 1, {}) for cell in CELLS])
    for full in (True, False):
        file = b"".join(walks_out(db, "csv", [walk], full=full).parts).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(file, newline=""), delimiter=";", strict=True))
        assert len(rows) == 2 * len(CELLS) and all(None not in row and None not in row.values() for row in rows)
        numbers = ("lat", "lng")
        cells = [value for row in rows for name, value in row.items() if value and name not in numbers]
        assert [cell for cell in cells if _FORMULA.match(cell)] == []
        if full:
            assert sorted(plain(row["observation"]) for row in rows if row["point"]) == sorted(CELLS)
    book = b"".join(walks_out(db, "xlsx", [walk], full=True).parts)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheets = [parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/worksheets/")]
    assert len(sheets) == 5 and not any("<f>" in sheet or "<f " in sheet or "hyperlink" in sheet for sheet in sheets)
    rows = [row for sheet in openpyxl.load_workbook(io.BytesIO(book)) for row in sheet.iter_rows(values_only=True)]
    assert not [value for row in rows for value in row if isinstance(value, str) and _FORMULA.match(value)]
