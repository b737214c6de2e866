"""The inbox and the desk: one list, one remark at a time, decisions that are added, and nothing lost when two meet."""

import uuid
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dialog.people.models import AuditEntry
from dialog.remark.models import Remark
from dialog.tag.models import Tagging
from tests.build import Builder
from tests.page import Form, Page, PageClient


def log(db: Session, action: str) -> list[AuditEntry]:
    """The entries of an action, in no order: the clock stands still, and PostgreSQL puts a new row wherever there is room."""
    return list(db.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def desk(client: PageClient, remark: Remark, query: str = "", status: int = 200) -> Page:
    return client.get(f"/admin/synpunkter/{remark.id}{query}", status=status)


def form_of(page: Page, remark: Remark) -> Form:
    return page.form(f"/admin/synpunkter/{remark.id}")


def save(client: PageClient, remark: Remark, *slugs: str, status: int = 200, query: str = "", **more: Any) -> Page:
    """Open a remark, choose, and press "Spara och nästa"."""
    form = form_of(desk(client, remark, query), remark).set("fokus", list(slugs) or None)
    for name, value in more.items():
        form.set(name.replace("__", "-"), value)
    return client.submit(form, button=("beslut", "spara"), status=status)


def test_the_list_shows_every_remark_whatever_its_source(client: PageClient, build: Builder) -> None:
    build.remark("Äldst", week=202640, source="telefon")
    build.remark("Nyast", week=202646, source="plats", feeling="unsafe")
    build.remark("Mitten", week=202644, source="enkat")
    client.sign_in(build.account("tagger"))
    page = client.get("/admin/synpunkter")
    assert [row.text_content().strip() for row in page.find(".list .text")] == ["Nyast", "Mitten", "Äldst"]
    assert page.words("#count") == "3 synpunkter"


def test_an_empty_list_says_what_will_come(client: PageClient, build: Builder) -> None:
    client.sign_in(build.account("tagger"))
    assert "Här samlas allt som sägs" in client.get("/admin/synpunkter").words()
    assert "Inga synpunkter passar urvalet." in client.get("/admin/synpunkter?kansla=safe").words()


def test_the_list_is_read_page_by_page_and_back(client: PageClient, build: Builder) -> None:
    made = {build.remark(f"text {n}", week=202600 + n % 40 + 1).text for n in range(120)}
    client.sign_in(build.account("tagger"))
    page, seen, pages = client.get("/admin/synpunkter"), [], 0
    while True:
        seen += [row.text_content().strip() for row in page.find(".list .text")]
        pages += 1
        older = page.find('.pages [rel="next"]')
        if not older:
            break
        page = client.get(older[0].get("href"))
    assert (pages, len(seen), set(seen)) == (3, 120, made)
    back = client.get(page.find('.pages [rel="prev"]')[0].get("href"))
    assert [r.text_content().strip() for r in back.find(".list .text")] == seen[50:100]


@pytest.mark.parametrize("url", ["/admin/synpunkter", "/admin/synpunkter?lage=untagged&fokus=belysning&ord=a"])
def test_the_list_asks_the_database_the_same_few_things(
    client: PageClient, build: Builder, queries: list[str], url: str
) -> None:
    account = build.account("tagger")
    client.sign_in(account)
    for n in range(3):
        build.remark(f"a {n}")
    client.get(url)
    del queries[:]
    client.get(url)
    few = len(queries)
    for n in range(60):
        build.remark(f"a {n}")
    del queries[:]
    client.get(url)
    assert len(queries) == few <= 14, queries


def test_a_decision_is_kept_and_leads_on_to_the_next(client: PageClient, build: Builder, db: Session) -> None:
    first, second = build.remark("Ny", week=202646), build.remark("Gammal", week=202640)
    client.sign_in(build.account("tagger", name="Sara"))
    more = {"person": "1", "anteckning": "Ring parkchefen", "hallning__belysning": "brist", "nekad__narkotika": "1"}
    page = save(client, first, "belysning", "narkotika", query="?lage=untagged", **more)
    assert str(second.id) in page.url
    assert "Sparat: Narkotika (sägs inte vara ett problem), Belysning och mörker (brist)." in page.words(".desk-said")
    db.refresh(first)
    assert (first.is_handled, first.has_personal_data, first.version) == (True, True, 2)
    taggings = {(t.polarity, t.is_negated) for t in db.scalars(select(Tagging).where(Tagging.remark_id == first.id))}
    assert taggings == {("brist", False), (None, True)}
    assert len(log(db, "remark.tag")) == 1
    history = desk(client, first).words(".history")
    assert "Sara" in history
    assert "Ring parkchefen" in history


def test_what_was_saved_is_undone_from_the_next_page_and_step_by_step(
    client: PageClient, build: Builder, db: Session
) -> None:
    first = build.remark("Ny", week=202646)
    build.remark("Gammal", week=202640)
    client.sign_in(build.account("tagger"))
    save(client, first, "belysning")
    page = save(client, first, "narkotika", person="1")
    assert page.find('form[action$="angra"]'), "the page after offers to undo"
    page = client.submit(page.form(f"/{first.id}/angra"))
    assert page.words(".desk-said") == "Beslutet är ångrat."
    assert _chosen(page) == ["belysning"]
    db.refresh(first)
    assert not first.has_personal_data
    page = client.submit(page.form(f"/{first.id}/angra"))
    assert _chosen(page) == []
    db.refresh(first)
    assert (first.is_handled, first.version) == (False, 5)
    assert "Ångra senaste beslutet" not in page.words(), "nothing is left to undo"
    sent = {"version": "5", "csrf_token": page.find("input[name=csrf_token]")[0].get("value")}
    assert "inget beslut att ångra" in client.post(f"/admin/synpunkter/{first.id}/angra", sent, status=422).words(
        "main"
    )


def _chosen(page: Page) -> list[str]:
    return [
        box.get("value") for box in page.find('.area .choice input[name="fokus"]') if box.get("checked") is not None
    ]


def test_nothing_chosen_is_told_and_nothing_written_is_lost(client: PageClient, build: Builder) -> None:
    remark = build.remark()
    client.sign_in(build.account("tagger"))
    page = save(client, remark, status=422)
    assert "Välj minst ett fokusområde, eller Vet ej." in page.words("main")
    long = "x" * 2_100
    page = save(client, remark, "belysning", anteckning=long, status=422)
    assert "Anteckningen är för lång" in page.words("main")
    assert long in page.text
    assert _chosen(page) == ["belysning"]


def test_vet_ej_leaves_the_queue_and_is_found_again(client: PageClient, build: Builder) -> None:
    remark = build.remark("Oklart")
    client.sign_in(build.account("tagger"))
    client.submit(form_of(desk(client, remark), remark), button=("beslut", "vetej"))
    assert "Inga synpunkter" in client.get("/admin/synpunkter?lage=untagged").words()
    assert "Oklart" in client.get("/admin/synpunkter?lage=unsure").words(".list")
    save(client, remark, "ovrigt")
    assert "Inga synpunkter" in client.get("/admin/synpunkter?lage=unsure").words()
    assert "Oklart" in client.get("/admin/synpunkter?lage=tagged&fokus=ovrigt").words(".list")


def test_what_is_said_not_to_be_a_problem_is_not_listed_as_one(client: PageClient, build: Builder) -> None:
    remark = build.remark("Aldrig sett droger här")
    client.sign_in(build.account("tagger"))
    save(client, remark, "narkotika", nekad__narkotika="1")
    assert "Inga synpunkter" in client.get("/admin/synpunkter?fokus=narkotika").words()
    assert "Aldrig sett" in client.get("/admin/synpunkter?fokus=narkotika&hallning=negated").words(".list")


def test_d13_the_second_is_told_who_was_first_and_may_keep_or_change(
    client: PageClient, build: Builder, db: Session
) -> None:
    remark = build.remark("Två på en gång")
    client.sign_in(build.account("tagger", name="Adam"))
    late = form_of(desk(client, remark), remark).set("fokus", ["narkotika"]).set("anteckning", "min tanke")
    first = PageClient(client.app).sign_in(build.account("tagger", name="Sara"))
    save(first, remark, "belysning", hallning__belysning="brist")
    page = client.submit(late, button=("beslut", "spara"), status=409)
    assert "Sara hann före. Valet blev: Belysning och mörker (brist)." in page.words("#conflict")
    assert _chosen(page) == ["narkotika"], "what I chose still stands"
    assert "min tanke" in page.text
    assert len(log(db, "remark.conflict")) == 1
    db.refresh(remark)
    assert remark.version == 2
    page = client.submit(form_of(page, remark), button=("beslut", "spara"))
    db.refresh(remark)
    assert remark.version == 3
    assert _chosen(desk(client, remark)) == ["narkotika"]


def test_scripts_get_the_same_as_json(client: PageClient, build: Builder) -> None:
    remark, after = build.remark("Ny", week=202646), build.remark("Gammal", week=202640)
    client.sign_in(build.account("tagger", name="Sara"))
    token = desk(client, remark).find("[data-csrf]")[0].get("data-csrf")
    headers = {"Accept": "application/json", "X-CSRF-Token": token}
    url, sent = (
        f"/admin/synpunkter/{remark.id}?lage=untagged",
        {"version": "1", "fokus": "belysning", "beslut": "spara"},
    )
    kept = client.post(url, sent, headers=headers).json
    assert (kept["version"], kept["what"]) == (2, "Belysning och mörker")
    assert kept["next"].startswith(f"/admin/synpunkter/{after.id}?lage=untagged")
    client.post(url, sent, headers=headers, status=409)  # twelve at once: one is taken (R12)
    sent["igen"] = "1"
    shown = {"visar": f"{after.id} 1"}  # what the page has gone on to, as it was when it was fetched
    again = client.post(url, sent | shown, headers=headers).json
    assert (again["version"], again["message"], again["shown"]) == (2, kept["message"], ""), "sent twice, kept once"
    first = PageClient(client.app).sign_in(build.account("tagger", name="Adam"))
    save(first, after, "inbrott")
    again = client.post(url, sent | shown, headers=headers).json
    assert again["shown"] == "Adam hann före med synpunkten som visas nu."
    again = client.post(url, sent | {"visar": f"{uuid.uuid4()} 1"}, headers=headers).json
    assert "tagits tillbaka" in again["shown"]
    told = client.post(url, sent | {"fokus": "inbrott"}, headers=headers, status=409).json
    assert (told["by"], told["chose"], told["text"], told["version"]) == ("Sara", ["Belysning och mörker"], "Ny", 2)
    undone = client.post(f"/admin/synpunkter/{remark.id}/angra", {"version": "2"}, headers=headers).json
    assert undone["version"] == 3
    assert client.post(url, {"version": "3"}, headers=headers, status=422).json["detail"].startswith("Välj minst ett")


def test_a_remark_that_is_gone_is_told_as_gone(client: PageClient, build: Builder, db: Session) -> None:
    remark = build.remark()
    client.sign_in(build.account("tagger"))
    form = form_of(desk(client, remark), remark).set("fokus", ["belysning"])
    db.delete(remark)
    db.commit()
    page = client.submit(form, button=("beslut", "spara"), status=404)
    assert page.status == 404
    desk(client, remark, status=404)


def test_d16_others_than_taggers_see_no_word_and_cannot_search_in_them(client: PageClient, build: Builder) -> None:
    remark = build.remark(
        "HEMLIG 070-123 45 67", suggestion="Ring 070-123 45 67", place_words="HEMLIG", lat=56.8, lng=14.8
    )
    build.mask(remark, "text", 0, 6)
    other = PageClient(client.app).sign_in(build.account("tagger"))
    save(other, remark, "belysning", anteckning="HEMLIG anteckning")
    for role in ("coordinator", "analyst"):
        client.sign_in(build.account(role))
        for url in ("/admin/synpunkter", f"/admin/synpunkter/{remark.id}", "/admin/synpunkter?ord=finnsinte"):
            page = client.get(url)
            assert "HEMLIG" not in page.text and "070-123" not in page.text
            assert "Belysning" in page.words("main"), "what it is about is seen, and the words are no filter"
        client.get("/admin/synpunkter/manga", status=403)
    client.sign_in(build.account("partner"))
    client.get("/admin/synpunkter", status=403)


def test_s16_every_reading_of_text_is_logged_and_none_of_the_content(
    client: PageClient, build: Builder, db: Session
) -> None:
    remark = build.remark("Ett hemligt ord", week=202646)
    build.remark("Ett annat", week=202640)
    client.sign_in(build.account("coordinator"))
    client.get("/admin/synpunkter")
    desk(client, remark)
    assert len(log(db, "remark.list")) == 2 and len(log(db, "remark.read")) == 1, "masked text is text"
    db.execute(delete(AuditEntry))
    client.sign_in(build.account("tagger", name="Sara"))
    client.get("/admin/synpunkter?ord=hemligt&kansla=none")
    listed = log(db, "remark.list")
    assert [(e.who, e.count) for e in listed] == [("Sara", 1)]
    assert "kansla=none" in listed[0].why
    assert "hemligt" not in listed[0].why
    desk(client, remark)
    assert [(e.who, e.object_id) for e in log(db, "remark.read")] == [("Sara", str(remark.id))]
    client.get("/admin/synpunkter/manga")
    assert len(log(db, "remark.list")) == 3, "the list beside the remark, and the first ones of many, are read too"


def test_found_words_are_marked_and_nothing_in_a_remark_is_code(client: PageClient, build: Builder) -> None:
    build.remark("<script>alert(1)</script> LAMPAN är trasig")
    client.sign_in(build.account("tagger"))
    page = client.get("/admin/synpunkter?ord=lampan")
    assert [m.text for m in page.find("mark")] == ["LAMPAN"]
    assert "<script>alert" not in page.text


def test_a_filter_that_cannot_be_read_is_told(client: PageClient, build: Builder) -> None:
    client.sign_in(build.account("tagger"))
    page = client.get("/admin/synpunkter?fran=2026-W60&till=x&ruta=1")
    assert "Skriv veckan som år och vecka" in page.words(".error-summary")
    assert [page.find(f"#{name}")[0].get("value") for name in ("fran", "till")] == ["2026-W60", "x"]
    assert client.get("/admin/synpunkter?fran=2026-W47").find("#fran")[0].get("value") == "2026-47"
    client.get(f"/admin/synpunkter?aldre={'9' * 30}&nyare=abc&fokus=%00&ord=%FF")


def test_the_keys_are_turned_off_and_stay_off(client: PageClient, build: Builder, db: Session) -> None:
    remark, account = build.remark(), build.account("tagger")
    client.sign_in(account)
    page = desk(client, remark)
    assert page.find(".desk")[0].get("data-keys") == "on"
    page = client.submit(page.form("/kortkommandon"), button=("pa", "0"))
    assert str(remark.id) in page.url
    assert page.find(".desk")[0].get("data-keys") == "off"
    db.refresh(account)
    assert not account.has_shortcuts


def test_the_start_page_tells_how_many_wait(client: PageClient, build: Builder) -> None:
    client.sign_in(build.account("tagger"))
    assert "Inga synpunkter väntar" in client.get("/admin").words()
    build.remark()
    build.remark()
    assert "2 synpunkter väntar på att taggas." in client.get("/admin").words()
