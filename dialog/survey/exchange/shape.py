"""What a survey's file holds, and how it is written: the same document is always written the same. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dialog.survey.checking import TOPICS

FORMAT = "trygghetsdialog/survey/1"
LANGUAGES = ("sv", "en")


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file: the path to it, and a msgid with its variables."""

    where: str
    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class BadDocument(Exception):
    """A file that is no survey; `faults` names everything that is wrong."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass
class QuestionSpec:
    """A question as a file holds it."""

    code: str
    kind: str
    text: dict[str, str]
    hint: dict[str, str]
    is_required: bool
    options: dict[str, Any]
    condition: dict[str, Any] | None


@dataclass
class SectionSpec:
    """A section as a file holds it."""

    title: dict[str, str]
    intro: dict[str, str]
    questions: list[QuestionSpec]


@dataclass
class Document:
    """A survey as a file holds it: its facts and the questions of one wave."""

    slug: str
    title: dict[str, str]
    texts: dict[str, dict[str, str]]
    languages: list[str]
    police_reads: bool
    minutes: int
    registry_number: str
    retention_decision: str
    keep_months: int
    sections: list[SectionSpec]


QUESTION = ("code", "kind", "text", "hint", "is_required", "options", "condition")
SECTION = ("title", "intro", "questions")
FACTS = (
    "slug", "title", "texts", "languages", "police_reads", "minutes", "registry_number", "retention_decision", "keep_months",
)  # fmt: skip


def document_of(survey: Any, sections: Iterable[Any]) -> Document:
    """Make a document of a survey and the sections of one of its waves."""
    return Document(
        **{name: getattr(survey, name) for name in FACTS},
        sections=[
            SectionSpec(s.title, s.intro, [QuestionSpec(**{n: getattr(q, n) for n in QUESTION}) for q in s.questions])
            for s in sections
        ],
    )


def written(document: Document) -> str:
    """Write a document as JSON; the same document is always written the same."""
    made: dict[str, Any] = {"format": FORMAT} | {name: getattr(document, name) for name in FACTS}
    made["texts"] = {topic: made["texts"][topic] for topic in TOPICS if topic in made["texts"]}
    made["sections"] = [
        {"title": s.title, "intro": s.intro, "questions": [{n: getattr(q, n) for n in QUESTION} for q in s.questions]}
        for s in document.sections
    ]
    return json.dumps(_in_order(made), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _in_order(value: Any) -> Any:
    """Put keys in one order whatever the database gave (PostgreSQL sorts keys by length), languages in ours."""
    if isinstance(value, dict):
        known = ("format", *FACTS, "sections", *QUESTION, *SECTION, *TOPICS, *LANGUAGES, "all", "question", "is")
        rank = {name: place for place, name in reversed(list(enumerate(known)))}
        return {key: _in_order(value[key]) for key in sorted(value, key=lambda k: (rank.get(k, 99), k))}
    return [_in_order(one) for one in value] if isinstance(value, list) else value
