"""How often suggestions and the guard for persons are right, held from below; and the two commands that tell it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialog.cli import build
from dialog.remark import guard
from dialog.tag.suggesting import suggest
from dialog.tag.suggesting.measuring import Measure, fold

ROOT = Path(__file__).parents[3]
PUBLISHED = ROOT / "dialog/demo/data/remarks-published.jsonl"
WRITTEN = ROOT / "dialog/demo/data/remarks-written.jsonl"
OWN = ROOT / "tests/data/remarks-own.jsonl"
LATER = ROOT / "tests/data/remarks-later.jsonl"
NEW = ROOT / "tests/data/remarks-new.jsonl"


def measured(file: Path, label: str) -> Measure:
    measure = Measure(label=label)
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        made = suggest(row["text"])
        measure.add(row, [one.slug for one in made.suggestions], made.lang, bool(guard.find(row["text"])))
    return measure


@pytest.mark.parametrize(
    ("file", "micro", "macro"),
    [(PUBLISHED, 0.97, 0.95), (WRITTEN, 0.94, 0.92), (OWN, 0.95, 0.93), (LATER, 0.9, 0.85), (NEW, 0.92, 0.92)],
)
def test_core_focus_areas(file: Path, micro: float, macro: float) -> None:
    measure = measured(file, "core_tags")
    assert measure.micro.f1 >= micro
    assert measure.macro_f1 >= macro
    assert measure.leaked <= 0.05 * measure.denied


@pytest.mark.parametrize("file", [PUBLISHED, WRITTEN, OWN])
def test_all_focus_areas(file: Path) -> None:
    assert measured(file, "tags").micro.f1 >= 0.92


def test_new_texts_with_and_without_persons_and_where_the_words_stand() -> None:
    """All of what points a person out is found, and of what is found no more is hidden than the word that leads to it."""
    rows = [json.loads(line) for line in NEW.read_text(encoding="utf-8").splitlines()]
    bare = missed = alarms = 0
    for row in rows:
        found = [one for one in guard.find(row["text"]) if one.kind != "anklagelse"]
        missed += row["pii"] and not found
        alarms += not row["pii"] and bool(found)
        hidden = {at for one in found for at in range(one.start, one.end)}
        for words in row["spans"]:
            at = row["text"].index(words)
            bare += any(i not in hidden and row["text"][i].isalnum() for i in range(at, at + len(words)))
    n = sum(row["pii"] for row in rows)
    assert missed <= 0.03 * n
    assert alarms <= 0.01 * (len(rows) - n)
    assert bare <= 0.03 * sum(len(row["spans"]) for row in rows)


@pytest.mark.parametrize("file", [WRITTEN, OWN])
def test_persons(file: Path) -> None:
    measure = measured(file, "tags")
    assert measure.found >= 0.95 * measure.with_person
    assert measure.false_alarms <= 0.02 * measure.without_person


def test_published_texts_give_no_false_alarm() -> None:
    texts = [json.loads(line)["text"] for line in PUBLISHED.read_text(encoding="utf-8").splitlines()]
    assert [text for text in texts if guard.find(text)] == []


def test_finer_focus_areas_fold_to_the_core() -> None:
    assert fold(["trafikmiljo", "losa-hundar"]) == {"trafik-hastighet"}
    assert fold(["losa-hundar", "underhall-forfall"]) == {"ovrigt"}
    assert fold([]) == set()


def test_suggest_writes_the_same_lines_with_more(tmp_path: Path) -> None:
    file, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    file.write_text('{"text": "Kolsvart, ring 070-174 06 35", "id": 7}\n\n{"text": "Inga droger"}\n', encoding="utf-8")
    done = CliRunner().invoke(build(), ["tags", "suggest", str(file), "-o", str(out)])
    assert done.exit_code == 0, done.output
    first, second = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert (first["id"], first["lang"], first["suggestions"][0]["slug"]) == (7, "sv", "belysning")
    assert first["suggestions"][0]["because"] == ["Kolsvart"]
    assert first["pii"] == [{"kind": "telefon", "start": 15, "end": 28}]
    assert second["negated"] == ["narkotika"]


def test_evaluate_prints_the_figures() -> None:
    done = CliRunner().invoke(build(), ["tags", "evaluate", str(OWN), "--label", "core_tags"])
    assert done.exit_code == 0, done.output
    for words in ("micro F1", "macro F1", "negation leak", "persons found", "false alarms", "belysning"):
        assert words in done.output
    for words in ("vocabulary and examples", "learned alone", "together"):
        assert words in done.output


@pytest.mark.parametrize(
    ("content", "told"),
    [("x", "line 1 is not JSON"), ('{"a": 1}', 'line 1 has no "text"'), ('{"text": "a"}', 'no list "tags"')],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(content, encoding="utf-8")
    done = CliRunner().invoke(build(), ["tags", "evaluate", str(file)])
    assert told in str(done.exception)
