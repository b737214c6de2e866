"""`/plats` as a person uses it: what is asked, what is said beforehand, what comes back when something is wrong."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.place.models import PlaceName
from dialog.place.names import fold
from dialog.remark.models import Receipt, Remark
from tests.page import PageClient

POINT = '{"type":"Point","coordinates":[14.75,56.85]}'


def fill(client: PageClient, **more: Any) -> Any:
    form = client.get("/plats").form("/plats")
    return form.fill(**{"feeling": "unsafe", "place_words": "Tunneln vid stationen", "text": "Det är mörkt.", **more})


def count(db: Session, table: Any) -> int:
    return db.scalar(select(func.count()).select_from(table)) or 0


def test_an_emergency_comes_first_and_what_one_should_know_stands_before_the_questions(client: PageClient) -> None:
    page = client.get("/plats")
    words = page.words()
    places = [words.index(w) for w in ("112", "114 14", "Vem läser det?", "allmän handling", "Hur känns platsen?")]
    assert places == sorted(places)
    for said in (
        "Ingen vaktar formuläret",
        "historik",
        "Bris",
        "Kvinnofridslinjen",
        "Hur länge",
        "Vill du hellre ringa",
    ):
        assert said in words
    assert "ålder" not in words.lower() and "Lämna sidan" in page.document.text_content()


def test_a_place_is_told_of_and_kept(client: PageClient, db: Session) -> None:
    page = client.submit(
        fill(
            client, place_geometry=POINT, reason=["dark", "deserted"], suggestion="Fler lampor",
            part_of_day=["dark", "dusk"], days=["weekend"], season=["winter", "autumn"],
        )
    )  # fmt: skip
    assert page.h1 == "Tack, det har kommit fram"
    remark = db.scalars(select(Remark)).one()
    assert (remark.feeling, remark.text, remark.suggestion) == ("unsafe", "Det är mörkt.", "Fler lampor")
    assert (remark.reason, remark.part_of_day, remark.days, remark.season) == (
        "dark,deserted", "dusk,dark", "weekend", "autumn,winter",
    )  # fmt: skip
    assert (remark.lat, remark.lng, remark.place_words) == (56.85, 14.75, "Tunneln vid stationen")
    assert (remark.source, remark.lang, remark.day, remark.origin_id) == ("plats", "sv", None, None)


def test_words_only_and_will_not_say_are_enough(client: PageClient, db: Session) -> None:
    client.submit(fill(client, text="", reason="will_not_say"))
    remark = db.scalars(select(Remark)).one()
    assert (remark.text, remark.reason, remark.geometry, remark.lat) == ("", "will_not_say", None, None)


def test_the_map_alone_is_enough_and_a_stretch_too(client: PageClient, db: Session) -> None:
    line = '{"type":"LineString","coordinates":[[14.74,56.85],[14.76,56.85]]}'
    client.submit(fill(client, place_words="", place_geometry=line))
    remark = db.scalars(select(Remark)).one()
    assert remark.geometry == json.loads(line) and (remark.lat, remark.lng) == (56.85, 14.75)


def test_what_is_missing_is_said_at_the_top_and_at_the_field_and_nothing_is_lost(
    client: PageClient, db: Session
) -> None:
    form = client.get("/plats").form("/plats").fill(suggestion="Fler <b>lampor</b>", season=["winter"])
    page = client.submit(form, status=422)
    assert page.find("title")[0].text_content().startswith("Fel: ")
    links = [a.get("href") for a in page.find("#error-summary a")]
    assert links == ["#feeling", "#place_words", "#text"]
    assert all(page.find(link) for link in links)
    assert page.find("#suggestion")[0].text_content().strip() == "Fler <b>lampor</b>"
    assert page.find("#season-winter")[0].get("checked") is not None
    again = page.form("/plats")
    assert dict(again.values)["inlamning"] == dict(form.values)["inlamning"]
    assert count(db, Remark) == 0


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"reason": ["dark", "will_not_say"]}, "Ta bort det ena"),
        ({"text": "x" * 4001}, "4 001 tecken lång. Korta den till högst 4 000"),
        ({"place_words": "x" * 301}, "301 tecken lång. Korta den till högst 300"),
        ({"place_geometry": "{"}, "form som vi inte kan läsa"),
        ({"place_geometry": '{"type":"Point","coordinates":[14.75,56.85,3]}'}, "höjd"),
        ({"place_geometry": '{"type":"Point","coordinates":[56.85,14.75]}'}, "bytt plats"),
        ({"place_geometry": '{"type":"Point","coordinates":[24.9,60.1]}'}, "fem mil"),
        ({"feeling": "angry"}, "Välj hur platsen känns"),
    ],
)
def test_what_is_wrong_is_named(client: PageClient, build: Any, db: Session, fields: Any, says: str) -> None:
    build.district()
    page = client.submit(fill(client, **fields), status=422)
    assert says in page.words("#error-summary")
    assert count(db, Remark) == 0


def test_r4_sent_twice_shows_the_same_receipt_other_content_is_refused_taken_back_is_gone(
    client: PageClient, db: Session
) -> None:
    form = fill(client)
    first, again = client.submit(form), client.submit(form)
    code = first.words("#receipt-code")
    assert again.words("#receipt-code") == code and "redan kommit fram" in again.words()
    other = client.submit(form.set("text", "Något annat"), status=409)
    assert "Det du skickade första gången gäller" in other.words()
    assert db.scalars(select(Remark.text)).all() == ["Det är mörkt."]
    client.post("/kvitto/ta-tillbaka", {"kod": code, "bekrafta": "ja"})
    gone = client.submit(form.set("text", "Det är mörkt."), status=410)
    assert gone.h1 == "Det här har tagits tillbaka"
    assert count(db, Remark) == 0


def test_in_another_language_the_same_sending_is_the_same(client: PageClient, db: Session) -> None:
    form = fill(client)
    first = client.submit(form)
    form.action = form.action.replace("/plats", "/en/plats")
    assert client.submit(form).words("#receipt-code") == first.words("#receipt-code")
    assert count(db, Remark) == 1


def test_without_the_hidden_values_nothing_is_kept_and_new_ones_are_given(client: PageClient, db: Session) -> None:
    for broken in ({"inlamning": "1"}, {"besok": "kort"}, {"inlamning": None, "besok": None}):
        page = client.submit(fill(client, **broken), status=422)
        assert "Skicka en gång till" in page.words("#error-summary")
        client.submit(page.form("/plats"))
    assert count(db, Remark) == count(db, Receipt) == 3


def test_the_page_is_asked_for_again_and_carries_no_etag_nor_cookie(client: PageClient) -> None:
    page = client.get("/plats")
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert "ETag" not in page.headers and "Set-Cookie" not in page.headers
    answer = client.submit(fill(client))
    assert "Set-Cookie" not in answer.headers and answer.headers["Cache-Control"] == "no-store"
    ids = {dict(client.get("/plats").form("/plats").values)["inlamning"] for _ in range(5)}
    assert len(ids) == 5


def test_at_a_stand_nothing_is_kept_and_the_next_person_starts_clean(client: PageClient, db: Session) -> None:
    page = client.get("/plats?monter=1")
    assert page.headers["Cache-Control"] == "no-store"
    form = page.form("/plats").fill(feeling="safe", place_words="Torget", text="Det är ljust.")
    receipt = client.submit(form)
    assert receipt.headers["Cache-Control"] == "no-store"
    following = [a.get("href") for a in receipt.find("main a.button") if a.text_content() == "Nästa person"]
    assert following == ["/plats?monter=1"]
    fresh = client.get(following[0])
    assert "Torget" not in fresh.text and count(db, Remark) == 1
    assert dict(fresh.form("/plats").values)["inlamning"] != dict(form.values)["inlamning"]


def test_without_scripts_a_place_is_looked_up_by_its_name(client: PageClient, db: Session) -> None:
    db.add(PlaceName(name="Norra esplanaden", folded=fold("Norra esplanaden"), kind="street", lat=56.88, lng=14.8))
    db.commit()
    form = fill(client, place_words="norra")
    page = client.submit(form, button=("place_search", "1"))
    assert "Norra esplanaden" in page.words() and count(db, Remark) == 0
    choice = page.find('input[name="place_choice"]')[0].get("value")
    client.submit(page.form("/plats").set("place_choice", choice))
    remark = db.scalars(select(Remark)).one()
    assert (remark.lat, remark.lng, remark.text) == (56.88, 14.8, "Det är mörkt.")


def test_a_name_that_is_not_found_is_no_fault(client: PageClient) -> None:
    page = client.submit(fill(client, place_words="Ingenstans"), button=("place_search", "1"))
    assert "det du har skrivit räcker" in page.words()


def test_what_no_database_can_hold_is_taken_away(client: PageClient, db: Session) -> None:
    client.submit(fill(client, text="mör\0kt\r\nhär\x1b[2J", place_words="bron\0"))
    remark = db.scalars(select(Remark)).one()
    assert (remark.text, remark.place_words) == ("mörkt\nhär[2J", "bron")


def test_another_site_cannot_send_it(client: PageClient, db: Session) -> None:
    data = fill(client).values
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.org"}):
        client.post("/plats", dict(data), status=403, headers=headers)
    assert count(db, Remark) == 0


def test_without_scripts_the_page_is_light(client: PageClient) -> None:
    page = client.get("/plats")
    sent = client.http.get("/plats", headers={"Accept-Encoding": "gzip"})
    asked = [e.get("href") for e in page.find('link[rel="stylesheet"]')]
    assert len(asked) == 1
    style = client.http.get(asked[0], headers={"Accept-Encoding": "gzip"})
    assert len(sent.data) + len(style.data) <= 12 * 1024


def test_the_page_is_there_in_english(client: PageClient) -> None:
    assert client.get("/en/plats").document.get("lang") == "en"
