"""What the page of a publication to be was asked for, read from an address or a form and written to one."""

from typing import Any

from dialog.base.clock import monday_of, this_week
from dialog.base.texts import one_line
from dialog.figures.publishing.choice import LONGEST_WEEKS, PLANS, Choice, usual_period, week_before, weeks_between
from dialog.figures.queries.tally import Offered
from dialog.tag.filters import read_week, show_week
from dialog.web.language import gettext as _

#: Sources that residents' own words come by; chosen from the start.
RESIDENTS = ("enkat", "plats", "telefon")

Sent = Any  # Werkzeug's MultiDict, of an address or a form


def detail_words() -> list[tuple[int, str]]:
    """Return the degrees of detail in words, the finest first."""
    told = [
        _("Otrygg och trygg i varje område, och för varje fokusområde"),
        _("Otrygg och trygg i varje område, fokusområden i ett tal"),
        _("Ett tal för varje område, och hur synpunkterna kom in"),
        _("Ett tal för varje område"),
        _("Utan områden: fokusområden, otrygg och trygg, och hur synpunkterna kom in"),
        _("Bara hur många som är otrygga och trygga"),
    ]
    assert len(told) == len(PLANS)
    return list(enumerate(told))


def read_choice(sent: Sent, offered: Offered) -> tuple[Choice | None, list[tuple[str, str]]]:
    """Return what was chosen, or None with what must be mended (field and sentence)."""
    faults: list[tuple[str, str]] = []
    ended = week_before(this_week())
    usual = usual_period(offered.published, ended)
    since, until = (_week(sent, *asked, faults) for asked in zip(("fran", "till"), usual, strict=True))
    if since and until and not faults:
        faults += _period_faults(since, until)
    division = one_line(sent.get("indelning", "")) or next(iter(dict(offered.divisions)), "")
    if division not in dict(offered.divisions):
        faults.append(("indelning", _("Välj hur kommunen ska delas in. Områden läses in på sidan Områden.")))
    asked = bool(sent.get("visa"))
    sources = _among(sent, "kalla", [slug for slug, _name in offered.sources], faults)
    if not sources and not asked:
        sources = tuple(slug for slug, _name in offered.sources if slug in RESIDENTS)
    if not sources and not faults:
        faults.append(("kalla", _("Välj minst en källa.")))
    areas = _among(sent, "fokus", [area.slug for area in offered.areas], faults)
    if not areas and not asked:
        areas = tuple(area.slug for area in offered.areas if not area.is_sensitive)
    dialogue = one_line(sent.get("enkat", ""))
    if dialogue and dialogue not in dict(offered.surveys):
        faults.append(("enkat", _("Enkäten finns inte. Välj en i listan.")))
    detail = one_line(sent.get("detalj", "")) or "1"
    if detail not in {str(at) for at in range(len(PLANS))}:
        faults.append(("detalj", _("Välj något i listan.")))
    if faults or since is None or until is None:
        return None, faults
    return Choice(since, until, division, sources, areas, dialogue, int(detail)), []


def _week(sent: Sent, name: str, usual: int, faults: list[tuple[str, str]]) -> int | None:
    written = one_line(sent.get(name, ""))
    if not written:
        return usual
    week = read_week(written)
    if week is None:
        faults.append((name, _("Skriv veckan som år och vecka, till exempel 2026-47.")))
    return week


def _period_faults(since: int, until: int) -> list[tuple[str, str]]:
    if since > until:
        return [("till", _("Den sista veckan ligger före den första."))]
    if until > this_week():
        return [("till", _("Perioden har inte varit än. Välj en vecka som har börjat."))]
    if until // 100 - since // 100 > 3 or len(weeks_between(since, until)) > LONGEST_WEEKS:
        return [("till", _("Välj en period på högst tre år."))]
    return []


def _among(sent: Sent, name: str, known: list[str], faults: list[tuple[str, str]]) -> tuple[str, ...]:
    chosen = {one_line(value) for value in sent.getlist(name)} - {""}
    if chosen - set(known):
        faults.append((name, _("Valet finns inte. Välj något i listan.")))
    return tuple(slug for slug in known if slug in chosen)


def pairs_of(choice: Choice) -> list[tuple[str, str]]:
    """Return a choice as the names and values of an address or a form."""
    return [
        ("visa", "1"),
        ("fran", show_week(choice.since)),
        ("till", show_week(choice.until)),
        ("indelning", choice.division),
        *(("kalla", slug) for slug in choice.sources),
        *(("fokus", slug) for slug in choice.focus_areas),
        ("enkat", choice.dialogue),
        ("detalj", str(choice.detail)),
    ]


def typed(choice: Choice | None, sent: Sent) -> dict[str, Any]:
    """Return what the fields of the page hold: the choice, or what was sent where it cannot be read."""
    if choice is None:
        one = {name: sent.get(name, "") for name in ("fran", "till", "indelning", "enkat")}
        return one | {"detalj": sent.get("detalj", "1"), "kalla": sent.getlist("kalla"), "fokus": sent.getlist("fokus")}
    many = {"kalla": list(choice.sources), "fokus": list(choice.focus_areas)}
    return dict(pairs_of(choice)) | many


def season(choice: Choice) -> dict[str, str]:
    """Return the season that the middle of a period lies in, as a title: "hösten 2026"."""
    middle = monday_of(choice.since).toordinal() + (monday_of(choice.until) - monday_of(choice.since)).days // 2
    day = monday_of(choice.since).fromordinal(middle + 3)
    name_sv, name_en = {
        12: ("vintern", "winter"), 1: ("vintern", "winter"), 2: ("vintern", "winter"),
        3: ("våren", "spring"), 4: ("våren", "spring"), 5: ("våren", "spring"),
        6: ("sommaren", "summer"), 7: ("sommaren", "summer"), 8: ("sommaren", "summer"),
    }.get(day.month, ("hösten", "autumn"))  # fmt: skip
    return {"sv": f"{name_sv} {day.year}", "en": f"{name_en} {day.year}"}
