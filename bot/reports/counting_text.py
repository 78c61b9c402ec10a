"""Part I of the document: how many items, of what kind, against the plan."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.judgement import Tone
from bot.reports.document import Cell, Chart, Column, Heading, Paragraph, Part, Series, Table
from bot.reports.figures import Count, Report
from bot.reports.writing import listed, percent
from bot.vietnamese.numbers import number

_LEAST_FOR_PERCENT: Final = 10  # of fewer, a percentage says more than the figures do


def counting(report: Report) -> Iterator[Part]:
    """How much was published, and what the plan asks for."""
    yield Heading(text="I. KẾT QUẢ THỰC HIỆN")
    yield Heading(text="1. Số lượng tin, bài", level=2)
    for sentence in filter(None, (_published(report), _plan(report), _read(report))):
        yield Paragraph(text=sentence)
    for sentence in _fields(report):
        yield Paragraph(text=sentence)
    yield _table(report, "fields", "Số tin theo lĩnh vực cải cách hành chính", "Lĩnh vực", report.by_field, total=report.items)
    if sum(each.now for each in report.by_field) > report.items.now:
        yield Paragraph(text="Một tin có thể thuộc nhiều lĩnh vực nên cộng các dòng có thể lớn hơn tổng số tin.", small=True)
    if report.items.now or report.items.so_far:
        yield _fields_chart(report)
    yield _table(report, "tones", "Số tin theo sắc thái", "Sắc thái", report.by_tone)
    yield _table(report, "topics", "Số tin theo chủ đề", "Chủ đề", report.by_topic)
    yield _table(report, "channels", "Số bài đăng theo Trang", "Trang", report.by_channel)
    if len(report.by_month) > 1 and report.items.now:
        yield _months_table(report)
        yield _months_chart(report)


def _published(report: Report) -> str:
    period, items = report.period.name, report.items
    if not items.now:
        return f"Trong {period}, chưa có tin cải cách hành chính nào được đăng{_against(report, items)}."
    pages = [each for each in report.by_channel if each.now]
    posts = "" if report.posts == items.now else f" với {number(report.posts)} lượt đăng trên {number(len(pages))} Trang"
    return f"Trong {period}, đã đăng {number(items.now)} tin cải cách hành chính{posts}{_against(report, items)}."


def _against(report: Report, count: Count) -> str:
    """How the number stands beside that of the period before; nothing where that is not known or this one is not over."""
    if count.before is None or not report.finished:
        return ""
    before, change = report.period.before.name, count.now - count.before
    if change == 0:
        return f", bằng {before}"
    share = f" ({percent(abs(change), count.before)})" if count.before >= _LEAST_FOR_PERCENT else ""
    return f", {'tăng' if change > 0 else 'giảm'} {number(abs(change))} tin{share} so với {before} ({number(count.before)} tin)"


def _plan(report: Report) -> str:
    items, year = report.items, report.period.year
    if items.quota is None:
        return ""
    so_far = "" if report.period.is_whole_year else f"Lũy kế từ đầu năm {year} đến hết kỳ báo cáo: {number(items.so_far)} tin, "
    done = f"đạt {percent(items.so_far, items.quota)} kế hoạch năm ({number(items.quota)} tin)"
    if items.so_far > items.quota:
        done = f"vượt kế hoạch năm {number(items.so_far - items.quota)} tin (bằng {percent(items.so_far, items.quota)} của {number(items.quota)} tin)"
    elif items.so_far == items.quota:
        done = f"vừa đạt kế hoạch năm ({number(items.quota)} tin)"
    return f"{so_far}{done}." if so_far else f"So với kế hoạch năm {year}: {done}."


def _read(report: Report) -> str:
    sentences = []
    if report.read:
        sentences.append(f"Từ các nguồn tin đã đọc {number(report.read)} tin mới trong kỳ, nhận {number(report.taken)} tin để đăng")
    fates = [
        f"{number(count)} bài {what}"
        for count, what in ((report.rejected, "bị từ chối khi duyệt"), (report.expired, "bị bỏ vì lý do khác"))
        if count
    ]
    if fates:
        sentences.append(f"{listed(fates)}")
    if report.withdrawn:
        sentences.append(f"{number(report.withdrawn)} bài đã đăng rồi gỡ khỏi Trang, không tính vào số liệu dưới đây")
    return "; ".join(sentences) + "." if sentences else ""


def _fields(report: Report) -> Iterator[str]:
    most = max((each.now for each in report.by_field), default=0)
    if most:
        first = [each.name for each in report.by_field if each.now == most]
        if len(first) == 1:
            yield f"Lĩnh vực có nhiều tin nhất: {first[0]} ({number(most)} tin)."
        else:
            yield f"Các lĩnh vực có nhiều tin nhất: {listed(first)} (mỗi lĩnh vực {number(most)} tin)."
        none = [each.name for each in report.by_field if not each.now and each.id != "general"]
        if none:
            yield f"Chưa có tin nào về: {'; '.join(none)}."
    behind = [
        each
        for each in (*report.by_field, *report.by_topic, *report.by_tone, *report.by_channel)
        if each.quota and each.so_far < each.quota
    ]
    if behind and report.period.is_whole_year and report.finished:
        named = "; ".join(f"{each.name} ({number(each.so_far)}/{number(each.quota or 0)})" for each in behind)
        yield f"Chưa đạt chỉ tiêu năm: {named}."


def _table(report: Report, key: str, caption: str, what: str, counts: Sequence[Count], *, total: Count | None = None) -> Table:
    """A table of counts, with only those columns that say something."""
    all_of_them = (*counts, *([total] if total else ()))
    has_before = report.finished and any(each.before is not None for each in all_of_them)
    has_quota, has_so_far = any(each.quota for each in all_of_them), not report.period.is_whole_year
    columns = [Column(head=what, share=40), Column(head="Trong kỳ", share=14, figures=True)]
    columns += [Column(head="Kỳ trước", share=14, figures=True)] if has_before else []
    columns += [Column(head=f"Lũy kế năm {report.period.year}", share=16, figures=True)] if has_so_far else []
    columns += [Column(head="Kế hoạch năm", share=14, figures=True), Column(head="Tỷ lệ đạt", share=14, figures=True)] if has_quota else []
    rows = []
    for each in all_of_them:
        row: list[str | int | float | None] = [each.name, each.now]
        row += [each.before] if has_before else []
        row += [each.so_far] if has_so_far else []
        # Where the plan asks for nothing, no figure is missing.
        row += [each.quota or "", percent(each.so_far, each.quota) if each.quota else ""] if has_quota else []
        rows.append(tuple(row))
    return Table(key=key, caption=caption, columns=tuple(columns), rows=tuple(rows), total=total is not None)


def _fields_chart(report: Report) -> Chart:
    counts = report.by_field
    series = [Series(name="Trong kỳ", values=tuple(each.now for each in counts))]
    if not report.period.is_whole_year:
        series.append(Series(name=f"Lũy kế năm {report.period.year}", values=tuple(each.so_far for each in counts)))
    if any(each.quota for each in counts):
        series.append(Series(name="Kế hoạch năm", values=tuple(each.quota for each in counts)))
    alt = "; ".join(f"{each.name}: {number(each.now)}" for each in counts)
    return Chart(
        key="fields",
        caption="Số tin theo lĩnh vực",
        alt=f"Số tin trong kỳ theo lĩnh vực. {alt}.",
        categories=tuple(each.name for each in counts),
        series=tuple(series),
        axis="Số tin",
    )


def _month_name(report: Report, year: int, month: int) -> str:
    years = {each.year for each in report.by_month}
    return f"{month}/{year}" if len(years) > 1 else f"Tháng {month}"


def _months_table(report: Report) -> Table:
    names = {each.id: each.name for each in report.by_tone}
    columns = (
        Column(head="Tháng", share=25),
        *(Column(head=name, share=20, figures=True) for name in names.values()),
        Column(head="Cộng", share=15, figures=True),
    )
    rows: list[tuple[Cell, ...]] = [
        (_month_name(report, each.year, each.month), *(each.tones.get(tone, 0) for tone in names), sum(each.tones.values()))
        for each in report.by_month
    ]
    sums: tuple[Cell, ...] = (
        "Cộng",
        *(sum(each.tones.get(tone, 0) for each in report.by_month) for tone in names),
        sum(sum(each.tones.values()) for each in report.by_month),
    )
    return Table(key="months", caption="Số tin theo tháng", columns=columns, rows=(*rows, sums), total=True)


def _months_chart(report: Report) -> Chart:
    names = {each.id: each.name for each in report.by_tone}
    order = (Tone.NEUTRAL, Tone.PRAISE, Tone.CRITICISM)
    alt = "; ".join(f"{_month_name(report, each.year, each.month)}: {number(sum(each.tones.values()))}" for each in report.by_month)
    return Chart(
        key="months",
        caption="Số tin theo tháng và sắc thái",
        alt=f"Số tin theo tháng. {alt}.",
        categories=tuple(_month_name(report, each.year, each.month) for each in report.by_month),
        series=tuple(
            Series(name=names.get(tone, tone), values=tuple(each.tones.get(tone, 0) for each in report.by_month)) for tone in order
        ),
        axis="Số tin",
        stacked=True,
    )
