"""A survey as a file: the product's own JSON, strict in and the same out (docs/survey-json.md). Pure.

`read_document` takes bytes and gives a `Document`, or raises `BadDocument` with every fault and where it stands;
`document_of` makes a `Document` of rows, `written` writes it. Next stop: `building.add_document`.
"""

from dialog.survey.exchange.reading import LARGEST_FILE, SLUG, TAKEN_SLUGS, read_document
from dialog.survey.exchange.shape import (
    FORMAT,
    BadDocument,
    Document,
    Fault,
    QuestionSpec,
    SectionSpec,
    document_of,
    written,
)

__all__ = (
    "FORMAT",
    "LARGEST_FILE",
    "SLUG",
    "TAKEN_SLUGS",
    "BadDocument",
    "Document",
    "Fault",
    "QuestionSpec",
    "SectionSpec",
    "document_of",
    "read_document",
    "written",
)
