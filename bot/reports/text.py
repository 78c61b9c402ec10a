"""A Report becomes a Document: the frame that Decree 30/2020/NĐ-CP asks for, and the text, each sentence of it made from figures."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from bot.reports.counting_text import counting
from bot.reports.document import Cell, Column, Document, Frame, Linked, Paragraph, Part, Table
from bot.reports.faults_text import faults
from bot.reports.figures import SHOWN, Report
from bot.reports.material import Names
from bot.reports.policy import ReportPolicy
from bot.reports.reach_text import reach
from bot.reports.stories_text import stories
from bot.reports.writing import capital, clean, date_line, moment

_BLANK: Final = "        "  # room for a number that is given when the document goes out


def document(report: Report, policy: ReportPolicy, names: Names, *, organisation: str, signed_on: date, number: str = "") -> Document:
    """The whole document; `number` is "" where it is given later, by hand."""
    agency = policy.agency or organisation
    return Document(
        frame=_frame(report, policy, agency, signed_on, number),
        sections=(
            ("opening", tuple(_opening(report, policy, agency))),
            ("counting", tuple(counting(report))),
            ("stories", tuple(stories(report))),
            ("reach", tuple(reach(report))),
            ("faults", tuple(faults(report))),
            ("closing", (Paragraph(text=f"Trên đây là báo cáo {_lower(policy.subject)} {report.period.name} của {agency}./.", last=True),)),
        ),
        listing=_listing(report, names.metrics),
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _frame(report: Report, policy: ReportPolicy, agency: str, signed_on: date, number: str) -> Frame:
    when = date_line(signed_on)
    return Frame(
        superior=clean(policy.superior).upper(),
        agency=clean(agency).upper(),
        number="Số: " + policy.number.replace("{number}", clean(number) or _BLANK),
        place_and_date=f"{policy.place}, {when}" if policy.place else capital(when),
        kind="BÁO CÁO",
        subject=f"{policy.subject} {report.period.name}",
        recipients=tuple(policy.recipients),
        authority=policy.signatory.authority,
        signatory=policy.signatory.title,
        name=policy.signatory.name,
    )


def _opening(report: Report, policy: ReportPolicy, agency: str) -> Iterator[Part]:
    begin = f"Thực hiện {policy.plan}, {agency}" if policy.plan else agency
    yield Paragraph(text=f"{begin} báo cáo {_lower(policy.subject)} {report.period.name} như sau:")
    if not report.finished:
        yield Paragraph(text=f"Kỳ báo cáo chưa kết thúc; số liệu tính đến {moment(report.as_of)}.")
    else:
        yield Paragraph(text=f"Số liệu lấy lúc {moment(report.as_of)}.")


def _listing(report: Report, metrics: Mapping[str, str]) -> Table:
    heads = ("Ngày đăng", "Trang", "Tiêu đề", "Lĩnh vực", "Chủ đề", "Sắc thái")
    named = {each.id: each.name for each in (*report.by_field, *report.by_topic, *report.by_tone)}
    rows = []
    for item in report.listing:
        figures: tuple[Cell, ...] = tuple(item.figures.last.get(metric) for metric in SHOWN)
        rows.append(
            (
                f"{item.published_at:%d/%m/%Y %H:%M}",
                item.channel,
                Linked(text=clean(item.title), url=item.link),
                "; ".join(named.get(each, each) for each in item.fields),
                "; ".join(named.get(each, each) for each in item.topics),
                named.get(item.tone, item.tone) if item.tone else "",
                *figures,
                item.post,
            )
        )
    columns = (
        *(Column(head=head, share=45 if head == "Tiêu đề" else 16) for head in heads),
        *(Column(head=metrics.get(metric, metric), share=10, figures=True) for metric in SHOWN),
        Column(head="Mã bài", share=16),
    )
    return Table(key="posts", caption="Các bài đăng trong kỳ", columns=columns, rows=tuple(rows))
