"""The application as tests make it: a template that one of them has compiled is compiled for all of the process, in that language."""

from typing import Any

from flask import Flask
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from dialog.app import create_app
from dialog.base.db import Database
from dialog.base.settings import Settings


class _Compiled(BytecodeCache):
    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def get_bucket(self, environment: Environment, name: str, *rest: Any) -> Bucket:
        """A template is compiled anew for each language (`web/drawing.py`)."""
        language = getattr(environment, "_language", None) or ""
        return super().get_bucket(environment, f"{language}:{name}", *rest)

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def make_app(settings: Settings, database: Database) -> Flask:
    """Return an application over a database."""
    app = create_app(settings, database)
    app.jinja_env.bytecode_cache = _COMPILED
    return app
