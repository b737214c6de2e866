"""The words behind the suggestions of a focus area: read by those who tag, changed by a coordinator, tried before they are kept.

Comes before: `queries/wording.py`. Goes to: `operations/wording.py`. What is saved is what was tried: the form carries a print of it.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for

from dialog.base.problems import Problem
from dialog.tag import queries
from dialog.tag.filters import RemarkFilter
from dialog.tag.forms import read_number
from dialog.tag.operations import checked_words, write_words
from dialog.tag.staff.door import as_seen, bp, log_reading, remark_url
from dialog.tag.staff.quality import area_or_404, line
from dialog.web.errors import STATUS
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on

#: Names in the form, and what they are in the vocabulary.
NAMES = {"besvar": "trouble", "onskat": "wanted", "svaga": "weak", "lika": "not", "bort": "removed"}
EXAMPLES = 6


def _print_of(words: Mapping[str, str], version: int) -> str:
    said = json.dumps([version, dict(words)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _sent() -> dict[str, str]:
    return {part: request.form.get(name, "")[:50_000] for name, part in NAMES.items()}


@bp.get("/admin/fokusomraden/<slug:slug>/ord")
@staff("coordinator", "tagger", "analyst")
def area_words(slug: str) -> Any:
    """Show the words of a focus area, and a form for changing them."""
    return _show(slug)


def _show(slug: str, status: int = 200, *, sent: Mapping[str, str] | None = None, **more: Any) -> Any:
    area = area_or_404(slug)
    versions = queries.wordings(db(), area.id)
    standing = versions[0].words if versions else {}
    written = standing if sent is None else sent
    facts = {"effect": None, "tried": "", "errors": {}, "page_errors": [], "gained": [], "lost": [], **more}
    return page(
        "tag/staff/words.html",
        status,
        area=area,
        versions=versions,
        version=versions[0].version if versions else 0,
        standing=standing,
        written={name: written.get(part, "") for name, part in NAMES.items()},
        shipped=queries.shipped_words(slug),
        may_change=signed_in().has("coordinator"),
        done=request.args.get("klart", ""),
        remark_url=lambda remark_id: remark_url(remark_id, RemarkFilter(focus_areas=(slug,))),
        part_names={part: name for name, part in NAMES.items()},
        **facts,
    )


@bp.post("/admin/fokusomraden/<slug:slug>/ord")
@staff("coordinator")
def area_words_write(slug: str) -> Any:
    """Show what words would do; keep them where that has been shown of exactly these."""
    version, sent, deed = read_number(request.form.get("version")), _sent(), request.form.get("beslut", "")
    if deed == "aterta":
        return _try_earlier(slug, read_number(request.form.get("till")))
    try:
        words = checked_words(sent)
        if deed == "spara" and request.form.get("provat") == _print_of(words, version):
            write_words(db(), signed_in(), slug, version, words)
            return redirect(url_for("tag_staff.area_words", slug=slug, klart="1"), 303)
    except Problem as problem:
        if problem.code == "not_found":
            raise
        read_on()
        names = {part: name for name, part in NAMES.items()}
        errors = {
            names[part]: [_("Det här går inte att läsa: %(entries)s", entries=", ".join(found[:5]))]
            for part, found in problem.fields.items()
        }
        listed = [(name, sentence) for name, (sentence,) in errors.items()] or [("", _(problem.message))]
        return _show(slug, STATUS[problem.code], sent=sent, errors=errors, page_errors=listed)
    read_on()  # what follows only reads, and takes its time
    return _show_effect(slug, words)


def _try_earlier(slug: str, to: int) -> Any:
    """Show what an earlier version would do now; 0 is the words as they come with the program."""
    read_on()
    versions = queries.wordings(db(), area_or_404(slug).id)
    earlier = next((one.words for one in versions if one.version == to), {} if to == 0 else None)
    if earlier is None:
        raise Problem("not_found")
    return _show_effect(slug, earlier)


def _show_effect(slug: str, words: Mapping[str, str]) -> Any:
    area = area_or_404(slug)
    versions = queries.wordings(db(), area.id)
    effect = queries.effect(db(), slug, words)
    gained, lost = ([one for one in of if one[0] in effect.shown][:EXAMPLES] for of in (effect.gained, effect.lost))
    shown = [key for key, _true in (*gained, *lost)]
    rows = {row.id: row for row in as_seen(queries.rows_with(db(), shown))} if shown else {}

    def examples(of: list[tuple[Any, bool]]) -> list[tuple[Any, bool]]:
        return [(rows[key], is_true) for key, is_true in of if key in rows]

    answer = _show(
        slug,
        sent=words,
        effect=effect,
        lines=[line(_("Nu"), effect.before), line(_("Med ändringen"), effect.after)],
        tried=_print_of(words, versions[0].version if versions else 0),
        gained=examples(gained),
        lost=examples(lost),
    )
    log_reading(RemarkFilter(focus_areas=(slug,)), len(rows))
    return answer
