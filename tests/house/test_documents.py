"""What the documents name exists: files, and the functions and classes said to be in them."""

import re

import pytest

from tests.house.files import ROOT, read, tracked

DOCUMENTS = [name for name in tracked() if name.endswith(".md") and "/data/" not in name]
FOLDERS = "dialog|docs|static|templates|tests|tools|deploy|migrations"
#: A path of the repository between backticks.
PATH = re.compile(rf"`((?:{FOLDERS})/[\w./-]+)`")
#: A file of Python, and the names directly after it: `dialog/survey/public.py` `answer`.
CODE = re.compile(r"`(dialog/[\w./-]+\.py)`((?:[\s,]+`\w+`)+)")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_names_only_files_that_are_there(name: str) -> None:
    paths = set(PATH.findall(read(name)))
    made = ("static/vendor/",)  # installed, never committed
    assert [path for path in paths if not (ROOT / path).exists() and not path.startswith(made)] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_links_only_to_files_that_are_there(name: str) -> None:
    folder = (ROOT / name).parent
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", read(name))
    assert [target for target in targets if not (folder / target).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_function_is_where_it_is_said_to_be(name: str) -> None:
    for path, names in CODE.findall(read(name)):
        for word in re.findall(r"\w+", names):
            defined = rf"^(?:\s*(?:async )?def {word}\b|class {word}\b|{word}\b.*=)"
            assert re.search(defined, read(path), re.MULTILINE), f"{path} has no {word}"


def test_what_the_code_calls_trust_stands_in_its_document() -> None:
    told = read("docs/trust.md")
    for kind, first, last in re.findall(r"([RS])(\d+)–[RS]?(\d+)", told):
        told += "".join(f" {kind}{n} " for n in range(int(first), int(last)))
    code = "".join(
        read(name)
        for name in tracked()
        if name.startswith(("dialog/", "static/", "tests/")) and name.endswith((".py", ".js"))
    )
    named = {
        code for row in re.findall(r"\bTRUST ((?:[DRS]\d+(?:, )?)+)", code) for code in re.findall(r"[DRS]\d+", row)
    }
    assert len(named) > 20
    assert sorted(one for one in named if not re.search(rf"\b{one}\b", told)) == []


def test_every_stop_of_one_answer_names_what_it_passes() -> None:
    stops = re.split(r"^## ", read("docs/one-answer.md"), flags=re.MULTILINE)[1:]
    assert len(stops) == 11
    assert [stop.splitlines()[0] for stop in stops if not CODE.search(stop)] == []
