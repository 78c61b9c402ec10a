"""The news that a report names one by one: directives, praise, criticism and what followed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.reports.document import Cell, Column, Heading, Linked, Paragraph, Part, Table
from bot.reports.figures import Report
from bot.reports.material import Item, Remedy
from bot.reports.writing import clean, day
from bot.vietnamese.numbers import number

_MOST: Final = 30  # rows of a table on paper
_MOST_CRITICISM: Final = 100  # what became of a criticism is asked for one by one


def stories(report: Report) -> Iterator[Part]:
    """Directives carried, examples praised, faults criticised."""
    yield Heading(text="2. Thông tin chỉ đạo, điều hành", level=2)
    yield Paragraph(text=_directives(report))
    if report.directives:
        yield _table(
            "directives", "Tin về chỉ đạo, điều hành", report.directives, "Văn bản được nêu", lambda item: "; ".join(item.documents)
        )
    yield Heading(text="3. Biểu dương, nêu gương", level=2)
    yield Paragraph(text=_praise(report))
    if report.praise:
        yield _table("praise", "Tin biểu dương, nêu gương", report.praise, "Kết quả tiếp theo", _followed)
    yield Heading(text="4. Phê phán, chấn chỉnh và kết quả khắc phục", level=2)
    yield Paragraph(text=_criticism(report))
    if report.criticism:
        yield _table("criticism", "Tin phê phán, chấn chỉnh", report.criticism, "Kết quả khắc phục", _mended, most=_MOST_CRITICISM)


def _directives(report: Report) -> str:
    count = len(report.directives)
    if not count:
        return "Trong kỳ chưa có tin nào về chỉ đạo, điều hành cải cách hành chính."
    documents = f", nêu {number(len(report.documents))} văn bản" if report.documents else ""
    return f"Đã đăng {number(count)} tin về chỉ đạo, điều hành cải cách hành chính{documents}."


def _praise(report: Report) -> str:
    count = len(report.praise)
    if not count:
        return "Trong kỳ chưa có tin biểu dương, nêu gương nào."
    followed = sum(bool(item.remedies) for item in report.praise)
    after = f", trong đó {number(followed)} tin có ghi nhận kết quả tiếp theo" if followed else ""
    return f"Đã đăng {number(count)} tin biểu dương tập thể, cá nhân, cách làm tốt trong cải cách hành chính{after}."


def _criticism(report: Report) -> str:
    count = len(report.criticism)
    if not count:
        return "Trong kỳ không có tin phê phán, chấn chỉnh nào được đăng."
    mended = sum(bool(item.remedies) for item in report.criticism)
    told = f"Đã đăng {number(count)} tin phê phán, chấn chỉnh"
    if mended == count:
        return f"{told}; {'tin này' if count == 1 else 'tất cả'} đã có thông tin khắc phục."
    if not mended:
        return f"{told}; {'tin này' if count == 1 else 'cả ' + number(count) + ' tin'} chưa có thông tin khắc phục được ghi nhận."
    return f"{told}; {number(mended)} tin đã có thông tin khắc phục, {number(count - mended)} tin chưa có."


def _table(key: str, caption: str, items: Sequence[Item], head: str, last: Callable[[Item], str], *, most: int = _MOST) -> Table:
    told = [last(item) for item in items]
    # A column in which nothing stands would ask for something.
    is_told = any(told)
    columns = [Column(head="TT", share=6, figures=True), Column(head="Ngày đăng", share=15), Column(head="Tiêu đề", share=45)]
    columns += [Column(head=head, share=34)] if is_told else []
    rows: tuple[tuple[Cell | Linked, ...], ...] = tuple(
        (place, day(item.published_at), Linked(text=clean(item.title), url=item.link), *((words,) if is_told else ()))
        for place, (item, words) in enumerate(zip(items, told, strict=True), start=1)
    )
    return Table(key=key, caption=caption, columns=tuple(columns), rows=rows, most=most)


def _told(remedy: Remedy) -> str:
    text = clean(remedy.text)
    return f"{day(remedy.at)}: {text} ({remedy.link})" if text and remedy.link else f"{day(remedy.at)}: {text or remedy.link}"


def _followed(item: Item) -> str:
    return "; ".join(_told(remedy) for remedy in item.remedies)


def _mended(item: Item) -> str:
    return _followed(item) or "Chưa có thông tin"
