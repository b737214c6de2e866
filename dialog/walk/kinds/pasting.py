"""A protocol as Word, to paste from: A4, heading styles, a header row that is repeated, page numbers, Swedish. Pure.

Comes before: `kinds/document.py`, whose words it prints. Fonts and colours are Word's own, so that a paragraph fits where it is pasted.
"""

import io
import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from dialog.walk.kinds.document import Document, Part, Picture, Row

#: Centimetres: the sheet, its margins, each column, a photo.
_SHEET, _MARGIN = (21.0, 29.7), 2.0
_COLUMNS = (1.0, 4.7, 2.8, 2.6, 3.5, 2.4)
_PHOTO_WIDTH, _MAP_WIDTH = 9, 12.5
_SMALL = 9  # points
_TWIPS = 1440 / 2.54  # of a centimetre
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: What XML has no way to hold.
_UNREAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def word(document: Document, photos: Mapping[str, bytes]) -> bytes:
    """Return the document as .docx; `photos` by the names that its pictures have."""
    import docx

    made = docx.Document()
    _about(made, document)
    made.add_heading(document.title, 1)
    for line in document.facts:
        made.add_paragraph(line, style="No Spacing")
    if document.way is not None:
        _picture(made, document.way, photos, _MAP_WIDTH)
    if document.way_words:
        made.add_paragraph(document.way_words)
    columns = document.words["columns"]
    assert isinstance(columns, list)
    for part in document.stops:
        made.add_heading(part.name, 2)
        _table(made, part, [str(heading) for heading in columns])
        for picture in part.photos:
            _picture(made, picture, photos, _PHOTO_WIDTH)
    _footer(made, document)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _about(made: Any, document: Document) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    about = made.core_properties
    about.title, about.author, about.language, about.comments = document.title, document.sender, "sv-SE", document.about
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "sv-SE")
    made.styles["Normal"].element.get_or_add_rPr().append(language)
    for default in made.styles.element.iter(qn("w:lang")):
        default.set(qn("w:val"), "sv-SE")
    made.styles["Normal"].font.size = Pt(10)
    for name, size in (("Heading 1", 18), ("Heading 2", 13)):
        made.styles[name].font.size, made.styles[name].font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    sheet = made.sections[0]
    sheet.page_width, sheet.page_height = Cm(_SHEET[0]), Cm(_SHEET[1])
    sheet.left_margin = sheet.right_margin = sheet.top_margin = sheet.bottom_margin = Cm(_MARGIN)


def _table(made: Any, part: Part, columns: list[str]) -> None:
    from docx.oxml import parse_xml
    from docx.shared import Cm

    table = made.add_table(rows=0, cols=len(columns), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _COLUMNS, strict=True):
        column.width = Cm(width)
    table._tbl.append(parse_xml(_row([([heading], 1) for heading in columns], is_head=True)))
    for row in part.points:
        table._tbl.append(parse_xml(_row(_cells(row))))


def _row(cells: list[tuple[list[str], int]], *, is_head: bool = False) -> str:
    """Return a row as Word's own XML: the library's way of a cell at a time takes some ten times as long."""
    head = '<w:tblHeader w:val="true"/>' if is_head else ""
    made = [
        f'<w:tc><w:tcPr><w:tcW w:w="{round(width * _TWIPS)}" w:type="dxa"/></w:tcPr>{_paragraphs(lines, strong)}</w:tc>'
        for (lines, strong), width in zip(cells, _COLUMNS, strict=True)
    ]
    return f'<w:tr xmlns:w="{_WORD}"><w:trPr><w:cantSplit w:val="true"/>{head}</w:trPr>{"".join(made)}</w:tr>'


def _paragraphs(lines: list[str], strong: int) -> str:
    """Return a cell's paragraphs, the first `strong` of them bold."""
    return "".join(
        f'<w:p><w:pPr><w:pStyle w:val="NoSpacing"/></w:pPr><w:r><w:rPr>{"<w:b/>" if n < strong else ""}'
        f'<w:sz w:val="{2 * _SMALL}"/></w:rPr><w:t xml:space="preserve">{escape(_UNREAD.sub("", line))}</w:t></w:r></w:p>'
        for n, line in enumerate(lines or [""])
    )


def _cells(row: Row) -> list[tuple[list[str], int]]:
    """Return each cell's paragraphs, and how many of the first ones are strong."""
    return [
        ([row.number], 1), (row.observation, 0), ([row.sort], 0), ([row.owner], 0),
        (row.decision, int(row.is_decided)), (row.state, int(row.is_late)),
    ]  # fmt: skip


def _picture(made: Any, picture: Picture, photos: Mapping[str, bytes], width: float) -> None:
    from docx.shared import Cm

    placed = made.add_picture(io.BytesIO(photos[picture.file]), width=Cm(width))
    placed._inline.docPr.set("descr", picture.alternative)
    made.paragraphs[-1].paragraph_format.keep_with_next = True
    made.add_paragraph(picture.caption, style="Caption")


def _footer(made: Any, document: Document) -> None:
    """Say where the protocol stands, and number the pages."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm, Pt

    paragraph = made.sections[0].footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(_SHEET[0] - 2 * _MARGIN), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{document.footer}\t{document.words['page']} ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" (")
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(")")
    for written in paragraph.runs:
        written.font.size = Pt(_SMALL)


def _field(paragraph: Any, code: str) -> None:
    """Add one of Word's own numbers: the page, or how many there are."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)
