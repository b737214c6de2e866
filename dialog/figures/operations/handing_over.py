"""What was handed over to one who asked for public documents, as a file or to be read on paper.

Comes before: `operations/disclosing.py`, which froze it. Goes to: `staff/disclosures.py`.
"""

import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from dialog.base.clock import today
from dialog.base.db import data_dir_of
from dialog.figures.exchange.assessing import section
from dialog.figures.exchange.handing_over import (
    MASKED,
    REMARKS,
    facts_line,
    fields_of,
    masked_lines,
    masked_rows,
    remark_rows,
)
from dialog.figures.exchange.workbook import write_workbook
from dialog.figures.exchange.writing import FORMATS, About, csv_parts
from dialog.figures.operations.exporting import Outgoing
from dialog.figures.queries.disclosures import Left, Request, left
from dialog.remark.guard.law import LAWS

_TEMPLATE = Path(__file__).parents[1] / "exchange" / "disclosed.typ"
#: A PDF of so many takes half a second of a processor and is some 1.2 MiB (`tests/bench/papers.py`); of more there is the page to print, and the files.
MOST_AS_PDF = 1_000


def handed_over(db: Session, found: Request, kind: str) -> Outgoing:
    """Return what was handed over as a file: "csv", "xlsx" with the log in a sheet of its own, or the "logg" alone as CSV."""
    assert found.delivered_at is not None
    day = found.delivered_at.date().isoformat()
    name = f"utlamnande-{day}{'-logg' if kind == 'logg' else ''}.{'xlsx' if kind == 'xlsx' else 'csv'}"
    if kind == "logg":
        return Outgoing(_about(found), name, FORMATS["csv"], csv_parts(MASKED, masked_rows(left(db, found.id))))
    if kind == "csv":
        return Outgoing(_about(found), name, FORMATS["csv"], csv_parts(REMARKS, remark_rows(left(db, found.id))))
    told = [
        ("Utlämnande", found.registry_number), ("Gäller", found.concerns), ("Antal synpunkter", str(found.remarks)), ("Prövat och lämnat ut", day),
        ("Maskerat", "Där något är maskerat står vilken bestämmelse som gäller."),
    ]  # fmt: skip
    with tempfile.TemporaryDirectory(dir=data_dir_of(db), prefix="export-") as place:
        path = Path(place) / "export.xlsx"
        rows = remark_rows(left(db, found.id))
        log = ("Maskerat", MASKED, masked_rows(left(db, found.id)))
        write_workbook(path, REMARKS, rows, told, ("Om utlämnandet", "Synpunkter"), more=[log])
        return Outgoing(_about(found), name, FORMATS["xlsx"], iter([path.read_bytes()]))


def on_paper(db: Session, disclosure_id: uuid.UUID) -> list[tuple[Left, list[str]]]:
    """Return all that was handed over, to be read on paper: each remark with what was masked in it, by which section and whom."""
    return [(one, masked_lines(one)) for one in left(db, disclosure_id)]


def as_pdf(db: Session, found: Request, sender: str) -> Outgoing:
    """Return what was handed over as PDF/UA-1: the remarks as they left, and the log of what was masked, by which section and whom."""
    from dialog.walk.kinds.document import typeset  # brings typst, which few requests need

    assert found.delivered_at is not None
    told = paper_words(list(left(db, found.id)), found, sender)
    name = f"utlamnande-{found.delivered_at.date().isoformat()}.pdf"
    return Outgoing(_about(found), name, "application/pdf", iter([typeset(told, _TEMPLATE.read_bytes())]))


def paper_words(rows: Sequence[Left], found: Request, sender: str) -> dict[str, object]:
    """Return all that the PDF says. In Swedish, as a public document is."""
    day = found.delivered_at.date().isoformat() if found.delivered_at else ""
    return {
        "title": f"Utlämnande {found.registry_number}",
        "sender": sender,
        "about": found.concerns,
        "footer": f"{sender}. Utlämnande {found.registry_number}".removeprefix(". "),
        "facts": [
            found.concerns,
            f"Antal synpunkter: {found.remarks}. Prövat och lämnat ut av {found.delivered_by} {day}.",
            "Tecken som dokumentets typsnitt saknar visas som □. I Excel-filen står de som de skrevs.",
        ],
        "laws": sections_of([(one, []) for one in rows]),
        "remarks": [
            {
                "title": f"Synpunkt {one.number}",
                "facts": facts_line(one),
                "fields": [{"label": label, "words": words} for label, words in fields_of(one)],
            }
            for one in rows
        ],
        "log": [row for part in masked_rows(rows) for row in part],
        "words": {
            "page": "Sida",
            "remarks": "Synpunkter",
            "masked": "Det som är maskerat",
            "masked_hint": "Där något är maskerat står bestämmelsen i stället. De här bestämmelserna är använda:",
            "log": "Logg över det som är maskerat",
            "columns": ["Nr", "Fält", "Bestämmelse", "Slag", "Prövat av", "Dag"],
        },
    }


def sections_of(rows: Sequence[tuple[Left, list[str]]]) -> list[str]:
    """Return the sections of the law that something was masked by, whole, in the order of the law; those in somebody's own words last."""
    used = {part.law for one, _lines in rows for part in one.parts if part.law}
    own = {section(part) for one, _lines in rows for part in one.parts if part.law == "other"}
    return [*(words for code, words in LAWS.items() if code in used and code != "other"), *sorted(own)]


def _about(found: Request) -> About:
    return About("Utlämnande", found.registry_number, today(), today(), found.remarks)
