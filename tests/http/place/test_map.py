"""What the map asks for, and the page where districts come in."""

import gzip
import io
import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from dialog.place import operations, queries, reading
from tests.apps import make_app
from tests.page import PageClient

GEO = Path(__file__).parents[3] / "dialog" / "demo" / "data"


@pytest.fixture
def vaxjo(db):
    operations.import_districts(
        db, "regso", "RegSO", reading.read_districts((GEO / "regso2025_0780_vaxjo.geojson").read_bytes())
    )
    db.commit()


def test_the_map_begins_with_outlines_where_there_is_no_package(client, vaxjo) -> None:
    told = client.get("/karta/installning.json").json
    assert told["kind"] == "outline" and 14.6 < told["bounds"][0] < told["bounds"][2] < 15.0
    first = client.get("/karta/omraden.geojson")
    assert len(json.loads(first.text)["features"]) == 23
    packed = client.http.get("/karta/omraden.geojson", headers={"Accept-Encoding": "gzip"}).get_data()
    assert json.loads(gzip.decompress(packed)) == json.loads(first.text)
    assert len(packed) < 15 * 1024  # the file that was read is 184 kB
    assert client.get("/karta/omraden.geojson", status=304, headers={"If-None-Match": first.headers["ETag"]}).text == ""
    client.get("/karta/paket.pmtiles", status=404)
    client.get("/karta/ruta/1/0/0", status=404)


def test_a_place_is_found_by_name_and_told_in_words(client, vaxjo) -> None:
    found = client.get("/platser/sok?q=teleb").json
    assert {"Teleborg", "Teleborg centrum"} <= {p["name"] for p in found}
    assert client.get("/platser/har?lat=56.8777&lng=14.8091").json["words"] == "I Växjö centrum-Väster-Spetsamossen"
    assert client.get("/en/platser/har?lat=56.8777&lng=14.8091").json["words"] == "In Växjö centrum-Väster-Spetsamossen"
    assert "Utanför" in client.get("/platser/har?lat=0&lng=0").json["words"]
    for odd in ("", "?lat=nan&lng=1", "?lat=x&lng=1", "?lat=91&lng=1"):
        client.get("/platser/har" + odd, status=400)
    assert client.get("/platser/sok?q=%25").json == []


def test_the_package_is_sent_whole_and_in_parts(database, settings) -> None:
    client = PageClient(make_app(replace(settings, map=str(GEO / "helsingfors-centrum.pmtiles")), database))
    told = client.get("/karta/installning.json").json
    assert (told["kind"], told["max_zoom"]) == ("pmtiles", 15) and "OpenStreetMap" in told["attribution"]
    part = client.http.get("/karta/paket.pmtiles", headers={"Range": "bytes=0-126"})
    assert (part.status_code, part.data[:7], len(part.data)) == (206, b"PMTiles", 127)


class _Tiles(BaseHTTPRequestHandler):
    seen: list = []

    def do_GET(self) -> None:
        self.seen.append((self.path, dict(self.headers)))
        found = self.path in ("/5/17/9.png", "/moved.png")
        to = {"/5/17/6.png": "127.0.0.1", "/5/17/7.png": "localhost"}.get(self.path)
        self.send_response(302 if to else 200 if found else 500)
        if to:
            self.send_header("Location", f"http://{to}:{self.server.server_port}/moved.png")
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(b"\x89PNG-tile" if found else b"")

    def log_message(self, *_: object) -> None: ...


def test_tiles_are_fetched_by_the_site_and_tell_nothing_of_who_looks(database, settings) -> None:
    _Tiles.seen.clear()
    server = HTTPServer(("127.0.0.1", 0), _Tiles)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png"
    client = PageClient(make_app(replace(settings, map=address), database))
    sent = client.http.get(
        "/karta/ruta/5/17/9", headers={"User-Agent": "Resident/1", "Referer": "http://localhost/plats", "Cookie": "a=b"}
    )
    assert sent.data == b"\x89PNG-tile" and sent.mimetype == "image/png"
    client.get("/karta/ruta/5/17/8", status=404)
    client.get("/karta/ruta/2/9/0", status=404)
    assert client.http.get("/karta/ruta/5/17/6").data == b"\x89PNG-tile"
    client.get("/karta/ruta/5/17/7", status=404)  # led to another server
    server.shutdown()
    assert [path[1:-4] for path, _ in _Tiles.seen] == ["5/17/9", "5/17/8", "5/17/6", "moved", "5/17/7"]
    assert not any(word in str(_Tiles.seen) for word in ("Resident", "plats", "Cookie", "Referer"))


def test_districts_come_in_and_go_on_the_page(client, build, db) -> None:
    client.sign_in(build.account("coordinator"))
    page = client.get("/admin/omraden")
    assert "Läs in en fil" in page.words()
    form = page.form("/admin/omraden").fill(kind="regso", name="RegSO")
    form.set("file", (io.BytesIO((GEO / "regso2025_0780_vaxjo.geojson").read_bytes()), "vaxjo.geojson"))
    assert "23 områden" in client.submit(form).words()
    form.set("file", (io.BytesIO(b'{"type":"FeatureCollection","features":[{}]}'), "fel.geojson"))
    page = client.submit(form, status=422)
    assert "saknar namn" in page.words() and page.find("#kind")[0].get("value") == "regso"
    assert len(queries.districts(db)) == 23
    page = client.submit(client.get("/admin/omraden/regso/ta-bort").form())
    assert queries.districts(db) == [] and "Läs in en fil" in page.words()


def test_what_lies_far_from_the_districts_there_are_is_refused_and_changes_nothing(client, build, db) -> None:
    build.district()
    client.sign_in(build.account("coordinator"))
    ring = [[14.7, 58.8], [14.8, 58.8], [14.8, 58.9], [14.7, 58.9], [14.7, 58.8]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    far = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"namn": "A"}, "geometry": shape}],
    }
    form = client.get("/admin/omraden").form("/admin/omraden").fill(kind="stad", name="Stadsdelar")
    page = client.submit(form.set("file", (io.BytesIO(json.dumps(far).encode()), "stad.geojson")), status=422)
    assert "fem mil eller mer från de områden" in page.words() and [d.name for d in queries.districts(db)] == [
        "Centrum"
    ]
    form = client.get("/admin/omraden").form("/admin/omraden/platser")
    page = client.submit(form.set("file", (io.BytesIO(b"namn;lat;lng\nTorget;58.8;14.7\n"), "namn.csv")), status=422)
    assert "fem mil eller mer från kommunen" in page.words() and not queries.name_counts(db)
