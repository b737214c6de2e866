"""Districts, place names and the map package: where things are."""


def wire() -> None:
    """Put the districts in the staff menu."""
    from dialog.base.i18n import N_
    from dialog.web.sections import MenuItem, add_to_menu

    add_to_menu(MenuItem("place_staff.districts", N_("Områden"), ("coordinator", "analyst"), 420))
