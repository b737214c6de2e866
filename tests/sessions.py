"""A session for a test, without the sign-in form (that has tests of its own)."""

from typing import Any

from dialog.people.operations import open_session as open_in
from dialog.people.session import COOKIE


def open_session(client: Any, account: Any) -> str:
    """Open a session for an account in the client's browser and return its token."""
    database = client.app.extensions["dialog.database"]
    token: str = database.write(lambda db: open_in(db, account.id, account.name, account.email))
    client.http.set_cookie(COOKIE, token, domain="localhost")
    return token
