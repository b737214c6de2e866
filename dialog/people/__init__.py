"""Staff accounts, roles and sign-in, who can be responsible, the audit log, and the site's own words."""


def wire() -> None:
    """Put the room's pages in the staff menu, and what is not filled in among what waits."""
    from dialog.base.i18n import N_
    from dialog.people.queries import missing_fields
    from dialog.web import sections
    from dialog.web.sections import MenuItem, Section, add_to_menu
    from dialog.web.security import signed_in

    def to_fill_in(db: object) -> Section | None:
        fields = missing_fields(db) if signed_in().has("coordinator") else []  # type: ignore[arg-type]
        return Section("people/staff/to_fill_in.html", {"fields": fields}) if fields else None

    sections.add("admin", 10, to_fill_in)
    add_to_menu(MenuItem("people_staff.start", N_("Det här väntar"), (), 0))
    add_to_menu(MenuItem("people_staff.site", N_("Webbplatsens texter"), ("coordinator",), 410))
    add_to_menu(MenuItem("people_staff.personnel", N_("Personal och ansvariga"), ("admin",), 430))
    add_to_menu(MenuItem("people_staff.log", N_("Loggen"), ("admin",), 350))
    add_to_menu(MenuItem("people_staff.own", N_("Mitt konto"), (), 490))
