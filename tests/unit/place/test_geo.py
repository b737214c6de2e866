"""Geometry as people give it: what is taken, what is refused and with which reason."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.base.geo import GeometryProblem, distance_m, point_for, read_geometry

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "coordinates", "x"]), inner),
    max_leaves=12,
)


def _ring(*points: tuple[float, float]) -> dict:
    return {"type": "Polygon", "coordinates": [[list(p) for p in (*points, points[0])]]}


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        ({"type": "Point", "coordinates": [14.8, 56.8, 12.0]}, "höjd"),
        ({"type": "Point", "coordinates": [200, 56.8]}, "inte på jorden"),
        ({"type": "Point", "coordinates": [math.nan, 56.8]}, "inte tal"),
        ({"type": "Point", "coordinates": [10**400, 56.8]}, "inte tal"),
        ({"type": "Point", "coordinates": ["14", 56.8]}, "inte tal"),
        ({"type": "Point", "coordinates": []}, "fler än två tal"),
        ({"type": "LineString", "coordinates": [[14.8, 56.8]]}, "för få punkter"),
        ({"type": "LineString", "coordinates": [[14.8, 56.8], [14.8, 56.8]]}, "ingen längd"),
        ({"type": "LineString", "coordinates": [[14.8, 56.8], [15.8, 56.8]]}, "längre än en mil"),
        ({"type": "GeometryCollection", "geometries": []}, "en form"),
        (_ring((14.0, 56.0), (14.1, 56.1), (14.1, 56.0), (14.0, 56.1)), "korsar sig själv"),
        ("{not json", "en form"),
        ("[" * 100_000, "en form"),
    ],
)
def test_what_cannot_be_a_place_is_refused_with_its_reason(geometry: object, reason: str) -> None:
    with pytest.raises(GeometryProblem, match=reason):
        read_geometry(geometry, kinds=("Point", "LineString", "Polygon"))


@given(ANYTHING)
def test_nothing_but_a_reason_comes_out_of_what_is_no_geometry(value: object) -> None:
    try:
        read = read_geometry(value)
    except GeometryProblem:
        return
    assert read["type"] in ("Point", "LineString")


@given(st.floats(-180, 180), st.floats(-89.9, 89.9))
def test_reading_again_changes_nothing(lng: float, lat: float) -> None:
    once = read_geometry({"type": "Point", "coordinates": [lng, lat]})
    assert read_geometry(json.dumps(once)) == once
    assert point_for(once) == (once["coordinates"][1], once["coordinates"][0])


def test_the_point_of_a_stretch_lies_on_it() -> None:
    lat, lng = point_for({"type": "LineString", "coordinates": [[14.80, 56.80], [14.82, 56.80]]})
    assert (lat, lng) == (56.8, 14.81)


def test_a_degree_of_latitude_is_as_long_as_on_the_sphere() -> None:
    assert distance_m(56, 14, 57, 14) == pytest.approx(111_195, abs=1)
