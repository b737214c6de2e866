"""The columns of walks in a file: their points, the walks themselves, what was answered of the checklist; and what each means. Pure.

A row is a point of a protocol, or a remark of a walk that has no point yet. The sheets hang together by `row` and `walk`.
Comes before: `figures/queries/outgoing_walks.py`. Goes to: `figures/exchange/writing.py`.
"""

from dialog.figures.exchange.writing import Columns
from dialog.remark.kinds import FEELINGS, PARTS_OF_DAY
from dialog.walk.kinds.people import CATEGORIES
from dialog.walk.kinds.protocol import DECISIONS, KINDS, STATES

TITLE = "Punkter från vandringar"
WALK_STATES = {"planned": "Planerad", "open": "Pågår", "closed": "Avslutad", "archived": "Arkiverad"}
#: What the masked edition leaves out: what tells a remark's place more closely than its stop does.
ONLY_IN_FULL = frozenset({"geometry", "place_words"})
_DECIMALS = frozenset({"lat", "lng"})

#: Name → what stands there, in the words of the codebook.
POINTS = {
    "row": "Radens nummer i filen. Binder ihop bladen.",
    "walk": "Vandringens adress på webbplatsen.",
    "walk_title": "Vandringens namn.",
    "day": "Dagen då vandringen gick.",
    "gathering": "Samlingsplatsen.",
    "registry_number": "Vandringens diarienummer.",
    "walk_state": "Vandringens läge.",
    "stop": "Stoppets nummer. Tomt för det som sågs längs vägen.",
    "stop_name": "Stoppets namn.",
    "point": "Punktens nummer i protokollet. Tomt för en synpunkt som inte har fått någon punkt.",
    "kind": "Punktens slag.",
    "feeling": "Känslan som sades på vandringen. Tomt för en punkt som skrevs för hand.",
    "text": "Det som sades på vandringen. Maskerat i den maskerade utgåvan, och alltid där det anklagar någon.",
    "suggestion": "Förslag som sades på vandringen, maskerat på samma sätt.",
    "observation": "Protokollets egen mening. I den maskerade utgåvan maskerad om ingen har släppt den.",
    "measure": "Åtgärden som föreslås.",
    "focus_area": "Punktens fokusområde.",
    "focus_areas": "Synpunktens fokusområden, med mellanslag mellan.",
    "agreeing": "Hur många som håller med.",
    "photos": "Antal foton. Fotona själva följer aldrig med.",
    "part_of_day": "När på dygnet det känns så.",
    "checklist": "Svaren på checklistan som punkt:nivå, 0 är sämst och 3 är bra.",
    "owner": "Den som råder över platsen.",
    "decision": "Beslutet. Tomt när inget är beslutat.",
    "decision_reason": "Skälet till beslutet.",
    "due_on": "Dagen då det ska vara klart.",
    "state": "Punktens läge.",
    "case_number": "Ärendenumret som felet lämnades över med.",
    "is_late": "1 för den som skulle ha varit klar.",
    "is_released": "1 för den som alla får läsa som den står.",
    "lat": "Latitud (WGS 84).",
    "lng": "Longitud (WGS 84).",
    "position_of": "Vad latitud och longitud gäller. I den maskerade utgåvan alltid stoppet.",
    "geometry": "Linje eller yta som GeoJSON, när synpunkten har en.",
    "place_words": "Platsen i ord.",
}
WALKS = {
    "walk": "Vandringens adress på webbplatsen.",
    "title": "Vandringens namn.",
    "day": "Dagen då vandringen gick.",
    "time": "Klockslaget för samlingen.",
    "minutes": "Hur länge vandringen var tänkt att vara.",
    "gathering": "Samlingsplatsen.",
    "district": "Området.",
    "purpose": "Syftet.",
    "registry_number": "Diarienumret.",
    "state": "Vandringens läge.",
    "previous_walk": "Adressen till vandringen som den går om.",
    "is_announced": "1 när inbjudan visas för alla.",
    "stops": "Antal stopp.",
    "groups": "Antal grupper.",
    "walkers": "Antal som gick med.",
    "walkers_by": "Hur många av varje slag, som slag:antal.",
    "remarks": "Antal synpunkter som räknas.",
    "points": "Antal punkter i protokollet.",
    "points_released": "Antal punkter som är släppta.",
    "is_public": "1 när protokollet visas för alla.",
    "edition": "Den senaste utgåvans nummer.",
    "meeting": "När och var slutmötet är.",
}
CHECKLIST = {
    "row": "Raden i bladet med punkter.",
    "walk": "Vandringens adress på webbplatsen.",
    "stop": "Stoppets nummer.",
    "stop_name": "Stoppets namn.",
    "item": "Punkten i checklistan, som kod.",
    "area": "Punkten i checklistan, i ord.",
    "level": "Svaret, 0 är sämst och 3 är bra.",
    "words": "Svaret i checklistans ord.",
}
_CODES = {
    "walk_state": WALK_STATES,
    "kind": KINDS,
    "feeling": FEELINGS,
    "part_of_day": PARTS_OF_DAY,
    "decision": DECISIONS,
    "state": STATES,
    "position_of": {"remark": "Synpunktens egen plats", "stop": "Stoppets plats"},
}
_NUMBERS = frozenset(
    {"row", "stop", "point", "agreeing", "photos", "is_late", "is_released", "minutes", "is_announced", "stops", "groups",
     "walkers", "remarks", "points", "points_released", "is_public", "edition", "level", *_DECIMALS}
)  # fmt: skip


def point_columns(*, full: bool) -> Columns:
    """Return the columns of points: all of them, or those of the masked edition."""
    names = tuple(name for name in POINTS if full or name not in ONLY_IN_FULL)
    at = {name: i for i, name in enumerate(names)}
    return Columns(
        names,
        free=_words(names),
        decimals=tuple(at[name] for name in names if name in _DECIMALS),
        place=(at["lat"], at["lng"], at["geometry"] if full else None),
    )


def sheet_columns(meanings: dict[str, str]) -> Columns:
    """Return the columns of one of the other sheets."""
    names = tuple(meanings)
    return Columns(names, free=_words(names), decimals=())


def _words(names: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(i for i, name in enumerate(names) if name not in _NUMBERS)


def codebook(*, full: bool) -> list[tuple[str, str, str, str]]:
    """Return what each column of each sheet means, and each code."""
    rows = [("Blad", "Kolumn", "Kod", "Betyder")]
    for sheet, meanings in ((TITLE, POINTS), ("Vandringar", WALKS), ("Checklista", CHECKLIST)):
        for name, meaning in meanings.items():
            if sheet == TITLE and not full and name in ONLY_IN_FULL:
                continue
            rows.append((sheet, name, "", meaning))
            codes = WALK_STATES if (sheet, name) == ("Vandringar", "state") else _CODES.get(name, {})
            rows += [(sheet, name, code, words) for code, words in codes.items()]
            if name == "walkers_by":
                rows += [(sheet, name, code, words) for code, words in CATEGORIES.items()]
    return rows
