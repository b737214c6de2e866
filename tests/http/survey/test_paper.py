"""Keying in paper forms: counted, required nothing, a clean form after each, once however often it is sent."""

from typing import Any

from sqlalchemy import func, select

from dialog.survey.models import Answer, Response
from tests.page import PageClient


def keyer(client: PageClient, build: Any, role: str = "tagger") -> PageClient:
    build.survey(slug="oster")
    return client.sign_in(build.account(role))


def test_papers_are_keyed_in_one_after_the_other(client: PageClient, build: Any, db: Any) -> None:
    keyer(client, build)
    page = client.get("/admin/enkater/oster/pappersformular")
    for told in ("ett formulär", "2 formulär", "3 formulär"):
        page = client.submit(page.form("/pappersformular").set("q-role", "live"))
        assert told in page.words()
        assert not page.find("input[type=radio][checked]")
    db.expire_all()
    assert db.execute(select(Response.channel, func.count()).group_by(Response.channel)).all() == [("paper", 3)]
    assert db.scalar(select(func.count()).select_from(Answer)) == 3  # the required question was left out on the paper


def test_the_same_paper_sent_twice_counts_once(client: PageClient, build: Any, db: Any) -> None:
    keyer(client, build, "coordinator")
    form = client.get("/admin/enkater/oster/pappersformular").form("/pappersformular").set("q-role", "live")
    client.submit(form)
    assert "ett formulär" not in client.submit(form).words()
    assert db.scalar(select(func.count()).select_from(Response)) == 1
    assert "redan inskrivet" in client.submit(form.set("q-role", "work"), status=409).words()


def test_an_empty_paper_is_told(client: PageClient, build: Any, db: Any) -> None:
    keyer(client, build)
    page = client.submit(client.get("/admin/enkater/oster/pappersformular").form("/pappersformular"), status=422)
    assert page.find(".error-summary")
    assert db.scalar(select(func.count()).select_from(Response)) == 0


def test_nothing_is_keyed_into_a_draft(client: PageClient, build: Any) -> None:
    build.survey(slug="oster", state="draft")
    client.sign_in(build.account("tagger")).get("/admin/enkater/oster/pappersformular", status=409)


def test_the_staff_start_page_says_what_waits(client: PageClient, build: Any) -> None:
    from datetime import date

    build.survey(slug="oster", closes_on=date(2026, 11, 22))
    build.survey(slug="vaster", state="draft", title={"sv": "Väster"}, texts={})
    words = client.sign_in(build.account("coordinator")).get("/admin").words()
    assert "stänger snart" in words and "saker kvar att rätta" in words
