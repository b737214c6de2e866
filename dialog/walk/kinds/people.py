"""Who does what on a walk, and the categories that walkers are counted in. Pure."""

from dialog.base.i18n import N_

#: What each does.
ROLES = {
    "coordinator": N_("Samordnare"),
    "leader": N_("Vandringsledare"),
    "recorder": N_("Protokollförare"),
    "photographer": N_("Fotograf"),
}
ROLE_HINTS = {
    "coordinator": N_("Planerar, bjuder in, äger protokollet och följer upp."),
    "leader": N_("Leder rutten och samtalet och ser till att alla blir hörda."),
    "recorder": N_("Skriver in iakttagelserna vid varje stopp."),
    "photographer": N_("Fotograferar platser och ser till att inga ansikten eller bilskyltar syns."),
}
CATEGORIES = {
    "resident": N_("Boende"),
    "young": N_("Barn och unga"),
    "senior": N_("Äldre"),
    "association": N_("Förening"),
    "school": N_("Skola"),
    "politician": N_("Politiker"),
    "owner": N_("Fastighetsägare"),
    "business": N_("Företag"),
    "police": N_("Polis"),
    "guard": N_("Väktare eller ordningsvakt"),
    "official": N_("Tjänsteperson"),
    "other": N_("Annan"),
}
MOST_WALKERS = 500
