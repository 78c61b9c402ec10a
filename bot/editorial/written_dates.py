"""Dates as Vietnamese newspapers and agencies write them: 9/6/2025, 09-6-2025, "ngày 09 tháng 6 năm 2025", 30/6, 1.12."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final

from bot.editorial.legible import toned

_VIETNAM: Final = timezone(timedelta(hours=7))  # it has had no other since 1975
_ROLLS_OVER: Final = 9  # months: "trước ngày 15/1" in a December means the next one

_BARE: Final = toned(
    r"(?P<ngay{n}>(?:(?:hết|cuối|đúng)\s)?ngày\s)?(?P<d{n}>[0-3]?[0-9])"
    r"(?:\s?(?P<sep{n}>[/.-])\s?(?P<m{n}>1[0-2]|0?[1-9])(?:\s?[/.-]\s?(?P<y{n}>(?:19|20)[0-9][0-9]))?"
    r"|\stháng\s(?P<tm{n}>1[0-2]|0?[1-9])(?:(?:\s?,?\snăm\s|\s?[/.-]\s?)(?P<ty{n}>(?:19|20)[0-9][0-9]))?)"
    r"(?![0-9]|[/.-][0-9])"
)


def pattern(name: str) -> str:
    """The pattern of one date, for `Legible.lower`; its groups end in `name`, by which `day` reads them. Bounded: it never looks further than a date."""
    return _BARE.format(n=name)


@dataclass(frozen=True, slots=True)
class Day:
    """A day, with its year where that is written. `plain` is False where only a figure like 1/3 stands there, which may be a fraction."""

    day: int
    month: int
    year: int | None
    plain: bool = True

    def on(self, year: int) -> date:
        """That day of `year`; the last of February where there is no 29th."""
        return date(year, self.month, min(self.day, calendar.monthrange(year, self.month)[1]))

    def write(self) -> str:
        """For people: 30/06/2025, or 30/06 where the year is not known."""
        return f"{self.day:02}/{self.month:02}" + (f"/{self.year}" if self.year else "")


def day(match: re.Match[str], name: str, *, dotted: bool = False) -> Day | None:
    """The date in the groups of `name`, or None: no such day, or rather a decimal number ("1.5 triệu") than a date.

    `dotted`: "31.3" is one here, if no plain one.
    """
    groups = match.groupdict()
    month, year = groups[f"m{name}"] or groups[f"tm{name}"], groups[f"y{name}"] or groups[f"ty{name}"]
    number, named = int(groups[f"d{name}"]), bool(groups[f"ngay{name}"])
    in_words = groups[f"tm{name}"] is not None
    is_bare = groups[f"sep{name}"] in {".", "-"} and not (named or year)
    if is_bare and not dotted:
        return None
    # A leap year stands for one that is not written.
    if not 1 <= number <= calendar.monthrange(int(year) if year else 2024, int(month))[1]:
        return None
    fraction = is_bare or (not (named or year or in_words) and number < int(month))
    return Day(number, int(month), int(year) if year else None, plain=not fraction)


def local_date(at: datetime | None) -> date | None:
    """The day in Vietnam at an instant."""
    return at.astimezone(_VIETNAM).date() if at is not None else None


def with_year(found: Day, near: date | None) -> Day:
    """`found` with the year that is meant: its own, else that of `near` (when the entry was published), or the next one where that was long ago."""
    if found.year is not None or near is None:
        return found
    year = near.year + (near.month - found.month >= _ROLLS_OVER)
    return Day(found.day, found.month, year, found.plain)
