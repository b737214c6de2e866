"""Counts: what has been said, where, about what; the staff map; what is published; files that come in and go out."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from dialog.web.sections import Section


def wire() -> None:
    """Put figures, map and files in the staff menu, a survey's results among its pages, and name what the log calls them."""
    from dialog.base.i18n import N_
    from dialog.base.upkeep import chores, often
    from dialog.figures import queries
    from dialog.figures.operations import counting, counting_answers, disclosing, keeping, packing, recounting
    from dialog.people.kinds import name_actions
    from dialog.remark.listeners import (
        arrived,
        changed,
        changing,
        corrected,
        masked,
        merging,
        placed_again,
        placing_again,
        restricted,
        taken_back,
    )
    from dialog.survey.listeners import answered, response_erased
    from dialog.survey.sections import add_link
    from dialog.tag.listeners import regrouped
    from dialog.tag.sections import NEAREST, TOTALS, USES
    from dialog.web import sections
    from dialog.web.sections import MenuItem, add_to_menu

    counting_answers.count_batches()  # before the other counts, whose first row all wait for
    counting.watch_sessions()
    for known, chore in ((chores, packing.pack_aside), (often, packing.pack_many)):
        if chore not in known:
            known.append(chore)
    arrived.listen(counting.arrived)
    changing.listen(counting.changing)
    changed.listen(counting.changed)
    restricted.listen(keeping.draw_anew)
    placing_again.listen(counting.lock_out)
    placed_again.listen(recounting.recount_districts)
    taken_back.listen(disclosing.forget)
    corrected.listen(disclosing.forget_decided)
    masked.listen(disclosing.forget_decided)
    merging.listen(disclosing.must_stay)
    regrouped.listen(recounting.recount_areas)
    answered.listen(counting_answers.count_response)
    response_erased.listen(counting_answers.uncount_response)
    placed_again.listen(counting_answers.count_answers_again)
    TOTALS["figures"], USES["figures"], NEAREST["figures"] = queries.kept_total, queries.kept_uses, queries.nearest

    readers = ("coordinator", "tagger", "analyst")
    sections.add("home", 40, _what_came_of_it)
    add_to_menu(MenuItem("figures_staff.show_map", N_("Karta"), readers, 230))
    add_to_menu(MenuItem("figures_staff.show_counts", N_("Siffror"), readers, 240))
    add_to_menu(MenuItem("figures_staff.list_publications", N_("Publiceringar"), ("coordinator",), 250))
    add_to_menu(MenuItem("figures_staff.choose_import", N_("Läs in"), ("coordinator", "tagger"), 310))
    add_to_menu(MenuItem("figures_staff.choose_export", N_("Ta ut"), readers, 320))
    add_to_menu(MenuItem("figures_staff.list_disclosures", N_("Utlämnanden"), ("trusted_reader",), 330))
    sections.add("admin", 35, _unheard)
    add_link("figures_staff.show_results", N_("Resultat"), readers)
    name_actions(
        {
            "import.remarks": N_("läste in synpunkter från en fil"),
            "export.remarks": N_("tog ut synpunkter i en fil"),
            "export.figures": N_("tog ut siffror i en fil"),
            "export.responses": N_("tog ut svar på enkäter i en fil"),
            "export.walks": N_("tog ut vandringar i en fil"),
            "publication.publish": N_("publicerade siffror"),
            "publication.withdraw": N_("drog tillbaka publicerade siffror"),
            "answers.publish": N_("publicerade svar på en enkät"),
            "answers.withdraw": N_("drog tillbaka publicerade svar"),
            "disclosure.start": N_("började pröva en begäran om allmänna handlingar"),
            "disclosure.assess": N_("prövade synpunkter som har begärts ut"),
            "disclosure.deliver": N_("lämnade ut synpunkter som har begärts"),
            "disclosure.reopen": N_("öppnade ett utlämnande igen"),
            "export.disclosure": N_("tog ut en fil med det som lämnas ut"),
            "theme.write": N_("skrev en text om ett fokusområde"),
            "theme.release": N_("släppte en text om ett fokusområde som en kollega har skrivit"),
            "theme.release_alone": N_("släppte sin egen text om ett fokusområde en senare dag"),
            "theme.take_down": N_("tog bort en text om ett fokusområde"),
        }
    )


def _unheard(db: "Session") -> "Section | None":
    """Return who has not been heard while a survey is open, for the staff's start page."""
    from dialog.figures.queries.unheard import open_hearings
    from dialog.web.sections import Section
    from dialog.web.security import signed_in

    if not signed_in().has("coordinator", "tagger", "analyst"):
        return None
    found = [one for one in open_hearings(db, hide_small=not signed_in().has("tagger")) if one.groups]
    return Section("figures/staff/unheard_at_start.html", {"unheard": found}) if found else None


def _what_came_of_it(db: "Session") -> "Section | None":
    """Return the newest figures in two sentences and the newest answers for the start page; None where nothing is published."""
    from dialog.figures.queries.answer_publications import newest_answers
    from dialog.figures.telling import newest_told
    from dialog.web.sections import Section

    found, answers = newest_told(db), newest_answers(db)
    if found is None and answers is None:
        return None
    facts = {"heading": found and found[0], "told": found and found[1], "answers": answers}
    return Section("figures/public/home.html", facts)
