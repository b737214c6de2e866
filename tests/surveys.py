"""The example survey of the tests: every kind of question, conditions in a chain, texts that lack in English.

`build.survey()` in `tests/build.py` puts it in the database. A spec is plain data, so that a test can change it first.
"""

import copy
import uuid
from types import SimpleNamespace
from typing import Any


def words(sv: str, en: str = "") -> dict[str, str]:
    return {"sv": sv, "en": en} if en else {"sv": sv}


def choice(code: str, sv: str, en: str = "", **more: Any) -> dict[str, Any]:
    return {"code": code, "text": words(sv, en), **more}


def question(code: str, kind: str, sv: str, en: str = "", **more: Any) -> dict[str, Any]:
    """A question with what is told; the rest as it is when nothing is said."""
    made: dict[str, Any] = {"code": code, "kind": kind, "text": words(sv, en), "hint": {}, "is_required": False}
    return made | {"options": {}, "condition": None} | more


def when(code: str, *answers: str) -> dict[str, Any]:
    return {"all": [{"question": code, "is": list(answers)}]}


BOTH = {"dont_know": True, "no_answer": True}
FEELS = [
    choice("very_safe", "Mycket trygg", "Very safe", value=4),
    choice("rather_safe", "Ganska trygg", "Rather safe", value=3),
    choice("rather_unsafe", "Ganska otrygg", "Rather unsafe", value=2),
    choice("very_unsafe", "Mycket otrygg", "Very unsafe", value=1),
]
YES_NO = [choice("yes", "Ja", "Yes"), choice("no", "Nej", "No")]

SECTIONS: list[dict[str, Any]] = [
    {
        "title": words("Ditt område", "Your area"),
        "intro": words("Tänk på området där du bor.", "Think of the area where you live."),
        "questions": [
            question("evening", "scale", "Hur trygg känner du dig ute på kvällen?", "How safe do you feel outdoors in the evening?",
                     is_required=True, options={"choices": FEELS, "dont_know": True}),
            question("role", "one", "Vad gör du i området?", "What do you do in the area?",
                     options={"choices": [choice("live", "Bor här", "Live here"), choice("work", "Arbetar här", "Work here"),
                                          choice("other", "Annat", "Something else", is_other=True)], "no_answer": True}),
            question("problems", "matrix", "Hur stora problem är det här?", "How big are these problems?",
                     hint=words("Svara på de rader du känner till."),
                     options={"rows": [choice("litter", "Nedskräpning", "Litter"), choice("traffic", "Farlig trafik", "Dangerous traffic")],
                              "choices": [choice("none", "Inget", "None", value=0), choice("small", "Litet", "Small", value=1),
                                          choice("big", "Stort", "Big", value=2)], "dont_know": True}),
        ],
    },
    {
        "title": words("Det du undviker", "What you avoid"),
        "intro": {},
        "questions": [
            question("avoids", "one", "Finns det någon plats som du undviker?", "Is there a place that you avoid?",
                     is_required=True, options={"choices": YES_NO, **BOTH}),
            question("often", "number", "Hur ofta, ungefär, den senaste veckan?", "About how often, in the last week?",
                     is_required=True, condition=when("avoids", "yes"),
                     options={"min": 0, "max": 50, "decimals": 1, "unit": words("gånger", "times"), "dont_know": True}),
            question("where", "place", "Vilken plats?", "Which place?", condition=when("avoids", "yes"),
                     options={"feeling": "unsafe", "stretch": True, "no_answer": True}),
            question("changed", "several", "Vad skulle göra den tryggare?", "What would make it safer?", condition=when("avoids", "yes"),
                     options={"choices": [choice("light", "Bättre belysning", "Better lighting"), choice("people", "Fler vuxna ute", "More adults about"),
                                          choice("clean", "Renare", "Cleaner"), choice("other", "Annat", "Something else", is_other=True),
                                          choice("nothing", "Inget av det här", "None of these", is_exclusive=True)], "most": 3, **BOTH}),
            question("light_where", "short", "Var saknas belysning?", "Where is lighting lacking?", condition=when("changed", "light"),
                     options={"is_remark": True}),
        ],
    },
    {
        "title": words("Med egna ord"),
        "intro": {},
        "questions": [
            question("note", "info", "Skriv inte namn på personer.", "Do not write names of people."),
            question("nickname", "short", "Vad kallar du ditt område?", options={"most_letters": 40}),
            question("tell", "text", "Vad vill du berätta?", "What do you want to tell us?", options={"feeling": None, "no_answer": True}),
        ],
    },
]  # fmt: skip

TEXTS = {
    "asker": words("Växjö kommun och polisen frågar.", "The municipality and the police are asking."),
    "purpose": words("Vi vill veta var det känns otryggt.", "We want to know where it feels unsafe."),
    "influence": words("Svaren påverkar belysning och städning.", "Your answers affect lighting and cleaning."),
    "readers": words("Trygghetssamordnaren och kommunpolisen läser.", "The safety coordinator and the police read."),
    "kept": words("Svaren sparas i två år.", "The answers are kept for two years."),
    "answer_back": words("Vi svarar på webbplatsen i mars.", "We answer on this site in March."),
    "contact": words("Ring 0470-410 00 om du hellre pratar.", "Call 0470-410 00 if you would rather talk."),
    "thanks": words("Tack för att du berättade.", "Thank you for telling us."),
}


def spec() -> list[dict[str, Any]]:
    """A copy of the sections, to change as a test needs."""
    return copy.deepcopy(SECTIONS)


def as_wave(sections: list[dict[str, Any]] | None = None) -> Any:
    """A wave without a database, for what is pure."""
    made = []
    for at, section in enumerate(sections if sections is not None else spec()):
        rows = [SimpleNamespace(id=uuid.uuid4(), position=n, **q) for n, q in enumerate(section["questions"])]
        made.append(
            SimpleNamespace(
                id=uuid.uuid4(), position=at, title=section["title"], intro=section["intro"], questions=rows
            )
        )
    return SimpleNamespace(id=uuid.uuid4(), sections=made)


def good_answers(**more: Any) -> dict[str, list[str]]:
    """A form that is right as it stands, by field; `more` by question code changes it (None takes a field away)."""
    fields: dict[str, Any] = {
        "q-evening": "rather_unsafe",
        "q-role": "other",
        "q-role-other": "Rastar hunden",
        "q-problems-litter": "big",
        "q-problems-traffic": "dont_know",
        "q-avoids": "yes",
        "q-often": "2,5",
        "q-where-words": "Tunneln vid stationen",
        "q-where-geometry": '{"type":"Point","coordinates":[14.805,56.879]}',
        "q-changed": ["light", "other"],
        "q-changed-other": "Bänkar",
        "q-light_where": "Norra ingången",
        "q-nickname": "Öster",
        "q-tell": "Det är mörkt i tunneln.",
    }
    fields |= {"q-" + name.replace("__", "-"): value for name, value in more.items()}
    return {k: v if isinstance(v, list) else [v] for k, v in fields.items() if v is not None}
