"""S12 by other ways than numbers in tables: what a page, picture, file, catalogue, size or ETag says depends on published numbers alone.

Everything that an outsider can get of figures is fetched, by following every link. It is the same to the byte when what lies behind has
changed (`frozen`), and when what is hidden had been otherwise (`other worlds`); of what was withdrawn nothing is left.
"""

import re
from dataclasses import dataclass

from sqlalchemy import delete

from dialog.figures.operations.publishing import withdraw_publication
from dialog.figures.operations.publishing_answers import withdraw_answers
from dialog.people.kinds import By
from dialog.remark.models import Remark, RemarkDistrict
from dialog.survey.models import Survey
from tests.build import Builder
from tests.page import PageClient
from tests.publications import again, answer, choice, publish, publish_answers_of, tell

ROOTS = ("/", "/karta", "/resultat", "/fokusomraden/belysning", "/data", "/data/dcat.rdf", "/vandringar")
#: Links to figures; a survey's own page has an id of its own in each form.
_LINK = re.compile(r'(?:href|src)="(?:http://localhost)?(/(?:karta|resultat|fokusomraden|data|vandring)[^"#]*)"')
_RDF = re.compile(r'rdf:resource="http://localhost(/data[^"]*)"')


@dataclass(frozen=True)
class Sent:
    """What an address sends: to whoever looks, and to whoever looks closely."""

    status: int
    etag: str
    body: bytes


def everything(client: PageClient) -> dict[str, Sent]:
    """Fetch all that is told of figures, from the start page and on."""
    found: dict[str, Sent] = {}
    waiting = list(ROOTS)
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        said = client.http.get(address)
        found[address] = Sent(said.status_code, said.headers.get("ETag", ""), said.data)
        if said.content_type.startswith(("text/html", "application/rdf")):
            written = said.get_data(as_text=True).replace("&amp;", "&")
            waiting += [link for link in (*_LINK.findall(written), *_RDF.findall(written)) if "/en/" not in link]
    return found


def four_districts(build: Builder) -> None:
    for i, name in enumerate(("Väster", "Öster", "Norr", "Söder")):
        build.district(str(i + 1), name, west=14.7 + i / 10)


def tell_of_all(build: Builder, week: int, *, third: int, fourth: int, mixed: int) -> None:
    """Tell of two large districts, and of two where too few tell for it to be shown."""
    tell(build, 48, week=week)
    tell(build, 12, feeling="safe", week=week)
    tell(build, 23, lng=14.85, week=week)
    tell(build, 17, lng=14.85, feeling="safe", week=week)
    tell(build, third, lng=14.95, week=week)
    tell(build, fourth, lng=15.05, week=week)
    tell(build, mixed, lng=14.75, feeling="mixed", week=week)
    tell(build, 12 - mixed, lng=14.85, feeling="mixed", week=week)


def survey_of(build: Builder) -> Survey:
    survey = build.survey()
    for _ in range(2):
        answer(build, survey, 40)
        answer(build, survey, 9, channel="paper", evening="rather_unsafe")
        answer(build, survey, 3, evening="very_unsafe")
        publish_answers_of(build, survey)
        if len(survey.waves) == 1:
            survey.waves[0].state = "closed"
            again(build, survey)
    return survey


def test_what_is_published_is_frozen_and_of_what_is_withdrawn_nothing_is_left(build, client) -> None:
    four_districts(build)
    tell_of_all(build, 202615, third=3, fourth=4, mixed=7)
    first = publish(build, choice(202612, 202620), "våren 2026")
    tell_of_all(build, 202640, third=2, fourth=4, mixed=5)
    second = publish(build, choice(), "hösten 2026")
    survey = survey_of(build)
    before = everything(client)
    assert {sent.status for sent in before.values()} == {200} and len(before) > 20
    assert sum("/jamfor/" in address for address in before) == 3 and any("bild.svg" in one for one in before)

    for table in (RemarkDistrict, Remark):
        build.db.execute(delete(table))
    build.db.commit()
    tell_of_all(build, 202615, third=30, fourth=1, mixed=11)
    answer(build, survey, 4, evening="very_unsafe", channel="paper")
    assert everything(client) == before

    withdraw_publication(build.db, By("Test"), second.id, "Ett fel")
    withdraw_answers(build.db, By("Test"), "trygghet-omgang-2", "Ett fel")
    build.db.commit()
    after = everything(client)
    gone = {address for address in before if second.slug in address or "trygghet-omgang-2" in address}
    assert len(gone) > 8 and not gone & {address for address, sent in after.items() if sent.status == 200}
    assert {client.http.get(address).status_code for address in gone} == {410}
    assert all(second.slug not in sent.body.decode() for sent in after.values())
    assert first.slug in after["/karta"].body.decode()


def test_nothing_that_is_sent_depends_on_what_is_hidden(build, client) -> None:
    four_districts(build)
    worlds = []
    for since, hidden in (
        (202612, {"third": 3, "fourth": 4, "mixed": 7}),
        (202632, {"third": 6, "fourth": 1, "mixed": 5}),
    ):
        tell_of_all(build, since + 1, **hidden)
        made = publish(build, choice(since, since + 4, detail=0), "en tid")
        addresses = [f"/karta/{made.slug}", f"/data/{made.slug}.csv", f"/data/{made.slug}.geojson"]
        sent = [client.http.get(address).get_data(as_text=True) for address in addresses]
        listed = client.get("/data").find("main .entries li")[0].text_content()
        assert sum("visas inte" in one for one in sent[:2]) == 2 and "null" in sent[2]
        worlds.append([_without_time(one, since) for one in (*sent, listed)])
    assert worlds[0] == worlds[1], "the first is told beside nothing, the second beside the first"


def _without_time(written: str, since: int) -> str:
    """Return it with the same weeks, whenever it was."""
    for week in (since, since + 4):
        for form in (f"2026-v{week % 100}", f"2026-W{week % 100}", f"vecka {week % 100}", f"–{week % 100}, 2026"):
            written = written.replace(form, f"({week - since})")
    # The first has nothing beside it to be compared with.
    return re.sub(
        r'"from":"[-0-9]+"|\s*<section class="section" aria-labelledby="earlier-title">.*?</section>',
        "",
        written,
        flags=re.DOTALL,
    )
