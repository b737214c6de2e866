"""Piles: what is in one, what never is, accepting and undoing, and two who are at the same one."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.remark.models import Remark
from dialog.tag.models import Batch, Decision, Declined, FocusArea, SuggestedArea
from dialog.tag.queries import taggings_of
from tests.build import Builder
from tests.http.tag.test_inbox import log, save
from tests.page import PageClient

URL = "/admin/synpunkter/hogar"
PILE = f"{URL}/belysning/brist"


def _found(db: Session, remark: Remark) -> list[tuple[str, str | None]]:
    return [(t.slug, t.polarity) for t in taggings_of(db, [remark.id]).get(remark.id, [])]


def test_a_pile_is_looked_through_accepted_and_undone(client: PageClient, build: Builder, db: Session) -> None:
    lamps = [build.remark(f"Det saknas belysning vid {place}") for place in ("skolan", "bron", "torpet", "dammen")]
    lamps[3].lang = ""  # read from a file that did not say
    build.remark("Tack för belysningen vid skolan, vilken skillnad"), build.remark("Bra men det saknas belysning")
    alone = build.remark("Mycket klotter")
    person = build.remark("Det saknas belysning hos Anna Svensson, 19121212-1212")
    client.sign_in(build.account("tagger", name="Sara"))
    page = client.get(URL)
    assert "4 om Belysning och mörker (brist), säkra" in page.words(".piles")
    assert "klotter" not in page.words(".piles").lower(), "one alone is no pile"
    page = client.get(PILE)
    assert [found.text for found in page.find(".pile-row mark")] == ["belysning"] * 4
    assert "Anna" not in page.words()
    assert [entry.count for entry in log(db, "remark.list")] == [4]
    form = page.form("/brist")
    ticked = [value for name, value in form.values if name == "ja"]
    assert len(ticked) == 4
    page = client.submit(form.set("ja", [mark for mark in ticked if not mark.startswith(str(lamps[1].id))]))
    assert "3 synpunkter är taggade." in page.words(".notice")
    db.expire_all()
    assert [_found(db, lamp) for lamp in lamps] == [[("belysning", "brist")], [], *[[("belysning", "brist")]] * 2]
    assert _found(db, alone) == _found(db, person) == []
    assert db.scalars(select(Declined.remark_id)).all() == [lamps[1].id]
    assert [entry.count for entry in log(db, "remark.tag_pile")] == [3]
    kept = db.execute(select(SuggestedArea.verdict, SuggestedArea.version)).all()
    assert [(row.verdict, len(row.version)) for row in kept] == [("accepted", 8)] * 3, "what became of each suggestion"
    page = client.submit(page.form("/angra"))
    assert "Ångrat: 3" in page.words()
    assert "3 om Belysning" in client.get(URL).words(".piles"), "what was taken out is laid in no pile again"


def test_what_somebody_else_was_at_is_left_out_and_said(client: PageClient, build: Builder, db: Session) -> None:
    lamps = [build.remark(f"Det saknas belysning vid {place}") for place in ("skolan", "bron", "torpet")]
    client.sign_in(build.account("tagger", name="Sara"))
    form = client.get(PILE).form("/brist")
    save(client, lamps[0], "inbrott")
    lamps[1].text = "Nu är det klotter vid bron"
    db.commit()
    page = client.submit(form)
    assert "1 synpunkt är taggad." in page.words(".notice")
    assert "2 synpunkter hade ändrats av någon annan" in page.words(".notice.alarm")
    db.expire_all()
    assert [_found(db, lamp) for lamp in lamps] == [[("inbrott", None)], [], [("belysning", "brist")]]
    assert db.scalar(select(func.count()).select_from(Batch)) == 1
    page = client.submit(form)
    assert db.scalar(select(func.count()).select_from(Decision)) == 2, "the same sending again decides nothing"


def test_an_unknown_pile_and_marks_that_nobody_made(client: PageClient, build: Builder, db: Session) -> None:
    lamps = [build.remark(f"Det saknas belysning vid {place}") for place in ("skolan", "bron")]
    client.sign_in(build.account("tagger"))
    client.get(f"{URL}/belysning/nonsens", status=404)
    client.get(f"{URL}/finns-inte/brist", status=404)
    assert "Högen är tom" in client.get(f"{URL}/inbrott/brist").words()
    form = client.get(PILE).form("/brist")
    sent = next(value for name, value in form.values if name == "ja")
    made = [
        "x",
        f"{lamps[0].id}.1.000000000000",
        f"{lamps[0].id}.9.",
        "",
        sent + "+x",
        sent.replace("~brist~", "~värst~"),
        sent.replace(".1.", ".2.", 1),
    ]
    client.submit(form.set("ja", made).set("visad", None))
    assert db.scalar(select(func.count()).select_from(Decision)) == 0


def test_a_pile_speaks_of_what_an_area_was_merged_into(client: PageClient, build: Builder, db: Session) -> None:
    lamps = [build.remark(f"Det saknas belysning vid {place}") for place in ("skolan", "bron")]
    client.sign_in(build.account("tagger", "coordinator"))
    assert "2 om Belysning" in client.get(URL).words(".piles")
    old = client.get(PILE).form("/brist")
    client.submit(client.get("/admin/fokusomraden/belysning/sla-ihop?med=ovrigt").form().set("med", "ovrigt"))
    assert "belysning" not in client.get(URL).words(".piles").lower()
    page = client.submit(old)
    assert "2 synpunkter hade ändrats" in page.words(".notice.alarm"), "what is no longer used is not chosen unseen"
    page = client.submit(client.get(f"{URL}/ovrigt/brist").form("/brist"))
    assert "2 synpunkter är taggade." in page.words(".notice")
    db.expire_all()
    assert [_found(db, lamp) for lamp in lamps] == [[("ovrigt", "brist")]] * 2
    slugs = select(FocusArea.slug).join(SuggestedArea, SuggestedArea.focus_area_id == FocusArea.id)
    assert db.scalars(slugs).all() == ["ovrigt"] * 2
