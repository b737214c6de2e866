"""Faults that come after a view has answered, or that somebody else caused meanwhile: told as what they are, and logged without an address."""

import errno
import logging
import sqlite3

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from dialog.base.logs import OneLine
from dialog.people.staff import partners
from dialog.web import errors
from tests.page import PageClient


@pytest.fixture
def signed_in(client: PageClient, build) -> PageClient:
    client.app.config["RAISE_FAULTS"] = client.app.testing = False
    return client.sign_in(build.account("admin"))


def _send(client: PageClient, status: int):
    token = client.get("/admin/mitt-konto").find('input[name="csrf_token"]')[0].get("value")
    sent = {"csrf_token": token, "language": "sv", "name": "Parken"}
    return client.post("/admin/personal/ansvariga/ny?hemligt=1", sent, status=status)


def test_a_full_disk_at_the_commit_is_503_and_no_address_is_logged(signed_in, monkeypatch, caplog) -> None:
    token = signed_in.get("/admin/mitt-konto").find('input[name="csrf_token"]')[0].get("value")

    def full(_self: Session) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(Session, "commit", full)
    with caplog.at_level(logging.DEBUG):
        page = signed_in.post("/admin/mitt-konto?hemligt=1", {"csrf_token": token, "language": "sv"}, status=503)
    assert page.headers["Retry-After"]
    told = " ".join(record.getMessage() for record in caplog.records)
    assert "database cannot answer" in told and "mitt-konto?" not in told and "/admin" not in told
    lines = " ".join(OneLine().format(record) for record in caplog.records if record.name == "dialog")
    assert (
        "/admin/mitt-konto" in lines and "127.0.0.1" not in lines and "hemligt" not in lines
    )  # the route's own pattern


class _Unique(Exception):
    sqlstate = "23505"


class _Check(Exception):
    sqlstate = "23514"


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (IntegrityError("INSERT", {}, _Unique()), 409),
        (IntegrityError("INSERT", {}, _Check()), 500),
        (StaleDataError("expected to update 1 row(s); 0 were matched"), 409),  # somebody has taken it away
    ],
)
def test_two_who_change_the_same_at_once(signed_in, monkeypatch, fault, status) -> None:
    def add(*_a, **_b):
        raise fault

    monkeypatch.setattr(partners, "add_partner", add)
    _send(signed_in, status)


def test_a_full_disk_below_a_file_is_the_databases_fault_too() -> None:
    assert errors.is_database_fault(OSError(errno.ENOSPC, "full"))
    assert not errors.is_database_fault(OSError(errno.ENOENT, "not there"))


def test_what_a_search_found_is_not_kept_by_the_browser(client: PageClient) -> None:
    assert client.get("/platser/sok?q=Centrum").headers["Cache-Control"] == "no-store"
    assert client.get("/platser/har?lat=56.88&lng=14.8").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("/plats/", "/plats"), ("/en/plats/?monter=1", "/en/plats?monter=1"), ("/om//", "/om"), ("/admin/", "/admin"), ("/enkat/abc/", "/enkat/abc")],
)  # fmt: skip
def test_a_slash_after_an_address_leads_to_the_page_that_was_meant(client: PageClient, asked: str, meant: str) -> None:
    answer = client.http.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (308, meant)


@pytest.mark.parametrize("asked", ["/finns-inte/", "/", "/om/x/", "/static/", "/api/v1/walks/abc/"])
def test_a_slash_after_nothing_leads_nowhere(client: PageClient, asked: str) -> None:
    assert client.http.get(asked).status_code == (200 if asked == "/" else 404)
    assert client.http.post("/om/").status_code == 404
