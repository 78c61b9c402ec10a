"""Who follows the Pages, at the beginning and at the end of the period; nothing where that was not counted."""

from collections.abc import Iterator
from typing import Final

from bot.reports.document import Column, Paragraph, Part, Table
from bot.reports.figures import Report
from bot.reports.material import Followers
from bot.reports.writing import clean, day
from bot.vietnamese.numbers import number

_MOST_TOLD: Final = 3  # Pages of which each is told in words


def followers(report: Report) -> Iterator[Part]:
    """A sentence and a table, or nothing."""
    if not report.followers:
        return
    told = "; ".join(map(_told, report.followers)) if len(report.followers) <= _MOST_TOLD else _summed_up(report.followers)
    yield Paragraph(text=f"{told}.")
    columns = (
        Column(head="Trang", share=24),
        Column(head="Đầu kỳ", share=14, figures=True),
        Column(head="Ngày đo đầu kỳ", share=17),
        Column(head="Cuối kỳ", share=14, figures=True),
        Column(head="Ngày đo cuối kỳ", share=17),
        Column(head="Thay đổi", share=14, figures=True),
    )
    rows = tuple(
        (clean(each.channel), each.first, day(each.first_on), each.last, day(each.last_on) if each.last_on else None, _change(each))
        for each in report.followers
    )
    yield Table(key="followers", caption="Người theo dõi Trang", columns=columns, rows=rows)


def _change(each: Followers) -> int | None:
    return None if each.last is None else each.last - each.first


def _told(each: Followers) -> str:
    name = f"Trang {clean(each.channel)}"
    if each.last is None or each.last_on is None:
        return f"{name} có {number(each.first)} người theo dõi (đo ngày {day(each.first_on)})"
    change = each.last - each.first
    moved = "không đổi" if not change else f"{'tăng' if change > 0 else 'giảm'} {number(abs(change))}"
    return f"{name} có {number(each.last)} người theo dõi (đo ngày {day(each.last_on)}), {moved} so với ngày {day(each.first_on)}"


def _summed_up(pages: tuple[Followers, ...]) -> str:
    changes = [change for change in map(_change, pages) if change is not None]
    more, fewer = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    return f"Trong {number(len(pages))} Trang đo được số người theo dõi, {number(more)} Trang tăng, {number(fewer)} Trang giảm"
