"""An accusation against somebody who has no name in the text and can be pointed out all the same: the coach of a team, the owner of a kiosk, the neighbour.

Pure. From a text; to `health.accusations`, beside those against persons found by name, address, plate or user name.
Strangers ("en man på bänken slog") are left alone: who did it cannot be told.
"""

import re

from dialog.remark.guard.kinds import Sentences, holds

#: One who holds a post: known to all who know the place.
_POST = (
    r"(?:\b(?:ordnings|natt)?vakten|(?:tränaren|vaktmästaren|vaktisen|läraren|lärarinnan|rektorn|ägaren|chefen|värden|värdinnan|handlaren|föreståndaren|ordföranden|kassören|fritidsledaren|ledaren|prästen|pastorn|imamen|städaren|städerskan|frisören|kuratorn|kocken|bagaren|"
    r"pedagogen|assistenten|chauffören|föraren|väktaren|entreprenören|krögaren|bonden|läkaren|tandläkaren|sköterskan|handläggaren|domaren|fotografen|musikläraren|cykelhandlaren|portvakten|direktören|sekreteraren|politikern|kommunalrådet|personalen))"
)
#: Anybody: only one who lives or works where it is told can be pointed out.
_ANYONE = r"(?:han|hon|den|mannen|kvinnan|killen|tjejen|pojken|flickan|gubben|tanten|damen|kärringen|snubben|typen|farbrorn|grabben|sonen|dottern|brodern|pappan|mamman|farsan|morsan|brorsan|idioten|personen|grannen|grannfrun|grannpojken|grannkillen|hyresgästen|familjen|grannarna|paret|bröderna|ägarna|sönerna|de|dom)"
_HOME = (
    r"(?:i|på|ovanför|under|från|över|nedanför|mittemot|bredvid)\s(?:(?:[\wåäö:-]+)\s){0,3}?(?:\w*huset|villan|radhuset|\w*stugan|\w*lägenheten|våningen|uppgången|porten|trappan|husvagnen|husbilen|kiosken|kassan|butiken|affären|macken|pizzerian|"
    r"gatuköket|restaurangen|tobaksaffären|salongen|verkstaden|klass|klassen|korridoren|trapphus|trapphuset|oss|mig|torpet|hörnet|vindsvåningen|bottenvåningen|etta\w*|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian|ladan|kolonin)(?:\s(?:ovanför|under|över|bredvid|mittemot|nedanför|intill|längst|högst)(?:\s(?:oss|mig|ner|upp|bort|in))?)?"
)
_NEAR = r"(?:(?:snett|rakt|mitt|två trappor)\s)?(?:ovanför|ovanpå|under|nedanför|mittemot|mitt emot|bredvid|intill)(?:\s(?:oss|mig))?"
_LIVES = r"(?:,?\ssom\s(?:äger|driver|sköter|har|bor|hyr|jobbar|arbetar|står|kör)\s(?:[\wåäö:-]+\s){1,5}?)"
_WITH = r"(?:\smed\s(?:\w+\s)?\w+)?"
_KIN = r"(?:(?:min|vår|deras|hans|hennes|grannens|skolans|lagets|klubbens|kyrkans|föreningens|kommunens)\s(?:\w+\s)?(?:granne|hyresvärd|chef|lärare|tränare|vaktmästare|vaktis|svåger|styvfar|styvpappa|ex|exman|exfru|pappa|mamma|bror|storebror|son|grabb|dotter|kassör|ordförande|ledare|rektor|kollega|klasskompis|kurator|präst|fritidsledare|väktare|hyresgäst))"
_HURTS = (
    r"(?:odlar|bygger|brygger|tillverkar|delar ut|bjuder på|ger barnen|säljer|sålde|sålt)\s(?:\w+\s){0,2}?(?:\w*knark|droger|hasch|öl|\w*sprit|cigg|cigaretter|piller|tabletter|snus|vapen|folköl|vapes?|braj|gräs|kokain|cannabis|lustgas|stulna|stöldgods|till barn|till minderåriga|till ungdomar)\w*|langar?\w*|dealar|stjäl|stal|stulit|snor|snodde|snott|låter\s(?:\w+\s){1,3}(?:sälja|langa|stjäla|röka|knarka|dricka)|(?:slår|slog|slagit)(?!\s(?:följe|av|på|upp|ut|igen|larm|till|sig|vad|rot|läger|ihop|an|fast|över))|misshandla\w*|tafsar|tafsade|tafsat|"
    r"(?:tar|tog|tagit|tar sig|klämmer)\s(?:på|i)\s(?:\w+\s)?(?:flick\w*|tjej\w*|barn\w*|kvinn\w*|elev\w*|småtjej\w*|killar\w*|oss|brösten|rumpan)|rör vid|hotar|hotade|hotat|blottar|blottade|blottat|ofreda\w*|antasta\w*|trakassera\w*|förföljer|förföljde|köper sex|köpte sex|köpt sex|tvättar pengar|kör(?:de|t)? (?:\w+ )?(?:full|onykter|berusad|påverkad|rattfull|drogad|utan körkort)(?!t)|"
    r"repar bil\w*|repade|punktera\w*|skär sönder|skar sönder|skurit sönder|skickar nakenbilder|skickade nakenbilder|har sex med|smeker|tjuvjagar|fuskar med|är full på|super på|(?:har|gömmer) (?:\w+ )?(?:stöldgods|vapen|stulna)|bränner upp|jagar (?:barnen|ungarna|folk)|kastar sten\w* på (?:bil|buss|barn|folk|hus|hund|katt|oss|mig)\w*|(?:tar|tog|tagit|snott|stulit)\s(?:\w+\s)?pengar (?:ur|från)|förskingra\w*|mobbar|stalkar|spionerar|driver (?:bordell|spelhåla)|lurar|lurade|lurat|bedrar|mutar|tar mutor|tagit mutor|smygfilma\w*|(?:filmar|fotar|fotade|filmade)\s(?:flick\w*|tjej\w*|barn\w*|elev\w*|småtjej\w*)|tänder eld|satte eld|sätter eld|eldar upp|tände på|rånar|rånade|rånat|våldt\w*|förgrep|förgriper|köper ut|köpte ut|köpt ut|"
    r"tar pengar (?:svart|under)|hyr ut svart|säljer svart|spottar (?:på|åt)|spottade (?:på|åt)|sparkar|sparkade|knarkar|skjuter\s(?:på|mot|efter|fåglar|katter|med|prick)|dödar|dödade|förgifta\w*|"
    r"är (?:en |ett )?(?:\w+ )?(?:tjuv|langare|pedofil|knarkare|kriminell|nazist|bedragare|skurk|brottsling|hustrumisshandlare|mördare|äckel|våldsman|snuskgubbe|fuskare)|(?:har )?suttit inne|hembränt|snattar|snattade|sexuellt"
)
_SO = r"(?:(?:som|har|också|alltid|brukar|öppet|själv|ofta|redan|ibland|faktiskt|hade|jämt|väl|visst|ju|och|sitter|står|kan|bara|numera|fortfarande|tydligen|säkert|där|skriker)\s){0,4}"
_THEN = rf"{_SO}(?:{_HURTS})(?!\w)"
_OF_POST = re.compile(
    rf"{_POST}{_WITH}(?:\s(?:i|på|hos|vid|från|till|för|åt|av)\s(?:[\wåäö:’'-]+\s){{1,4}}?|{_LIVES}|(?:,\s[^,.!?]{{2,30}},)?\s){_THEN}"
)
_OF_ANYONE = re.compile(rf"\b{_ANYONE}{_WITH}(?:\s{_HOME}(?:\s(?:på|i|vid)\s[\wåäö]+)?,?\s|{_LIVES}){_THEN}")
_OF_KIN = re.compile(
    rf"\b(?:grannen|grannfrun|familjen|paret|{_KIN})\s(?:{_HOME}\s|{_NEAR}\s|(?:i|på|hos|från|vid)\s(?:[\wåäö-]+\s){{1,3}}?)?{_THEN}"
)
_POST_NEEDS = tuple(
    "aren ören skan vakten värd chefen orn präst imamen kocken pedagogen assistent bonden fotograf politikern kommunalrådet vaktis föranden lärarinnan personalen".split()
)
_KIN_NEEDS = ("grann", "familjen ", "paret ", "min ", "vår ", "deras ", "hans ", "hennes ", "lagets ", "ens ")
_RULES = ((_OF_POST, _POST_NEEDS), (_OF_ANYONE, None), (_OF_KIN, _KIN_NEEDS))
_UNSURE = re.compile(r"\b(?:inte|aldrig|ingen|inget|om|blev|blivit|ifall|borde|måste|undrar|bra|snäll\w*|tack)\b", re.I)


def find(text: str, sentences: Sentences) -> set[tuple[int, int]]:
    """Return the sentences that accuse somebody without a name who can be pointed out."""
    low = text.lower()
    if len(low) != len(text):  # a few letters of other languages are two in small
        return set()
    rules = [rule for rule, needs in _RULES if needs is None or holds(low, needs)]
    return {
        sentences.around(m.start(), m.end()) for rule in rules for m in rule.finditer(low) if not _UNSURE.search(m[0])
    }
