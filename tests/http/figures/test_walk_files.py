"""Walks as files: what each edition holds, how the sheets hang together, who gets what, and what the log says (S6, S16)."""

import csv
import io
import json
from contextlib import contextmanager

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from dialog.base.clock import now
from dialog.cli import build as commands
from dialog.figures import cli
from dialog.figures.operations import walks_out
from dialog.figures.queries.outgoing_walks import asked_walks
from dialog.people.kinds import By
from dialog.people.models import AuditEntry, Partner
from dialog.remark.models import Concern, Remark
from dialog.walk.kinds.plan import PaperLine
from dialog.walk.kinds.protocol import public_words
from dialog.walk.models import ProtocolPoint, Stop, Walk
from dialog.walk.operations.paper import key_in
from dialog.walk.operations.protocol import make_points
from tests.walks import make_walk

#: A name after a telephone number is what the guard finds of itself.
SAID = "Ring Anna på 070-123 45 67 om lampan"
BY = By("test")


@pytest.fixture
def walks(db, build) -> list[Walk]:
    """A walk with a protocol: a released point, one that nobody has released, one by hand; and a walk with a remark alone."""
    build.district()
    first = make_walk(db, slug="forsta", registry_number="=2026/1", starts_at=now())
    second = make_walk(db, slug="andra", previous_id=first.id, starts_at=now())
    for walk, texts in ((first, (SAID, "Fint")), (second, ("Mörkt vid bron",))):
        stops = db.scalars(select(Stop).where(Stop.walk_id == walk.id).order_by(Stop.number)).all()
        lines = [_line(stop.id, text) for stop, text in zip(stops, texts, strict=False)]
        key_in(db, BY, walk, lines)
    first.state = "closed"
    make_points(db, BY, first)
    owner = Partner(slug="gator", name="@Gatukontoret")
    db.add(owner)
    db.flush()
    one, other = db.scalars(select(ProtocolPoint).order_by(ProtocolPoint.number)).all()
    one.observation, one.owner_id, one.decision = "Lampan är trasig. Ring 070-123 45 67", owner.id, "yes"
    other.observation = "-Anna Svensson sade 070-123 45 67"
    account = build.account("coordinator")
    one.released, one.released_at, one.released_by_id = public_words(one), now(), account.id
    db.add(ProtocolPoint(walk_id=first.id, number=3, kind="proposal", observation="En bänk"))
    db.commit()
    return [first, second]


def _line(stop_id, text) -> PaperLine:
    import uuid

    return PaperLine(uuid.uuid4(), "unsafe", stop_id, "", text, 6, {"lighting": 0, "litter": 3})


def _rows(db, *, full: bool) -> list[dict[str, str]]:
    file = b"".join(walks_out(db, "csv", asked_walks(db), full=full).parts).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(file, newline=""), delimiter=";", strict=True))


def test_each_edition_holds_what_it_says(db, walks) -> None:
    full, masked = _rows(db, full=True), _rows(db, full=False)
    by_point = {(row["walk"], row["point"]): row for row in full}
    assert set(by_point) == {("forsta", "1"), ("forsta", "2"), ("forsta", "3"), ("andra", "")}
    one = by_point["forsta", "1"]
    assert (one["text"], one["owner"], one["decision"], one["stop"], one["is_released"]) == (SAID, "'@Gatukontoret", "yes", "1", "1")  # fmt: skip
    assert (one["checklist"], one["lat"], one["position_of"], one["registry_number"]) == (
        "lighting:0 litter:3", "56,851", "remark", "'=2026/1",
    )  # fmt: skip
    assert by_point["forsta", "3"]["text"] == "" and by_point["andra", ""]["text"] == "Mörkt vid bron"
    hidden = {(row["walk"], row["point"]): row for row in masked}
    assert "geometry" not in masked[0] and "place_words" not in masked[0]
    assert "070-123" not in hidden["forsta", "1"]["text"] and "lampan" in hidden["forsta", "1"]["text"]
    assert hidden["forsta", "1"]["observation"] == one["observation"], "a person has released it as it stands"
    assert "070-123" in by_point["forsta", "2"]["observation"] and "070-123" not in hidden["forsta", "2"]["observation"]
    assert [row["position_of"] for row in masked if row["lat"]] == ["stop", "stop"]
    for remark_id in db.scalars(select(Remark.id)):
        db.add(Concern(remark_id=remark_id, kind="accusation"))
    db.flush()
    few = _rows(db, full=True)
    assert [row["position_of"] for row in few if row["lat"]] == ["stop", "stop"], "as in the masked edition"
    assert not any(row["place_words"] or row["geometry"] for row in few)


def test_the_workbooks_sheets_hang_together_and_geojson_has_places(db, walks) -> None:
    file = b"".join(walks_out(db, "xlsx", asked_walks(db), full=True).parts)
    book = openpyxl.load_workbook(io.BytesIO(file))
    assert book.sheetnames == ["Om filen", "Punkter från vandringar", "Vandringar", "Checklista", "Kodbok"]
    points, told, answers, codes = ([[c.value for c in row] for row in book[name]] for name in book.sheetnames[1:])
    assert len(points) == 5 and len(told) == 3 and len(answers) == 1 + 3 * 2
    by_row = {row[0]: dict(zip(points[0], row, strict=True)) for row in points[1:]}
    for row in answers[1:]:
        answer = dict(zip(answers[0], row, strict=True))
        assert f"{answer['item']}:{answer['level']}" in by_row[answer["row"]]["checklist"]
        assert answer["words"] == ("Dåligt" if answer["level"] == 0 else "Mycket bra")
    second = next(one for row in told[1:] if (one := dict(zip(told[0], row, strict=True)))["walk"] == "andra")
    assert (second["previous_walk"], second["stops"], second["remarks"]) == ("forsta", 3, 1)
    meant = {(row[0], row[1]) for row in codes[1:]}
    assert {("Punkter från vandringar", name) for name in points[0]} <= meant and ("Vandringar", "meeting") in meant
    for full in (True, False):
        made = json.loads(b"".join(walks_out(db, "geojson", walks, full=full).parts))
        placed = [one["geometry"]["coordinates"] for one in made["features"] if one["geometry"]]
        assert (
            placed
            and all(place == [14.751, 56.851] for place in placed)
            and ("lat" not in made["features"][0]["properties"])
        )
    lines = b"".join(walks_out(db, "jsonl", walks, full=False).parts).decode().splitlines()
    assert len(lines) == 4 and all(json.loads(line)["walk"] for line in lines)


def test_who_gets_what_and_what_the_log_says(client, build, db, walks, database, tmp_path, monkeypatch) -> None:
    for role, gets in (("coordinator", True), ("analyst", False)):
        client.sign_in(build.account(role))
        form = client.get("/admin/export").form("/export/vandringar")
        assert "Skriv varför" in client.submit(form, status=422).words()
        wrong = dict(form.values) | {"vandring": "finns-inte", "varfor-vandringar": "x"}
        assert client.http.post("/admin/export/vandringar", data=wrong).status_code == 422
        sent = client.submit(form.fill(**{"varfor-vandringar": "Underlag", "utgava": "hel", "vandring": "forsta"}))
        assert (SAID in sent.text) is gets and "Lampan är trasig" in sent.text and "Mörkt vid bron" not in sent.text
    entries = db.scalars(select(AuditEntry).where(AuditEntry.action == "export.walks")).all()
    assert [entry.count for entry in entries] == [3, 3] and all("Anna" not in entry.why for entry in entries)
    assert sorted("hela texten" in entry.why for entry in entries) == [False, True]

    @contextmanager
    def site():
        yield database

    monkeypatch.setattr(cli, "site", site)
    out = tmp_path / "v.jsonl"
    run = lambda *words: CliRunner().invoke(commands(), ["export", "walks", *words, "-o", str(out)])  # noqa: E731
    told = run("--format", "jsonl", "--masked")
    assert told.exit_code == 0 and "4 points of walks" in told.output and SAID not in out.read_text()
    assert run("--format", "csv", "--walk", "finns-inte").exit_code == 1
