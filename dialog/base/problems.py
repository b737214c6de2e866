"""What can go wrong for a person: a code, a sentence and how to mend it. `web.errors` turns one into a page or JSON."""

from collections.abc import Mapping
from typing import Any


class Problem(Exception):
    """Something a person must be told.

    `code` is one of KINDS and decides what the answer is; `message` is a whole sentence in the reader's language;
    `fields` names what was wrong where; `facts` is what a page needs to show more (for example the other's text).
    """

    KINDS = frozenset({"invalid", "not_found", "forbidden", "conflict", "gone", "too_large", "too_many", "unavailable"})

    def __init__(
        self, code: str, message: str = "", *, fields: Mapping[str, list[str]] | None = None, **facts: Any
    ) -> None:
        if code not in self.KINDS:
            raise ValueError(f"unknown kind of problem: {code}")
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields = dict(fields or {})
        self.facts = facts


class UnsafeDatabase(Exception):
    """The database is not set so that an acknowledged answer survives a loss of power; the site refuses to start."""


class BadSetting(Exception):
    """A setting has a value that cannot be used; the message begins with the setting's name."""
