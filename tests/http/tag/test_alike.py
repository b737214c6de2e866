"""Nearly the same, at the desk: what is found, kept for all as decisions of their own, undone, and what somebody was at meanwhile."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.remark.models import Concern
from dialog.tag.models import Batch, Decision
from dialog.tag.queries import taggings_of
from tests.build import Builder
from tests.http.tag.test_inbox import log, save
from tests.page import PageClient


def test_those_nearly_the_same_are_kept_together_and_undone(client: PageClient, build: Builder, db: Session) -> None:
    mine = build.remark("Lampan vid tunneln är trasig")
    same = [build.remark("lampan vid tunneln är trasig!"), build.remark("Lampan vid tunneln är trasig igen")]
    for text in ("Lampan vid tunneln är inte trasig", "Klotter på skolan"):
        build.remark(text, week=202540)
    build.remark("Lampan vid tunneln är trasig Anna Svensson", week=202540, has_personal_data=True)
    build.remark("Lampan vid tunneln är trasig", week=202540, suggestion="Laga den")
    accusing = build.remark("Lampan vid tunneln är trasig")
    db.add(Concern(remark_id=accusing.id, kind="accusation"))
    db.commit()
    done = build.remark("Lampan vid tunneln är trasig")
    client.sign_in(build.account("tagger", name="Sara"))
    save(client, done, "belysning")
    desk = f"/admin/synpunkter/{mine.id}?lage=untagged"
    link = client.get(desk).find(".alike-link")[0].get("href")
    assert client.get(link, headers={"Accept": "application/json"}).json == {"count": 2, "said": "2 nästan likadana"}
    page = client.get(link)
    assert len(page.find(".pile-row")) == 3
    assert "2 otaggade synpunkter säger nästan samma sak" in page.words()
    assert "Anna" not in page.words()
    form = page.form("/likadana")
    assert not [name for name, _ in form.values if name == "val-fokus"], (
        "what is only suggested is not chosen beforehand"
    )
    refused = client.submit(form, status=422)
    assert "Välj minst ett fokusområde." in refused.words() and taggings_of(db, [mine.id]) == {}
    page = client.submit(form.set("val-fokus", ["inbrott"]).set("val-hallning-inbrott", "brist"))
    assert "3 synpunkter sparade på en gång: Inbrott (brist)." in page.words(".desk-many")
    db.expire_all()
    ids = [mine.id, *(one.id for one in same)]
    found = taggings_of(db, ids)
    assert [[(t.slug, t.polarity) for t in found[one]] for one in ids] == [[("inbrott", "brist")]] * 3
    decisions = select(func.count(), func.count(Decision.batch_id.distinct())).where(Decision.remark_id.in_(ids))
    assert tuple(db.execute(decisions).one()) == (3, 1)
    assert [entry.count for entry in log(db, "remark.tag_alike")] == [3]
    page = client.submit(page.form("/angra"))
    assert "Ångrat: 3" in page.words()
    assert taggings_of(db, ids) == {}


def test_what_changed_meanwhile_is_left_out_and_what_is_not_chosen_is_asked_for(
    client: PageClient, build: Builder, db: Session
) -> None:
    first, second, third = (build.remark("Mörkt vid dammen på kvällen") for _ in range(3))
    client.sign_in(build.account("tagger", name="Sara"))
    url = f"/admin/synpunkter/{first.id}/likadana?lage=untagged"
    form, empty = (client.get(url).form("/likadana") for _ in range(2))
    assert "Välj minst ett fokusområde." in client.submit(empty.set("val-fokus", []), status=422).words()
    none = client.get(url).form("/likadana").set("ja", []).set("val-fokus", ["belysning"])
    assert "Kryssa i minst en synpunkt." in client.submit(none, status=422).words()
    save(client, second, "inbrott")
    form = form.set("val-fokus", ["belysning"])
    page = client.submit(form)
    assert "Ångra för 2 synpunkter" in page.words(), "there is no next one: the decision on many is shown"
    db.expire_all()
    found = taggings_of(db, [first.id, second.id, third.id])
    assert [found[one.id][0].slug for one in (first, second, third)] == ["belysning", "inbrott", "belysning"]
    assert "har ändrats sedan du såg dem" in client.submit(form, status=409).words()
    assert db.scalar(select(func.count()).select_from(Batch)) == 1
    assert "Ingen annan otaggad" in client.get(f"/admin/synpunkter/{third.id}/likadana").words()
