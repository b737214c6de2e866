"""`/admin/siffror`: how many remarks there are, cut in six ways."""

from flask import url_for
from werkzeug.wrappers import Response

from dialog.figures.queries import counts
from dialog.figures.staff import bp
from dialog.figures.staff.asked import READERS, asked, filter_choices, rows_of
from dialog.figures.staff.drawn import by_week
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import staff
from dialog.web.transaction import db


@bp.get("/admin/siffror")
@staff(*READERS)
def show_counts() -> Response:
    """Show the counts of the remarks that the filter chooses."""
    what = asked()
    found = counts(db(), what.chosen, hide_small=what.hides_small)
    headings = {
        "focus_area": _("Fokusområden"),
        "district": _("Områden"),
        "week": _("Veckor"),
        "source": _("Källor"),
        "feeling": _("Känsla"),
        "part_of_day": _("Tid på dygnet"),
    }
    cuts = [(cut.name, headings[cut.name], cut.total, rows_of(cut)) for cut in found.cuts if cut.name != "week"]
    weeks = {int(count.key): count.n for cut in found.cuts if cut.name == "week" for count in cut.counts}
    return page(
        "figures/staff/counts.html",
        422 if what.faults else 200,
        chosen=what.chosen,
        page_errors=what.faults,
        total=found.total,
        cuts=cuts,
        weeks=by_week(headings["week"], weeks) if weeks else None,
        hides_small=what.hides_small,
        choices=filter_choices(),
        clear=url_for(".show_counts") if not what.chosen.is_empty else "",
    )
