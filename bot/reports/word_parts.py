"""Paragraphs, tables, links and pictures of a Word file."""

import io
from collections.abc import Callable, Iterable
from typing import Final

from docx.document import Document as Word
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from bot.reports.document import Cell, Chart, Column, Heading, Linked, Paragraph, Part, Table, shown
from bot.reports.writing import clean

_WIDTH: Final = Mm(160)
_INDENT: Final = Mm(12.7)
_TABLE_SIZE: Final = Pt(12)
_NOTE_SIZE: Final = Pt(12)
_SHORT: Final = 9  # rows of a table that stays on one page
_LINK: Final = RGBColor(0x05, 0x3C, 0x8F)


class Writer:
    """Writes parts before a paragraph of `word`, which is taken out; tables and charts are numbered through the whole document."""

    def __init__(self, word: Word, draw: Callable[[Chart], bytes]) -> None:
        self._word = word
        self._draw = draw
        self._tables = 0
        self._charts = 0

    def put(self, parts: Iterable[Part], place: WordParagraph) -> None:
        """Write `parts` where `place` is."""
        for part in parts:
            match part:
                case Heading():
                    self._heading(part, place)
                case Paragraph():
                    self._paragraph(part, place)
                case Table():
                    self._table(part, place)
                case Chart():
                    self._chart(part, place)
        _element(place).getparent().remove(_element(place))

    def _heading(self, heading: Heading, place: WordParagraph) -> None:
        paragraph = place.insert_paragraph_before(clean(heading.text), style=f"Heading {heading.level}")
        paragraph.paragraph_format.first_line_indent = _INDENT

    def _paragraph(self, part: Paragraph, place: WordParagraph) -> None:
        paragraph = place.insert_paragraph_before()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = _INDENT
        paragraph.paragraph_format.keep_with_next = part.last
        run = paragraph.add_run(clean(part.text))
        if part.small:
            run.font.size, run.font.italic = _NOTE_SIZE, True

    def _caption(self, text: str, place: WordParagraph, *, above: bool) -> None:
        paragraph = place.insert_paragraph_before(clean(text), style="Caption")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = above

    def _table(self, part: Table, place: WordParagraph) -> None:
        self._tables += 1
        self._caption(f"Bảng {self._tables}. {part.caption}", place, above=True)
        table = self._word.add_table(rows=1 + len(part.on_paper), cols=len(part.columns))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        shares = sum(column.share for column in part.columns)
        widths = [round(_WIDTH * column.share / shares) for column in part.columns]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Length(width)
        # `rows` and `cells` are searched for anew at each access; taken once, a long table costs as much a row as a short one.
        rows = list(table.rows)
        self._row(rows[0], tuple(column.head for column in part.columns), part.columns, widths, bold=True, together=True)
        _property(rows[0], "w:tblHeader")
        is_short = len(part.on_paper) <= _SHORT
        for index, (row, values) in enumerate(zip(rows[1:], part.on_paper, strict=True), start=1):
            is_last = index == len(part.on_paper)
            self._row(row, values, part.columns, widths, bold=part.total and is_last, together=is_short and not is_last)
        _element(place).addprevious(table._tbl)
        after = place.insert_paragraph_before()
        after.paragraph_format.space_before = after.paragraph_format.space_after = Pt(0)
        after.paragraph_format.line_spacing = Pt(8)
        if part.note:
            self._paragraph(Paragraph(text=part.note, small=True), place)

    def _row(
        self, row: _Row, values: tuple[Cell | Linked, ...], columns: tuple[Column, ...], widths: list[int], *, bold: bool, together: bool
    ) -> None:
        _property(row, "w:cantSplit")
        for cell, value, column, width in zip(row.cells, values, columns, widths, strict=True):
            cell.width = Length(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            self._cell(cell, value, figures=column.figures, bold=bold)
            cell.paragraphs[0].paragraph_format.keep_with_next = together

    def _cell(self, cell: _Cell, value: Cell | Linked, *, figures: bool, bold: bool) -> None:
        paragraph = cell.paragraphs[0]
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(2)
        form.line_spacing = 1.0
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if figures or bold else WD_ALIGN_PARAGRAPH.LEFT
        if isinstance(value, Linked) and value.url.startswith(("http://", "https://")):
            _link(paragraph, clean(value.text), value.url)
            return
        run = paragraph.add_run(shown(value))
        run.font.size, run.font.bold = _TABLE_SIZE, bold

    def _chart(self, part: Chart, place: WordParagraph) -> None:
        self._charts += 1
        paragraph = place.insert_paragraph_before()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(io.BytesIO(self._draw(part)), width=_WIDTH)
        picture._inline.docPr.set("descr", clean(part.alt))
        self._caption(f"Hình {self._charts}. {part.caption}", place, above=False)


def _element(paragraph: WordParagraph) -> BaseOxmlElement:
    return paragraph._p


def _property(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _link(paragraph: WordParagraph, text: str, url: str) -> None:
    """A hyperlink, which python-docx can't write by itself."""
    relation = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    element = OxmlElement("w:r")
    run = Run(element, paragraph)
    run.text, run.font.size, run.font.underline = text, _TABLE_SIZE, True
    run.font.color.rgb = _LINK
    link.append(element)
    paragraph._p.append(link)
