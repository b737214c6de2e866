"""The code book: read by those who tag, written by a coordinator, every version kept, two at once told apart."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.tag.models import CodebookEntry
from tests.build import Builder
from tests.http.tag.test_inbox import log
from tests.page import PageClient

URL = "/admin/fokusomraden/belysning/kodbok"


def test_what_belongs_is_written_kept_and_read_at_the_desk(client: PageClient, build: Builder, db: Session) -> None:
    remark = build.remark("mörkt")
    client.sign_in(build.account("coordinator", "tagger", name="Sara"))
    first = client.get(URL).form("/kodbok")
    page = client.submit(
        first.fill(hit_sv="Lampor som är släckta", inte_sv="Mörkt vatten", hit_en="Lamps that are out")
    )
    assert "Kodboken är sparad." in page.words(".notice")
    assert "Lampor som är släckta" in page.words()
    page = client.submit(page.form("/kodbok").fill(inte_sv="<b>Skymd sikt</b>"))
    assert "Version 1, Sara" in page.words("main details")
    assert db.scalar(select(func.count()).select_from(CodebookEntry)) == 2
    assert [entry.action for entry in log(db, "area.codebook")] == ["area.codebook"] * 2
    page = client.submit(first.fill(exempel_sv="Mitt"), status=409)
    assert "Någon annan har ändrat kodboken" in page.words(".error-summary")
    assert "Mitt" in page.words("#exempel_sv"), "what was written stands in its field"
    desk = client.get(f"/admin/synpunkter/{remark.id}").words("[data-codebook]")
    assert "Lampor som är släckta" in desk and "<b>Skymd sikt</b>" in desk


def test_too_long_is_told_and_others_only_read(client: PageClient, build: Builder, db: Session) -> None:
    client.sign_in(build.account("coordinator"))
    page = client.submit(client.get(URL).form("/kodbok").fill(hit_sv="x" * 3_001), status=422)
    assert "Texten är för lång" in page.words(".error-summary")
    client.get("/admin/fokusomraden/finns-inte/kodbok", status=404)
    assert db.scalar(select(func.count()).select_from(CodebookEntry)) == 0
