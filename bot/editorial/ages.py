"""What makes a minor of a person: an age below 18, a date of birth, a class or a school."""

import re
from datetime import date
from typing import Final

from bot.editorial.legible import toned

OF_AGE: Final = 18
PUPIL: Final = 25  # whoever was born more years ago is no pupil, whatever class stands beside the year
SOME_DAY: Final = date(2027, 12, 31)  # of the news, where nobody knows it: whoever is a minor then surely is one (born 2010 or later)

# What makes a minor of a person; {n} ends the names of its groups.
_NOW: Final = r"(?:(?:hiện nay|hiện|nay|đang|mới|vừa|sắp|là|cùng|đều|năm nay|năm tới(?: vào| lên)?) )*"
_AGED: Final = (
    # Not "đủ" alone, which is said of whole groups: "học sinh Ái Tử đủ 14 tuổi".
    r"(?:(?:là )?(?:một )?(?:cô|cậu) bé )?(?:(?:năm nay|hiện nay|hiện|nay|cùng|đều|đã|chỉ|mới|khoảng|gần|hơn|sắp|từ [0-9]{{1,2}} (?:đến|tới|-)|chưa đầy|(?:chưa|vừa|mới) (?:đủ|tròn)|tròn|vừa) )*"
    r"(?P<age{n}>[0-9]{{1,2}}) ?(?P<months{n}>(?:tháng|tuần|ngày) )?tuổi"
    r"(?! (?:đảng|nghề|quân|đoàn|thọ|trở lên))"
)
_BORN: Final = (
    r"(?:(?:ngày|năm) sinh|sinh|sn|s\.n)(?: năm)?:?(?: ngày)?:? ?(?:(?P<day{n}>[0-9]{{1,2}})(?:[/.-]| tháng ))?(?:(?:tháng )?(?P<month{n}>[0-9]{{1,2}})(?:[/.-]| năm ))?"
    r"(?P<born{n}>(?:19|20)[0-9][0-9])"
)
_IN_CLASS: Final = (
    rf"{_NOW}(?:(?:học|học sinh|nữ sinh|nam sinh|hs|cô bé|cậu bé|(?:cô |cậu )?học trò|vào)(?: (?:của|ở|tại))?(?: khối)? )?"
    r"lớp (?P<class{n}>1[0-2]|[1-9])(?![0-9])(?:[a-zđ][0-9]?|[/.-][0-9a-zđ]{{1,2}})?(?!\w)"
    r"(?! (?:khóa|bồi dưỡng|tập huấn|xóa mù))"  # of grown-up people
)
_SCHOOL: Final = "tiểu học|thcs|thpt|th|mầm non|mẫu giáo|phổ thông|ptdtnt|ptdtbt"
_AT_SCHOOL: Final = (
    rf"(?P<school{{n}}>{_NOW}(?:(?:học sinh|nữ sinh|nam sinh|hs)(?: của| tại| ở)? (?:trường|lớp|{_SCHOOL})"
    rf"|học(?: tại| ở)?(?: trường)? (?:{_SCHOOL})(?!\w)))"
)
SIGN: Final = toned(f"(?:{_AGED}|{_BORN}|{_IN_CLASS}|{_AT_SCHOOL})")


def minor_by(match: re.Match[str], name: str, published: date | None, *, child: bool) -> str | None:
    """What makes a minor of the person, in the words of the text; None where it makes none."""
    age, born = match[f"age{name}"], match[f"born{name}"]
    if age is not None:
        months = match[f"months{name}"]
        return f"{age} {months or ''}tuổi" if months is not None or int(age) < OF_AGE else None
    if born is not None:
        return f"sinh năm {born}" if years(match, name, published, child=child) < OF_AGE else None
    if match[f"class{name}"] is not None:
        return f"lớp {match[f'class{name}']}"
    return "học sinh" if match[f"school{name}"] is not None else None


def years(match: re.Match[str], name: str, published: date | None, *, child: bool) -> int:
    """The age that a date of birth gives on the day of the news. Where only its year is known, whom the text calls a child had no birthday yet this year."""
    month, day = match[f"month{name}"], match[f"day{name}"]
    if not month or not day:
        day, month = ("31", "12") if child else ("1", "1")
    return years_since(match[f"born{name}"], month, day, published or SOME_DAY)


def years_since(born: str, month: str, day: str, on: date) -> int:
    """The age on a day of somebody born on another one."""
    return on.year - int(born) - ((int(month), int(day)) > (on.month, on.day))
