"""How the example's residents answer: a form filled in as a person would, for any survey. Pure, and the same for a seed."""

import json
import random
from typing import Any

from dialog.demo import phrases
from dialog.demo.places import Town
from dialog.survey.questionnaire import Choice, Question, Questionnaire, fill, shown_codes
from dialog.survey.questionnaire.shape import Filled

Form = dict[str, list[str]]
#: Who answers, by question and choice: not as a town is, but as those are who usually fill in such a form.
_PEOPLE: dict[str, dict[str, float]] = {
    "alder": {"16_19": 7, "20_29": 13, "30_44": 24, "45_64": 30, "65_79": 20, "80": 6},
    "kon": {"kvinna": 54, "man": 44, "annat": 2},
    "boende": {"hyr": 38, "bostadsratt": 22, "hus": 35, "annat": 5},
}
#: How likely each of several is, by question and choice.
_LIKELY: dict[str, dict[str, float]] = {
    "hemma": {"bor": 0.86, "arbetar": 0.34, "studerar": 0.13, "besoker": 0.24},
    "utsatt": {"stold": 0.1, "skador": 0.09, "hot": 0.05, "vald": 0.02},
    "prioritera": {
        "belysning": 0.5, "stada": 0.26, "poliser": 0.36, "vuxna": 0.3, "unga": 0.28, "trafik": 0.3, "vaxter": 0.18,
    },
}  # fmt: skip
#: How much of one's fear a question brings out, where choices go from none to much; 1 where nothing is said.
_WEIGHT = {
    "dag": 0.45, "kvall": 1.0, "skrap": 1.0, "skador": 0.8, "belysning": 1.2, "berusade": 0.7, "narkotika": 0.75, "gang": 0.75,
    "trakasserier": 0.4, "fortkorning": 1.3, "inbrott": 0.9, "vald": 0.65, "sexualbrott": 0.5, "bedrageri": 0.8,
}  # fmt: skip
#: Choices that stand outside what they are listed with, and how likely they are for who is always afraid.
_APART = {"gar_aldrig_ut": 0.3}


def answer(rng: random.Random, questionnaire: Questionnaire, town: Town) -> tuple[Filled, list[phrases.Phrase]]:
    """Fill in a questionnaire; return what was filled in, and the phrases that became words, in the order of questions."""
    person = {code: rng.choices(list(shares), list(shares.values()))[0] for code, shares in _PEOPLE.items()}
    fear = min(1.0, rng.betavariate(1.7, 2.8) + 0.14 * (person["kon"] != "man"))  # 0: never afraid, 1: always
    form: Form = {}
    written: list[phrases.Phrase] = []
    for question in questionnaire.questions:
        if question.kind == "info" or (question.condition and question.code not in shown_codes(questionnaire, form)):
            continue
        if not question.is_required and rng.random() < 0.12:
            continue
        if person.get(question.code) in {choice.code for choice in question.choices}:
            _one_of_them(rng, question, person[question.code], form)
        else:
            _FILLERS[question.kind](rng, question, town, fear, form, written)
    return fill(questionnaire, form), written


def _chosen(rng: random.Random, code: str, choices: tuple[Choice, ...], fear: float) -> Choice:
    """Choose one of what goes from none to much; "yes or no" is yes for who is afraid."""
    for choice in choices:
        if rng.random() < fear * _APART.get(choice.code, 0):
            return choice
    listed = [choice for choice in choices if choice.code not in _APART]
    if {choice.code for choice in listed} == {"ja", "nej"}:
        said = "ja" if rng.random() < 0.15 + 0.85 * fear else "nej"
        return next(choice for choice in listed if choice.code == said)
    if listed[-1].code == "nej":
        listed.reverse()
    top = len(listed) - 1
    return listed[min(top, max(0, round(rng.gauss(fear * _WEIGHT.get(code, 1.0) * top, 0.22 * len(listed)))))]


def _one_of_them(rng: random.Random, q: Question, code: str, form: Form) -> None:
    """Say who one is, or that one would rather not."""
    if q.states and rng.random() < 0.04:
        form[q.field] = [rng.choice(q.states)]
        return
    form[q.field] = [code]
    if next(choice for choice in q.choices if choice.code == code).is_other:
        form[f"{q.field}-other"] = ["Inneboende"]


def _one(rng: random.Random, q: Question, _t: Town, fear: float, form: Form, _w: Any) -> None:
    is_ladder = bool(q.choices) and q.choices[0].value is not None  # from bad to good
    chosen = _chosen(rng, q.code, q.choices[::-1] if is_ladder else q.choices, fear)
    _one_of_them(rng, q, chosen.code, form)


def _several(rng: random.Random, q: Question, _t: Town, _f: float, form: Form, _w: Any) -> None:
    likely = _LIKELY.get(q.code, {})
    plain = [c.code for c in q.choices if not c.is_exclusive and not c.is_other]
    chosen = [code for code in plain if rng.random() < likely.get(code, 0.25)]
    alone = [c.code for c in q.choices if c.is_exclusive]
    kept = set(rng.sample(chosen, min(len(chosen), q.most or len(plain))))
    chosen = [code for code in chosen if code in kept]
    form[q.field] = chosen or alone[:1] or [max(plain, key=lambda code: likely.get(code, 0))]


def _matrix(rng: random.Random, q: Question, _t: Town, fear: float, form: Form, _w: Any) -> None:
    for row in q.rows:
        state = rng.random() < 0.07 and q.states
        form[f"{q.field}-{row.code}"] = [
            rng.choice(q.states) if state else _chosen(rng, row.code, q.choices, fear).code
        ]


def _number(rng: random.Random, q: Question, _t: Town, fear: float, form: Form, _w: Any) -> None:
    most = q.largest_number or 10
    form[q.field] = [str(min(int(most), int(rng.expovariate(1 / (0.5 + 8 * fear)))))]


def _short(rng: random.Random, q: Question, _t: Town, _f: float, form: Form, _w: Any) -> None:
    form[q.field] = [
        rng.choice(["Affisch i trapphuset", "Kommunens webbplats", "En granne", "Skolan", "QR-kod på en lyktstolpe"])
    ]


def _text(rng: random.Random, q: Question, _t: Town, _f: float, form: Form, written: Any) -> None:
    if rng.random() < (0.75 if q.feeling == "safe" else 0.4):
        return
    good = {"unsafe": False, "safe": True}.get(q.feeling or "")
    phrase = phrases.write(rng, good=good, wish=q.feeling is None and rng.random() < 0.7)
    form[q.field] = [phrase.text[: q.most_letters]]
    written.append(phrase)


def _place(rng: random.Random, q: Question, town: Town, _f: float, form: Form, _w: Any) -> None:
    if q.feeling == "safe" and rng.random() < 0.65:
        return
    if q.asks_when:
        chances = {"day": 0.12, "dusk": 0.35, "dark": 0.7, "autumn": 0.3, "winter": 0.35, "summer": 0.05}
        said = [code for code, chance in chances.items() if rng.random() < chance]
        form[f"q-{q.code}-day"] = form[f"q-{q.code}-season"] = said
    geometry, name = town.geometry(stretch=q.has_stretch and rng.random() < 0.12)
    told = rng.choice(
        ["gångtunneln", "busshållplatsen", "parken", "torget", "lekplatsen", "cykelvägen", "parkeringen", "skolgården"]
    )
    if rng.random() < 0.35:  # words only
        form[f"q-{q.code}-words"] = [f"{told.capitalize()} i {name}"]
        return
    form[f"q-{q.code}-geometry"] = [json.dumps(geometry)]
    if rng.random() < 0.6:
        form[f"q-{q.code}-words"] = [told.capitalize()]


_FILLERS = {
    "one": _one, "scale": _one, "several": _several, "matrix": _matrix, "number": _number, "short": _short,
    "text": _text, "place": _place,
}  # fmt: skip
