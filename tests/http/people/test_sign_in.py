"""Sign-in, sessions, the link to choose a password, and what happens to what was typed (TRUST S8, but TOTP)."""

from datetime import timedelta

import pytest
from flask import Flask

from dialog.base import clock
from dialog.base.keys import Keys
from dialog.people.kinds import By
from dialog.people.models import LoginSession, PasswordLink
from dialog.people.operations import hash_password, make_link
from dialog.people.session import COOKIE
from tests.build import Builder
from tests.conftest import NOON, SECRET
from tests.page import PageClient

PASSWORD = "korrekt häst batteri klammer"


@pytest.fixture(scope="module")
def hashed() -> str:
    return hash_password(PASSWORD)


def sign_in(client: PageClient, email: str, password: str = PASSWORD, status: int = 200):
    form = client.get("/admin/logga-in").form()
    return client.submit(form.fill(email=email, password=password), status=status)


def cookie(client: PageClient) -> str:
    found = client.http.get_cookie(COOKIE, domain="localhost")
    return found.value if found else ""


def test_signs_in_and_out(client: PageClient, build: Builder, hashed: str) -> None:
    account = build.account("tagger", password_hash=hashed)
    page = sign_in(client, "  " + account.email.upper())
    assert page.h1 == "Det här väntar på dig"
    token = cookie(client)
    client.submit(page_form(page, "/admin/logga-ut"))
    assert cookie(client) == ""
    client.http.set_cookie(COOKIE, token, domain="localhost")
    client.get("/admin", status=302)  # a copy of the cookie opens nothing


def page_form(page, action: str):
    from tests.page import Form

    form = next(f for f in page.find("form") if f.get("action", "").endswith(action))
    return Form(form, page.url)


def test_goes_where_the_person_was_going(client: PageClient, build: Builder, hashed: str) -> None:
    account = build.account(password_hash=hashed)
    page = client.get("/admin/mitt-konto", follow=True)
    assert page.h1 == "Logga in"
    page = client.submit(page.form().fill(email=account.email, password=PASSWORD))
    assert page.h1 == "Mitt konto"


@pytest.mark.parametrize(
    "wanted", ["//evil.example/", "https://evil.example/", "/admin//evil", "/\\evil", "/admin/\r\nx"]
)
def test_never_goes_elsewhere(client: PageClient, build: Builder, hashed: str, wanted: str) -> None:
    account = build.account(password_hash=hashed)
    answer = client.post("/admin/logga-in", {"email": account.email, "password": PASSWORD, "next": wanted}, status=303)
    assert answer.headers["Location"] == "/admin"


def test_s8_fixation_a_new_token_at_sign_in(client: PageClient, build: Builder, hashed: str) -> None:
    account = build.account(password_hash=hashed)
    client.http.set_cookie(COOKIE, "A" * 43, domain="localhost")
    sign_in(client, account.email)
    first = cookie(client)
    assert first != "A" * 43
    client.post("/admin/logga-in", {"email": account.email, "password": PASSWORD}, status=303)
    assert cookie(client) != first
    client.http.set_cookie(COOKIE, first, domain="localhost")
    client.get("/admin", status=302)


def test_s8_only_the_hash_of_the_token_is_kept(client: PageClient, build: Builder, hashed: str, db) -> None:
    sign_in(client, build.account(password_hash=hashed).email)
    kept = [session.token_hash for session in db.query(LoginSession)]
    assert kept == [Keys(SECRET).hash("session", cookie(client))]
    assert cookie(client) not in kept


def test_s8_no_cookie_before_sign_in(client: PageClient, build: Builder) -> None:
    account = build.account()
    for answer in (
        client.get("/admin/logga-in"),
        client.get("/admin", status=302),
        client.post("/admin/logga-in", {"email": account.email, "password": "fel fel fel fel"}, status=422),
    ):
        assert not answer.headers.getlist("Set-Cookie")


def test_the_cookie_is_for_this_host_only(client: PageClient, build: Builder, hashed: str) -> None:
    account = build.account(password_hash=hashed)
    answer = client.post("/admin/logga-in", {"email": account.email, "password": PASSWORD}, status=303)
    sent = answer.headers["Set-Cookie"]
    assert sent.startswith("__Host-dialog=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} == set(sent.split("; ")[1:])


@pytest.mark.parametrize("exists", [True, False])
def test_s8_throttle_after_at_most_12(client: PageClient, build: Builder, exists: bool) -> None:
    email = build.account(password_hash=None).email if exists else "ingen@example.se"
    moment = NOON
    for _try in range(12):
        with clock.held_at(moment):
            answer = client.post("/admin/logga-in", {"email": email, "password": "fel"}, status=422)
        moment += timedelta(seconds=65)
    with clock.held_at(moment):
        answer = client.post("/admin/logga-in", {"email": email, "password": "fel"}, status=429)
    assert "Vänta 14 minuter" in answer.words("main")
    with clock.held_at(moment + timedelta(minutes=16)):
        client.post("/admin/logga-in", {"email": email, "password": "fel"}, status=422)


def test_s8_throttle_grows_and_holds_back_the_right_password_too(
    client: PageClient, build: Builder, hashed: str
) -> None:
    account = build.account(password_hash=hashed)
    for _try in range(5):
        client.post("/admin/logga-in", {"email": account.email, "password": "fel"}, status=422)
    client.post("/admin/logga-in", {"email": account.email, "password": PASSWORD}, status=429)
    with clock.held_at(NOON + timedelta(seconds=2)):
        client.post("/admin/logga-in", {"email": account.email, "password": PASSWORD}, status=303)


def test_s8_throttle_is_not_global(client: PageClient, build: Builder, hashed: str) -> None:
    for _try in range(5):
        client.post("/admin/logga-in", {"email": "ingen@example.se", "password": "fel"}, status=422)
    client.post("/admin/logga-in", {"email": "ingen@example.se", "password": "fel"}, status=429)
    sign_in(client, build.account(password_hash=hashed).email)


def test_s8_names_are_not_told_apart(client: PageClient, build: Builder, hashed: str, monkeypatch) -> None:
    from dialog.people.operations import passwords

    verified: list[str] = []
    real = passwords._HASHER.verify
    monkeypatch.setattr(type(passwords._HASHER), "verify", lambda _s, h, p: verified.append(h) or real(h, p))
    pages = set()
    for email in (
        build.account(password_hash=hashed).email,
        "ingen@example.se",
        build.account(password_hash=hashed, is_active=False).email,
        build.account(password_hash=None).email,
    ):
        answer = client.post("/admin/logga-in", {"email": email, "password": "fel"}, status=422)
        pages.add(answer.text.replace(email, "?"))
    assert len(pages) == 1
    assert len(verified) == 4  # the same work for each


def test_s8_a_deactivated_person_is_out_at_once(client: PageClient, build: Builder, hashed: str, db) -> None:
    account = build.account(password_hash=hashed)
    client.sign_in(account)
    client.get("/admin")
    account.is_active = False
    db.commit()
    client.get("/admin", status=302)


def test_a_session_ends_after_half_an_hour_idle_and_twelve_hours_in_all(client: PageClient, build: Builder) -> None:
    client.sign_in(build.account())
    moment = NOON
    for _half in range(12 * 60 // 25):
        with clock.held_at(moment):
            client.get("/admin")
        moment += timedelta(minutes=25)
    with clock.held_at(NOON + timedelta(hours=12)):
        client.get("/admin", status=302)
    client.sign_in(build.account())
    with clock.held_at(NOON + timedelta(minutes=30)):
        client.get("/admin", status=302)


def test_tells_the_seconds_left_without_prolonging(client: PageClient, build: Builder) -> None:
    client.sign_in(build.account())
    with clock.held_at(NOON + timedelta(minutes=20)):
        assert client.get("/admin/session").json == {"seconds": 600}
        assert client.get("/admin/session").json == {"seconds": 600}
        assert client.get("/admin/session/forlang").json == {"seconds": 1800}
    with clock.held_at(NOON + timedelta(minutes=49)):
        client.get("/admin/session")


def test_nothing_typed_is_lost_when_the_session_has_ended(client: PageClient, build: Builder, hashed: str) -> None:
    account = build.account(password_hash=hashed)
    client.sign_in(account)
    form = client.get("/admin/mitt-konto").form("/admin/mitt-konto")
    typed = 'Första raden\r\nandra "raden" & <mer>'
    form.set("anteckning", typed).set("flera", ["a b", "c d"]).set("language", "en")
    with clock.held_at(NOON + timedelta(minutes=31)):
        page = client.submit(form, status=401)
        assert page.h1 == "Logga in"
        page = client.submit(page.form().fill(email=account.email, password="fel"), status=422)
        page = client.submit(page.form().fill(email=account.email, password=PASSWORD))
        assert page.h1 == "Skicka det du skrev"
        values = page.form().values
        assert [v for k, v in values if k == "flera"] == ["a b", "c d"]
        assert dict(values)["anteckning"].replace("\r\n", "\n") == typed.replace("\r\n", "\n")
        page = client.submit(page.form())
    assert page.h1 == "Mitt konto" or page.h1 == "My account"


def test_nothing_typed_is_lost_when_one_has_signed_in_anew_elsewhere(client: PageClient, build: Builder) -> None:
    account = build.account()
    client.sign_in(account)
    form = client.get("/admin/mitt-konto").form("/admin/mitt-konto").set("anteckning", "Det här skrev jag.")
    client.sign_in(account)
    page = client.submit(form, status=400)
    assert "Det här skrev jag." in page.text
    client.submit(page.form())


def test_passwords_are_not_carried(client: PageClient, build: Builder) -> None:
    client.sign_in(build.account())
    page = client.get("/admin/mitt-konto")
    form = page.form("/losenord").fill(password="hemligt hemligt", new_password="nytt hemligt ord")
    with clock.held_at(NOON + timedelta(minutes=31)):
        answer = client.submit(form, status=401)
    assert "hemligt" not in answer.text


def test_a_link_lets_one_choose_a_password_once(client: PageClient, build: Builder, db) -> None:
    account = build.account()
    token = make_link(db, By("test"), account.id)
    db.commit()
    assert db.query(PasswordLink).one().token_hash != token
    page = client.get(f"/admin/losenord/{token}")
    assert account.email in page.words("main")
    page = client.submit(page.form().fill(new_password="kort"), status=422)
    assert "minst 12 tecken" in page.words("#error-summary")
    page = client.submit(page.form().fill(new_password=PASSWORD))
    assert page.h1 == "Logga in"
    sign_in(client, account.email)
    for again in (f"/admin/losenord/{token}", "/admin/losenord/" + "x" * 43):
        client.get(again, status=410)
        client.post(again, {"new_password": PASSWORD}, status=410)


def test_a_link_ends(client: PageClient, build: Builder, db) -> None:
    token = make_link(db, By("test"), build.account().id)
    db.commit()
    with clock.held_at(NOON + timedelta(hours=73)):
        client.get(f"/admin/losenord/{token}", status=410)


def test_the_password_is_asked_for_again(client: PageClient, build: Builder, hashed: str) -> None:
    account = build.account(password_hash=hashed)
    client.sign_in(account)
    page = client.get("/admin/bekrafta?next=/admin/mitt-konto")
    page = client.submit(page.form("/bekrafta").fill(password="fel fel"), status=422)
    assert "inte ditt lösenord" in page.words("#error-summary")
    page = client.submit(page.form("/bekrafta").fill(password=PASSWORD))
    assert page.h1 == "Mitt konto"


def test_changes_own_password_and_ends_other_sessions(
    app: Flask, client: PageClient, build: Builder, hashed: str, db
) -> None:
    account = build.account(password_hash=hashed)
    other = PageClient(app).sign_in(account)
    client.sign_in(account)
    form = client.get("/admin/mitt-konto").form("/losenord")
    page = client.submit(form.fill(password="inte rätt alls", new_password="ett helt nytt lösen"), status=422)
    page = client.submit(page.form("/losenord").fill(password=PASSWORD, new_password="blå elefant på cykel"))
    assert "Ditt nya lösenord är sparat" in page.words("main")
    other.get("/admin", status=302)
    client.get("/admin")
    sign_in(PageClient(app), account.email, "blå elefant på cykel")
