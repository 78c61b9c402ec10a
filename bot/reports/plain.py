"""The report for programs: JSON with every figure under its own name, and CSV with every table of the document, a line a figure."""

import csv
import io
import json
from dataclasses import asdict
from datetime import date, datetime

from bot.reports.document import Cell, Document, Linked, Table
from bot.reports.figures import Report
from bot.reports.writing import clean

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_json(report: Report) -> bytes:
    """Every figure; a missing one is absent or null, never 0. Times are ISO 8601."""
    return (json.dumps(asdict(report), ensure_ascii=False, indent=1, default=_plain) + "\n").encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"not printable as JSON: {type(value).__name__}")


def to_csv(document: Document) -> bytes:
    """Lines of table, row, column and value, the Posts last; with a mark by which spreadsheets know UTF-8. A missing figure is an empty value."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("bảng", "dòng", "cột", "giá trị"))
    for table in (*(part for part in document.parts if isinstance(part, Table)), document.listing):
        for place, row in enumerate(table.rows, start=1):
            for column, value in zip(table.columns, row, strict=True):
                writer.writerow((safe(table.caption), place, safe(column.head), _cell(value)))
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Cell | Linked) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, Linked):
        return safe(f"{clean(value.text)} <{value.url}>" if value.url else clean(value.text))
    return safe(clean(value)) if isinstance(value, str) else value


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, whatever a website wrote."""
    return f"'{text}" if text.startswith(_FORMULA) else text
