"""What no single key of `report` can know: whether Posts are measured at the age at which they are to be compared."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from bot.policy import write_duration
from bot.reports.material import LATE
from bot.settings.model import BotFile
from bot.settings.places import Found

_KEY: Final = "compare_at"


def report_faults(bot: BotFile) -> Iterator[Found]:
    """An age that was chosen and at which nothing is ever measured: every comparison would be empty."""
    age, ladder = bot.report.compare_at, bot.engagement.ladder
    if _KEY in bot.report.model_fields_set and not _is_measured(age, ladder):
        nearest = min(ladder, key=lambda rung: abs(rung - age))
        yield ("report", _KEY), "settings.never_measured", {"value": write_duration(age), "nearest": write_duration(nearest)}


def with_compared_age(bot: BotFile) -> BotFile:
    """Where the age was not chosen and the ladder is another than the usual one: its first age from there on, else its last."""
    age, ladder = bot.report.compare_at, bot.engagement.ladder
    if _KEY in bot.report.model_fields_set or _is_measured(age, ladder):
        return bot
    measured = next((rung for rung in ladder if rung >= age), ladder[-1])
    return bot.model_copy(update={"report": bot.report.model_copy(update={_KEY: measured})})


def _is_measured(age: timedelta, ladder: Sequence[timedelta]) -> bool:
    return any(age <= rung <= age + LATE for rung in ladder)
