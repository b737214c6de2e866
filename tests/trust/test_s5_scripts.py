"""TRUST S5: nothing that somebody writes does anything on a page; staff read it as it was written, and the public never sees it."""

import csv
import io
import json
import uuid
import zipfile

import html5lib
import pikepdf
import pytest
from lxml import etree

from dialog.base.cells import plain
from dialog.base.clock import now
from dialog.base.texts import clean
from dialog.figures.operations import remarks_out
from dialog.people.kinds import By
from dialog.people.models import Partner
from dialog.remark.kinds import NewRemark
from dialog.remark.operations import record_remark
from dialog.tag.kinds import TagChoice
from dialog.tag.operations import tag_remark
from dialog.tag.queries import RemarkFilter
from dialog.walk.kinds.plan import PaperLine
from dialog.walk.kinds.protocol import public_words
from dialog.walk.models import Protocol, ProtocolPoint, Stop, Walk
from dialog.walk.operations.paper import key_in
from dialog.walk.operations.protocol import make_points
from tests.trust.hostile import PAGES
from tests.walks import make_walk

MARK = "zqxj"
POINT = {"type": "Point", "coordinates": [14.75, 56.85]}
_FOREIGN = ("//x.example", "http://x.example", "https://x.example", "javascript:", "data:text")
_ADDRESSES = ("href", "src", "action", "formaction", "data", "srcdoc", "poster", "content", "xlink:href")
#: Where in a PDF something is kept that does anything: links, forms, scripts, what is done when it is opened.
_PDF_ACTS = {"/Annots", "/AA", "/OpenAction", "/AcroForm", "/Names"}
_NEVER = {"iframe", "object", "embed", "marquee", "math", "base", "style", "noscript", "animate", "set", "audio", "video", "x"}  # fmt: skip


def active(text: str) -> list[str]:
    """What in a page could do something that the page itself did not mean."""
    return _active(html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False))


def _active(tree) -> list[str]:
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rsplit("}", 1)[-1]
        if tag in _NEVER or (tag == "script" and (element.text or "").strip()):
            found.append(tag)
        for given, value in element.attrib.items():
            name = str(given).rsplit("}", 1)[-1].lower()
            bare = "".join(value.split()).lower()
            if name.startswith("on") or name in ("style", "srcdoc"):
                found.append(f"{tag}[{name}]")
            if name in _ADDRESSES and bare.removeprefix("0;url=").startswith(_FOREIGN):
                found.append(f"{tag}[{name}={value}]")
    return found


def shown(page, payload: str) -> bool:
    return " ".join(payload.split()) in page.words("main")


@pytest.fixture
def said(db, build) -> dict:
    """Each of them in every field of a remark, and in the note of a decision."""
    build.district()
    person = build.account("tagger", name="Tess")
    by = type("By", (), {"account_id": person.id, "name": person.name})()
    ids = {}
    for payload in PAGES:
        words = clean(payload)
        new = NewRemark(
            text=f"{words} {MARK}", suggestion=words, place_words=words[:300], geometry=POINT, feeling="unsafe"
        )
        ids[payload] = record_remark(db, new)
        tag_remark(db, by, ids[payload], 1, [TagChoice("belysning")], note=words)
    db.commit()
    return ids


def test_s5_staff_read_what_was_written_and_nothing_happens(client, build, said) -> None:
    client.sign_in(build.account("admin"))
    read, in_history = 0, 0
    for payload, key in said.items():
        page = client.get(f"/admin/synpunkter/{key}")
        assert active(page.text) == [], payload
        read += shown(page, clean(payload))
        in_history += page.words("main").count(" ".join(clean(payload).split())) >= 4
    assert read >= 0.9 * len(PAGES) and in_history >= 0.9 * len(PAGES)


def test_s5_lists_map_counts_and_log(client, build, said) -> None:
    client.sign_in(build.account("admin"))
    for path in (
        "/admin",
        "/admin/synpunkter",
        "/admin/synpunkter?ord=script",
        "/admin/siffror",
        "/admin/karta",
        "/admin/fokusomraden",
    ):
        page = client.get(path)
        assert active(page.text) == [], path
    seen = client.get("/admin/synpunkter").words("main")
    assert sum(" ".join(clean(payload).split()) in seen for payload in PAGES) >= 40
    for payload in PAGES:
        page = client.http.get("/admin/synpunkter", query_string={"ord": payload[:120]}, follow_redirects=True)
        assert active(page.get_data(as_text=True)) == [], payload
        form = client.get("/admin/export").form("/export/synpunkter").fill(varfor=payload, fran="fel")
        answer = client.submit(form, status=422)
        assert active(answer.text) == [] and [e.get("value") for e in answer.find("#varfor")] == [payload]


def test_s5_json_of_the_map_is_json(client, build, said) -> None:
    client.sign_in(build.account("admin"))
    answer = client.get("/admin/karta/celler.json?bbox=14.7,56.8,14.8,56.9&zoom=18")
    assert answer.headers["Content-Type"].startswith("application/json")
    points = answer.json["points"]
    assert len(points) == len(PAGES)
    told = json.dumps(points, ensure_ascii=False)
    assert sum(json.dumps(clean(payload), ensure_ascii=False)[1:-1] in told for payload in PAGES) >= 0.9 * len(PAGES)


def test_s5_files_hold_it_as_text(db, said) -> None:
    file = b"".join(remarks_out(db, "csv", RemarkFilter(), full=True).parts).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file, newline=""), delimiter=";", strict=True))
    assert sorted(plain(row["suggestion"]) for row in rows) == sorted(clean(payload) for payload in PAGES)
    lines = b"".join(remarks_out(db, "jsonl", RemarkFilter(), full=True).parts).decode().splitlines()
    assert sorted(json.loads(line)["suggestion"] for line in lines) == sorted(clean(payload) for payload in PAGES)


def test_s5_a_file_is_shown_before_it_is_read_in(client, build) -> None:
    client.sign_in(build.account("coordinator"))
    read = 0
    for payload in PAGES:
        file = io.StringIO()
        csv.writer(file, delimiter=";").writerows([["text", payload, "känsla"], [payload, "1", payload]])
        form = client.get("/admin/import").form("/admin/import").fill(source="polis")
        form.set("file", (io.BytesIO(file.getvalue().encode()), "<img src=x onerror=alert(1)>.csv"))
        page = client.submit(form)
        assert active(page.text) == [], payload
        read += shown(page, clean(payload))
    assert read >= 0.9 * len(PAGES)


def test_s5_the_public_sees_no_text(app, client, build, said) -> None:
    for rule in app.url_map.iter_rules():
        permission = app.view_functions[rule.endpoint].permission
        if "GET" in rule.methods and permission.for_everyone and not rule.arguments:
            answer = client.http.get(rule.rule)
            assert MARK not in answer.get_data(as_text=True), rule.rule


@pytest.fixture
def minutes(db, build) -> Walk:
    """Each of them in every field of a walk's protocol that somebody writes: two walks, the later on the former's way."""
    coordinator = build.account("coordinator", name="Kim")
    walks = [make_walk(db, slug=slug, stops=0, state="closed", is_announced=True) for slug in ("forra", "nya")]
    walks[1].previous_id = walks[0].id
    for walk in walks:
        walk.title = walk.gathering_words = walk.purpose = walk.registry_number = clean(PAGES[0])[:80]
        db.add(Protocol(walk_id=walk.id, is_public=True, edition=1, meeting_words=clean(PAGES[1])))
    for n, payload in enumerate(PAGES, start=1):
        words, former = clean(payload), None
        owner = Partner(slug=f"p-{n}", name=words[:120])
        db.add(owner)
        for walk in walks:
            stop = Stop(walk_id=walk.id, number=n, name=words[:120], previous_id=former)
            db.add(stop)
            db.flush()
            former = stop.id
            point = ProtocolPoint(
                walk_id=walk.id, number=n, stop_id=stop.id, kind="good", observation=words, measure=words, reason=words,
                decision="no", owner_id=owner.id, state="handed_over", case_number=words[:80], agreeing=6,
                written_by_id=coordinator.id, written_at=now(),
            )  # fmt: skip
            point.released, point.released_at, point.released_by_id = public_words(point), now(), coordinator.id
            db.add(point)
    key_in(
        db,
        By("test"),
        walks[1],
        [PaperLine(uuid.uuid4(), "unsafe", None, clean(p)[:300], f"{clean(p)} {MARK}") for p in PAGES],
    )
    make_points(db, By("test"), walks[1])
    db.commit()
    return walks[1]


def _seen(client, path: str) -> str:
    """Return a page's words, when nothing on it could do anything."""
    text = client.http.get(path).get_data(as_text=True)
    tree = html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False)
    assert _active(tree) == [], path
    return " ".join("".join(tree.find(".//main").itertext()).split())


def _often(seen: str, times: int) -> float:
    """Return the share of them that stand there at least so many times."""
    return sum(seen.count(" ".join(clean(payload).split())) >= times for payload in PAGES) / len(PAGES)


def test_s5_a_protocol_on_pages_and_in_files(client, build, minutes) -> None:
    client.sign_in(build.account("coordinator"))
    inner = f"/admin/vandringar/{minutes.slug}"
    for path, times in (
        (f"{inner}/protokoll", 5),
        (f"{inner}/ansvariga", 4),
        (f"{inner}/jamfor", 3),
        (f"{inner}/leda", 1),
    ):
        assert _often(_seen(client, path), times) >= 0.9, path
    for number in (1, len(PAGES) // 2, len(PAGES) + 1):
        assert _seen(client, f"{inner}/protokoll/punkt/{number}")
    everyone = _seen(client, f"/vandring/{minutes.slug}")
    assert MARK not in everyone and _often(everyone, 4) >= 0.9
    _as_pdf_and_word(client, minutes)


def _as_pdf_and_word(client, minutes) -> None:
    """Nothing acts in the files, nothing is fetched, and no remark's words are there, in the inner edition and in everyone's."""
    for root in (f"/admin/vandringar/{minutes.slug}/protokoll", f"/vandring/{minutes.slug}/protokoll"):
        made = pikepdf.open(io.BytesIO(client.http.get(f"{root}.pdf").data))
        assert not _PDF_ACTS & set(made.Root.keys()) and not made.attachments
        assert not any(_PDF_ACTS & set(page.obj.keys()) for page in made.pages)
        parts = zipfile.ZipFile(io.BytesIO(client.http.get(f"{root}.docx").data))
        held = {name: parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels"))}
        assert not any('TargetMode="External"' in text for text in held.values())
        body = etree.fromstring(held["word/document.xml"].encode())
        kinds = {str(element.tag).rsplit("}", 1)[-1] for element in body.iter()}
        assert not kinds & {"hyperlink", "fldSimple", "instrText", "object", "altChunk"}, kinds
        told = " ".join("".join(body.itertext()).split())
        assert MARK not in told
        assert _often(told, 4) >= 0.9
