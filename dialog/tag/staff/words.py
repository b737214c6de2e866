"""What has been chosen, said in a sentence: for notices, for the one who came second, and for scripts."""

from collections.abc import Iterable
from typing import Any

from dialog.tag import queries
from dialog.tag.kinds import TagChoice
from dialog.tag.queries import Tagged
from dialog.web.language import gettext as _
from dialog.web.language import in_words
from dialog.web.security import signed_in
from dialog.web.transaction import db


def stance_words(polarity: str | None, is_negated: bool) -> str:
    """Return brist, positiv, förslag and "not a problem" as words, or nothing."""
    said = {"brist": _("brist"), "positiv": _("positiv"), "forslag": _("förslag")}.get(polarity or "", "")
    denied = _("sägs inte vara ett problem") if is_negated else ""
    return ", ".join(part for part in (said, denied) if part)


def tagged_words(tagged: Tagged) -> str:
    """Return a focus area with its stance: Belysning och mörker (brist)."""
    name, stance = in_words(tagged.name)[0], stance_words(tagged.polarity, tagged.is_negated)
    return f"{name} ({stance})" if stance else name


def choice_words(choices: Iterable[TagChoice]) -> str:
    """Return what is chosen, by the names of the focus areas: Belysning och mörker (brist), Inbrott."""
    names = {area.slug: in_words(area.name)[0] for area in queries.areas(db())}
    said = ((names.get(c.slug, c.slug), stance_words(c.polarity, c.is_negated)) for c in choices)
    return ", ".join(f"{name} ({stance})" if stance else name for name, stance in said)


def batch_words(found: queries.BatchView) -> str:
    """Return what was chosen for a batch."""
    return choice_words([TagChoice(**choice) for choice in found.chosen["choices"]])


def outcome_words(outcome: str, taggings: Iterable[Tagged]) -> str:
    """Return how a decision left a remark."""
    if outcome == "unsure":
        return _("Vet ej")
    if outcome == "open":
        return _("Otaggad")
    return ", ".join(tagged_words(tagged) for tagged in taggings)


def is_own(facts: dict[str, Any]) -> bool:
    """Say whether it was the person's own earlier deed that was first."""
    return bool(facts.get("by_id") == signed_in().account_id)


def conflict_words(facts: dict[str, Any]) -> str:
    """Return who was first and what they chose: it may be the same person, who sent twice or from two windows."""
    chose = outcome_words(facts["outcome"], facts["chose"])
    if is_own(facts):
        return _(
            "Du (%(name)s) har själv sparat synpunkten sedan du öppnade sidan. Valet blev: %(chose)s.",
            name=facts["by"],
            chose=chose,
        )
    if not facts["by"]:
        return _("Synpunkten har ändrats sedan du öppnade den.")
    return _("%(name)s hann före. Valet blev: %(chose)s.", name=facts["by"], chose=chose)
