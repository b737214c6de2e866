"""Counts of remarks: right, cut by the inbox's filter, and without small groups for who may not read texts."""

import gzip
import json
import random
import sys
import uuid

import pytest
from sqlalchemy import select

from dialog.figures.queries import counts
from dialog.remark.kinds import NewRemark
from dialog.remark.models import Remark
from dialog.remark.operations import place_again, record_remarks
from dialog.tag.kinds import TagChoice
from dialog.tag.operations import merge_area, tag_remark
from dialog.tag.queries import RemarkFilter
from tests.maps import clusters
from tests.sessions import open_session


@pytest.fixture
def town(build, db):
    """Two districts; nine dark remarks in one, two safe ones in the other, one without a place."""
    build.district("1", "Väster", west=14.70)
    build.district("2", "Öster", west=14.85)
    dark = [build.remark(feeling="unsafe", **_at(14.75)) for _ in range(9)]
    bright = [build.remark("Fint och ljust.", feeling="safe", week=202640, **_at(14.9)) for _ in range(2)]
    nowhere = build.remark("Polisen syns.", source="polis")
    place_again(db)
    by = build.account("tagger", name="Tage")
    for remark in dark:
        tag_remark(db, _By(by), remark.id, 1, [TagChoice("belysning", "brist")])
    for remark in bright:
        tag_remark(
            db, _By(by), remark.id, 1, [TagChoice("belysning", "positiv"), TagChoice("narkotika", is_negated=True)]
        )
    db.commit()
    return dark, bright, nowhere


class _By:
    def __init__(self, account):
        self.account_id, self.name = account.id, account.name


def _at(lng: float) -> dict:
    return {"lat": 56.85, "lng": lng, "geometry": {"type": "Point", "coordinates": [lng, 56.85]}}


def _cuts(db, chosen=None, **more) -> dict:
    found = counts(db, chosen or RemarkFilter(), **{"hide_small": False} | more)
    return {"total": found.total} | {
        cut.name: {c.label if isinstance(c.label, str) else c.key: c.n for c in cut.counts} for cut in found.cuts
    }


def test_each_remark_is_counted_once_in_each_cut(town, db) -> None:
    found = _cuts(db)
    assert found["total"] == 12
    assert found["focus_area"] == {"belysning": 11}  # a denied topic is not what it is about
    assert found["district"] == {"Väster": 9, "Öster": 2}
    assert found["week"] == {"202647": 10, "202640": 2}
    assert found["source"] == {"plats": 11, "polis": 1}
    assert found["feeling"] == {"unsafe": 9, "safe": 2}


def test_small_groups_and_what_would_give_them_away_are_hidden(town, db) -> None:
    found = _cuts(db, hide_small=True)
    assert found["district"] == {"Väster": None, "Öster": None}
    assert found["source"] == {"plats": None, "polis": None}
    assert found["focus_area"] == {"belysning": 11}
    assert _cuts(db, RemarkFilter(source="polis"), hide_small=True)["total"] is None


def test_a_merged_area_is_counted_where_it_was_merged(town, db, build) -> None:
    by = _By(build.account("coordinator"))
    merge_area(db, by, "belysning", 1, "underhall-forfall")
    assert _cuts(db)["focus_area"] == {"underhall-forfall": 11}


def test_the_page_shows_the_same_with_scripts_off(town, client, build, monkeypatch) -> None:
    client.sign_in(build.account("tagger"))
    page = client.get("/admin/siffror")
    assert "12 synpunkter i urvalet" in page.words()
    assert "Belysning" in page.words("#focus_area-heading + *, main") and page.find("table")
    page = client.get("/admin/siffror?fokus=belysning&kansla=safe")
    assert (
        "2 synpunkter i urvalet" in page.words()
        and page.find("select[name=kansla] option[selected]")[0].get("value") == "safe"
    )
    monkeypatch.setattr(sys.modules[counts.__module__], "MANY", 5)
    assert "några sekunder" not in client.get("/admin/siffror?fokus=belysning&fokus=narkotika").words()
    assert "några sekunder" in client.get("/admin/siffror?ruta=56.8,14.7,56.9,14.9").words()
    assert "några sekunder" not in client.get("/admin/siffror?fokus=belysning&hallning=brist").words()
    page = client.get("/admin/siffror?fran=2026-60", status=422)
    assert "Skriv veckan som år och vecka" in page.words() and page.find("#fran")
    assert "inget om alla invånare" in page.words()
    assert "också dem som inte är taggade" in page.words()
    for where in ("/admin/siffror", "/admin/karta", "/admin/synpunkter"):
        for what in ("fokus=finns-inte", "kalla=finns-inte", f"omrade={uuid.UUID(int=1)}"):
            page = client.get(f"{where}?{what}", status=422 if where != "/admin/synpunkter" else 200)
            assert "finns inte" in page.words(), "and no empty page as if it did"


def test_who_may_not_read_texts_sees_no_small_group(town, client, build) -> None:
    client.sign_in(build.account("analyst"))
    page = client.get("/admin/siffror")
    assert "färre än fem" in page.words() and "Grupper med färre än fem" in page.words()
    assert "färre än fem synpunkter" in client.get("/admin/siffror?kalla=polis").words()
    assert client.get("/admin/siffror?ord=Polisen").words() == page.words()  # nor search in what they may not read


def test_an_empty_site_says_what_will_come(client, build) -> None:
    client.sign_in(build.account("analyst"))
    assert "när någon har berättat" in client.get("/admin/siffror").words()
    assert "Inga synpunkter" in client.get("/admin/karta").words()


def test_the_map_counts_in_clusters_that_lead_to_their_remarks(town, client, build, db) -> None:
    client.sign_in(build.account("tagger"))
    for _ in range(20):
        build.remark(feeling="unsafe", **_at(14.7502))
    view = client.get("/admin/karta/celler.json?bbox=14.6,56.7,15.0,57.0&zoom=10").json
    assert sum(c["n"] for c in clusters(view)) == 31 and not view["points"]
    biggest = max(clusters(view), key=lambda c: c["n"])
    assert (biggest["n"], biggest["unsafe"]) == (29, 29)
    assert "29 synpunkter" in client.get(biggest["url"]).words()
    near = client.get("/admin/karta/celler.json?bbox=14.74,56.84,14.7501,56.86&zoom=18").json
    assert len(near["points"]) == 9 and near["points"][0]["url"].startswith("/admin/synpunkter/")
    assert db.scalar(select(Remark.id).where(Remark.id == uuid.UUID(near["points"][0]["id"])))


def test_the_map_shows_no_single_remark_to_who_may_not_read_them(town, client, build) -> None:
    client.sign_in(build.account("analyst"))
    view = client.get("/admin/karta/celler.json?bbox=14.6,56.7,15.0,57.0&zoom=18").json
    assert [c["n"] for c in clusters(view)] == [9] and not view["points"]
    assert clusters(view)[0]["unsafe"] == 0 and "/admin/siffror" in clusters(view)[0]["url"]


@pytest.mark.parametrize(
    "query",
    [
        *("", "?bbox=1,2,3&zoom=4", "?bbox=a,b,c,d&zoom=1", "?bbox=1,2,3,4", "?bbox=nan,1,2,3&zoom=1"),
        *("?bbox=1e308,1e308,-1e308,-1e308&zoom=22", "?bbox=2,1,1,2&zoom=9"),
    ],
)
def test_a_view_that_is_none_is_refused(query, client, build) -> None:
    client.sign_in(build.account("tagger"))
    client.get("/admin/karta/celler.json" + query, status=422)
    client.get("/admin/karta/celler.json?bbox=1e308,1e308,1e308,1e308&zoom=22")  # far outside, but a view


def test_map_and_figures_offer_what_the_inbox_filters_on_but_words_only_to_who_reads_texts(client, build) -> None:
    open_session(client, build.account("tagger"))
    for address in ("/admin/karta", "/admin/siffror"):
        page = client.get(f"{address}?lage=untagged&hallning=brist&ord=lampa&person=1")
        chosen = {
            name: page.find(f"main [name={name}] option[selected]")[0].get("value") for name in ("lage", "hallning")
        }
        assert chosen == {"lage": "untagged", "hallning": "brist"}
        assert page.find("main input[name=ord]")[0].get("value") == "lampa" and page.find(
            "main input[name=person][checked]"
        )
    open_session(client, build.account("analyst"))
    assert not client.get("/admin/karta?ord=lampa").find("main [name=ord]")


def test_a_view_that_nothing_has_changed_in_is_not_sent_again(town, client, build, db, queries) -> None:
    client.sign_in(build.account("tagger"))
    address = "/admin/karta/celler.json?bbox=14.6,56.7,15.0,57.0&zoom=10"
    first = client.get(address)
    mark = first.headers["ETag"]
    queries.clear()
    again = client.get(address, status=304, headers={"If-None-Match": mark})
    assert again.headers["ETag"] == mark and not again.text
    assert not any("remarks" in statement or "cell_counts" in statement for statement in queries)
    assert client.get(f"{address}&kansla=safe", headers={"If-None-Match": mark}).json != first.json
    build.remark(feeling="safe", **_at(14.9))
    assert client.get(address, headers={"If-None-Match": mark}).headers["ETag"] != mark


def test_squares_are_few_and_small_when_they_are_sent_and_kept_until_something_changes(
    client, build, db, queries
) -> None:
    dice = random.Random(3)
    places = [(round(dice.uniform(14.6, 15.0), 6), round(dice.uniform(56.8, 57.0), 6)) for _ in range(700)]
    record_remarks(
        db, [NewRemark(geometry={"type": "Point", "coordinates": place}, feeling="safe") for place in places]
    )
    db.commit()
    client.sign_in(build.account("tagger"))
    answer = client.http.get(
        "/admin/karta/celler.json?bbox=14.6,56.8,15.0,57.0&zoom=14", headers={"Accept-Encoding": "gzip"}
    )
    assert answer.headers["Content-Encoding"] == "gzip" and len(answer.data) <= 8 * 1024
    columns = json.loads(gzip.decompress(answer.data))["squares"]["columns"]
    assert 200 < len(columns[0]) <= 600 and sum(columns[4]) == 700
    client.sign_in(build.account("tagger"))  # somebody else who may see the same
    address = "/admin/karta/celler.json?bbox=14.6,56.8,15.0,57.0&zoom=14"
    seen = client.get(address)
    queries.clear()
    assert client.get(address).json == seen.json and not any("cell_counts" in statement for statement in queries)
    build.remark(feeling="safe", **_at(14.9))
    assert sum(client.get(address).json["squares"]["columns"][4]) == 701
    client.sign_in(build.account("analyst"))
    theirs = client.get(address).json["squares"]
    assert theirs["is_whole"] and not seen.json["squares"]["is_whole"] and min(theirs["columns"][4]) >= 5
