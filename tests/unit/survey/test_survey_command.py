"""`dialog survey import | export`: the same file comes out as went in; a faulty one writes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from dialog.base import schema
from dialog.cli import main

STARTER = Path(__file__).parents[3] / "dialog" / "survey" / "starter.json"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: Any) -> Path:
    monkeypatch.setenv("DIALOG_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DIALOG_DATABASE_URL", f"sqlite:///{tmp_path / 'dialog.sqlite'}")
    schema.upgrade(f"sqlite:///{tmp_path / 'dialog.sqlite'}")
    return tmp_path


def run(*arguments: str) -> int:
    try:
        main(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_the_round_trip_is_identical(site: Path, capsys: Any) -> None:
    assert run("survey", "import", str(STARTER)) == 0
    assert "trygghetsenkat" in capsys.readouterr().out
    assert run("survey", "export", "trygghetsenkat", "-o", str(site / "out.json")) == 0
    assert (site / "out.json").read_bytes() == STARTER.read_bytes()
    capsys.readouterr()
    assert run("survey", "export", "trygghetsenkat", "-o", "-") == 0
    told = capsys.readouterr()
    assert told.out == STARTER.read_text(encoding="utf-8") and "exported" in told.err
    assert run("survey", "import", str(STARTER)) == 1
    assert run("survey", "import", str(STARTER), "--slug", "en-till") == 0
    assert run("survey", "export", "finns-inte", "-o", str(site / "no.json")) == 1 and not (site / "no.json").exists()


def test_a_faulty_file_is_named_and_nothing_written(site: Path, capsys: Any) -> None:
    file = json.loads(STARTER.read_text(encoding="utf-8"))
    file["sections"][0]["questions"][1]["kind"] = "mood"
    (site / "faulty.json").write_text(json.dumps(file), encoding="utf-8")
    assert run("survey", "import", str(site / "faulty.json")) == 1
    assert "sections[0].questions[1]" in capsys.readouterr().err
    assert run("survey", "export", "trygghetsenkat", "-o", str(site / "out.json")) == 1
    (site / "form.xlsx").write_bytes(b"PK\x03\x04")
    assert run("survey", "import", str(site / "form.xlsx")) == 1
    assert "JSON" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_told_in_one_line(site: Path, capsys: Any) -> None:
    assert run("survey", "import", str(STARTER)) == 0
    slug = json.loads(STARTER.read_text("utf-8"))["slug"]
    assert run("survey", "export", slug, "-o", str(site / "nowhere" / "x.json")) == 1
    assert capsys.readouterr().err.strip().endswith("x.json: No such file or directory")


def test_a_version_that_is_not_there_is_told_in_one_line(site: Path, capsys: Any) -> None:
    assert run("db", "downgrade", "nowhere") == 1
    assert capsys.readouterr().err.startswith("dialog: ")
