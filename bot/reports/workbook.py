"""The document as an Excel workbook: a sheet of the text, one for each table, and one of all Posts. Figures stay figures, links stay links."""

import io
from math import ceil
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.reports.document import MISSING, Cell, Document, Heading, Linked, Paragraph, Table, shown
from bot.reports.writing import clean

_FONT: Final = "Times New Roman"
_SIDE: Final = Side(style="thin")
_BORDER: Final = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_WRAP: Final = Alignment(wrap_text=True, vertical="top")
_CENTRE: Final = Alignment(wrap_text=True, vertical="center", horizontal="center")
_NARROW, _WIDE, _TEXT_WIDTH = 9, 60, 76
_LINE, _TALLEST = 16, 400  # points; Excel's own limit is 409
_LONGEST_LINK: Final = 2_000  # Excel's own limit is 2,079


def to_workbook(document: Document) -> bytes:
    """The workbook."""
    book = Workbook()
    text = book.active
    if not isinstance(text, Worksheet):
        raise TypeError("a new workbook has a sheet")
    _text(text, document)
    tables = [part for part in document.parts if isinstance(part, Table)]
    for place, table in enumerate((*tables, document.listing), start=1):
        _table(book.create_sheet(f"{place}. {table.caption}"[:31]), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: SheetCell, value: Cell | Linked, *, bold: bool = False, centred: bool = False) -> None:
    cell.font, cell.alignment = Font(name=_FONT, size=12, bold=bold), _CENTRE if centred else _WRAP
    if isinstance(value, Linked):
        _write(cell, clean(value.text))
        if value.url.startswith(("http://", "https://")) and len(value.url) <= _LONGEST_LINK:
            cell.hyperlink = value.url
            cell.font = Font(name=_FONT, size=12, underline="single", color="053C8F")
    elif isinstance(value, int | float):
        cell.value = value
        cell.number_format = "#,##0" if float(value).is_integer() else "#,##0.0"
    else:
        _write(cell, MISSING if value is None else clean(value))


def _write(cell: SheetCell, text: str) -> None:
    cell.value = text
    # What a website wrote is text, also where it begins with "=".
    cell.data_type = "s"


def _text(sheet: Worksheet, document: Document) -> None:
    sheet.title = "Báo cáo"
    sheet.column_dimensions["A"].width = _TEXT_WIDTH
    frame = document.frame
    lines: list[tuple[str, bool]] = [(line, True) for line in (frame.superior, frame.agency) if line]
    lines += [(frame.number, False), (frame.place_and_date, False), (frame.kind, True), (frame.subject, True)]
    for part in document.parts:
        if isinstance(part, Heading | Paragraph):
            lines.append((part.text, isinstance(part, Heading)))
    lines += [(line, True) for line in (frame.authority, frame.signatory, frame.name) if line]
    for row, (line, bold) in enumerate(lines, start=1):
        _put(sheet.cell(row=row, column=1), line, bold=bold)
        _tall(sheet, row, [(line, _TEXT_WIDTH)])
        if line == frame.number:
            # Its blanks are the room for a number that is given by hand.
            _write(sheet.cell(row=row, column=1), line)
    _printed(sheet)


def _table(sheet: Worksheet, table: Table) -> None:
    widest = max(column.share for column in table.columns)
    widths = [max(_NARROW, _WIDE * column.share / widest, len(column.head) * 0.8) for column in table.columns]
    _put(sheet.cell(row=1, column=1), table.caption, bold=True)
    for place, column in enumerate(table.columns, start=1):
        cell = sheet.cell(row=3, column=place)
        _put(cell, column.head, bold=True, centred=True)
        cell.border = _BORDER
        sheet.column_dimensions[get_column_letter(place)].width = widths[place - 1]
    for row, values in enumerate(table.rows, start=4):
        for place, value in enumerate(values, start=1):
            cell = sheet.cell(row=row, column=place)
            _put(cell, value, bold=table.total and row == len(table.rows) + 3, centred=table.columns[place - 1].figures)
            cell.border = _BORDER
        _tall(sheet, row, [(shown(value), width) for value, width in zip(values, widths, strict=True)])
    sheet.cell(row=1, column=1).alignment = Alignment(wrap_text=False)
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"
    _printed(sheet)


def _tall(sheet: Worksheet, row: int, cells: list[tuple[str, float]]) -> None:
    """Room for the cell with most lines: not every program makes it by itself. Letters are about as wide as the unit of a column."""
    lines = max(sum(ceil(max(len(line), 1) / width) for line in (text.splitlines() or [""])) for text, width in cells)
    sheet.row_dimensions[row].height = min(_LINE * lines + 2, _TALLEST)


def _printed(sheet: Worksheet) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "portrait" if sheet.title == "Báo cáo" else "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
