"""Deadlines in an entry: until when something is to be done, handed in or finished, as ISO dates where that is certain."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from bot.editorial.legible import Legible, Span, cue, toned
from bot.editorial.written_dates import Day, day, pattern, with_year
from bot.judgement import FindingKind
from bot.messages import say

_HOUR: Final = (
    r"(?:(?:lúc )?[0-2]?[0-9]\s?(?:h|giờ|:)\s?(?:[0-5][0-9])?(?:\s?(?:phút|['’′]))?(?: sáng| trưa| chiều| tối)?(?: cùng)?,?\s?)?"
    r"(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật),? )?"
)
_TO: Final = r"[^.;0-9]{0,40}?"
_AT_LATEST: Final = r"(?:(?:chậm|muộn|trễ) nhất(?: là)?|không (?:chậm|muộn|trễ) (?:hơn|quá))"
_UNTIL: Final = (
    rf"(?:(?:thời hạn|hạn|hết hạn|kéo dài|gia hạn|nhận (?:hồ sơ|bài)|đăng ký|mục tiêu|phấn đấu)(?!\w){_TO}(?:đến|tới|là|trước|vào|:)"
    rf"|hạn (?:cuối|chót)(?!\w){_TO}|(?:hoàn thành|xong|kết thúc|dứt điểm)(?!\w){_TO}(?:vào|trong|đến)"
    rf"|(?:hoàn thành|kết thúc)(?=:)|(?:yêu cầu|bảo đảm|đảm bảo|từ (?:hôm )?nay)[,:]? (?:cho )?(?:đến|tới)|{_AT_LATEST}(?: vào| đến| trước| trong)?|(?:đến|tới) hết)"
)
_FIRM: Final = cue(rf"(?<!\w){_UNTIL}\s?:?\s?{_HOUR}{pattern('a')}")
_BEFORE: Final = cue(rf"(?<!\w)(?P<before>trước(?: thời điểm)?)\s{_HOUR}{pattern('a')}")
_RANGE: Final = cue(
    rf"(?<!tính )(?<!kể )(?<!\w)từ\s{_HOUR}(?:(?P<bare>(?:ngày )?[0-3]?[0-9])|{pattern('a')})\s?,?\s?(?:đến|tới|-)\s?(?:hết\s)?{_HOUR}{pattern('b')}"
)
# A month, a quarter or a year, to its end ("trước hết quý III" is not before it); also "tháng này", "năm nay".
_UNIT: Final = (
    r"(?P<whole> hết| cuối)? (?:(?:tháng (?P<month>1[0-2]|0?[1-9])|quý (?P<quarter>iv|i{1,3}|[1-4]))(?!\w)"
    r"(?:(?:\s?[/.-]\s?|,? năm )(?P<year>20[0-9][0-9]))?(?![0-9/])"
    r"|năm (?P<all>20[0-9][0-9])(?![\w/]|\s?-\s?[0-9])|(?P<this>tháng này|quý này|năm nay)(?!\w))"
)
_DONE: Final = r"(?:hoàn thành(?! xuất sắc| tốt)|xong|kết thúc|dứt điểm)"
_PERIOD: Final = cue(
    rf"(?<!\w)(?:(?:{_DONE}|phấn đấu|hạn (?:cuối|chót)|thời hạn)(?!\w)[^.;0-9]{{0,60}}?(?:trong|vào|đến|là|(?P<before>trước))"
    rf"|(?:hoàn thành|kết thúc|hạn (?:cuối|chót)|thời hạn):|{_AT_LATEST}(?: vào| đến| trong)?|(?:đến|tới) hết|trước(?= hết| cuối)){_UNIT}"
)
# Where a year is a deadline, and no aim without a day ("phấn đấu đến năm 2030", "kết thúc dịch bệnh vào năm 2030").
_YEAR_OF_DEADLINE: Final = cue(rf"{_AT_LATEST}|.* (?:hết|cuối) năm |[^,]*(?:{_DONE})(?!\w)[^,]*(?:trong|trước) năm ")
# What opens a sentence: "Trong quý II/2026, các xã phải hoàn thành …", "Đến cuối năm 2026, 100% thủ tục phải được …", "Đến ngày 30/6/2026, mọi xã phải có …"
_PERIOD_FIRST: Final = cue(rf"(?<!\w)(?:(?P<within>trong)|(?:đến|tới)(?= hết| cuối)){_UNIT}")
_DAY_FIRST: Final = cue(rf"(?<!\w)(?<!tính )(?:đến|tới)\s{_HOUR}{pattern('a')}")
_MUST_FINISH: Final = cue(
    r",? [^.;]{0,80}?(?<!\w)(?:phải|cần|sẽ)(?: cơ bản)? (?:hoàn thành|hoàn tất|kết thúc|xong|chấm dứt|(?:[^.;,0-9]{1,30} )?(?:xong|dứt điểm))(?!\w)"
)
_MUST_BE: Final = cue(r",? [^.;]{0,80}?(?<!\w)(?<!vẫn )phải (?:được|đạt|có|bảo đảm|đảm bảo)(?!\w)")
# "đã hoàn thành trong tháng 5" is told, and so is what "đã" stands before, of days that are over.
_WAS: Final = cue(r"(?<!\w)(?:đã|vừa|mới)(?: cơ bản| được)? $")
_TOLD: Final = cue(r"(?<!\w)đã [^.;]{0,70}$")
_REPORTED: Final = cue(r"[^.;]{0,60}(?<!\w)đã (?!có kế hoạch|yêu cầu|đề nghị)")
# Until when figures were counted: "đến hết tháng 7, tỷ lệ giải ngân … chỉ đạt 18,4%", "tính đến hết ngày 15/6", "tỷ lệ giải ngân đến hết tháng 6".
_FIGURE: Final = cue(
    r"[^.;]{0,80}(?<!\w)(?:(?:chỉ|mới|ước) (?:đạt|có|được|bằng|còn)"
    r"|(?:tỷ lệ|tỉ lệ)(?!\w)[^.;]{0,60}?(?<!phải )(?<!cần )(?<!sẽ )(?<!đấu )(?<!đảm )(?<!bảo )(?<!\w)(?:đạt|dưới) [0-9](?!00))"
)
_COUNTED: Final = cue(
    r"(?<!\w)(?:(?P<surely>tính(?: từ[^.;,0-9]{0,40})?|(?:từ đầu (?:năm|tháng|quý|nhiệm kỳ)|lũy kế)(?!\w)[^.;,0-9]{0,60})"
    r"|(?:tỷ lệ|tỉ lệ|tình hình|số liệu)(?!\w)[^.;,0-9]{0,60}) $"
)
_AIM: Final = cue(r"(?<!\w)(?:phấn đấu|mục tiêu|yêu cầu|chỉ tiêu|bảo đảm|đảm bảo|phải|dự kiến)(?!\w)")
# Where "đến hết …" begins what is told, and doesn't end what is to be done ("lấy ý kiến đến hết ngày 20/5").
_BEGINS: Final = cue(r"(?:^|[.:;!?,(\"“”-] ?|(?<!\w)(?:và|nhưng|song|từ[^.;,]{1,40}) )$")
# Behind "trước ngày …": what was filed, issued or built until then is told of ("hồ sơ nộp trước ngày 1/4 thì …"), and nothing is to be done.
_STANDS: Final = cue(r" (?:mà|thì|vẫn|nhưng chưa|(?:được )?tiếp tục|còn (?:hạn|giá trị|hiệu lực))(?!\w)")
_EXPIRES: Final = cue("hết hạn trước ")
_PERIOD_OF_REPORT: Final = cue(r"(?<!\w)(?:kỳ báo cáo|số liệu|thống kê)(?!\w)[^.;0-9]{0,30}$")
_OPENS: Final = re.compile(r"(?:^|[.:;!?…(“\"-] ?)$")
_LONG_AGO: Final = timedelta(days=366)
_LATEST: Final = tuple(map(toned, ("chậm", "muộn", "trễ", "không", "đến hết", "tới hết")))
_TO_THE_END: Final = tuple(map(toned, ("đến hết", "tới hết")))
_THIS_YEAR: Final = "năm nay"
_BACK: Final = 80  # characters
_QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def deadlines(page: Legible, published: date | None) -> Iterator[Span]:
    """The deadlines of a text, each day once, in the order of their kinds.

    A year that is not written is that of `published`; where that is None the value is "--06-30" and the note says so.
    """
    taken: list[tuple[int, int]] = []
    told: set[str] = set()
    for found in (*_ranges(page, published), *_days(page, published), *_periods(page, published), *_firsts(page, published)):
        if found.value not in told and not any(start < found.end and found.start < end for start, end in taken):
            told.add(found.value)
            taken.append((found.start, found.end))
            yield found


def _ranges(page: Legible, published: date | None) -> Iterator[Span]:
    for match in _RANGE.finditer(page.lower):
        last = day(match, "b")
        if last is None or _REPORTED.match(page.lower, match.end()):
            continue
        if _PERIOD_OF_REPORT.search(page.lower, max(0, match.start() - _BACK), match.start()):
            continue
        last = with_year(last, published)
        first = day(match, "a") if match["bare"] is None else _same_month(int(match["bare"].split()[-1]), last)
        if first is None:
            continue
        if _is_over(last, published) and _TOLD.search(page.lower, max(0, match.start() - _BACK), match.start()):
            continue
        if first.year is None and last.year is not None:
            first = Day(first.day, first.month, last.year - ((first.month, first.day) > (last.month, last.day)))
        yield _span(match, last, published, say("editorial.note_from", "vi", day=first.write()))


def _same_month(number: int, last: Day) -> Day | None:
    """The day of "từ ngày 15" before "đến 20/6"; None for "từ 25 đến 5/7", which leaves the month to the reader."""
    return Day(number, last.month, last.year) if 1 <= number < last.day else None


def _days(page: Legible, published: date | None) -> Iterator[Span]:
    for expression in (_FIRM, _BEFORE):
        for match in expression.finditer(page.lower):
            found = day(match, "a", dotted=expression is _BEFORE or page.lower.startswith(_LATEST, match.start()))
            if found is None or not (found.plain or _closes(page, match.end())):
                continue
            last = with_year(found, published)
            if expression is _BEFORE or _EXPIRES.match(match[0]):
                is_told = _is_told_of(page, match, last, published)
            else:
                is_told = _is_counted(page, match, is_over=_is_over(last, published)) or _was(page, match)
            if is_told:
                continue
            yield _span(match, last, published)


def _is_told_of(page: Legible, match: re.Match[str], last: Day, published: date | None) -> bool:
    """Whether "trước ngày …" tells what was before, and is no deadline: "Trước ngày 1/7/2025, huyện …", "đất sử dụng trước ngày 15/10/1993"."""
    if _REPORTED.match(page.lower, match.end()) or _STANDS.match(page.lower, match.end()):
        return True
    if published is None or last.year is None or (past := published - last.on(last.year)) <= timedelta(0):
        return False
    return past > _LONG_AGO or _OPENS.search(page.lower, max(0, match.start() - 2), match.start()) is not None


def _is_counted(page: Legible, match: re.Match[str], *, is_over: bool) -> bool:
    """Whether "đến hết tháng 7" is the day until which figures were counted, and no deadline."""
    if not page.lower.startswith(_TO_THE_END, match.start()):
        return False
    back = max(0, match.start() - _BACK)
    counted = _COUNTED.search(page.lower, back, match.start())
    if counted is not None and counted["surely"]:
        return True
    begins = _BEGINS.search(page.lower, back, match.start()) is not None
    if begins and _REPORTED.match(page.lower, match.end()):
        return True
    if begins and is_over and not _AIM.search(page.lower, back, min(match.end() + _BACK, len(page.lower))):
        return True
    told = counted is not None or (begins and _FIGURE.match(page.lower, match.end()) is not None)
    return told and not _AIM.search(page.lower, back, match.start())


def _closes(page: Legible, place: int) -> bool:
    """Whether nothing follows of which a fraction could be: "trước 2/3." is a date, "trước 2/3 số hộ" is none."""
    return not page.lower[place : place + 2].strip() or page.lower[place] in ".,;)"


def _was(page: Legible, match: re.Match[str]) -> bool:
    """Whether what was done is told of: "đã hoàn thành vào ngày 28/2"."""
    return _WAS.search(page.lower, max(0, match.start() - _BACK), match.start()) is not None


def _is_over(last: Day, published: date | None) -> bool:
    return published is not None and last.year is not None and last.on(last.year) < published


def _periods(page: Legible, published: date | None) -> Iterator[Span]:
    for match in _PERIOD.finditer(page.lower):
        is_year = match["all"] is not None or match["this"] == _THIS_YEAR
        last = _end(match, published, before=match["before"] is not None and match["whole"] is None)
        if last is None or (is_year and _YEAR_OF_DEADLINE.match(match[0]) is None):
            continue
        # What is said of a year that is over, or opens with what was before, is no task.
        is_over = _is_over(last, published)
        if (match["all"] and is_over) or _is_counted(page, match, is_over=is_over) or _was(page, match):
            continue
        if page.lower.startswith("trước", match.start()) and _REPORTED.match(page.lower, match.end()):
            continue
        yield _span(match, last, published)


def _firsts(page: Legible, published: date | None) -> Iterator[Span]:
    """Deadlines that open a sentence, and are some only by what must be done until then."""
    for match in _PERIOD_FIRST.finditer(page.lower):
        last = _end(match, published, before=False)
        if last is not None and not _is_over(last, published) and _must(page, match, is_end=match["within"] is None):
            yield _span(match, last, published)
    for match in _DAY_FIRST.finditer(page.lower):
        found = day(match, "a")
        if found is None or not found.plain:
            continue
        last = with_year(found, published)
        if not _is_over(last, published) and _must(page, match, is_end=True):
            yield _span(match, last, published)


def _must(page: Legible, match: re.Match[str], *, is_end: bool) -> bool:
    if _MUST_FINISH.match(page.lower, match.end()):
        return True
    return is_end and _MUST_BE.match(page.lower, match.end()) is not None


def _end(match: re.Match[str], published: date | None, *, before: bool) -> Day | None:
    """The last day of the month, quarter or year of `_UNIT`, or the one `before` it; None where the year would have to be guessed."""
    unit = _unit(match, published)
    if unit is None:
        return None
    year, month, months = unit
    if before:
        month -= months
    if month == 0:
        if year is None:
            return None
        year, month = year - 1, 12
    last = with_year(Day(1, month, year), published)
    return Day(calendar.monthrange(last.year or 2023, month)[1], month, last.year)


def _unit(match: re.Match[str], published: date | None) -> tuple[int | None, int, int] | None:
    """Year, last month and number of months of what `_UNIT` has found; None for "tháng này" where nobody knows when that was said."""
    if match["this"]:
        if published is None:
            return None
        months = 12 if match["this"] == _THIS_YEAR else 1 if match["this"].startswith("tháng") else 3
        return published.year, -(-published.month // months) * months, months
    written = match["year"] or match["all"]
    year = int(written) if written else None
    if match["month"]:
        return year, int(match["month"]), 1
    if match["quarter"]:
        quarter = match["quarter"]
        return year, 3 * (_QUARTERS[quarter] if quarter in _QUARTERS else int(quarter)), 3
    return year, 12, 12


def _span(match: re.Match[str], last: Day, published: date | None, note: str = "") -> Span:
    if last.year is None:
        notes, value = (note, say("editorial.note_no_year", "vi")), f"--{last.month:02}-{last.day:02}"
    else:
        until = last.on(last.year)
        past = say("editorial.note_past", "vi") if published is not None and until < published else ""
        notes, value = (note, past), until.isoformat()
    return Span(FindingKind.DEADLINE, match.start(), match.end(), value, ", ".join(filter(None, notes)))
