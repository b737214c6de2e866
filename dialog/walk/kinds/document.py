"""A protocol as PDF (PDF/UA-1) and as Word, of plain words that somebody has already chosen. Pure: no database, no network, no files read.

What is written goes into the PDF as JSON, never as Typst; photos as bytes in memory. Comes before: `staff/files.py`, `public/protocol.py`.
"""

import io
import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

#: The width of a photo in Word, centimetres.
_PHOTO_WIDTH = 9


@dataclass(frozen=True)
class Row:
    """A point as it is printed; several lines in a cell are several paragraphs."""

    number: str
    observation: list[str]
    sort: str
    owner: str
    decision: list[str]
    state: list[str]


@dataclass(frozen=True)
class Picture:
    """A photo that has been released: the name of its bytes, what it shows, and which point it belongs to."""

    file: str
    alternative: str
    caption: str


@dataclass(frozen=True)
class Part:
    """A stop with its points."""

    name: str
    points: list[Row]
    photos: list[Picture] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """A protocol in words, ready to be printed."""

    title: str
    sender: str
    about: str
    footer: str
    facts: list[str]
    stops: list[Part]
    #: {"columns": six headings, "page": "Sida"}
    words: dict[str, object]


def pdf(document: Document, template: bytes, photos: Mapping[str, bytes]) -> bytes:
    """Return the document as PDF/UA-1. Typst sees an empty folder; template, words and photos come to it in memory."""
    import typst

    with tempfile.TemporaryDirectory() as nothing:
        made: bytes = typst.compile(  # type: ignore[call-overload]  # one kind of path at a time, say its types
            template,
            root=nothing,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={
                "data": json.dumps(asdict(document), ensure_ascii=False),
                "photos": json.dumps({name: list(data) for name, data in photos.items()}, separators=(",", ":")),
            },
            pdf_standards="ua-1",
            package_path=nothing,
            package_cache_path=nothing,
        )
    return made


def word(document: Document, photos: Mapping[str, bytes]) -> bytes:
    """Return the document as .docx: heading styles, a header row that is repeated, Swedish."""
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    made = docx.Document()
    made.core_properties.title, made.core_properties.author = document.title, document.sender
    made.core_properties.language = "sv-SE"
    made.core_properties.comments = document.about
    fonts = made.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "sv-SE")
    fonts.append(language)
    for default in made.styles.element.iter(qn("w:lang")):
        default.set(qn("w:val"), "sv-SE")
    made.add_heading(document.title, 1)
    for line in document.facts:
        made.add_paragraph(line)
    columns = document.words["columns"]
    assert isinstance(columns, list)
    for part in document.stops:
        made.add_heading(part.name, 2)
        table = made.add_table(rows=1, cols=len(columns), style="Table Grid")
        for cell, heading in zip(table.rows[0].cells, columns, strict=True):
            cell.paragraphs[0].add_run(str(heading)).bold = True
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        for row in part.points:
            said = ([row.number], row.observation, [row.sort], [row.owner], row.decision, row.state)
            for cell, lines in zip(table.add_row().cells, said, strict=True):
                cell.text = "\n".join(lines)
        for picture in part.photos:
            placed = made.add_picture(io.BytesIO(photos[picture.file]), width=Cm(_PHOTO_WIDTH))
            placed._inline.docPr.set("descr", picture.alternative)
            made.add_paragraph(picture.caption, style="Caption")
    made.sections[0].footer.paragraphs[0].text = document.footer
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
