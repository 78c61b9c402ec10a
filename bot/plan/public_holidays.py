"""Vietnamese public holidays and the first day of Tết, from the tables of the `holidays` library: slow to import, so only where it is asked for."""

from datetime import date
from functools import cache
from typing import Final

from holidays.countries.vietnam import Vietnam

_TET: Final = "Tết Nguyên Đán"  # the library's name of the first day; the other days have longer ones


@cache
def _year(year: int) -> dict[date, str]:
    # Not the library's object itself: that grows with each date it is asked about.
    return dict(Vietnam(years=year, expand=False, language="vi").items())  # type: ignore[no-untyped-call]


def holiday_on(day: date) -> str | None:
    """The name of a public holiday, or of a day off in the place of one; None for any other day."""
    return _year(day.year).get(day)


def first_of_tet(year: int) -> date | None:
    """The first day of the lunar year that begins in `year`, by the Vietnamese calendar (in some years not the Chinese one); None after 2100."""
    return next((day for day, name in _year(year).items() if name == _TET), None)
