"""Which language a text is in: its script, or else a vote of its small words. Good enough to say "not Swedish".

Nothing is guessed from the words of a text in another language: a person reads it.
"""

import re

_SCRIPTS = (
    (re.compile(r"[\u0600-\u06ff]"), "ar"),
    (re.compile(r"[\u1200-\u137f]"), "ti"),
    (re.compile(r"[\u0590-\u05ff]"), "he"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    (re.compile(r"[\u0370-\u03ff]"), "el"),
    (re.compile(r"[\u4e00-\u9fff]"), "zh"),
    (re.compile(r"[\u0400-\u04ff]"), "ru"),
)
_PERSIAN = re.compile(r"[\u067e\u0686\u0698\u06af\u06cc\u06a9]|\bاست\b")
_UKRAINIAN = re.compile(r"[іїєґ]")
_WORDS = {
    "sv": "och att det är som en på för med av inte den till har de om ett men var jag vi man här när så från vid eller kan ska skulle mot vill hos sin "
    "blir efter där mycket ingen inga inget alla nu ut upp bara alltid aldrig mer fler få går kör bra vid under över mellan dom nån nåt ju då sig min vår i bakom "
    "varje utanför längs mitt hela sina sånt också än blev",
    "en": "the is are and of to in it at on that this there not was were with for you we they my our very no when be have has people night street dark lights "
    "police drugs please more too at unsafe feel scared afraid station bus walk going from by an i a do don't dont can't never always near after around need us "
    "late men me park school their so but they he she his her who what when where all any some could would should than then them into up down out over every lots many only good bad new old time day need",
    "fi": "on ja ei että se hän oli olen ovat mutta kun niin myös minä täällä siellä liian paljon yöllä illalla öisin pimeä ole joka tai jo koska kaikki puisto poliisi "
    "lisää valoja katu asema tunneli pelottava pelottaa en uskalla lähellä aina enemmän",
    "so": "waa iyo oo ka ku in ma waxaan waxa waxay ayaa aan laakiin halkan meesha habeenkii badan aad uga ugu soo leh la si marka mugdi booliska dadka baqayaa inaan",
    "de": "der die das und ist nicht ich es ein eine mit auf für zu den im sind sehr hier wir nachts dunkel keine zu viel dem des am beim von nach bei aus wird wird liegen haben hat man immer kann aber viele kein auch nur oder wenn straße spielplatz bahnhof schule",
    "fr": "le la les et est dans un une des pas il que qui pour sur nous très je sont avec la nuit trop",
    "es": "el la los las y es en un una que no por con para muy hay mi de noche se del mucho mucha calle todos todo siempre policía más son está",
    "pl": "i w na nie jest się to że z do jak po ciemno bardzo są dla przy tu od za już tylko tam zawsze pełno wieczorem nocy koło jest brak ulica",
    "tr": "ve bir bu çok için da de var yok gece ile değil karanlık ama her daha gibi kadar sokak polis olan zaman akşam",
    "bs": "i je u na se da nije su za od sa kod noću mračno vrlo ovdje ima nema ulica ulici ljudi jako previše kao što ili uveče policija svaki",
    "ku": "û li ji di de e ye bi ev gelek şev",
    "ro": "și este în la nu cu de pe foarte sunt noapte prea strada lumina din care mai",
    "da": "og ikke der jeg til meget hvor når også af blev været ved fra efter eller mange unge det er for på med en et man kan men ud op vej gade lys mørkt",
    "no": "og ikke jeg også av hvor mye når ble vært noe ved fra etter eller mange unge det er for på med en et man kan men ut opp vei gate lys mørkt veldig gutter jenter",
}
_VOTES = {lang: frozenset(words.split()) for lang, words in _WORDS.items()}
#: Letters that one language has and Swedish has not: each word with one speaks for it, but for names.
_LETTERS = (
    ("pl", re.compile("[ąęłńśźż]")),
    ("tr", re.compile("[ğış]")),
    ("bs", re.compile("[čćđ]")),
    ("ro", re.compile("[ățşș]")),
    ("es", re.compile("[ñ¿¡]")),
    ("de", re.compile("ß")),
    ("ku", re.compile("[êîû]")),
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_FINNISH = re.compile(r".{3,}(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|iset|inen|vat|vät|ään)$")
_SOMALI = re.compile(r".*(?:aa|uu|ii).*(?:aa|ay|an|da|ka|ta|ha)$")


def language(text: str) -> str:
    """Return the code of the language a text seems to be in; `sv` where nothing speaks against it."""
    letters = sum(c.isalpha() for c in text)
    for script, lang in _SCRIPTS:
        if letters and len(script.findall(text)) * 2 > letters:
            if lang == "ar":
                return "fa" if _PERSIAN.search(text) else "ar"
            return "uk" if lang == "ru" and _UKRAINIAN.search(text.lower()) else lang
    return _vote(_TOKEN.findall(text))


def _vote(shown: list[str]) -> str:
    tokens = [word.lower() for word in shown]
    votes = {lang: float(sum(token in words for token in tokens)) for lang, words in _VOTES.items()}
    votes["fi"] += sum(1 for token in tokens if _FINNISH.fullmatch(token))
    votes["so"] += 0.5 * sum(1 for token in tokens if _SOMALI.fullmatch(token))
    for lang, letters in _LETTERS:
        votes[lang] += 1.5 * sum(1 for word in shown if letters.search(word) and word[0].islower())
    if any("å" in token for token in tokens):
        votes["sv"] += 1
    best = max(votes, key=lambda lang: (votes[lang], lang == "sv"))
    is_clear = votes[best] >= max(2, 0.25 * len(tokens)) and votes[best] > votes["sv"]
    return best if is_clear else "sv"
