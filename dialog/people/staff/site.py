"""The site's own texts: a list of what is not filled in, and a form for each group."""

from typing import Any

from flask import abort, redirect, request, url_for

from dialog.base.problems import Problem
from dialog.people.kinds import FIELDS, GROUPS, Field
from dialog.people.kinds.fields import LANGUAGES as FIELD_LANGUAGES
from dialog.people.operations import save_fields
from dialog.people.operations.site import MOST_LETTERS, version_of
from dialog.people.queries import missing_fields, texts_given
from dialog.people.session import forget_site
from dialog.people.staff import bp
from dialog.web.language import LANGUAGES
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db

Texts = dict[str, dict[str, str]]


@bp.get("/admin/webbplats")
@staff("coordinator")
def site() -> Any:
    """Show what is not filled in, first what the law wants, and the groups of texts."""
    empty = missing_fields(db(), law_only=False)
    return page(
        "people/staff/site.html",
        law=[f for f in empty if f.law],
        other=[f for f in empty if not f.law],
        groups=[(code, _(words), [_(f.label) for f in FIELDS if f.group == code]) for code, words in GROUPS.items()],
        done=request.args.get("klart") == "sparat",
    )


@bp.get("/admin/webbplats/<slug:group>")
@staff("coordinator")
def site_group(group: str) -> Any:
    """Show the texts of one group, to be written."""
    return _form(_known(group), _standing(group), version_of(db(), group))


@bp.post("/admin/webbplats/<slug:group>")
@staff("coordinator")
def site_save(group: str) -> Any:
    """Keep the texts of one group."""
    sent: Texts = {
        f.key: {lang: request.form.get(f"{f.key}-{lang}", "") for lang in FIELD_LANGUAGES}
        for f in _fields(_known(group))
    }
    try:
        save_fields(db(), signed_in(), group, request.form.get("version", ""), sent)
    except Problem as problem:
        if problem.code == "conflict":
            theirs = {"by": problem.facts["by"], "texts": _differences(group, sent)}
            return _form(group, sent, version_of(db(), group), status=409, theirs=theirs)
        return _form(group, sent, request.form.get("version", ""), status=422, problems=dict(problem.fields))
    forget_site()
    return redirect(url_for("people_staff.site", klart="sparat"), 303)


def _form(
    group: str, texts: Texts, version: str, *, status: int = 200, theirs: Any = None, problems: Any = None
) -> Any:
    problems = {name: [_(words) for words in found] for name, found in (problems or {}).items()}
    fields = []
    for f in _fields(group):
        languages = [FIELD_LANGUAGES[0]] if f.same else list(FIELD_LANGUAGES)
        inputs = [
            {
                "name": f"{f.key}-{lang}",
                "label": _(f.label)
                if f.same
                else f"{_(f.label)} ({LANGUAGES[lang].lower() if lang == 'sv' else LANGUAGES[lang]})",
                "lang": lang,
                "value": texts.get(f.key, {}).get(lang, ""),
                "errors": problems.get(f"{f.key}-{lang}", []),
                "is_first": lang == languages[0],
            }
            for lang in languages
        ]
        fields.append({"field": f, "inputs": inputs, "choices": [(value, _(words)) for value, words in f.choices]})
    errors = [(name, words) for name, found in problems.items() for words in found]
    return page(
        "people/staff/site_group.html",
        status,
        group=group,
        heading=_(GROUPS[group]),
        fields=fields,
        version=version,
        theirs=theirs,
        most_letters=MOST_LETTERS,
        page_errors=errors,
    )


def _known(group: str) -> str:
    if group not in GROUPS:
        abort(404)
    return group


def _fields(group: str) -> list[Field]:
    return [f for f in FIELDS if f.group == group]


def _standing(group: str) -> Texts:
    given = texts_given(db())
    return {f.key: dict(f.default) | given.get(f.key, {}) for f in _fields(group)}


def _differences(group: str, sent: Texts) -> list[tuple[str, str]]:
    """Return what stands there now where it is not what was sent: label and text."""
    standing = _standing(group)
    return [
        (_(f.label), text)
        for f in _fields(group)
        for lang, text in standing[f.key].items()
        if text and text != sent.get(f.key, {}).get(lang, "").strip().replace("\r\n", "\n")
    ]
