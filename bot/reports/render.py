"""A report in the format that is asked for. The heavy libraries are loaded by the format that needs them."""

from collections.abc import Callable
from enum import StrEnum

from bot.reports.charts import draw
from bot.reports.document import Chart, Document
from bot.reports.figures import Report
from bot.reports.plain import to_csv, to_json


class Format(StrEnum):
    """How a report may be written."""

    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"
    CSV = "csv"
    JSON = "json"


def render(
    report: Report, document: Document, form: Format, *, template: bytes | None = None, drawn: Callable[[], None] = lambda: None
) -> bytes:
    """The file's bytes. `template` is the office's own Word template; `drawn` is called after each chart.

    Raises:
        LoaError: the template can't be used.
    """
    match form:
        case Format.JSON:
            return to_json(report)
        case Format.CSV:
            return to_csv(document)
        case Format.XLSX:
            from bot.reports.workbook import to_workbook  # noqa: PLC0415

            return to_workbook(document)
        case Format.HTML:
            from bot.reports.web_page import to_html  # noqa: PLC0415

            return to_html(document, _telling(drawn))
        case Format.DOCX:
            from bot.reports.word import to_word  # noqa: PLC0415

            return to_word(document, _telling(drawn), template)


def _telling(drawn: Callable[[], None]) -> Callable[[Chart], bytes]:
    def told(chart: Chart) -> bytes:
        picture = draw(chart)
        drawn()
        return picture

    return told
