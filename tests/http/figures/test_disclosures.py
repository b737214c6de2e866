"""A request for public documents: assessed remark by remark, masked by section of the law, frozen, and gone with what is taken back."""

import io
import tempfile
from datetime import date
from types import SimpleNamespace
from typing import Any

import pdfua
from openpyxl import load_workbook
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from dialog.figures.exchange.handing_over import masked_lines, masked_rows
from dialog.figures.models import DisclosedRemark, Disclosure
from dialog.figures.operations import handing_over
from dialog.figures.queries import disclosures
from dialog.people.kinds import By
from dialog.people.models import AuditEntry
from dialog.remark.correcting import correct_remark
from dialog.remark.kinds import NewRemark
from dialog.remark.masking import Wanted, mask, version_of
from dialog.remark.models import Remark
from dialog.remark.operations import erase_remarks
from tests.page import Page, PageClient

ACCUSES = "Kalle Andersson i 12:an säljer droger. Det är mörkt på gården."
PLAIN = "Lampan vid tunneln är trasig."


def started(client: PageClient, query: str = "", **typed: str) -> Page:
    form = client.get(f"/admin/utlamnanden/nytt{query}").form("/admin/utlamnanden")
    return client.submit(form.fill(diarienummer="KS 2026/117", galler="Alla synpunkter i Väster", **typed))


def test_a_request_is_assessed_masked_frozen_and_opened_again(client: PageClient, db: Session, build: Any) -> None:
    accused = build.remark(ACCUSES, suggestion="Mer ljus", place_words="Kvarngatan, gula huset", lat=56.87, lng=14.8)
    plain = build.remark(PLAIN)
    client.sign_in(build.account("trusted_reader"))
    client.get("/admin/utlamnanden", status=404)
    client.sign_in(build.account("tagger", "trusted_reader"))
    form = client.get("/admin/utlamnanden/nytt").form("/admin/utlamnanden")
    assert client.submit(form, status=422).find("#error-summary")
    # What stands in the fields is what is started on, and only once its number has been seen.
    form.fill(diarienummer="KS 2026/117", galler="Lampor", kansla="none", ord="lampan")
    unseen = client.submit(form, status=422)
    assert "1 synpunkt " in unseen.words() and "Urvalet är ett annat" in unseen.words("#error-summary")
    wrong = client.submit(unseen.form("/admin/utlamnanden").set("fran", "i våras"), button=("visa", "1"), status=422)
    kept = dict(wrong.form("/admin/utlamnanden").values)
    assert kept["fran"] == "i våras" and kept["ord"] == "lampan" and kept["diarienummer"] == "KS 2026/117"
    clear = client.submit(unseen.form("/admin/utlamnanden"), button=("tom", "1"))
    assert "2 synpunkter" in clear.words() and "Lampor" in clear.words()
    assert not db.scalars(select(Disclosure)).all()
    client.submit(unseen.form("/admin/utlamnanden"))
    only = db.scalars(select(Disclosure)).one()
    assert list(db.scalars(select(DisclosedRemark.remark_id))) == [plain.id] and "(ord)" in only.chosen
    db.execute(delete(Disclosure))
    asked = started(client)
    assert "0 av 2" in asked.words() and "Kalle" in asked.words()
    one = db.scalars(select(Disclosure)).one()
    address = f"/admin/utlamnanden/{one.id}"
    client.submit(asked.form(f"{address}/klara"))  # what has nothing to mask, read on the page itself
    seen = client.get(f"{address}/{accused.id}")
    assert "Kalle Andersson" in seen.words() and "14.80000" in seen.words() and len(seen.find("fieldset")) >= 2
    form = seen.form(f"{address}/{accused.id}")
    assert "lag-place_words:0:22" in dict(form.values), "where it is may be who it is about"
    laws = {name: "21:7" for name, _ in form.values if name.startswith("lag-")}
    stale = seen.find("input[name=version]")[0].get("value")
    word = ACCUSES.index("gården")
    more = seen.form(f"{address}/{accused.id}").fill(lagrum="")
    assert "Välj bestämmelse" in client.submit(more, button=("maska", f"text:{word}:{word + 6}"), status=422).words()
    extra = {"csrf_token": dict(form.values)["csrf_token"], "version": stale, "lagrum": "other"}
    client.post(f"{address}/{accused.id}", extra | {"maska": f"text:{word}:{word + 6}"}, status=422)
    extra["varfor"] = "19 kap. 3 § OSL"
    extra |= dict.fromkeys([name for name in laws if name.startswith("lag-point")], "")  # chosen before more is masked
    added = client.post(f"{address}/{accused.id}", extra | {"maska": f"text:{word}:{word + 6}"}, follow=True)
    assert not added.find("select[name^='lag-point'] option[selected]:not([value=''])")
    client.submit(form, status=409)
    client.post(f"{address}/lage", {"csrf_token": extra["csrf_token"], "version": "1"}, status=409)
    form = added.form(f"{address}/{accused.id}")
    for name in laws:
        form.set(name, "" if name.startswith("lag-point") else "21:7")
    ready = client.submit(form)
    assert "2 av 2" in ready.words()
    left = client.submit(ready.form(f"{address}/lage"))
    file = left.form(f"{address}/fil")
    text = client.submit(file.set("format", "csv")).text
    assert "Kalle" not in text and "droger" not in text and PLAIN in text and "56.87000, 14.80000" in text
    assert "[maskerat: 21 kap. 7 § OSL]. Det är mörkt på [maskerat: 19 kap. 3 § OSL]." in text
    log = client.submit(file.set("format", "logg")).text
    assert "19 kap. 3 § OSL" in log and "21 kap. 7 § OSL" in log and "Kalle" not in log and "gården" not in log
    printed = client.submit(file.set("format", "papper"))
    assert "[maskerat: 21 kap. 7 § OSL]. Det är mörkt på [maskerat: 19 kap. 3 § OSL]." in printed.words()
    assert (
        "Kalle" not in printed.words()
        and "behandling i strid med dataskydd" in printed.words()
        and PLAIN in printed.words()
    )
    paper = client.http.post(f"{address}/fil", data=dict(file.set("format", "pdf").values))
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    told = str(
        handing_over.paper_words(list(disclosures.left(db, one.id)), disclosures.request_of(db, one.id), "Kommunen")
    )
    assert "Kalle" not in told and "gården" not in told and "[maskerat: 19 kap. 3 § OSL]" in told and PLAIN in told
    assert "'21 kap. 7 § OSL', 'anklagelse'" in told, "the log stands last"
    with tempfile.NamedTemporaryFile(suffix=".pdf") as kept:
        kept.write(paper.get_data())
        kept.flush()
        report = pdfua.validate(kept.name)
    assert report.exit_code == 0, [finding.message for finding in report.findings]
    # What happens to the remark afterwards changes nothing of what left.
    for one, values in ((accused, {"week": 202601, "feeling": "safe"}), (plain, {"source": "polis"})):
        db.execute(update(Remark).where(Remark.id == one.id).values(**values))
    assert client.submit(file.set("format", "csv")).text == text
    sheets = client.http.post(f"{address}/fil", data=dict(file.set("format", "xlsx").values))
    book = load_workbook(io.BytesIO(sheets.get_data()))
    assert book.sheetnames == ["Om utlämnandet", "Synpunkter", "Maskerat"]
    client.submit(form, status=409)  # frozen
    told = {entry.action for entry in db.scalars(select(AuditEntry))}
    assert {"disclosure.start", "disclosure.assess", "disclosure.deliver", "export.disclosure", "remark.read"} <= told
    whys = [entry.why for entry in db.scalars(select(AuditEntry))]
    assert all("Kalle" not in why and "19 kap." not in why for why in whys) and any("annan" in why for why in whys)
    erase_remarks(db, [accused.id])
    (row,) = db.scalars(select(DisclosedRemark))
    assert row.remark_id == plain.id and f"\n{row.number};" in client.submit(file.set("format", "csv")).text
    db.execute(update(DisclosedRemark).values(number=None))  # as older code left it, which knew no numbers
    for kind in ("csv", "pdf", "papper"):
        assert "Öppna begäran för ny prövning" in client.submit(file.set("format", kind), status=409).words()
    again = client.get(address)
    client.submit(again.form(f"{address}/lage").set("varfor", "kort"), button=("oppna", "1"), status=422)
    again = client.submit(again.form(f"{address}/lage").set("varfor", "Kammarrätten har ändrat"), button=("oppna", "1"))
    assert "1 av 1" in again.words() and again.form(f"{address}/lage")
    client.post(f"{address}/fil", {"csrf_token": extra["csrf_token"]}, status=409)


def test_a_masked_point_leaves_nothing_and_what_is_new_is_assessed_anew(
    client: PageClient, build: Any, db: Session
) -> None:
    remark, plain = build.remark(ACCUSES, lat=59.29345, lng=17.93912), build.remark(PLAIN)
    account = build.account("tagger", "trusted_reader")
    client.sign_in(account)
    asked = started(client)
    address = f"/admin/utlamnanden/{db.scalars(select(Disclosure)).one().id}"
    client.submit(asked.form(f"{address}/klara"))
    db.expire_all()
    # A colleague masks more of what has been decided on: it is proposed, and waits again.
    mask(
        db,
        By(account.name, account.id),
        plain.id,
        (plain.version, version_of(db, plain.id)),
        Wanted("text", 0, 6, True, "21:7"),
    )
    db.commit()
    page = client.get(address)
    assert "0 av 2" in page.words() and [mark.text_content() for mark in page.find("mark")].count("Lampan") == 1
    for one in (remark, plain):
        form = client.get(f"{address}/{one.id}").form(f"{address}/{one.id}")
        for name, _ in list(form.values):
            if name.startswith(("lag-", "ord-")):
                form.set(name, "other" if name.startswith("lag-") else "Z" * 300)
        client.submit(form)
    done = client.submit(client.get(address).form(f"{address}/lage"))
    file = done.form(f"{address}/fil")
    sent = dict(file.set("format", "xlsx").values)
    book = load_workbook(io.BytesIO(client.http.post(f"{address}/fil", data=sent).get_data()))
    cells = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    points = set(db.scalars(select(DisclosedRemark.point)))
    assert points == {f"[maskerat: {'Z' * 300}]", ""}
    for text in (client.submit(file.set("format", "csv")).text, cells, done.words(), client.get(address).words()):
        assert "9.29345" not in text and "93912" not in text and "29345" not in text and "Z" * 300 in text
    # A tablet sends it anew: what was handed over stands as it was, and opened again it is to be assessed.
    new = NewRemark(
        text="Bo Ek slog mig där.", source=remark.source, origin_id=None, week=remark.week, feeling="unsafe"
    )
    correct_remark(db, remark.id, new)
    db.commit()
    for page in (client.get(address), client.get(f"{address}/{remark.id}")):
        assert "Bo Ek" not in page.words() and "[maskerat: ZZ" in page.words()
    again = client.get(address).form(f"{address}/lage").set("varfor", "Kammarrätten har ändrat")
    page = client.submit(again, button=("oppna", "1"))
    assert "1 av 2" in page.words() and "Bo Ek" in page.words() and "Lampan" in page.words()
    ready = client.submit(client.get(f"{address}/{remark.id}").form(f"{address}/{remark.id}"))
    client.submit(ready.form(f"{address}/lage"))
    mask(db, By(account.name, account.id), plain.id, (plain.version, 1), Wanted("text", 22, 28, True, "21:7"))
    db.commit()
    again = client.get(address).form(f"{address}/lage").set("varfor", "Kammarrätten har ändrat")
    assert "1 av 2" in client.submit(again, button=("oppna", "1")).words()  # more was masked meanwhile: proposed now
    assert not client.get(f"{address}/{remark.id}").find(f"[value='{'Z' * 300}']")


def test_the_log_names_kinds_as_words() -> None:
    parts = [SimpleNamespace(field="text", kind=kind, law="21:1", why="") for kind in ("halsa", "anvandarnamn", "namn")]
    one = SimpleNamespace(number=1, parts=parts, decided_by="Sara", decided_on=date(2026, 11, 23))
    assert [row[3] for part in masked_rows([one]) for row in part] == ["hälsa", "användarnamn", "namn"]
    assert "synpunkt (hälsa):" in masked_lines(one)[0]
