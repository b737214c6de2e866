"""The sections of the Public Access to Information and Secrecy Act (offentlighets- och sekretesslagen, OSL) that are likeliest
here. The municipality's lawyer decides; a person chooses, for each stretch, and may add words of their own.
"""

from dialog.base.i18n import N_

LAWS = {
    "18:1": N_("18 kap. 1 § OSL: förundersökning och brottsbekämpning"),
    "18:8": N_("18 kap. 8 § OSL: säkerhets- och bevakningsåtgärd"),
    "21:1": N_("21 kap. 1 § OSL: hälsa och sexualliv"),
    "21:3": N_("21 kap. 3 § OSL: skyddad adress"),
    "21:7": N_("21 kap. 7 § OSL: behandling i strid med dataskyddsförordningen"),
    "23": N_("23 kap. OSL: skola"),
    "24:8": N_("24 kap. 8 § OSL: statistik"),
    "26": N_("26 kap. OSL: socialtjänst"),
    "35": N_("35 kap. OSL: uppgift om enskild i brottsutredning"),
    "other": N_("Annan bestämmelse"),
}
