"""Figures as a Vietnamese document writes them."""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from bot.vietnamese.numbers import number

_NO_PLACE: Final = frozenset({"Cc", "Cs", "Cn", "Co"})


def percent(part: float, whole: float) -> str:
    """37.5 of 100 → "37,5%". A share that is not quite whole is never rounded to 100%, nor one above 0 to 0%."""
    share = round(part / whole * 100, 1)
    if share == 100 and part != whole:
        share = 99.9 if part < whole else 100.1
    if share == 0 and part > 0:
        return "dưới 0,1%"
    return f"{number(share)}%"


def day(value: date) -> str:
    """24/11/2026."""
    return f"{value:%d/%m/%Y}"


def moment(value: datetime) -> str:
    """08 giờ 30 phút ngày 24/11/2026."""
    return f"{value:%H} giờ {value:%M} phút ngày {value:%d/%m/%Y}"


def date_line(value: date) -> str:
    """As the date of a document is written: days below 10 and the months 1 and 2 get a zero (Decree 30/2020/NĐ-CP, annex I)."""
    return (
        f"ngày {value.day:02d} tháng {value.month:02d} năm {value.year}"
        if value.month < 3
        else f"ngày {value.day:02d} tháng {value.month} năm {value.year}"
    )


def listed(words: Sequence[str]) -> str:
    """Write a list: a; a và b; a, b và c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} và {words[-1]}" if words else ""


def clean(text: str) -> str:
    """Text that may stand in XML and in a cell: NFC, without control characters, blanks folded. What a website wrote may hold anything."""
    kept = "".join(letter if unicodedata.category(letter) not in _NO_PLACE else " " for letter in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())


def capital(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]
