"""Names of persons that are known, or stand after a title, kin or a signature; told from streets, schools and shops named after somebody.

Names that are in no list: `persons.py`.
"""

import re
from collections.abc import Iterable, Iterator

from dialog.remark.guard import belonging, persons
from dialog.remark.guard.kinds import Find, spans
from dialog.remark.guard.lists import (
    CAP,
    TOWN_WORDS,
    UPPER,
    WORD,
    ends_as_place,
    is_begun,
    is_double,
    is_first,
    is_known,
    is_last,
    is_place_after,
    is_sure_last,
    lists,
    may_be_name,
    may_follow,
)

_TITLE = re.compile(
    rf"\b(?i:herr|fru|fröken|familjen|fam\.?|rektorn?|läraren?|lärarinnan|doktorn?|dr\.?|handläggaren?|kuratorn?|förskolläraren?|tränaren?|chefen|enhetschef(?:en)?|vaktmästare[ns]?|vicevärden?|polisen|polisman(?:nen)?|"
    rf"väktaren|busschaufför(?:en)?|chaufför(?:en)?|ordföranden?|socialsekreteraren?|fritidsledaren?|fältaren|farbror|tant|moster|faster|morbror|farfar|morfar|mormor|farmor|svärmor|svärfar|svåger|svägerskan?|kusin(?:en)?|syssling(?:en)?|bröderna|systrarna|syskonen|makarna|makan|maken|paret|grannen|grannfrun|"
    rf"(?:min|mitt|hennes|hans|vår|deras|grannens) (?:son|dotter|bror|brorson|brorsdotter|systerson|systerdotter|syster|storebror|lillebror|storasyster|lillasyster|man|fru|sambo|kompis|vän|granne|pojke|flicka|barnbarn|kollega|syssling|svärmor|svärfar|svåger|pappa|mamma|morbror|moster|faster|farbror|chef|kille|tjej|ex)|sonen|dottern|brodern|brorsan|systern|syrran|killen|kompisen|kollegan|hyresvärden|föräldern)\s+(?P<name>{CAP}(?:\s+{CAP})?)"
)
#: After these any word with a capital is a name, whether it is in the list or not.
_SURE_TITLE = re.compile(
    r"^(?:herr|fru|fröken|familjen|fam|rektorn?|läraren?|förskolläraren?|doktorn?|dr|handläggaren?|kuratorn?|tränaren?|vaktmästare[ns]?|vicevärden?|(?:buss)?chaufför(?:en)?|"
    r"socialsekreteraren?|fritidsledaren?|moster|faster|morbror|farbror|tant|svärmor|svärfar|svåger|svägerskan?|kusin|sysslingen?|granne[ns]?|grannfrun|bröderna|systrarna|syskonen|makarna|killen|kompisen|(?:min|mitt|vår)\s\w+)\b",
    re.I,
)
_CALLED = re.compile(
    rf"(?i:\bheter|vid namn|\bkallas(?: för)?|som kallas|mitt namn är|namnet är|undertecknad,?|hälsningar,?|\bmvh,?|\bhälsar|\bhälsn\.?,?|\bvh,?|(?<![\w/])//?(?=\S)|(?<=[.!?,]\s)//?\s|\bsign\.?:?|\balias|\bsmeknamnet|\bgår under namnet|\bkallar (?:honom|henne|sig|han|hon|killen|tjejen)(?: för)?)\s*(?P<name>{CAP}(?:\s+{CAP})?)(?![\w/])"
)
#: What stands before every name that a title or a greeting leads to; most texts have no such capital, and are read faster.
_CAPITAL = re.compile(f"[{UPPER}]")
_SHORTENED = re.compile(r"(?:fam|dr|hälsn|sign)\.$", re.I)
#: "mamma till Theo": any first name, also one that is a word.
_OF = re.compile(
    rf"\b(?i:mamman?|pappan?|föräldrarna|bror|brodern|syster|systern|kompis(?:en)?|sambon?|vän(?:nen)?|pojkvän(?:nen)?|flickvän(?:nen)?|granne)\s+till\s+(?P<name>{CAP}(?:\s+{CAP})?)"
)
#: "tandläkare Farzaneh Karimi": what somebody works as, and two words with capitals.
_WORKS = re.compile(
    rf"\b(?i:[a-zåäö-]*(?:läkaren?|läraren?|sköterskan?|chefen?|ledaren?|skötaren?|föraren?|mästaren?|pedagogen?|assistenten?|samordnaren?|direktören?|inspektören?|ingenjören?|handläggaren?|strategen?|terapeuten?|frisören?|prästen?|diakonen?|sekreteraren?|politikern?|kommunalrådet?))\s+(?P<name>{CAP}\s+{CAP})"
)
#: "Rosmarie, hon sitter i receptionen".
_THAT = re.compile(rf"(?<=[a-zåäö,] )(?P<name>{CAP}(?:\s+{CAP})?),?\s+(?:hon|han)\b")
_IS_CALLED = re.compile(rf"(?P<name>{CAP}(?:\s+{CAP})?)\s+(?:heter|hette|kallas)\s+(?:jag|han|hon|de|hen|grannen)\b")
_INITIAL = re.compile(rf"(?<!\w)(?P<name>(?:[{UPPER}]\.\s?|[{UPPER}]-[{UPPER}]\.?\s)(?P<last>{CAP}))")
#: "vår kompis theo": in small letters after kin, also a name of a place.
_KIN_SMALL = re.compile(
    r"\b(?:[Mm]in|[Mm]itt|[Vv]år|[Hh]ans|[Hh]ennes|[Dd]eras) (?:son|dotter|bror|syster|storebror|lillebror|storasyster|lillasyster|man|fru|sambo|kompis|vän|granne|kusin|pappa|mamma|morbror|moster|faster|farbror|kille|tjej|pojkvän|flickvän) (?P<name>[a-zåäöé]{3,})\b"
)
#: "Vaktmästare lindqvist", "pratat med löfgren": a surname in small letters.
_LAST_SMALL = re.compile(
    r"\b(?:[Hh]err|[Ff]ru|[Ff]röken|[Ff]amiljen|[Rr]ektorn?|[Ll]ärar(?:en?|innan)|[Dd]oktorn?|[Kk]uratorn?|[Tt]ränaren?|[Cc]hefen|[Vv]aktmästare[ns]?|[Hh]andläggaren?|[Pp]olisman(?:nen)?|[Hh]yresvärden|[Gg]rannen|[Pp]rata(?:t|de)? med|[Ss]nacka(?:t|de)? med) (?P<name>[a-zåäöéü]{4,}(?:-[a-zåäö]{3,})?)\b"
)
#: "Jag heter hawa": whatever follows is a name.
_CALLED_SMALL = re.compile(
    r"\b(?:[Jj]ag heter|[Mm]itt namn är|[Hh]an heter|[Hh]on heter|(?:[Hh]an|[Hh]on|[Kk]illen|[Tt]jejen|[Gg]ubben|[Ss]nubben|[Mm]annen|[Kk]vinnan) som (?:heter|kallas|kallar sig)) (?P<name>[a-zåäöéü]{3,}(?:-[a-zåäö]+)?(?: [a-zåäöéü]+(?:sson|qvist|ström|gren|berg|lund))?)\b"
)
_NOT_CALLED = frozenset(
    "inte något nåt samma som väl det vad för nog precis likadant också nånting någonting tydligen visst kanske bara".split()
)
#: Names of places or words with a capital, and nothing but names without.
_NAMES_SMALL = frozenset(
    "theo leo ted tim noel robin kim elsa mia tuva nora tea tyra maria erik eva karl georg gabriel klara kristina katarina axel gustav olof carl victoria viktoria adam jack emir aya noa neo alma iris ali".split()
)
_IN_PLACE = frozenset(
    "i på vid från till mot bakom utanför mellan ica coop sankt s:t t st restaurang pizzeria kung".split()
)
#: What somebody owns, though places and firms are called so too.
_OWN = frozenset("bil bilar bilen hus huset gård gården gäng gänget baby hobby".split())
#: "Lasse Maja-deckare", "Kalle Anka-tidning": the name of something else.
_COMPOUND = re.compile(r"\w-[a-zåäö]{4,}")
_JOINED = re.compile(r"\s(?:och|å|o|&|samt)\s")


_TAKES = frozenset(
    "med och lämnar lämna lämnat lämnade hämtar hämta hämtat följer följa följt följde skjutsar skjutsa skjutsat skickar skicka skickade kör köra körde tar ta tog".split()
)
_TAKEN_ALONG = frozenset("barnen ungarna fru frun sambon".split())
#: "Sonen till Wikander", "brorsan till Adde": kin to somebody, by whatever name.
_KIN_OF = re.compile(
    rf"\b(?i:sonen?|dottern?|grabben|pojken|barnen|ungarna|brorsan?|bror|brodern|syrran?|systern?|morsan?|farsan?|mamman?|pappan?|frun?|sambon?|exet|kusinen?|polaren?|tjejen|killen|svärsonen|barnbarnet)\s(?:till|åt)\s(?P<name>{CAP}(?:\s{CAP})?)(?!-)"
)


def find(text: str) -> list[Find]:
    """Return names of persons; none overlap."""
    found = [*_listed(text), *spans("namn", (m for m in _INITIAL.finditer(text) if is_last(m["last"])), "name")]
    if _has_capital_within(text):
        found += spans("namn", (m for m in _TITLE.finditer(text) if _titled(text, m)), "name")
        for pattern in (_CALLED, _IS_CALLED, _WORKS, _THAT, _OF):
            found += spans("namn", (m for m in pattern.finditer(text) if _led_to(text, m, pattern is _OF)), "name")
        found += spans("namn", (m for m in _KIN_OF.finditer(text) if _kin_of(text, m)), "name")
    found += spans("namn", (m for m in _KIN_SMALL.finditer(text) if m["name"] in lists().small | _NAMES_SMALL), "name")
    found += spans("namn", (m for m in _LAST_SMALL.finditer(text) if _is_small_last(m["name"])), "name")
    if "heter" in text or "namn är" in text or "som kalla" in text:
        found += spans("namn", (m for m in _CALLED_SMALL.finditer(text) if m["name"] not in _NOT_CALLED), "name")
    found += persons.find(text)
    return _joined(text, [belonging.whole(text, one) for one in dict.fromkeys(found)])  # several rules find the same


def _is_small_last(word: str) -> bool:
    """Tell whether a word in small letters is a surname, or two first names with a hyphen."""
    known = word.capitalize()
    return (
        is_sure_last(known) or (known in lists().last and is_last(known) and len(word) > 6) or is_double(word.title())
    )


def _has_capital_within(text: str) -> bool:
    for m in _CAPITAL.finditer(text):
        before = text[max(0, m.start() - 20) : m.start()].rstrip()  # no space is longer: `guard.find`
        if before and (before[-1] not in ".!?" or _SHORTENED.search(before, len(before) - 6)):
            return True
    return False


def _joined(text: str, found: Iterable[Find]) -> list[Find]:
    """Return names as they stand once each, and with them the one beside: "Bosse å Kenta"."""
    made: list[Find] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if made and one.start < made[-1].end:
            made[-1] = Find("namn", made[-1].start, max(made[-1].end, one.end))
        else:
            made.append(one)
    return [*made, *belonging.beside(text, made)] if _JOINED.search(text) else made


def _led_to(text: str, m: re.Match[str], is_of: bool) -> bool:
    head, *more = m["name"].split()
    if is_place_after(text, m.end("name")) or head.isupper():
        return False
    if more and ends_as_place(more[-1]) and not (is_first(head) and is_last(more[-1])) and not is_double(head):
        return False
    return is_first(head) or is_last(head) if is_of else may_be_name(head)


def _kin_of(text: str, m: re.Match[str]) -> bool:
    head = m["name"].split()[0]
    if not may_be_name(head) or m["name"].isupper() or is_place_after(text, m.end("name")):
        return False
    before, kin, of = persons.word_before(text, m.start()).lower(), *m[0].lower().split()[:2]
    # One takes the children to many places, and "åt" is what somebody ate.
    return is_known(head) or (of == "till" and before not in _TAKES and not (before and kin in _TAKEN_ALONG))


def _titled(text: str, m: re.Match[str]) -> bool:
    head = m["name"].split()[0]
    if not may_be_name(head) or head.isupper() or is_place_after(text, m.end("name")):
        return False
    return bool(_SURE_TITLE.match(m[0])) or is_first(head) or is_last(head)


def _listed(text: str) -> Iterator[Find]:
    words, names = list(WORD.finditer(text)), lists().lowered
    for i, m in enumerate(words):
        word = m[0]
        if word.islower() and word not in names and (word[-1] != "s" or word[:-1] not in names) and "-" not in word:
            continue  # as nearly every word
        word, after = m[0], words[i + 1] if i + 1 < len(words) else None
        pair = after if after and text[m.end() : after.start()] == " " else None
        if pair and _COMPOUND.search(pair[0]):
            continue
        if pair and _is_pair(word, pair[0]) and not is_place_after(text, pair.end()):
            yield Find("namn", m.start(), pair.end())
        elif _is_lone(text, words, i) and not (pair and _is_place_name(text, pair)):
            yield Find("namn", m.start(), m.end())


def _is_place_name(text: str, after: re.Match[str]) -> bool:
    """Tell whether the word after a name makes it a place: "Stinas kafé", "Karin Boyes gata"; "Stinas bil" is hers."""
    if after[0] in _OWN and text[max(0, after.start() - 20) : after.start()].rstrip().endswith("s"):
        return False
    return (
        ends_as_place(after[0])
        or after[0] in TOWN_WORDS
        or (is_place_after(text, after.end()) and after[0].endswith("s"))
    )


def _is_pair(a: str, b: str) -> bool:
    """Tell whether two words are a first and a last name, in capitals or in small letters."""
    known = lists()
    if a[0].islower():
        if len(b) <= 4 or not b[0].islower():
            return False
        if a.capitalize() not in known.sure and not is_double(a.title()):
            return False
        return b.removesuffix("s").capitalize() in known.last or b.endswith(("sson", "ssons"))
    if a.isupper() and len(a) > 2:
        return a.capitalize() in known.known and is_last(b.capitalize())
    if not b[0].isupper() or not may_follow(b):
        return False
    if not is_first(a):
        return a[1:].islower() and may_be_name(a) and is_sure_last(b) and not (is_last(a) or is_begun(a))
    return is_last(b) or (a in known.known and not (is_first(b) or b.isupper()))


def _is_sure_first(word: str) -> bool:
    sure = lists().sure
    return word in sure or (word[-1] == "s" and word[:-1] in sure) or ("-" in word and is_double(word))


def _is_lone(text: str, words: list[re.Match[str]], i: int) -> bool:
    """Tell whether a word is a name by itself: in the list, no ordinary word, not part of a place's name."""
    known = lists()
    word = words[i][0]
    if word in known.other:
        return False
    is_son = word.endswith(("sson", "ssons")) and word[0].isupper()
    if word[0].islower() or (word.isupper() and len(word) > 3):
        low = word.lower()
        if low not in known.small and (low[-1] != "s" or low[:-1] not in known.small):
            return False  # as nearly every word
    elif (
        is_sure_last(word)
        and len(word) > 4
        and word not in known.other
        and not (i + 1 < len(words) and words[i + 1][0][0].isupper())
    ):
        pass
    elif not is_son and not _is_sure_first(word):
        return False
    before = words[i - 1][0] if i else ""
    if before and before[0].isupper() and i > 1 and not text[words[i - 1].end() : words[i].start()].strip():
        return word.isupper() and before.isupper()
    return before.lower() not in _IN_PLACE or before.lower() == "till"
