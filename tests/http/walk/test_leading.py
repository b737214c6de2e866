"""A walk that goes on: started, its remarks read and merged, a tablet revoked, a paper protocol keyed in, closed, walked again."""

import uuid

from sqlalchemy import delete, func, select

from dialog.figures.models import DisclosedRemark, Disclosure
from dialog.people.models import Account, AuditEntry
from dialog.remark.models import Remark
from dialog.walk.models import FormerCode, HeldItem, Stop, Walk, WalkRemark, WalkTablet
from tests.build import Builder
from tests.page import PageClient
from tests.walks import make_walk


def step(client: PageClient, walk: Walk, deed: str) -> None:
    page = client.get(f"/admin/vandringar/{walk.slug}/lage/{deed}")
    client.submit(page.form(f"/lage/{deed}"))


def key_in(client: PageClient, walk: Walk, *rows: dict[str, str]) -> None:
    form = client.get(f"/admin/vandringar/{walk.slug}/skriv-in").form("/skriv-in")
    for n, row in enumerate(rows):
        form.fill(**{name if "-" in name else f"{name}-{n}": value for name, value in row.items()})
    client.submit(form)
    client.submit(form)  # a second press of the button


def count(db, what=Remark.id) -> int:
    return db.scalar(select(func.count()).select_from(what.class_)) or 0


def test_a_paper_protocol_is_keyed_in_once_merged_and_parted(client: PageClient, build: Builder, db) -> None:
    walk = make_walk(db, state="planned")
    client.sign_in(build.account("coordinator"))
    early = client.get(f"/admin/vandringar/{walk.slug}/skriv-in").form("/skriv-in")
    client.submit(early.fill(**{"feeling-0": "safe", "words-0": "Torget"}), status=409)
    step(client, walk, "starta")
    wrong = client.get(f"/admin/vandringar/{walk.slug}/skriv-in").form("/skriv-in")
    page = client.submit(wrong.fill(**{"text-1": "Mörkt", "agreeing-1": "noll"}), status=422)
    assert len(page.find(".error-summary li")) == 3
    key_in(
        client, walk,
        {"feeling": "unsafe", "stop": "1", "text": "Lampan är trasig", "agreeing": "3", "check-0-lighting": "0"},
        {"feeling": "unsafe", "words": "Vid tunneln", "text": "Trasig lampa", "agreeing": "2"},
    )  # fmt: skip
    rows = {r.text: r for r in db.scalars(select(Remark))}
    assert len(rows) == 2 and {r.source for r in rows.values()} == {"vandring"}
    assert {r.origin_id for r in rows.values()} == {walk.id} and {r.day for r in rows.values()} == {walk.held_on}
    path = f"/admin/vandringar/{walk.slug}/leda"
    page = client.get(path)
    assert "Lampan är trasig" in page.words() and "Från papper eller fil: 2 synpunkter." in page.words()
    assert {"lighting": 0} in db.scalars(select(WalkRemark.checklist)).all()
    items = {
        r.text: db.scalars(select(WalkRemark.item_id).where(WalkRemark.remark_id == r.id)).one() for r in rows.values()
    }
    double, stays = str(items["Trasig lampa"]), str(items["Lampan är trasig"])
    assert page.find(f'a[href="{path}/ihop/{double}"]')
    form = client.get(f"{path}/ihop/{double}").form("/leda/ihop").fill(star=stays)
    sent = dict(form.values)
    by = db.scalars(select(Account.id)).first()
    asked_for = Disclosure(registry_number="KS 1", concerns="Allt", started_by_id=by)
    db.add(asked_for)
    db.flush()
    db.add(DisclosedRemark(disclosure_id=asked_for.id, remark_id=rows["Trasig lampa"].id))
    db.commit()
    refused = client.post(f"{path}/ihop", sent, status=422)
    assert "begäran om allmänna handlingar" in refused.words() and count(db) == 2
    db.execute(delete(DisclosedRemark))
    db.commit()
    assert client.post(f"{path}/ihop", sent, follow=True).words("#inkommet") == "En synpunkt"
    client.get(f"{path}/ihop/{double}", status=404)
    assert client.post(f"{path}/ihop", sent, status=422)
    db.expire_all()
    assert [(r.text, r.agreeing) for r in db.scalars(select(Remark))] == [("Lampan är trasig", 5)]
    page = client.post(f"{path}/isar", sent, follow=True)
    db.expire_all()
    assert sorted((r.text, r.agreeing) for r in db.scalars(select(Remark))) == [
        ("Lampan är trasig", 3),
        ("Trasig lampa", 2),
    ]
    reads = db.scalars(select(AuditEntry).where(AuditEntry.action == "walk.read")).all()
    assert reads and reads[0].count == 2 and "Lampan" not in reads[0].why


def test_the_page_asks_for_news_without_reading(client: PageClient, build: Builder, db) -> None:
    walk = make_walk(db, state="open")
    client.sign_in(build.account("coordinator"))
    path = f"/admin/vandringar/{walk.slug}/leda"
    mark = client.get(path).find("[data-mark]")[0].get("data-mark")
    before = count(db, AuditEntry.id)
    assert client.get(f"{path}/nytt", status=304, headers={"If-None-Match": f'"{mark}"'})
    key_in(client, walk, {"feeling": "safe", "words": "Torget"})
    assert client.get(f"{path}/nytt", headers={"If-None-Match": f'"{mark}"'}).text == "new"
    assert count(db, AuditEntry.id) == before + 3  # keyed in, and read twice on the page that follows


def test_a_lost_tablet_is_shut_out_and_what_was_held_is_settled(client: PageClient, build: Builder, db) -> None:
    walk = make_walk(db, state="open")
    tablet = WalkTablet(walk_id=walk.id, number=1, token_hash="a" * 64)
    db.add(tablet)
    db.flush()
    facts = {
        "walk_id": walk.id,
        "tablet_id": tablet.id,
        "kind": "remark",
        "revision": 1,
        "problems": ["Det är ingen känsla."],
    }
    for n, content in enumerate(({"feeling": "arg", "text": "Halt i backen", "agreeing": 4}, {"sealed": {"key": "x"}})):
        db.add(HeldItem(item_id=uuid.uuid4(), content=content, content_hash=str(n) * 64, **facts))
    db.commit()
    client.sign_in(build.account("coordinator"))
    path = f"/admin/vandringar/{walk.slug}"
    page, first = client.get(f"{path}/leda"), walk.join_code
    assert page.find(f'a[href="{path}/leda/sparra/{tablet.id}"]')
    page = client.submit(client.get(f"{path}/leda/sparra/{tablet.id}").form(f"/leda/sparra/{tablet.id}"))
    db.expire_all()
    assert tablet.revoked_at is not None and walk.join_code != first
    assert "koden är bytt" in page.words() and page.words(".code") == f"{walk.join_code[:4]}-{walk.join_code[4:]}"
    asked = client.get(page.find(f'a[href="{path}/anslut/byt"]')[0].get("href"))
    assert f"{walk.join_code[:4]}-{walk.join_code[4:]}" in asked.words("main")
    form, second = asked.form("/anslut/byt"), walk.join_code
    client.submit(form)
    page = client.submit(form)  # a second press, or a colleague's at the same time: the newest stands
    db.expire_all()
    assert page.words(".code") == f"{walk.join_code[:4]}-{walk.join_code[4:]}"
    assert set(db.scalars(select(FormerCode.code).where(FormerCode.walk_id == walk.id))) == {first, second}
    done = select(AuditEntry.action).where(AuditEntry.action.in_(("walk.revoke", "walk.change_code")))
    assert sorted(db.scalars(done)) == ["walk.change_code", "walk.change_code", "walk.revoke"]
    client.get(f"{path}/leda/sparra/{tablet.id}", status=303)
    page = client.get(f"{path}/leda")
    assert "Spärrad" in page.words()
    held = {bool((one.content or {}).get("sealed")): one.id for one in db.scalars(select(HeldItem))}
    assert walk.title in client.get("/admin").words() and "2 saker" in client.get("/admin").words()
    faulty = page.form(f"/undanlagt/{held[True]}/ta-in").fill(feeling="safe", text="Det hon sade")
    page = client.submit(faulty, status=422)
    assert "Ange var det är" in page.words() and "Det hon sade" in page.words(f"#u-{held[True]} textarea")
    page = client.submit(page.form(f"/undanlagt/{held[False]}/ta-in").fill(feeling="unsafe", stop="1"))
    assert "Halt i backen" in page.words(".came-in") and "4 håller med" in page.words(".came-in")
    page = client.submit(page.form(f"/undanlagt/{held[True]}/ta-bort"))
    db.expire_all()
    assert not page.find("#held") and {one.content for one in db.scalars(select(HeldItem))} == {None}
    assert count(db) == 1


def test_closed_archived_and_walked_again(client: PageClient, build: Builder, db) -> None:
    walk = make_walk(db, state="open", private_key="k")
    client.sign_in(build.account("coordinator"))
    stale = client.get(f"/admin/vandringar/{walk.slug}/lage/avsluta").form("/lage/avsluta")
    step(client, walk, "avsluta")
    client.submit(stale, status=409)
    step(client, walk, "arkivera")
    db.expire_all()
    assert (walk.state, walk.private_key) == ("archived", None)
    page = client.get(f"/admin/vandringar/{walk.slug}/igen")
    page = client.submit(page.form("/igen").fill(day="2027-05-20"))
    again = db.scalars(select(Walk).where(Walk.previous_id == walk.id)).one()
    assert (
        again.checklist == walk.checklist and again.join_code != walk.join_code and again.public_key != walk.public_key
    )
    stops = db.scalars(select(Stop).where(Stop.walk_id == again.id)).all()
    assert {s.previous_id for s in stops} == set(db.scalars(select(Stop.id).where(Stop.walk_id == walk.id)))


def test_the_code_that_joins_is_shown_to_those_who_lead_while_it_joins(client: PageClient, build: Builder, db) -> None:
    walk = make_walk(db, state="planned")
    client.sign_in(build.account("coordinator"))
    page = client.get(f"/admin/vandringar/{walk.slug}/anslut")
    assert page.words(".code") == f"{walk.join_code[:4]}-{walk.join_code[4:]}" and page.find("svg.qr")
    walk.state = "closed"
    db.commit()
    assert not client.get(f"/admin/vandringar/{walk.slug}/anslut").find(".code")
