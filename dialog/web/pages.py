"""How a page is drawn: what every template can use, and how dates and numbers are written.

`site_with` lets `people` tell the names and texts that the municipality has filled in.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from dialog.base.clock import SWEDISH
from dialog.base.settings import Settings
from dialog.web import language as languages
from dialog.web.language import gettext, language
from dialog.web.sections import menu, sections
from dialog.web.security import identity

_site: Callable[[], Any] = dict


def site_with(function: Callable[[], Any]) -> None:
    """Register the function that returns the site's own names and texts for the language of the request."""
    global _site
    _site = function


def site() -> Any:
    """Return the site's own names and texts for the language of the request."""
    return _site()


def init_app(app: Flask) -> None:
    """Give templates what they use on every page."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {"csrf_input": csrf_input, "whole_address": whole_address}
    app.jinja_env.filters |= {
        "date": show_date,
        "num": show_number,
        "week": show_week,
        "moment": show_moment,
        "words": words,
        "begun": lambda title: title[:1].upper() + title[1:],  # what is said within a sentence, where it begins a line
    }
    app.context_processor(_common)


def page(template: str, status: int = 200, **facts: Any) -> Response:
    """Return a page with a status."""
    response = make_response(render_template(template, **facts))
    response.status_code = status
    return response


def whole_address(path: str = "/") -> str:
    """Return a path whole, as it stands on paper, in files and in mail: on the municipality's own address where that is set, else where
    this request was sent. In no language's own: the page offers the others.
    """
    settings: Settings = current_app.extensions["dialog.settings"]
    return (settings.base_url or request.host_url.rstrip("/") + languages.root()) + path


def draw_sections(name: str, db: Session) -> list[Markup]:
    """Return the sections of a page as they are drawn, each by its own template with its own facts; one that is empty for who looks is none."""
    drawn = (render_template(s.template, **s.facts) for s in sections(name, db))
    return [Markup(section) for section in drawn if section.strip()]  # noqa: S704 -- our own templates


def _common() -> dict[str, Any]:
    person = identity() if request.path.startswith("/admin") else None
    return {
        "site": _site(),
        "languages": languages.offered(),
        "lang": language(),
        "direction": languages.direction(),
        "account": person,
        "staff_menu": _Menu(person),
    }


class _Menu:
    """The menu of who is signed in, worked out where it is drawn: a part of a page has none."""

    def __init__(self, person: Any) -> None:
        self._person = person
        self._entries: list[dict[str, Any]] | None = None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        if self._entries is None:
            self._entries = _staff_menu(self._person) if self._person else []
        return iter(self._entries)

    def __bool__(self) -> bool:
        return any(True for _entry in self)


def _staff_menu(person: Any) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    group = 0
    for item in menu():
        if not item.roles or person.has(*item.roles):
            url = url_for(item.endpoint)
            current = request.path == url or (url != "/admin" and request.path.startswith(url + "/"))
            entries.append(
                {"label": gettext(item.label), "url": url, "current": current, "begins": item.order // 100 != group}
            )
            group = item.order // 100
    return entries


def csrf_input() -> Markup:
    """Return the hidden input that every unsafe staff form must hold."""
    person = identity()
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(person.csrf if person else "")


def _locale() -> str:
    return {"sv": "sv_SE", "en": "en_GB"}.get(language(), language())


def show_date(day: date | None, form: str = "d MMMM y") -> str:
    """Write a day as 14 november 2026."""
    return format_date(day, form, locale=_locale()) if day else ""


def show_moment(moment: datetime | None) -> str:
    """Write a moment as people in Sweden read it: torsdag 14 november kl. 18.30."""
    if moment is None:
        return ""
    form = "EEEE d MMMM y 'kl.' HH.mm" if language() == "sv" else "EEEE d MMMM y HH:mm"
    return format_datetime(moment.astimezone(SWEDISH), form, locale=_locale())


def show_number(value: float | None, digits: int = 0) -> str:
    """Write a number as 1 234 or 56,7."""
    if value is None:
        return ""
    return format_decimal(value, "#,##0" + ("." + "0" * digits if digits else ""), locale=_locale())


def show_week(week: int | None) -> str:
    """Write an ISO week (year × 100 + week) as "vecka 47, 2026"."""
    return gettext("vecka %(week)s, %(year)s", week=week % 100, year=week // 100) if week else ""


def words(texts: dict[str, str] | None) -> str:
    """Return a text that is given per language, in the page's language or else in Swedish."""
    return languages.in_words(texts)[0]
