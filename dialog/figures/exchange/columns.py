"""The columns of remarks in a file, their Swedish names, and the words that stand for codes. Pure."""

import re
import unicodedata

from dialog.base.texts import normal

#: In the order of an export. An import reads all but the last three, which the site works out itself.
REMARK_COLUMNS = (
    "text", "feeling", "reason", "suggestion", "lat", "lng", "geometry", "place_words", "week", "day", "part_of_day",
    "days", "season", "agreeing", "lang", "focus_areas", "polarity", "negated", "source", "district_codes", "districts",
)  # fmt: skip
#: What the masked edition leaves out: whatever tells a place or a day more closely than district and week, in words too.
ONLY_IN_FULL = frozenset({"lat", "lng", "geometry", "place_words", "day"})
#: What is masked in it.
MASKED = ("text", "suggestion")
#: Columns that a person wrote in.
FREE_TEXT = frozenset({"text", "suggestion", "place_words", "districts", "district_codes"})

_NAMES: dict[str, tuple[str, ...]] = {
    "text": ("synpunkt", "synpunkter", "fritext", "kommentar", "beskrivning", "remark", "comment"),
    "feeling": ("kansla", "upplevelse"),
    "reason": ("skal", "orsak"),
    "suggestion": ("forslag",),
    "lat": ("latitud", "latitude"),
    "lng": ("lon", "long", "longitud", "longitude"),
    "geometry": ("geometri", "geojson"),
    "place_words": ("plats", "platsbeskrivning", "adress", "gata", "place"),
    "week": ("vecka",),
    "day": ("dag", "datum", "date"),
    "part_of_day": ("tid_pa_dygnet", "tid_pa_dagen", "dygn"),
    "days": ("dagar", "veckodagar"),
    "season": ("arstid",),
    "agreeing": ("antal", "instammer", "antal_som_instammer"),
    "lang": ("sprak", "language"),
    "focus_areas": ("fokusomraden", "fokusomrade", "taggar", "tags"),
    "polarity": ("polaritet",),
    "negated": ("inte_problem",),
    "source": ("kalla",),
    "district_codes": ("omradeskoder",),
    "districts": ("omraden", "stadsdel", "stadsdelar"),
}
_BY_NAME = {name: column for column, names in _NAMES.items() for name in (column, *names)}


def fold(name: str) -> str:
    """Return a heading as headings are compared: "Tid på dygnet" as "tid_pa_dygnet"."""
    letters = normal(name.casefold(), "NFKD")
    return re.sub(r"[^a-z0-9]+", "_", "".join(c for c in letters if not unicodedata.combining(c))).strip("_")


def column_named(name: str) -> str | None:
    """Return the column that a heading means, or None."""
    return _BY_NAME.get(fold(name))


#: Words that stand for codes, as they are compared. The codes themselves are always understood.
FEELINGS = {
    "unsafe": "unsafe",
    "otrygg": "unsafe",
    "otryggt": "unsafe",
    "otrygghet": "unsafe",
    "safe": "safe",
    "trygg": "safe",
    "tryggt": "safe",
    "trygghet": "safe",
    "mixed": "mixed",
    "blandat": "mixed",
    "blandad": "mixed",
    "bade_och": "mixed",
}
PARTS_OF_DAY = {
    "day": "day",
    "dag": "day",
    "dagtid": "day",
    "pa_dagen": "day",
    "dusk": "dusk",
    "skymning": "dusk",
    "i_skymning": "dusk",
    "dark": "dark",
    "morker": "dark",
    "morkt": "dark",
    "nar_det_ar_morkt": "dark",
}
DAYS = {"weekday": "weekday", "vardag": "weekday", "vardagar": "weekday", "weekend": "weekend", "helg": "weekend", "helger": "weekend"}  # fmt: skip
SEASONS = {
    "spring": "spring",
    "var": "spring",
    "summer": "summer",
    "sommar": "summer",
    "autumn": "autumn",
    "host": "autumn",
    "winter": "winter",
    "vinter": "winter",
}
