"""What is told of a person: own health, a conviction, an accusation against somebody who can be pointed out."""

import re
from collections.abc import Iterable

from dialog.remark.guard import accusing
from dialog.remark.guard.kinds import Beside, Find, Sentences, holds, spans

_ILL = (
    r"diabetes|diabetiker|epilepsi|epileptiker|astma\w*|kol\b|cancer\w*|ms\b|parkinson\w*|als\b|adhd|add\b|autis\w*|asperger\w*|ptsd|ångest\w*|panikångest\w*|panikattack\w*|depress\w*|deprimerad|bipolär\w*|utbränd|"
    r"utmattning\w*|utmattad|demens\w*|dement|reumati\w*|artros|fibromyalgi|ledvärk|hjärtsjuk\w*|hjärtfel|hjärtsvikt|hjärtproblem|hjärtinfarkt|stroke|blodtryck|migrän|allergi\w*|allergisk|hiv|hepatit|leukemi|"
    r"social fobi|fobi|psykos|schizofren\w*|tourettes?|synskadad|synnedsatt|synnedsättning|blind|nästan blind|döv|hörselskadad|hörselnedsättning|hörapparat|rullstolsburen|rullstolsbunden|rörelsehindrad|"
    r"funktionsnedsatt|funktionsnedsättning|funktionsvariation|handikappad|förlamad|cp-skad\w*|cp\b|amputerad|sjukskriven|sjukpensionär|förtidspensionerad|gravid|kroniskt? sjuk\w*|sjuk\b(?! (?:av|på|i huvudet)\b)|njursjuk|yrsel|artrit|benskör\w*|"
    r"\w*(?:artrit|kolit|bronkit|gastrit|nefrit|neurit|tendinit|bursit|meningit|pankreatit|sinuit|dermatit|prostatit|divertikulit|inflammation|infektion)\b|\w*(?:skleros|fibros|trombos|cirros|stenos|berkulos|etrios|kolios|kyfos)|\w{2,}(?:anemi|ykemi)|(?<!nost)\w{3,}algi|"
    r"\w*(?:lymfom|melanom|myelom|karcinom|sarkom|syndrom)|narkolepsi|\w+plegi|(?:multi|cancer|lung|lever|mag|tarm|nerv|muskel|psyk|kronisk|lång)sjuk|(?:nykter )?alkoholist|alkoholism|kronisk (?:smärta|värk|trötthet)|\w+värk|\w*intoleran\w*|celiaki|borrelia|hjärnskakning|downs|transplanterad|stomi|inkonti\w*|"
    r"\w+bråck|\w*fraktur|\w+förlamning|corona|covid|eksem|herpes|aids|missfall|pcos|\w+besvär|prolaps|lipödem|lymfödem|skrumplever|gikt|kärlkramp|förmaksflimmer|pacemaker|afasi|demenssjuk\w*|alzheimer\w*|krampanfall|svimningar|"
    r"epilept\w+|beroende av (?:rullator|rullstol|permobil|käpp|hjälpmedel|färdtjänst|syrgas)|ryggskott|nyförlöst|född (?:med|utan) (?:ett|en) (?:\w+\s)?(?:ben|arm|hand|öga|klumpfot|hjärtfel)|(?:drog|alkohol|spel|tablett|läkemedels|heroin|medicin)beroende|narkoman|missbrukare|dyslekti\w*|schizofren\w*|manodepressiv|utvecklingsstörd|lungproblem|njurproblem|ryggproblem|knäproblem|andningsproblem|synproblem|balansproblem|tvångstankar|sömnproblem|sömnsvårigheter|bokstavsdiagnos\w*|npf|\w*tumör\w*|\w+cancer|\w+sjukdom|(?:grå |grön )?starr|glaukom|makuladegeneration|\w*opererad|blodpropp\w*|diskbråck|ischias|whiplash|tinnitus|osteoporos|polio|lungsjuk|lungemfysem|hjärnskad\w*|hjärnblödning|ryggskad\w*|nackskad\w*|knäskad\w*|nervskad\w*|minnesproblem|ätstörning\w*|självmordstankar|dialys|njursvikt|höftprotes|knäprotes|psoriasis|lupus|crohns|ibs|pots|fetma|övervikt\w*|(?:svagt|klent|trasigt) hjärta|(?:nykter|drogfri) sedan|(?:f\.?d\.?|före detta|tidigare) (?:missbrukare|narkoman|alkoholist)|nedsatt (?:syn|hörsel|rörlighet)|dålig(?:t|a)? (?:syn|hörsel|hjärta|knän|knä|ben|höft|höfter|rygg|balans)|ont i (?:knä\w*|höft\w*|rygg\w*|ben\w*|fot\w*|fötterna|leder\w*)"
)
_OWN = re.compile(
    rf"\b(?:jag|undertecknad)\b(?:\s+(?:som|själv|är|e|ä|var|va|har|hade|lider|av|fått|fick|också|båda|både|en|ett|ju|dessutom|svår|svårt|grav|lätt|mild|kronisk|typ|1|2|haft|diagnosen|diagnosticerad|med|pga|numera|nyligen|lite|mycket|väldigt|blivit|blev|drabbades|drabbats|och|lever|medicinerar|mot|för|äter|medicin)\b){{1,7}}\s+(?:{_ILL})",
    re.I,
)
#: Without "jag", as people write short: "Har själv diabetes".
_SELF = re.compile(
    rf"(?:^|[.!?\n]\s*)(?:har|är|fick|lider)\s+själv\s+(?:\w+\s+){{0,2}}?(?:{_ILL})|(?:^|[.!?\n]\s*)lider av\s+(?:\w+\s+)?(?:{_ILL})",
    re.I,
)
_AS = re.compile(
    r"\b(?:som|är)\s+(?:en\s+)?(?:själv\s+)?(?:rullstolsburen|rullstolsbunden|synskadad|blind|döv|hörselskadad|diabetiker|epileptiker|rörelsehindrad|funktionsnedsatt|gravid|hjärtsjuk|allergiker|astmatiker|reumatiker|stomiopererad|hjärnskadad|utmattad|sjukpensionär|cancersjuk|hemodialyspatient|dialyspatient)\b(?=[^.!?]{0,300}?\b(?:jag|mig|min|mitt)\b)",
    re.I,
)
_MINE = re.compile(
    rf"\b(?:min|mitt|mina)\s+(?:\w+\s+)?(?:{_ILL}|sjukdom|diagnos|medicin(?:er)?|rullstol|rullator|rollator|permobil|ledarhund|handikapp|skada|operation|hjärta(?! (?:brinner|klappar|slår|blöder|gråter|värms|ligger|är kvar|krossas|gläds|sjunger))|knäoperation|höftoperation|protes|läkare säger)",
    re.I,
)
#: "Jag går dåligt efter en stroke", and short at the beginning: "Har svår KOL".
_SINCE = re.compile(
    rf"\b(?:jag|mig|min|mitt)\b[^.!?\n]{{0,50}}\b(?:efter|sedan|sen|pga|på grund av|grund av)\s(?:\w+\s){{0,2}}?(?:{_ILL}|hjärnblödning|hjärnskakning|operation\w*|cellgifter|strålning)\b|\befter (?:min |mina |en )?(?:stroke\w*|hjärtinfarkt\w*|\w*operation\w*|cancer\w*|hjärnskakning\w*|hjärnblödning\w*)\s(?:\w+\s){{0,3}}?(?:jag|mig)\b|\b(?:har|fick) jag (?:(?!aldrig|inte|sett)\w+\s){{0,2}}?(?:{_ILL})",
    re.I,
)
_SHORT = re.compile(
    rf"(?:^|[.!?\n]\s*)(?:har|är|blev|fick|fått|lever med)\s+(?!ni\b|du\b|man\b|de\b|dom\b|han\b|hon\b|det\b|den\b|folk|någon|många|barn|vi\b|inte\b|kommunen|äldre)(?:\w+\s+){{0,2}}?(?:{_ILL})\b|(?:^|[.!?\n]\s*)(?:går (?:själv )?(?:med|på) (?:rollator|rullator|kryckor|käpp)|använder (?:en )?(?:rullstol|permobil|rullator|kryckor|käpp)|(?:tar mig fram|kör|åker|sitter|går) (?:själv )?(?:i|med|på) (?:rullstol|permobil|rullator|kryckor|käpp)|(?:väntar barn|blev sydd)\b|äter (?:\w+ )?(?:medicin|antidepressiv\w*|insulin))\b",
    re.I,
)
_BROKE = re.compile(
    r"\b(?:jag|man|och|själv|så)\s(?:\w+\s){0,4}?(?:bröt|brutit|stukade|stukat|vrickade|skadade|skadat|fraktur\w*|slog i|slog upp|opererade|opererat|krossade)\s(?:\w+\s){0,2}?(?:hand\w*|arm\w*|ben(?:et)?\b|fot\w*|höft\w*|axel\w*|ax(?:eln|larna)|lår\w*|rygg\w*|knä\w*|huvud\w*|revben\w*|nyckelben\w*|finger\w*|fingret|svans\w*|ankel\w*|tänder\w*)|\b(?:bröt|brutit|stukade|stukat)\s+(?:jag\s+)?(?:min|mitt|hand|arm|ben|fot|höft|lårben)\w*|\bjag\s(?:\w+\s){0,3}(?:fick|blev) (?:sy|sydd)\b(?: (?:\w+ )?stygn)?|\bjag\s(?:\w+\s){0,4}(?:åka ambulans|in på sjukhus|på akuten|(?:till|på) sjukhuset efter)|\bjag\s(?:\w+\s){0,3}fick (?:en )?(?:hjärnskakning|fraktur|stroke|hjärtinfarkt)",
    re.I,
)
_USES = re.compile(
    r"\b(?:jag|vi båda)\s(?:\w+\s){0,2}?(?:sitter i|går med|använder|kör|behöver|åker|har)\s(?:en\s|min\s)?(?:rullstol|rollator|rullator|permobil|kryckor|vit käpp|ledarhund|hörapparat|pacemaker|insulin|syrgas|protes)|\bjag\s(?:\w+\s){0,2}(?:ser|hör) (?:mycket |väldigt )?(?:dåligt|illa)(?! (?:bakom|i|på (?!grund)|när|för|vid))|\bsjukskriven\b(?=[^.!?]{0,300}?\b(?:jag|mig)\b)|\b(?:går på|äter|tar) (?:\w+ )?(?:medicin\w*|lugnande|sömntabletter|sömnmedel|smärtstillande|morfin|\w+medicin\w*|antidepressiv\w*|blodförtunnande|insulin|hjärtmedicin)|\bjag har (?:så )?svårt att (?:gå|se|höra|andas|röra mig|stå)(?! (?:någon|något|ut|in|hem|över|vad|vem|om|på|bakom|upp|till|i (?:mörk|halk|trafik|snö)))|\bjag (?:är|blev|har blivit|har varit|var) (?:\w+ )?(?:sjukskriven|inlagd|opererad|utbränd)\b|\bjag(?: \w+){0,3} är så sjuk",
    re.I,
)
_KIN = (
    r"(?:son|dotter|man|fru|maka|make|sambo|mamma|pappa|mor|far|mormor|morfar|farmor|farfar|bror|syster|lillebror|storebror|lillasyster|storasyster|barn|barnbarn|dotterdotter|dotterson|sonson|sondotter|svärmor|svärfar|svägerska|svåger|kusin|moster|faster|"
    r"morbror|farbror|pojkvän|flickvän|särbo|brorson|systerson|pojke|flicka|grabb|tjej|kille|kompis|vän|väninna|granne)"
)
_PRAM = r"(?:rullstol|rollator|rullator|permobil|kryckor|vit käpp|ledarhund|hörapparat|pacemaker|insulin|syrgas)"
#: Whoever is kin to the writer can be pointed out: "min dotter har epilepsi", "vår grabb sitter i rullstol".
_OF_KIN = re.compile(
    rf"\b(?:min|mitt|vår|vårt)\s(?:(?!inte)[\w-]+\s)?{_KIN},?\s(?:som\s)?(?:(?!inte\b|aldrig\b)\w+\s){{0,2}}?(?:(?:har|hade|är|var|fick|fått|blev|blivit|lider av|lever med)\s(?:(?!inte\b|ingen\b|aldrig\b|så\b)\w+\s){{0,2}}?(?:{_ILL})\b|(?:sitter i|går med|använder|kör|åker)\s(?:en\s|sin\s)?{_PRAM})",
    re.I,
)
#: Later in the sentence that tells of the writer: "jag blev rånad och har haft panikångest sedan dess".
_AND_HAS = re.compile(
    rf"(?:\bjag\b|(?:^|[.!?\n]\s*)(?:blev|ramlade|halkade|föll|trillade|snubblade)\b)[^.!?\n]{{0,60}}?(?:\boch|\bmen|\bså|,)\s(?:jag\s)?(?:har|är|fick|fått|blev|lider av|lever med|går på|äter)\s(?:(?!inte\b|ingen\b|aldrig\b|ni\b|du\b|man\b|de\b|dom\b|han\b|hon\b|det\b|den\b)\w+\s){{0,2}}?(?:{_ILL}|dialys|cellgifter|sjukskriven)\b",
    re.I,
)
#: Without "jag", at the beginning: "Opererade höften i våras", "Själv nykter alkoholist".
_WITH = re.compile(
    rf"\b(?:har|fått)\s(?:vi\s|jag\s)?(?:en|ett|två|tre)\s(?:\w+\s)?{_KIN}\s(?:med|som (?:har|är|fått|lider av))\s(?:(?!inte\b)\w+\s){{0,2}}?(?:{_ILL})\b|\b(?:mamma|pappa|förälder|mor|far|anhörig)\still\s(?:en|ett|två)\s(?:\w+\s)?(?:{_KIN})\s(?:med|som har)\s(?:\w+\s)?(?:{_ILL})\b|"
    rf"\bjag får\s(?:\w+\s)?(?:epilept\w*|astma\w*|migrän\w*|kramp\w*|panikattack\w*|panikångest|andnöd|allergi\w*|anfall|hjärtklappning|svårt att andas)\b",
    re.I,
)
_BEGINS = re.compile(
    rf"(?:^|[.!?\n]\s*)(?:har\s)?(?:bröt|brutit|stukade|stukat|opererade|opererat|vrickade|skadade|fick\ssy)\s(?:(?:min|mitt|höger|vänster|av|upp|ena)\s){{0,2}}(?:hand\w*|arm\w*|ben\w*|fot\w*|höft\w*|axel\w*|lår\w*|rygg\w*|knä\w*|revben\w*|nyckelben\w*|ankel\w*|stygn)|"
    r"(?:^|[.!?\n]\s*)(?:ny|hjärt|knä|höft|rygg)?(?:opererad|rullstolsburen|rullstolsbunden|sjukskriven|höggravid|gravid|hjärtsjuk|hörselskadad|synskadad|halvblind|astmatiker|diabetiker|epileptiker|reumatiker|cancersjuk|sjukpensionär|stomiopererad)\b(?!\s(?:person|kvinna|man)\b)|"
    rf"(?:^|[.!?\n]\s*)(?:själv|som)\s(?:(?:är|har|en|gammal|nybliven|nyligen|svårt|lätt|nästan)\s){{0,2}}(?:{_ILL})\b",
    re.I,
)
_BODY = r"(?:hjärtat?|knän?|knäna|knät|höft(?:en|er|erna)?|rygg(?:en)?|lungor(?:na)?|ben(?:en)?|syn(?:en)?|hörsel(?:n)?|balans(?:en)?|axel(?:n)?|fot|fötter|leder(?:na)?|njurar(?:na)?|ögon|händer|minne(?:t)?|sköldkörtel|prostata|mage)"
#: What the body of the writer cannot do: "mina knän klarar inte", "med min onda rygg", "jag har svårt med balansen".
_WORN = re.compile(
    rf"\b(?:min|mitt|mina)\s(?:\w+\s)?{_BODY}\s(?:(?:är|e|ä) (?:\w+\s)?(?:dåliga?|dåligt|slut|kasst?|kassa|slitna?|slitet|svaga?|svagt|nedsatta?|nedsatt|trasigt|trasiga?|opererade?|opererat|sjukt?|sjuka|skruttiga?)|klarar|orkar|bär|håller|sviktar|värker|gör ont|pallar|strejkar|krånglar|fungerar|har blivit|blir)\b|"
    rf"\b(?:min|mitt|mina)\s(?:dåliga|onda|trasiga|sjuka|opererade|brutna|skadade|stela|värkande|svaga|konstgjorda|kassa|slitna|nya)\s{_BODY}\b|"
    rf"\b(?:jag har|har jag)\s(?:\w+\s){{0,2}}?(?:svårt|problem|besvär|bekymmer)\s(?:med|i)\s(?:\w+\s)?{_BODY}\b|"
    r"\b(?:min|mina|mitt)\s(?:\w+\s)?(?:käpp|kryck\w*|krycka|inhalator\w*|stomipåse|syrgas\w*|ledsagare|rullis|dialys\w*|cellgifter|cellgiftsbehandling|astma\w*|hörapparater|hemtjänst|färdtjänstresor|graviditet)\b|"
    r"\bgå(?:r|tt)? på (?:kryckor|dialys|rehab|cellgifter|strålning|antabus|metadon|waran|bup|psyk\w*)\b|"
    r"\bjag (?:\w+ )?(?:går (?:hos (?:psykolog|terapeut|psykiatriker)|i terapi)|linkar|haltar|är höggravid|väntar barn|är halvblind|mår (?:\w+ )?(?:psykiskt dåligt|dåligt psykiskt)|gick in i väggen|har gått in i väggen|svimma\w*|behandlas för \w+|har (?:bara )?(?:ett öga|ett ben|en arm|en lunga|en njure))\b|\bär (?:jag )?(?:\w+ )?(?:höggravid|gravid i)\b|\bser (?:\w+ )?(?:dåligt|illa) (?:på grund av|pga|efter) (?:\w+\s){0,2}\w*(?:starr|stroke|operation|skada)|"
    r"\b(?:ser|hör) (?:\w+ ){0,2}?(?:inget|ingenting|inte|dåligt|illa|knappt) (?:\w+ )?på (?:höger|vänster|ena|båda) (?:öga|ögat|ögonen|öra|örat|öronen)\b",
    re.I,
)
#: Of somebody named: "Siv har fått demens".
_HAS = re.compile(rf"\b(?:har|hade|är|var|fick|fått|lider av)\s+(?:\w+\s+){{0,2}}?(?:{_ILL})\b", re.I)
_SENTENCED = re.compile(
    r"\b(?:är|blev|blivit|har blivit|var|finns|tidigare|redan) dömd\w*\b(?: för)?|\bdömd (?:för|till)\b|\bdömdes (?:för|till)|suttit (?:inne|i fängelse)|sitter (?:inne|i fängelse)\b|\båk(?:t|te|er) (?:in|fast) för|straffad för|villkorlig dom",
    re.I,
)
#: What a text must hold for a rule to find anything in it.
_NEEDS = (
    (_OWN, ("jag", "undertecknad")),
    (_SELF, ("själv", "lider av")),
    (_AS, ("jag", "mig", "min", "mitt")),
    (_MINE, ("min", "mitt")),
    (_SINCE, ("jag", "mig", "min", "mitt")),
    (
        _SHORT,
        (
            "har ",
            "är ",
            "fick ",
            "fått ",
            "lever med",
            "går ",
            "sitter ",
            "äter ",
            "tar ",
            "kör ",
            "åker ",
            "väntar barn",
            "blev sydd",
            "använder",
        ),
    ),
    (
        _BROKE,
        tuple("bröt brutit stuka vrickade skada fraktur slog operera krossa fick sydd ambulans sjukhus akuten".split()),
    ),
    (_USES, ("jag", "vi båda", "sjukskriven", "går på", "äter", "tar ")),
    (_OF_KIN, ("min ", "mitt ", "vår")),
    (_AND_HAS, ("jag", "blev ", "ramlade", "halkade", "föll ", "trillade", "snubblade")),
    (_WITH, (" med ", "som ", "jag får")),
    (
        _BEGINS,
        tuple(
            "bröt brutit stuka operera vricka skada själv som fick rullstols sjuk gravid halvblind atiker betiker leptiker".split()
        ),
    ),
    (_WORN, ("min ", "mitt ", "mina ", "jag", "gå på ", "går på ", "gått på ", "gravid", "ser ", "hör ")),
)
_SENTENCED_NEEDS = ("dömd", "suttit", "sitter", "åkt", "åker", "straffad", "villkorlig")
_PERSON = re.compile(
    r"\b(?:han|hon|hen|mannen|kvinnan|granne[ns]?|killen|tjejen|snubben|gubben|tanten|pappan|mamman|sonen|brodern|ägaren|läraren|tränaren|chefen|hyresgästen|hyresvärden|jag|honom|henne|(?:min|vår|deras|grannens) \w+)\b",
    re.I,
)
_CRIME = re.compile(
    r"säljer|langar|langare|dealar|knark|drog|hasch|kokain|narkot|amfetamin|stjäl|stulit|\bstal\b|snor|snott|slår|slog|misshandl|hotar|hotat|hotade|rånat|rånar|våldt|tafsa|antasta|ofreda|pedofil|tjuv|bedrar|bedräg|lurar|lurat|tänder eld|tände|satte eld|eldar upp|klottrar|klottrade|hembränt|sprit (?:till|åt)|köper ut|kör full|rattfull|vapen|pistol|häleri|hälare|"
    r"kriminell|brottsling|våldsam|förföljer|trakasser|sexköp|köpte sex|köper sex|bordell|vandaliser|krossade|rispat|repat|dricker och skriker|inbrott|kör (?:på|utan körkort)|mutor|fuskar|svartjobb|svart arbetskraft|utnyttjar",
    re.I,
)
_VICTIM = re.compile(
    r"\b(?:blev|blivit|fick|fått|utsatt\w*|drabbad\w*|rånad|hos|min bil|mitt|från oss)\b|\bmot mig\b", re.I
)


def find(text: str, sentences: Sentences) -> list[Find]:
    """Return what is told of the writer's own health, and of convictions."""
    low = text.lower()
    patterns = [pattern for pattern, words in _NEEDS if holds(low, words)]
    found = [f for pattern in patterns for f in spans("halsa", pattern.finditer(text))]
    person = Beside(_PERSON, text)
    for m in _SENTENCED.finditer(text) if holds(low, _SENTENCED_NEEDS) else ():
        sentence = sentences.around(m.start(), m.end())
        if person.is_in(sentence):
            found.append(Find("dom", m.start(), m.end()))
    return found


def of_others(text: str, pointed: Iterable[Find], sentences: Sentences) -> list[Find]:
    """Return the illness of somebody else, told in the sentence that points that person out."""
    around = {sentences.around(one.start, one.end) for one in pointed if one.kind in ("namn", "adress")}
    return [Find("halsa", m.start(), m.end()) for start, end in around for m in _HAS.finditer(text, start, end)]


def accusations(text: str, pointed: Iterable[Find], sentences: Sentences) -> list[Find]:
    """Return the sentences that name a crime beside somebody who can be pointed out, and no victim beside."""
    crime, victim = Beside(_CRIME, text), Beside(_VICTIM, text)
    found: set[tuple[int, int]] = set()
    for one in pointed:
        if one.kind in ("namn", "adress", "anvandarnamn", "regnr"):
            sentence = sentences.around(one.start, one.end)
            if sentence in found or not crime.stands(sentence, one.start, one.end):
                continue
            if not victim.stands(sentence, one.start, one.end):
                found.add(sentence)
    found |= accusing.find(text, sentences)
    return [Find("anklagelse", start, end) for start, end in sorted(found)]
