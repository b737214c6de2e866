"""Files of remarks as they come: any encoding and separator, and every faulty row named with how to mend it."""

import io
import json
import zipfile
from datetime import date
from functools import partial

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.base.cells import guarded, is_active, plain
from dialog.base.geo import GeometryProblem
from dialog.base.problems import Problem
from dialog.figures.exchange.tables import read_table
from dialog.figures.exchange.understanding import Around, understand
from dialog.place.queries import check_within

VAXJO = (14.47, 56.69, 15.33, 57.19)
AROUND = Around(
    "polis", True, date(2026, 11, 19), {"belysning": "belysning", "gammal": "belysning"}, partial(check_within, VAXJO)
)
CSV = 'Synpunkt;Känsla;lat;lng;plats;vecka;tid på dygnet;antal;fokusområden\r\n"Mörkt; ""i"" tunneln";otrygg;56,8777;14,8091;Tunneln;2026-40;mörker;3;belysning\r\n'


def understood(data: bytes, around: Around = AROUND):
    return understand(read_table(data), around)


def one(data: bytes):
    read = understood(data)
    assert not read.faults, read.faults
    assert len(read.rows) == 1
    return read.rows[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_as_what_it_is(encoding: str, separator: str) -> None:
    text = (
        CSV
        if separator == ";"
        else CSV.replace("56,8777", "56.8777").replace("14,8091", "14.8091").replace(";", separator)
    )
    new = one(text.encode(encoding)).new
    assert new.text == 'Mörkt; "i" tunneln'.replace(";", separator if separator != "\t" else "\t")
    assert (new.feeling, new.place_words, new.week, new.part_of_day, new.agreeing) == (
        "unsafe",
        "Tunneln",
        202640,
        "dark",
        3,
    )
    assert new.geometry == {"type": "Point", "coordinates": [14.8091, 56.8777]}


def test_a_list_in_json_is_as_good_as_a_row_of_words() -> None:
    assert one(b'{"text": "a", "part_of_day": ["dark", "dusk"]}').new.part_of_day == "dusk,dark"


def test_the_same_row_in_each_format() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Om filen"])
    sheet = book.create_sheet("Data")
    sheet.append(["text", "feeling", "lat", "lng", "day", "agreeing"])
    sheet.append(["=1+1", "otrygg", 56.8777, 14.8091, date(2026, 11, 2), 2])
    sheet["A2"].data_type = "s"
    file = io.BytesIO()
    book.save(file)
    row = {"text": "=1+1", "feeling": "unsafe", "day": "2026-11-02", "agreeing": 2}
    place = {"lat": 56.8777, "lng": 14.8091}
    point = {"type": "Point", "coordinates": [14.8091, 56.8777]}
    features = [{"type": "Feature", "properties": row, "geometry": point}]
    files = [
        file.getvalue(),
        json.dumps(row | place).encode(),
        json.dumps({"type": "FeatureCollection", "features": features}, indent=1).encode("utf-8-sig"),
        b"text,feeling,lat,lng,day,agreeing\n'=1+1,unsafe,56.8777,14.8091,2026-11-02,2",
    ]
    found = [one(data).new for data in files]
    assert all(new == found[0] for new in found), found
    assert (found[0].text, found[0].day, found[0].week) == ("=1+1", date(2026, 11, 2), 202645)


FAULTY = [
    ({"text": "a", "feeling": "arg"}, "feeling", "ingen känsla"),
    ({"text": "a", "lat": "56,9"}, "lng", "ena talet"),
    ({"text": "a", "lat": "norr", "lng": "14"}, "lat", "inget tal"),
    ({"text": "a", "lat": 14.8, "lng": 56.9}, "lat", "bytt plats"),
    ({"text": "a", "lat": 59.3, "lng": 18.0}, "lat", "fem mil"),
    ({"text": "a", "lat": 6300000, "lng": 490000}, "lat", "SWEREF"),
    ({"text": "a", "lat": 96, "lng": 14}, "lat", "mellan 55 och 70"),
    ({"geometry": {"type": "Point", "coordinates": [14.8, 56.9, 3]}}, "geometry", "höjd"),
    ({"geometry": {"type": "Point", "coordinates": [56.9, 14.8]}}, "geometry", "bytt plats"),
    ({"geometry": {"type": "Polygon", "coordinates": [[[14.8, 56.8], [14.9, 56.9], [14.8, 56.9], [14.9, 56.8], [14.8, 56.8]]]}}, "geometry", "korsar"),
    ({"geometry": {"type": "MultiPoint", "coordinates": [[14.8, 56.8]]}}, "geometry", "form"),
    ({"geometry": "POINT(14.8 56.8)"}, "geometry", "form"),
    ({"text": "a", "week": "2026-54"}, "week", "ingen vecka"),
    ({"text": "a", "week": "2027-01"}, "week", "framtiden"),
    ({"text": "a", "day": "19/11"}, "day", "ingen dag"),
    ({"text": "a", "day": "2000-01-02"}, "day", "ingen dag"),
    ({"text": "a", "day": "2026-11-20"}, "day", "framtiden"),
    ({"text": "a", "day": "2026-11-02", "week": "2026-40"}, "week", "stämmer inte"),
    ({"text": "a", "part_of_day": "lunch"}, "part_of_day", "tid på dygnet"),
    ({"text": "a", "agreeing": "0"}, "agreeing", "heltal"),
    ({"text": "a", "agreeing": 2.5}, "agreeing", "heltal"),
    ({"text": "a", "focus_areas": "bely"}, "focus_areas", "inget fokusområde"),
    ({"text": "a", "polarity": "belysning"}, "polarity", "brist"),
    ({"text": "x" * 4001}, "text", "Korta"),
    ({"text": {"a": 1}}, "text", "text"),
    ({"feeling": "otrygg"}, "", "varken text eller plats"),
    ({"text": "\u202e \x07"}, "", "varken text eller plats"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "column", "words"), FAULTY)
def test_what_is_wrong_is_named_with_how_to_mend_it(row, column: str, words: str) -> None:
    read = understood(b'{"text": "bra"}\n\n' + json.dumps(row).encode())
    assert [(f.number, f.column) for f in read.faults] == [(3, column)]
    fault = read.faults[0]
    assert words in fault.message % fault.facts and len(read.rows) == 1


def test_every_fault_of_a_row_is_told() -> None:
    read = understood("text;känsla;lat;lng;antal\na;b;c;d;e\n".encode())
    assert {f.column for f in read.faults} == {"feeling", "lat", "agreeing"} and read.faulty_rows == 1


def test_a_file_that_does_not_say_the_language_is_read_as_what_it_is_in() -> None:
    read = understood(
        "text;lang\nHär är mörkt;\nالمكان مظلم جدا;\nIt is dark here at night;\nHär är mörkt;en\n".encode()
    )
    assert [row.new.lang for row in read.rows] == ["sv", "ar", "en", "en"]


def test_rows_are_numbered_as_excel_shows_them_and_empty_ones_are_passed_over() -> None:
    read = understood('text;känsla\n"två\nrader";otrygg\n;;\n\ntre;fel\nfyra;;för mycket\n'.encode())
    assert [f.number for f in read.faults] == [5, 6] and [row.number for row in read.rows] == [2]


BROKEN = [
    (b"", "tom"),
    (b"\xef\xbb\xbf \n", "tom"),
    (b"a;b\n1;2", "rubriker"),
    (b"text;synpunkt\na;b", "samma sak"),
    (b'text\n"ofullbordad', "tabell"),
    (b'text;lat\n"a"b;2', "tabell"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "xlsx"),
    (b"\x90\x00\x81", "går inte att läsa"),
    (b"PK\x03\x04" + b"x" * 50, "Excelfil"),
    (b"\x00\x01\x02text", "går inte att läsa"),
    (b'{"type":"FeatureCollection","features":[', "trasig"),
    (b'{"type":"FeatureCollection","features":[]}', "inga platser"),
    (b'{"type":"Feature","geometry":null,"properties":{"text":"a"}}', "FeatureCollection"),
    (b'{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:3006"}},"features":[{}]}', "SWEREF"),
    (b'[{"text":"a"}]', "JSON lines"),
]


@pytest.mark.parametrize(("data", "words"), BROKEN)
def test_a_broken_file_is_told_as_a_whole(data: bytes, words: str) -> None:
    with pytest.raises(Problem) as told:
        read_table(data)
    assert words in told.value.message


def test_a_json_line_that_is_none_is_a_faulty_row() -> None:
    read = understood(b'{"text": "a"}\n{"text": NaN}\n[1]\n{"text": "b"\n' + b"[" * 100_000)
    assert [f.number for f in read.faults] == [2, 3, 4, 5]


def test_files_that_unfold_or_declare_are_refused() -> None:
    def packed(name: str, content: bytes) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr(name, content)
        return file.getvalue()

    bomb = packed("xl/worksheets/sheet1.xml", b"0" * (161 * 1024 * 1024))
    assert len(bomb) < 200_000
    with pytest.raises(Problem, match="packas upp"):
        read_table(bomb)
    for declared in (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>', "<!doctype a><a/>".encode("utf-16")):
        with pytest.raises(Problem, match="Excelfil"):
            read_table(packed("xl/workbook.xml", declared))


def test_too_many_rows_are_refused_before_they_are_read(monkeypatch) -> None:
    for module in ("records", "objects"):
        monkeypatch.setattr(f"dialog.figures.exchange.{module}.MOST_ROWS", 3)
    for data in (b"text\n" + b"a\n" * 4, b'{"text":"a"}\n' * 4):
        with pytest.raises(Problem) as told:
            read_table(data)
        assert told.value.code == "too_large"


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_stumble(data: bytes) -> None:
    try:
        understood(b"text;lat;lng\n" + data)
        understood(data)
    except Problem:
        pass


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [
        "text",
        "feeling",
        "lat",
        "lng",
        "geometry",
        "week",
        "day",
        "part_of_day",
        "agreeing",
        "focus_areas",
        "polarity",
        "lang",
        "season",
    ]
)


@given(st.dictionaries(NAMES, JSON, max_size=6))
def test_no_value_makes_understanding_stumble(row) -> None:
    read = understood(json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass") if row else b'{"a": 1}')
    assert len(read.rows) + read.faulty_rows <= 1


@given(st.text(max_size=30) | st.from_regex(r"\A'*[ \t\n]?[=+@＝-].*\Z"))
def test_guarding_can_be_undone_and_leaves_nothing_active(text: str) -> None:
    assert plain(guarded(text)) == text
    cell = guarded(text)
    assert not (is_active(cell) and not cell.startswith("'"))


def test_swapped_numbers_are_refused_where_there_are_no_districts_to_tell_by() -> None:
    check_within(None, {"type": "Point", "coordinates": [14.8, 56.9]})
    check_within(None, {"type": "Point", "coordinates": [-70.0, 40.0]})
    with pytest.raises(GeometryProblem, match="bytt plats"):
        check_within(None, {"type": "LineString", "coordinates": [[56.9, 14.8], [56.91, 14.8]]})
