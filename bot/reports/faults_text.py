"""Part III of the document: what went wrong, and why."""

from collections.abc import Iterator
from typing import Final

from bot.reports.document import Column, Heading, Paragraph, Part, Table
from bot.reports.figures import Report
from bot.reports.writing import clean
from bot.vietnamese.numbers import number

_MOST: Final = 20  # rows of a table on paper


def faults(report: Report) -> Iterator[Part]:
    """Failures and their causes."""
    yield Heading(text="III. SỰ CỐ VÀ NGUYÊN NHÂN")
    yield Paragraph(text=_failures(report))
    if report.causes:
        yield _causes(report)
    yield Paragraph(text=_outages(report))
    if report.outages:
        yield _outages_table(report)


def _failures(report: Report) -> str:
    times, mended = len(report.failures), sum(each.mended for each in report.failures)
    if not times:
        return "Trong kỳ không ghi nhận lần đăng hỏng nào."
    if mended == times:
        return f"Có {number(times)} lần đăng hỏng; {'bài đó' if times == 1 else 'các bài đó'} sau đó đã đăng được."
    if not mended:
        return f"Có {number(times)} lần đăng hỏng, chưa đăng lại được{'' if times == 1 else ' bài nào'}."
    return f"Có {number(times)} lần đăng hỏng, trong đó {number(mended)} lần sau đó đã đăng được."


def _causes(report: Report) -> Table:
    columns = (
        Column(head="Nguyên nhân", share=60),
        Column(head="Số lần", share=18, figures=True),
        Column(head="Sau đó đã đăng", share=22, figures=True),
    )
    rows = tuple((clean(each.reason) or "Không rõ", each.times, each.mended) for each in report.causes)
    return Table(key="failures", caption="Lần đăng hỏng theo nguyên nhân", columns=columns, rows=rows, most=_MOST)


def _outages(report: Report) -> str:
    pages, feeds = sum(each.is_page for each in report.outages), sum(not each.is_page for each in report.outages)
    if not pages and not feeds:
        return "Các Trang và nguồn tin không có lần nào ngừng hoạt động được ghi nhận."
    told = [f"{number(count)} lần {what}" for count, what in ((pages, "Trang tạm dừng đăng"), (feeds, "nguồn tin ngừng trả lời")) if count]
    going = sum(each.until is None for each in report.outages)
    return f"Ghi nhận {' và '.join(told)}{f'; {number(going)} lần chưa khắc phục' if going else ''}."


def _outages_table(report: Report) -> Table:
    columns = (
        Column(head="Trang, nguồn tin", share=20),
        Column(head="Từ", share=18),
        Column(head="Đến", share=18),
        Column(head="Nguyên nhân", share=44),
    )
    rows = tuple(
        (
            f"{'Trang' if each.is_page else 'Nguồn tin'} {each.name}",
            f"{each.since:%H:%M %d/%m/%Y}",
            f"{each.until:%H:%M %d/%m/%Y}" if each.until else "Chưa khắc phục",
            clean(each.reason) or "Không rõ",
        )
        for each in report.outages
    )
    return Table(key="outages", caption="Trang, nguồn tin ngừng hoạt động", columns=columns, rows=rows, most=_MOST)
