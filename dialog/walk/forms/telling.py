"""What a page says of a walk in whole sentences: how light it will be, how far and how long, what a calendar tells."""

from datetime import datetime

from dialog.base.i18n import N_
from dialog.walk.kinds.route import Walking
from dialog.walk.kinds.sunlight import Light
from dialog.web.language import gettext as _
from dialog.web.language import ngettext
from dialog.web.pages import show_number

_AT_START = {
    "day": N_("När ni samlas är det ljust."),
    "dusk": N_("När ni samlas är det skymning eller gryning."),
    "dark": N_("När ni samlas är det mörkt."),
}
_AT_END = {
    "day": N_("När ni är klara är det ljust."),
    "dusk": N_("När ni är klara är det skymning eller gryning."),
    "dark": N_("När ni är klara är det mörkt."),
}


def light_words(light: Light) -> list[str]:
    """Say how light it is on a walk, and when the sun sets and dusk ends."""
    found = [_(_AT_START[light.at_start]), _(_AT_END[light.at_end])]
    if light.sunset is not None and light.dusk is not None:
        found.append(_("Solen går ner kl. %(sunset)s och skymningen slutar kl. %(dusk)s.", sunset=_hour(light.sunset), dusk=_hour(light.dusk)))  # fmt: skip
    elif light.sunset is not None:
        found.append(_("Solen går ner kl. %(sunset)s, men det blir inte mörkt den natten.", sunset=_hour(light.sunset)))
    elif light.at_start == "day" and light.at_end == "day":
        found.append(_("Solen går inte ner den dagen."))
    else:
        found.append(_("Solen går inte upp den dagen."))
    return found


def _hour(moment: datetime) -> str:
    return f"{moment:%H.%M}"


def walking_words(walking: Walking) -> list[str]:
    """Say how far it is and how long it takes."""
    if not walking.metres:
        return []
    far = (
        _("Rutten är %(n)s km lång.", n=show_number(walking.metres / 1000, 1))
        if walking.metres >= 1000
        else _("Rutten är %(n)s m lång.", n=walking.metres)
    )
    return [
        far,
        ngettext("Den tar ungefär %(num)s minut att gå.", "Den tar ungefär %(num)s minuter att gå.", walking.moving),
        ngettext("Lägg till %(num)s minut vid stoppen.", "Lägg till %(num)s minuter vid stoppen.", walking.standing)
        if walking.standing
        else "",
    ]
