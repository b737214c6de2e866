"""The filter that everything chooses remarks by: read from an address, written to one, and turned into SQL."""

import string
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from dialog.base.geo import coarse
from dialog.remark.models import Remark
from dialog.tag.filters import (
    FEELINGS,
    STANCES,
    STATES,
    RemarkFilter,
    read_filter,
    read_week,
    show_week,
)
from dialog.tag.queries import matching
from tests.build import Builder

slugs = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=12)
weeks = st.tuples(st.integers(2001, 2098), st.integers(1, 52)).map(lambda w: w[0] * 100 + w[1])
words = st.text(string.ascii_letters + 'åäöÅÄÖ %_*?[]"', max_size=40).map(lambda t: " ".join(t.split()))
degrees = st.integers(-80, 80)


@st.composite
def filters(draw: Any) -> RemarkFilter:
    since, until = sorted(draw(st.tuples(weeks, weeks)))
    south, north = sorted(draw(st.tuples(degrees, degrees)))
    west, east = sorted(draw(st.tuples(degrees, degrees)))
    return RemarkFilter(
        state=draw(st.sampled_from(("", *STATES))),
        focus_areas=tuple(draw(st.lists(slugs, max_size=4, unique=True))),
        stance=draw(st.sampled_from(("", *STANCES))),
        source=draw(st.just("") | slugs),
        origin=draw(st.none() | st.uuids()),
        district=draw(st.none() | st.uuids()),
        since=draw(st.sampled_from((None, since))),
        until=draw(st.sampled_from((None, until))),
        feeling=draw(st.sampled_from(("", *FEELINGS))),
        words=draw(words),
        personal=draw(st.booleans()),
        box=draw(st.sampled_from((None, (float(south), float(west), float(north), float(east))))),
    )


@given(filters())
def test_what_is_written_to_an_address_is_read_back(chosen: RemarkFilter) -> None:
    assert read_filter(MultiDict(chosen.pairs())) == (chosen, {})


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [n for n, _ in RemarkFilter(words="a", personal=True).pairs()] + ["fran", "ruta", "omrade", "fokus"]
            ),
            st.text(max_size=30),
        )
    )
)
def test_anything_can_be_in_an_address(pairs: list[tuple[str, str]]) -> None:
    found, faults = read_filter(MultiDict(pairs))
    assert read_filter(MultiDict(found.pairs()))[0] == found
    assert set(faults) <= {name for name, _ in pairs}


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [("fran", "2026-W60", "week"), ("lage", "x", "choice"), ("omrade", "1", "choice"), ("ruta", "1,2,3", "box"), ("ruta", "nan,0,1,1", "box"), ("ord", "x" * 130, "long")],
)  # fmt: skip
def test_what_cannot_be_read_is_named(name: str, value: str, fault: str) -> None:
    assert read_filter(MultiDict([(name, value)]))[1] == {name: fault}


def test_a_period_the_wrong_way_round_is_named() -> None:
    assert read_filter(MultiDict([("fran", "2026-W40"), ("till", "2026-W39")]))[1] == {"till": "order"}


@pytest.mark.parametrize("written", ["2026-W47", "202647", "2026 v47", "2026-47", "2026-11-19", "2026v47"])
def test_a_week_is_read_however_it_is_written(written: str) -> None:
    assert read_week(written) == 202647
    assert show_week(read_week(written)) == "2026-W47"


def _found(db: Session, chosen: RemarkFilter) -> set[str]:
    return set(db.scalars(select(Remark.text).where(*matching(chosen))))


def test_words_are_sought_in_all_that_was_written(db: Session, build: Builder) -> None:
    build.remark("ett", suggestion="Sätt upp LAMPOR")
    build.remark("två", place_words="Vid lamporna")
    build.remark("tre")
    assert _found(db, RemarkFilter(words="lampor")) == {"ett", "två"}


def test_the_other_conditions(db: Session, build: Builder) -> None:
    wave = uuid.uuid4()
    build.remark("a", week=202640, source="enkat", origin_id=wave, feeling="unsafe", lat=56.8, lng=14.8)
    build.remark("b", week=202642, has_personal_data=True, is_handled=True)
    build.remark("c", week=202645, feeling="safe")
    cases = {
        RemarkFilter(): {"a", "b", "c"},
        RemarkFilter(since=202642): {"b", "c"},
        RemarkFilter(since=202640, until=202642): {"a", "b"},
        RemarkFilter(source="enkat"): {"a"},
        RemarkFilter(origin=wave): {"a"},
        RemarkFilter(feeling="none"): {"b"},
        RemarkFilter(feeling="safe"): {"c"},
        RemarkFilter(personal=True): {"b"},
        RemarkFilter(state="untagged"): {"a", "c"},
        RemarkFilter(box=(56.0, 14.0, 57.0, 15.0)): {"a"},
        RemarkFilter(box=(56.0, 15.0, 57.0, 16.0)): set(),
    }
    for chosen, expected in cases.items():
        assert _found(db, chosen) == expected, chosen


@given(st.floats(-89, 89), st.floats(-179, 179), st.floats(0, 0.9), st.floats(0, 0.9), st.integers(0, 6))
def test_a_coarse_box_covers_and_stays_as_it_is(
    lat: float, lng: float, up: float, right: float, doublings: int
) -> None:
    box = (lat, lng, lat + up, lng + right)
    south, west, north, east = made = coarse(box, doublings)
    tiny = 1e-6
    assert south - tiny <= box[0] and west - tiny <= box[1] and north + tiny >= box[2] and east + tiny >= box[3]
    assert coarse(made, doublings) == made and north - south >= 0.00499 and east - west >= 0.00999


def test_who_may_not_read_looks_in_masked_words_and_gets_no_fine_box() -> None:
    chosen = RemarkFilter(words="Anders", box=(56.8512, 14.7534, 56.8513, 14.7535))
    assert chosen.masked() == RemarkFilter(words="Anders", sight="masked", box=(56.85, 14.75, 56.855, 14.76))
