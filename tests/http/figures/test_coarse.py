"""Who may not read texts cannot find where a remark lies by moving the edges of a view or of a square (TRUST D16)."""

from urllib.parse import parse_qs, urlsplit

import pytest

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
