"""A walk planned by a coordinator and by a leader: two fields suffice, all else can be changed, with the other's text on conflict."""

from sqlalchemy import select

from dialog.walk.models import Stop, Walk
from tests.build import Builder
from tests.page import PageClient


def made(client: PageClient, db, **more) -> Walk:
    page = client.get("/admin/vandringar/ny")
    values = {"day": "2026-12-03", "hour": "17.30", "gathering_words": "Torget framför biblioteket"} | more
    page = client.submit(page.form("/ny").fill(**values))
    slug = page.url.split("?")[0].rsplit("/", 1)[1]
    return db.scalars(select(Walk).where(Walk.slug == slug)).one()


def test_day_and_place_suffice_and_all_pages_of_the_plan_work(client: PageClient, build: Builder, db) -> None:
    build.district()
    client.sign_in(build.account("coordinator"))
    walk = made(client, db)
    path = f"/admin/vandringar/{walk.slug}"
    assert walk.held_on.isoformat() == "2026-12-03" and walk.title == "Trygghetsvandring 3 december 2026"
    page = client.get(path)
    assert "När ni samlas är det mörkt." in page.words() and "Dagen har varit" not in page.words()
    past = made(client, db, day=f"{walk.held_on.year - 2}-12-03")
    assert "Dagen har varit" in client.get(f"/admin/vandringar/{past.slug}").words()
    page = client.get(f"{path}/uppgifter")
    point = '{"type": "Point", "coordinates": [14.75, 56.85]}'
    client.submit(
        page.form("/uppgifter").fill(title="Höstens vandring", gathering_geometry=point, purpose="Se ljuset.")
    )
    for n, name in enumerate(["Gångtunneln", "Parken", "Skolan"]):
        page = client.get(f"{path}/rutt")
        spot = f'{{"type": "Point", "coordinates": [14.75{n}, 56.85]}}'
        values = {"stop-words": name, "stop-geometry": spot} | ({"straight": "1"} if n == 2 else {})
        client.submit(page.form("/rutt").fill(**values))
    page = client.get(f"{path}/rutt")
    client.submit(page.form("/rutt").fill(**{"number-2": "0,5", "number-1": ""}))
    db.expire_all()
    stops = db.scalars(select(Stop).where(Stop.walk_id == walk.id).order_by(Stop.number)).all()
    assert [(stop.number, stop.name) for stop in stops] == [(1, "Skolan"), (2, "Gångtunneln")]
    assert walk.route is not None and len(walk.route["coordinates"]) == 3
    page = client.get(f"{path}/deltagare")
    client.submit(
        page.form("/deltagare").fill(**{"walkers-resident": "14", "recorder-0-words": "Kim", "group_count": "2"})
    )
    assert "Dela gärna upp er i 2 grupper" in client.get(f"{path}/deltagare").words()
    page = client.get(f"{path}/checklista")
    client.submit(
        page.form("/checklista").fill(
            **{
                "area-1": "",
                "area-12": "Lekplats",
                "level-12-0": "a",
                "level-12-1": "b",
                "level-12-2": "c",
                "level-12-3": "d",
            }
        )
    )
    db.expire_all()
    assert [walk.checklist[n]["slug"] for n in (0, 1, -1)] == ["lighting", "vegetation", "lekplats"]
    for part in (
        "",
        "/uppgifter",
        "/tidigare",
        "/rutt",
        "/deltagare",
        "/checklista",
        "/leda",
        "/protokoll-pa-papper",
        "/skriv-in",
        "/lage/starta",
    ):
        client.get(path + part)
    assert client.get(f"{path}/tidigare.json").json["points"][0]["number"] == 1
    assert client.get("/admin/vandringar").find("tbody tr")


def test_what_is_wrong_is_told_and_what_was_typed_stays(client: PageClient, build: Builder, db) -> None:
    client.sign_in(build.account("coordinator"))
    page = client.get("/admin/vandringar/ny")
    page = client.submit(page.form("/ny").fill(day="2026-02-30", hour="25.00", title="Kvällen"), status=422)
    assert len(page.find(".error-summary li")) == 3 and page.find("#title")[0].get("value") == "Kvällen"
    walk = made(client, db)
    page = client.get(f"/admin/vandringar/{walk.slug}/rutt")
    page = client.submit(page.form("/rutt").fill(**{"route-words": "56,8 14,7\nhär"}), status=422)
    assert "Skriv latitud och longitud" in page.words(".error-summary") and "här" in page.words("#route-words")
    page = client.get(f"/admin/vandringar/{walk.slug}/deltagare")
    page = client.submit(page.form("/deltagare").fill(**{"walkers-police": "många"}), status=422)
    assert page.find("#walkers-police")[0].get("value") == "många"


def test_who_saves_second_sees_what_stands_there(client: PageClient, build: Builder, db) -> None:
    client.sign_in(build.account("coordinator"))
    walk = made(client, db)
    forms = {
        part: client.get(f"/admin/vandringar/{walk.slug}/{part}").form(f"/{part}")
        for part in ("uppgifter", "rutt", "deltagare", "checklista")
    }
    client.submit(
        client.get(f"/admin/vandringar/{walk.slug}/uppgifter")
        .form("/uppgifter")
        .fill(title="Deras titel", purpose="Deras syfte")
    )
    page = client.submit(forms["uppgifter"].fill(title="Min titel"), status=409)
    assert "Deras titel" in page.words(".notice.alarm") and page.find("#title")[0].get("value") == "Min titel"
    for part in ("rutt", "deltagare", "checklista"):
        assert "har ändrat det här" in client.submit(forms[part], status=409).words(".notice.alarm")
    client.submit(page.form("/uppgifter"))  # the second time it is meant


def test_s3_another_leaders_walk_looks_as_not_there(client: PageClient, build: Builder, db) -> None:
    mine, theirs = build.account("walk_leader"), build.account("walk_leader")
    client.sign_in(mine)
    walk = made(client, db)
    path = f"/admin/vandringar/{walk.slug}"
    assert client.get("/admin/vandringar").find("tbody tr") and client.get(path)
    other = PageClient(client.http.application).sign_in(theirs)
    never = other.get("/admin/vandringar/aldrig-gjord", status=404).words()
    parts = (
        "",
        "/uppgifter",
        "/tidigare",
        "/tidigare.json",
        "/rutt",
        "/deltagare",
        "/checklista",
        "/leda",
        "/leda/nytt",
        "/protokoll-pa-papper",
        "/skriv-in",
        "/lage/starta",
        "/igen",
        "/anslut",
    )
    for part in parts:
        assert (
            other.get(path + part, status=404).words() == never
            if "json" not in part
            else other.get(path + part, status=404)
        )
    assert not other.get("/admin/vandringar").find("tbody tr")
