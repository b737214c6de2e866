"""What kinds there are, their bounds and options, and what is said when a definition is wrong. Pure."""

import re
from typing import Any, Protocol

from dialog.base.i18n import N_

KINDS = ("one", "several", "scale", "matrix", "number", "short", "text", "place", "info")
CHOOSING = frozenset({"one", "several", "scale"})
STATES = ("dont_know", "no_answer")
FEELINGS = ("unsafe", "safe", "mixed")
MOST_CHOICES = 60
MOST_ROWS = 30
MOST_SHORT = 200
MOST_TEXT = 4000
MOST_PLACE_WORDS = 300
LARGEST_NUMBER = 10**9

#: A hyphen never stands in a code: it parts a code from a row's or a field's name in the form (`q-problem-litter`).
CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")

OWN_OPTIONS = {
    "one": {"choices"},
    "several": {"choices", "most"},
    "scale": {"choices"},
    "matrix": {"rows", "choices"},
    "number": {"min", "max", "decimals", "unit"},
    "short": {"most_letters", "is_remark"},
    "text": {"most_letters", "feeling"},
    "place": {"feeling", "stretch", "when"},
    "info": set(),
}

#: What is wrong with a definition, in words for who builds the survey.
SENTENCES = {
    "kind_is_unknown": N_("Frågan är av en sort som inte finns."),
    "code_is_wrong": N_("Frågans kod ska vara 1–40 tecken: a–z utan prickar, siffror och understreck."),
    "text_is_missing": N_("Frågan saknar text på svenska."),
    "words_are_wrong": N_("En text ska vara ord per språk."),
    "option_is_unknown": N_("Frågan har en inställning som hör till en annan sorts fråga."),
    "option_is_wrong": N_("En av frågans inställningar har ett värde som inte går att använda."),
    "choices_are_few": N_("Frågan behöver minst två svarsalternativ."),
    "choices_are_many": N_("Frågan har för många svarsalternativ eller rader."),
    "choice_code_is_wrong": N_("Ett svarsalternativ eller en rad har en kod som inte går att använda."),
    "choice_code_is_twice": N_("Två svarsalternativ eller rader har samma kod."),
    "choice_text_is_missing": N_("Ett svarsalternativ eller en rad saknar text på svenska."),
    "value_is_missing": N_("Varje steg på skalan behöver ett heltal som värde."),
    "value_is_twice": N_("Två steg på skalan har samma värde."),
    "rows_are_missing": N_("Frågan behöver minst en rad."),
    "most_is_wrong": N_("”Högst så många” ska vara ett heltal mellan 2 och antalet svarsalternativ."),
    "bounds_are_wrong": N_("Det minsta talet ska vara mindre än det största."),
    "condition_is_wrong": N_("Villkoret går inte att läsa."),
    "required_info": N_("En informationstext kan inte vara obligatorisk."),
}


class Definition(Protocol):
    """What is checked: a row of `questions`, or anything with the same names."""

    code: Any
    kind: Any
    text: Any
    hint: Any
    is_required: Any
    options: Any
    condition: Any
