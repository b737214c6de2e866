"""Files small enough to be read in one go: a module 250 lines at most, a template 120, a test 400.

One that is longer has its reason here.
"""

import pytest

from tests.house.files import read, tracked

MOST = {"dialog": 250, "tools": 250, "migrations": 250, "start.py": 250, "templates": 120, "tests": 400}
REASONS: dict[str, str] = {}


def longest(name: str) -> int | None:
    if not name.endswith((".py", ".html")):
        return None
    return MOST.get(name.split("/")[0])


@pytest.mark.parametrize("name", [name for name in tracked() if longest(name)])
def test_a_file_can_be_read_in_one_go(name: str) -> None:
    most, lines = longest(name), len(read(name).splitlines())
    assert most is not None
    assert lines <= most or name in REASONS, f"{name} has {lines} lines, at most {most}: divide it"
