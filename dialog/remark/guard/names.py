"""Names of persons: first and last, with a title, kin or a signature; told from streets, schools and shops named after somebody."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from dialog.remark.guard.kinds import Find, spans

_UPPER = "A-ZÅÄÖÉÜ"
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CAP = rf"[{_UPPER}][\wåäöéü]+(?:-[{_UPPER}]?[\w]+)?"
_PLACE = re.compile(
    r".*(?:gatan|gata|vägen|väg|stigen|gränd|gränden|torget|torg|plats|plan|skolan|skola|parken|park|kyrka|kyrkan|kyrkogård|backen|backe|allé|allén|bron|hamn|stad|strand|by|gården|gård|kulle|"
    r"hus|huset|kiosk|kiosken|café|cafe|kafé|kafe|grill|grillen|pizzeria|pizza|bageri|livs|krog|bar|pub|konditori|salong|affär|butik|bil|bilar|bygg|hall|arena|kapell|minne|staty|skog|berg|sjö|äng|udde)s?",
    re.I,
)
_ENDS = re.compile(
    rf"[{_UPPER}][a-zåäöé]+(?:sson|ström|berg|lund|qvist|kvist|gren|dahl|mark|stedt|blad|holm|vall|feldt|hammar|skog|ander|elius|lin|lén|ell|ling|ović|ic|ski|nen)s?"
)
_TITLE = re.compile(
    rf"\b(?i:herr|fru|fröken|familjen|fam\.?|rektorn?|läraren?|lärarinnan|doktorn?|dr\.?|handläggaren?|kuratorn?|förskolläraren?|tränaren?|chefen|enhetschef(?:en)?|vaktmästare[ns]?|vicevärden?|polisen|polisman(?:nen)?|"
    rf"väktaren|busschaufför(?:en)?|chaufför(?:en)?|ordföranden?|socialsekreteraren?|fritidsledaren?|fältaren|farbror|tant|moster|faster|farfar|morfar|mormor|farmor|svärmor|svärfar|svåger|svägerskan?|kusin(?:en)?|syssling(?:en)?|bröderna|systrarna|syskonen|makarna|makan|maken|paret|grannen|grannfrun|"
    rf"(?:min|mitt|hennes|hans|vår|deras|grannens) (?:son|dotter|bror|brorson|brorsdotter|systerson|systerdotter|syster|man|fru|sambo|kompis|vän|granne|pojke|flicka|barnbarn|kollega|syssling|svärmor|svärfar|svåger|pappa|mamma|chef|kille|tjej|ex)|sonen|dottern|brodern|brorsan|systern|syrran|killen|kompisen|kollegan|hyresvärden|föräldern)\s+(?P<name>{_CAP}(?:\s+{_CAP})?)"
)
#: After these any word with a capital is a name, whether it is in the list or not.
_SURE_TITLE = re.compile(
    r"^(?:herr|fru|fröken|familjen|fam|rektorn?|läraren?|förskolläraren?|doktorn?|dr|handläggaren?|kuratorn?|tränaren?|vaktmästare[ns]?|vicevärden?|(?:buss)?chaufför(?:en)?|"
    r"socialsekreteraren?|fritidsledaren?|moster|faster|farbror|tant|svärmor|svärfar|svåger|svägerskan?|kusin|sysslingen?|granne[ns]?|grannfrun|bröderna|systrarna|syskonen|makarna|killen|kompisen|(?:min|mitt|vår)\s\w+)\b",
    re.I,
)
_CALLED = re.compile(
    rf"(?i:\bheter|vid namn|\bkallas(?: för)?|som kallas|mitt namn är|namnet är|undertecknad,?|hälsningar,?|\bmvh,?|\bhälsar|\bhälsn\.?,?|\bvh,?|//?|\bsign\.?:?)\s*(?P<name>{_CAP}(?:\s+{_CAP})?)(?![\w/])"
)
#: What stands before every name that a title or a greeting leads to; most texts have no such capital, and are read faster.
_CAP_WITHIN = re.compile(rf"(?:[^\s.!?]|(?i:fam|dr|hälsn|sign)\.)\s*[{_UPPER}]")
#: "mamma till Theo": any first name, also one that is a word.
_OF = re.compile(
    rf"\b(?i:mamman?|pappan?|föräldrarna|bror|brodern|syster|systern|kompis(?:en)?|sambon?|vän(?:nen)?|pojkvän(?:nen)?|flickvän(?:nen)?|granne)\s+till\s+(?P<name>{_CAP}(?:\s+{_CAP})?)"
)
#: "tandläkare Farzaneh Karimi": what somebody works as, and two words with capitals.
_WORKS = re.compile(
    rf"\b(?i:[a-zåäö-]*(?:läkaren?|läraren?|sköterskan?|chefen?|ledaren?|skötaren?|föraren?|mästaren?|pedagogen?|assistenten?|samordnaren?|direktören?|inspektören?|ingenjören?|handläggaren?|strategen?|terapeuten?|frisören?|prästen?|diakonen?|sekreteraren?|politikern?|kommunalrådet?))\s+(?P<name>{_CAP}\s+{_CAP})"
)
#: "Rosmarie, hon sitter i receptionen".
_THAT = re.compile(rf"(?<=[a-zåäö,] )(?P<name>{_CAP}(?:\s+{_CAP})?),?\s+(?:hon|han)\b")
_IS_CALLED = re.compile(rf"(?P<name>{_CAP}(?:\s+{_CAP})?)\s+(?:heter|hette|kallas)\s+(?:jag|han|hon|de|hen|grannen)\b")
_INITIAL = re.compile(rf"(?<!\w)(?:[{_UPPER}]\.\s?|[{_UPPER}]-[{_UPPER}]\.?\s)(?P<name>{_CAP})")
#: Endings that no place, shop or society has; with a word before it that begins with a capital, a name that no list knows.
_SURE_ENDS = re.compile(rf"[{_UPPER}][a-zåäöé]+(?:sson|qvist|kvist|ström|gren|dahl|stedt|feldt|ovic|ević|evic|ović)")
_BEFORE_PLACES = frozenset(
    "Norra Södra Östra Västra Gamla Nya Stora Lilla Övre Nedre Inre Yttre Region Brf Ica Coop Restaurang Pizzeria Café Kafé Kvarteret Kv Hotell Bageri Firma Bröderna Familjen Hos Vid På Från Till Både Som Men Och Det Den Där Här När Att Enligt Fråga Ring Kontakta Tack Hej".split()
)
_NO_NAME = frozenset(
    "Kommunen Polisen Torget Centrum Gatan Parken Vägen Jag Vi Det En Ett Mvh Hälsningar Orolig Boende Mamma Pappa Pensionär Granne Hyresgäst Ica Coop Hemköp Willys Lidl Konsum Sverige Svenska Arga Trött Anonym Kvinna Man Tjej Kille Skatte Medborgare Invånare".split()
)
_IN_PLACE = frozenset("i på vid från till mot bakom utanför mellan ica sankt s:t st".split())


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return first names, those of them that are also ordinary words, and last names."""
    told = tomllib.loads(resources.files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))
    return frozenset(told["first"].split()), frozenset(told["doubtful"].split()), frozenset(told["last"].split())


@cache
def _firsts() -> tuple[frozenset[str], frozenset[str]]:
    """Return the first names that are no ordinary words, and all of them. Asked for at every word of a text, so made once."""
    first, doubtful, _ = _lists()
    return first - doubtful, first | doubtful


def find(text: str) -> list[Find]:
    """Return names of persons."""
    called: list[re.Match[str]] = []
    titled: list[re.Match[str]] = []
    if _CAP_WITHIN.search(text):
        called = [
            m for m in _CALLED.finditer(text) if _may_be_name(m["name"]) and not _is_place_after(text, m.end("name"))
        ]
        titled = [m for m in _TITLE.finditer(text) if _titled(text, m)]
        for pattern in (_IS_CALLED, _WORKS, _THAT):
            called += [
                m
                for m in pattern.finditer(text)
                if _may_be_name(m["name"]) and not _is_place_after(text, m.end("name"))
            ]
        called += [
            m
            for m in _OF.finditer(text)
            if _is_first(m["name"].split()[0]) and not _is_place_after(text, m.end("name"))
        ]
    initials = [m for m in _INITIAL.finditer(text) if _is_last(m["name"])]
    return [*spans("namn", initials), *spans("namn", called, "name"), *spans("namn", titled, "name"), *_listed(text)]


def _is_first(word: str) -> bool:
    known = _firsts()[1]
    return word in known or (word.endswith("s") and word[:-1] in _lists()[0]) or _is_double(word, known)


def _is_double(word: str, known: frozenset[str]) -> bool:
    """Tell whether a word is two first names with a hyphen ("Lars-Göran")."""
    a, hyphen, b = word.partition("-")
    return bool(hyphen) and a in known and b.removesuffix("s") in known


def _is_last(word: str) -> bool:
    last = _lists()[2]
    return word in last or (word.endswith("s") and word[:-1] in last) or bool(_ENDS.fullmatch(word))


def _may_be_name(name: str) -> bool:
    head = name.split()[0]
    return head not in _NO_NAME and not _PLACE.fullmatch(name.split()[-1]) and not name.isupper()


def _is_place_after(text: str, end: int) -> bool:
    after = _WORD.match(text, end + 1) if text[end : end + 1] in (" ", "-") else None
    return bool(after and _PLACE.fullmatch(after[0]))


def _titled(text: str, m: re.Match[str]) -> bool:
    head = m["name"].split()[0]
    if not _may_be_name(head) or _is_place_after(text, m.end("name")):
        return False
    return bool(_SURE_TITLE.match(m[0])) or _is_first(head) or _is_last(head)


def _listed(text: str) -> Iterator[Find]:
    words = list(_WORD.finditer(text))
    for i, m in enumerate(words):
        word, after = m[0], words[i + 1] if i + 1 < len(words) else None
        pair = after if after and text[m.end() : after.start()] == " " else None
        if pair and _is_pair(word, pair[0]) and not _is_place_after(text, pair.end()):
            yield Find("namn", m.start(), pair.end())
        elif _is_lone(text, words, i) and not (pair and _is_place_name(text, pair)):
            yield Find("namn", m.start(), m.end())


def _is_place_name(text: str, after: re.Match[str]) -> bool:
    """Tell whether the word after a name makes it a place: "Stinas kafé", "Karin Boyes gata"."""
    return bool(_PLACE.fullmatch(after[0])) or (after[0][0].isupper() and _is_place_after(text, after.end()))


def _is_pair(a: str, b: str) -> bool:
    """Tell whether two words are a first and a last name, in capitals or in small letters."""
    if a[0].islower():
        if len(b) <= 4 or not b[0].islower():
            return False
        sure, known = _firsts()
        if a.capitalize() not in sure and not _is_double(a.title(), known):
            return False
        return b.capitalize() in _lists()[2] or b.endswith("sson")
    if a.isupper() and len(a) > 2:
        a, b = a.capitalize(), b.capitalize()
    if not b[0].isupper():
        return False
    if not _is_first(a):
        return (
            a[0].isupper()
            and a[1:].islower()
            and a not in _BEFORE_PLACES
            and a not in _NO_NAME
            and bool(_SURE_ENDS.fullmatch(b))
        )
    is_sure = a in _firsts()[0]
    return _is_last(b) or (is_sure and not (_is_first(b) or b.isupper() or b in _NO_NAME or _PLACE.fullmatch(b)))


def _is_lone(text: str, words: list[re.Match[str]], i: int) -> bool:
    """Tell whether a word is a name by itself: in the list, no ordinary word, not part of a place's name."""
    first, doubtful, _ = _lists()
    word = words[i][0]
    is_son = word.endswith(("sson", "ssons"))
    if not is_son and "-" not in word and word not in first and (word[-1] != "s" or word[:-1] not in first):
        return False  # as nearly every word
    own = word if word in first else word[:-1] if word.endswith("s") else ""
    before = words[i - 1][0] if i else ""
    if before and before[0].isupper() and i > 1 and not text[words[i - 1].end() : words[i].start()].strip():
        return False
    if before.lower() in _IN_PLACE and before.lower() != "till":
        return False
    is_inside = i > 0 and text[words[i - 1].end() : words[i].start()].strip() in ("", ",", '"')
    if (own in first and own not in doubtful) or _is_double(word, _firsts()[1]):
        return True
    return is_inside and word[0].isupper() and is_son
