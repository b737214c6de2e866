"""Parts of a page that later rooms add to an earlier one's: the start page, the staff's start page, the staff menu.

A room registers a function here; the page that shows the section calls it with the request's session.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Section:
    """A part of a page: the template that draws it and what the template is given."""

    template: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class MenuItem:
    """An entry in the staff menu; `label` is a msgid, `roles` who sees it, `order` where it stands.

    Hundreds are groups, with a space between: what waits, what is asked and gathered (100), what was said and what it comes to (200), files
    in and out and the log (300), the site and those who work with it (400).
    """

    endpoint: str
    label: str
    roles: tuple[str, ...]
    order: int


Maker = Callable[[Session], Section | None]
_makers: dict[str, dict[int, Maker]] = {"home": {}, "admin": {}}
_menu: dict[str, MenuItem] = {}


def add(page: str, order: int, maker: Maker) -> None:
    """Register a section of "home" or "admin"; a lower order stands earlier. None from the maker means nothing to show."""
    _makers[page][order] = maker


def sections(page: str, db: Session) -> list[Section]:
    """Return what is to be shown on a page, in order."""
    found = (maker(db) for _, maker in sorted(_makers[page].items()))
    return [section for section in found if section is not None]


def add_to_menu(item: MenuItem) -> None:
    """Register an entry in the staff menu."""
    _menu[item.endpoint] = item


def menu() -> list[MenuItem]:
    """Return the entries of the staff menu, in order."""
    return sorted(_menu.values(), key=lambda item: item.order)
