"""Names that are known, by themselves or first and last together; told from streets, schools and shops named after somebody. Pure; from `names.py`."""

import re
from collections.abc import Iterator

from dialog.remark.guard.kinds import Find
from dialog.remark.guard.lists import (
    TOWN_WORDS,
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
    may_be_family,
    may_be_name,
    may_follow,
)
from dialog.remark.guard.persons import word_before

_IN_PLACE = frozenset(
    "i på vid från till mot bakom utanför mellan ica coop sankt s:t t st restaurang restaurangen pizzeria pizzerian kung kungen drottning drottningen prins prinsen prinsessan café cafe kafé caféet kaféet hotell hotellet krogen puben "
    "butiken affären kiosken salongen kvarteret stadsdelen området byn orten staden skolan förskolan gymnasiet dagiset gården parken lekparken torget gatan ån sjön båten färjan stormen ovädret hunden katten hästen valpen tiken hundarna "
    "katterna hästarna jycken voven vovven firman företaget bolaget föreningen klubben laget appen filmen serien boken låten bandet tidningen statyn".split()
)
#: After these even two names are the sign over a door.
_EATING = frozenset("restaurang pizzeria café kafé cafe salong frisör hotell pub".split())
#: After these a name that is nothing else is a person's: few places and firms are called by it alone.
_FROM = frozenset("från mot mellan bakom".split())
#: Where these lead to somebody, not to a place: "lita på Sigge", "hälsningar från Ulla".
_NO_PLACE = {
    "på": frozenset(
        "kalla kallar lita litar litade ropa ropar ropade vänta väntar väntade tänk tänker titta tittar skyll skyller skylla skyllde arg arga förbannad trött trötta less sur sura irriterad slog slår hoppade sköt sparkade spottade skrek skriker tafsade gapar lyssna lyssnar".split()
    ),
    "från": frozenset("hälsningar hälsning hälsn mejl mail brev svar sms kram samtal".split()),
    "mot": frozenset("hot hotet hota våld våldet elak elaka taskig taskiga dum dumma snäll snälla".split()),
}
#: What somebody owns, though places and firms are called so too.
_OWN = frozenset("bil bilar bilen hus huset gård gården gäng gänget baby hobby".split())
#: "Lasse Maja-deckare", "Kalle Anka-tidning": the name of something else.
_COMPOUND = re.compile(r"\w-[a-zåäö]{4,}")


def find(text: str) -> Iterator[Find]:
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
            if word_before(text, m.start()).lower() in _EATING:
                continue
            yield Find("namn", m.start(), pair.end())
        elif _is_lone(text, words, i) and not (pair and _is_place_name(text, word, pair)):
            yield Find("namn", m.start(), m.end())


def _is_place_name(text: str, word: str, after: re.Match[str]) -> bool:
    """Tell whether the word after a name makes it a place or a firm: "Stinas kafé", "Annas Blommor"; "Stinas bil" is hers."""
    known = lists().sure
    if (
        word[-1] == "s"
        and word[:-1] in known
        and word not in known
        and after[0][0].isupper()
        and not is_known(after[0])
    ):
        return True
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
    if a in known.sure and b[1:].islower() and len(b) > 5 and may_be_family(b):  # "Pia Wennergård"
        return True
    if not b[0].isupper() or not may_follow(b) or (a.endswith("s") and a[:-1] in known.known and not is_last(b)):
        return False
    if not is_first(a):
        return a[1:].islower() and may_be_name(a) and is_sure_last(b) and not (is_last(a) or is_begun(a))
    return is_last(b) or (a in known.known and not (is_first(b) or b.isupper()))


def _is_sure_first(word: str) -> bool:
    sure = lists().sure
    return word in sure or (word[-1] == "s" and word[:-1] in sure) or ("-" in word and is_double(word))


def _is_within(text: str, words: list[re.Match[str]], i: int) -> bool:
    """Tell whether a name that is a word or a place too stands where only a name has a capital: "sedan Åke dog"; or begins a sentence as no word does."""
    known, word = lists(), words[i][0]
    if word not in known.within and word.removesuffix("s") not in known.within:
        return False
    if not word_before(text, words[i].start()):
        after = text[words[i].end() : words[i].end() + 2]
        return word in known.begins and len(after) == 2 and after[0] == " " and after[1].islower()
    before = words[i - 1][0] if i else ""
    if text.startswith((" capita", " styck", " automatik"), words[i].end()):
        return False
    if not before or text[words[i - 1].end() : words[i].start()] not in (" ", ", "):
        return False
    return before.islower() or (before in known.starts and not word_before(text, words[i - 1].start()))


def _is_lone(text: str, words: list[re.Match[str]], i: int) -> bool:
    """Tell whether a word is a name by itself: in the list, no ordinary word, not part of a place's name."""
    known = lists()
    word = words[i][0]
    if word in known.other:
        return False
    is_son = word.endswith(("sson", "ssons")) and word[0].isupper()
    if word[0].islower() or (word.isupper() and len(word) > 3):
        low = word.lower()
        if word.capitalize() in known.other or (
            low not in known.small and (low[-1] != "s" or low[:-1] not in known.small)
        ):
            return False  # as nearly every word
    elif (
        (
            is_sure_last(word)
            or (
                word[-1] == "s"
                and i
                and (words[i - 1][0].islower() or words[i - 1][0] in known.starts)
                and is_sure_last(word[:-1])
            )
        )
        and len(word) > 4
        and word not in known.other
        and not (i + 1 < len(words) and words[i + 1][0][0].isupper())
    ):
        pass
    elif not is_son and not _is_sure_first(word) and not _is_within(text, words, i):
        return False
    if not i:
        return True
    before = words[i - 1][0]
    if (
        before[0].isupper()
        and i > 1
        and before not in known.starts
        and not text[words[i - 1].end() : words[i].start()].strip()
    ):
        return word.isupper() and before.isupper()
    if text[words[i - 1].end() : words[i].start()] != " ":  # "pizzerian, Hüseyin"
        return True
    low = before.lower()
    if low in _FROM and word[-1] != "s" and word in known.sure:  # "cykeln från Anna"
        return True
    return low not in _IN_PLACE or low == "till" or (i > 1 and words[i - 2][0].lower() in _NO_PLACE.get(low, ()))
