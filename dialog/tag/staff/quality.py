"""How well suggestions do for one focus area: figures with intervals, the words that carry them, where they are wrong.

Comes before: `queries/quality.py`. Goes to: templates/tag/staff/quality.html. Texts are shown as in the inbox: as they are written
to those who may read them, else masked; each reading is logged.
"""

from dataclasses import dataclass
from typing import Any

from dialog.base import intervals
from dialog.base.problems import Problem
from dialog.tag import queries
from dialog.tag.filters import RemarkFilter
from dialog.tag.staff.door import as_seen, bp, log_reading, may_read, remark_url
from dialog.tag.staff.words import outcome_words
from dialog.tag.suggesting.measuring import Count
from dialog.web.language import gettext as _
from dialog.web.pages import page, show_number
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db

EXAMPLES = 8
ENTRIES = 20


@dataclass(frozen=True)
class Line:
    """One way of judging: how many of those suggested were right, and how many of those chosen were suggested."""

    label: str
    precision: str
    recall: str
    count: Count


def share_words(k: int, n: int) -> str:
    """Return a share with its interval in words; "för få" below what something can be said of."""
    found = intervals.share(k, n)
    if n == 0:
        return _("inget än")
    if found is None or not intervals.says_something(n):
        return _("%(k)s av %(n)s, för få för att säga något", k=show_number(k), n=show_number(n))
    whole = {name: show_number(round(100 * value)) for name, value in vars(found).items()}
    return _("%(value)s %% (%(low)s–%(high)s %%), %(k)s av %(n)s", **whole, k=show_number(k), n=show_number(n))


def line(label: str, count: Count) -> Line:
    """Return figures as a line of the table."""
    return Line(label, share_words(count.right, count.right + count.extra), share_words(count.right, count.n), count)


def feature_words(feature: str) -> str:
    """Return what was learned of as it is shown: a stem with what follows left open, a piece with both ends open."""
    from dialog.tag.learning.features import is_piece  # numpy comes with it, which a start does without

    if not is_piece(feature):
        return f"{feature}…"
    piece = feature[1:]
    return ("" if piece.startswith("_") else "…") + piece.strip("_") + ("" if piece.endswith("_") else "…")


def early_facts(facts: dict[str, Any], slug: str) -> dict[str, int] | None:
    """Return what few examples of a focus area have taught, as the page tells it; None where there are none or enough."""
    found = facts.get("early", {}).get(slug)
    return dict(zip(("n", "found", "others", "extra", "is_used"), found, strict=True)) if found else None


def area_or_404(slug: str) -> queries.Area:
    """Return a focus area; Problem("not_found") where there is none."""
    found = next((area for area in queries.areas(db()) if area.slug == slug), None)
    if found is None:
        raise Problem("not_found")
    return found


@bp.get("/admin/fokusomraden/<slug:slug>")
@staff("coordinator", "tagger", "analyst")
def area_quality(slug: str) -> Any:
    """Show how well suggestions do for a focus area."""
    area = area_or_404(slug)
    taught = queries.taught(db(), queries.LOOKED_AT)
    found = queries.by_words(db(), slug, taught)
    facts, learned = queries.learned_facts(db()), queries.newest_learned(db())
    judged = facts.facts["figures"] if facts else {}
    lines = [
        line(_("Förslag som visats när någon beslutade"), queries.became(db(), area.id).count),
        line(_("Ordlistan på redan beslutade synpunkter"), found.count),
    ]
    if slug in judged.get("together", {}):
        lines.append(line(_("Det lärda ensamt, prövat på synpunkter det inte sett"), Count(*judged["learned"][slug])))
        lines.append(line(_("Båda tillsammans, prövat på samma sätt"), Count(*judged["together"][slug])))
    learnt = facts.facts if facts else {}
    wrong = [key for some in (found.extra, found.missed) for key in queries.different(taught, set(some))[:EXAMPLES]]
    examples = (
        queries.without_first_choice(db(), signed_in().account_id, queries.rows_with(db(), wrong)) if wrong else []
    )
    rows = as_seen(examples)
    # Stems come from what residents wrote: for who may read that.
    is_learned = may_read() and learned is not None and slug in learned.areas
    answer = page(
        "tag/staff/quality.html",
        area=area,
        lines=lines,
        looked_at=found.looked_at,
        entries=found.entries[:ENTRIES],
        facts=facts,
        share=learnt.get("shares", {}).get(slug, 0.0),
        early=early_facts(learnt, slug),
        is_new="examples" in learnt and learnt["examples"].get(slug, 0) < queries.LEVELS[0],
        older=len(found.older),
        learned=[feature_words(name) for name, _n in learned.carrying(slug)] if learned and is_learned else [],
        extra=[row for row in rows if row.id in set(found.extra)],
        missed=[row for row in rows if row.id in set(found.missed)],
        because=found.because,
        counts=found.count,
        remark_url=lambda remark_id: remark_url(remark_id, RemarkFilter(focus_areas=(slug,))),
        may_change=signed_in().has("coordinator"),
        differing=queries.differing_on(db(), area.id, EXAMPLES),
        agreement=queries.agreement_on(db(), area.id),
        outcome_words=outcome_words,
    )
    log_reading(RemarkFilter(focus_areas=(slug,)), len(rows))
    return answer
