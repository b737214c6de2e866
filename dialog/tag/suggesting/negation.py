"""Which of the words found are said not to be a problem. "Aldrig sett droger här" denies; "ingen belysning" is a lack.

Entries of the kind `trouble` and `weak` are denied by "inga" and the like; what is `wanted` only where it is said to be as it should. From `matching.hits`; to `suggest`.
"""

import re
from itertools import pairwise

from dialog.tag.suggesting.contrast import against, in_stretches
from dialog.tag.suggesting.easing import eased
from dialog.tag.suggesting.matching import Hit
from dialog.tag.suggesting.words import Word

_NONE = frozenset("ingen inga inget ingenting varken noll knappt knappast slipper sluppit slapp utan".split())
_NOT = frozenset("inte ej aldrig icke int ente itte".split())
#: What may stand just before "inte" when it denies: "jag har inte sett", but not "jag vågar inte gå förbi".
_BEFORE = frozenset(
    "är var har hade finns fanns ser såg sett märks syns förekommer förekommit upplever upplevt känner kände handlar gäller "
    "heller blir blev varit det vi jag här man nej absolut verkligen brukar".split()
)
#: What may stand between: "det är väl inte inbrotten".
_PARTICLES = frozenset("väl ju nog då alls heller egentligen verkligen faktiskt kanske precis direkt".split())
#: Who sees nothing, though it is there: "polisen ser inte drogerna".
_BLIND = ("polis", "väktar", "vakter", "kommun", "personal", "lärar", "ingen", "ni", "dom", "de")
#: What ends the reach of a denial: somebody does or dares not, or is not at ease.
_STOPS = frozenset(
    "gör göra gjort bryr tar ta tagit vågar våga törs städar städat sanerar sanerat åtgärdar åtgärdat stoppar hör hjälper vill kan orkar "
    "säger ingriper kör körde vet reagerar plockar plockat får fått gå går bara endast enbart minst trygg tryggt säker säkert kul roligt okej "
    "bra lätt skönt nöjd slutar slutat räcker kommer längta lyckats löst bort vid mot förbi håller hållit följer respekterar mindre färre lite "
    "första sista".split()
)
_BE = frozenset(
    "är finns fanns var varit har ha hade förekommer märks syns ser sett upplever upplevs känns stör blir blivit".split()
)
_BETWEEN = _BE | frozenset(
    "jag ja vi man det här vid i på hos oss nog faktiskt mig som sådant brukar heller där området då ju".split()
)
_AFTER = frozenset(
    "här hos på i något nåt problem några längre så alls märkt sett sitt haft upplevt varit hört stort farligt vanligt som problemet det mig oss ens direkt "
    "mycket någon av till problem stött".split()
)
#: "Aldrig sett en spruta", whatever stands before "aldrig".
_PERCEIVED = frozenset(
    "sett sitt hört märkt varit blivit haft upplevt träffat stött behövt känt råkat drabbats utsatts mött besvärats störts hittat".split()
)
#: "Slipper oroa mig för inbrott".
_WORRY = frozenset("oroa oroar oroas rädd orolig tänka bekymra".split())
#: "Inget fel på", "inga problem med", "inte rädd i": what is named is as it should be.
_FAULTS = frozenset(
    "fel problem bekymmer klaga klagomål synpunkter synpunkt invändningar anmärka anmärkning brister rädd rädda orolig oroliga obehagligt otrygg otryggt otrygga".split()
)
_LACKS = frozenset("saknar saknas behöver behövs behövde".split())
_HIDES = frozenset("skymmer skyms skymde skymt hindrar täcker".split())
#: Between "slipper" and what one is spared.
_SPARED_WHO = frozenset("jag vi man du ni alla all allt man nu här numera".split())
#: "Säljer inte droger".
_DEEDS = frozenset("säljer langar röker knarkar super stjäl slåss störs oroar dealar klottrar rånar mobbar".split())
#: "Det är inte klokt vad fort de kör".
_AMAZED = frozenset("klokt rimligt acceptabelt okej ok normalt konstigt undra underligt förvånande meningen".split())
#: What one does with something: "håller inte på med droger".
_WITH = frozenset("håller hållit sysslar pysslar sysslat umgås".split())
_LISTS = frozenset("och eller heller samt".split())
#: Without width, so that each is found, also one that begins within another.
_DISMISSED = re.compile(
    r"(?=gör (?:ju )?(?:ingen|inget|inte|aldrig) (?:något|nåt|någon|illa|förnär|en fluga)|gör ju (?:inget|ingenting)|sköter sig|uppför sig|stör (?:ingen|inte|aldrig)|stämmer (?:inte|ej)|inte sant|överdriv|bara (?:rykten|prat|snack)"
    r"|(?:den|det|de|dom|där|dem|här) (?:är|har|finns|kan) (?:det|jag|vi|man) (?:\w+ )?(?:inget|ingenting|inga|inte|ej) (?:\w+ )?(?:fel|problem|bekymmer|klaga|anmärk|invänd|säga)"
    r"|tycker (?:jag )?(?:inte|ej) (?:att )?(?:den|det|de|dom) är (?:\w+ )?(?:obehaglig|otrygg|farlig|läskig|otäck|störande|jobbig|något|nåt)"
    r"|är (?:inte|aldrig) (?:(?!bara |enbart |endast )\w+ )?(?:farlig|elak|hotfull|otrevlig|obehaglig|påstridig|några bråk|ute efter)|är inget att (?:bry|oroa|vara)|bryr (?:jag|vi) (?:mig|oss) (?:inte|ej)|det håller (?:jag|vi) inte med"
    r"|är (?:så |hur |jätte|bara |väldigt |alltid |oftast |faktiskt |riktigt |mycket )*(?:artiga|trevliga|snälla|lugna|hjälpsamma|skötsamma|rara|inget problem|inga problem|inte (?:något|nåt|ett|så stort|problemet)))",
    re.I,
)


def denied(hits: list[Hit], words: list[Word], text: str) -> set[Hit]:
    """Return the hits that the text says are not a problem."""
    wanted = {place for hit in hits if hit.field == "wanted" for place in hit.places}
    if not hits:
        return set()
    dismissed, first = _dismissals(words, text), _first_denials(words)
    # "Ingen håller hastigheten" is an entry: the denial is part of what it says, and denies nothing within.
    stated = {p for hit in hits if any(words[q].low in _NOT | _NONE for q in hit.places) for p in hit.places}
    found = {
        hit
        for hit in hits
        if hit.field != "wanted"
        and not stated.issuperset(hit.places)
        and (_before(hit, words, wanted, first) or _after(hit, words) or _dismissed(hit, words, dismissed))
    }
    found |= {hit for hit in hits if eased(hit, words)}
    found |= in_stretches(hits, words, text)
    # "inga inbrott, droger eller bråk": what stands in a list with something denied is denied too.
    ends = {hit.places[-1] for hit in found}
    for hit in hits:
        if hit.field != "wanted" and hit not in found and _listed(words, ends, hit.places[0]):
            found.add(hit)
            ends.add(hit.places[-1])
    found |= {hit for hit in hits if hit.field == "wanted" and _is_well(words, hit.places[0])}
    # "Häckarna skymmer inte": what is said to be in nobody's way, with all that stands for the same in its clause.
    clear = {(hit.slug, words[hit.places[-1]].clause) for hit in hits if _is_clear(words, hit.places[-1])}
    found |= {hit for hit in hits if (hit.slug, words[hit.places[0]].clause) in clear}
    # "De säger att det inte finns droger, men det gör det": what is said against is not denied.
    stood = against(words)
    found -= {hit for hit in found if any(a <= hit.places[0] < b for a, b in stood)}
    # The same words may be entries of two lengths; they are denied together.
    places = {place for hit in found for place in hit.places}
    return found | {hit for hit in hits if hit.field != "wanted" and places.intersection(hit.places)}


def _first_denials(words: list[Word]) -> dict[int, int]:
    """Return where the first "inte", "inga" or the like of each sentence stands."""
    first: dict[int, int] = {}
    for i, word in enumerate(words):
        if word.low in _NOT or word.low in _NONE:
            first.setdefault(word.sentence, i)
    return first


def _before(hit: Hit, words: list[Word], wanted: set[int], first: dict[int, int]) -> bool:
    at = hit.places[0]
    if any(w.low in _WORRY or w.low.startswith("förskona") for w in words[max(0, at - 4) : at]) and _spared(words, at):
        return True
    for i in range(at - 1, max(-1, at - 9), -1):
        if words[i].low != "varken" and words[i].clause != words[at].clause:
            return at - i <= 8 and _varken(words, at)
        low = words[i].low
        if low in _STOPS or i in wanted or (low == "än" and words[i - 1].low in ("annat", "annan")):
            return False
        if low in _NONE and words[i + 1].low not in ("åt", "mot", "om"):  # "ni gör inget åt klottret"
            return _reaches(words, i, at, first)
        if low in _NOT:
            follows = words[i + 1].low
            if follows in _AMAZED:
                return False
            if follows in ("bara", "längre") and (follows == "bara" or hit.slug == "belysning"):
                return False
            if low == "aldrig" and follows in _PERCEIVED:
                return True
            return _denies(words, i)
    return False


def _denies(words: list[Word], i: int) -> bool:
    """Tell whether "inte" at a place denies: where a clause begins with it, or where somebody sees, has or is."""
    at = i
    while at > 0 and words[at - 1].clause == words[i].clause and words[at - 1].low in _PARTICLES:
        at -= 1
    if at == 0 or words[at - 1].clause != words[i].clause:
        return True
    if words[at - 1].low in _DEEDS and at == i:
        return True
    if words[at - 1].low in _WITH and "med" in (words[i + 1].low, words[min(i + 2, len(words) - 1)].low):
        return True
    is_blind = words[at - 1].low in ("ser", "såg", "märker") and at > 1 and words[at - 2].low.startswith(_BLIND)
    return words[at - 1].low in _BEFORE and not is_blind


def _is_well(words: list[Word], at: int) -> bool:
    """Tell whether what is wanted is said to be as it should: "inget fel på lamporna", "inte rädd i tunneln", "saknar inga vakter"."""
    for i in range(at - 1, max(-1, at - 8), -1):
        low = words[i].low
        if words[i].clause != words[at].clause:
            return False
        if low in _FAULTS:
            return any(
                w.low in _NONE or w.low in _NOT for w in words[max(0, i - 4) : i] if w.clause == words[at].clause
            )
        if low in _LACKS:
            return i + 1 < at and words[i + 1].low in (_NOT | _NONE) - {"utan"} and words[i + 2].low != "bara"
    return False


def _is_clear(words: list[Word], at: int) -> bool:
    """Tell whether it is said to hide nothing, or not to be needed: "häckarna skymmer inte", "polisen behövs inte här"."""
    after = [w.low for w in words[at + 1 : at + 3] if w.clause == words[at].clause]
    if words[at].low in _HIDES:
        return bool(after) and after[0] in _NOT | {"inget", "ingenting"}
    return len(after) == 2 and after[0] in ("behövs", "saknas") and after[1] in _NOT


def _spared(words: list[Word], at: int) -> bool:
    """Tell whether one is spared from something: "slipper oroa sig för", "behöver inte vara rädd för"."""
    before = [w.low for w in words[max(0, at - 8) : at] if w.clause == words[at].clause]
    return bool(
        {"slipper", "slippa", "sluppit", "slapp", "förskonade", "förskonad", "förskonat", "skonade"} & set(before)
    ) or any(pair in (("inte", "behöva"), ("behöver", "inte"), ("behövt", "inte")) for pair in pairwise(before))


def _reaches(words: list[Word], i: int, at: int, first: dict[int, int]) -> bool:
    """Tell whether "ingen" or the like reaches as far; "inte mörkret utan fyllan" is a but, and "slipper" takes the next word."""
    low = words[i].low
    if low.startswith("sl"):
        return all(w.low in _SPARED_WHO for w in words[i + 1 : at]) and not _is_wish(words, i)
    if low == "utan":
        return at - i <= 2 and first[words[i].sentence] == i
    return True


def _is_wish(words: list[Word], i: int) -> bool:
    """Tell whether to be spared is what one wishes: "så att man slipper bråket", "vill slippa"."""
    before = [w.low for w in words[max(0, i - 3) : i] if w.clause == words[i].clause]
    return bool({"så", "att", "då", "skulle", "vill", "vore", "kunna"}.intersection(before))


def _varken(words: list[Word], at: int) -> bool:
    return any(w.low == "varken" and w.sentence == words[at].sentence for w in words[max(0, at - 8) : at])


def _after(hit: Hit, words: list[Word]) -> bool:
    at = hit.places[-1]
    verbs = words[at].low.endswith("s") or words[at].low in _DEEDS
    for i in range(at + 1, min(len(words), at + 8)):
        low = words[i].low
        if words[i].clause != words[at].clause:
            return False
        if low in ("sluppit", "slipper", "slapp"):
            return True
        if low in _NOT or (low in _NONE and low != "utan"):
            is_last = i + 1 == len(words) or words[i + 1].clause != words[i].clause
            return verbs and (is_last or words[i + 1].low in _AFTER)
        if low not in _BETWEEN and i > at + 3:
            return False
        verbs = verbs or low in _BE
    return False


def _dismissals(words: list[Word], text: str) -> dict[int, int]:
    """Return where in the text the last dismissal of each sentence begins; looked for once, however many words ask."""
    starts: dict[int, int] = {}
    for word in words:
        starts.setdefault(word.sentence, word.start)
    ends = [*list(starts.values())[1:], len(text)]
    return {
        sentence: max((m.start() for m in _DISMISSED.finditer(text, start, end)), default=-1)
        for (sentence, start), end in zip(starts.items(), ends, strict=True)
    }


def _dismissed(hit: Hit, words: list[Word], dismissed: dict[int, int]) -> bool:
    at = words[hit.places[-1]]
    return dismissed[at.sentence] >= at.end


def _listed(words: list[Word], ends: set[int], then: int) -> bool:
    """Tell whether what is denied ends just before a place in its sentence, or with one word between that lists."""
    return any(
        a in ends and words[a].sentence == words[then].sentence and all(w.low in _LISTS for w in words[a + 1 : then])
        for a in (then - 1, then - 2)
    )
