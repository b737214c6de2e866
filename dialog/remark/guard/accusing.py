"""An accusation against somebody who has no name in the text and can be pointed out all the same: the coach of a team, the owner of a kiosk, the neighbour.

Pure. From a text; to `health.accusations`, beside those against persons found by name, address, plate or user name.
Strangers ("en man på bänken slog") are left alone: who did it cannot be told.
"""

import re

from dialog.remark.guard.kinds import Sentences, holds

#: One who holds a post: known to all who know the place.
_POST = (
    r"(?:(?:ordnings|natt)?vakten|[a-zåäö-]*(?:tränaren|vaktmästaren|vaktisen|läraren|lärarinnan|rektorn|ägaren|chefen|värden|värdinnan|handlaren|föreståndaren|ordföranden|kassören|fritidsledaren|ledaren|prästen|pastorn|imamen|städaren|städerskan|frisören|kuratorn|kocken|bagaren|"
    r"pedagogen|assistenten|chauffören|föraren|väktaren|entreprenören|krögaren|bonden|läkaren|tandläkaren|sköterskan|handläggaren|domaren|fotografen|musikläraren|cykelhandlaren|portvakten|direktören|sekreteraren|politikern|kommunalrådet|personalen))"
)
#: Anybody: only one who lives or works where it is told can be pointed out.
_ANYONE = r"(?:han|hon|den|mannen|kvinnan|killen|tjejen|pojken|flickan|gubben|tanten|damen|kärringen|snubben|typen|farbrorn|grabben|sonen|dottern|brodern|pappan|mamman|farsan|morsan|brorsan|idioten|personen|grannen|grannfrun|grannpojken|grannkillen|hyresgästen)"
_HOME = (
    r"(?:i|på|ovanför|under|från|över|nedanför|mittemot|bredvid)\s(?:(?:[\wåäö:-]+)\s){0,3}?(?:\w*huset|villan|radhuset|\w*stugan|\w*lägenheten|våningen|uppgången|porten|trappan|husvagnen|husbilen|kiosken|kassan|butiken|affären|macken|pizzerian|"
    r"gatuköket|restaurangen|tobaksaffären|salongen|verkstaden|klass|klassen|korridoren|trapphus|trapphuset|oss|mig|torpet|hörnet|vindsvåningen|bottenvåningen|etta\w*|tvåan|trean|fyran|femman|ladan|kolonin)(?:\s(?:ovanför|under|över|bredvid|mittemot|nedanför|intill|längst|högst)(?:\s(?:oss|mig|ner|upp|bort|in))?)?"
)
_LIVES = r"(?:,?\ssom\s(?:äger|driver|sköter|har|bor|hyr|jobbar|arbetar|står|kör)\s(?:[\wåäö:-]+\s){1,5}?)"
_WITH = r"(?:\smed\s(?:\w+\s)?\w+)?"
_KIN = r"(?:(?:min|vår|deras|hans|hennes|grannens|skolans|lagets|klubbens|kyrkans|föreningens|kommunens)\s(?:\w+\s)?(?:granne|hyresvärd|chef|lärare|tränare|vaktmästare|vaktis|svåger|styvfar|styvpappa|ex|exman|exfru|pappa|mamma|bror|storebror|son|grabb|dotter|kassör|ordförande|ledare|rektor|kollega|klasskompis|kurator|präst|fritidsledare|väktare|hyresgäst))"
_HURTS = (
    r"(?:säljer|sålde|sålt)\s(?:\w+\s){0,2}?(?:\w*knark|droger|hasch|öl|\w*sprit|cigg|cigaretter|piller|tabletter|snus|vapen|folköl|vapes?|braj|gräs|kokain|lustgas)\w*|langar?\w*|dealar|stjäl|stal|stulit|snor|snodde|snott|(?:slår|slog|slagit)(?!\s(?:av|på|upp|ut|igen|larm|till|sig|vad|rot|läger|ihop|an|fast|över))|misshandla\w*|tafsar|tafsade|tafsat|"
    r"(?:tar|tog|tagit|tar sig|klämmer)\s(?:på|i|åt)\s(?:\w+\s)?(?:flick\w*|tjej\w*|barn\w*|kvinn\w*|elev\w*|småtjej\w*|killar\w*|oss|brösten|rumpan)|rör vid|hotar|hotade|hotat|blottar|blottade|blottat|ofreda\w*|antasta\w*|trakassera\w*|förföljer|förföljde|köper sex|köpte sex|köpt sex|tvättar pengar|kör (?:full|onykter|berusad|påverkad)|"
    r"körde full|rattfull\w*|lurar|lurade|lurat|bedrar|mutar|tar mutor|tagit mutor|smygfilma\w*|(?:filmar|fotar|fotade|filmade)\s(?:flick\w*|tjej\w*|barn\w*|elev\w*|småtjej\w*)|tänder eld|satte eld|sätter eld|eldar upp|tände på|rånar|rånade|rånat|våldt\w*|förgrep|förgriper|köper ut|köpte ut|köpt ut|"
    r"tar pengar (?:svart|under)|hyr ut svart|säljer svart|spottar (?:på|åt)|spottade (?:på|åt)|sparkar|sparkade|knarkar|skjuter\s(?:på|mot|efter)|dödar|dödade|förgifta\w*|"
    r"är (?:en |ett )?(?:\w+ )?(?:tjuv|langare|pedofil|knarkare|kriminell|nazist|bedragare|skurk|brottsling|hustrumisshandlare|mördare|äckel|våldsman|snuskgubbe|fuskare)|(?:har )?suttit inne|hembränt|snattar|snattade|sexuellt"
)
_SO = r"(?:(?:som|har|också|alltid|brukar|öppet|själv|ofta|redan|ibland|faktiskt|hade|jämt|väl|visst|ju|och|sitter|står|kan|bara|numera|fortfarande|tydligen|säkert|där|skriker)\s){0,4}"
_RULE = re.compile(
    rf"\b(?:{_POST}{_WITH}(?:\s(?:i|på|hos|vid|från|till|för|åt|av)\s(?:[\wåäö:’'-]+\s){{1,4}}?|{_LIVES}|(?:,\s[^,.!?]{{2,30}},)?\s)|{_ANYONE}{_WITH}(?:\s{_HOME},?\s|{_LIVES})|(?:grannen|grannfrun|{_KIN})\s(?:{_HOME}\s)?){_SO}(?:{_HURTS})(?!\w)",
    re.I,
)
#: Without one of these nobody is accused.
_NEEDS = (
    "säljer", "sålde", "sålt", "langa", "dealar", "stjäl", " stal", "stulit", "snor ", "snodde", "snott", "slår ", "slog", "slagit", "misshand", "tafsa",
    "tar på", "tog på", "tar i ", "tar sig", "tagit", "tar åt", "klämmer", "rör vid", "hotar", "hotade", "hotat", "blotta", "ofreda", "antasta", "trakasser",
    "förfölj", " sex", "tvättar", " full", "onykter", "berusad", "påverkad", "lurar", "lurade", "lurat", "bedrar", "mutar", "mutor", "filma", "fotar", "fotade",
    " eld", "tände på", "rånar", "rånade", "rånat", "våldt", "förgr", "per ut", "pte ut", "pt ut", "svart", "spotta", "sparka", "knarkar", "skjuter", "döda",
    "förgift", "tjuv", "pedofil", "kriminell", "nazist", "bedragare", "skurk", "brottsling", "misshandlare", "mördare", "äckel", "våldsman", "snuskgubbe",
    "fuskare", "suttit", "hembränt", "snatta", "sexuellt", "pengar under",
)  # fmt: skip
_UNSURE = re.compile(r"\b(?:inte|aldrig|ingen|inget|om|blev|blivit|ifall|borde|måste|undrar|bra|snäll\w*|tack)\b", re.I)


def find(text: str, sentences: Sentences) -> set[tuple[int, int]]:
    """Return the sentences that accuse somebody without a name who can be pointed out."""
    if not holds(text.lower(), _NEEDS):
        return set()
    return {sentences.around(m.start(), m.end()) for m in _RULE.finditer(text) if not _UNSURE.search(m[0])}
