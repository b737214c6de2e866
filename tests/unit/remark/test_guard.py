"""The guard for persons: what points a person out, and what only looks so. All persons and numbers are made up."""

import json
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.remark.guard import accusing, find, health, names, numbers, persons, places, small
from dialog.remark.guard.kinds import KINDS, Beside, Sentences, holds
from dialog.remark.guard.lists import lists
from dialog.remark.guard.numbers import luhn

PERSONS = Path(__file__).parents[2] / "data/remarks-persons.jsonl"
PHRASES = Path(__file__).parents[2] / "data/phrases-persons.txt"


def found(text: str) -> dict[str, str]:
    return {one.kind: text[one.start : one.end] for one in find(text)}


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Jag är född 811218-9876", "personnummer", "811218-9876"),
        ("8112189876 är mitt", "personnummer", "8112189876"),
        ("Nummer 701063-2391 gäller", "samordningsnummer", "701063-2391"),
        ("Ring 070-174 06 35", "telefon", "070-174 06 35"),
        ("Ring +46 70 174 06 35", "telefon", "+46 70 174 06 35"),
        ("Skriv till kajsa.ek@example.se", "epost", "kajsa.ek@example.se"),
        ("Bilen ABK 48C kör fort", "regnr", "ABK 48C"),
        ("moped med reg abk482", "regnr", "abk482"),
        ("Det var Kevin Lundström", "namn", "Kevin Lundström"),
        ("rektor Zorica lyssnar inte", "namn", "Zorica"),
        ("Min son Emil blev rädd", "namn", "Emil"),
        ("det var anders svensson", "namn", "anders svensson"),
        ("Förslagsställare: Elisabet Norrby", "namn", "Elisabet Norrby"),
        ("De slänger sopor över till oss, Ekbacksvägen 27", "adress", "Ekbacksvägen 27"),
        ("Ramlade på trottoaren och har haft ångest sedan dess", "halsa", "Ramlade på trottoaren och har haft ångest"),
        ("Ser nästan inget på vänster öga", "halsa", "Ser nästan inget på vänster öga"),
        ("Mvh Bo Ek", "namn", "Bo Ek"),
        ("Familjen på Björkvägen 7 festar", "adress", "Björkvägen 7"),
        ("Vi bor på Storgatan 12 B", "adress", "Storgatan 12 B"),
        ("Grannen i 12:an är arg", "adress", "Grannen i 12:an"),
        ("Kolla @lill_boss99", "anvandarnamn", "@lill_boss99"),
        ("Jag har diabetes", "halsa", "Jag har diabetes"),
        ("Han är dömd för misshandel", "dom", "är dömd för"),
        ("Jag är halt efter en stroke", "halsa", "Jag är halt efter en stroke"),
        ("Siv Alm har fått demens", "halsa", "har fått demens"),
        ("född 1964 08 23-3234", "personnummer", "1964 08 23-3234"),
        ("sms:a 07 03 45 67 89", "telefon", "07 03 45 67 89"),
        ("Ring +358 40 123 4567", "telefon", "+358 40 123 4567"),
        ("noll sju tre, fyra fem sex sju åtta nio nio", "telefon", "noll sju tre, fyra fem sex sju åtta nio nio"),
        ("se instagram.com/nisse.x", "anvandarnamn", "nisse.x"),
        ("kalle punkt ek at gmail punkt com", "epost", "kalle punkt ek at gmail punkt com"),
        ("Grannen ovanpå är högljudd", "adress", "Grannen ovanpå"),
        ("Är hjärtopererad och trött", "halsa", "Är hjärtopererad"),
        ("Jag fick sy åtta stygn", "halsa", "Jag fick sy åtta stygn"),
        ("Mannen högst upp i vår uppgång hotar folk", "adress", "Mannen högst upp i vår uppgång"),
        ("Bor på Kvarngatan tjugotvå", "adress", "Kvarngatan tjugotvå"),
        ("I torpet Fridhem bor de som festar", "adress", "torpet Fridhem"),
        ("Tränaren i laget tafsar på flickorna", "anklagelse", "Tränaren i laget tafsar på flickorna"),
        ("Han som äger kiosken säljer öl till barn", "anklagelse", "Han som äger kiosken säljer öl till barn"),
        ("Min dotter har epilepsi", "halsa", "Min dotter har epilepsi"),
        ("Stukade foten i gropen", "halsa", "Stukade foten"),
    ],
)
def test_what_points_a_person_out(text: str, kind: str, words: str) -> None:
    assert found(text).get(kind) == words


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Det är känt att Besnik langar utanför skolan", ["Besnik"]),
        ("de säger att Xhelil Trnka hotar folk", ["Xhelil Trnka"]),
        ("Granqvist på tvåan skräpar ner", ["Granqvist"]),
        ("ICA-handlaren Lundin bryr sig inte", ["Lundin"]),
        ("Säkerhetsvakten Bexhet är snäll", ["Bexhet"]),
        ("Ledaren för laget, Xandor, skriker åt barnen", ["Xandor"]),
        ("Det är Emirs storebror", ["Emirs"]),
        ("Perssons trappa är full av glas", ["Perssons"]),
        ("Bosse å Kenta sitter där", ["Bosse", "Kenta"]),
        ("det var kevin som gjorde det", ["kevin"]),
        ("KEVIN SÄLJER DROGER", ["KEVIN"]),
        ("Vi pratade med Ahmed Al-Hassan Yousif igår", ["Ahmed Al-Hassan Yousif"]),
        ("Kevin L i åttan", ["Kevin L"]),
        ("de kallar honom Biffen", ["Biffen"]),
        ("Det är Maria Gripnäs fel", ["Maria Gripnäs"]),
        ("Tack för mig. Ragip Zeqo", ["Ragip Zeqo"]),
        ("vår kompis theo blev rädd", ["theo"]),
        ("Det är Fahrudin på andra våningen", ["Fahrudin"]),
        ("Undertecknad Nils-Åke Frändesjö", ["Nils-Åke Frändesjö"]),
        ("Ni kan prata med Tjorven i receptionen", ["Tjorven"]),
        ("En Wójcik som jobbar där", ["Wójcik"]),
        ("Jonatans gäng och Kevins bil", ["Jonatans", "Kevins"]),
        ("Läkaren på orten, Bergstrand, är elak", ["Bergstrand"]),
        ("sedan Åke dog skottar ingen", ["Åke"]),
        ("mats o jag går dit", ["mats"]),
        ("Fru Silfverberg är rädd", ["Silfverberg"]),
        ("Min sambo Jelena jobbar natt", ["Jelena"]),
    ],
)
def test_a_name_is_told_by_where_it_stands_and_whole(text: str, names: list[str]) -> None:
    assert [text[one.start : one.end] for one in find(text) if one.kind == "namn"] == names


@pytest.mark.parametrize(
    "address",
    [
        "Storgatan 12, 2 tr",
        "lgh 1203 på Rönnvägen 4",
        "tredje våningen Kungsgatan 41",
        "Häggvägen 5, 123 45 Ekstad",
        "radhus nr 8, Smedjegränd",
        "Alvägen 7 B lgh 1001",
        "Åsvägen 3 uppgång C",
    ],
)
def test_an_address_is_found_whole(address: str) -> None:
    assert found(f"De bor på {address} och bråkar")["adress"] == address


@pytest.mark.parametrize(
    "text",
    [
        "Den 14/2 var det bråk utanför Restaurang Ali Baba",
        "Gunnar Sträng är död",
        "Folk säger att Ica säljer öl till unga",
        "Hammarby slår AIK och sen slåss de",
        "Det är Heimstaden som hotar oss med höjd hyra",
        "Jag tycker Trafikverket sa fel",
        "Norrbys barn och Sveriges mammor",
        "Björn har setts i skogen, och sten ligger på vägen",
        "Sommaren Juni var bra",
        "Spårvagnen från Rosenlund tar tid",
        "Vägen mellan Storlien / Åre är halkig",
        "Lampan släcks enligt Vattenfall i natt",
        "På Lindholmen kör de för fort",
        "Nokia steg medan Ericsson hade ökat",
        "En Volvo som kör för fort",
        "Kör me sine mopeder",
        "Min bror vill flytta och min man har sagt det",
        "Mange unge samles ved stasjonen",
        "en klass 1-varning, och det är line",
        "Fackförbundet Kommunal säger nej",
        "Han gick under namnet av en annan gata",
        "Annas Blommor har fått rutan krossad",
        "Stinas stig är mysig",
        "Blir man en Kalle Anka på kuppen",
        "Café Frida är en trygg plats",
        "Vår hund Zorro och hunden Bamse",
        "Rörelsevakten i tvättstugan slår av",
        "Garaget på Industrigatan 14 har inbrott",
        "I 14:an sitter fulla människor, buss 14 är värst",
    ],
)
def test_firms_clubs_and_places_are_no_persons(text: str) -> None:
    assert found(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Ring 112 eller 114 14, eller 1177",
        "Buss 176 kl 22.40 sedan 2019-2020",
        "Lyktstolpe 4471 och stolpe 0470123 är släckta",
        "Parkeringsplats 112 är trasig",
        "Den 2026-11-22 och 24/12",
        "Ärende 240312-1234 är inte besvarat",
        "Gatan runt Olof Palmes plats och Karl Johans torg",
        "Lampan utanför Storgatan 12 lyser inte",
        "Sofia kyrka och Hagaskolan",
        "Inga lampor och Per capita",
        "LED 100 vid E20",
        "Grannen är störande",
        "Min mamma har svårt att gå",
        "Vid LSS-boendet är det halt",
        "Mejla info@kommunen.se",
        "Köp följare på insta, länk i bion",
        "Grannen fick altandörren uppbruten",
        "EPA:n kör för fort",
        "regskylten på EPA:n syns inte",
        "reg nr VET EJ",
        "vet ej",
        "skylten STOPP är nedriven",
        "Ring 0470-410 00 till kommunens växel",
    ],
)
def test_look_alikes_are_left_alone(text: str) -> None:
    assert found(text) == {}


def test_an_accusation_needs_somebody_who_can_be_pointed_out() -> None:
    assert "anklagelse" in found("Kevin Lundström säljer hasch i garaget")
    assert "anklagelse" not in found("Någon säljer hasch i garaget")
    assert "anklagelse" not in found("Kevin Lundström blev rånad")


def test_texts_of_many_kinds_with_and_without_persons() -> None:
    """What is measured on each round before the rules had seen it stands in docs/decisions/how-a-suggestion-is-made.md."""
    rows = [json.loads(line) for line in PERSONS.read_text(encoding="utf-8").splitlines()]
    missed = [row["text"] for row in rows if row["pii"] and not find(row["text"])]
    alarms = [row["text"] for row in rows if not row["pii"] and find(row["text"])]
    n = sum(row["pii"] for row in rows)
    assert (len(rows), n) == (1584, 764)
    assert len(missed) <= 0.02 * n, missed
    assert len(alarms) <= 0.01 * (len(rows) - n), alarms
    accused = [row["text"] for row in rows if row["pii_types"] == ["anklagelse"]]
    assert all("anklagelse" in found(text) for text in accused)


def test_phrases_that_point_a_person_out_and_that_only_look_so() -> None:
    lines = PHRASES.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if bool(find(line[1:])) != (line[0] == "+")] == []
    assert len(lines) > 150


def test_names_are_of_one_kind() -> None:
    known = lists()
    assert not known.sure & known.starts
    assert not (known.sure | known.sure_last) & known.other
    assert all(name == name.lower() and name.isalpha() for name in known.small)


def test_check_digit() -> None:
    assert luhn("8112189876")
    assert not luhn("8112189875")


@pytest.mark.parametrize("run", ["A", "0", "åäö", "a-", "a@", "bor på Storgatan 12. "])
def test_no_text_takes_it_long(run: str) -> None:
    began = time.process_time()
    find(run * 5_000)
    assert time.process_time() - began < 1


#: Words said over and over in one sentence, each of them found or nearly: the sentence is searched once, not once for each.
SAID_OVER = ["Kalle, ", "Storgatan 12 ", "Storgatan 12 B ", "@kalle_1 ", "ABC 123 ", "jag är dömd ", "i 12:an "]


@pytest.mark.parametrize("said", SAID_OVER)
def test_a_sentence_is_searched_once_however_many_are_pointed_out_in_it(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    look = Beside._look

    def counted(self: Beside, sentence: tuple[int, int]) -> tuple[int, int]:
        read.append(sentence[1] - sentence[0])
        return look(self, sentence)

    monkeypatch.setattr(Beside, "_look", counted)
    text = (said * 4_000)[:4_000]
    find(text)
    assert 0 < sum(read) <= 5 * len(text)  # the rules that ask are five


#: Said once and followed by much that a rule may try to begin in, or said over and over.
LONG = [("Jag har själv ont. ", "\n"), ("Jag har ", " \n"), ("", "lgh 12 ")]


@pytest.mark.parametrize(("begun", "said"), LONG)
def test_four_times_the_text_takes_about_four_times_as_long(begun: str, said: str) -> None:
    def taken(length: int) -> float:
        times = []
        for _ in range(3):
            began = time.process_time()
            find((begun + said * length)[:length])
            times.append(time.process_time() - began)
        return min(times)

    assert taken(8_000) < max(0.02, 10 * taken(2_000))  # sixteen times as long where it is searched again for each


@given(st.integers(0, 60), st.sampled_from([" ", "\n", "\t", " \n"]))
def test_much_space_moves_nothing_that_is_found(length: int, space: str) -> None:
    text = f"Ring Kajsa Ek.{space * length} Bilen ABK 48C vid \n{space * length}070-174 06 35"
    assert [(one.kind, text[one.start : one.end]) for one in find(text)] == [
        ("namn", "Kajsa Ek"),
        ("regnr", "ABK 48C"),
        ("telefon", "070-174 06 35"),
    ]


@given(st.text(alphabet="ab.!? \n", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_sentence_ends_where_a_sign_and_a_space_or_a_line_says(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    before = max((m.end() for m in re.finditer(r"[.!?]\s|\n", text[:start])), default=0)
    after = re.search(r"[.!?](?:\s|$)|\n", text[end:])
    assert Sentences(text).around(start, end) == (before, end + after.start() if after else len(text))


@given(st.text(max_size=300) | st.text(alphabet="0123456789-+ @.ABCåÅn", max_size=80))
def test_it_never_fails_and_its_stretches_lie_within_the_text(text: str) -> None:
    for one in find(text):
        assert one.kind in KINDS
        assert 0 <= one.start < one.end <= len(text)


#: A rule that is left out where a text lacks a word must find nothing without it; who changes one changes the other.
LEFT_OUT = [
    *health._NEEDS, (health._SENTENCED, health._SENTENCED_NEEDS), (places._NEXT_DOOR, places._NEXT_DOOR_NEEDS),
    (numbers._HANDLE_ON, numbers._HANDLE_ON_NEEDS), (numbers._HANDLE_IS, numbers._HANDLE_IS_NEEDS),
    (numbers._MAIL, numbers._AT_NEEDS), (numbers._MAIL_IN_WORDS, numbers._DOT_NEEDS), (numbers._HANDLE, numbers._AT_NEEDS),
    (numbers._OWN_PLATE, numbers._OWN_PLATE_NEEDS), (places._FLAT, places._FLAT_NEEDS),
    (places._NEIGHBOUR, (*places._NEIGHBOUR_NEEDS, *"0123456789")),
    (names._CALLED, names._has_capital_within), (names._TITLE, names._has_capital_within), (places._NUMBERED, places._DIGIT.search),
    (places._HOUSE_ON, places._DIGIT.search), (places._HOUSE, places._DIGIT.search), (places._VILLAGE, places._DIGIT.search),
    *((rule, needs) for rule, needs in (*names._LEADING, *accusing._RULES) if needs), (names._WORKS, names._TWO_CAPITALS.search), (names._KIN_OF, names._KIN_OF_NEEDS),
    (small._KIN_SMALL, small._KIN_SMALL_NEEDS), (small._LAST_SMALL, small._LAST_SMALL_NEEDS), (small._SMALL_BESIDE, small._SMALL_BESIDE_NEEDS),
    (persons._COMMAS, persons._BETWEEN_COMMAS.search), (places._NAMED, places._NAMED_NEEDS), (places._IN_WORDS, places._STREET_NEEDS),
    (numbers._PHONE_APART, numbers._DIGIT.search), (numbers._PHONE_IN_WORDS, ("noll",)), (numbers._HANDLE_PAGE, ("/",)),
]  # fmt: skip


def test_a_rule_is_left_out_only_where_it_finds_nothing() -> None:
    texts = [json.loads(line)["text"] for line in PERSONS.read_text(encoding="utf-8").splitlines()]
    used = set()
    for at, (rule, needs) in enumerate(LEFT_OUT):
        for text in texts:
            if rule.search(text):
                used.add(at)
                is_asked = holds(text.lower(), needs) if isinstance(needs, tuple) else needs(text)
                assert is_asked, (rule, text)
    assert len(used) >= len(LEFT_OUT) / 2


def test_letters_whose_dots_are_signs_of_their_own_are_read_alike() -> None:
    """As some systems write å, ä and ö."""
    texts = [json.loads(line)["text"] for line in PERSONS.read_text(encoding="utf-8").splitlines()[::8]]
    for text in (unicodedata.normalize("NFC", one) for one in texts):
        apart = unicodedata.normalize("NFD", text)
        same = [(one.kind, unicodedata.normalize("NFD", text[one.start : one.end])) for one in find(text)]
        assert [(one.kind, apart[one.start : one.end]) for one in find(apart)] == same
