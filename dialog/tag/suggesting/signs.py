"""What stands around a word of the vocabulary that tells whether it is said to be no problem: signs, each with the word that gave it.

From `matching.hits`; to `judging.py`, where each sign has a weight. A sign's name says where and what: `b1 b3 b9` and `a1 a3 a9` are one,
two or three, and more words before and after in the same clause (together `B`, `A`), `pc nc` the clauses before and after in the
sentence, `ps ns` the sentences beside (together `P`, `N`), `I` between the words of the entry, `T` the whole text. After the colon
or the point stands a kind of word (`cues.txt`), after `~` a stem. Pure.
"""

from collections.abc import Iterator
from dataclasses import replace

from dialog.tag.suggesting.contrast import sentences
from dialog.tag.suggesting.cues import kinds_of, said
from dialog.tag.suggesting.matching import Hit
from dialog.tag.suggesting.words import Word

#: Words on either side that are looked at.
REACH = 30
_NEGATIVE = frozenset(("not", "none"))
_EASY = ("calm", "safe", "gone", "fine", "few", "rid", "exag")
_AND = frozenset("eller och samt å o".split())
_WHERE = {
    "b1": "B",
    "b3": "B",
    "b9": "B",
    "a1": "A",
    "a3": "A",
    "a9": "A",
    "pc": "P",
    "ps": "P",
    "nc": "N",
    "ns": "N",
    "in": "I",
}
#: Kinds that are looked for together: a sign, and where one of each kind stands.
_SAID = (("BAP", ("say",)), ("BAP", ("others",)))
_ONCE = ("BAP", ("past", "pastverb"))
_TOGETHER: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
    ("hear", _SAID),
    ("hear>neg", (*_SAID, ("N", ("neg",)))),
    ("hear>self", (*_SAID, ("N", ("self",)))),
    ("hear>but", (*_SAID, ("N", ("but",)))),
    ("hear>self+neg", (*_SAID, ("N", ("self",)), ("N", ("neg",)))),
    ("once", (_ONCE,)),
    ("once>now", (_ONCE, ("AN", ("now",)))),
    ("once>now+well", (_ONCE, ("AN", ("now",)), ("N", ("neg", "calm", "gone", "safe", "fine")))),
    ("since+measure", (("BAPN", ("since",)), ("BAPN", ("measure",)))),
    *((f"{zone}.span", ((zone, ("num",)), (zone, ("years",)))) for zone in "BAPN"),
)


class Around:
    """A text, read once, of which each hit is then asked."""

    def __init__(self, hits: list[Hit], words: list[Word], text: str) -> None:
        self._slugs = {hit.slug for hit in hits}
        self._areas = {place: hit.slug for hit in hits for place in hit.places}
        self._words = _without_lists(words, self._areas, text)
        self._kinds = [kinds_of(word.low) for word in words]
        self._text = text
        #: What each sentence is about; where each begins and ends, as numbers of words.
        self._topics: dict[int, set[str]] = {}
        for hit in hits:
            if hit.field != "weak":
                self._topics.setdefault(words[hit.places[0]].sentence, set()).add(hit.slug)
        self._bounds = {words[a].sentence: (a, b) for a, b in sentences(words)}
        self._of_kind: dict[str, list[int]] = {}
        for i, kinds in enumerate(self._kinds):
            for kind in kinds:
                self._of_kind.setdefault(kind, []).append(i)

    def signs(self, hit: Hit) -> dict[str, int]:
        """Return the signs of a hit, each with the number of the word that gave it (-1: none in particular)."""
        found: dict[str, int] = {f"fld:{hit.field}": -1, f"slug:{hit.slug}": -1}
        mine = frozenset(hit.places)
        where: dict[str, dict[str, int]] = {zone: {} for zone in "BAPNI"}
        for i, fine in self._zones(hit):
            zone = _WHERE[fine]
            for kind in self._kinds[i]:
                found.setdefault(f"{fine}:{kind}", i)
                found.setdefault(f"{zone}.{kind}", i)
                where[zone].setdefault(kind, i)
            found.setdefault(f"{zone}~{said(self._words[i].low)}", i)
            if i in self._areas:
                other = "same" if self._areas[i] == hit.slug else "hit"
                found.setdefault(f"{zone}.{other}", i)
                where[zone].setdefault(other, i)
            if not _NEGATIVE.isdisjoint(self._kinds[i]):
                where[zone].setdefault("neg", i)
                self._denied_by(i, "C" if zone in "BAI" else zone, mine, found)
        for kind, places in self._of_kind.items():
            at = next((i for i in places if i not in mine and self._is_of(self._words[i].sentence, hit.slug)), None)
            if at is not None:
                found[f"T.{kind}"] = at
        self._whole(hit, where, found)
        return found

    def _zones(self, hit: Hit) -> Iterator[tuple[int, str]]:
        """Yield the words near a hit by number, and where each stands."""
        words, first, last = self._words, hit.places[0], hit.places[-1]
        mine = frozenset(hit.places)
        sentence = words[first].sentence
        for i in range(max(0, first - REACH), min(len(words), last + 1 + REACH)):
            apart = words[i].sentence - sentence
            if i in mine or abs(apart) > 1:
                continue
            if apart:
                if self._is_of(words[i].sentence, hit.slug):
                    yield i, "ns" if apart > 0 else "ps"
            elif first < i < last:
                yield i, "in"
            else:
                away = first - i if i < first else i - last
                is_before = i < first
                if words[i].clause != words[first if is_before else last].clause:
                    yield i, "pc" if is_before else "nc"
                else:
                    yield i, ("b" if is_before else "a") + ("1" if away == 1 else "3" if away <= 3 else "9")

    def _is_of(self, sentence: int, slug: str) -> bool:
        """Tell whether a sentence may speak of a focus area that is named beside it: it names none, or that one."""
        topics = self._topics.get(sentence)
        return not topics or slug in topics

    def _denied_by(self, i: int, zone: str, mine: frozenset[int], found: dict[str, int]) -> None:
        """Add what a negative stands beside: what it denies, and what stands before it."""
        words = self._words
        for j in range(i + 1, min(len(words), i + 4)):
            if words[j].clause != words[i].clause:
                break
            if j in mine:
                found.setdefault(f"{zone}|neg+HIT", i)
                found.setdefault(f"neg+HIT{j - i}", i)
                break
            self._pair(j, "neg+{}", zone, j, found)
            found.setdefault(f"neg+~{said(words[j].low)}", j)
        j = i - 1
        if j < 0 or words[j].clause != words[i].clause:
            return
        if j in mine:
            found.setdefault("HIT1+neg", i)
            return
        self._pair(j, "{}+neg", zone, i, found)
        found.setdefault(f"{zone}|~{said(words[j].low)}+neg", i)

    def _pair(self, j: int, form: str, zone: str, at: int, found: dict[str, int]) -> None:
        """Add the kinds of the word `j` that stands beside a negative, here and anywhere; `at` is the word that is told."""
        for kind in self._kinds[j]:
            if kind not in _NEGATIVE:
                sign = form.format(kind)
                found.setdefault(f"{zone}|{sign}", at)
                found.setdefault(sign, at)

    def _whole(self, hit: Hit, where: dict[str, dict[str, int]], found: dict[str, int]) -> None:
        """Add what is seen of the sentence as a whole."""
        for name, parts in _TOGETHER:
            ats = [_one_of(where, part) for part in parts]
            if min(ats) >= 0:
                found[name] = ats[-1]
        clause = where["B"] | where["A"]
        for kind in _EASY:
            if kind in clause and "neg" not in clause:
                found[f"pure:{kind}"] = clause[kind]
            if kind in where["N"] and "neg" not in where["N"]:
                found[f"N.pure:{kind}"] = where["N"][kind]
        if "neg" in clause:
            found["cneg"] = clause["neg"]
        elif not any("neg" in where[zone] for zone in "PN"):
            found["noneg"] = -1
        if self._slugs == {hit.slug}:
            found["alone"] = -1
        _turns(where, found)
        self._listed(hit, found)
        self._ends(hit, found)

    def _listed(self, hit: Hit, found: dict[str, int]) -> None:
        """Add whether only what is listed stands between a negative and the hit: "varken klotter, skräp eller knark"."""
        words = self._words
        for i in range(hit.places[0] - 1, max(-1, hit.places[0] - REACH), -1):
            if words[i].sentence != words[hit.places[0]].sentence:
                return
            if not _NEGATIVE.isdisjoint(self._kinds[i]):
                found["listed"] = i
                return
            is_first = i > 0 and not _NEGATIVE.isdisjoint(self._kinds[i - 1])
            if not (i in self._areas or words[i].low in _AND or "adj" in self._kinds[i] or is_first):
                return

    def _ends(self, hit: Hit, found: dict[str, int]) -> None:
        """Add how the sentence ends, by a question or not, and what follows; and how long the text is."""
        words, at = self._words, hit.places[-1]
        first, end = self._bounds[words[at].sentence]
        found[f"len{min(6, len(words) // 4)}"] = -1
        if words[at].sentence:
            found["haspre"] = -1
        if end < len(words):
            found["hasnext"] = -1
        if "?" in self._text[words[end - 1].end : words[end].start if end < len(words) else None]:
            found["q"] = found[f"q{min(4, end - first)}"] = end - 1
            for i in range(end, min(end + 3, len(words))):
                found["q>"] = i
                for kind in self._kinds[i]:
                    found.setdefault(f"q>{kind}", i)


def _turns(where: dict[str, dict[str, int]], found: dict[str, int]) -> None:
    """Add on which side of a "men" the hit stands, and whether something else is named after it."""
    if "but" in where["N"]:
        found["turn>"] = -1
        if "hit" in where["N"]:
            found["turn>hit"] = -1
    if "but" in where["P"]:
        found["<turn"] = -1


def _one_of(where: dict[str, dict[str, int]], part: tuple[str, tuple[str, ...]]) -> int:
    """Return where one of some kinds stands, in one of some zones; -1 where none does."""
    zones, kinds = part
    return next((where[zone][kind] for zone in zones for kind in kinds if kind in where[zone]), -1)


def _without_lists(words: list[Word], areas: dict[int, str], text: str) -> list[Word]:
    """Return the words with one clause where commas only list: "varken haft inbrott, stölder eller klotter"."""
    made: list[Word] = []
    fewer = 0
    for i, word in enumerate(words):
        if i in areas and _is_comma(words, i, text) and (i - 1 in areas or _goes_on(words, i)):
            fewer += 1
        made.append(replace(word, clause=word.clause - fewer))
    return made


def _is_comma(words: list[Word], i: int, text: str) -> bool:
    return (
        i > 0
        and words[i].sentence == words[i - 1].sentence
        and words[i].clause != words[i - 1].clause
        and "," in text[words[i - 1].end : words[i].start]
    )


def _goes_on(words: list[Word], i: int) -> bool:
    """Tell whether "eller" or "och", or another comma, follows soon."""
    return any(
        word.low in _AND or word.clause != words[i].clause
        for word in words[i + 1 : i + 4]
        if word.sentence == words[i].sentence
    )
