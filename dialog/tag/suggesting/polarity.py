"""Whether a remark speaks of a lack (brist), praises (positiv) or proposes (forslag), by the clause around the words found."""

from dialog.tag.suggesting.matching import Hit
from dialog.tag.suggesting.words import Word

_PRAISE = frozenset(
    "bra tack fint fin fina toppen suverän suveränt fantastiskt superfin superbra mysig mysigt härlig härligt nöjd nöjda glad tryggt trygg lugnt "
    "skillnad förbättrats snyggt rent vackert vacker perfekt utmärkt kanon jättebra jättefin jättefint uppskattar fortsätt skönt".split()
)
_PROPOSE = frozenset(
    "borde behövs behöver önskar önskas vill sätt bygg inför ordna fixa ta åtgärda åtgärdas skulle förslag fler mer kontroll genomföra kommer "
    "kunde vore snälla måste öppna sanering underhåll förebygga bör placera flytta montera klipp".split()
)
_SPOIL = frozenset(
    "inte ej aldrig ingen inga dåligt dålig mindre saknas saknar mörkt otrygg otryggt trasig problem värst för".split()
)


def polarity_of(found: list[Hit], words: list[Word]) -> str:
    """Return brist, positiv or forslag for a focus area by the sentences its words stand in; the whole text where none do."""
    sentences = {words[place].sentence for hit in found for place in hit.places}
    lows = {word.low for word in words if not sentences or word.sentence in sentences}
    if lows & _PRAISE and not lows & _SPOIL and not lows & {"borde", "behövs", "skulle", "vore"}:
        return "positiv"
    if lows & _PROPOSE and not lows & _SPOIL:
        return "forslag"
    return "brist"
