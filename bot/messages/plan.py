"""What `bot.plan` says: key -> (Vietnamese, English). Keys begin with "plan."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "plan.held_for_tone": ("chờ duyệt vì sắc thái là “{name}”", "held for approval: the tone is “{name}”"),
    "plan.held_for_field": ("chờ duyệt vì thuộc lĩnh vực “{name}”", "held for approval: the field is “{name}”"),
    "plan.held_for_source": ("chờ duyệt vì lấy từ nguồn tin “{name}”", "held for approval: it comes from the feed “{name}”"),
    "plan.held_for_encoding": (
        "chờ duyệt vì chữ trong bài gốc có chỗ lỗi bảng mã ({how}) mà máy không khôi phục được chắc chắn; hãy xem bài gốc, sửa lại chữ (edit) rồi duyệt",
        "held for approval: letters of the article are damaged ({how}), and what was meant is not certain; look at the article, mend the text (edit), then approve",
    ),
    "plan.held_for_relevance": (
        "chờ duyệt vì có thể là tin cải cách hành chính, cũng có thể không (máy ước {chance})",
        "held for approval: it may be reform news or not (estimated {chance})",
    ),
    "plan.held_for_likelihood": (
        "chờ duyệt vì máy chưa đủ chắc đây là tin cải cách hành chính ({chance}, dưới mức {least})",
        "held for approval: not sure enough that it is reform news ({chance}, below {least})",
    ),
    "plan.held_for_possible_criticism": (
        "chờ duyệt vì có thể là tin phê phán (máy ước {chance}, từ mức {most} là phải chờ)",
        "held for approval: it may be criticism (estimated {chance}; from {most} on it waits)",
    ),
    "plan.held_for_unsure_tone": (
        "chờ duyệt vì máy chưa đủ chắc về sắc thái ({chance}, dưới mức {least})",
        "held for approval: not sure enough of the tone ({chance}, below {least})",
    ),
    "plan.moved_late": (
        "chuyển sang khung giờ sau vì đã quá giờ hẹn hơn {lateness}",
        "moved to a later slot: more than {lateness} past its time",
    ),
    "plan.moved_quiet": ("chuyển sang khung giờ sau vì đang trong giờ yên lặng", "moved to a later slot: quiet hours"),
    "plan.moved_spacing": (
        "chuyển sang khung giờ sau vì bài trước mới đăng chưa đủ {spacing}",
        "moved to a later slot: less than {spacing} since the Post before",
    ),
    "plan.moved_day": ("chuyển sang ngày khác vì {why}", "moved to another day: {why}"),
    "plan.moved": ("chuyển sang khung giờ sau vì {why}", "moved to a later slot: {why}"),
    "plan.passed_over": ("không xếp vào khung giờ sớm hơn vì {why}", "not given an earlier slot: {why}"),
    "plan.day_full": ("ngày đó đã đủ {cap} bài", "the day has its {cap} Posts"),
    "plan.day_full_of": ("ngày đó đã đủ {cap} bài loại “{name}”", "the day has its {cap} Posts of “{name}”"),
    "plan.too_near": ("cách bài khác chưa đủ {spacing}", "less than {spacing} from another Post"),
    "plan.quiet_now": ("lúc đó là giờ yên lặng", "that is in quiet hours"),
    "plan.cooling": (
        "tin mới lên, để các biên tập viên của cổng thông tin kịp sửa thì từ {time} mới đăng (cooling_off)",
        "the article is fresh and may still be mended by its site: not before {time} (cooling_off)",
    ),
    "plan.quiet_tet": ("những ngày Tết không đăng bài có sắc thái này", "Posts of this tone don't go out around Tết"),
    "plan.quiet_holiday": ("ngày lễ ({name}) không đăng bài có sắc thái này", "Posts of this tone don't go out on a holiday ({name})"),
    "plan.quiet_mourning": ("những ngày quốc tang không đăng bài có sắc thái này", "Posts of this tone don't go out in national mourning"),
    "plan.quiet_other": ("{name} không đăng bài có sắc thái này", "Posts of this tone don't go out on that day ({name})"),
    "plan.gave_way_to_urgent": ("nhường khung giờ cho một bài khẩn", "made room for an urgent Post"),
    "plan.gave_way_to_normal": (
        "nhường khung giờ cho một tin thường vì bài này đăng lúc nào cũng được (evergreen)",
        "made room for news: this Post is evergreen",
    ),
    "plan.expired_by_then": (
        "đến lúc đó tin đã quá cũ (timetable.expires_after)",
        "by then the news is too old (timetable.expires_after)",
    ),
    "plan.expired": (
        "bỏ vì tin đã cũ: quá {days} ngày kể từ khi thấy lần đầu",
        "dropped as stale: more than {days} days since it was first seen",
    ),
    "plan.undecided": (
        "bỏ vì chờ duyệt quá {days} ngày mà không ai quyết định (approval.expires_after)",
        "dropped: it has waited for more than {days} days and nobody has decided (approval.expires_after)",
    ),
    "plan.baseline": (
        "có sẵn trên cổng thông tin trước khi Loa bắt đầu theo dõi nên chỉ lưu, không đăng (first_run)",
        "was on the site before Loa began to watch it, so it is stored and not posted (first_run)",
    ),
    "plan.late_old": (
        "tin cũ: cổng thông tin ghi ngày {date}, tức đã quá {days} ngày khi Loa thấy lần đầu, nên chỉ lưu, không đăng (intake.news_age)",
        "old news: dated {date} by the site, more than {days} days before it was first seen, so it is stored and not posted (intake.news_age)",
    ),
    "plan.late_too_many": (
        "nguồn tin cùng lúc có thêm {count} tin có thể đăng, nhiều hơn mức {most} tin một lần: những tin mới hơn và quan trọng hơn đã được chọn, tin này chỉ lưu, không đăng (intake.most_at_once)",
        "the feed carried {count} new entries at once that could be posted, more than {most}: newer and more important ones were chosen, this one is stored and not posted (intake.most_at_once)",
    ),
    "plan.late_too_many_a_day": (
        "trong vòng một ngày nguồn tin đã có {count} tin có thể đăng, nhiều hơn mức {most} tin (ba lần intake.most_at_once), có lẽ do nguồn tin bị lỗi: tin này chỉ lưu, không đăng",
        "within a day the feed has carried {count} entries that could be posted, more than {most} (three times intake.most_at_once), perhaps by a fault of it: this one is stored and not posted",
    ),
    "plan.no_slot": (
        "Không tìm được khung giờ đăng trống trong {years} năm tới. Hãy thêm khung giờ trong phần timetable của bot.yaml.",
        "There is no free slot within {years} years. Add slots to timetable in bot.yaml.",
    ),
}
