"""Walks: planned, walked together in the dark and rain, written up, and walked again."""

from typing import TYPE_CHECKING

from dialog.base.i18n import N_

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from dialog.tag.sections import DeskPhoto
    from dialog.web.sections import Section

ACTIONS = {
    "walk.add": N_("skapade en vandring"),
    "walk.change": N_("ändrade en vandring"),
    "walk.announce": N_("visade inbjudan till en vandring"),
    "walk.unannounce": N_("tog bort inbjudan till en vandring"),
    "walk.start": N_("startade en vandring"),
    "walk.close": N_("avslutade en vandring"),
    "walk.archive": N_("arkiverade en vandring"),
    "walk.revoke": N_("spärrade en surfplatta"),
    "walk.change_code": N_("bytte koden som ansluter surfplattor till en vandring"),
    "walk.read": N_("läste en vandrings synpunkter"),
    "walk.merge": N_("slog ihop två synpunkter från en vandring"),
    "walk.split": N_("skilde två synpunkter från en vandring åt"),
    "walk.photo": N_("öppnade ett foto från en vandring"),
    "walk.load_queue": N_("läste in en kö från en surfplatta"),
    "walk.key_in": N_("skrev in ett pappersprotokoll från en vandring"),
    "walk.protocol": N_("gjorde ett protokoll av en vandring"),
    "walk.point": N_("skrev en punkt i en vandrings protokoll"),
    "walk.add_point": N_("lade till en punkt för hand i en vandrings protokoll"),
    "walk.remove_point": N_("tog bort en punkt ur en vandrings protokoll"),
    "walk.release": N_("släppte en punkt som någon annan skrivit i en vandrings protokoll"),
    "walk.release_alone": N_("släppte en punkt som samma person skrivit en tidigare dag i en vandrings protokoll"),
    "walk.withdraw": N_("tog tillbaka en punkt ur en vandrings protokoll"),
    "walk.show_protocol": N_("visade en vandrings protokoll för alla"),
    "walk.hide_protocol": N_("slutade visa en vandrings protokoll för alla"),
    "walk.release_photo": N_("maskade och släppte ett foto från en vandring"),
    "walk.hide_photo": N_("tog tillbaka ett foto från en vandring"),
    "walk.protocol_file": N_("hämtade ut en vandrings protokoll som fil"),
    "walk.owners_file": N_("hämtade ut en vandrings punkter per ansvarig"),
    "walk.held_take": N_("tog in en synpunkt som väntade på vandringsledaren"),
    "walk.held_drop": N_("tog bort en synpunkt som väntade på vandringsledaren"),
}


def wire() -> None:
    """Go away with a remark that is erased, sweep the photos; stand on the start page, in the menu and in the log."""
    from dialog.base.upkeep import chores
    from dialog.people.kinds import name_actions
    from dialog.remark.listeners import taken_back
    from dialog.tag.sections import PHOTOS
    from dialog.walk.operations.forgetting import forget_remarks
    from dialog.walk.operations.photos import sweep_photos
    from dialog.web import sections

    taken_back.listen(forget_remarks)
    chores.append(sweep_photos)
    PHOTOS["walk"] = _photos
    sections.add("home", 16, _coming)
    sections.add("admin", 37, _waiting)
    sections.add_to_menu(
        sections.MenuItem("walk_staff.list_walks", N_("Vandringar"), ("coordinator", "walk_leader"), 120)
    )
    name_actions(ACTIONS)


def _coming(db: "Session") -> "Section | None":
    """Return the coming walks for the start page; None when none is announced."""
    from dialog.walk.queries.walks import announced_walks
    from dialog.web.sections import Section

    coming, _over = announced_walks(db)
    return Section("walk/public/home.html", {"walks": coming}) if coming else None


def _waiting(db: "Session") -> "Section | None":
    """Return what waits in walks for the staff's start page, a leader's own alone: what is held aside, and what is late."""
    from dialog.walk.queries.owners import held_aside, late
    from dialog.web.sections import Section
    from dialog.web.security import signed_in

    person = signed_in()
    if not person.has("coordinator", "walk_leader"):
        return None
    leader = None if person.has("coordinator") else person.account_id
    held, found = held_aside(db, leader), late(db, leader)
    return Section("walk/staff/late.html", {"held": held, "walks": found}) if held or found else None


def _photos(db: "Session", remark_id: "uuid.UUID", is_trusted: bool) -> "Sequence[DeskPhoto]":
    """Return a remark's photos for the desk."""
    from dialog.tag.sections import DeskPhoto
    from dialog.walk.queries.photos import photos_of_remark

    return [
        DeskPhoto("walk_staff.remark_photo", one.photo_id, one.alternative)
        for one in photos_of_remark(db, remark_id, with_merged=is_trusted)
    ]
