"""Tables of figures: counts that are kept ready, what has been published or handed over, and what staff have written about a theme."""

from dialog.figures.models.answer_count import (
    EVERY_CHANNEL,
    EVERY_WEEK,
    EVERYWHERE,
    PERSON,
    AnswerCount,
    ResponseCount,
)
from dialog.figures.models.answer_publication import AnswerPublication
from dialog.figures.models.disclosure import DisclosedRemark, Disclosure
from dialog.figures.models.facts import ChangedFact, FactCode, PackedFact
from dialog.figures.models.kept import ApartCount, CellCount, CountStamp, RemarkCount
from dialog.figures.models.publication import Publication, PublicationFile
from dialog.figures.models.theme import ThemeText

__all__ = [
    "EVERYWHERE",
    "EVERY_CHANNEL",
    "EVERY_WEEK",
    "PERSON",
    "AnswerCount",
    "AnswerPublication",
    "ApartCount",
    "CellCount",
    "ChangedFact",
    "CountStamp",
    "DisclosedRemark",
    "Disclosure",
    "FactCode",
    "PackedFact",
    "Publication",
    "PublicationFile",
    "RemarkCount",
    "ResponseCount",
    "ThemeText",
]
