"""The checklist: what is looked at at each stop, with words for 0 (worst) to 3 (good).

A walk has a copy of its own, that may be changed until the walk starts. Pure. A point is a
dict, as it is kept: {"slug", "area", "question", "levels": [four sentences]}.
"""

from typing import Any

from dialog.base.i18n import N_

Point = dict[str, Any]
LEVELS = 4
MOST_POINTS = 30

#: slug, area, question, and what 0, 1, 2 and 3 mean.
_DEFAULT = (
    ("lighting", N_("Belysning"), N_("Känner du igen ett ansikte på 15 meters håll?"),
     (N_("Mörkt eller trasiga lampor"), N_("Mörka partier mellan lamporna, eller bländar"), N_("Ljust nog att gå, svårt att känna igen någon"), N_("Jämnt ljus, ansikten syns"))),
    ("sightlines", N_("Sikt och insyn"), N_("Ser du vad som finns framför dig, och ser någon dig?"),
     (N_("Skymda hörn och ingen som ser platsen"), N_("Flera ställen skymda"), N_("Fri sikt åt de flesta håll"), N_("Fri sikt, fönster eller människor nära"))),
    ("vegetation", N_("Växtlighet"), N_("Skymmer buskar och träd vägen, lampor eller skyltar?"),
     (N_("Växer över vägen eller lamporna"), N_("Skymmer på flera ställen"), N_("Behöver klippas snart"), N_("Välklippt, skymmer inget"))),
    ("litter", N_("Skräp och renhållning"), N_("Är det rent, och finns det papperskorgar?"),
     (N_("Dumpat skräp, sprutor eller stank"), N_("Mycket skräp eller fulla korgar"), N_("Lite skräp"), N_("Rent"))),
    ("graffiti", N_("Klotter och skadegörelse"), N_("Finns klotter, krossat glas eller bränt?"),
     (N_("Hatsymboler eller farligt sönderslaget"), N_("Mycket klotter eller skador"), N_("Enstaka klotter eller skador"), N_("Helt och rent"))),
    ("passage", N_("Gångtunnel, gång- och cykelväg"), N_("Ser du igenom eller längs vägen, och finns det en annan väg?"),
     (N_("Går inte att se igenom, ingen annan väg"), N_("Mörk mynning eller vatten på vägen"), N_("Går att se igenom, lite smal eller sliten"), N_("Ljus och öppen, eller annan väg nära"))),
    ("bus_stop", N_("Hållplats eller station"), N_("Är det tryggt att vänta här?"),
     (N_("Inget ljus och inget skydd"), N_("Dåligt ljus eller trasigt skydd"), N_("Ljus och skydd, men ödsligt"), N_("Ljus, skydd och folk eller personal nära"))),
    ("traffic", N_("Trafik"), N_("Går det att gå och korsa vägen utan fara?"),
     (N_("Höga farter eller mopeder där man går"), N_("Svårt att korsa eller dålig sikt"), N_("Mest lugnt"), N_("Lugnt, säkra övergångar"))),
    ("accessibility", N_("Tillgänglighet"), N_("Kommer man fram med rollator, rullstol eller barnvagn?"),
     (N_("Går inte att komma fram"), N_("Höga kanter, halt eller trasig hiss"), N_("Går med viss möda"), N_("Jämnt, ramper och bänkar"))),
    ("orientation", N_("Att hitta"), N_("Kan du säga var du är om du ringer 112?"),
     (N_("Inga skyltar, går inte att beskriva"), N_("Få eller trasiga skyltar"), N_("Skyltar finns men syns dåligt"), N_("Tydliga skyltar eller namn"))),
    ("maintenance", N_("Underhåll"), N_("Är bänkar, staket, mark och hus hela?"),
     (N_("Övergivet eller farligt"), N_("Mycket slitet"), N_("Lite slitet"), N_("Välskött"))),
    ("use", N_("Hur platsen används"), N_("Vilka är här, när, och vilka undviker platsen?"),
     (N_("Många undviker platsen"), N_("Ödsligt eller konflikter vissa tider"), N_("Folk passerar"), N_("Många olika är här och trivs"))),
)  # fmt: skip


def default_checklist() -> list[Point]:
    """Return the default, in Swedish: a checklist is kept in the words that the walkers read."""
    return [
        {"slug": slug, "area": area, "question": question, "levels": list(levels)}
        for slug, area, question, levels in _DEFAULT
    ]


def slugs_of(checklist: list[Point]) -> set[str]:
    """Return the slugs of a checklist."""
    return {str(point["slug"]) for point in checklist}
