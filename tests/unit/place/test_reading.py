"""Files about places: districts and names, whole or refused with every fault named."""

import json
from pathlib import Path

import pytest

from dialog.base.problems import Problem
from dialog.place import reading

GEO = Path(__file__).parents[3] / "dialog" / "demo" / "data"


def _collection(*features: dict) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _square(**properties: str) -> dict:
    ring = [[14.0, 56.0], [14.1, 56.0], [14.1, 56.1], [14.0, 56.1], [14.0, 56.0]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_real_districts_are_read() -> None:
    found = reading.read_districts((GEO / "regso2025_0780_vaxjo.geojson").read_bytes())
    assert len(found) == 23
    assert ("0780R016", "Teleborg centrum") in {(d.code, d.name) for d in found}


def test_every_faulty_district_is_named() -> None:
    bow = _square(namn="Kors")
    bow["geometry"]["coordinates"] = [[[14.0, 56.0], [14.1, 56.1], [14.1, 56.0], [14.0, 56.1], [14.0, 56.0]]]
    metres = _square(namn="Meter")
    metres["geometry"]["coordinates"] = [
        [[500_000, 6_200_000], [500_100, 6_200_000], [500_100, 6_200_100], [500_000, 6_200_000]]
    ]
    swapped = _square(namn="Bytt")
    swapped["geometry"]["coordinates"] = [[[56.0, 14.0], [56.1, 14.1], [56.0, 14.1], [56.0, 14.0]]]
    good = _square(namn="Bra", kod="1")
    with pytest.raises(Problem) as refused:
        reading.read_districts(
            _collection(good, _square(kod="2"), bow, metres, _square(namn="Dubbel", kod="1"), swapped)
        )
    faults = dict(refused.value.facts["rows"])
    assert sorted(faults) == [2, 3, 4, 5, 6] and "bytt plats" in faults[6]
    assert "namn" in faults[2] and "korsar" in faults[3] and "WGS 84" in faults[4] and "Koden" in faults[5]


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[1]", b'{"type":"FeatureCollection","features":[]}', b"\x00\x01", b"\xff\xfe\x00"]
)
def test_what_is_no_geojson_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(Problem):
        reading.read_districts(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_list_of_places_is_read_as_what_it_is(encoding: str, mark: str) -> None:
    comma = "." if mark == "," else ","
    text = f"Namn{mark}lat{mark}lng\nÖstra torget{mark}56{comma}87{mark}14{comma}80\n"
    [place] = reading.read_names(text.encode(encoding))
    assert (place.name, place.lat, place.lng) == ("Östra torget", 56.87, 14.8)


def test_a_faulty_row_is_named_and_nothing_is_read() -> None:
    with pytest.raises(Problem) as refused:
        reading.read_names(
            "namn;lat;lng\nTorget;56,8;14,8\n;56,8;14,8\nParken;x;14,8\nSjön;156;14\nÖn;14,8;56,8\n".encode()
        )
    assert [n for n, _ in refused.value.facts["rows"]] == [3, 4, 5, 6]


def test_streets_are_read_from_the_map_package() -> None:
    names = list(reading.read_map_package(GEO / "helsingfors-centrum.pmtiles"))
    by_name = {n.name for n in names}
    assert "Norra Esplanaden" in by_name and len(names) > 500
    assert all(60.1 < n.lat < 60.2 and 24.9 < n.lng < 25.0 for n in names)
