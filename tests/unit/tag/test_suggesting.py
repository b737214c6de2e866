"""Suggestions from the vocabulary: Swedish as people write it, look-alikes, denials and lacks, other languages."""

import sys
import time
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.tag.suggesting import OTHER, suggest
from dialog.tag.suggesting.measuring import fold
from dialog.tag.suggesting.vocabulary import misspelt, vocabulary
from dialog.tag.suggesting.weights import NOTHING, weights
from dialog.tag.suggesting.words import sound

PHRASES = Path(__file__).parents[2] / "data/phrases-denied.txt"


def slugs(text: str) -> set[str]:
    return {one.slug for one in suggest(text).suggestions}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gatubelysningen är dålig", {"belysning"}),
        ("Det ar for morkt har", {"belysning"}),
        ("KNARK I PARKEN", {"narkotika"}),
        ("skottlosning i natt", {"gangkriminalitet-skjutning"}),
        ("De bröt sig in i källaren", {"inbrott"}),
        ("Folk kastar stenar mot fönstren", {"skadegorelse-klotter"}),
        ("Min hoj blev snodd", {"bilbrott-cykelstold"}),
        ("Ungdomarna på torget kör moped", {"trafik-hastighet"}),
        ("Ungdomar som står och hänger", {"ungdomsgang"}),
        ("Papperskorgarna är alltid fulla", {"nedskrapning"}),
        ("Fulla människor på bussen", {"alkohol-berusade", "stationsomrade-kollektivtrafik"}),
        ("Gatlampan är trasig", {"belysning"}),
        ("Elsparkcyklar som ligger över trottoaren", {"trafikmiljo", "tillganglighet-halka"}),
        ("klåtter på väggen", {"skadegorelse-klotter"}),
        ("stasjonen känns otrygg", {"stationsomrade-kollektivtrafik"}),
        ("sjuka hastiheter", {"trafik-hastighet"}),
        ("cykklar stjäls", {"bilbrott-cykelstold"}),
        ("Ungdomar som drar omkring", {"ungdomsgang"}),
        ("De bröt sej inn i boden", {"inbrott"}),
        ("Återvinningen är en soptipp", {"nedskrapning"}),
        ("De tog framhjulet", {"bilbrott-cykelstold"}),
        ("Linje 4 är hemsk", {"stationsomrade-kollektivtrafik"}),
        ("Containern stod i lågor", {"anlagd-brand"}),
        ("alltid brak och ran har", {"ordningsstorning", "valdsbrott-ran"}),
        ("hog fart pa vagen", {"trafik-hastighet"}),
    ],
)
def test_swedish_as_people_write_it(text: str, expected: set[str]) -> None:
    assert slugs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Jag kommer från grannarna",
        "Bilen drogs upp",
        "En drogist i stan",
        "Mörk choklad är gott",
        "Ett stort mörkertal",
        "Skräpmat till lunch",
        "Vi bor på hotell",
        "Superbra och festlig stämning",
        "Han är vaktmästare",
        "Hög halt av bly i vattnet",
        "Föräldramöte på måndag",
        "Tjuvstart i loppet",
        "Vi var nere på Lyktvägen",
        "Bensinstationen har stängt",
        "Vi planerar en resa och har planer",
        "Sanningen om släkten i villan",
        "Vacker utsikt över sjön med kamrater",
        "Det tar langre tid",
    ],
)
def test_look_alikes_suggest_nothing(text: str) -> None:
    assert slugs(text) == {OTHER}


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Aldrig sett droger här", {"narkotika"}),
        ("Inga problem med klotter", {"skadegorelse-klotter"}),
        ("Inga inbrott, droger eller bråk", {"inbrott", "narkotika", "ordningsstorning"}),
        ("Inbrott har vi inte haft", {"inbrott"}),
        ("Droger finns inte här", {"narkotika"}),
        ("Här klottras inte längre", {"skadegorelse-klotter"}),
        ("Varken fylleri eller våld", {"alkohol-berusade", "valdsbrott-ran"}),
        ("Häckarna skymmer inte sikten", {"skymd-sikt-vaxtlighet"}),
        ("Det är inget fel på belysningen", {"belysning"}),
        ("Skönt att slippa oroa sig för inbrott", {"inbrott"}),
        ("Har bott här länge och aldrig sett en kanyl", {"narkotika", "nedskrapning"}),
        ("Skjutningar har vi sluppit", {"gangkriminalitet-skjutning"}),
        ("Andra klagar på trafiken, men inte jag", {"trafik-hastighet"}),
        ("Vi är förskonade från inbrott", {"inbrott"}),
        ("det ar inga inbrott pa var gata", {"inbrott"}),
        ("Nej, kameror behövs inte här", {"polisnarvaro"}),
        ("Jag är inte rädd i tunneln", {"gangtunnel-gangvag"}),
        ("Vi saknar varken kameror eller vakter", {"polisnarvaro"}),
    ],
)
def test_what_is_denied_is_kept_apart_and_never_suggested(text: str, denied: set[str]) -> None:
    assert set(suggest(text).negated) == denied
    assert slugs(text) == {OTHER}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ingen belysning", {"belysning"}),
        ("Inga poliser", {"polisnarvaro"}),
        ("Ingen gör något åt klottret", {"skadegorelse-klotter"}),
        ("Jag går inte förbi där de dricker", {"alkohol-berusade"}),
        ("Jag vågar inte gå ut när det är mörkt", {"belysning"}),
        ("Trottoarerna sandas aldrig", {"tillganglighet-halka"}),
        ("Det är inte mörkret utan alla fulla människor", {"alkohol-berusade"}),
        ("Vi saknar inte bara belysning utan allt", {"belysning"}),
        ("Inget händer, det är fel på belysningen", {"belysning"}),
        ("Ni gör inget åt inbrotten", {"inbrott"}),
        ("Inte bara inbrott utan också skadegörelse", {"inbrott", "skadegorelse-klotter"}),
    ],
)
def test_a_lack_is_no_denial(text: str, expected: set[str]) -> None:
    assert slugs(text) == expected
    assert expected.isdisjoint(suggest(text).negated)


def test_what_eases_is_told_from_what_is_missing() -> None:
    """Each line: "-" where the focus area is denied, gone, rare or no worry, "+" where it is meant all the same."""
    lines = [line.split("|") for line in PHRASES.read_text(encoding="utf-8").splitlines()]
    alone, both = (
        [
            text
            for kind, text in lines
            if (kind[1:] in fold(one.slug for one in suggest(text, taught=taught).suggestions)) != (kind[0] == "+")
        ]
        for taught in (NOTHING, weights())
    )
    assert alone == []
    assert len(lines) > 90 and len(both) <= 0.05 * len(lines), both


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Men harass us on the bus at night", "en"),
        ("Puisto on pimeä ja roskainen", "fi"),
        ("Waxaan ka baqayaa habeenkii", "so"),
        ("الشارع مظلم", "ar"),
        ("Темно і страшно вночі", "uk"),
        ("Boję się wieczorem", "pl"),
        ("Auf dem Spielplatz liegen Spritzen", "de"),
        ("Karanlık ışık yok", "tr"),
    ],
)
def test_no_guess_by_keyword_in_other_languages(text: str, lang: str) -> None:
    made = suggest(text)
    assert (made.lang, made.suggestions, made.negated) == (lang, (), ())


@pytest.mark.parametrize("text", ["", "   ", "😱", "!!!", "112"])
def test_it_does_not_know_where_there_is_no_word(text: str) -> None:
    assert suggest(text).suggestions == ()


def test_the_words_behind_a_suggestion_are_as_they_stand() -> None:
    (one,) = suggest("Kolsvart bakom SKOLAN").suggestions
    assert (one.because, one.polarity) == (("Kolsvart",), "brist")
    assert suggest("Bra upplyst").suggestions[0].polarity == "positiv"
    assert suggest("Fler lampor vid parken").suggestions[0].polarity == "forslag"


def test_a_word_spelt_right_is_not_taken_for_another_by_its_sound() -> None:
    known = vocabulary()
    assert [word for word in known.ordinary if known.near(word)] == []
    for word in ("planer", "släkten", "sanningen", "vacker", "miljoner", "kallar", "langre"):
        assert not known.atoms(word)


@given(st.text(alphabet="abcdeghijklmnoprstuvxåäö", max_size=20))
def test_a_double_letter_and_its_single_sound_alike(word: str) -> None:
    assert sound(word.replace("m", "mm")) == sound(word)


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from("inga inte aldrig drog mörkt utan polis , . varken är från".split())).map(" ".join)
)
def test_it_never_fails_and_its_words_stand_in_the_text(text: str) -> None:
    made = suggest(text)
    suggested = [one.slug for one in made.suggestions]
    assert len(set(suggested)) == len(suggested)
    assert not set(suggested) & set(made.negated)
    for one in made.suggestions:
        assert 0 < one.score < 1
        assert all(word in text for word in one.because)
        assert bool(one.because) == (one.slug != OTHER)


def test_a_suggestion_takes_under_two_milliseconds() -> None:
    suggest("något")
    texts = [
        f"Gatubelysningen vid nummer{i} slocknade igen och ungdomsgänget klottrade i gångtunneln{i}x" for i in range(50)
    ]
    began = time.process_time()
    for text in texts:
        suggest(text)
    assert (time.process_time() - began) / len(texts) < 0.002


@pytest.mark.parametrize("run", ["A", "åäö", "a-", "inga droger "])
def test_no_text_takes_it_long(run: str) -> None:
    began = time.process_time()
    suggest(run * 5_000)
    assert time.process_time() - began < 1


def calls(text: str) -> int:
    """Return how many calls it takes to read a text: the same on any machine."""
    count = 0

    def told(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += 1

    known, before = vocabulary(), sys.getprofile()
    suggest(text, known)  # what is remembered of its words is remembered
    sys.setprofile(told)
    try:
        suggest(text, known)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "said",
    [
        "AB ",
        "för mörkt ",
        "cykeln stulen ",
        "inga droger eller ",
        "inte utan droger, ",
        "lgh 12 ",
        "Å ",
        "är så artiga ",
    ],
)
def test_four_times_the_text_takes_four_times_the_work(said: str) -> None:
    assert calls((said * 8_000)[:8_000]) < 5 * calls((said * 2_000)[:2_000])


def test_misspelt_words() -> None:
    assert misspelt("belysning", "belysnign"[:9]) is False  # the last letter is another: an ending
    assert misspelt("skadegör", "skaddegör")
    assert misspelt("skadegör", "skdaegör")
    assert not misspelt("busken", "fusken"[1:])


def test_every_focus_area_has_words_and_names_only_focus_areas() -> None:
    areas = vocabulary().areas
    assert len(areas) == 27  # all but ovrigt
    for area in areas.values():
        assert area["name"]
        assert area.get("trouble") or area.get("wanted")
        assert set(area.get("yields_to", [])) <= set(areas)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Tack för de nya lyktorna vid ån", "positiv"),
        ("Tack för att ni satt upp lyktor, nu är det inte mörkt längre", "positiv"),
        ("Stort tack för fler poliser", "positiv"),
        ("Lamporna är bra för oss", "positiv"),
        ("Tack för belysningen men den är trasig", "brist"),
        ("Tack för att jag får säga att det är mörkt", "brist"),
        ("Tack för ingenting, lamporna är släckta", "brist"),
        ("Det är för mörkt, tack", "brist"),
    ],
)
def test_thanks_are_praise_unless_there_is_a_but(text: str, polarity: str) -> None:
    assert {one.polarity for one in suggest(text).suggestions} == {polarity}
