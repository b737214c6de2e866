"""Who may not read texts cannot find where a remark lies by moving the edges of a view or of a square (TRUST D16)."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from dialog.figures.operations import responses_out
from dialog.figures.queries.responses import asked_waves
from dialog.figures.queries.results import ResponseCut
from dialog.people.kinds import By
from dialog.remark.masking import release
from dialog.remark.operations import erase_remarks
from dialog.survey.models import Answer, Question, Response
from tests.maps import clusters

LAT, LNG = 56.851234, 14.753456


@pytest.fixture
def heap(build, db):
    for n in range(6):
        lng = LNG + n / 10_000
        point = {"type": "Point", "coordinates": [lng, LAT]}
        build.remark(feeling="unsafe", lat=LAT, lng=lng, geometry=point)
    db.commit()


def _box(url: str) -> str:
    return parse_qs(urlsplit(url).query)["ruta"][0]


@pytest.mark.parametrize("role", ["analyst", "coordinator"])
def test_a_cluster_tells_its_square_and_no_more(client, build, heap, role) -> None:
    client.sign_in(build.account(role))
    narrow = f"{LNG + 0.0003},{LAT - 0.00001},{LNG + 0.0004},{LAT + 0.00001}"
    for bbox in (narrow, "14.7,56.8,14.8,56.9"):
        found = client.get(f"/admin/karta/celler.json?bbox={bbox}&zoom=20").json
        (cluster,) = clusters(found)
        assert cluster["n"] == 6 and not found["points"]
        assert _box(cluster["url"]) == "56.85,14.75,56.855,14.76"


def test_a_square_is_widened_until_it_tells_nothing(client, build, heap) -> None:
    client.sign_in(build.account("analyst"))
    beside = f"ruta={LAT - 0.0001},{LNG - 0.0002},{LAT + 0.0001},{LNG - 0.0001}"  # holds none of them
    assert "6 synpunkter" in client.get(f"/admin/synpunkter?{beside}").words("#count")
    assert "6 synpunkter" in client.get(f"/admin/siffror?{beside}").words(".lead")


def test_who_reads_still_sees_exactly(client, build, heap) -> None:
    client.sign_in(build.account("tagger"))
    beside = f"ruta={LAT - 0.0001},{LNG - 0.0002},{LAT + 0.0001},{LNG - 0.0001}"
    assert "0 synpunkter" in client.get(f"/admin/synpunkter?{beside}").words("#count")


def test_no_small_total_beside_hidden_groups(client, build, heap, db) -> None:
    for _ in range(2):
        build.remark("Ingen plats, och ingen känsla.", feeling=None)
    build.remark(feeling="safe", week=202640)
    db.commit()
    client.sign_in(build.account("analyst"))
    page = client.get("/admin/siffror?kansla=none")
    assert "färre än fem" in page.words(".lead") and "(2 synpunkter)" not in page.text


ACCUSES = "Kalle Andersson i 12:an säljer droger vid lekplatsen."
#: In one coarse square: 56.85–56.855, 14.75–14.76.
HERE, THERE = (56.8506, 14.7511), (56.8544, 14.7589)
FILTERS = ("", "&kansla=unsafe", "&lage=untagged", "&ord=maskerat")
BOXES = ((0.0002, 0.0002), (0.003, 0.004), (0.05, 0.08))


def _at(lat: float, lng: float) -> dict[str, object]:
    return {"lat": lat, "lng": lng, "geometry": {"type": "Point", "coordinates": [lng, lat]}}


def _seen(client) -> list[object]:
    """Return all that the map, the list and the counts tell of places about the two."""
    told: list[object] = []
    for high, wide in BOXES:
        for lat, lng in (HERE, THERE):
            south, west, north, east = lat - high, lng - wide, lat + high, lng + wide
            for more in FILTERS:
                for zoom in (11, 14, 18):
                    address = f"/admin/karta/celler.json?bbox={west},{south},{east},{north}&zoom={zoom}{more}"
                    told.append(client.get(address).json)
                chosen = f"ruta={south},{west},{north},{east}{more}"
                told += [client.get(f"/admin/{page}?{chosen}").words(css) for page, css in (("synpunkter", "#count"), ("siffror", ".lead"))]  # fmt: skip
    return told


def test_what_accuses_is_placed_in_a_coarse_square_and_no_nearer(client, build, db) -> None:
    for n in range(30):
        build.remark(
            feeling="safe" if n % 3 else "unsafe", **_at(HERE[0] + n / 8_000, HERE[1] + n / 4_500), source="plats"
        )
    accused = build.remark(ACCUSES, feeling="unsafe", **_at(*HERE))
    db.commit()
    client.sign_in(build.account("tagger"))
    before = _seen(client)
    narrow = f"{HERE[1] - 0.0001},{HERE[0] - 0.0001},{HERE[1] + 0.0001},{HERE[0] + 0.0001}"
    near = client.get(f"/admin/karta/celler.json?bbox={narrow}&zoom=18").json
    (apart,) = near["clusters"]
    assert apart["n"] == 1 and apart["unsafe"] == 1 and len(near["points"]) == 1  # and the other one there
    assert "31 synpunkter" in client.get(apart["url"]).words("#count")  # all of that square, and with them this one
    afar = client.get("/admin/karta/celler.json?bbox=14.7,56.8,14.8,56.9&zoom=11").json
    assert sum(one["n"] for one in clusters(afar)) == 31 and not afar["clusters"]
    erase_remarks(db, [accused.id])
    build.remark(ACCUSES, feeling="unsafe", **_at(*THERE))
    db.commit()
    assert _seen(client) == before
    client.sign_in(build.account("tagger", "trusted_reader"))
    assert len(client.get(f"/admin/karta/celler.json?bbox={narrow}&zoom=18").json["points"]) == 1


def test_a_response_that_accuses_leaves_without_its_places(build, db) -> None:
    survey = build.survey()
    questions = {q.code: q.id for q in db.scalars(select(Question))}
    for tells in (ACCUSES, "Det är mörkt där."):
        made = Response(wave_id=survey.waves[0].id, week=202647, channel="web", lang="sv")
        db.add(made)
        db.flush()
        where = build.remark("", place_words="Vid tunneln", **_at(*HERE), source="enkat")
        for code, remark in (("where", where), ("tell", build.remark(tells, source="enkat"))):
            db.add(Answer(response_id=made.id, question_id=questions[code], remark_id=remark.id))
    db.flush()
    file = b"".join(responses_out(db, "csv", asked_waves(db), ResponseCut(), full=True).parts).decode("utf-8-sig")
    by_words = {row["tell"]: row for row in csv.DictReader(io.StringIO(file, newline=""), delimiter=";")}
    whole = by_words.pop("Det är mörkt där.")
    (accuses,) = by_words.values()
    assert whole["where.lat"] and whole["where.words"] == "Vid tunneln"
    assert not any(accuses[f"where.{name}"] for name in ("lat", "lng", "geometry", "words"))
    assert "Kalle" not in file


def test_the_restricted_queue_chooses_nothing_for_who_may_not_open_it(client, build, db) -> None:
    build.remark("Det är mörkt.", **_at(*THERE))
    accused = build.remark(ACCUSES, **_at(*HERE))
    db.commit()
    client.sign_in(build.account("tagger"))
    assert "2 synpunkter" in client.get("/admin/siffror?ko=utpekad", status=422).words(".lead")
    cells = "/admin/karta/celler.json?bbox=14.7,56.8,14.8,56.9&zoom=14"
    assert client.get(f"{cells}&ko=utpekad").json == client.get(cells).json
    marked = client.http.get(cells).headers["ETag"]
    release(db, By("test"), accused.id)
    db.commit()
    assert client.http.get(cells, headers={"If-None-Match": marked}).status_code == 200
