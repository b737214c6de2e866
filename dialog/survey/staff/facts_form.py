"""The form of a survey's facts: as it stands, as it was typed, what is wrong with it; it becomes `building.Facts`."""

from dataclasses import dataclass, field
from typing import Any

from dialog.base.texts import clean, one_line
from dialog.survey.building import Facts
from dialog.survey.checking import TOPICS
from dialog.survey.models import Survey
from dialog.web.language import LANGUAGES
from dialog.web.language import gettext as _


@dataclass
class FactsForm:
    """All fields as text; `errors` by the field's id."""

    slug: str = ""
    title: dict[str, str] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    languages: list[str] = field(default_factory=lambda: ["sv"])
    police_reads: bool = False
    minutes: str = "5"
    registry_number: str = ""
    retention_decision: str = ""
    keep_months: str = "24"
    errors: dict[str, list[str]] = field(default_factory=dict)

    def facts(self) -> Facts | None:
        """Return the facts that the form tells, or None when `errors` says what is wrong."""
        if not self.title.get("sv"):
            self.errors["title-sv"] = [_("Skriv vad enkäten ska heta på svenska.")]
        minutes = self._number("minutes", 1, 120)
        keep = self._number("keep_months", 1, 240)
        if self.errors:
            return None
        texts = {
            topic: words for topic in TOPICS if (words := {k: v for k, v in self.texts.get(topic, {}).items() if v})
        }
        title = {code: text for code, text in self.title.items() if text}
        return Facts(
            self.slug, title, texts, self.languages, self.police_reads, minutes,
            self.registry_number, self.retention_decision, keep,
        )  # fmt: skip

    def _number(self, name: str, low: int, high: int) -> int:
        typed = getattr(self, name)
        if typed.isascii() and typed.isdigit() and low <= int(typed[:9]) <= high:
            return int(typed)
        self.errors[name] = [_("Skriv ett heltal från %(low)s till %(high)s.", low=low, high=high)]
        return low


def facts_of(survey: Survey) -> FactsForm:
    """Return the form of a survey as it stands."""
    return FactsForm(
        survey.slug, dict(survey.title), {topic: dict(words) for topic, words in survey.texts.items()}, list(survey.languages),
        survey.police_reads, str(survey.minutes), survey.registry_number, survey.retention_decision, str(survey.keep_months),
    )  # fmt: skip


def facts_sent(sent: Any) -> FactsForm:
    """Return the form as somebody filled it in."""
    languages = ["sv", *(code for code in LANGUAGES if code != "sv" and code in sent.getlist("languages"))]

    def words(name: str, most: int) -> dict[str, str]:
        return {code: clean(sent.get(f"{name}-{code}", ""))[:most] for code in LANGUAGES}

    return FactsForm(
        slug=one_line(sent.get("slug", "")).lower()[:80],
        title=words("title", 160),
        texts={topic: words(topic, 4000) for topic in TOPICS},
        languages=languages,
        police_reads="police_reads" in sent,
        minutes=one_line(sent.get("minutes", ""))[:9],
        registry_number=one_line(sent.get("registry_number", ""))[:80],
        retention_decision=one_line(sent.get("retention_decision", ""))[:200],
        keep_months=one_line(sent.get("keep_months", ""))[:9],
    )
