"""Which survey, wave and cut a page of results was asked for, and who answered: told beside every figure."""

from dataclasses import dataclass
from typing import Any

from flask import request

from dialog.base.problems import Problem
from dialog.figures.queries.results import ResponseCut, Who, waves_of, who_answered
from dialog.figures.staff.asked import asked
from dialog.figures.staff.drawn import few
from dialog.people.operations import record_audit
from dialog.survey.queries import questionnaire_of
from dialog.survey.questionnaire import Questionnaire
from dialog.tag.queries import RemarkFilter
from dialog.web.language import gettext as _
from dialog.web.language import ngettext
from dialog.web.pages import show_number, show_week
from dialog.web.security import signed_in
from dialog.web.transaction import db, write

CHANNELS = ("web", "tablet", "paper", "staff")


@dataclass(frozen=True)
class Wanted:
    """A wave of a survey, the cut of its answers, what could not be read, and who answered within the cut."""

    survey: Any
    wave: Any
    published: list[Any]
    asked: Questionnaire
    cut: ResponseCut
    chosen: RemarkFilter
    faults: list[tuple[str, str]]
    hides_small: bool
    who: Who

    @property
    def wave_choices(self) -> list[tuple[str, str]]:
        """Return the waves that can be chosen, the newest first."""
        return [(str(w.id), _("Omgång %(number)s", number=w.number)) for w in reversed(self.published)]

    def told(self) -> str:
        """Say who answered, by which channels and when: it stands with every figure and in every file."""
        return told_of(self.who)


def wanted(slug: str) -> Wanted:
    """Read what the address asks for; Problem("not_found") when there is no such survey, or no such wave of it."""
    survey, published = published_waves(slug)
    wave = chosen_wave(published, "omgang") or published[-1]
    questionnaire = questionnaire_of(db(), wave.id)
    assert questionnaire is not None
    what = asked()  # the same names in the address as the inbox has: omrade, fran, till
    channel = request.args.get("kanal", "")
    faults = list(what.faults)
    if channel and channel not in CHANNELS:
        faults.append(("kanal", _("Valet finns inte. Välj något i listan.")))
        channel = ""
    cut = ResponseCut(what.chosen.district, what.chosen.since, what.chosen.until, channel)
    who = who_answered(db(), questionnaire, cut, hide_small=what.hides_small)
    return Wanted(survey, wave, published, questionnaire, cut, what.chosen, faults, what.hides_small, who)


def published_waves(slug: str) -> tuple[Any, list[Any]]:
    """Return a survey and its published waves, the first first; Problem("not_found") when there is none."""
    survey, waves = waves_of(db(), slug)
    published = [wave for wave in waves if wave.state != "draft"]
    if survey is None or not published:
        raise Problem("not_found")
    return survey, published


def chosen_wave(published: list[Any], name: str, sent: Any = None) -> Any:
    """Return the wave that a field of the address (or of what was `sent`) names, None when it names none; Problem("not_found") for another."""
    key = (request.args if sent is None else sent).get(name, "")
    found = next((wave for wave in published if str(wave.id) == key.lower()), None)
    if key and found is None:
        raise Problem("not_found")
    return found


def note(slug: str) -> None:
    """Keep in the log that somebody looked at a survey's results."""
    by = signed_in()
    write(lambda session: record_audit(session, by, "survey.results", "survey", slug))


def channel_names() -> dict[str, str]:
    """Return the channels that an answer can come by, in words."""
    return {
        "web": _("Webben"),
        "tablet": _("Surfplatta på plats"),
        "paper": _("Papper"),
        "staff": _("Inskrivna av personal"),
    }


def told_of(who: Who) -> str:
    """Say how many answered, by which channels and when."""
    if who.total is None or who.weeks is None:
        return _("Färre än fem har svarat i urvalet.")
    names = channel_names()
    channels = ", ".join(f"{names[c]} {few() if n is None else show_number(n)}" for c, n in who.channels.items())
    first, last = (show_week(week) for week in who.weeks)
    period = first if first == last else _("%(first)s till %(last)s", first=first, last=last)
    return ngettext(
        "%(n)s har svarat (%(channels)s), %(period)s.", "%(n)s har svarat (%(channels)s), %(period)s.", who.total,
        n=show_number(who.total), channels=channels, period=period,
    )  # fmt: skip
