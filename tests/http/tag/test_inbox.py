"""The inbox and the desk: one list, one remark at a time, decisions that are added, and nothing lost when two meet."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.people.models import AuditEntry
from dialog.remark.models import Remark
from dialog.tag.models import Tagging
from tests.build import Builder
from tests.page import Page, PageClient


def _log(db: Session, action: str) -> list[AuditEntry]:
    return list(db.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def _desk(client: PageClient, remark: Remark, query: str = "", status: int = 200) -> Page:
    return client.get(f"/admin/synpunkter/{remark.id}{query}", status=status)


def _form(page: Page) -> "Form":  # type: ignore[name-defined]  # noqa: F821
    return page.form(page.url.split("?")[0].rsplit("/", 1)[-1])


def test_the_list_shows_every_remark_whatever_its_source(client: PageClient, build: Builder) -> None:
    build.remark("Äldst", week=202640, source="telefon")
    build.remark("Nyast", week=202646, source="plats", feeling="unsafe")
    build.remark("Mitten", week=202644, source="enkat")
    client.sign_in(build.account("tagger"))
    page = client.get("/admin/synpunkter")
    texts = [row.text_content().strip() for row in page.find(".list .text")]
    assert texts == ["Nyast", "Mitten", "Äldst"]
    assert page.words("#count") == "3 synpunkter"


def test_a_decision_is_kept_and_leads_on_to_the_next(client: PageClient, build: Builder, db: Session) -> None:
    first, second = build.remark("Ny", week=202646), build.remark("Gammal", week=202640)
    client.sign_in(build.account("tagger", name="Sara"))
    page = _desk(client, first, "?lage=untagged")
    form = _form(page).fill(fokus=["belysning", "narkotika"], person="1", anteckning="Ring parkchefen")
    form.set("hallning-belysning", "brist").set("nekad-narkotika", "1")
    page = client.submit(form, button=("beslut", "spara"))
    assert str(second.id) in page.url
    assert "Belysning och mörker (brist)" in page.words(".desk-said")
    db.refresh(first)
    assert (first.is_handled, first.has_personal_data, first.version) == (True, True, 2)
    taggings = {(t.polarity, t.is_negated) for t in db.scalars(select(Tagging).where(Tagging.remark_id == first.id))}
    assert taggings == {("brist", False), (None, True)}
    assert len(_log(db, "remark.tag")) == 1
    history = _desk(client, first).words(".history")
    assert "Sara" in history
    assert "Ring parkchefen" in history
