"""Remarks: what people said, however it came; receipts for what residents send themselves, and taking back."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from dialog.web.sections import Section


def wire() -> None:
    """Let `place` know who must hear of new districts, say what a receipt for a remark leads to, and stand on the start page
    and in the menu."""
    from dialog.base.i18n import N_
    from dialog.people.kinds import name_actions
    from dialog.place.listeners import districts_changed
    from dialog.remark import masking, operations, queries
    from dialog.remark.listeners import TARGETS, Target, arrived, corrected, taken_back
    from dialog.web import sections

    districts_changed.listen(operations.place_again)
    arrived.listen(masking.propose)
    corrected.listen(masking.propose_again)
    taken_back.listen(masking.forget_masks)
    TARGETS["remark"] = Target(
        erase=operations.erase_remark,
        story=lambda _db, remark_id: [remark_id],
        has_decision=lambda db, _remark_id: queries.has_decision(db),
    )
    sections.add("home", 20, lambda _db: sections.Section("remark/public/home.html", {}))
    sections.add("admin", 15, _to_open)
    sections.add_to_menu(sections.MenuItem("remark_staff.places", N_("Berätta om en plats"), ("coordinator",), 130))
    sections.add_to_menu(
        sections.MenuItem("remark_staff.key_in", N_("Skriv in en synpunkt"), ("tagger", "coordinator"), 140)
    )
    sections.add_to_menu(sections.MenuItem("remark_staff.set_aside", N_("Tillbakataget"), ("admin",), 340))
    name_actions(
        {
            "remark.open_page": N_("öppnade sidan ”Berätta om en plats”"),
            "remark.close_page": N_("stängde sidan ”Berätta om en plats”"),
            "remark.key_in": N_("skrev in en synpunkt"),
            "remark.mask": N_("maskerade ord i en synpunkt"),
            "remark.unmask": N_("visade maskerade ord i en synpunkt"),
            "remark.release": N_("tog en synpunkt ur den begränsade kön"),
            "remark.read_set_aside": N_("läste något som är tillbakataget"),
        }
    )


def _to_open(db: "Session") -> "Section | None":
    """Return, for a coordinator, that `/plats` can be opened where nobody has opened or closed it yet and nothing is missing."""
    from dialog.people.kinds.fields import PLACES_OPEN
    from dialog.people.queries import is_on, missing_fields
    from dialog.web.sections import Section
    from dialog.web.security import signed_in

    waits = signed_in().has("coordinator") and is_on(db, PLACES_OPEN) is None and not missing_fields(db)
    return Section("remark/staff/to_open.html", {}) if waits else None
