"""Scripts and style sheets leave without comments and indents; nothing of ours may mean something by them."""

from pathlib import Path

import pytest

from dialog.web import assets

OURS = sorted(
    name
    for name in assets._there()
    if name.endswith((".js", ".css")) and not name.startswith("vendor/") and not Path(name).name.startswith(".")
)


@pytest.mark.parametrize("name", OURS)
def test_no_text_of_a_script_goes_over_several_lines(name: str) -> None:
    asset = assets.load(name)
    assert asset is not None
    lines = asset.plain.decode().split("\n")
    assert lines == [line.strip() for line in lines]
    assert [line for line in lines if line.count("`") % 2 or line.endswith("\\")] == []
