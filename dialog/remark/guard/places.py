"""Addresses of dwellings: a street with a number where somebody lives, a flat, "grannen i 12:an"; told from streets as places."""

import re

from dialog.remark.guard.kinds import Beside, Find, Sentences, holds, spans

_STREET = r"(?<!\w)(?:[A-ZÅÄÖ][\wåäöé:.]*\s){0,2}?[A-ZÅÄÖ]?[\wåäöé]*(?:gatan|gata|vägen|väg|stigen|stig|gränd|gränden|torget|backen|allén|allé|leden|rundeln|ringen|plan|slingan|kroken|svängen|vretsvägen)"
_NUMBERED = re.compile(
    rf"(?P<street>{_STREET})\s(?P<number>\d{{1,3}}(?:\s?[A-Ha-h](?![\wåäö]))?)(?!\s?(?:km|m\b|meter|st\b|gånger|års|%|kr|:|\.\d|-\d|och \d|fordon|bilar|personer|minuter|timmar|dagar|år|månader))(?:,?\s(?:lgh\s?)?\d{{4}})?(?![\d])"
)
_DWELLING = re.compile(
    r"\bbor\b|bodde|\bboende på|lägenhet|\blgh\b|\bhemma\b|\bporten\b|\bport \w|trappuppgång|uppgång|\bvåning|\bvån\b|\btrappor\b|familj|grann[ea]|\b(?:mannen|kvinnan|killen|tjejen|gubben|paret|han|hon|hyresgäst\w*|ägaren|personen|dom|tanten) (?:i|på|som)|\d\s?tr\b|hos oss|hos mig|\btill oss,|\btill mig,|hos (?:dem|dom|honom|henne)\b|(?:utanför|bredvid|nedanför|ovanför|mitt ?emot) (?:mig|oss)\b|brevlåd|balkong|altan|uppfart|\bvi i\b|\bjag i (?:huset|nummer|nr|port)|hem till|villan|kvarten|knarkarkvart|adress|\bhus nr|radhus|hyr|vi på|jag på|mitt hus|mitt (?:fönster|kök|sovrum|vardagsrum|hem|garage|förråd)|mina fönster|\bvår|\bmin\b",
    re.I,
)
#: What people do in a dwelling, not on a street.
_LIVED = re.compile(
    r"tillhåll|missbruk|svartklubb|prostitu|knark|drog|lang(?:ar|as|ning)|dealar|hasch|slår|misshandl|festar|fester|fest\b|hembränt|inbrott|bordell|skriker",
    re.I,
)
_BY_THE_ROAD = re.compile(
    r"(?:vid|utanför|framför|korsningen|mellan|hållplats(?:en)?|mittemot|nära|efter|längs|bakom|bredvid|lampa\w*|stolp\w*|höjd med|till|buss\w*)\s+$",
    re.I,
)
#: "Garaget på Industrigatan 14": nobody's home.
_WORKPLACE = re.compile(
    r"\b(?:\w*garaget|\w*skolan|butiken|affären|kontoret|lokalen|verkstaden|macken|kiosken|restaurangen|krogen|gymmet|soprummet|parkeringen|källarlokalen|föreningslokalen|fritidsgården|vårdcentralen|biblioteket|lekplatsen|hållplatsen|busskuren)\s(?:på|i|vid)\s+$",
    re.I,
)
#: A postal number and town after a street: where mail is to come.
_POSTAL = re.compile(r",?\s\d{3}\s?\d{2}\s[A-ZÅÄÖ]")
#: Characters before a street where that word is looked for.
_LOOK_BACK = 120
_LINE = re.compile(r"\b(?:buss|linje|spårvagn|tåg)", re.I)
_HOUSE_ON = re.compile(
    rf"\b(?:hus(?:et)?|nummer|nr|port(?:en)?|uppgång|radhus(?:et)?|villan?)\s(?:nr\s)?(?P<n>\d{{1,3}}\s?[A-Ha-h]?)(?:\s(?:på|i|vid)\s|,\s){_STREET}",
    re.I,
)
#: Who lives there: somebody, never what happens to stand there.
_WHO = (
    r"(?:granne[nr]?|grannarna|grannfamiljen|mannen|kvinnan|killen|killarna|tjejen|tjejerna|paret|familjen|barnen|pojken|gubben|gubbarna|tanten|damen|kärringen|snubben|typen|han|hon|dom|de|dem|någon|nån|några|folket|personen|hyresgästen|hyresgästerna|"
    r"sonen|dottern|ägaren|ägarna|missbrukaren|langaren|idioten|idioterna)"
)
_FLOOR = r"(?:första|andra|tredje|fjärde|femte|sjätte|översta|nedersta|\d{1,2}:?[ae])\s(?:våningen|våning|trappan)"
_FLAT = re.compile(
    rf"\b(?:lgh|lägenhet(?:en)?|lägenhetsnummer)\.?\s?(?:nr\.?\s?)?\d{{1,4}}\b|\b{_WHO}\s(?:som bor\s)?(?:på|i|högst upp på)\s(?:(?:våning|vån\.?|plan|trappa|port|uppgång)\s(?:nr\s)?(?:\d{{1,3}}\s?[A-H]?|[A-H]|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio)|(?:hus|huset|radhus|nummer|nr|villa)\s(?:nr\s)?(?:\d{{1,3}}\s?[A-H]?|[A-H]))\b",
    re.I,
)
_NEIGHBOUR = re.compile(
    rf"\b{_WHO}\s(?:som bor(?:de)?\s)?(?:på plan \d+\s|(?:högst|längst) (?:upp|ner|ned|bort|in)\s|där\s)?(?:i|på)\s"
    rf"(?:\d{{1,3}}\s?(?::an|an|:n|[A-H])(?!\w)|(?:09|1[0-9])\d\d\b(?!\s?[-:år])|(?:ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian|tian|elvan|tolvan)\b|{_FLOOR}\b|(?:första|andra|tredje|fjärde|femte|översta|nedersta)\s(?:uppgången|huset)\b|(?:gaveln|vindsvåningen|bottenvåningen|hörnlägenheten|gavellägenheten)\b|"
    r"(?:(?:det|den)\s)?(?:röda|gula|vita|gröna|blå|svarta|grå|rosa|bruna)\s(?:huset|villan|radhuset|stugan)|lägenheten\s(?:ovanför|under|bredvid|mittemot|intill)|hörnhuset|(?:vår|min|samma)\s(?:uppgång|trappuppgång|port)\b)",
    re.I,
)
#: "Killarna i 9C", "sonen i tvåan": a class of a school.
_CLASS = re.compile(
    r"(?:killarna|tjejerna|barnen|eleverna|ungarna|de|dom)\si\s\d[A-F]$|(?:killen|tjejen|pojken|flickan)\si\s(?:sjuan|åttan|nian)$|(?:sonen|dottern|barnen)\si\s(?:ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian)$",
    re.I,
)
#: "I 14:an langas det": a house, where a line of buses is "på 14:an".
_HOUSE = re.compile(r"\bi\s\d{1,3}\s?:an\b", re.I)
#: A farm or a house in a village: "bor i Björkhult 12".
_VILLAGE = re.compile(
    r"\b(?:bor|bodde|boende|oss|hemma|huset|fastigheten)\s(?:på|i|vid)\s(?P<where>(?:[A-ZÅÄÖ][a-zåäöé]+\s){1,2}(?!19\d\d|20\d\d)\d{1,4}\s?[A-H]?)(?![\w%])(?!\s(?:år|månader|meter|km|gånger))"
)
#: A house by its name, where somebody lives: "torpet Fridhem".
_LIVES_AT = re.compile(
    rf"\b(?:bor|bodde)\s(?:\w+\s){{0,2}}?(?:i\s(?:port|uppgång|trapp|hus|nummer|nr|lägenhet|lgh)\s(?:nr\s)?(?:\d{{1,4}}\s?[A-H]?|[A-H])\b|(?:på\s)?(?:{_FLOOR}|våning \d|plan \d|\d tr(?:appor)?(?: upp)?)\s(?:i|på)\s(?:huset|höghuset|hörnhuset|porten|uppgång\w*|nummer|nr)\b)",
    re.I,
)
_NAMED = re.compile(
    r"\b(?:[Hh]uset|[Tt]orpet|[Ss]tugan|[Vv]illan?|[Gg]ården|[Rr]adhuset|[Ss]ommarstugan)\s(?P<name>[A-ZÅÄÖ][a-zåäöé]{3,})\b"
)
_LIVES = re.compile(r"\bbor\b|\bbodde\b|\bhemma\b|\bvår[at]?\b|\bhyr\b|\bfamilj", re.I)
#: A property by its sign: "Norrby 3:14".
_PROPERTY = re.compile(r"\b[A-ZÅÄÖ][a-zåäö]{2,}(?:\s[A-ZÅÄÖ][a-zåäö]+)?\s\d{1,3}:\d{1,3}\b(?![-:.])")
#: "Stuga 14", "rum 203": where somebody lives there.
_ROOM = re.compile(
    r"\b(?:stuga|kolonistuga|kolonilott|rum|studentrum|korridor|barack|husvagn)\s(?:nr\s|nummer\s)?\d{1,4}\b", re.I
)
_NAMED_NEEDS = ("huset", "torpet", "stugan", "villa", "gården")
#: "Kvarngatan tjugotvå": a number in words.
_ONES = "ett|två|tre|fyra|fem|sex|sju|åtta|nio"
_IN_WORDS = re.compile(
    rf"{_STREET}\s(?:nummer\s|nr\s)?(?P<number>(?:tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio)(?:{_ONES})?|{_ONES}|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton)\b(?:\s[A-Ha-h]\b)?(?!\s(?:gånger|år|meter|minuter|timmar|dagar|veckor|månader|bilar|lampor|stycken|kvällar|nätter|till|personer|killar|ungdomar))"
)
_STREET_NEEDS = (
    "gatan ",
    "gata ",
    "vägen ",
    "väg ",
    "stigen ",
    "stig ",
    "gränd",
    "backen ",
    "allé",
    "torget ",
    "slingan ",
    "kroken ",
)
_NUMBER_WORD = re.compile(rf"tjugo|trettio|tio\b|ton\b|\b(?:{_ONES}|elva|tolv)\b")
#: What belongs to an address and stands after it: stairs, floor, flat, postal town.
_AFTER = re.compile(
    rf",?\s(?:\d{{1,2}}\s?tr(?:appor)?\b(?:\s?(?:upp|ned|ner|\d{{1,4}})\b)?|(?:(?:på|i)\s)?(?:vån(?:ing)?\.?|plan)\s?\d{{1,2}}\b|(?:på\s)?{_FLOOR}|(?:i\s)?(?:lgh\.?|lägenhet)\s?(?:nr\s)?\d{{1,4}}\b|(?:i\s)?(?:uppgång|port|trapp)\s[A-H\d]{{1,2}}\b|(?:på|i)\s\d{{1,3}}\s?:an\b|\d{{3}}\s?\d{{2}}\s[A-ZÅÄÖ][a-zåäö]+(?:\s[A-ZÅÄÖ][a-zåäö]+)?)"
)
_BEFORE = re.compile(
    rf"(?:\b(?:lgh\.?|lägenhet(?:en)?)\s?(?:nr\s)?\d{{1,4}}|\b{_FLOOR}|\b\d{{1,2}}\s?tr(?:appor upp)?|\b(?:våning|plan|vån\.?)\s\d{{1,2}}|\b(?:uppgång|port)\s[A-H\d]{{1,2}}),?\s(?:på\s|i\s|vid\s)?$",
    re.I,
)
_NEXT_DOOR = re.compile(
    r"\b(?:min granne|grannen|mannen|kvinnan|killen|paret|familjen)\s(?:ovanför|ovanpå|nedanför|under oss|under mig|mittemot|vägg i vägg|tvärs över|närmast|bredvid oss|bredvid mig)\b|\b(?:min granne|grannarna?|grannen|familjen|paret|de|dom|han|hon|mannen|kvinnan|killen|tjejen|gubben|tanten)\s(?:som bor\s)?(?:på|i)\s(?:våningen|lägenheten|huset|radhuset|trappan|villan|porten)\s(?:under|ovanför|över|nedanför|bredvid|mittemot|intill|vägg i vägg)\b",
    re.I,
)
_DIGIT = re.compile(r"\d")
_IN = re.compile(r"\bi\s$", re.I)
_FLAT_NEEDS = ("lgh", "lägenhet", "vån", "plan", "trappa", "port", "uppgång", "hus", "nummer", "nr", "villa")
#: Or a digit.
_NEIGHBOUR_NEEDS = tuple(
    "ettan tvåan trean fyran femman sexan sjuan åttan nian tian elvan tolvan våning trappan uppgång port huset gaveln lägenheten villan stugan".split()
)
_NEXT_DOOR_NEEDS = (
    "ovanför",
    "ovanpå",
    "nedanför",
    "under",
    "mittemot",
    "vägg i vägg",
    "tvärs över",
    "närmast",
    "bredvid",
    "över",
    "intill",
)


def find(text: str, sentences: Sentences) -> list[Find]:
    """Return addresses of dwellings, and neighbours by their door."""
    low, has_digit = text.lower(), bool(_DIGIT.search(text))
    is_near = holds(low, _NEXT_DOOR_NEEDS)
    around = _Around(text, sentences)
    found = [
        *(spans("adress", (m for m in _HOUSE_ON.finditer(text) if around.is_home(m))) if has_digit else ()),
        *(spans("adress", _FLAT.finditer(text)) if holds(low, _FLAT_NEEDS) else ()),
        *(
            spans("adress", (m for m in _NEIGHBOUR.finditer(text) if not _CLASS.match(m[0])))
            if has_digit or holds(low, _NEIGHBOUR_NEEDS)
            else ()
        ),
        *(spans("adress", (m for m in _HOUSE.finditer(text) if around.is_lived_in(m))) if has_digit else ()),
        *(spans("adress", _VILLAGE.finditer(text), "where") if has_digit else ()),
        *(spans("adress", _NEXT_DOOR.finditer(text)) if is_near else ()),
    ]
    if "bor " in low or "bodde " in low:
        found += spans("adress", _LIVES_AT.finditer(text))
    if holds(low, _NAMED_NEEDS):
        found += spans("adress", (m for m in _NAMED.finditer(text) if around.lives(m)))
    if has_digit:
        found += spans("adress", (m for m in _ROOM.finditer(text) if around.lives(m)))
        found += spans("adress", (m for m in _PROPERTY.finditer(text) if around.is_home(m))) if ":" in text else ()
    if holds(low, _STREET_NEEDS) and _NUMBER_WORD.search(low):
        found += spans("adress", (m for m in _IN_WORDS.finditer(text) if around.is_home(m)))
    numbered = [m for m in _NUMBERED.finditer(text) if around.is_dwelling(m)] if has_digit else []
    ends: dict[int, int] = {}
    return _joined([_whole(text, one, ends) for one in found + spans("adress", numbered)])


def _whole(text: str, one: Find, ends: dict[int, int]) -> Find:
    """Return an address with floor, flat and postal town, before and after. `ends`: what is known of what follows where."""
    start, end = one.start, one.end
    if before := _BEFORE.search(text, max(0, start - 40), start):
        start = before.start()
    passed = []
    while end not in ends and (after := _AFTER.match(text, end)):
        passed.append(end)
        end = after.end()
    end = ends.get(end, end)
    ends.update(dict.fromkeys([*passed, end], end))
    return Find(one.kind, start, end)


def _joined(found: list[Find]) -> list[Find]:
    """Return stretches that overlap as one."""
    made: list[Find] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if made and one.start < made[-1].end:
            made[-1] = Find(one.kind, made[-1].start, max(made[-1].end, one.end))
        else:
            made.append(one)
    return made


class _Around:
    """What the sentences of a text say around a number of a house; each is searched once."""

    def __init__(self, text: str, sentences: Sentences) -> None:
        self._text, self._sentences = text, sentences
        self._home, self._lived, self._line = (Beside(rule, text) for rule in (_DWELLING, _LIVED, _LINE))
        self._lives = Beside(_LIVES, text)

    def is_lived_in(self, m: re.Match[str]) -> bool:
        sentence = self._sentences.around(m.start(), m.end())
        return self._lived.is_in(sentence) and not self._line.is_in(sentence)

    def lives(self, m: re.Match[str]) -> bool:
        """A house or a room by its name or number: where somebody is said to live in it."""
        return self._lives.stands(self._sentences.around(m.start(), m.end()), m.start(), m.end())

    def is_home(self, m: re.Match[str]) -> bool:
        """A house by its number on a street: where somebody is in it or lives there, not where its wall is painted on."""
        sentence = self._sentences.around(m.start(), m.end())
        if _IN.search(self._text, max(0, m.start() - 4), m.start()):
            return True
        return self._home.stands(sentence, m.start(), m.end()) or self._lived.is_in(sentence)

    def is_dwelling(self, m: re.Match[str]) -> bool:
        """A street with a number is a dwelling where somebody lives there, or the number has a letter; not where a lamp stands by it."""
        sentence = self._sentences.around(m.start(), m.end())
        if m["street"].lower().strip() in ("väg", "riksväg", "länsväg", "plan", "torget", "vägen", "gatan"):
            return False
        before = self._text[max(sentence[0], m.start() - _LOOK_BACK) : m.start()]
        if _POSTAL.match(self._text, m.end()) or m["street"].startswith(("Bor ", "Bodde ", "Hemma ")):
            return True
        if _WORKPLACE.search(before):
            return False
        if self._home.stands(sentence, m.start(), m.end()):
            return True
        if _BY_THE_ROAD.search(before):
            return False
        return m["number"][-1].isalpha() or self._lived.is_in(sentence)
