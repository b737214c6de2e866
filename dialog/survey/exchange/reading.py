"""Reads a survey's file strictly: every fault is named with where it stands, and then nothing is made of it. Pure."""

import json
import re
from typing import Any

from dialog.base.i18n import N_
from dialog.survey.checking import MOST_QUESTIONS, TOPICS
from dialog.survey.exchange.shape import (
    FACTS,
    FORMAT,
    LANGUAGES,
    QUESTION,
    SECTION,
    BadDocument,
    Document,
    Fault,
    QuestionSpec,
    SectionSpec,
)
from dialog.survey.kinds import SENTENCES, problems_of

LARGEST_FILE = 1024 * 1024  # bytes
MOST_LETTERS = 10_000
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
#: Words under /admin/enkater that are not surveys.
TAKEN_SLUGS = frozenset({"ny", "forlaga", "fil"})
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_ENTRY = frozenset({"code", "text", "value", "is_other", "is_exclusive"})


def read_document(data: bytes) -> Document:
    """Read a file; raises BadDocument naming all that is wrong and where."""
    value = _parsed(data)
    reader = _Reader()
    document = reader.document(value)
    if reader.faults:
        raise BadDocument(reader.faults)
    return document


def _parsed(data: bytes) -> Any:
    if len(data) > LARGEST_FILE:
        raise BadDocument([Fault("", N_("Filen är större än 1 MB."))])
    if data[:2] == b"PK":
        raise BadDocument(
            [
                Fault(
                    "",
                    N_(
                        "Filen är ett kalkylblad eller ett arkiv. Enkäter läses bara som JSON, i det format som beskrivs i docs/survey-json.md."
                    ),
                )
            ]
        )
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadDocument([Fault("", N_("Filen är inte text i UTF-8."))]) from None
    except RecursionError:
        raise BadDocument([Fault("", N_("Filen har för många nivåer."))]) from None
    except json.JSONDecodeError as error:
        facts = {"line": error.lineno, "column": error.colno}
        raise BadDocument(
            [Fault("", N_("Filen är inte JSON. Felet börjar på rad %(line)s, tecken %(column)s."), facts)]
        ) from None
    except ValueError as error:
        raise BadDocument(
            [Fault("", N_("Filen har något som inte får stå i den: %(what)s."), {"what": str(error)[:60]})]
        ) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"“{next(n for n in names if names.count(n) > 1)[:40]}” × 2")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


class _Reader:
    """Reads the parts of a document and notes what is wrong; what it returns is used only when nothing is."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, where: str, message: str, **facts: Any) -> None:
        self.faults.append(Fault(where, message, facts))

    def document(self, value: Any) -> Document:
        value = self.keys("", value, ("format", *FACTS, "sections"))
        if value.get("format") != FORMAT:
            self.fault("format", N_("Här ska stå ”%(format)s”."), format=FORMAT)
        slug = self.line("slug", value.get("slug"), 80)
        if "slug" in value and (not SLUG.fullmatch(slug) or slug in TAKEN_SLUGS):
            self.fault(
                "slug",
                N_(
                    "Adressen får bara ha a–z, siffror och bindestreck, och får inte vara ett ord som webbplatsen själv använder."
                ),
            )
        texts = value.get("texts")
        if not isinstance(texts, dict) or set(texts) - set(TOPICS):
            self.fault("texts", N_("Här ska stå texter för några av: %(names)s."), names=", ".join(TOPICS))
            texts = {}
        return Document(
            slug=slug,
            title=self.words("title", value.get("title"), must=True),
            texts={topic: self.words(f"texts.{topic}", words) for topic, words in texts.items()},
            languages=self.languages(value.get("languages")),
            police_reads=self.flag("police_reads", value.get("police_reads")),
            minutes=self.number("minutes", value.get("minutes"), 1, 120),
            registry_number=self.line("registry_number", value.get("registry_number"), 80),
            retention_decision=self.line("retention_decision", value.get("retention_decision"), 200),
            keep_months=self.number("keep_months", value.get("keep_months"), 1, 240),
            sections=self.sections(value.get("sections")),
        )

    def keys(self, where: str, value: Any, names: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.fault(where, N_("Här ska stå ett objekt: { … }."))
            return {}
        for name in (n for n in names if n not in value):
            self.fault(f"{where}.{name}".lstrip("."), N_("Det här saknas."))
        for name in (n for n in value if n not in names):
            self.fault(f"{where}.{name[:40]}".lstrip("."), N_("Det här hör inte hit. Är det felstavat?"))
        return value

    def languages(self, value: Any) -> list[str]:
        if not isinstance(value, list) or "sv" not in value or not all(one in LANGUAGES for one in value):
            self.fault(
                "languages",
                N_("Här ska stå en lista med ”sv” och kanske fler av: %(names)s."),
                names=", ".join(LANGUAGES),
            )
            return []
        if len(set(value)) < len(value):
            self.fault("languages", N_("Samma språk står två gånger."))
        return value

    def words(self, where: str, value: Any, *, must: bool = False) -> dict[str, str]:
        if not isinstance(value, dict) or not all(k in LANGUAGES and isinstance(v, str) for k, v in value.items()):
            self.fault(where, N_('Här ska stå text per språk, till exempel {"sv": "…", "en": "…"}.'))
            return {}
        for language, text in value.items():
            if len(text) > MOST_LETTERS or _UNSTORABLE.search(text):
                self.fault(f"{where}.{language}", N_("Texten är för lång eller har tecken som inte går att spara."))
        if must and not value.get("sv", "").strip():
            self.fault(where, N_("Texten på svenska saknas."))
        return value

    def line(self, where: str, value: Any, most: int) -> str:
        if isinstance(value, str) and len(value) <= most and not _UNSTORABLE.search(value) and "\n" not in value:
            return value
        if value is not None:
            self.fault(where, N_("Här ska stå text på en rad, högst %(most)s tecken."), most=most)
        return ""

    def flag(self, where: str, value: Any) -> bool:
        if value is not None and not isinstance(value, bool):
            self.fault(where, N_("Här ska stå true eller false."))
        return value is True

    def number(self, where: str, value: Any, low: int, high: int) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        if value is not None:
            self.fault(where, N_("Här ska stå ett heltal från %(low)s till %(high)s."), low=low, high=high)
        return low

    def sections(self, value: Any) -> list[SectionSpec]:
        if not isinstance(value, list):
            self.fault("sections", N_("Här ska stå en lista: [ … ]."))
            return []
        found, codes, number = [], set[str](), 0
        for place, given in enumerate(value):
            where = f"sections[{place}]"
            one = self.keys(where, given, SECTION)
            questions = one.get("questions")
            if not isinstance(questions, list):
                self.fault(f"{where}.questions", N_("Här ska stå en lista: [ … ]."))
                questions = []
            number += len(questions)
            specs = [self.question(f"{where}.questions[{n}]", q, codes) for n, q in enumerate(questions)]
            title = self.words(f"{where}.title", one.get("title"))
            found.append(SectionSpec(title, self.words(f"{where}.intro", one.get("intro")), specs))
        if number > MOST_QUESTIONS:
            self.fault(
                "sections", N_("Enkäten har %(n)s frågor. Den får ha högst %(most)s."), n=number, most=MOST_QUESTIONS
            )
        return found

    def question(self, where: str, value: Any, codes: set[str]) -> QuestionSpec:
        value = self.keys(where, value, QUESTION)
        kind = value.get("kind", "")
        spec = QuestionSpec(
            code=value.get("code", ""),
            kind=kind if isinstance(kind, str) else "",
            text=self.words(f"{where}.text", value.get("text")),
            hint=self.words(f"{where}.hint", value.get("hint")),
            is_required=self.flag(f"{where}.is_required", value.get("is_required")),
            options=value.get("options", {}),
            condition=value.get("condition"),
        )
        if isinstance(spec.code, str) and spec.code in codes:
            self.fault(f"{where}.code", N_("Flera frågor har samma kod."))
        if isinstance(spec.code, str):
            codes.add(spec.code)
        for problem in problems_of(spec):
            if not (problem == "words_are_wrong" and self.faults and self.faults[-1].where.startswith(where)):
                self.fault(where, SENTENCES[problem])
        self.inside(f"{where}.options", spec.options)
        return spec

    def inside(self, where: str, value: Any, depth: int = 0) -> None:
        """Refuse texts that cannot be stored, in languages we do not have, or too deep, wherever they stand."""
        if depth > 6:
            self.fault(where, N_("Filen har för många nivåer."))
        elif isinstance(value, dict):
            if "code" in value:
                for name in sorted(set(value) - _ENTRY):
                    self.fault(f"{where}.{name[:40]}", N_("Det här hör inte hit. Är det felstavat?"))
            for name, one in value.items():
                if name in ("text", "unit") and isinstance(one, dict):
                    self.words(f"{where}.{name}", one)
                else:
                    self.inside(f"{where}.{name[:40]}", one, depth + 1)
        elif isinstance(value, list):
            for place, one in enumerate(value):
                self.inside(f"{where}[{place}]", one, depth + 1)
        elif isinstance(value, str) and (len(value) > MOST_LETTERS or _UNSTORABLE.search(value)):
            self.fault(where, N_("Texten är för lång eller har tecken som inte går att spara."))
