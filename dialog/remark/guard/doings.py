"""What persons do, whom they are kin to and what they own: the words that `persons.py` tells a name by. Pure."""

import re

from dialog.remark.guard.lists import CAP

#: What a person does, and hardly ever a firm, a club or a place.
DOES = (
    r"säljer|sålde|sålt|langar|langade|langat|dealar|dealade|dealat|hotar|hotade|hotat|slår|slog|misshandlar|misshandlade|stjäl|stal|snor|snodde|snattar|snattade|klottrar|klottrade|tafsar|tafsade|antastar|antastade|skriker|skrek|gapar|gapade|"
    r"super|söp|dricker|drack|knarkar|röker|rökte|kastar|kastade|krossade|bränner|brände|tände|eldar|eldade|förföljer|förföljde|trakasserar|trakasserade|mobbar|mobbade|jagar|jagade|bråkar|bråkade|spottar|spottade|rånade|rånar|sparkade|sparkar|"
    r"terroriserar|buskör|säger|sa|sade|berättar|berättade|tyckte|undrar|undrade|heter|hette|vågar|vågade|ramlade|halkade|skrattar|skrattade|grät|gråter|cyklar|cyklade|smygröker|parkerar|svarade|blev (?:nedslagen|slagen|rånad|påkörd|jagad|hotad|överfallen|knivhuggen|spottad|mobbad|våldtagen|antastad|bestulen|misshandlad|skjuten|sparkad|nedsparkad|förföljd|ivägskickad|skjutsad)|trillade|cyklade|hämtade|skjutsade|ljuger|ljög|fuskar|skräpar"
)
#: What nobody but a person does to others, even where the word before begins its sentence and is in no list.
HARMS = re.compile(
    r"slår|slog|hotar|hotade|misshandlar|misshandlade|langar|langade|dealar|dealade|tafsar|tafsade|antastar|stjäl|stal|snor|snodde|spottar|spottade|mobbar|mobbade|super|knarkar|berättade|skrattar|gråter|grät"
)
#: What follows a name that begins its sentence and is in no list.
BEGINS = re.compile(rf" (?:(?:och|å|o|&) (?:hans|hennes|deras)\b|(?:{HARMS.pattern})\b|\w+ kör\b)|(?<=s) [a-zåäö]+")
#: Endings of words, as far as they tell: a word that begins its sentence and ends so may be any noun.
IS_WORD = re.compile(
    r".*(?:en|et|an|na|ar|er|or|ern|are|arna|ade|ande|ing|else|het|tion|skap|folk|arn|ens|ets|or|lag|bolag|a|t|e|klubb|ligor|gäng)"
)
#: What a person does, and others too: enough where the word is a known name.
DOES_TOO = r"kör|körde|bor|bodde|jobbar|jobbade|brukar|sitter|satt|står|stod|låter|lät|har|hade|gör|gjorde|vet|vill|ville|kom|kommer|går|gick|ringde|hjälper|hjälpte|tar|tog|blev|fick|får|är|var|och hans|och hennes|som"
KIN = r"(?:mamma|pappa|mor|far|morsa|farsa|son|dotter|bror|syster|brorsa|syrra|storebror|lillebror|storasyster|lillasyster|brorson|systerson|fru|sambo|kompis|kompisar|polare|pojkvän|flickvän|morfar|farfar|mormor|farmor|kusin|morbror|moster|faster|farbror|tjej|kille|ex|exman|granne|barnbarn|unge|ungar|grabb|grabbar|pojke|pojkar|söner|döttrar|hund|hundar|katt|katter|barn|ungdomar|gäng|familj)"
OWNS = r"(?:altan|trappa|trappan|garage|tomt|trädgård|uteplats|balkong|lägenhet|uppfart|carport|staket|häck|brevlåda|soptunna|veranda|moped|epa|traktor|hund|hundar|katt|katter|barn|föräldrar|familj|port|dörr|källare|förråd|flickor|cykel|bil(?! ))"
PERSON = (
    r"(?:mannen|kvinnan|killen|tjejen|pojken|flickan|grabben|gubben|kärringen|tanten|damen|snubben|typen|granne[nr]?|sonen|dottern|brodern|brorsan|systern|pappan|mamman|polaren|kompisen|vännen|kollegan|chefen|bonden|ordföranden|"
    r"[a-zåäö-]*(?:(?<!somm)(?<!h)aren|ören|isten|logen|enten|anten|skan|vakten|chefen|mannen|kvinnan|killen|tjejen|pojken|flickan|mamman|pappan|prästen|eleven))"
)
#: Trades that are firms as often as persons.
FIRM = re.compile(
    r".*(?:ägaren|värden|entreprenören|operatören|leverantören|arrangören|exploatören|förvaltaren|byggaren|datorn|tillverkaren|återförsäljaren)$",
    re.I,
)
_WOMEN = frozenset("Kvinnan Flickan Gumman Kärringan Damen Doktorinnan Lärarinnan Pigan Änkan Jäntan".split())
#: Nouns in -an of those who may do harm, too.
_GROUPS = tuple(
    "innan ligan kedjan skolan kyrkan firman klickan kvinnan flickan gumman råttan massan maffian pappan mamman morsan farsan brorsan "
    "syrran ungan bruttan donnan skan pizzerian kafeterian klubban stugan jyckan apan skatan kråkan duvan klockan luckan linan flaggan jackan redan".split()
)
#: "Sarvan står alltid vid porten och langar": who stays somewhere and does what only persons do.
ALONG = re.compile(
    rf"(?:^|(?<=[.!?]\s))(?P<name>{CAP})\s(?:står|stod|sitter|satt|går|hänger|brukar|kommer|springer|åker)\s(?:\w+\s){{1,6}}(?:och|å|o)\s(?:{HARMS.pattern}|röker|dricker|säljer|skriker|gapar|kastar)\b"
)
#: "Våra grannar Bergkvists": a family.
FAMILY = re.compile(rf"\b(?i:grannarna|grannar|grannfamiljen|makarna|bröderna)\s(?P<name>{CAP})\b")


def is_noun(word: str) -> bool:
    """Tell whether a word that begins its sentence may be any noun; one in -an that does what persons do is none, but for a few."""
    if word.endswith("an"):
        return word in _WOMEN or word.lower().endswith(_GROUPS)
    return bool(IS_WORD.fullmatch(word))
