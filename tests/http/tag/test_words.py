"""The words behind suggestions are changed by a coordinator: tried on past decisions first, kept by version, taken back by history."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base import clock
from dialog.tag.models import AreaWords
from dialog.tag.operations.areas import AreaFields, add_area, next_look
from dialog.tag.queries.taught import examples, has_come_far, not_in_use, taught
from tests.build import Builder
from tests.http.tag.test_inbox import log
from tests.http.tag.test_quality import by_of, tagged
from tests.http.tag.test_suggestions import by_examples
from tests.page import Form, PageClient

URL = "/admin/fokusomraden/belysning/ord"


def test_words_are_tried_then_kept_then_taken_back(client: PageClient, build: Builder, db: Session) -> None:
    tagged(build, db, "Det är skumraskt bakom skolan", "belysning")
    tagged(build, db, "Skumraskt folk i porten", "narkotika")
    tagged(build, db, "Det är mörkt vid ån", "belysning")
    client.sign_in(build.account("coordinator", "tagger", name="Sara"))
    tried = client.submit(
        client.get(URL).form("/ord").fill(besvar="skumrask*", bort="mörkt, *mörkt"), button=("beslut", "prova")
    )
    told = tried.words("#effekt")
    assert "2 skulle få förslaget (1 rätt)" in told and "1 skulle mista det (1 rätt)" in told
    assert "Skumraskt folk i porten" in told and 3 in [entry.count for entry in log(db, "remark.list")]
    assert db.scalar(select(func.count()).select_from(AreaWords)) == 0, "nothing is kept before it has been shown"
    other = client.submit(tried.form("/ord").fill(svaga="skumt"), button=("beslut", "spara"))
    assert other.find("#effekt") and db.scalar(select(func.count()).select_from(AreaWords)) == 0, (
        "other words are tried anew"
    )
    client.submit(tried.form("/ord"), button=("beslut", "spara"))
    remark = build.remark("Så skumraskt vid tunneln")
    assert "skumraskt" in client.get(f"/admin/synpunkter/{remark.id}").words("[data-suggestion='belysning']")
    late = client.submit(tried.form("/ord"), button=("beslut", "spara"), status=409)
    assert "Någon annan har ändrat orden" in late.words(".error-summary")
    page = client.get(URL)
    assert "Version 1, Sara" in page.words("main")
    back = client.submit(Form(page.find("main details form")[0], page.url), button=("beslut", "aterta"))
    assert "1 skulle få förslaget (1 rätt)" in back.words("#effekt"), "without words of our own"
    client.submit(back.form("/ord"), button=("beslut", "spara"))
    assert db.scalars(select(AreaWords.words).order_by(AreaWords.version.desc())).first() == {}
    assert [one.action for one in log(db, "area.words")] == ["area.words"] * 2


def test_what_examples_suggest_all_the_same_is_neither_got_nor_lost(
    client: PageClient, build: Builder, db: Session
) -> None:
    scene, one = by_examples("narkotika")
    tagged(build, db, scene, "narkotika")
    client.sign_in(build.account("coordinator"))
    page = client.get(URL.replace("belysning", "narkotika"))
    again = scene.lower().split()
    word = next(w for w in again if w.isalpha() and len(w) > 5 and w not in " ".join(one.because).lower())
    told = client.submit(page.form("/ord").fill(besvar=word), button=("beslut", "prova")).words("#effekt")
    assert "0 skulle få förslaget" in told and "0 skulle mista det" in told


def test_what_cannot_be_read_is_told_and_others_only_read(client: PageClient, build: Builder, db: Session) -> None:
    client.sign_in(build.account("coordinator"))
    page = client.submit(client.get(URL).form("/ord").fill(besvar="a*, <b>"), button=("beslut", "prova"), status=422)
    assert "Det här går inte att läsa: a*, <b>" in page.words(".error-summary")
    assert "a*, <b>" in page.words("#besvar")
    client.sign_in(build.account("tagger"))
    assert "kolsvart*" in client.get(URL).words() and not client.get(URL).find("textarea")


def test_what_was_decided_before_a_focus_area_was_there_counts_neither_for_nor_against(
    client: PageClient, build: Builder, db: Session
) -> None:
    early, late = clock.now(), clock.now() + timedelta(hours=1)
    with clock.held_at(early):
        tagged(build, db, "Bänken är trasig", "nedskrapning")
        tagged(build, db, "En bänk vid ån, tack", "ovrigt")
    with clock.held_at(late):
        slug = add_area(db, by_of(build.account("coordinator")), AreaFields({"sv": "Vila"}, {}, "Vl", *next_look(db)))
        db.commit()
        tagged(build, db, "Sätt en bänk på torget", slug)
        tagged(build, db, "Olåst bänk", "ovrigt")
        assert not_in_use(db) == {slug: [(None, late)]}
        assert {slug in row.unknown for row in taught(db) if slug not in row.areas} == {True, False}
        assert examples(db)[slug] == 1 and not has_come_far(db, {}) and not has_come_far(db, {"examples": {slug: 1}})
    client.sign_in(build.account("coordinator", "tagger"))
    form = client.get(f"/admin/fokusomraden/{slug}/ord").form("/ord").fill(besvar="bänk*")
    told = client.submit(form, button=("beslut", "prova")).words("#effekt")
    assert "de 2 senaste beslutade" in told and "2 skulle få förslaget (1 rätt)" in told
    assert "2 synpunkter som beslutades när fokusområdet inte fanns skulle också få det" in told
