"""Figures are published by one who has seen them, read by everyone, never changed, and withdrawn with a reason."""

import xml.etree.ElementTree as ET

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from dialog.base.problems import Problem
from dialog.figures.models import Publication, PublicationFile
from dialog.figures.operations.planning import plan_publication
from dialog.figures.operations.publishing import publish_figures, withdraw_publication
from dialog.figures.publishing.catalogue import SPACES
from dialog.people.kinds import By
from dialog.people.models import AuditEntry
from dialog.place.operations import import_districts
from dialog.place.reading import ReadDistrict
from tests.publications import choice, publish, tell, two_districts
from tests.sessions import open_session

PLAN = "/admin/publiceringar/ny?fran=2026-36&till=2026-46&kalla=plats&visa=1"


@pytest.fixture
def told(build):
    """Ninety remarks: 48 and 23 unsafe, 12 and 7 safe."""
    two_districts(build)
    for n, lng, feeling in ((48, 14.75, "unsafe"), (12, 14.75, "safe"), (23, 14.85, "unsafe"), (7, 14.85, "safe")):
        tell(build, n, lng=lng, feeling=feeling)
    return build


def test_what_is_looked_at_is_what_everyone_then_reads(told, client, db) -> None:
    assert "När tillräckligt många har berättat".lower() in client.get("/karta").words().lower()
    open_session(client, told.account("coordinator"))
    page = client.get(PLAN)
    assert "Av 90 synpunkter" in page.words() and not page.find("input[name=varfor]")
    done = client.submit(page.form("/admin/publiceringar").fill(rubrik_sv="hösten 2026"))
    assert "Siffrorna är publicerade" in done.words()
    entry = db.scalars(select(AuditEntry).where(AuditEntry.action == "publication.publish")).one()
    assert entry.count == 90
    page = client.get("/karta")
    assert page.h1 == "Trygga och otrygga platser: hösten 2026"
    assert [cell.text_content() for cell in page.find("main tbody")[0].xpath(".//tr[1]/*")] == ["Väster", "48", "12"]
    assert "90 synpunkter" in page.words() and "inte alla invånare" in page.words()
    assert page.find("svg.drawn-map") and client.get("/karta/2026-v36-2026-v46").h1 == page.h1
    assert client.get("/en/karta").status == 200


def test_the_page_is_sent_once_and_then_only_said_to_be_the_same(told, client) -> None:
    publish(told, choice())
    first = client.http.get("/karta", headers={"Accept-Encoding": "gzip"})
    again = client.http.get("/karta", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.http.head("/karta").status_code == 200
    client.get("/karta/2026-v36-2026-v46?vad=som-helst")


def test_few_are_told_of_nowhere(build, client) -> None:
    two_districts(build)
    tell(build, 30)
    tell(build, 6, lng=14.75, feeling="safe")
    tell(build, 3, lng=14.85)
    made = publish(build, choice())
    page, data = client.get("/karta"), {f.kind: f.data.decode() for f in build.db.scalars(select(PublicationFile))}
    assert "visas inte" in page.words() and ">3<" not in page.text
    told = {(a["key"], f): a[f] for a in made.content["areas"] for f in ("unsafe", "safe")}
    assert told["2", "unsafe"] is None and told["2", "safe"] is None
    assert None in (told["1", "unsafe"], made.content["unsafe"])  # or the three could be worked out
    assert ";3;" not in data["csv"] and '"otrygg":3' not in data["geojson"]


def test_what_came_since_cannot_be_worked_out_from_the_next(told, build) -> None:
    publish(told, choice())
    tell(build, 2, lng=14.85, week=202647)
    plan = plan_publication(build.db, choice(until=202647))
    assert {c.publication for c in plan.conflicts} <= {"2026-v36-2026-v46"}
    shown = {figure["key"]: figure["n"] for figure in plan.basis["figures"]}
    assert 92 not in shown.values() and 25 not in shown.values()
    if plan.is_refused:
        with pytest.raises(Problem):
            publish(told, choice(until=202647))


def test_what_has_changed_since_it_was_looked_at_is_shown_again(told, client, db) -> None:
    open_session(client, told.account("coordinator"))
    form = client.get(PLAN).form("/admin/publiceringar")
    tell(told, 6, feeling="safe")
    page = client.submit(form, status=409)
    assert "Se igenom dem en gång till" in page.words() and "Av 96 synpunkter" in page.words()
    assert db.scalar(select(func.count()).select_from(Publication)) == 0
    client.submit(page.form("/admin/publiceringar"))
    assert db.scalar(select(func.count()).select_from(Publication)) == 1


def test_a_withdrawn_publication_says_why_and_shows_no_number(told, client, db) -> None:
    made = publish(told, choice())
    address = f"/admin/publiceringar/{made.slug}"
    open_session(client, told.account("coordinator"))
    page = client.submit(client.get(address).form("/dra-tillbaka"), status=422)
    assert "Skriv varför" in page.words()
    client.submit(page.form("/dra-tillbaka").fill(skal="En källa räknades dubbelt."))
    page = client.get(f"/karta/{made.slug}", status=410)
    assert "En källa räknades dubbelt." in page.words() and "48" not in page.words()
    assert "Här visar vi" in client.get("/karta").words()
    assert "Tillbakadragen" in client.get("/admin/publiceringar").words()


def test_s12_what_was_withdrawn_was_seen_all_the_same(told, db) -> None:
    made = publish(told, choice())
    withdraw_publication(db, By("Test"), made.id, "Fel källa.")
    tell(told, 1, week=202640)
    plan = plan_publication(db, choice())
    assert {one.why for one in plan.conflicts} == {"changed"}, (
        "one more than was told, by one who has both, is one alone"
    )


def test_the_database_refuses_to_change_or_drop_a_publication(told, db) -> None:
    made = publish(told, choice())
    for statement in (
        update(Publication).values(content={}),
        update(Publication).values(since=202601),
        delete(Publication),
        update(PublicationFile).values(data=b""),
        delete(PublicationFile),
    ):
        with pytest.raises(DBAPIError, match="never changed"), db.begin_nested():
            db.execute(statement)
    assert db.get(Publication, made.id).content["total"] == 90
    with pytest.raises(Problem):
        publish_figures(db, By("Test"), choice(), "something else", title={"sv": "x"}, address="http://localhost/")


def test_the_files_are_the_bytes_that_were_frozen(told, client, db) -> None:
    made = publish(told, choice())
    assert f"/data/{made.slug}.csv" in client.get("/data").text and client.get("/en/data").status == 200
    for kind, type_ in (("csv", "text/csv; charset=utf-8"), ("geojson", "application/geo+json")):
        path = f"/data/{made.slug}.{kind}"
        frozen = db.scalars(select(PublicationFile).where(PublicationFile.kind == kind)).one()
        sent = client.http.get(path)
        assert (sent.data, sent.content_type, sent.headers["ETag"]) == (frozen.data, type_, f'"{frozen.digest}"')
        same = client.http.get(path, headers={"If-None-Match": sent.headers["ETag"]})
        assert (same.status_code, same.data) == (304, b"")
        head = client.http.head(path)
        assert (head.status_code, head.data, head.content_type) == (200, b"", type_)
    rows = frozen_csv(db)
    assert rows[0].startswith("\ufefftabell;kod;namn") and "omrade;1;Väster;otrygg;48;;2026-W36;2026-W46;90;2" in rows
    tell(told, 9, week=202640)
    assert client.http.get(path).data == frozen.data
    withdraw_publication(db, By("Test"), made.id, "Fel källa.")
    db.commit()
    assert "Fel källa." in client.get(path, status=410).words()
    client.get("/data/finns-inte.csv", status=404)


def frozen_csv(db) -> list[str]:
    file = db.scalars(select(PublicationFile).where(PublicationFile.kind == "csv")).one()
    return file.data.decode().split("\r\n")


def test_a_name_that_looks_like_a_formula_is_text_in_the_file(build, db) -> None:
    build.district("1", "=HYPERLINK(1)", west=14.70)
    tell(build, 30)
    publish(build, choice())
    assert any(row.startswith("omrade;1;'=HYPERLINK(1);otrygg;30") for row in frozen_csv(db))


def test_the_catalogue_has_what_dcat_ap_se_asks_for(told, client) -> None:
    made = publish(told, choice())
    sent = client.http.get("/data/dcat.rdf")
    assert sent.content_type == "application/rdf+xml"
    root = ET.fromstring(sent.data)  # our own
    names = {prefix: f"{{{space}}}" for prefix, space in SPACES.items()}
    rdf, dct, dcat = names["rdf"], names["dcterms"], names["dcat"]
    [cat], [data], files = (root.findall(f"{dcat}{kind}") for kind in ("Catalog", "Dataset", "Distribution"))
    for thing, wanted in (
        (cat, [f"{dct}title", f"{dct}description", f"{dct}publisher", f"{dct}license", f"{dcat}dataset"]),
        (data, [f"{dct}title", f"{dct}description", f"{dct}publisher", f"{dcat}contactPoint", f"{dcat}distribution"]),
        *((file, [f"{dcat}accessURL", f"{dct}format", f"{dct}license"]) for file in files),
    ):
        assert [name for name in wanted if thing.find(name) is None] == []
    abouts = {thing.get(f"{rdf}about") for thing in root}
    for kind in ("publisher", "license"):
        assert cat.find(f"{dct}{kind}").get(f"{rdf}resource").startswith("http")
    assert data.find(f"{dct}publisher").get(f"{rdf}resource") in abouts and data.get(f"{rdf}about").endswith(made.slug)
    assert {file.find(f"{dcat}accessURL").get(f"{rdf}resource")[-8:] for file in files} >= {f"{made.slug}.csv"[-8:]}
    assert client.http.get("/data/dcat.rdf", headers={"If-None-Match": sent.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("fran=2026-40&till=2026-30&visa=1", "ligger före den första"),
        ("fran=1999-40&till=2026-30&visa=1", "Skriv veckan|högst tre år"),
        ("fran=2990-01&till=2999-30&visa=1", "har inte varit än"),
        ("fran=x&till=%00&visa=1", "Skriv veckan"),
        ("fran=2026-01&till=2026-02&kalla=finns-inte&visa=1", "Valet finns inte"),
        ("indelning=postnummer&visa=1", "Välj hur kommunen"),
        ("kalla=plats&detalj=99&visa=1", "Välj något i listan"),
    ],
)
def test_a_choice_that_is_none_is_said_so(build, client, query, says) -> None:
    two_districts(build)
    open_session(client, build.account("coordinator"))
    words = client.get(f"/admin/publiceringar/ny?{query}", status=422).words()
    assert any(part in words for part in says.split("|"))


def test_a_choice_that_matches_nothing_is_said_so(build, client) -> None:
    two_districts(build)
    open_session(client, build.account("coordinator"))
    page = client.get("/admin/publiceringar/ny?fran=2026-01&till=2026-02&kalla=plats&visa=1")
    assert "för få synpunkter" in page.words() and not page.find("input[name=sett]")
    client.get("/karta/finns-inte", status=404)
    client.get("/karta/finns-inte/jamfor/inte-heller", status=404)


def test_weeks_that_cross_what_is_published_are_said_to(told, client) -> None:
    publish(told, choice())
    tell(told, 2, lng=14.85, week=202635)
    open_session(client, told.account("coordinator"))
    page = client.get(PLAN.replace("2026-36", "2026-35"))
    assert "Veckorna går om lott" in page.words() and not page.find("input[name=sett]")
    assert "för få synpunkter i urvalet" not in page.words()
    (same,) = [a.get("href") for a in page.find("main a") if "i stället" in a.text_content()]
    assert "Av 90 synpunkter" in client.get(same).words()


def test_two_publications_are_compared_where_both_tell(told, build, client) -> None:
    for n, lng, feeling in ((20, 14.75, "unsafe"), (15, 14.75, "safe"), (31, 14.85, "unsafe"), (9, 14.85, "safe")):
        tell(build, n, lng=lng, feeling=feeling, week=202615)
    before = publish(build, choice(202612, 202620), "våren 2026")
    after = publish(build, choice())
    assert publish(build, choice()).slug == after.slug, "pressed twice it is the one that stands"
    page = client.get(f"/karta/{after.slug}/jamfor/{before.slug}")
    assert page.h1 == "Hösten 2026 jämfört med våren 2026" and "olika tid på året" in page.words()
    assert f"http://localhost/karta/{after.slug}" in client.get("/karta").words(), "the address that stays"
    assert "28 synpunkter fler (från 20 till 48)" in page.words() and "(från 31 till 23)" not in page.words()
    assert [cell.text_content() for cell in page.find("main tbody")[0].xpath(".//tr[2]/*")] == [
        "Öster",
        "31",
        "23",
        "−8",
    ]
    assert client.get(f"/karta/{before.slug}/jamfor/{after.slug}").words("main") == page.words("main")
    assert "går inte att jämföra" in client.get(f"/karta/{after.slug}/jamfor/{after.slug}").words()
    tell(build, 40, week=202622)
    late = publish(build, choice(202621, 202630), "försommaren 2026")
    assert client.get("/karta").h1.endswith("hösten 2026"), "what is told late of earlier weeks is not the newest"
    assert "Det finns nyare siffror" in client.get(f"/karta/{late.slug}").words()


def test_squares_grow_where_few_have_told_and_are_the_same_the_next_time(build, client) -> None:
    two_districts(build)
    tell(build, 40, lng=14.751)
    tell(build, 20, lng=14.751, feeling="safe")
    for lng in (14.81, 14.83, 14.86):
        tell(build, 6, lng=lng)
    made = publish(build, choice(division="rutnat"))
    sides = sorted(int(area["key"].split(":")[2]) for area in made.content["areas"])
    assert (made.geography_kind, sides[0]) == ("squares", 1) and sides[-1] > 1
    page = client.get("/karta")
    assert "Väster A" in page.words() and "Rutor på minst en kilometer" in page.words() and page.find("svg.drawn-map")
    tell(build, 60, lng=14.751, week=202615)
    before = publish(build, choice(202612, 202620, division="rutnat"), "våren 2026")
    assert [area["key"] for area in before.content["areas"]] == [area["key"] for area in made.content["areas"]]
    assert "jämfört med" in client.get(f"/karta/{made.slug}/jamfor/{before.slug}").h1


def test_one_geography_for_the_same_remarks(told, build, client) -> None:
    publish(told, choice())
    plan = plan_publication(build.db, choice(division="rutnat"))
    assert plan.is_refused and {conflict.why for conflict in plan.conflicts} >= {"geography"}
    open_session(client, told.account("coordinator"))
    page = client.get(PLAN + "&indelning=rutnat")
    assert "redan publicerade efter en annan indelning" in page.words() and not page.find("input[name=sett]")
    for east, is_refused in ((14.8, False), (14.81, True)):
        import_districts(told.db, "regso", "RegSO", [_box("1", 14.7, east), _box("2", east, 14.9)])
        told.db.commit()
        if not is_refused:  # as they are in the file, not as they were made here
            tell(build, 40, week=202615)
            publish(told, choice(202612, 202620))
        page = client.get(PLAN.replace("2026-36", "2026-12").replace("2026-46", "2026-20"))
        assert ("områdena fått andra gränser" in page.words()) is is_refused and bool(
            page.find("input[name=sett]")
        ) is not is_refused
    tell(build, 40, week=202622)
    assert not plan_publication(told.db, choice(202621, 202630)).is_refused, "no week of it is published"


def _box(code: str, west: float, east: float) -> ReadDistrict:
    ring = [[west, 56.8], [east, 56.8], [east, 56.9], [west, 56.9], [west, 56.8]]
    return ReadDistrict(code, {"1": "Väster", "2": "Öster"}[code], {"type": "Polygon", "coordinates": [ring]})


def test_surveys_of_the_same_weeks_have_squares_of_their_own(build) -> None:
    two_districts(build)
    kept = {}
    for slug, lng in (("a", 14.751), ("b", 14.786)):
        survey = build.survey(slug)
        for n, away in ((40, 0), (20, 0.05)):
            tell(build, n, lng=lng + away, survey=survey)
        asked = choice(division="rutnat", sources=("enkat",), dialogue=slug)
        made = publish(build, asked)
        kept[slug] = [(area["key"], area["unsafe"]) for area in made.content["areas"]]
        assert [n for _, n in kept[slug]] in ([40, 20], [20, 40])
    assert kept["a"] != kept["b"]
    both = plan_publication(build.db, choice(division="rutnat", sources=("enkat",)))
    assert both.is_refused and {conflict.why for conflict in both.conflicts} == {"geography"}


def test_one_geography_for_remarks_that_are_told_together(build) -> None:
    two_districts(build)
    survey = build.survey()
    for week in (202615, 202640):
        for lng in (14.75, 14.85):
            tell(build, 40, lng=lng, week=week)
            tell(build, 40, lng=lng, week=week, survey=survey)
    publish(build, choice(sources=("plats", "enkat"), detail=5))
    for since, until, is_refused in ((202612, 202620, False), (202636, 202646, True)):
        publish(build, choice(since, until))
        plan = plan_publication(build.db, choice(since, until, sources=("enkat",), division="rutnat"))
        assert plan.is_refused is is_refused, "what is left of the sum of both would be cut by both"


def test_where_a_district_is_finer_than_500_m_nothing_under_ten_is_told(build, client) -> None:
    build.district("1", "Torget", west=14.7495, south=56.8485, size=0.004)
    build.district("2", "Öster", west=14.80)
    tell(build, 40)
    tell(build, 7, feeling="safe")
    tell(build, 9, lng=14.85)
    open_session(client, build.account("coordinator"))
    assert "inget tal under tio" in client.get("/admin/omraden").words()
    page = client.get(PLAN)
    assert "färre än tio" in page.words() and "färre än fem" not in page.words()
    made = publish(build, choice())
    shown = [figure["n"] for figure in made.basis["figures"]]
    assert made.content["smallest"] == 10 and min(shown) >= 10
    assert "Minst tio bakom varje tal" in client.get("/karta").words()
    assert "färre än tio har sagt något" in client.get("/fokusomraden/belysning").words()
    # By a division that is not fine, of the same remarks and without places, it is still ten.
    plan = plan_publication(build.db, choice(division="rutnat", detail=5))
    assert plan.smallest == 10 or plan.is_refused
    # So it is of other remarks of the same weeks, which residents tell of in the same places.
    assert plan_publication(build.db, choice(division="rutnat", detail=5, sources=("polis",))).smallest == 10
