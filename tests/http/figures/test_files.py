"""Import and export on their pages: what is shown, what is written, who gets what, and what the log says (S16)."""

import io
from datetime import timedelta

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import select, update
from werkzeug.datastructures import MultiDict

from dialog.base.clock import now
from dialog.people.models import AuditEntry, LoginSession
from dialog.remark.listeners import masked
from dialog.remark.models import Remark
from dialog.tag.models import Decision, Tagging

FILE = "synpunkt;känsla;lat;lng;fokusområden\nMörkt i tunneln;otrygg;56,85;14,75;belysning\n=1+1;trygg;;;\n".encode(
    "cp1252"
)
FAULTY = FILE + "Bra;fel;;;\n".encode("cp1252")


def choose(client, data: bytes, source: str = "polis", status: int = 200):
    form = client.get("/admin/import").form("/admin/import").fill(source=source)
    form.set("file", (io.BytesIO(data), "x.csv"))
    return client.submit(form, status=status)


def log(db, action: str) -> list[AuditEntry]:
    return list(db.scalars(select(AuditEntry).where(AuditEntry.action == action)))


@pytest.fixture
def coordinator(client, build):
    build.district()
    account = build.account("coordinator", name="Kim Samordnare")
    return client.sign_in(account), account


def test_a_file_is_shown_and_then_read_in(coordinator, db) -> None:
    client, account = coordinator
    page = choose(client, FILE)
    assert "2 synpunkter från Polisen går att läsa in" in page.words() and "Läs in 2 synpunkter" in page.words()
    assert "=1+1" in page.words() and db.scalars(select(Remark)).all() == []
    page = client.submit(page.form("/las-in"))
    assert "2 synpunkter är inlästa" in page.words()
    rows = {r.text: r for r in db.scalars(select(Remark))}
    assert rows["=1+1"].feeling == "safe" and rows["Mörkt i tunneln"].is_handled
    decision = db.scalars(select(Decision)).one()
    assert decision.account_id == account.id and len(db.scalars(select(Tagging)).all()) == 1
    entry = log(db, "import.remarks")[0]
    assert (entry.who, entry.object_id, entry.count) == ("Kim Samordnare", "polis", 2)
    page = choose(client, FILE)
    assert "2 rader finns redan" in page.words() and "rad 2, 3" in page.words()
    assert "fanns redan" in client.submit(page.form("/las-in")).words()
    assert len(db.scalars(select(Remark)).all()) == 2
    again = client.submit(choose(client, FILE).form("/las-in").set("igen", "1"))
    assert "2 synpunkter är inlästa" in again.words() and len(db.scalars(select(Remark.id)).all()) == 4


def test_faulty_rows_are_named_and_skipped_only_when_asked(coordinator, db) -> None:
    client, _ = coordinator
    page = choose(client, FAULTY)
    assert "1 rad har fel" in page.words() and "Skriv otrygg, trygg eller blandat" in page.words()
    form = page.form("/las-in")
    client.submit(form.set("hoppa", None), status=422)
    assert db.scalars(select(Remark)).all() == []
    client.submit(form.set("hoppa", "1"))
    assert len(db.scalars(select(Remark)).all()) == 2


@pytest.mark.parametrize(
    ("data", "source", "words"),
    [
        (b"", "polis", "Välj en fil"),
        (FILE, "", "Välj var synpunkterna kommer ifrån"),
        (FILE, "plats", "Välj var synpunkterna kommer ifrån"),
        (b"a;b\n1;2", "polis", "rubriker"),
        (b'text\n"trasig', "polis", "citattecken"),
        (b"text\n", "polis", "inga rader"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_on_the_page(coordinator, data, source, words) -> None:
    page = choose(coordinator[0], data, source, status=422)
    assert words in page.words() and page.words("title").startswith("Fel")


def test_what_comes_back_packed_is_checked(coordinator, db) -> None:
    client, _ = coordinator
    form = choose(client, FILE).form("/las-in")
    for packed in ("", "!!", "QUJD", "eJzzSM3JyVcIzy/KSQEAGAsEXQ"):
        client.submit(form.set("packed", packed), status=422)
    assert db.scalars(select(Remark)).all() == []


def test_a_large_file_fits_between_the_pages(coordinator, db) -> None:
    import random

    rng = random.Random(1)
    data = b"text\n" + b"".join(b"%032x%032x\n" % (rng.getrandbits(128), rng.getrandbits(128)) for _ in range(60_000))
    page = choose(coordinator[0], data[: 8 * 1024 * 1024])
    form = page.form("/las-in")
    assert len(dict(form.values)["packed"]) > 2 * 1024 * 1024
    form.set("packed", dict(form.values)["packed"])
    assert choose(coordinator[0], data * 3, status=413).status == 413


def take(client, status: int = 200, **fields):
    form = client.get("/admin/export").form("/export/synpunkter").fill(varfor="Underlag", **fields)
    return client.submit(form, status=status)


def test_a_tagger_takes_out_the_text_and_others_do_not(client, build, db) -> None:
    remark = build.remark("=Hemlig text", feeling="unsafe")
    build.mask(remark, "text", 1, 7)
    masked.tell(db, remark_ids=[remark.id])
    db.commit()
    account = build.account("tagger", name="Tess Taggare")
    client.sign_in(account)
    page = take(client, utgava="hel", format="csv")
    assert page.text.startswith("\ufefftext;feeling") and "'=Hemlig text" in page.text
    name = page.headers["Content-Disposition"]
    assert (
        "synpunkter-2026-11-19-forstors-senast-2027-02-17.csv" in name and page.headers["Cache-Control"] == "no-store"
    )
    entry = log(db, "export.remarks")[0]
    assert (entry.who, entry.count) == ("Tess Taggare", 1) and entry.why.startswith("Underlag [hela texten")
    assert "Hemlig" not in take(client).text
    # The masked edition is chosen by what stands in it, and does not say which words were looked for.
    form = client.get("/admin/export").form("/export/synpunkter").fill(varfor="Underlag", format="xlsx", ord="Hemlig")
    book = openpyxl.load_workbook(io.BytesIO(client.http.post("/admin/export/synpunkter", data=dict(form.values)).data))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert (
        "(ord)" in cells and not any("Hemlig" in cell for cell in cells) and not any("] text" in cell for cell in cells)
    )
    assert " text" in take(client, format="csv", ord="text").text
    for role in ("coordinator", "analyst"):
        client.sign_in(build.account(role))
        assert "maskerad text och utan exakt plats" in client.get("/admin/export").words()
        for kind in ("csv", "jsonl", "geojson"):
            assert "Hemlig" not in take(client, utgava="hel", format=kind, ord="Hemlig").text
    assert len(log(db, "export.remarks")) == 10
    assert all("Hemlig" not in entry.why for entry in log(db, "export.remarks"))


def test_a_reason_and_a_fresh_password_are_asked_for(client, build, db) -> None:
    account = build.account("tagger")
    client.sign_in(account)
    form = client.get("/admin/export?kalla=polis&fokus=belysning&fokus=inbrott").form("/export/synpunkter")
    assert ("kalla", "polis") in form.values and [v for k, v in form.values if k == "fokus"] == ["belysning", "inbrott"]
    assert "Skriv varför" in client.submit(form, status=422).words()
    assert "veckan" in client.get("/admin/export?fran=x", status=422).words("body")
    db.execute(update(LoginSession).values(confirmed_at=now() - timedelta(hours=1)))
    db.commit()
    page = client.submit(form.fill(varfor="Underlag"), status=403)
    assert "lösenord" in page.words().lower() and log(db, "export.remarks") == []


def test_every_format_opens(client, build) -> None:
    build.remark("Mörkt")
    client.sign_in(build.account("admin"))
    form = client.get("/admin/export").form("/export/synpunkter").fill(varfor="Underlag", format="xlsx", utgava="hel")
    sent = client.http.post("/admin/export/synpunkter", data=MultiDict(form.values))
    book = openpyxl.load_workbook(io.BytesIO(sent.data))
    about = {row[0].value: row[1].value for row in book["Om filen"]}
    assert about["Ska förstöras senast"] == "2027-02-17" and book["Synpunkter"]["A2"].value == "Mörkt"
    assert '"destroy_by": "2027-02-17"' in take(client, format="geojson").text
    client.submit(client.get("/admin/export").form("/export/synpunkter").fill(varfor="x", format="pdf"), status=422)


def test_the_commands_do_the_same(database, db, build, tmp_path, monkeypatch) -> None:
    from contextlib import contextmanager

    from dialog.cli import build as commands
    from dialog.figures import cli

    @contextmanager
    def site():
        yield database

    monkeypatch.setattr(cli, "site", site)
    file = tmp_path / "in.csv"
    run = lambda *words: CliRunner().invoke(commands(), list(words))  # noqa: E731
    file.write_bytes(FAULTY)
    told = run("import", "remarks", str(file), "--source", "polis")
    assert told.exit_code == 1 and "4: feeling:" in told.output and db.scalars(select(Remark)).all() == []
    told = run("import", "remarks", str(file), "--source", "polis", "--dry-run", "--skip-faulty")
    assert told.exit_code == 0 and "would bring in 2" in told.output and db.scalars(select(Remark)).all() == []
    told = run("import", "remarks", str(file), "--source", "polis", "--skip-faulty")
    assert told.exit_code == 0 and "2 remarks from polis" in told.output and len(db.scalars(select(Remark)).all()) == 2
    assert "2 rows are here already" in run("import", "remarks", str(file), "--source", "polis", "--skip-faulty").output
    assert run("import", "remarks", str(file), "--source", "ingen").exit_code == 2
    out = tmp_path / "ut.jsonl"
    told = run("export", "remarks", "--format", "jsonl", "-o", str(out), "--filter", "kalla=polis")
    assert told.exit_code == 0 and "2 remarks" in told.output and out.read_text().count("\n") == 2
    assert out.stat().st_mode & 0o077 == 0
    assert run("export", "remarks", "--format", "csv", "-o", str(out), "--filter", "kalla=polis&x=1").exit_code == 2
    assert run("export", "remarks", "--format", "csv", "-o", str(out), "--filter", "kalla=polisn").exit_code == 2
    masked = (run("export", "remarks", "--format", "csv", "-o", str(out), "--masked"), out.read_text())[1]
    assert "Mörkt" in masked and "lat;" not in masked, "words that point nobody out, and no exact place"
    straight = run("export", "remarks", "--format", "csv", "-o", "-", "--masked")
    assert straight.stdout == masked and "remarks in -" in straight.stderr
    again = CliRunner().invoke(
        commands(), ["import", "remarks", "-", "--source", "polis", "--skip-faulty"], input=FAULTY
    )
    assert "2 rows are here already" in again.output
    assert [entry.who for entry in log(db, "export.remarks")] == ["kommandot dialog"] * 3
