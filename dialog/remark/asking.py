"""The question before sending: do you want to take out what shows who somebody is? Asked once, with nothing kept.

From `/plats` and the surveys, which hand over their fields with words in them; to `remark/public/ask_first.html`, whose answer
comes back to the same address with the same visit: `fraga=utan` with what is to stand instead, or `fraga=som-det-ar`. The page's own
script (`enhance/ask-first.js`) sends `fraga=forst` when somebody presses the button, and gets the same page, or 204.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response
from werkzeug.datastructures import MultiDict

from dialog.remark.guard import danger, looked_at, taking
from dialog.web.language import gettext as _
from dialog.web.pages import page

ANSWER, AS_IT_IS, WITHOUT, FIRST = "fraga", "som-det-ar", "utan", "forst"
_PREFIX = "utan-"


@dataclass(frozen=True)
class Words:
    """A field that somebody wrote in. In a place an address is what was asked for, and not asked about."""

    name: str
    label: str
    text: str
    is_place: bool = False


@dataclass(frozen=True)
class AskedField:
    """A field with something in it to ask about: what was written, with the stretches marked, and what could stand instead."""

    name: str
    label: str
    parts: Sequence[tuple[str, bool]]
    instead: str
    rows: int


@dataclass(frozen=True)
class Asked:
    """What the page asks about."""

    fields: list[AskedField] = field(default_factory=list)
    is_crime: bool = False
    is_danger: bool = False
    is_child: bool = False


def ask_about(words: Iterable[Words], values: MultiDict[str, str]) -> Asked | None:
    """Return what is to be asked, or None when there is nothing, or when it has been asked."""
    if values.get(ANSWER) in (AS_IT_IS, WITHOUT):
        return None
    fields: list[AskedField] = []
    kinds: set[str] = set()
    alarms = set()
    for one in words:
        if not one.text:
            continue
        found = [f for f in looked_at(one.text) if not (one.is_place and f.kind == "adress")]
        alarms.add(danger.alarm(one.text))
        if found:
            kinds |= {f.kind for f in found}
            fields.append(_asked(one, found))
    is_child, is_danger = "child" in alarms, "danger" in alarms
    if not fields and not is_child and not is_danger:
        return None
    return Asked(fields, "anklagelse" in kinds, is_danger, is_child)


def is_asked_first(values: MultiDict[str, str]) -> bool:
    """Say whether the form's own script asks: nothing is to be kept, whatever the answer."""
    return values.get(ANSWER) == FIRST


def question(asked: Asked | None, values: MultiDict[str, str], **facts: Any) -> Response:
    """Return the page that asks; 204 where there is nothing to ask. The form's own script takes the question out of that page."""
    if asked is None:
        response = Response(status=204)
    else:
        response = page("remark/public/ask_first.html", 422, asked=asked, hidden=sent_on(values), **facts)
    response.headers["Cache-Control"] = "no-store"
    return response


def _asked(one: Words, found: Sequence[Any]) -> AskedField:
    stretches = [taking.Stretch(f.start, f.end, f.kind) for f in found]
    short = taking.pointing(f.kind for f in found)
    out = [s for s in stretches if s.kind in short]
    instead = "".join(_(hidden) if hidden else part for part, hidden in taking.pieces(one.text, out))
    rows = min(12, max(3, len(one.text) // 60 + 1))
    return AskedField(_PREFIX + one.name, one.label, taking.marked(one.text, stretches), instead, rows)


def decided(values: MultiDict[str, str]) -> MultiDict[str, str]:
    """Return what was sent, with what is to stand instead where somebody chose that."""
    if values.get(ANSWER) != WITHOUT:
        return values
    chosen: MultiDict[str, str] = values.copy()
    for name in values:
        if name.startswith(_PREFIX):
            chosen[name.removeprefix(_PREFIX)] = values[name]
    return chosen


def sent_on(values: MultiDict[str, str]) -> list[tuple[str, str]]:
    """Return all that was sent, for hidden fields: nothing is lost by being asked."""
    return [(n, v) for n, v in values.items(multi=True) if n != ANSWER and not n.startswith(_PREFIX)]
