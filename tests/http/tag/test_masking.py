"""Who sees what of a text: masked for all but taggers, by a person's decision in the end; few read what accuses somebody."""

import hashlib

import pytest
from sqlalchemy import func, select

from dialog.figures.operations import remarks_out
from dialog.people.models import AuditEntry
from dialog.remark.models import Concern, Mask, Masking
from dialog.tag.queries import RemarkFilter

TEXT = "Ring Kalle Andersson på 070-123 45 67 om lampan vid tunneln 🇸🇪."


def page_of(client, build, remark, *roles, **more):
    client.sign_in(build.account(*roles))
    return client.get(f"/admin/synpunkter/{remark.id}", **more)


def found(client, written: str) -> bool:
    return bool(client.get(f"/admin/synpunkter?ord={written}").find(".list li"))


@pytest.mark.parametrize("role", ["coordinator", "analyst"])
def test_who_may_not_read_sees_the_words_masked_and_that_is_logged(client, build, db, role) -> None:
    remark = build.remark(TEXT, suggestion="Fråga Kalle Andersson", place_words="Hemma hos mig", lat=56.87, lng=14.8)
    for page in (page_of(client, build, remark, role), client.get("/admin/synpunkter")):
        assert (
            "Kalle" not in page.text
            and "070-123" not in page.text
            and "Hemma hos" not in page.text
            and "14.8" not in page.text
        )
        assert "[namn]" in page.words() and "om lampan vid tunneln" in page.words()
    assert found(client, "lampan") and not found(client, "Kalle") and not found(client, "hemma")
    assert {"remark.read", "remark.list"} <= set(db.scalars(select(AuditEntry.action)))
    assert all("lampan" not in entry.why for entry in db.scalars(select(AuditEntry)))


def test_one_press_masks_or_shows_and_the_history_says_who(client, build, db) -> None:
    remark = build.remark(TEXT)
    page = page_of(client, build, remark, "tagger")
    name, word = TEXT.index("Kalle"), TEXT.index("lampan")
    form = page.form(f"/admin/synpunkter/{remark.id}/maska")
    hidden = next(b.get("value") for b in page.find("button[name=visa]") if b.get("value").startswith(f"text:{name}"))
    client.submit(form.set("visa", hidden))
    stale = client.submit(form.set("visa", hidden), status=409)
    assert "Någon annan har ändrat" in stale.words()
    page = client.get(f"/admin/synpunkter/{remark.id}")
    form = page.form(f"/admin/synpunkter/{remark.id}/maska")
    form.set("maska", f"text:{word}:{word + 6}").set("lagrum", "21:7").set("varfor", "Prövat av jurist")
    client.submit(form)
    page = client.get(f"/admin/synpunkter/{remark.id}")
    assert "21 kap. 7 §" in page.words() and "Prövat av jurist" in page.words()
    assert [m.version for m in db.scalars(select(Masking).order_by(Masking.version))] == [1, 2]
    logged = db.scalars(select(AuditEntry).where(AuditEntry.action.in_(["remark.mask", "remark.unmask"]))).all()
    assert {entry.why for entry in logged} == {"text", "text 21:7"}
    for wrong in ("text:5:5", "text:0:9999", "id:0:2", "text:-1:3", "x", "text:1"):
        client.post(
            f"/admin/synpunkter/{remark.id}/maska",
            {
                "csrf_token": page.find("input[name=csrf_token]")[0].get("value"),
                "version": 2,
                "synpunkt": 1,
                "maska": wrong,
            },
            status=422,
        )
    seen = page_of(client, build, remark, "analyst").words()
    assert "Kalle Andersson" in seen and "lampan" not in seen and "070-123" not in seen
    assert found(client, "Andersson tunneln") and not found(client, "lampan") and found(client, "-lampan")
    marked = client.get("/admin/synpunkter?ord=tunneln").find(".list mark")
    assert [mark.text_content() for mark in marked] == ["tunneln"]


ACCUSES = "Kalle Andersson i 12:an säljer droger. Det är mörkt på gården."


def test_an_accusation_is_read_by_few_leaves_masked_and_still_counts(client, build, db) -> None:
    point = {"type": "Point", "coordinates": [14.81234, 56.87654]}
    remark = build.remark(ACCUSES, place_words="Vid gul port", lat=56.87654, lng=14.81234, geometry=point)
    near = "/admin/karta/celler.json?bbox=14.8,56.87,14.82,56.88&zoom=18"
    assert db.scalar(select(Concern.kind)) == "accusation"
    page = page_of(client, build, remark, "tagger")
    assert "Kalle" not in page.text and "droger" not in page.text and "114 14" in page.words()
    assert "Det är mörkt" in page.words()
    assert not any(said in page.text for said in ("gul port", "14.81234", "56.87654"))
    seen = client.get(near)
    assert not seen.json["points"] and not seen.json["shapes"] and "gul port" not in seen.text
    (apart,) = seen.json["clusters"]  # in the middle of its coarse square
    assert not any(seen.json["squares"]["columns"]) and (apart["n"], apart["lat"], apart["lng"]) == (1, 56.8775, 14.815)
    listed = client.get("/admin/synpunkter")
    assert "Kalle" not in listed.text and "1 synpunkt" in listed.words()
    assert (
        found(client, "mörkt")
        and found(client, "-droger")
        and not found(client, "droger")
        and not found(client, "Kalle")
    )
    assert "0 synpunkter" in client.get("/admin/siffror?ord=droger").words()
    token = page.find("input[name=csrf_token]")[0].get("value")
    client.post(f"/admin/synpunkter/{remark.id}/maska", {"csrf_token": token, "visa": "text:0:5"}, status=404)
    client.post(f"/admin/synpunkter/{remark.id}/slapp", {"csrf_token": token}, status=403)
    form = client.get("/admin/export").form("/admin/export/synpunkter")
    for edition in ("hel", "utan"):
        text = client.submit(form.set("utgava", edition).set("varfor", "Prov")).text
        assert "Kalle" not in text and "Det är mörkt" in text
        assert not any(said in text for said in ("gul port", "14,81234", "56,87654"))
    for kind in ("geojson", "jsonl"):
        rows = b"".join(remarks_out(db, kind, RemarkFilter(), full=True).parts).decode()
        assert "Det är mörkt" in rows and "gul port" not in rows and "14.81" not in rows
    page = page_of(client, build, remark, "tagger", "trusted_reader")
    assert found(client, "droger") and not found(client, "-droger")
    assert "gul port" in page.words() and "14.81234" in page.text
    assert "gul port" in client.get(near).json["points"][0]["label"]
    assert "Kalle" in page.words() and "Kalle" in client.get("/admin/synpunkter?ko=utpekad").words()
    client.submit(page.form(f"/admin/synpunkter/{remark.id}/slapp"))
    assert db.scalar(select(func.count()).select_from(Concern)) == 0
    assert "Kalle" in page_of(client, build, remark, "tagger").words()


def test_danger_and_children_come_first_until_somebody_has_decided(client, build, db) -> None:
    remark = build.remark("Pappan på gården slår sitt barn varje kväll, det är misshandel.")
    page = page_of(client, build, remark, "tagger")
    assert "orosanmälan" in page.words()
    first = client.get("/admin")
    assert "kan gälla fara nu" in first.words() and first.words().index("Läs först") < first.words().index("att taggas")
    assert "slår sitt barn" in client.get("/admin/synpunkter?ko=fara").words()
    other = build.remark("Pappan på gården slår sitt barn varje dag, det är misshandel.")
    page = client.get("/admin/synpunkter/hogar/valdsbrott-ran/brist")
    assert "slår sitt barn" not in page.words(), "in no pile"
    url = f"/admin/synpunkter/{remark.id}/likadana"
    assert client.get(url, headers={"Accept": "application/json"}).json["count"] == 0
    mark = f"{other.id}.1.{hashlib.sha256(other.text.encode()).hexdigest()[:12]}"
    token = dict(client.get(f"/admin/synpunkter/{remark.id}").form().values)["csrf_token"]
    client.post(url, {"csrf_token": token, "ja": mark, "val-fokus": "narkotika"}, status=409)
    calm = build.remark("Det är mörkt i tunneln.")
    page = client.get("/admin/synpunkter/manga?val-fokus=narkotika")
    assert "1 synpunkt i urvalet" in page.words("#count")
    assert "2 till kan gälla fara nu eller barn som far illa. De läses en och en" in page.words()
    client.submit(page.form("/manga"))
    db.expire_all()
    assert [one.is_handled for one in (calm, remark, other)] == [True, False, False], "nobody tags it among others"
    page = client.get("/admin/synpunkter/manga?ko=fara&val-fokus=narkotika")
    assert "Inga synpunkter i urvalet kan taggas på en gång." in page.words()
    remark.is_handled = other.is_handled = True
    db.flush()
    assert "Läs först" not in client.get("/admin").words()


def test_masks_go_with_the_remark(db, build) -> None:
    from dialog.remark.operations import erase_remarks

    remark = build.remark(TEXT)
    assert db.scalar(select(func.count()).select_from(Mask)) == 2
    erase_remarks(db, [remark.id])
    assert db.scalar(select(func.count()).select_from(Mask)) == 0
