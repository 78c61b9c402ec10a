"""What `bot.reports` says when it can't go on: key -> (Vietnamese, English). The documents themselves are Vietnamese and stand in `bot/reports`."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "reports.bad_period": (
        "Không hiểu kỳ báo cáo “{text}”. Cách viết: 2026 (năm), 2026-H1 (6 tháng), 2026-Q3 (quý), 2026-11 (tháng); hoặc dùng --from và --to.",
        "“{text}” is no period. Write 2026 (year), 2026-H1 (half), 2026-Q3 (quarter) or 2026-11 (month); or use --from and --to.",
    ),
    "reports.ends_before_it_begins": (
        "Kỳ báo cáo kết thúc ({last}) trước khi bắt đầu ({first}). Hãy đổi lại ngày đầu và ngày cuối kỳ (lệnh report: --from, --to).",
        "The period ends ({last}) before it begins ({first}). Change its first and last day (of the verb report: --from, --to).",
    ),
    "reports.not_begun": (
        "Kỳ báo cáo {period} chưa bắt đầu nên chưa có số liệu. Hãy chọn kỳ đã bắt đầu.",
        "The period “{period}” has not begun, so there are no figures. Choose one that has.",
    ),
    "reports.template_fault": (
        "Mẫu báo cáo templates/report.docx có lỗi: {why}. Hãy sửa chỗ đó, hoặc tạo lại mẫu bằng lệnh: report --template TỆP",
        "The template templates/report.docx has a fault: {why}. Mend it, or make it anew: report --template FILE",
    ),
    "reports.template_unreadable": (
        "Không đọc được mẫu báo cáo templates/report.docx ({why}): tệp phải là Word (.docx). Hãy tạo lại bằng lệnh: report --template TỆP",
        "The template templates/report.docx can't be read ({why}): it must be a Word file (.docx). Make it anew: report --template FILE",
    ),
    "reports.template_without_body": (
        "Mẫu báo cáo templates/report.docx không có chỗ cho nội dung. Hãy thêm một đoạn chỉ gồm {{{{ body }}}}, hoặc {{{{ sections.TÊN }}}} với TÊN là: {names}.",
        "The template templates/report.docx has no place for the text. Add a paragraph with nothing but {{{{ body }}}}, or {{{{ sections.NAME }}}} where NAME is one of: {names}.",
    ),
}
