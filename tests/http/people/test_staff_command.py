"""`dialog staff add`: a link that works, or a password from standard input, or what was wrong."""

import pytest
from click.testing import CliRunner

from dialog.app import create_app
from dialog.base import schema
from dialog.base.settings import read_settings
from dialog.cli import build
from tests.page import PageClient


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("DIALOG_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    schema.upgrade(read_settings().database_url)
    return lambda *arguments, **more: CliRunner().invoke(build(), ["staff", "add", *arguments], **more)


def test_prints_a_link_with_which_one_can_sign_in(run) -> None:
    done = run("Ada@Kommunen.se", "--role", "admin", "--role", "tagger", "--name", "Ada Admin")
    assert done.exit_code == 0, done.output
    link = done.output.strip()
    assert link.startswith("http://127.0.0.1:8000/admin/losenord/")
    client = PageClient(create_app())
    page = client.get(link.removeprefix("http://127.0.0.1:8000"))
    page = client.submit(page.form().fill(new_password="gul cykel i regn"))
    page = client.submit(page.form().fill(email="ada@kommunen.se", password="gul cykel i regn"))
    assert "Ada Admin" in page.words("body > header")


def test_reads_a_password(run) -> None:
    assert run("a@kommunen.se", "--role", "tagger", "--password-stdin", input="gul cykel i regn\n").exit_code == 0
    wrong = run("b@kommunen.se", "--role", "tagger", "--password-stdin", input="kort\n")
    assert wrong.exit_code == 1
    assert "password" in wrong.output


def test_says_what_is_wrong(run) -> None:
    assert run("a@kommunen.se", "--role", "admin").exit_code == 0
    assert run("a@kommunen.se", "--role", "admin").exit_code == 1
    assert run("inte en adress", "--role", "admin").exit_code == 1
    assert run("b@kommunen.se", "--role", "kung").exit_code == 2
