"""Part II of the document: how many people the Posts have reached, which did best, how that stands beside the period before, and who follows the Pages."""

from collections.abc import Iterator
from typing import Final

from bot.reports.comparing import Direction
from bot.reports.document import Cell, Chart, Column, Heading, Linked, Paragraph, Part, Series, Table
from bot.reports.figures import LEAST_RANKED, Ranked, Report, Total
from bot.reports.followers_text import followers
from bot.reports.writing import clean, day, listed
from bot.vietnamese.numbers import number

_LEAST_FIELDS: Final = 2  # a chart of one bar says nothing


def reach(report: Report) -> Iterator[Part]:
    """Reach and engagement."""
    yield Heading(text="II. MỨC ĐỘ TIẾP CẬN VÀ TƯƠNG TÁC")
    if not report.posts:
        yield Paragraph(text="Trong kỳ không có bài đăng nên không có số liệu tiếp cận, tương tác.")
    else:
        yield from _posts(report)
    yield from followers(report)


def _posts(report: Report) -> Iterator[Part]:
    for sentence in filter(None, (_totals(report), *_people(report), _not_measured(report), _compared(report))):
        yield Paragraph(text=sentence)
    yield _totals_table(report)
    told = "Số liệu do Facebook cung cấp, lấy ở lần đo gần nhất của từng bài. Dấu “–” là chưa đo được, không phải bằng 0."
    if any(_counts_people(each) for each in report.totals):
        told += " Một người có thể thấy nhiều bài, nên số người của các bài không cộng với nhau."
    yield Paragraph(text=told, small=True)
    if report.best:
        age = _age(report)
        yield Paragraph(
            text=f"Xếp hạng theo {report.compared_name.lower()} {age}, trên {number(report.comparable)} bài đã đủ tuổi và đo được."
        )
        yield _ranked_table("best", "Bài đăng đạt cao nhất", report, report.best)
        yield _ranked_table("weakest", "Bài đăng đạt thấp nhất", report, report.weakest)
    else:
        yield Paragraph(
            text=f"Chưa xếp hạng bài đăng: mới có {number(report.comparable)} bài đo được {_age(report)} (cần ít nhất {number(LEAST_RANKED)} bài)."
        )
    if len(report.middles) >= _LEAST_FIELDS:
        yield _middles_chart(report)


def _age(report: Report) -> str:
    days = report.compared_days
    if days >= 1:
        return f"sau {number(days)} ngày"
    minutes = round(days * 24 * 60)
    return f"sau {number(minutes / 60)} giờ" if minutes >= 60 else f"sau {number(minutes)} phút"


def _totals(report: Report) -> str:
    if all(each.middle is None for each in report.totals):
        return f"Chưa đo được số liệu nào của {number(report.posts)} bài đăng trong kỳ."
    known = [f"{number(each.total)} {each.name.lower()}{_measured_of(each)}" for each in report.totals if each.total is not None]
    return f"Các bài đăng trong kỳ có tổng cộng {listed(known)}." if known else ""


def _people(report: Report) -> Iterator[str]:
    for each in report.totals:
        if not each.is_sum and each.middle is not None:
            yield f"Mỗi bài có {number(each.middle)} {each.name.lower()} (trung vị){_measured_of(each)}."


def _measured_of(total: Total) -> str:
    return "" if total.posts == total.of else f" (đo được ở {number(total.posts)}/{number(total.of)} bài)"


def _not_measured(report: Report) -> str:
    none = [each.name.lower() for each in report.totals if each.middle is None]
    if not none or len(none) == len(report.totals):
        return ""
    return f"Chưa đo được: {', '.join(none)}."


def _compared(report: Report) -> str:
    found = report.comparison
    if found is None:
        return ""
    before, what = report.period.before.name, report.compared_name.lower()
    middle = f"Một nửa số bài đạt từ {number(found.now)} {what} trở lên {_age(report)}"
    against = f"{before}: {number(found.before)}; so sánh {number(found.posts_now)} bài với {number(found.posts_before)} bài"
    verdict = {
        Direction.HIGHER: "cao hơn kỳ trước",
        Direction.LOWER: "thấp hơn kỳ trước",
        Direction.ALIKE: "chưa khác biệt rõ rệt so với kỳ trước",
    }[found.direction]
    return f"{middle}, {verdict} ({against})."


def _totals_table(report: Report) -> Table:
    columns = (
        Column(head="Chỉ số", share=34),
        Column(head="Tổng số", share=22, figures=True),
        Column(head="Mỗi bài (trung vị)", share=22, figures=True),
        Column(head="Số bài đo được", share=22, figures=True),
    )
    rows = tuple((each.name, _sum(each), each.middle, f"{number(each.posts)}/{number(each.of)}") for each in report.totals)
    return Table(key="totals", caption="Tiếp cận và tương tác", columns=columns, rows=rows)


def _sum(total: Total) -> Cell:
    return "không cộng" if _counts_people(total) else total.total


def _counts_people(total: Total) -> bool:
    return not total.is_sum and total.middle is not None


def _ranked_table(key: str, caption: str, report: Report, ranked: tuple[Ranked, ...]) -> Table:
    columns = (
        Column(head="TT", share=6, figures=True),
        Column(head="Ngày đăng", share=15),
        Column(head="Tiêu đề", share=59),
        Column(head=f"{report.compared_name} {_age(report)}", share=20, figures=True),
    )
    rows = tuple(
        (place, day(each.item.published_at), Linked(text=clean(each.item.title), url=each.item.link), each.value)
        for place, each in enumerate(ranked, start=1)
    )
    return Table(key=key, caption=caption, columns=columns, rows=rows)


def _middles_chart(report: Report) -> Chart:
    alt = "; ".join(f"{each.name}: {number(each.value)} ({number(each.posts)} bài)" for each in report.middles)
    name = f"{report.compared_name} {_age(report)}"
    return Chart(
        key="middles",
        caption=f"{name}: giá trị trung vị theo lĩnh vực (lĩnh vực có từ 3 bài)",
        alt=f"Trung vị {name.lower()}. {alt}.",
        categories=tuple(f"{each.name} ({number(each.posts)} bài)" for each in report.middles),
        series=(Series(name=name, values=tuple(each.value for each in report.middles)),),
        axis=f"{name} (trung vị)",
    )
