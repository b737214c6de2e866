"""The roles, in words. One person may hold several; what is not granted is refused."""

from dataclasses import dataclass

from dialog.base.i18n import N_


@dataclass(frozen=True)
class Role:
    """A role: its code, its name and what it lets a person do (msgids)."""

    code: str
    name: str
    allows: str


_ROLES = (
    Role("admin", N_("administratör"), N_("Får göra allt, även lägga till personal och läsa loggen.")),
    Role(
        "coordinator",
        N_("samordnare"),
        N_("Bygger enkäter, planerar vandringar, ser resultaten och publicerar siffror."),
    ),
    Role("tagger", N_("handläggare"), N_("Läser synpunkterna som de skrevs, taggar dem, läser in dem och tar ut dem.")),
    Role(
        "trusted_reader",
        N_("läser begränsad kö"),
        N_(
            "Läser även det som pekar ut någon för ett brott, tillsammans med rollen handläggare, och prövar det som begärs ut."
        ),
    ),
    Role("analyst", N_("analytiker"), N_("Ser siffror och hämtar ut maskerade uppgifter.")),
    Role("walk_leader", N_("vandringsledare"), N_("Leder sina egna trygghetsvandringar.")),
    Role("patrol", N_("patrull"), N_("Går trygghetsrundor och noterar besök.")),
    Role("partner", N_("samverkanspart"), N_("Sköter sina egna åtgärder.")),
)
ROLE_WORDS = {role.code: role for role in _ROLES}
#: The roles that some page asks for; the others are not offered until theirs are built.
OFFERED_ROLES = ("admin", "coordinator", "tagger", "trusted_reader", "analyst", "walk_leader")
