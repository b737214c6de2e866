"""Two who tag: what is open at the other, what is to be settled, and what is read twice. One who works alone sees none of it."""

import uuid
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dialog.base import clock
from dialog.people.models import AccountRole, AuditEntry
from dialog.remark.models import Concern, Remark
from dialog.tag import queries
from dialog.tag.kinds import TagChoice, differ
from dialog.tag.models import Decision, FocusArea, OpenRemark, SampledRemark, SecondReading
from dialog.tag.queries import taggings_of
from tests.build import Builder
from tests.conftest import NOON
from tests.http.tag.test_inbox import desk, form_of, log, save
from tests.page import Page, PageClient

TWICE, DIFFER = "/admin/synpunkter/dubbelt", "/admin/synpunkter/oense"
JSON = {"Accept": "application/json"}


def _two(app: Flask, build: Builder) -> tuple[PageClient, PageClient, Any, Any]:
    clients = PageClient(app), PageClient(app)
    people = [build.account("tagger", name=name, email=f"{name.lower()}@example.se") for name in ("Sara", "Adam")]
    for client, person in zip(clients, people, strict=True):
        client.sign_in(person)
    return *clients, *people


def _sign(client: PageClient, remark: Remark, **fields: str) -> Any:
    token = client.get("/admin/synpunkter").find("input[name=csrf_token]")[0].get("value")
    return client.post(f"/admin/synpunkter/{remark.id}/oppen", {"csrf_token": token, **fields}, headers=JSON).json


def _found(db: Session, remark: Remark) -> list[str]:
    return [t.slug for t in taggings_of(db, [remark.id]).get(remark.id, [])]


def test_one_who_works_alone_sees_and_leaves_none_of_it(client: PageClient, build: Builder, db: Session) -> None:
    remark = build.remark()
    client.sign_in(build.account("tagger"))
    build.account("tagger", name="Adam")  # may tag, and never has
    page = client.get("/admin/synpunkter")
    assert "Oense" not in page.words() and "Två läser" not in page.words()
    assert not desk(client, remark).find("[data-together]")
    assert _sign(client, remark) == {"together": False}
    assert db.scalar(select(func.count()).select_from(OpenRemark)) == 0
    client.get(TWICE, status=404), client.get(DIFFER, status=404)


def test_what_another_has_open_is_told_for_a_while_and_keeps_nobody_out(
    app: Flask, build: Builder, db: Session
) -> None:
    remark, other = build.remark("Ny", week=202646), build.remark("Gammal", week=202640)
    sara, adam, _sara, reader = _two(app, build)
    said = "Adam har också den här synpunkten öppen."
    adam.get(f"/admin/synpunkter/{remark.id}", headers={"X-Dialog-Ahead": "1"})
    assert said not in desk(sara, remark).words(), "fetched ahead is not open"
    desk(adam, remark)
    assert desk(sara, remark).words("[data-open-said]") == said
    assert "Öppen hos Adam" in sara.get("/admin/synpunkter").words(".list")
    assert _sign(sara, remark)["open"] == {str(remark.id): ["Adam"]}
    with clock.held_at(NOON + timedelta(seconds=80)):
        _sign(adam, remark)
    with clock.held_at(NOON + timedelta(seconds=150)):
        assert said in desk(sara, remark).words(), "a sign renews it"
    with clock.held_at(NOON + timedelta(seconds=200)):
        assert said not in desk(sara, remark).words(), "without one it is forgotten"
    desk(adam, remark)
    _sign(adam, other, lamnar=str(remark.id))
    assert _sign(sara, remark)["open"] == {str(other.id): ["Adam"]}
    _sign(adam, other, slapp="1")
    assert _sign(sara, remark)["open"] == {}
    desk(adam, remark)
    assert "Adam har också" in desk(sara, remark).words()
    save(sara, remark, "belysning")
    assert _found(db, remark) == ["belysning"]
    form = form_of(desk(adam, other), other).set("fokus", "inbrott")
    sent = adam.http.post(form.action, data=dict(form.values) | {"beslut": "spara"}, headers=JSON)
    assert sent.get_json()["together"] is True
    assert (
        db.scalar(select(func.count()).where(OpenRemark.account_id == reader.id, OpenRemark.remark_id == other.id)) == 0
    ), "what is saved is left"


def test_two_choices_that_meet_at_the_desk_wait_to_be_settled(app: Flask, build: Builder, db: Session) -> None:
    remark = build.remark("Det är mörkt")
    sara, adam, *_people = _two(app, build)
    mine = form_of(desk(adam, remark), remark).set("fokus", "inbrott")
    save(sara, remark, "belysning")
    again = adam.submit(mine, button=("beslut", "spara"), status=409)
    adam.submit(form_of(again, remark), button=("beslut", "spara"))
    assert _found(db, remark) == ["inbrott"]
    assert "Oense (1)" in sara.get("/admin/synpunkter").words()
    assert "1 synpunkt där två valde olika" in sara.get("/admin").words()
    listed = sara.get(DIFFER)
    assert [found.text_content().split()[0] for found in listed.find(".pair dt")] == ["Sara", "Adam"]
    assert [" ".join(found.text_content().split()) for found in listed.find(".pair dd")] == [
        "Belysning och mörker",
        "Inbrott",
    ]
    address = listed.find(".differences a")[0].get("href")
    assert "oense" in [entry.why for entry in log(db, "remark.list")]
    page, old = sara.get(address), adam.get(address)
    assert [entry.why for entry in log(db, "remark.read")].count("oense") == 2
    page = sara.submit(page.form(), button=("beslut", "forsta"))
    assert "Det är avgjort" in page.words(".notice")
    db.expire_all()
    assert (_found(db, remark), db.get(Remark, remark.id).version) == (["belysning"], 4)
    assert len(log(db, "remark.settle")) == 1
    late = adam.submit(old.form(), button=("beslut", "andra"), status=409)
    assert "Sara hann före. Valet blev: Belysning och mörker." in late.words()
    assert (_found(db, remark), len(log(db, "remark.conflict"))) == (["belysning"], 2), (
        "R12: one is taken, both are in the log"
    )
    adam.get(address, status=404)
    assert "inget att avgöra" in adam.get(DIFFER).words()


def _drawn(client: PageClient, reader: Any, many: str = "50", status: int = 200) -> Page:
    form = client.get(TWICE).form("/dubbelt").set("antal", many).set("lasare", str(reader.id))
    return client.submit(form, status=status)


def test_a_sample_is_read_blind_compared_and_settled(app: Flask, build: Builder, db: Session) -> None:
    remarks = [build.remark(f"Det är mörkt på plats {n}", week=202640 + n) for n in range(4)]
    sara, adam, _sara, reader = _two(app, build)
    for remark in remarks[:3]:
        save(sara, remark, "belysning", hallning__belysning="brist")
    save(adam, remarks[3], "inbrott")
    assert "Skriv ett antal" in _drawn(sara, reader, "några", status=422).words()
    assert "Högst 500 kan dras" in _drawn(sara, reader, "900", status=422).words()
    _drawn(sara, reader, "100 %")
    assert db.scalar(select(func.count()).select_from(SampledRemark)) == 3, "what the reader decided is not drawn"
    assert "ingen annan har taggat" in _drawn(sara, reader, status=422).words(), "nor what is drawn already"
    assert "Belysning" not in adam.get("/admin/synpunkter?lage=tagged").words(".list"), (
        "the first choice is not shown in a list"
    )
    away = adam.get(f"/admin/synpunkter/{remarks[0].id}", status=303)
    assert f"/{remarks[0].id}" in away.headers["Location"] and TWICE in away.headers["Location"]
    alike = adam.http.get(f"/admin/synpunkter/{remarks[0].id}/likadana")
    assert TWICE in alike.headers["Location"], "the first choice stands there too"
    sara.get(away.headers["Location"], status=404)
    sample_id = db.scalar(select(SampledRemark.sample_id).limit(1))
    page = adam.get(f"{TWICE}/{sample_id}", follow=True)
    for n, chosen in enumerate((["belysning"], ["belysning", "narkotika"], None)):
        assert f"{n + 1} av 3" in page.words()
        assert (
            not page.find("[name=fokus][checked]") and "Sara" not in page.words("main") and not page.find(".suggested")
        )
        form = page.form()
        if n == 0:
            page = adam.submit(form, button=("beslut", "spara"), status=422)
            assert "Välj minst ett" in page.words()
            sent = form
        page = adam.submit(page.form().set("fokus", chosen), button=("beslut", "spara" if chosen else "vetej"))
    assert "Du har läst hela urvalet" in page.words(".notice")
    page = adam.submit(sent.set("fokus", "inbrott"), button=("beslut", "spara"))
    assert "Du har läst hela urvalet" in page.words(".notice"), "sent twice leads on, and the first choice stands"
    assert db.scalar(select(func.count()).select_from(SecondReading)) == 3
    assert len([entry for entry in log(db, "remark.read") if entry.why == "dubbelt"]) >= 3
    assert sorted(db.scalars(select(SecondReading.is_same))) == [False, False, True], (
        "a polarity that one left out is no difference"
    )
    assert {row.outcome for row in db.scalars(select(Decision))} == {"tagged"}, "the first decisions stand"
    page = sara.get(TWICE)
    assert "för få för att säga något" in page.words() and "3 av 3 lästa, olika val i 2" in page.words()
    assert "2 synpunkter har lästs av två. 1 till räknas inte" in page.words()
    one = next(one for one in queries.differences(db) if one.second.outcome == "tagged")
    area = db.scalar(select(FocusArea.id).where(FocusArea.slug == "narkotika"))
    assert [found.id for found in queries.differing_on(db, area)] == [one.id]
    assert queries.agreement_on(db, area).differing == 1
    shown = sara.get("/admin/fokusomraden/narkotika")
    assert [found.text_content() for found in shown.find(".pair dd")] == [
        "Belysning och mörker (brist)",
        "Narkotika, Belysning och mörker",
    ]
    page = sara.submit(sara.get(f"{DIFFER}/{one.id}").form(), button=("beslut", "tredje"), status=422)
    page = sara.get(f"{DIFFER}/{one.id}")
    third = page.form()
    third.values += [("fokus", "inbrott")]
    sara.submit(third, button=("beslut", "tredje"))
    page = sara.submit(third, button=("beslut", "tredje"), status=409)
    assert page.h1 == "Det är redan avgjort" and "Du (Sara) har själv sparat synpunkten" in page.words()
    assert _found(db, db.get(Remark, one.remark_id)) == ["inbrott"]
    assert queries.count_differences(db) == 1
    assert [found.id for found in queries.differing_on(db, area)] == [one.id], "that they differed is still known"
    db.delete(db.get(Remark, one.remark_id))
    db.commit()
    assert db.scalar(select(func.count()).select_from(SecondReading)) == 2, "all of it goes with the remark"


def test_mine_instead_may_keep_a_focus_area_that_is_no_longer_in_use(app: Flask, build: Builder, db: Session) -> None:
    remark = build.remark("Det är mörkt")
    sara, adam, *_people = _two(app, build)
    save(sara, remark, "belysning")
    db.execute(update(FocusArea).where(FocusArea.slug == "belysning").values(state="retired"))
    db.commit()
    mine = form_of(desk(adam, remark), remark).set("fokus", ["belysning", "inbrott"])
    save(sara, remark, "belysning", "narkotika")
    again = adam.submit(mine, button=("beslut", "spara"), status=409)
    adam.submit(form_of(again, remark), button=("beslut", "spara"))
    assert sorted(_found(db, remark)) == ["belysning", "inbrott"] and queries.count_differences(db) == 1


def test_what_has_come_to_accuse_somebody_is_left_out_of_a_sample_for_most(
    app: Flask, build: Builder, db: Session
) -> None:
    remark = build.remark("Det är mörkt")
    sara, adam, _sara, reader = _two(app, build)
    save(sara, remark, "belysning")
    _drawn(sara, reader)
    mistaken = db.scalar(select(SampledRemark.sample_id))
    page = sara.submit(sara.get(TWICE).form("/avsluta"))
    assert "Urvalet är avslutat" in page.words(".notice") and not page.find("#samples")
    assert queries.some_to_read(db, reader.id) is None
    adam.get(f"{TWICE}/{mistaken}", status=404)
    _drawn(sara, reader)
    sample_id = db.scalar(select(SampledRemark.sample_id))
    assert "1 av 1" in adam.get(f"{TWICE}/{sample_id}", follow=True).words()
    db.add(Concern(remark_id=remark.id, kind="accusation"))
    db.commit()
    assert "Du har läst hela urvalet" in adam.get(f"{TWICE}/{sample_id}", follow=True).words(".notice")
    assert queries.some_to_read(db, reader.id) is None and desk(adam, remark)
    db.add(AccountRole(account_id=reader.id, role="trusted_reader"))
    db.commit()
    assert "1 av 1" in adam.get(f"{TWICE}/{sample_id}", follow=True).words()


def test_what_differs() -> None:
    plain, lack, praise = TagChoice("a"), TagChoice("a", "brist"), TagChoice("a", "positiv")
    assert not differ([plain], [lack]) and differ([lack], [praise]) and differ([plain], [])
    assert differ([plain], [TagChoice("a", is_negated=True)])
    assert not differ([], []) and differ([plain], [plain, TagChoice("b")])


def test_a_note_is_kept_with_who_and_when_and_read_by_few(client: PageClient, build: Builder, db: Session) -> None:
    """A note without a decision leaves the remark untagged; who may not read all the words reads no note about them."""
    remark = build.remark("Min granne Kalle Svensson på Storgatan 5 säljer narkotika till barnen.")
    client.sign_in(build.account("tagger", "trusted_reader", name="Sara"))
    save(client, remark, anteckning="Ring fastighetsägaren")
    page = desk(client, remark)
    assert "Ring fastighetsägaren" in page.words(".history") and "Sara" in page.words(".history")
    db.expire_all()
    assert not db.get(Remark, remark.id).is_handled
    for roles in (("tagger",), ("analyst",)):
        client.sign_in(build.account(*roles, name="Adam"))
        assert "Ring fastighetsägaren" not in desk(client, remark).text
    client.sign_in(build.account("tagger", name="Eva"))
    sent = {
        "version": "1",
        "fokus": "narkotika",
        "beslut": "spara",
        "csrf_token": client.get("/admin/synpunkter").find("input[name=csrf_token]")[0].get("value"),
    }
    refused = client.post(f"/admin/synpunkter/{remark.id}", sent, status=409, headers=JSON).json
    assert "Kalle" not in str(refused) and "Ring" not in str(refused), "nor is it told by way of a conflict"
    assert uuid.UUID(str(remark.id)) and db.scalar(select(func.count()).select_from(AuditEntry))
