"""A request for public documents: assessed remark by remark, masked by section of the law, frozen, and gone with what is taken back."""

import io
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.figures.models import DisclosedRemark, Disclosure
from dialog.people.models import AuditEntry
from dialog.remark.operations import erase_remarks
from tests.page import Page, PageClient

ACCUSES = "Kalle Andersson i 12:an säljer droger. Det är mörkt på gården."
PLAIN = "Lampan vid tunneln är trasig."


def started(client: PageClient, query: str = "", **typed: str) -> Page:
    form = client.get(f"/admin/utlamnanden/nytt{query}").form("/admin/utlamnanden")
    return client.submit(form.fill(diarienummer="KS 2026/117", galler="Alla synpunkter i Väster", **typed))


def test_a_request_is_assessed_masked_frozen_and_opened_again(client: PageClient, db: Session, build: Any) -> None:
    accused = build.remark(ACCUSES, suggestion="Mer ljus", lat=56.87, lng=14.8)
    plain = build.remark(PLAIN)
    client.sign_in(build.account("trusted_reader"))
    client.get("/admin/utlamnanden", status=404)
    client.sign_in(build.account("tagger", "trusted_reader"))
    form = client.get("/admin/utlamnanden/nytt").form("/admin/utlamnanden")
    assert client.submit(form, status=422).find("#error-summary")
    asked = started(client)
    assert "0 av 2" in asked.words() and "Kalle" in asked.words()
    one = db.scalars(select(Disclosure)).one()
    address = f"/admin/utlamnanden/{one.id}"
    client.submit(asked.form(f"{address}/klara"))  # what has nothing to mask, read on the page itself
    seen = client.get(f"{address}/{accused.id}")
    assert "Kalle Andersson" in seen.words() and "14.80000" in seen.words() and len(seen.find("fieldset")) >= 2
    form = seen.form(f"{address}/{accused.id}")
    laws = {name: "21:7" for name, _ in form.values if name.startswith("lag-")}
    stale = seen.find("input[name=version]")[0].get("value")
    word = ACCUSES.index("gården")
    more = client.submit(seen.form(f"{address}/{accused.id}"), button=("maska", f"text:{word}:{word + 6}"), status=422)
    assert "Välj bestämmelse" in more.words()
    extra = {"csrf_token": dict(form.values)["csrf_token"], "version": stale, "lagrum": "other"}
    client.post(f"{address}/{accused.id}", extra | {"maska": f"text:{word}:{word + 6}"}, status=422)
    extra["varfor"] = "19 kap. 3 § OSL"
    added = client.post(f"{address}/{accused.id}", extra | {"maska": f"text:{word}:{word + 6}"}, follow=True)
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
    sheets = client.http.post(f"{address}/fil", data=dict(file.set("format", "xlsx").values))
    book = load_workbook(io.BytesIO(sheets.get_data()))
    assert book.sheetnames == ["Om utlämnandet", "Synpunkter", "Maskerat"]
    client.submit(form, status=409)  # frozen
    told = {entry.action for entry in db.scalars(select(AuditEntry))}
    assert {"disclosure.start", "disclosure.assess", "disclosure.deliver", "export.disclosure", "remark.read"} <= told
    assert all("Kalle" not in entry.why for entry in db.scalars(select(AuditEntry)))
    erase_remarks(db, [accused.id])
    assert [row.remark_id for row in db.scalars(select(DisclosedRemark))] == [plain.id]
    again = client.get(address)
    client.submit(again.form(f"{address}/lage").set("varfor", "kort"), button=("oppna", "1"), status=422)
    again = client.submit(again.form(f"{address}/lage").set("varfor", "Kammarrätten har ändrat"), button=("oppna", "1"))
    assert "1 av 1" in again.words() and again.form(f"{address}/lage")
    client.post(f"{address}/fil", {"csrf_token": extra["csrf_token"]}, status=409)
