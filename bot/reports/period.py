"""The time that a report is about: whole days of the agency's own calendar, with the name that a Vietnamese document gives it."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.errors import LoaError

_WRITTEN: Final = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|H([12])|([0-9]{2})))?", re.ASCII | re.IGNORECASE)
_ROMAN: Final = ("I", "II", "III", "IV")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `first` to `last`, both included."""

    first: date
    last: date

    @property
    def months(self) -> int:
        """How many whole months of one year it is; 0 where it isn't."""
        whole = self.first.day == 1 and self.first.year == self.last.year and (self.last + _DAY).day == 1
        return self.last.month - self.first.month + 1 if whole else 0

    @property
    def year(self) -> int:
        """The year whose plan it is held against: that of its last day."""
        return self.last.year

    @property
    def is_whole_year(self) -> bool:
        """Whether it is a calendar year."""
        return self.months == 12

    @property
    def name(self) -> str:
        """As a document names it: "quý III năm 2026"."""
        year, month = self.first.year, self.first.month
        match self.months, (month - 1) % max(self.months, 1):
            case 12, _:
                return f"năm {year}"
            case 6, 0:
                return f"6 tháng {'đầu' if month == 1 else 'cuối'} năm {year}"
            case 3, 0:
                return f"quý {_ROMAN[(month - 1) // 3]} năm {year}"
            case 1, _:
                return f"tháng {month} năm {year}"
            case 9, 0:
                return f"9 tháng đầu năm {year}"
            case _:
                if self.first == self.last:
                    return f"ngày {self.first:%d/%m/%Y}"
                return f"từ ngày {self.first:%d/%m/%Y} đến ngày {self.last:%d/%m/%Y}"

    @property
    def before(self) -> "Period":
        """What it is compared with: as much right before it; nine months with those of the year before."""
        months = self.months
        if months == 9:
            return Period(first=self.first.replace(year=self.first.year - 1), last=self.last.replace(year=self.last.year - 1))
        last = self.first - _DAY
        if months:
            number = self.first.year * 12 + self.first.month - 1 - months
            return Period(first=date(number // 12, number % 12 + 1, 1), last=last)
        return Period(first=self.first - (self.last - self.first) - _DAY, last=last)

    @property
    def so_far(self) -> "Period":
        """The year of its last day, up to that day."""
        return Period(first=date(self.year, 1, 1), last=self.last)

    def start(self, zone: ZoneInfo) -> datetime:
        """Its first instant."""
        return datetime.combine(self.first, time(), zone)

    def end(self, zone: ZoneInfo) -> datetime:
        """The first instant after it."""
        return datetime.combine(self.last + _DAY, time(), zone)


def parse_period(text: str) -> Period:
    """`2026`, `2026-H1`, `2026-Q3` or `2026-11`. Raises LoaError."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None or not 2000 <= int(match[1]) <= 2999 or (match[4] and not 1 <= int(match[4]) <= 12):
        raise LoaError("reports.bad_period", text=text)
    year = int(match[1])
    if match[2]:
        begin, months = int(match[2]) * 3 - 2, 3
    elif match[3]:
        begin, months = int(match[3]) * 6 - 5, 6
    elif match[4]:
        begin, months = int(match[4]), 1
    else:
        begin, months = 1, 12
    end = begin + months - 1
    return Period(first=date(year, begin, 1), last=date(year, end, calendar.monthrange(year, end)[1]))


def recent(today: date, months: int, count: int) -> list[str]:
    """The `count` last periods of 1, 3, 6 or 12 months as `parse_period` reads them, the one under way first."""
    this = (today.year * 12 + today.month - 1) // months
    return [_written(number * months, months) for number in range(this, this - count, -1)]


def _written(begin: int, months: int) -> str:
    year, place = begin // 12, begin % 12 // months + 1
    match months:
        case 12:
            return f"{year}"
        case 6:
            return f"{year}-H{place}"
        case 3:
            return f"{year}-Q{place}"
        case _:
            return f"{year}-{place:02d}"


def between(first: date, last: date) -> Period:
    """From `first` to `last`, both included. Raises LoaError where it ends before it begins."""
    if last < first:
        raise LoaError("reports.ends_before_it_begins", first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
    return Period(first=first, last=last)
