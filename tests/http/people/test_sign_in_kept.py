"""Sign-in pages can hold a session's token and an account's address: no browser keeps them, and they are never compressed (BREACH)."""

import json

from dialog.people.operations import hash_password, make_link
from dialog.people.queries import find_link
from tests.page import PageClient

PASSWORD = "fyra helt vanliga ord"
PACKED = {"Accept-Encoding": "gzip"}


def test_no_sign_in_page_is_kept_or_packed(client: PageClient, build) -> None:
    account = build.account("admin", password_hash=hash_password(PASSWORD))
    page = client.get("/admin/logga-in", headers=PACKED)
    assert page.headers["Cache-Control"] == "no-store" and "Content-Encoding" not in page.headers
    kept = json.dumps([["text", "ett helt stycke " * 200]])
    sent = {"email": account.email, "password": PASSWORD, "kept": kept, "kept_path": "/admin/synpunkter/ny"}
    page = client.post("/admin/logga-in", sent, headers=PACKED)
    assert page.find('input[name="csrf_token"]')[0].get("value")
    assert page.headers["Cache-Control"] == "no-store" and "Content-Encoding" not in page.headers


def test_a_link_that_is_out_ends_when_the_password_is_changed(client: PageClient, build, db) -> None:
    account = build.account("admin", password_hash=hash_password(PASSWORD))
    other = build.account("admin")
    with client.app.extensions["dialog.database"].writing() as session:
        other.account_id = other.id
        token = make_link(session, other, account.id)
        session.commit()
    assert client.get(f"/admin/losenord/{token}").headers["Cache-Control"] == "no-store"
    client.sign_in(account)
    form = client.get("/admin/mitt-konto").form("/losenord")
    client.submit(form.fill(password=PASSWORD, new_password="andra ord som ingen vet"))
    assert find_link(db, token) is None
    client.get(f"/admin/losenord/{token}", status=410)
