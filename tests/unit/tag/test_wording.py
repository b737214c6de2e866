"""Entries that a municipality writes: which can be read, and what they do to the vocabulary."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.tag import suggesting
from dialog.tag.suggesting import suggest
from dialog.tag.suggesting.vocabulary import entries, shipped, version_of, with_own
from dialog.tag.suggesting.wording import faults, is_entry, tidy


def test_every_shipped_entry_is_one() -> None:
    wrong = [
        entry
        for area in shipped().values()
        for name in ("trouble", "wanted", "weak", "not")
        for entry in faults(str(area.get(name, "")))
    ]
    assert wrong == []


@pytest.mark.parametrize("entry", ["*", "a*", "*ab*", "..", "mörk* ..", "<b>", "a" * 401, "en " * 13, "|"])
def test_what_would_fit_most_words_or_none_is_no_entry(entry: str) -> None:
    assert not is_entry(entry)


def test_words_are_added_and_removed() -> None:
    own = '{"belysning": {"removed": "mörkt", "trouble": "beckmörk*"}, "duvor": {"trouble": "duv*"}}'
    known = with_own(own)
    assert {one.slug for one in suggest("duvorna skriker", known).suggestions} >= {"duvor"}
    assert {one.slug for one in suggest("beckmörkt", known).suggestions} == {"belysning"}
    assert version_of(own) != version_of() and len(version_of(own)) == 8


def test_words_of_their_own_stand_as_written_whatever_the_shipped_examples_say() -> None:
    own = with_own('{"alkohol-berusade": {"trouble": "zorbaklubben"}, "belysning": {"weak": "pärlan"}}')
    (sure,) = suggest("Zorbaklubben", own).suggestions
    assert (sure.slug, sure.score) == ("alkohol-berusade", 0.8)
    (weak,) = suggest("Pärlan vid ån", own).suggestions
    assert (weak.slug, weak.score, weak.because) == ("belysning", 0.5, ("Pärlan",))


def test_the_version_tells_every_list_and_weight_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped_files = {one.name: one.read_bytes() for one in Path(suggesting.__file__).parent.glob("*.t*")}
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    versions = set()
    for changed in (None, *shipped_files):
        for name, content in shipped_files.items():
            (tmp_path / name).write_bytes(content + b"#" * (name == changed))
        versions.add(version_of.__wrapped__())
    assert len(shipped_files) >= 5 and len(versions) == 1 + len(shipped_files)


@given(st.text(max_size=300))
def test_what_is_kept_can_be_read_again(written: str) -> None:
    if not faults(written):
        made = tidy({"trouble": written}).get("trouble", "")
        assert not faults(made) and list(entries(made)) == list(dict.fromkeys(entries(written)))
