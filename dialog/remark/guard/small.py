"""Names in small letters, as far as something beside says that a person is meant: kin, a title, "heter", "och jag". Pure; from `names.py`."""

import re

from dialog.remark.guard.kinds import Find, holds, spans
from dialog.remark.guard.lists import is_double, is_last, is_sure_last, lists

#: "vår kompis theo": in small letters after kin, also a name of a place.
_KIN_SMALL = re.compile(
    r"\b(?:[Mm]in|[Mm]itt|[Vv]år|[Hh]ans|[Hh]ennes|[Dd]eras) (?:son|dotter|bror|syster|storebror|lillebror|storasyster|lillasyster|man|fru|sambo|kompis|vän|granne|kusin|pappa|mamma|morbror|moster|faster|farbror|kille|tjej|pojkvän|flickvän) (?P<name>[a-zåäöé]{3,})\b"
)
#: "Vaktmästare lindqvist", "pratat med löfgren": a surname in small letters.
_LAST_SMALL = re.compile(
    r"\b(?:[Hh]err|[Ff]ru|[Ff]röken|[Ff]amiljen|[Rr]ektorn?|[Ll]ärar(?:en?|innan)|[Dd]oktorn?|[Kk]uratorn?|[Tt]ränaren?|[Cc]hefen|[Vv]aktmästare[ns]?|[Hh]andläggaren?|[Pp]olisman(?:nen)?|[Hh]yresvärden|[Gg]rannen|[Pp]rata(?:t|de)? med|[Ss]nacka(?:t|de)? med) (?P<name>[a-zåäöéü]{4,}(?:-[a-zåäö]{3,})?)\b"
)
_KIN_SMALL_NEEDS = ("min ", "mitt ", "vår ", "hans ", "hennes ", "deras ")
_LAST_SMALL_NEEDS = tuple(
    "herr fru frök familjen rektor lärar doktor kurator tränar chefen vaktm handlägg polism hyresv grannen prata snacka".split()
)
#: "Jag heter hawa": whatever follows is a name.
_CALLED_SMALL = re.compile(
    r"\b(?:[Jj]ag heter|[Mm]itt namn är|[Hh]an heter|[Hh]on heter|(?:[Hh]an|[Hh]on|[Kk]illen|[Tt]jejen|[Gg]ubben|[Ss]nubben|[Mm]annen|[Kk]vinnan) som (?:heter|kallas|kallar sig)) (?P<name>[a-zåäöéü]{3,}(?:-[a-zåäö]+)?(?: [a-zåäöéü]+(?:sson|qvist|ström|gren|berg|lund))?)\b"
)
_NOT_CALLED = frozenset(
    "inte något nåt samma som väl det vad för nog precis likadant också nånting någonting tydligen visst kanske bara".split()
)
#: "mats o jag", "hos kalle": a name in small letters beside the writer or at somebody's home, whatever else it may be.
_SMALL_BESIDE = re.compile(
    r"(?<![\w-])(?P<name>[a-zåäöé]{3,})\s(?:och|å|o|&)\s(?:jag|hans|hennes)\b|\b(?:jag\s(?:och|å|o|&)|hos|han|hon|brorsan|syrran|kompisen|polaren|killen|tjejen|gubben|grannen|rektorn?|läraren?|tränaren?|vaktmästaren?|vaktis|fritidsledaren?|chauffören|väktaren|polisen|farbror|tant|moster|faster|morbror|mormor|morfar|farmor|farfar|kusin(?:en)?|tvillingarna|bröderna|frisören|städerskan)\s(?P<after>[a-zåäöé]{3,})\b"
)
_SMALL_BESIDE_NEEDS = (
    " jag",
    "jag ",
    "hos ",
    " hans",
    " hennes",
    "han ",
    "hon ",
    *"brorsan syrran kompisen polaren killen tjejen gubben grannen rektor lärare tränare vaktm vaktis fritidsl chaufför väktar polisen farb tant moster faster morb mormor morfar farm farf kusin tvilling bröderna frisör städersk".split(),
)
_AND = re.compile(r"(?<=[a-zåäöé]) (?:och|o|å|&) (?P<after>[a-zåäöé]{3,})(?![\w-])")
#: Words that are names in the list too, and stand there as words.
_NO_NAME = frozenset(
    "per min din sin van alla han bara hans inga lova ville bill bo del lite may max liv dag stig sten sven dan lage urban said love do can mark ass sys set hall vide klara roman unto rosa mina dina sam tom blanka mile tone nada "
    "rida rita lila fina mena gull syster storm axel kind breda gro ana adel arta frank fred jarl juni junior kader hava hind khan mana masar anas enes tova måna jon alf andres dana dina diar alen hanne ritt roar ron rama ruffa stela talat valid vira visar oden flora saga lucia valborg viking mackan ammar".split()
)
#: Names of places or words with a capital, and nothing but names without.
_NAMES_SMALL = frozenset(
    "theo leo ted tim noel robin kim elsa mia tuva nora tea tyra maria erik eva karl georg gabriel klara kristina katarina axel gustav olof carl victoria viktoria adam jack emir aya noa neo alma iris ali".split()
)


def find(text: str, low: str) -> list[Find]:
    """Return names in small letters. `low` is the text in small letters."""
    found: list[Find] = []
    if holds(low, _KIN_SMALL_NEEDS):
        small = (m for m in _KIN_SMALL.finditer(text) if m["name"] in lists().small or m["name"] in _NAMES_SMALL)
        found += spans("namn", small, "name")
    if holds(low, _LAST_SMALL_NEEDS):
        found += spans("namn", (m for m in _LAST_SMALL.finditer(text) if _is_small_last(m["name"])), "name")
    if holds(text, _SMALL_BESIDE_NEEDS):
        found += (one for m in _SMALL_BESIDE.finditer(text) for one in _small_beside(m))
    for m in _AND.finditer(text):
        found += _both(text, m)
    if "heter" in text or "namn är" in text or "som kalla" in text:
        found += spans("namn", (m for m in _CALLED_SMALL.finditer(text) if m["name"] not in _NOT_CALLED), "name")
    return found


def _both(text: str, m: re.Match[str]) -> list[Find]:
    """Return two names in small letters with "och" between."""
    start = text.rfind(" ", max(0, m.start() - 30), m.start()) + 1 or max(0, m.start() - 30)
    a, b, known = text[start : m.start()].strip(",.(\"'"), m["after"], lists().any_small
    if a not in known or b not in known or a in _NO_NAME or b in _NO_NAME:
        return []
    return [Find("namn", m.start() - len(a), m.start()), Find("namn", m.start("after"), m.end())]


def _small_beside(m: re.Match[str]) -> list[Find]:
    part = "name" if m["name"] else "after"
    word = m[part]
    if word in _NO_NAME or word not in lists().any_small:
        return []
    return [Find("namn", m.start(part), m.end(part))]


def _is_small_last(word: str) -> bool:
    """Tell whether a word in small letters is a surname, or two first names with a hyphen."""
    known = word.capitalize()
    return (
        is_sure_last(known) or (known in lists().last and is_last(known) and len(word) > 6) or is_double(word.title())
    )
