"""The form of a report: what may be chosen, what is chosen at first, and what somebody's choice means."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from flask import request

from bot.errors import LoaError
from bot.reports.period import Period, between, parse_period, recent
from bot.reports.render import Format
from bot.reports.writing import clean
from bot.service.orders import report_order
from bot.service.workshop import Order
from bot.web.asked import day_in
from bot.web.frame import said
from bot.web.moment import world

FORMATS: Final = (
    (Format.DOCX, "Word (.docx)"),
    (Format.XLSX, "Excel (.xlsx)"),
    (Format.HTML, "HTML"),
    (Format.CSV, "CSV"),
    (Format.JSON, "JSON"),
)
_BY_DAYS: Final = "days"
_FIELDS: Final = ("period", "from", "to", "format", "number", "date")
_LONGEST: Final = 200
_LONGEST_NUMBER: Final = 40
# How many months a period has, how many of such are offered, and what they are called together.
_GROUPS: Final = ((1, 13, "period_months"), (3, 5, "period_quarters"), (6, 3, "period_halves"), (12, 3, "period_years"))
_QUARTERS: Final = ("I", "II", "III", "IV")


def typed_in() -> dict[str, str]:
    """What stands in the form that was sent."""
    return {name: request.form.get(name, "")[:_LONGEST] for name in _FIELDS}


def order_of(typed: Mapping[str, str], owner: str) -> Order:
    """The order that it is. Raises LoaError for what is none."""
    if typed["format"] not in list(Format):
        raise LoaError("web.strange_choice")
    number = clean(typed["number"])
    if len(number) > _LONGEST_NUMBER:
        raise LoaError("web.number_long", most=_LONGEST_NUMBER)
    signed_on, period = _day(typed["date"]), _period(typed)
    return report_order(world(), period, Format(typed["format"]), owner=owner, number=number, signed_on=signed_on, wish=typed)


def _period(typed: Mapping[str, str]) -> Period:
    if typed["period"] != _BY_DAYS:
        return parse_period(typed["period"])
    first, last = _day(typed["from"]), _day(typed["to"])
    if first is None or last is None:
        raise LoaError("web.period_days_missing")
    return between(first, last)


def _day(typed: str) -> date | None:
    """A day of the form; None for none. Raises LoaError for what is no day."""
    found = day_in(typed) if typed else None
    if typed and found is None:
        raise LoaError("web.no_day", day=typed[:20])
    return found


def form(typed: Mapping[str, str]) -> dict[str, object]:
    """What the form shows: what was typed, else what most want, which is the month that is over, as a Word file."""
    today = world().clock().astimezone(world().zone).date()
    groups = [(said(key), [_choice(each, today) for each in recent(today, months, count)]) for months, count, key in _GROUPS]
    usual = {**dict.fromkeys(_FIELDS, ""), "period": recent(today, 1, 2)[1], "format": str(Format.DOCX)}
    return {"groups": groups, "typed": typed or usual, "formats": FORMATS, "by_days": _BY_DAYS, "most_number": _LONGEST_NUMBER}


def _choice(written: str, today: date) -> tuple[str, str]:
    period = parse_period(written)
    year, month = period.first.year, period.first.month
    match period.months:
        case 12:
            name = said("period_year", year=year)
        case 6:
            name = said("period_half_1" if month == 1 else "period_half_2", year=year)
        case 3:
            name = said("period_quarter", quarter=_QUARTERS[month // 3], year=year)
        case _:
            name = said("period_month", month=month, year=year)
    return written, said("period_under_way", period=name) if period.last >= today else name
