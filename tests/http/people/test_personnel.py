"""Staff, roles, links, those who can be responsible, the log and the site's texts, as an administrator uses them."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask

from dialog.base import clock
from dialog.base.keys import Keys
from dialog.people.kinds import FIELDS
from dialog.people.models import Account, AuditEntry, LoginSession, Partner, SiteField
from dialog.people.operations import record_audit
from dialog.people.queries import missing_fields
from dialog.people.queries.log import PAGE
from tests.build import Builder
from tests.conftest import NOON
from tests.page import Page, PageClient


@pytest.fixture
def admin(client: PageClient, build: Builder) -> PageClient:
    return client.sign_in(build.account("admin", name="Ada Admin"))


def rows(page: Page) -> list[list[str]]:
    return [[" ".join(cell.text_content().split()) for cell in row] for row in page.find("tbody tr")]


def actions(db) -> list[str]:
    return [entry.action for entry in db.query(AuditEntry).order_by(AuditEntry.at, AuditEntry.id)]


def test_adds_a_person_and_shows_the_link_once(admin: PageClient, app: Flask, db) -> None:
    page = admin.get("/admin/personal/ny")
    page = admin.submit(page.form("/ny").fill(name="", email="bo", roles=[]), status=422)
    assert [e.get("href") for e in page.find("#error-summary a")] == ["#email", "#name", "#roles"]
    page = admin.submit(page.form("/ny").fill(name="Bo Berg", email="Bo@Kommunen.se", roles=["tagger", "analyst"]))
    link = page.words("#link")
    assert link.startswith("http://localhost/admin/losenord/")
    other = PageClient(app)
    page = other.get(link.removeprefix("http://localhost"))
    page = other.submit(page.form().fill(new_password="gul cykel i regn"))
    page = other.submit(page.form().fill(email="bo@kommunen.se", password="gul cykel i regn"))
    assert page.h1 == "Det här väntar på dig"
    listed = admin.get("/admin/personal")
    assert ["Bo Berg", "bo@kommunen.se", "handläggare, analytiker", "Kan logga in"] in rows(listed)
    assert link.rsplit("/", 1)[1] not in listed.text
    assert {"account.add", "account.link", "account.password"} <= set(actions(db))


def test_the_same_address_twice_is_told(admin: PageClient, build: Builder) -> None:
    build.account("tagger", email="bo@kommunen.se")
    form = admin.get("/admin/personal/ny").form("/ny").fill(name="Bo", email="BO@kommunen.se", roles=["tagger"])
    assert "redan någon" in admin.submit(form, status=422).words("#error-summary")


def test_r12_two_who_change_a_person_at_once(admin: PageClient, app: Flask, build: Builder, db) -> None:
    bo = build.account("tagger", name="Bo Berg")
    other = PageClient(app).sign_in(build.account("admin", name="Cia Cen"))
    mine = admin.get(f"/admin/personal/{bo.id}").form(str(bo.id))
    theirs = other.get(f"/admin/personal/{bo.id}").form(str(bo.id))
    other.submit(theirs.fill(name="Bo Björk", roles=["analyst"]))
    page = admin.submit(mine.fill(name="Bo B", roles=["tagger", "coordinator"]), status=409)
    told = page.words(".notice")
    assert "Cia Cen" in told
    assert "Bo Björk, analytiker" in told
    assert dict(page.form(str(bo.id)).values)["name"] == "Bo B"
    admin.submit(page.form(str(bo.id)))
    db.expire_all()
    assert db.get(Account, bo.id).name == "Bo B"
    assert {r.role for r in db.get(Account, bo.id).roles} == {"tagger", "coordinator"}


def test_a_role_taken_away_is_gone_at_the_next_request(admin: PageClient, app: Flask, build: Builder) -> None:
    bo = build.account("admin", name="Bo Berg")
    theirs = PageClient(app).sign_in(bo)
    theirs.get("/admin/logg")
    admin.submit(admin.get(f"/admin/personal/{bo.id}").form(str(bo.id)).fill(roles=["tagger"]))
    theirs.get("/admin/logg", status=403)


def test_shuts_a_person_out_and_lets_them_in(admin: PageClient, app: Flask, build: Builder, db) -> None:
    bo = build.account("tagger", name="Bo Berg")
    theirs = PageClient(app).sign_in(bo)
    page = admin.get(f"/admin/personal/{bo.id}")
    admin.submit(page.form("/avstangd"), button=("active", "0"))
    theirs.get("/admin", status=302)
    assert db.query(LoginSession).filter_by(account_id=bo.id).count() == 0
    page = admin.get(f"/admin/personal/{bo.id}")
    admin.submit(page.form("/avstangd"), button=("active", "1"))
    assert "account.open" in actions(db)


def test_somebody_is_always_left_to_administer(admin: PageClient, db) -> None:
    me = db.query(Account).one()
    page = admin.get(f"/admin/personal/{me.id}")
    assert "administratör" in admin.submit(page.form(str(me.id)).fill(roles=["tagger"]), status=422).words(
        "#error-summary"
    )
    admin.submit(page.form("/avstangd"), button=("active", "0"), status=422)
    admin.get("/admin/personal")


def test_asks_for_the_password_again_before_roles(admin: PageClient, build: Builder) -> None:
    bo = build.account("tagger", name="Bo Berg")
    form = admin.get(f"/admin/personal/{bo.id}").form(str(bo.id)).fill(name="Bo B")
    with clock.held_at(NOON + timedelta(minutes=16)):
        assert admin.get(f"/admin/personal/{bo.id}", follow=True).h1 == "Skriv ditt lösenord igen"
        page = admin.submit(form, status=403)
        assert page.h1 == "Skriv ditt lösenord igen"
        assert "Bo B" in page.text


def test_s3_what_is_not_there_looks_the_same(admin: PageClient, build: Builder) -> None:
    partner, person = uuid.uuid4(), build.account("tagger")
    for path in (
        f"/admin/personal/{uuid.uuid4()}",
        f"/admin/personal/ansvariga/{partner}",
        f"/admin/personal/ansvariga/{person.id}",
    ):
        assert admin.get(path, status=404).h1 == "Sidan finns inte"


def test_s3_a_session_or_link_of_another_site_opens_nothing(
    admin: PageClient, client: PageClient, build: Builder, db, database
) -> None:
    from dialog.people.kinds import By
    from dialog.people.operations import make_link, open_session
    from dialog.people.session import COOKIE

    account = build.account()
    db.info["keys"] = Keys("another municipality's secret, as long")
    token, link = open_session(db, account.id, "x", account.email), make_link(db, By("x"), account.id)
    db.commit()
    client.http.set_cookie(COOKIE, token, domain="localhost")
    client.get("/admin", status=302)
    ours, unknown = (
        client.get(f"/admin/losenord/{link}", status=410),
        client.get("/admin/losenord/" + "x" * 43, status=410),
    )
    assert ours.words("main") == unknown.words("main")


def test_those_who_can_be_responsible(admin: PageClient, app: Flask, db) -> None:
    assert db.query(Partner).count() == 25
    page = admin.submit(admin.get("/admin/personal/ansvariga/ny").form("/ny").fill(name="Polisen"), status=422)
    page = admin.submit(page.form("/ny").fill(name="Centrum\u202eföreningen"))
    partner = db.query(Partner).filter_by(name="Centrumföreningen").one()
    assert partner.slug == "centrumforeningen"
    path = f"/admin/personal/ansvariga/{partner.id}"
    page, stale = admin.get(path), admin.get(path)
    admin.submit(page.form(str(partner.id)).fill(name="Centrum i samverkan"))
    page = admin.submit(stale.form(str(partner.id)).fill(name="Min egen"), status=409)
    assert "Ada Admin" in page.words(".notice")
    assert "Centrum i samverkan" in page.words(".notice")
    admin.submit(page.form("/anvands"), button=("active", "0"))
    assert ["Centrum i samverkan", "Används inte längre"] in rows(admin.get("/admin/personal"))


def test_s16_the_log_tells_who_what_and_why_and_no_content(admin: PageClient, build: Builder, db) -> None:
    bo = build.account("tagger", name="Bo\r\nBerg\x1b")

    class By:
        account_id, name = bo.id, bo.name

    record_audit(db, By, "account.change", "account", "7", why="rad ett\nrad två\u202e", count=3)
    db.commit()
    entry = db.query(AuditEntry).filter_by(object_id="7").one()
    assert (entry.who, entry.why, entry.count) == ("Bo Berg", "rad ett rad två", 3)
    told = [row[1:] for row in rows(admin.get("/admin/logg"))]
    assert ["Bo Berg", "ändrade en person eller dess roller", "7", "3", "rad ett rad två"] in told
    assert "log.read" in actions(db)


def test_the_log_is_paged_and_cut(admin: PageClient, build: Builder, db) -> None:
    bo = build.account("tagger", name="Bo Berg")
    for n in range(PAGE + 5):
        db.add(
            AuditEntry(
                at=NOON - timedelta(hours=n + 1),
                account_id=bo.id,
                who="Bo Berg",
                action="account.own",
                object_id=f"n{n}",
            )
        )
    db.commit()
    page = admin.get(f"/admin/logg?person={bo.id}&vad=account.own")
    assert len(page.find("tbody tr")) == PAGE
    older = page.find("nav.pages a[rel=next]")[0].get("href")
    page = admin.get(older)
    assert len(page.find("tbody tr")) == 5
    page = admin.get(page.find("nav.pages a[rel=prev]")[0].get("href"))
    assert len(page.find("tbody tr")) == PAGE
    page = admin.get("/admin/logg?fran=2026-11-18&till=2026-11-18&vad=account.own")
    assert len(page.find("tbody tr")) == 24
    assert "Skriv dagen så här" in admin.get("/admin/logg?fran=ig%C3%A5r&person=x&fore=%00&efter=AAAA").words("main")


def test_the_site_starts_with_what_is_missing(admin: PageClient, db) -> None:
    assert "saknas" in admin.get("/admin").words("main")
    page = admin.get("/admin/webbplats")
    law = page.find(".notice.alarm li a")
    assert len(law) == len(missing_fields(db)) > 10
    page = admin.get(law[0].get("href").partition("#")[0])
    assert page.find("#" + law[0].get("href").partition("#")[2])
    page = admin.submit(
        page.form("/who")
        .set("municipality-sv", "Växjö kommun")
        .set("controller-sv", "Styrelsen")
        .set("controller-en", "The board")
    )
    assert "Texterna är sparade" in page.words("main")
    assert "Kommunens namn" not in page.words(".notice.alarm")
    assert "Växjö kommun" in admin.get("/").words("header")
    assert "The board" in admin.get("/en/integritet").words("main")


def test_faults_in_the_sites_texts_are_named(admin: PageClient, db) -> None:
    form = admin.get("/admin/webbplats/help").form("/help")
    form.set("help_phone-sv", "ring mig").set("neutral_url-sv", "javascript:alert(1)").set("help_email-sv", "a@b")
    page = admin.submit(form, status=422)
    assert {e.get("href") for e in page.find("#error-summary a")} == {
        "#help_phone-sv",
        "#neutral_url-sv",
        "#help_email-sv",
    }
    assert dict(page.form("/help").values)["help_phone-sv"] == "ring mig"
    form = admin.get("/admin/webbplats/access").form("/access").set("access_assessed-sv", "i förrgår")
    assert "2026-11-30" in admin.submit(form, status=422).words("#error-summary")
    admin.get("/admin/webbplats/finns-inte", status=404)


def test_two_who_write_the_sites_texts_at_once(admin: PageClient, app: Flask, build: Builder) -> None:
    other = PageClient(app).sign_in(build.account("coordinator", name="Cia Cen"))
    mine = admin.get("/admin/webbplats/who").form("/who").set("municipality-sv", "Min kommun")
    other.submit(other.get("/admin/webbplats/who").form("/who").set("municipality-sv", "Hennes kommun"))
    page = admin.submit(mine, status=409)
    assert "Cia Cen" in page.words(".notice")
    assert "Hennes kommun" in page.words(".notice")
    admin.submit(page.form("/who"))
    assert "Min kommun" in admin.get("/").words("header")


def test_whom_nothing_waits_for_is_told_so(client: PageClient, build: Builder) -> None:
    build.remark("Mörkt i tunneln")  # waits for who tags, not for who draws conclusions
    for field in FIELDS:
        build.db.merge(SiteField(key=field.key, lang="sv", value="Ifyllt"))
    client.sign_in(build.account("analyst"))
    assert "Just nu väntar ingenting på dig." in client.get("/admin").text
