"""Ages of Posts in words."""

from typing import Final

from bot.messages import say
from bot.web.moment import world

_UNITS: Final = {"s": "web.age_seconds", "m": "web.age_minutes", "h": "web.age_hours", "d": "web.age_days"}


def age_name(rung: str) -> str:
    """`"6h"` in words."""
    return say(_UNITS[rung[-1]], world().language, count=rung[:-1])
