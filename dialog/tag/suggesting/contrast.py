"""What a whole sentence takes back: hearsay ("alla säger …, men jag har aldrig märkt något"), the past ("förr … men nu"), another place ("men inte här").

Beside `negation.py`, which knows how far "inte" and "inga" reach, and `easing.py`, which looks at the words beside an entry. Pure; only what is
trouble is taken back, never what is wanted.
"""

import re

from dialog.tag.suggesting.easing import ceased
from dialog.tag.suggesting.matching import Hit
from dialog.tag.suggesting.words import Word

_NOT = r"(?:inte|ej|int|aldrig|icke|inget|ingenting|knappast)"
_SOME = r"nåt|något|någonting|det|detta|sånt|sådant|saken|nån|någon|några|mig|själv|personligen|än|ännu|här|där|i|av|alls|röken|skymten|tillstymmelsen"
#: Somebody else says so.
_HEARSAY = re.compile(
    r"\b(?:alla|folk|många|andra|vissa|somliga|det|man|tidningen|tidningarna|media|ryktet) (?:säger|sägs|påstår|påstås|tror|talas|pratas|pratar|snackas|snackar|klagar|varnar|ryktas|skriver|skrivs|läser|står)\b"
    r"|\b(?:påstås|sägs|ryktas|lär) (?:\w+ )?(?:vara|finnas|förekomma|det)\b|\b(?:läst|läser|hört|hör) (?:man )?(?:att|om|talas)\b|\b(?:läst|läser) man\b|\brykte\w*|\bi tidningen\b|\bsom (?:många|alla|folk|vissa) (?:tror|säger|påstår)\b"
)
#: … and I have not seen it.
_UNSEEN = re.compile(
    rf"(?:\b(?:jag|vi|man|själv|personligen|mig|oss|ja)\b|^(?:har|ha)\b)(?: \w+){{0,4}}? {_NOT}(?: \w+){{0,2}}? (?:märkt|märker|märkte|sett|ser|sitt|hört|hör|upplevt|upplever|drabbats|utsatts|råkat|varit med|känt|känner igen|stött|träffat|mött)\b"
    rf"(?: (?:{_SOME}|om|på|ut|för|till|med|nånting))*$|^{_NOT} (?:märkt|sett|hört|upplevt|sitt)(?: (?:{_SOME}|till|på|med))*$|^{_NOT} (?:jag|vi|mig|oss)$"
)
_UNTRUE = re.compile(
    rf"\b(?:stämmer|känner (?:jag|vi) igen mig|håller (?:jag|vi) med|är sant)\b.*{_NOT}|{_NOT} (?:sant|stämmer)|stämmer (?:inte|ej)|är (?:det )?bara|överdri|tvärtom|(?:ingenting|inget) (?:har |hade )?hän[dt]|rena (?:påhitt|lögn)|känner (?:jag|vi) inte igen"
)
#: "… men inte hos oss", "nä inte här": another place than this.
_ELSEWHERE = re.compile(
    r"^(?:(?:men|fast|dock|däremot|nä+|nej|nä|absolut|definitivt|då|det|tack|och|lov|gudskelov|som|tur|är|finns|händer|sker|ser|har|vi|man|inget|sånt|väl|nog|ju) )*(?:inte|ej|int|knappast|aldrig)(?: (?:så mycket|direkt|precis|alls|något|nåt|sånt|det|just|längre|sett))*"
    r" (?:här|hos oss|hos mig|häromkring|hit|i (?:vår|vårt|våra|min|mitt|mina|byn|bygden|detta|den här|det här|de här)\b|på (?:vår|vårt|våra|min|mitt|landet)\b|(?:där|dit|så) (?:jag|vi)\b|runt oss|vid oss)(?: \w+){0,3}$"
)
_ONCE = re.compile(
    r"\b(?:förr|förut|tidigare|en gång|i tiden|brukade|på den tiden|för (?:\w+ ){1,3}sedan|(?:förra|i) (?:året|vintern|sommaren|våren|hösten|våras|somras|höstas|vintras)|ett tag|en period|innan)\b"
)
_WAS = re.compile(
    r"\b(?:var|fanns|hade|brukade|körde|satt|stod|hängde|låg|drack|såldes|sålde|kändes|hördes|sågs|höll|samlades|härjade|söps|slogs|\w{3,}(?:ade|des))\b"
)
_WELL_NOW = re.compile(
    r"\b(?:lugn\w*|bättre|bra|borta|slut|slutat|upphört|försvunn\w*|försvann|löst|fixat|över|inte (?:längre|kvar|så|alls|mer)|aldrig|inga?|inget|ingen|fint|fina|tryggt|trygg|rent|annorlunda|städat|ordnat|skönt|toppen|puts väck|historia|länge se(?:da)?n|flyttat|flyttade|stängt|ovanligt|sällan|knappt|inte (?:en|ett) enda|kanon|åtgärdat|åtgärdats)\b"
)
_NO_BETTER = re.compile(
    r"\b(?:(?:inte|inget|aldrig) (?:blivit |alls |ett dugg |mycket |särskilt |speciellt )*(?:bättre|bra|lugnt|löst|fixat|slut|över)|sämre|värre|fler|mer|igen|tillbaka|börjat|aldrig (?:har )?varit|inga vuxna|ingen (?:vuxen|som)|men fortfarande|i stället|istället)\b"
    r"|\b(?:ingen|inget|inga|aldrig) (?:\w+ )?(?:gör|gjort|görs|vågar|törs|säker\w*|trygg\w*|hjälp\w*|bryr)\b|\bflytta(?:t|de) (?:hit|till)\b"
)
#: What has been done to somebody is not undone: "i våras blev jag rånad, men nu …".
_DONE_TO = re.compile(r"\b(?:blev|blivit)\b")
_NOW = frozenset("nu numera idag nuförtiden sedan sen därefter efter men fast dock tills".split())
_BUT = frozenset("men fast dock däremot fastän".split())
_SELF = frozenset("själv jag vi personligen".split())
#: What has ended, with its reason: "buskörningen upphörde när epa-killarna fick en plan".
_REASON = frozenset("när sedan sen efter eftersom tack sen".split())


#: "Droger? Nej", "inbrott? Har vi aldrig haft".
_NO = re.compile(
    r"(?:nej|nä+|näe|nope|aldrig|inte|inget|ingenting)(?: (?:då|aldrig|inte|alls|här|som|jag|vet|det|vad|hos|oss))*$|(?:inte|aldrig) (?:sett|haft|märkt|hört)|(?:har|hade|ser|hör|känner|vet) (?:jag|vi|man) (?:\w+ )?(?:inte|aldrig|inget|ingenting|ej)"
)
_SHORT = 4
#: Somebody denies it, and is wrong.
_SAID_NOT = re.compile(r"\b(?:säger|påstår|tror|sa|sade|hävdar)\b.*\b(?:inte|inga|ingen|inget|aldrig)\b")
_IS_SO = re.compile(
    r"^(?:(?:det|de|dom|visst|så|jo|ju) )*(?:gör|är|finns|har|ser|vet|hör)\b(?!.*\b(?:inte|aldrig|ingen|inga|inget|ingenting|ej)\b)|^(?:jag|vi|man|alla) (?:ser|vet|hör|har|märker)\b(?!.*\b(?:inte|aldrig|ingen|inga|inget|ingenting|ej)\b)"
)
_BACK = re.compile(r"\b(?:tillbaka|börjat (?:om|igen)|igen|återkommit|kommit åter)\b")


def against(words: list[Word]) -> list[tuple[int, int]]:
    """Return the stretches whose denial the rest of the sentence contradicts."""
    found = []
    for start, end in sentences(words):
        lows = [word.low for word in words[start:end]]
        turn = _but(lows)
        before, after = " ".join(lows[:turn]), " ".join(lows[turn + 1 :])
        if turn and ((_SAID_NOT.search(before) and _IS_SO.search(after)) or _BACK.search(after)):
            found.append((start, start + turn))
    return found


def _but(lows: list[str]) -> int:
    """Return where a sentence turns, by its first "men" after the beginning; 0 where it does not."""
    return next((i for i in range(1, len(lows)) if lows[i] in _BUT), 0)


def sentences(words: list[Word]) -> list[tuple[int, int]]:
    """Return where each sentence begins and ends, as numbers of words."""
    starts = [i for i, word in enumerate(words) if not i or word.sentence != words[i - 1].sentence]
    return list(zip(starts, [*starts[1:], len(words)], strict=True))


def taken_back(words: list[Word], text: str) -> list[tuple[int, int]]:
    """Return the stretches of words, `[first:end]`, in which nothing that is trouble is meant as one."""
    found: list[tuple[int, int]] = []
    last = (0, 0)
    for start, end in sentences(words):
        lows = [word.low for word in words[start:end]]
        turn = _but(lows)
        clause = next(
            (i for i in range(len(lows) - 1, 0, -1) if words[start + i].clause != words[start + i - 1].clause), 0
        )
        if not turn and clause and lows[clause] in _SELF:
            turn = clause
        before, after = " ".join(lows[:turn]), " ".join(lows[turn if lows[turn] in _SELF else turn + 1 :])
        if turn and _HEARSAY.search(before) and (_UNSEEN.search(after) or _UNTRUE.search(after)):
            found.append((start, end if "bara" in lows[turn:] else start + turn))
        if _ELSEWHERE.match(" ".join(lows[max(turn, clause) :])):
            found.append((start, start + max(turn, clause)) if max(turn, clause) else last)
        found += _past(words, start, end, lows, last)
        if start and last[1] - last[0] <= _SHORT and "?" in text[words[start - 1].end : words[start].start]:
            found += [last] if _NO.match(" ".join(lows)) else []
        last = (start, end)
    return found


def _past(words: list[Word], start: int, end: int, lows: list[str], last: tuple[int, int]) -> list[tuple[int, int]]:
    """Return what was so once and is well now, in this sentence or the one before."""
    whole = " ".join(lows)
    turn = next(
        (
            i
            for i in range(2, len(lows))
            if (
                lows[i] in _NOW
                and (
                    lows[i] in _BUT
                    or words[start + i].clause != words[start + i - 1].clause
                    or lows[i] in ("nu", "numera")
                )
            )
            or (lows[i] == "i" and lows[i + 1 : i + 2] in (["år"], ["dag"]))
        ),
        0,
    )
    before, after = " ".join(lows[:turn]), " ".join(lows[turn:])
    if (
        turn
        and _ONCE.search(before)
        and _WAS.search(before)
        and not _DONE_TO.search(before)
        and _WELL_NOW.search(after)
        and not _NO_BETTER.search(after)
    ):
        return [(start, start + turn)]
    said = " ".join(word.low for word in words[slice(*last)])
    was_so = _ONCE.search(said) and _WAS.search(said) and not _DONE_TO.search(said)
    if was_so and lows[0] in ("nu", "numera", "idag", "sedan", "sen", "men"):
        return [last] if _WELL_NOW.search(whole) and not _NO_BETTER.search(whole) else []
    return []


def reasons(words: list[Word], at: int) -> tuple[int, int]:
    """Return the stretch after a place that gives the reason why something has ended, up to the sentence's end; (0, 0) for none."""
    end = at
    while end < len(words) and words[end].sentence == words[at].sentence:
        end += 1
    begun = next((i for i in range(at, end) if words[i].low in _REASON), 0)
    return (begun, end) if begun else (0, 0)


def in_stretches(hits: list[Hit], words: list[Word], text: str) -> set[Hit]:
    """Return the trouble that its sentence takes back, what is denied between its own words, and what is only why something ended."""
    back = taken_back(words, text)
    found = {
        hit
        for hit in hits
        if hit.field != "wanted" and (any(a <= hit.places[0] < b for a, b in back) or _denied_within(hit, words))
    }
    for ended in [hit for hit in hits if hit.field != "wanted" and ceased(hit, words)]:
        first, end = reasons(words, ended.places[-1] + 1)
        found |= {
            hit for hit in hits if hit.slug == ended.slug and hit.field != "wanted" and first <= hit.places[0] < end
        }
    return found


def _denied_within(hit: Hit, words: list[Word]) -> bool:
    """Tell whether a word between those of an entry denies it: "kör ingen för fort längre"."""
    between = {words[i].low for i in range(hit.places[0], hit.places[-1])} - {words[i].low for i in hit.places}
    is_fast = words[hit.places[-1]].low in ("fort", "snabbt") and "utan" not in between
    return "ingen" in between or (is_fast and bool(between & {"inte", "ej", "aldrig"}))
