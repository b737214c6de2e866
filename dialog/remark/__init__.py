"""Remarks: what people said, however it came; receipts for what residents send themselves, and taking back."""


def wire() -> None:
    """Let `place` know who must hear of new districts, say what a receipt for a remark leads to, and stand on the start page
    and in the menu."""
    from dialog.base.i18n import N_
    from dialog.people.kinds import name_actions
    from dialog.place.listeners import districts_changed
    from dialog.remark import operations, queries
    from dialog.remark.listeners import TARGETS, Target
    from dialog.web import sections

    districts_changed.listen(operations.place_again)
    TARGETS["remark"] = Target(
        erase=operations.erase_remark,
        story=lambda _db, remark_id: [remark_id],
        has_decision=lambda db, _remark_id: queries.has_decision(db),
    )
    sections.add("home", 20, lambda _db: sections.Section("remark/public/home.html", {}))
    sections.add_to_menu(
        sections.MenuItem("remark_staff.key_in", N_("Skriv in en synpunkt"), ("tagger", "coordinator"), 25)
    )
    sections.add_to_menu(sections.MenuItem("remark_staff.set_aside", N_("Tillbakataget"), ("admin",), 85))
    name_actions(
        {
            "remark.key_in": N_("skrev in en synpunkt"),
            "remark.read_set_aside": N_("läste något som är tillbakataget"),
        }
    )
