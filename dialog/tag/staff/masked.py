"""Masking on a remark's page: its words as buttons, each of which masks a word or shows a stretch that is masked.

Comes before: `staff/inbox.py`, which shows the page. Goes to: `remark/masking.py`.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import redirect, request

from dialog.base.problems import Problem
from dialog.base.texts import one_line
from dialog.remark import masking
from dialog.remark.guard.law import LAWS
from dialog.remark.guard.taking import INSTEAD
from dialog.remark.queries import concerns_of
from dialog.tag.forms import read_number
from dialog.tag.staff.door import bp, chosen_filter, may_read_accusations, may_read_this, remark_url
from dialog.web.errors import STATUS
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Token:
    """A word, a masked stretch, or what stands between (no value)."""

    text: str
    value: str = ""
    is_hidden: bool = False
    kind: str = ""


@dataclass(frozen=True)
class MaskedField:
    """A field of a remark: as it is masked, and cut into tokens for who may read it."""

    name: str
    label: str
    pieces: list[tuple[str, str | None]]
    tokens: list[Token]


@dataclass(frozen=True)
class MaskingView:
    """What the page shows of a remark's masking."""

    is_masked: bool
    is_restricted: bool
    may_release: bool
    alarms: set[str]
    version: int
    fields: list[MaskedField]
    history: list[masking.Masked]
    count: int


def masking_of(remark: Any, *, readable: bool) -> MaskingView:
    """Return what the page shows: for who may not read the words, nothing but the masked ones."""
    hidden = masking.hidden_in(db(), masking.of([remark.id])).get(remark.id, masking.NOTHING)
    told = concerns_of(db(), [remark.id]).get(remark.id, set())
    labels = {"text": _("Text"), "suggestion": _("Förslag"), "place_words": _("Plats")}
    fields = [
        MaskedField(
            name, labels[name], hidden.pieces(name, text), list(_tokens(name, text, hidden)) if readable else []
        )
        for name in masking.FIELDS
        if (text := getattr(remark, name))
    ]
    return MaskingView(
        is_masked=not readable,
        is_restricted="accusation" in told,
        may_release="accusation" in told and may_read_accusations(),
        alarms=told & {"child", "danger"} if not remark.is_handled else set(),
        version=masking.version_of(db(), remark.id) if hidden.acts else 0,
        fields=fields,
        history=masking.history_of(db(), remark.id) if readable and hidden.acts else [],
        count=sum(token.is_hidden for field in fields for token in field.tokens),
    )


def _tokens(name: str, text: str, hidden: masking.Hidden) -> Iterator[Token]:
    at = 0
    for one in hidden.of(name, text):
        yield from _words(name, text, at, one.start)
        instead = _(INSTEAD[one.kind]) if one.kind in INSTEAD else _("[maskerat]")
        yield Token(text[one.start : one.end], f"{name}:{one.start}:{one.end}", is_hidden=True, kind=instead)
        at = one.end
    yield from _words(name, text, at, len(text))


def _words(name: str, text: str, start: int, end: int) -> Iterator[Token]:
    at = start
    for word in _WORD.finditer(text, start, end):
        if word.start() > at:
            yield Token(text[at : word.start()])
        yield Token(word[0], f"{name}:{word.start()}:{word.end()}")
        at = word.end()
    if at < end:
        yield Token(text[at:end])


@bp.post("/admin/synpunkter/<id:remark_id>/maska")
@staff("tagger")
def mask_words(remark_id: uuid.UUID) -> Any:
    """Mask or show a stretch of words, and show the remark again."""
    from dialog.tag.staff.inbox import show_thing  # it shows what this room's page of a remark is made of

    if not may_read_this(remark_id):
        raise Problem("not_found")
    form = request.form
    seen = read_number(form.get("synpunkt")), read_number(form.get("version"))
    try:
        masking.mask(db(), signed_in(), remark_id, seen, _wanted(form))
    except Problem as problem:
        if problem.code not in ("conflict", "invalid"):
            raise
        read_on()
        return show_thing(remark_id, STATUS[problem.code], fault=_(problem.message), person=bool(form.get("person")))
    chosen, _wrong = chosen_filter()
    return redirect(remark_url(remark_id, chosen, klart="maskat") + f"#{_id(form)}", 303)


def _id(form: Any) -> str:
    """Return the id of the button that was pressed, or of what stands there now: whoever masks by keyboard stays where they are."""
    name, start = f"{form.get('maska') or form.get('visa', '')}::".split(":")[:2]
    return f"ord-{name}-{start}" if name in masking.FIELDS and start.isdecimal() else "maskning"


def _wanted(form: Any) -> masking.Wanted:
    is_hidden = "maska" in form
    name, _colon, stretch = form.get("maska" if is_hidden else "visa", "").partition(":")
    start, _colon, end = stretch.partition(":")
    law = form.get("lagrum", "")
    return masking.Wanted(
        name,
        read_number(start),
        read_number(end),
        is_hidden,
        law if law in LAWS else "",
        one_line(form.get("varfor", "")),
    )


@bp.post("/admin/synpunkter/<id:remark_id>/slapp")
@staff("trusted_reader")
def release(remark_id: uuid.UUID) -> Any:
    """Take a remark out of the restricted queue."""
    if not may_read_accusations():
        raise Problem("not_found")
    masking.release(db(), signed_in(), remark_id)
    chosen, _wrong = chosen_filter()
    return redirect(remark_url(remark_id, chosen, klart="slappt"), 303)
