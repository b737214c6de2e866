"""Focus areas and taggings: what remarks are about; the inbox."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from dialog.web.sections import Section


def wire() -> None:
    """Let remarks be found, go away with one that is taken back, tell a receipt what may be told; stand in menu, log and start page."""
    from dialog.base.i18n import N_
    from dialog.base.upkeep import chores, often
    from dialog.people.kinds import name_actions
    from dialog.remark.listeners import arrived, corrected, masked, taken_back
    from dialog.remark.sections import FATE
    from dialog.tag import operations, queries
    from dialog.web import sections

    arrived.listen(operations.index)
    corrected.listen(operations.index_again)
    masked.listen(operations.index_masked)
    taken_back.listen(operations.forget)
    taken_back.listen(operations.forget_words)
    FATE["tag"] = queries.told
    if operations.train_aside not in chores:
        chores.append(operations.train_aside)
    if operations.train_soon not in often:
        often.append(operations.train_soon)
    sections.add(
        "admin",
        1,
        lambda db: sections.Section(
            "tag/staff/first.html",
            {
                "first": queries.total(db, queries.RemarkFilter(queue="fara")),
                "few": queries.total(db, queries.RemarkFilter(queue="utpekad")),
            },
        ),
    )
    sections.add(
        "admin", 20, lambda db: sections.Section("tag/staff/waiting.html", {"waiting": queries.count_untagged(db)})
    )
    sections.add("admin", 21, _for_two)
    sections.add_to_menu(
        sections.MenuItem("tag_staff.inbox", N_("Synpunkter"), ("tagger", "coordinator", "analyst"), 210)
    )
    sections.add_to_menu(
        sections.MenuItem("tag_staff.areas", N_("Fokusområden"), ("tagger", "coordinator", "analyst"), 220)
    )
    name_actions(
        {
            "remark.list": N_("läste synpunkter i en lista"),
            "remark.read": N_("läste en synpunkt"),
            "remark.tag": N_("taggade en synpunkt"),
            "remark.unsure": N_("svarade vet ej om en synpunkt"),
            "remark.undo": N_("ångrade ett beslut om en synpunkt"),
            "remark.conflict": N_("kom efter någon annan med en synpunkt"),
            "remark.tag_many": N_("taggade många synpunkter på en gång"),
            "remark.read_second": N_("läste en synpunkt en gång till"),
            "remark.settle": N_("avgjorde en synpunkt där två valde olika"),
            "sample.draw": N_("drog ett urval att läsa en gång till"),
            "sample.close": N_("avslutade ett urval innan allt var läst"),
            "remark.tag_alike": N_("taggade nästan likadana synpunkter på en gång"),
            "remark.tag_pile": N_("godtog en hög av förslag"),
            "remark.undo_many": N_("ångrade taggningen av många synpunkter"),
            "area.add": N_("lade till ett fokusområde"),
            "area.change": N_("ändrade ett fokusområde"),
            "area.words": N_("ändrade orden bakom förslagen om ett fokusområde"),
            "area.codebook": N_("skrev i kodboken"),
            "area.retire": N_("tog ett fokusområde ur bruk"),
            "area.reactivate": N_("tog ett fokusområde i bruk igen"),
            "area.merge": N_("slog ihop ett fokusområde med ett annat"),
        }
    )


def _for_two(db: "Session") -> "Section | None":
    """Return what waits to be settled and to be read a second time, for who tags; None where there is nothing."""
    from dialog.tag import queries
    from dialog.web.sections import Section
    from dialog.web.security import signed_in

    if not signed_in().has("tagger"):
        return None
    differing, sample_id = queries.count_differences(db), queries.some_to_read(db, signed_in().account_id)
    if not differing and sample_id is None:
        return None
    return Section("tag/staff/for_two.html", {"differing": differing, "sample_id": sample_id})
