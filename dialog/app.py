"""Joins all and decides nothing: `wire()` makes the rooms known to each other, `create_app()` opens the doors."""

import gc
import importlib
import importlib.util
import threading
import time
from contextlib import suppress
from functools import cache, partial
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

from dialog.base import signals
from dialog.base.commands import open_database
from dialog.base.db import Database
from dialog.base.settings import Settings, read_settings
from dialog.base.upkeep import Upkeep, look_after, tend
from dialog.web import (
    assets,
    converters,
    drawing,
    errors,
    incoming,
    language,
    packing,
    pages,
    relief,
    security,
    transaction,
)

#: The rooms that are built, in the order of the story.
ROOMS = ("people", "place", "remark", "survey", "tag", "walk", "figures")
FOLDERS = {"template_folder": "../templates", "static_folder": None}
_WARM_UP_AFTER = 3.0  # seconds
LARGEST_REQUEST = 9 * 1024 * 1024  # a photo of 8 MiB and what stands around it; smaller limits are set by route


@cache
def wire() -> None:
    """Let each room register what it listens to and which parts of other rooms' pages it draws."""
    for room in ROOMS:
        module = importlib.import_module(f"dialog.{room}")
        if importlib.util.find_spec(
            f"dialog.{room}.models"
        ):  # so that a command that only looks at tables sees them all
            importlib.import_module(f"dialog.{room}.models")
        if hasattr(module, "wire"):
            module.wire()
    signals.wired()


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """Return the application. A database can be given (tests); else it is opened and must keep its promises."""
    settings = settings or read_settings()
    wire()
    app = Flask("dialog", **FOLDERS)  # type: ignore[arg-type]
    app.jinja_environment = drawing.Environment
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_REQUEST, MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024, MAX_FORM_PARTS=3000)
    app.extensions["dialog.settings"] = settings
    if database is None:
        database = open_database(settings)
        database.check()
        done_on, often = settings.data_dir / "upkeep.txt", partial(look_after, database)
        Upkeep(partial(tend, database), done_on, is_soon=database.is_sqlite, look_after=often).start()
        threading.Thread(target=_warm_up, args=(database,), name="dialog-warm-up", daemon=True).start()
    incoming.init_app(app)
    converters.init_app(app)
    transaction.init_app(app, database)
    security.init_app(app)
    language.init_app(app)
    pages.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    packing.init_app(app)
    for blueprint in doors():
        app.register_blueprint(blueprint)
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    security.refuse_undeclared(app)
    app.wsgi_app = relief.Relief(app)  # type: ignore[method-assign,assignment]
    return app


def _warm_up(database: Database) -> None:
    """Load what the first to show a place would wait for, once the server has begun to answer."""
    from dialog.place.queries import remembered

    time.sleep(_WARM_UP_AFTER)
    with (
        suppress(SQLAlchemyError, RuntimeError),
        database.reading() as db,
    ):  # it was stopped; or whoever asks will be told
        remembered(db)
    # What has been loaded stays for as long as the process: looking through all of it for what nobody needs, as Python does every
    # so many objects, stands still for a tenth of a second, and every request with it.
    gc.collect()
    gc.freeze()


def doors() -> list[Any]:
    """Return the blueprints of every door that is there."""
    found = []
    for room in ROOMS:
        for door in ("public", "staff", "sync"):
            name = f"dialog.{room}.{door}"
            if importlib.util.find_spec(name):
                found.append(importlib.import_module(name).bp)
    return found
