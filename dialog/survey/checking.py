"""What is wrong with a draft before it is published: pure rules over its sections and questions.

The definition of each question by itself is checked in `survey/kinds`; here is what shows only when they stand together.
A `Finding` says what (a msgid and its variables) and where; one that does not stop is advice. Next stop: `building`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Protocol

from dialog.base.i18n import N_
from dialog.survey.kinds import CHOOSING, SENTENCES, STATES, Definition, problems_of, terms_of

MOST_QUESTIONS = 100
MANY_QUESTIONS = 30
#: What residents are told before they start, on the last page, and when it is over.
TOPICS = ("asker", "purpose", "influence", "readers", "kept", "answer_back", "contact", "thanks", "outcome")
#: What only the survey can tell, in Swedish at least; for the others the site's own texts stand in.
TOLD = ("purpose", "influence", "answer_back")

#: One term of a condition: the question's code and the codes that make it true.
Term = tuple[str, frozenset[str]]


class SectionLike(Protocol):
    """A section of a draft: a row of the table, or what was read from a file."""

    title: Any
    intro: Any
    questions: Any


@dataclass(frozen=True)
class Finding:
    """What is wrong, and where: a question's code, a section's place (from 0), or a text of the survey."""

    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    question: str = ""
    section: int | None = None
    topic: str = ""
    stops: bool = True


def check(
    sections: Sequence[SectionLike], languages: Sequence[str], title: Mapping[str, str], texts: Mapping[str, Any]
) -> list[Finding]:
    """Return all that is wrong with a draft, in the order it stands on the page; what stops comes before advice."""
    found = [*check_texts(languages, title, texts), *check_questions(sections)]
    found += check_languages(sections, languages)
    return sorted(found, key=lambda finding: not finding.stops)


def check_texts(languages: Sequence[str], title: Mapping[str, str], texts: Mapping[str, Any]) -> Iterator[Finding]:
    """Find what residents must be told before they start, and that nobody has written."""
    if not title.get("sv", "").strip():
        yield Finding(N_("Enkäten saknar namn på svenska."), topic="title")
    for topic in TOLD:
        if not (texts.get(topic) or {}).get("sv", "").strip():
            yield Finding(N_("En text som den som svarar ska få läsa saknas på svenska."), topic=topic)
    for language in languages:
        every = {"title": title, **{topic: texts.get(topic) or {} for topic in TOPICS}}
        lacking = [topic for topic, words in every.items() if _lacks(words, language)]
        if language != "sv" and lacking:
            yield Finding(
                N_("Enkätens uppgifter saknar text på %(language)s. Där visas svenska i stället."),
                {"language": language}, topic=lacking[0], stops=False,
            )  # fmt: skip


def check_questions(sections: Sequence[SectionLike]) -> Iterator[Finding]:
    """Find what is wrong with the questions, each by itself and together."""
    questions = [question for section in sections for question in section.questions]
    asked = sum(question.kind != "info" for question in questions)
    if not asked:
        yield Finding(N_("Enkäten har ingen fråga än."))
    if len(questions) > MOST_QUESTIONS:
        yield Finding(
            N_("Enkäten har %(n)s frågor. Den får ha högst %(most)s."), {"n": len(questions), "most": MOST_QUESTIONS}
        )
    elif asked > MANY_QUESTIONS:
        yield Finding(N_("Enkäten har %(n)s frågor. Många orkar inte svara på så många."), {"n": asked}, stops=False)
    for place, section in enumerate(sections):
        if not section.questions:
            yield Finding(N_("Avsnittet har ingen fråga."), section=place, stops=False)
        elif len(sections) > 1 and not (section.title or {}).get("sv", "").strip():
            yield Finding(N_("Avsnittet saknar rubrik på svenska."), section=place)
    times = Counter(question.code for question in questions)
    for question in questions:
        for problem in problems_of(question):
            yield Finding(SENTENCES[problem], question=question.code)
        if times[question.code] > 1:
            yield Finding(N_("Flera frågor har samma kod."), question=question.code)
    yield from check_conditions(questions)


def check_conditions(questions: Sequence[Definition]) -> Iterator[Finding]:
    """Find conditions that point forwards, at what is not there, or that nobody can meet."""
    earlier: dict[str, Definition] = {}
    codes = {question.code for question in questions}
    broken: set[str] = set()
    for question in questions:
        wrong = [_wrong_with(term, earlier, codes, question.code) for term in _terms(question)]
        for message in dict.fromkeys(message for message in wrong if message):
            broken.add(question.code)
            yield Finding(message, question=question.code)
        earlier.setdefault(question.code, question)
    for question in questions:
        if question.code not in broken and not is_reachable(question, earlier):
            yield Finding(
                N_("Frågan är obligatorisk men kan aldrig visas, eftersom ingen kan uppfylla villkoret.")
                if question.is_required
                else N_("Frågan kan aldrig visas, eftersom ingen kan uppfylla villkoret."),
                question=question.code,
            )


def _wrong_with(term: Term, earlier: Mapping[str, Definition], codes: set[Any], own: str) -> str:
    code, wanted = term
    if code not in codes:
        return N_("Villkoret pekar på en fråga som inte finns.")
    if code == own or code not in earlier:
        return N_("Villkoret pekar på en fråga som kommer senare. Flytta den ena frågan eller ändra villkoret.")
    if earlier[code].kind not in CHOOSING:
        return N_("Villkoret pekar på en fråga utan svarsalternativ.")
    if wanted - offered(earlier[code]):
        return N_("Villkoret pekar på ett svarsalternativ som inte finns.")
    return ""


def offered(question: Definition) -> frozenset[str]:
    """Return the codes that an answer to a question can have, "vet ej" and "vill inte svara" among them."""
    options = question.options if isinstance(question.options, dict) else {}
    choices = [entry for entry in options.get("choices") or [] if isinstance(entry, dict)]
    return frozenset({str(entry.get("code")) for entry in choices} | {state for state in STATES if options.get(state)})


def is_reachable(question: Definition, by_code: Mapping[str, Definition]) -> bool:
    """Say whether some set of answers shows a question; its conditions must point at earlier questions only."""
    wanted: dict[str, list[frozenset[str]]] = {}
    waiting, seen = [question], {question.code}
    while waiting:
        for code, codes in _terms(waiting.pop()):
            wanted.setdefault(code, []).append(codes)
            if code in by_code and code not in seen:
                seen.add(code)
                waiting.append(by_code[code])
    return all(code in by_code and _can_be(by_code[code], sets) for code, sets in wanted.items())


def _can_be(question: Definition, sets: list[frozenset[str]]) -> bool:
    """Say whether one answer to a question can hold a code of each set."""
    if frozenset.intersection(*sets) & offered(question):
        return True
    if question.kind != "several":
        return False
    options = question.options if isinstance(question.options, dict) else {}
    alone = {entry.get("code") for entry in options.get("choices") or [] if entry.get("is_exclusive")}
    free = sorted((offered(question) - alone - set(STATES)) & frozenset.union(*sets))
    if not all(wanted.intersection(free) for wanted in sets):
        return False
    most = options.get("most") or len(sets)
    if most >= len(sets):
        return True
    return any(all(wanted.intersection(some) for wanted in sets) for some in combinations(free, most))


def _terms(question: Definition) -> list[Term]:
    try:
        return terms_of(question.condition)
    except ValueError:
        return []


def check_languages(sections: Sequence[SectionLike], languages: Sequence[str]) -> Iterator[Finding]:
    """Find texts that are written in Swedish but not in another of the survey's languages: advice, one a question."""
    for language in (code for code in languages if code != "sv"):
        for place, section in enumerate(sections):
            if any(_lacks(words, language) for words in (section.title, section.intro)):
                yield Finding(
                    N_("Avsnittet saknar text på %(language)s. Där visas svenska i stället."),
                    {"language": language},
                    section=place,
                    stops=False,
                )
            for question in section.questions:
                if any(_lacks(words, language) for words in texts_of(question)):
                    yield Finding(
                        N_("Frågan saknar text på %(language)s. Där visas svenska i stället."),
                        {"language": language},
                        question=question.code,
                        stops=False,
                    )


def texts_of(question: Definition) -> Iterator[Any]:
    """Return every text of a question that a respondent reads, each as words per language."""
    yield from (question.text, question.hint)
    options = question.options if isinstance(question.options, dict) else {}
    yield options.get("unit")
    for name in ("rows", "choices"):
        yield from (entry.get("text") for entry in options.get(name) or [] if isinstance(entry, dict))


def _lacks(words: Any, language: str) -> bool:
    return isinstance(words, dict) and bool(words.get("sv", "").strip()) and not words.get(language, "").strip()
