"""A survey's file: the same out as in, and every fault named with its place."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.survey.exchange import FORMAT, BadDocument, read_document, written

letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
some = st.text(letters, min_size=1, max_size=20).filter(str.strip)
words = st.builds(lambda sv, en: {"sv": sv} | ({"en": en} if en else {}), some, st.text(letters, max_size=10))
codes = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda c: c not in ("dont_know", "no_answer"))


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(("one", "several", "scale", "matrix", "number", "short", "text", "place", "info")))
    options: dict[str, Any] = {}
    if kind in ("one", "several", "scale", "matrix"):
        names = draw(st.lists(codes, min_size=2, max_size=5, unique=True))
        options["choices"] = [{"code": name, "text": draw(words)} for name in names]
        if kind in ("scale", "matrix"):
            for n, entry in enumerate(options["choices"]):
                entry["value"] = n - 1
    if kind == "matrix":
        options["rows"] = [
            {"code": name, "text": draw(words)} for name in draw(st.lists(codes, min_size=1, max_size=3, unique=True))
        ]
    if kind == "number":
        options |= {"min": draw(st.integers(0, 5)), "max": draw(st.floats(6, 1e6)), "decimals": 1, "unit": draw(words)}
    if kind in ("text", "place"):
        options["feeling"] = draw(st.sampled_from((None, "unsafe", "safe", "mixed")))
    if kind != "info":
        options["dont_know"] = draw(st.booleans())
    required = draw(st.booleans()) and kind != "info"
    return {
        "code": "",
        "kind": kind,
        "text": draw(words),
        "hint": draw(st.just({}) | words),
        "is_required": required,
        "options": options,
        "condition": None,
    }


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    names = iter(draw(st.lists(codes, min_size=9, max_size=9, unique=True)))
    sections = []
    for _ in range(draw(st.integers(0, 3))):
        asked = [q | {"code": next(names)} for q in draw(st.lists(questions(), max_size=3))]
        sections.append({"title": draw(words), "intro": {}, "questions": asked})
    return {
        "format": FORMAT, "slug": "trygg-2026", "title": draw(words), "texts": {"purpose": draw(words)}, "languages": ["sv", "en"],
        "police_reads": draw(st.booleans()), "minutes": 5, "registry_number": "KS 2026/1", "retention_decision": "", "keep_months": 24,
        "sections": sections,
    }  # fmt: skip


@given(files())
@settings(max_examples=60)
def test_what_is_read_is_written_the_same(file: dict[str, Any]) -> None:
    once = written(read_document(json.dumps(file).encode()))
    assert json.loads(once) == file
    assert written(read_document(once.encode())) == once


def faults(change: Any) -> dict[str, str]:
    file = {
        "format": FORMAT, "slug": "a", "title": {"sv": "A"}, "texts": {}, "languages": ["sv"], "police_reads": False, "minutes": 5,
        "registry_number": "", "retention_decision": "", "keep_months": 24,
        "sections": [{"title": {}, "intro": {}, "questions": [{
            "code": "q", "kind": "one", "text": {"sv": "?"}, "hint": {}, "is_required": False, "condition": None,
            "options": {"choices": [{"code": "a", "text": {"sv": "A"}}, {"code": "b", "text": {"sv": "B"}}]}}]}],
    }  # fmt: skip
    read_document(json.dumps(file).encode())
    data = change(file)
    with pytest.raises(BadDocument) as bad:
        read_document(data if isinstance(data, bytes) else json.dumps(file).encode())
    return {fault.where: fault.message for fault in bad.value.faults}


def asked(file: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = file["sections"][0]["questions"][0]
    return found


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda f: f.pop("minutes"), "minutes"),
        (lambda f: f.update(minutes=True), "minutes"),
        (lambda f: f.update(extra=1), "extra"),
        (lambda f: f.update(slug="ny"), "slug"),
        (lambda f: f.update(slug="Å"), "slug"),
        (lambda f: f.update(languages=["en"]), "languages"),
        (lambda f: f.update(title={"sv": "a\0"}), "title.sv"),
        (lambda f: f.update(title={"sv": "\ud800"}), "title.sv"),
        (lambda f: f.update(sections={}), "sections"),
        (lambda f: asked(f).update(kind="mood"), "sections[0].questions[0]"),
        (lambda f: asked(f).update(text={}), "sections[0].questions[0]"),
        (lambda f: asked(f).update(text="Hej"), "sections[0].questions[0].text"),
        (lambda f: asked(f)["options"]["choices"][0].update(txt=1), "sections[0].questions[0].options.choices[0].txt"),
        (lambda f: asked(f)["options"]["choices"].pop(), "sections[0].questions[0]"),
        (lambda f: asked(f).update(condition={"any": []}), "sections[0].questions[0]"),
        (lambda f: f["sections"][0]["questions"].append(asked(f)), "sections[0].questions[1].code"),
        (lambda _: b"PK\x03\x04", ""),
        (lambda _: b"\xff\xfe{", ""),
        (lambda _: b"{", ""),
        (lambda _: b'{"a": 1, "a": 2}', ""),
        (lambda _: b'{"a": NaN}', ""),
        (lambda _: b"[" * 100_000, ""),
        (lambda _: b" " * (1024 * 1024 + 1), ""),
    ],
)
def test_each_fault_is_named_with_its_place(change: Any, where: str) -> None:
    assert where in faults(change)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda v: (
            st.lists(v, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    (
                        "format",
                        "title",
                        "texts",
                        "sections",
                        "questions",
                        "options",
                        "choices",
                        "code",
                        "kind",
                        "text",
                        "condition",
                        "all",
                        "slug",
                        "languages",
                    )
                ),
                v,
                max_size=6,
            )
        ),
        max_leaves=30,
    )
)
@settings(max_examples=150)
def test_nothing_that_is_json_stops_the_reader(value: Any) -> None:
    with pytest.raises(BadDocument) as bad:
        read_document(json.dumps(value).encode())
    assert bad.value.faults
