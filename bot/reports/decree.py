"""The form of an administrative document (Decree 30/2020/NĐ-CP, annex I) as a Word template: what an office may change, and what is used where it doesn't.

A4; margins 20 mm above, below and on the right, 30 mm on the left; Times New Roman; the page's number in the middle above, from the second page on.
Words in double braces are filled in by `bot.reports.word`.
"""

import io
from typing import Final

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_SECTION_START
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FONT: Final = "Times New Roman"
BODY: Final = Pt(14)
SMALL: Final = Pt(12)
_LEFT, _RIGHT = Mm(66), Mm(94)  # of the 160 mm between the margins
_CENTRE: Final = WD_ALIGN_PARAGRAPH.CENTER


def default_template() -> bytes:
    """The template, made anew; what Word shows of it is always the same."""
    word = Document()
    _page(word)
    _styles(word)
    _head(word)
    _title(word)
    word.add_paragraph("{{ body }}")
    gap = word.add_paragraph().paragraph_format
    # A signature never stands alone on a page.
    gap.space_after, gap.keep_with_next = Pt(0), True
    _foot(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _page(word: Word) -> None:
    section = word.sections[0]
    section.start_type = WD_SECTION_START.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = _CENTRE
    _field(paragraph, "PAGE")
    section.first_page_header.paragraphs[0].text = ""


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that Word computes."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "2"), ("end", "")):
        if kind == "text":
            run.add_text(text)
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        run._r.append(element)


def _styles(word: Word) -> None:
    for name, size, bold in (
        ("Normal", BODY, False),
        ("Heading 1", BODY, True),
        ("Heading 2", BODY, True),
        ("Caption", SMALL, True),
        ("Header", BODY, False),
    ):
        style = word.styles[name]
        if not isinstance(style, ParagraphStyle):
            raise TypeError(name)
        style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, size, bold, False
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for place in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(place), FONT)
            fonts.attrib.pop(qn(f"{place}Theme"), None)
        colour = style.element.rPr.find(qn("w:color"))
        if colour is not None:
            style.element.rPr.remove(colour)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "vi-VN")
        for old in style.element.rPr.findall(qn("w:lang")):
            style.element.rPr.remove(old)
        style.element.rPr.append(language)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.line_spacing = 1.1
        style.paragraph_format.keep_with_next = name in {"Heading 1", "Heading 2", "Caption"}


def _bare(table: Table, *widths: int) -> None:
    """Two columns without lines, of these widths."""
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    # Word goes by the cells, LibreOffice by the grid.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Length(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _line(
    cell: _Cell, text: str, *, size: Pt, bold: bool = False, italic: bool = False, first: bool = False, align: WD_ALIGN_PARAGRAPH = _CENTRE
) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic = size, bold, italic
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    return paragraph


def rule(paragraph: Paragraph, left: int, right: int) -> None:
    """A thin line in place of the paragraph, `left` and `right` from the edges."""
    form = paragraph.paragraph_format
    form.left_indent, form.right_indent, form.space_before, form.space_after = left, right, Pt(2), Pt(4)
    form.line_spacing = Pt(2)
    properties = paragraph._p.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _head(word: Word) -> None:
    table = word.add_table(rows=2, cols=2)
    _bare(table, _LEFT, _RIGHT)
    left, right = table.rows[0].cells
    _line(left, "{%p if superior %}", size=Pt(12), first=True)
    _line(left, "{{ superior }}", size=Pt(12))
    _line(left, "{%p endif %}", size=Pt(12))
    _line(left, "{{ agency }}", size=Pt(12), bold=True)
    rule(left.add_paragraph(), Mm(20), Mm(20))
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=Pt(12), bold=True, first=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", size=Pt(13), bold=True)
    rule(right.add_paragraph(), Mm(17), Mm(17))
    left, right = table.rows[1].cells
    _line(left, "{{ number }}", size=Pt(13), first=True)
    _line(right, "{{ place_and_date }}", size=Pt(13), italic=True, first=True)


def _title(word: Word) -> None:
    for text in ("{{ kind }}", "{{ subject }}"):
        paragraph = word.add_paragraph()
        paragraph.alignment = _CENTRE
        paragraph.paragraph_format.space_before = Pt(18) if text == "{{ kind }}" else Pt(0)
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.font.bold, run.font.size = True, BODY
    rule(word.add_paragraph(), Mm(56), Mm(56))


def _foot(word: Word) -> None:
    table = word.add_table(rows=1, cols=2)
    _bare(table, Mm(75), Mm(85))
    row = table.rows[0]
    unsplit = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(unsplit)
    left, right = row.cells
    _line(left, "Nơi nhận:", size=Pt(12), bold=True, italic=True, first=True, align=WD_ALIGN_PARAGRAPH.LEFT)
    for text in ("{%p for recipient in recipients %}", "{{ recipient }}", "{%p endfor %}"):
        _line(left, text, size=Pt(11), align=WD_ALIGN_PARAGRAPH.LEFT)
    _line(right, "{%p if authority %}", size=BODY, bold=True, first=True)
    _line(right, "{{ authority }}", size=BODY, bold=True)
    _line(right, "{%p endif %}", size=BODY, bold=True)
    _line(right, "{{ signatory }}", size=BODY, bold=True)
    for _ in range(4):
        _line(right, "", size=BODY)
    _line(right, "{{ name }}", size=BODY, bold=True)
