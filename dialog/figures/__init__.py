"""Counts: what has been said, where, about what; the staff map and the exports."""


def wire() -> None:
    """Put the figures and the map in the staff menu, and a survey's results among its pages."""
    from dialog.base.i18n import N_
    from dialog.survey.sections import add_link
    from dialog.web.sections import MenuItem, add_to_menu

    readers = ("coordinator", "tagger", "analyst")
    add_to_menu(MenuItem("figures_staff.show_map", N_("Karta"), readers, 50))
    add_to_menu(MenuItem("figures_staff.show_counts", N_("Siffror"), readers, 55))
    add_link("figures_staff.show_results", N_("Resultat"), readers)
