"""What is said to be gone, rare or no cause for worry, in the words around it: "klottret är borta", "trafiken är inget att klaga på".

Beside `negation.py`, which knows "inte", "inga" and how far they reach. Pure. What is wanted ("lamporna är borta") is never denied by being gone or rare.
"""

import re

from dialog.tag.suggesting.matching import Hit
from dialog.tag.suggesting.words import Word

#: Words on either side that are looked at.
_REACH = 9
#: Of these "borta" and "försvunnen" is what happened, not a relief.
_TAKEN = frozenset(("bilbrott-cykelstold", "inbrott", "stold-bedrageri"))
_VERY = r"(?:(?:nästan|helt|äntligen|nu|numera|idag|alltså|ju|nog|väl|faktiskt|mycket|väldigt|ganska|typ|så gott som|lyckligtvis|tack och lov|gudskelov|dessbättre)\s)*"
_CEASED = re.compile(
    rf"(?:har|verkar ha|tycks ha) {_VERY}(?:upphört|slutat|lugnat|flyttat|minskat till noll|lyst med)|håller sig (?:undan|borta)|lyser med sin|är {_VERY}(?:upplös|skingra|löst|under kontroll|borttag|bortplock|bortforsl|uppstäda|sanera|bortstäda)|(?:läser|hör) (?:man|jag|vi) (?:talas )?om\b(?!.* (?:här|varje|jämt|ofta|ständigt|hela tiden|alltid|numera) )|är (?:man|vi|jag) van vid att (?:läsa|höra)|klarat (?:oss|mig|sig)|(?:upphörde|slutade|lugnade)\b|är {_VERY}(?:sällsyn|ovanlig|överdriv|ett minne blott)"
)
_GONE = re.compile(rf"(?:har|verkar ha|tycks ha) {_VERY}(?:försvunnit|blivit borta)|är {_VERY}(?:borta|puts väck)\b")
_RARELY = r"(?:(?:mycket|väldigt|ytterst|ganska|jätte) )?sällan|(?:nästan|i princip|i stort sett|så gott som) aldrig"
_SELDOM = re.compile(
    rf"(?:(?:är|ser|hör|händer|förekommer|blir|har|märker|finns|inträffar|det|man|vi|jag|här|till|av) ){{0,4}}(?:{_RARELY})\b"
)
_SELDOM_BEFORE = re.compile(rf"(?:{_RARELY})(?: (?:ett|en|något|nåt|några|nån|någon|här|det|är|sett))*$")
_FREE_BEFORE = re.compile(
    r"(?:förstår|fattar|begriper) (?:jag )?inte (?:allt )?(?:snacket|pratet|oron|larmen|klagomålen|gnället|skriverierna) (?:om|på|över|kring)(?: \w+)?$|klarat (?:oss|mig) från(?: \w+)?$|(?:störs|störd|stör mig|besväras|berörs|oroar mig|oroas|orolig|bekymrar mig) (?:inte|aldrig|ej) (?:\w+ )?(?:av|på|för|över)(?: \w+){0,2}$|(?:känner|känt|kände) (?:jag )?(?:mig|oss) (?:inte|aldrig|ej)(?: \w+)?$|tror (?:jag )?inte på(?: \w+){0,3}$"
    r"|(?:fri|fritt|fria|skonade?|skonats|befria\w+) från(?: \w+)?$"
)
#: "Lugn trafik", "minimalt med skräp", "bara vanliga ungdomar".
_CALM_BEFORE = re.compile(
    r"(?:(?<!ha )lugnt?|(?:är|bara|mest|idel|ganska|väldigt|rätt|alltid|helt) lugna|obefintlig\w*|minimal\w*(?: med)?|försumbar\w*|(?:ytterst|väldigt|mycket|extremt|jätte) lite|bara (?:några |lite )?(?:vanliga|vanlig|snälla|trevliga|glada|lekande))$"
)
_DOUBT_BEFORE = re.compile(
    r"(?:tror|tycker|upplever|anser|märker) (?:jag |vi )?inte(?: att)?(?: (?:det|är|finns|blir|här|så|särskilt|speciellt|direkt|mycket|många|några|något|nåt|en|ett|där))*$"
    r"|inte (?:direkt |precis |alls )?så att (?:man|jag|vi|det|folk)(?: (?:blir|är|blivit))?$"
)
_DOUBTS = re.compile(r"(?:tror|tycker|upplever|anser) (?:jag |vi )?inte(?: att)?$")
_NO_PROBLEM = re.compile(r"är (?:något|nåt|ett|så|det)(?: \w+)? problem")
_WHO = r"(?:(?:jag|vi|man|ni|det|dom|de|här) )?"
_EASY = re.compile(
    rf"(?:är|har|känns|upplever|gör|ser) {_WHO}(?:det )?{_VERY}(?:inget|ingenting|inga|inte något|inte nåt|inga direkta) (?:(?:större|direkt|stort|särskilt) )?(?:problem|fel|bekymmer|klagomål|anmärkning\w*|synpunkt\w*|att (?:klaga|säga|anmärka|oroa|invända)|(?:jag|vi|man|som|man) (?:\w+ )?(?:haft|sett|upplevt|hört|känner|behöver|tänka|oroa\w*|tänker|märk\w*|bekymra\w*|lider|stör\w*))"
    rf"|gör (?:mig|oss) (?:inget|ingenting)|(?:oroar|stör|bekymrar|skrämmer|besvärar|berör|rör) (?:mig|oss) (?:inte|ej|aldrig)\b|vet (?:jag|vi) (?:inget|ingenting|inte mycket) om"
    rf"|behöver {_WHO}inte (?:göra|oroa|tänka|här|i)|(?:klagar|klaga) {_WHO}inte på|(?:känner|vet) {_WHO}inte till|har {_VERY}(?:\w+ )?(?:inte|aldrig) (?:drabbat|stört|besvärat|berört|bekymrat|skrämt|oroat|hindrat|irriterat|påverkat)|har {_WHO}(?:\w+ )?(?:inte|aldrig) (?:råkat|drabbats|blivit|besvärats|varit med|utsatts)|är det sista (?:jag|vi|man) (?:\w+ )?(?:tänk|oro|bekymr|rädd|märk)|hör inte till (?:vardag|vanlig|det vanliga|bilden|problem|våra|dagens)"
)


#: Where it is, between what is spoken of and what is said of it: "lyset på gatan är det inget fel på".
_WHERE = re.compile(
    r"^(?:på|i|vid|hos|längs|kring|runt|från|till|utanför|under|om) (?:den |det |de |vår |vårt |vår |min |mitt )?\w+ "
)


_WHO_WAS = re.compile(r"^som (?:\w+ ){1,7}?(?=(?:är|har|håller) )")


def ceased(hit: Hit, words: list[Word]) -> bool:
    """Tell whether the words after an entry say that it has ended."""
    last = hit.places[-1]
    after = " ".join(w.low for w in words[last + 1 : last + 1 + _REACH] if w.clause == words[last].clause) + " "
    return bool(_CEASED.match(after) or (hit.slug not in _TAKEN and _GONE.match(after)))


def eased(hit: Hit, words: list[Word]) -> bool:
    """Tell whether the words beside an entry say that it is gone, rare or nothing to worry about."""
    first, last = hit.places[0], hit.places[-1]
    after = " ".join(w.low for w in words[last + 1 : last + 1 + _REACH] if w.clause == words[last].clause) + " "
    then = _WHO_WAS.sub("", _WHERE.sub("", after, count=1), count=1)
    if _EASY.match(then):
        return True
    if hit.field == "wanted":
        return False
    if (
        _CEASED.match(then)
        or _CEASED.match(after)
        or _SELDOM.match(after)
        or (hit.slug not in _TAKEN and (_GONE.match(after) or _GONE.match(then)))
    ):
        return True
    before = " ".join(w.low for w in words[max(0, first - _REACH) : first] if w.clause == words[first].clause)
    return bool(
        _SELDOM_BEFORE.search(before)
        or _CALM_BEFORE.search(before)
        or _FREE_BEFORE.search(before)
        or _DOUBT_BEFORE.search(before)
        or (_NO_PROBLEM.match(after) and _DOUBTS.search(before))
    )
