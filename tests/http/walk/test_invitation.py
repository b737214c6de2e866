"""What everyone sees of a walk: nothing before it is announced, then the invitation, a calendar file and a sheet, never the code."""

from dataclasses import replace

from flask import Flask
from sqlalchemy import select

from dialog.demo.filling import MAP_PACKAGE
from dialog.walk.models import Stop
from tests.apps import make_app
from tests.build import Builder
from tests.page import PageClient
from tests.walks import make_walk


def test_an_invitation_is_shown_when_it_is_announced_and_never_tells_the_code(
    client: PageClient, build: Builder, db, app: Flask
) -> None:
    walk = make_walk(db, state="planned")
    for path in (f"/vandring/{walk.slug}", f"/vandring/{walk.slug}/utskrift", f"/vandring/{walk.slug}/kalender.ics"):
        client.get(path, status=404)
    assert not client.get("/").find("#walks-title") and walk.title not in client.get("/vandringar").text
    staff = PageClient(app).sign_in(build.account("coordinator"))
    page = staff.get(f"/admin/vandringar/{walk.slug}")
    staff.submit(page.form("/inbjudan"), button=("visa", "1"))
    everywhere = [
        client.get(p)
        for p in (
            "/",
            "/vandringar",
            f"/vandring/{walk.slug}",
            f"/vandring/{walk.slug}/utskrift",
            f"/en/vandring/{walk.slug}",
        )
    ]
    for page in everywhere:
        assert walk.title in page.text and walk.join_code not in page.text and "/v/" not in page.text
    assert everywhere[3].find("svg.qr") and everywhere[2].find("svg.walk-map")
    calendar = client.get(f"/vandring/{walk.slug}/kalender.ics")
    assert calendar.headers["Content-Type"].startswith("text/calendar")
    assert f"DTSTART:{walk.starts_at:%Y%m%dT%H%M%SZ}" in calendar.text and walk.join_code not in calendar.text
    tag = everywhere[2].headers["ETag"]
    client.get(f"/vandring/{walk.slug}", status=304, headers={"If-None-Match": tag})
    address = staff.get(f"/admin/vandringar/{walk.slug}/uppgifter").find("#slug")[0]
    assert address.get("readonly") is not None


def test_the_map_is_drawn_on_the_streets_of_the_package_and_names_its_source(database, settings, db, tmp_path) -> None:
    walk = make_walk(db, is_announced=True)
    for n, (lat, lng) in enumerate(((60.1716, 24.9437), (60.1709, 24.9478)), start=1):
        stop = db.scalars(select(Stop).where(Stop.walk_id == walk.id, Stop.number == n)).one()
        stop.lat, stop.lng = lat, lng
    walk.gathering_lat = walk.gathering_lng = walk.route = None
    db.commit()
    page = PageClient(make_app(replace(settings, map=str(MAP_PACKAGE)), database)).get(
        f"/vandring/{walk.slug}/utskrift"
    )
    assert page.find(".walk-streets path") and "gatan" in page.words(".walk-names")
    assert page.words(".walk-source") == "© OpenStreetMap-bidragsgivare" and not page.find(".walk-outline")
    assert len(page.text) < 60_000
    elsewhere = (
        tmp_path / "sverige.pmtiles"
    )  # away, half written, no package, and one that shows nothing of this ground
    for content in (
        None,
        MAP_PACKAGE.read_bytes()[:30_000],
        b"",
        b"not a package at all" * 40,
        MAP_PACKAGE.read_bytes(),
    ):
        if content is not None:
            elsewhere.write_bytes(content)
        if content == MAP_PACKAGE.read_bytes():
            for stop in db.scalars(select(Stop).where(Stop.walk_id == walk.id, Stop.lat.is_not(None))):
                stop.lat, stop.lng = 56.879 + stop.number / 1000, 14.806
            db.commit()
        page = PageClient(make_app(replace(settings, map=str(elsewhere)), database)).get(
            f"/vandring/{walk.slug}/utskrift"
        )
        assert page.find(".walk-stop") and not page.find(".walk-streets") and not page.find(".walk-source")


def test_the_start_page_and_list_work_in_english_and_when_empty(client: PageClient) -> None:
    assert client.get("/vandringar").h1 and client.get("/en/vandringar").h1
