"""The inbox and one remark in it. Comes before: `tag/queries/inbox.py`. Goes to: `staff/deciding.py`."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from markupsafe import Markup

from dialog.base.problems import Problem
from dialog.place import queries as places
from dialog.remark.guard.law import LAWS
from dialog.remark.kinds import DAYS, PARTS_OF_DAY, REASONS, SEASONS
from dialog.remark.kinds import in_words as codes_in_words
from dialog.tag import queries
from dialog.tag.filters import RemarkFilter
from dialog.tag.finding import marked
from dialog.tag.forms import read_id
from dialog.tag.kinds import TagChoice, keys_for
from dialog.tag.sections import photos_of
from dialog.tag.staff import words
from dialog.tag.staff.door import (
    as_seen,
    begin_log,
    bp,
    chosen_filter,
    list_url,
    may_read,
    may_read_accusations,
    may_read_this,
    remark_url,
)
from dialog.tag.staff.masked import masking_of
from dialog.tag.staff.suggested import Panel, marked_parts, panel_of
from dialog.tag.staff.together import holding, seen_together, to_second_reading
from dialog.web.language import gettext as _
from dialog.web.language import language
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db

ROLES = ("tagger", "coordinator", "analyst")
PER_PAGE = 50
#: What the desk's script asks for: "thing" alone, or "list" with it. Without it the whole page.
PART = "X-Dialog-Part"


def filter_facts(
    chosen: RemarkFilter, areas: list[queries.Area] | None = None, *, is_whole: bool = True
) -> dict[str, Any]:
    """Return what the filter's form and its summary in words need. `is_whole`: with the districts."""
    found = queries.areas(db()) if areas is None else areas
    return {
        "chosen": chosen,
        "marked": marked,
        "filter_areas": found,
        "filter_sources": queries.sources(db()),
        "filter_districts": places.districts(db()) if is_whole else [],
        "may_read": may_read(),
        "stance_words": words.stance_words,
        "tagged_words": words.tagged_words,
    }


def _position(name: str) -> int | None:
    written = request.args.get(name, "")
    return (
        int(written) if written.isascii() and written.isdigit() and len(written) < 20 and int(written) < 2**63 else None
    )


@bp.get("/admin/synpunkter")
@staff(*ROLES)
def inbox() -> Any:
    """Show the list of all remarks that a filter lets through."""
    chosen, wrong = chosen_filter()
    found = queries.list_page(db(), chosen, older_than=_position("aldre"), newer_than=_position("nyare"), most=PER_PAGE)
    seen = seen_together([row.id for row in found.rows])
    rows = queries.without_first_choice(db(), signed_in().account_id, found.rows) if seen.is_on else found.rows
    shown = queries.ListPage(as_seen(rows), found.newer, found.older)
    differing = queries.count_differences(db()) if seen.is_on else 0
    logged = begin_log(chosen, len(shown.rows))
    answer = page(
        "tag/staff/inbox.html",
        rows=shown.rows,
        newer=list_url(chosen, nyare=shown.newer) if shown.newer else None,
        older=list_url(chosen, aldre=shown.older) if shown.older else None,
        total=queries.total(db(), chosen),
        done=request.args.get("klart", ""),
        page_errors=wrong,
        remark_url=remark_url,
        together=seen,
        differing=differing,
        **filter_facts(chosen),
    )
    logged()
    return answer


@dataclass(frozen=True)
class Offer:
    """A focus area on the desk: its key, and how it is chosen now."""

    area: queries.Area
    key: str
    choice: TagChoice | None


def offers(chosen: dict[str, TagChoice], areas: list[queries.Area] | None = None) -> dict[str, list[Offer]]:
    """Return the shown focus areas, the finer ones, and those no longer in use that the remark still has."""
    found = queries.areas(db()) if areas is None else areas
    groups = queries.grouped(found)
    finer = [area for group in groups for area in group.finer]
    kept = [area for area in found if not area.is_active and area.slug in chosen]
    top_keys, finer_keys = keys_for(len(groups)), keys_for(len(finer), finer=True)
    return {
        "offers": [Offer(g.area, k, chosen.get(g.area.slug)) for g, k in zip(groups, top_keys, strict=True)],
        "finer": [Offer(area, k, chosen.get(area.slug)) for area, k in zip(finer, finer_keys, strict=True)],
        "kept": [Offer(area, "", chosen.get(area.slug)) for area in kept],
    }


_drawn: dict[str, tuple[list[queries.Area], Markup]] = {}


def untouched(areas: list[queries.Area]) -> Markup:
    """Return the focus areas to choose among as they are drawn where nothing is chosen yet: for most remarks, and always alike."""
    known, drawn = _drawn.get(language(), ([], Markup()))
    if known != areas:  # those that are as they were are the same objects, so that this is quick
        drawn = current_app.jinja_env.get_template("tag/staff/parts.html").module.area_choices(  # type: ignore[attr-defined]
            **offers({}, areas)
        )
        _drawn[language()] = areas, drawn
    return drawn


@bp.get("/admin/synpunkter/<id:remark_id>")
@staff(*ROLES)
def thing(remark_id: uuid.UUID) -> Any:
    """Show one remark with the desk beside the list."""
    return show_thing(remark_id)


def show_thing(remark_id: uuid.UUID, status: int = 200, **mine: Any) -> Any:
    """Show a remark; `mine` holds choices that were sent but not kept, and why."""
    chosen, _wrong = chosen_filter()
    remark = queries.as_it_stands(db(), remark_id)
    if remark is None:
        raise Problem("not_found", _("Synpunkten finns inte. Den kan ha tagits tillbaka av den som lämnade den."))
    part = request.headers.get(PART, "") if status == 200 else ""
    rows = [] if part == "thing" else queries.around(db(), chosen, remark)
    seen = seen_together([remark_id, *(row.id for row in rows)])
    if seen.is_on:
        if (away := to_second_reading(remark_id)) is not None:
            return away
        rows = queries.without_first_choice(db(), signed_in().account_id, rows)
    before, after = _steps(chosen, remark, rows)
    decisions = queries.history(db(), remark_id) if remark.version > 1 else []
    standing = next((decided for decided in decisions if decided.is_current), None)
    current = {t.slug: TagChoice(t.slug, t.polarity, t.is_negated) for t in (standing.taggings if standing else ())}
    choices = {choice.slug: choice for choice in mine.pop("choices", current.values())}
    readable = may_read_this(remark_id)
    logged = begin_log(chosen, max(len(rows) - 1, 0), remark_id, holding(remark_id) if seen.is_on else None)
    areas = queries.areas(db())
    answer = page(
        "tag/staff/thing_part.html" if part else "tag/staff/thing.html",
        status,
        remark=remark,
        here=url_for("tag_staff.thing", remark_id=remark_id) + chosen.query(),
        rows=as_seen(rows),
        masking=masking_of(remark, readable=readable),
        laws=LAWS,
        facts=facts_of(remark),
        geometry=json.dumps(remark.geometry) if remark.geometry and readable else "",
        previous_url=remark_url(before, chosen) if before else None,
        next_url=remark_url(after, chosen) if after else None,
        back_url=list_url(chosen),
        decisions=decisions,
        standing=standing,
        can_undo=queries.undone_to(decisions)[0],
        saved=_saved(),
        batch=queries.batch(db(), batch_id) if (batch_id := read_id(request.args.get("sats"))) else None,
        batch_words=words.batch_words,
        done=request.args.get("klart", ""),
        outcome_words=words.outcome_words,
        remark_url=remark_url,
        map_config=url_for("place_public.map_settings"),
        mine=mine,
        panel=_panel(remark, areas) if readable else None,
        photos=photos_of(db(), remark_id, is_trusted=may_read_accusations()) if readable else [],
        together=seen,
        marked_parts=marked_parts,
        codebook={} if part else queries.codebook(db()),
        untouched=None if choices else untouched(areas),
        **offers(choices, areas),
        **filter_facts(chosen, areas, is_whole=not part),
    )
    logged()
    return answer


def _steps(chosen: RemarkFilter, remark: Any, rows: list[queries.Row]) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """Return the remarks before and after one, from the list about it where there is one."""
    if rows:
        at = next(i for i, row in enumerate(rows) if row.id == remark.id)
        return rows[at - 1].id if at else None, rows[at + 1].id if at + 1 < len(rows) else None
    return queries.previous_before(db(), chosen, remark.number), queries.next_after(db(), chosen, remark.number)


def _panel(remark: Any, areas: list[queries.Area]) -> Panel | None:
    """Return what is suggested; nothing where nothing is written, or where a person has decided: old suggestions are not redone."""
    text = queries.text_of(remark.text, remark.suggestion)
    if not text.strip() or remark.is_handled:
        return None
    return panel_of(queries.Suggester(db()).read(text), areas)


def _saved() -> dict[str, Any] | None:
    """Return the remark that was saved just before this one was shown, so that it can be undone from here."""
    try:
        remark_id = uuid.UUID(request.args.get("sparad", ""))
    except ValueError:
        return None
    decided = queries.latest(db(), remark_id)
    if decided is None or decided.account_id != signed_in().account_id:
        return None
    return {
        "id": remark_id,
        "version": decided.version,
        "words": words.outcome_words(decided.outcome, decided.taggings),
    }


def facts_of(remark: Any) -> dict[str, Any]:
    """Return when it feels so, why, and where, in words of the page's language."""
    lists = ((remark.part_of_day, PARTS_OF_DAY), (remark.days, DAYS), (remark.season, SEASONS))
    return {
        "when": [_(word) for value, known in lists for word in codes_in_words(value, known)],
        "why": [_(word) for word in codes_in_words(remark.reason, REASONS)],
        "districts": queries.districts_of(db(), [remark.id]).get(remark.id, []),
        "near": places.near(db(), remark.lat, remark.lng) if remark.lat is not None else None,
    }
