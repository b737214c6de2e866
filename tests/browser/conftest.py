"""A site of its own for each test, served for real, and a browser that tells on it.

`site` has an address, a database that stays after a commit, and builders. `visit(…)` opens a page in a context of its own;
when the test ends, its console must be empty and it must have asked nobody but the site.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from dialog.base import clock
from dialog.base.db import Database
from dialog.base.keys import Keys
from dialog.base.settings import Settings
from dialog.people.operations import open_session
from dialog.people.session import COOKIE
from tests.apps import make_app
from tests.build import Builder
from tests.conftest import NOON, SECRET
from tests.servers import browser_path, make_database

expect.set_options(timeout=20_000)  # a busy machine is no fault


@dataclass
class Site:
    """A site that is being served."""

    url: str
    database: Database
    app: Flask
    faults: list[str] = field(default_factory=list)

    def build(self, make: Callable[[Builder], Any]) -> Any:
        """Make data and commit it, so that the server sees it."""
        with self.database.writing() as db:
            made = make(Builder(db))
            db.commit()
            return made


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site on a port of its own, over the database of this test."""
    with served(tmp_path) as site:
        yield site


@pytest.fixture(scope="module")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that the tests of a module share: for those that only look."""
    with clock.held_at(NOON), served(tmp_path_factory.mktemp("shared")) as site:
        yield site


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Site]:
    """Serve a site over a database of its own."""
    url = make_database("sqlite", folder, "browser")
    database = Database(url, Keys(SECRET), data_dir=folder)
    app = make_app(Settings(database_url=url, data_dir=folder, secret_key=SECRET), database)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", database, app)
    server.shutdown()
    thread.join(timeout=5)
    server.server_close()
    database.close()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Use the browser that the machine has (or that start.py has found); as root it runs without its sandbox."""
    return {"executable_path": browser_path(), "args": ["--no-sandbox"]}


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page: `visit("/enkat/x", width=320, dark=True, scripts=False)`; returns it as it has loaded."""
    contexts = []
    told: list[str] = []

    def listen(page: Page) -> None:
        page.on("console", lambda m: told.append(f"console {m.type}: {m.text}") if not _is_expected(m.text) else None)
        page.on("pageerror", lambda error: told.append(f"error: {error}"))
        page.on("request", lambda r: None if r.url.startswith((site.url, "data:", "blob:")) else told.append(r.url))

    def open_page(path: str, *, width: int = 390, dark: bool = False, scripts: bool = True, beside: Any = None) -> Page:
        context = beside.context if beside is not None else browser.new_context(
            viewport={"width": width, "height": 844}, color_scheme="dark" if dark else "light",
            java_script_enabled=scripts, locale="sv-SE", reduced_motion="reduce",
        )  # fmt: skip
        if beside is None:
            contexts.append(context)
        page = context.new_page()
        listen(page)
        page.goto(site.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not told, told


@pytest.fixture
def visit_as(site: Site, visit: Callable[..., Page]) -> Callable[..., Page]:
    """Open a page signed in: `visit_as(account, "/admin/karta", width=320)`."""

    def open_page(account: Any, path: str, **how: Any) -> Page:
        token = site.build(lambda build: open_session(build.db, account.id, account.name, account.email))
        page = visit("/admin/logga-in", **({"width": 1280} | how))
        # The browser sends no `__Host-` cookie without encryption but to this machine.
        cookie = {"name": COOKIE, "value": token, "url": "https://127.0.0.1/", "secure": True, "httpOnly": True}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(site.url + path)
        return page

    return open_page


def _is_expected(text: str) -> bool:
    """A form with faults answers 422, and its summary is already in focus when autofocus comes: the browser notes both. A test that takes the network away expects to be told so."""
    return any(
        known in text for known in ("status of 4", "Autofocus processing was blocked", "ERR_INTERNET_DISCONNECTED")
    )


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fail with what axe finds on a page (WCAG 2.2 AA and its best practices)."""
    from axe_playwright_python.sync_playwright import Axe

    checker = Axe()

    def check(page: Page) -> None:
        found = checker.run(page).response["violations"]
        assert not found, [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found]

    return check
