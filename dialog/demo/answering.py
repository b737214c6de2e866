"""How the example's residents answer: a form filled in as a person would, for any survey. Pure, and the same for a seed."""

import json
import random
from typing import Any

from dialog.demo import phrases
from dialog.demo.places import Town
from dialog.survey.questionnaire import Choice, Question, Questionnaire, fill, shown_codes
from dialog.survey.questionnaire.shape import Filled

Form = dict[str, list[str]]
#: Questions where an answer means that somebody is afraid, and the choices that say so.
_AFRAID = {"ganska_otrygg", "mycket_otrygg", "gar_aldrig_ut", "stort", "ganska_ofta", "mycket_ofta", "helt", "ja"}


def answer(rng: random.Random, questionnaire: Questionnaire, town: Town) -> tuple[Filled, list[phrases.Phrase]]:
    """Fill in a questionnaire; return what was filled in, and the phrases that became words, in the order of questions."""
    fear = rng.betavariate(1.8, 1.9)  # 0: never afraid, 1: always
    form: Form = {}
    written: list[phrases.Phrase] = []
    for question in questionnaire.questions:
        if question.kind == "info" or (question.condition and question.code not in shown_codes(questionnaire, form)):
            continue
        if not question.is_required and rng.random() < 0.12:
            continue
        _FILLERS[question.kind](rng, question, town, fear, form, written)
    return fill(questionnaire, form), written


def _weighted(rng: random.Random, choices: tuple[Choice, ...], fear: float) -> Choice:
    weights = [0.25 + (2 * fear if c.code in _AFRAID else 2 * (1 - fear)) for c in choices]
    return rng.choices(choices, weights)[0]


def _one(rng: random.Random, q: Question, _t: Town, fear: float, form: Form, _w: Any) -> None:
    if q.states and rng.random() < 0.04:
        form[q.field] = [rng.choice(q.states)]
        return
    if q.choices and q.choices[0].value is not None:
        middle = (1 - fear) * (len(q.choices) - 1)
        at = min(len(q.choices) - 1, max(0, round(rng.gauss(middle, len(q.choices) / 6))))
        form[q.field] = [q.choices[at].code]
        return
    chosen = _weighted(rng, q.choices, fear)
    form[q.field] = [chosen.code]
    if chosen.is_other:
        form[f"{q.field}-other"] = ["Inneboende"]


def _several(rng: random.Random, q: Question, _t: Town, _f: float, form: Form, _w: Any) -> None:
    alone = [c.code for c in q.choices if c.is_exclusive]
    if alone and rng.random() < 0.6:
        form[q.field] = [rng.choice(alone)]
        return
    plain = [c.code for c in q.choices if not c.is_exclusive and not c.is_other]
    many = min(rng.choice((1, 1, 1, 2, 2, 3)), q.most or 3, len(plain))
    # What stands first is chosen most, as in real answers; each at most once.
    order = sorted(plain, key=lambda code: rng.random() ** (1 / (len(plain) - plain.index(code) + 1)), reverse=True)
    form[q.field] = [code for code in plain if code in order[:many]]


def _matrix(rng: random.Random, q: Question, _t: Town, fear: float, form: Form, _w: Any) -> None:
    for row in q.rows:
        state = rng.random() < 0.07 and q.states
        form[f"{q.field}-{row.code}"] = [rng.choice(q.states) if state else _weighted(rng, q.choices, fear).code]


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
