"""TRUST S5: nothing that somebody writes does anything on a page; staff read it as it was written, and the public never sees it."""

import csv
import io
import json

import html5lib
import pytest

from dialog.base.texts import clean
from dialog.figures.exchange.cells import plain
from dialog.figures.operations import remarks_out
from dialog.remark.kinds import NewRemark
from dialog.remark.operations import record_remark
from dialog.tag.kinds import TagChoice
from dialog.tag.operations import tag_remark
from dialog.tag.queries import RemarkFilter
from tests.trust.hostile import PAGES

MARK = "zqxj"
POINT = {"type": "Point", "coordinates": [14.75, 56.85]}
_FOREIGN = ("//x.example", "http://x.example", "https://x.example", "javascript:", "data:text")
_ADDRESSES = ("href", "src", "action", "formaction", "data", "srcdoc", "poster", "content", "xlink:href")
_NEVER = {"iframe", "object", "embed", "marquee", "math", "base", "style", "noscript", "animate", "set", "audio", "video", "x"}  # fmt: skip


def active(text: str) -> list[str]:
    """What in a page could do something that the page itself did not mean."""
    found = []
    for element in html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False).iter():
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
