"""Scripts and style sheets are sent without their comments, and are still the same programs."""

import re
from pathlib import Path

import pytest

from dialog.web import assets

SCRIPTS = sorted(p for p in assets.FOLDER.rglob("*.js") if "vendor" not in p.parts)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_no_line_of_comment_is_sent_and_every_other_line_is(path: Path) -> None:
    sent = assets.load(str(path.relative_to(assets.FOLDER)))
    assert sent is not None
    lines = sent.plain.decode().splitlines()
    assert not [line for line in lines if re.match(r"\s*(//|/\*)", line)]
    assert [line for line in lines if line not in path.read_text("utf-8").splitlines()] == []


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/* why */\nlet a = 1;\n", "let a = 1;\n"),
        ("  // why\nlet a = 1; // how\n", "let a = 1; // how\n"),
        ("/* one\n   two */\na();\n/* three */\nb();\n", "a();\nb();\n"),
        ("/* why */ a();\nb();\n/* so */\n", "/* why */ a();\nb();\n"),
        (
            'const address = "https://example.org/*"; /* and */\nb();\n',
            'const address = "https://example.org/*"; /* and */\nb();\n',
        ),
    ],
)
def test_only_lines_that_are_comments_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, sent: str
) -> None:
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    (tmp_path / "a.js").write_text(written, "utf-8")
    assert assets._lean(tmp_path / "a.js").decode() == sent


def test_installed_libraries_keep_their_licence() -> None:
    sent = assets.load("vendor/leaflet/leaflet.js")
    assert sent is not None
    assert sent.plain.startswith(b"/*")
    assert sent.plain == (assets.FOLDER / "vendor/leaflet/leaflet.js").read_bytes()
