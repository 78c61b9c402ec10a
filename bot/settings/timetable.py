"""What no single key of a timetable can know: whether it ever opens, and whether the feeds that its lanes name are there."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from bot.messages import Language
from bot.plan.policy import TimetablePolicy
from bot.plan.timetable import slots
from bot.settings.faults import did_you_mean
from bot.settings.model import BotFile

_ANY_MONDAY: Final = datetime(2026, 11, 23, tzinfo=UTC)

Found = tuple[tuple[str | int, ...], str, Mapping[str, object]]


def timetable_faults(bot: BotFile, language: Language) -> Iterator[Found]:
    """Place, message key and values of each fault, of the timetable for all Pages and of each Page's own."""
    own = [(("pages", number, "timetable"), page.timetable) for number, page in enumerate(bot.pages)]
    for place, policy in ((("timetable",), bot.timetable), *own):
        if policy is not None:
            yield from _lane_faults(bot, place, policy, language)
    opens = _opens(bot.timetable)
    if not opens:
        yield ("timetable", "slots"), "settings.no_open_slot", {}
    for place, policy in own:
        # What is wrong with the one for all is said once.
        if policy is not None and opens and not _opens(policy.over(bot.timetable)):
            yield place, "settings.no_open_slot", {}


def _opens(policy: TimetablePolicy) -> bool:
    return next(slots(policy, _ANY_MONDAY), None) is not None


def _lane_faults(bot: BotFile, place: tuple[str | int, ...], policy: TimetablePolicy, language: Language) -> Iterator[Found]:
    known = [feed.name for feed in bot.feeds]
    for number, rule in enumerate(policy.lanes):
        for index, name in enumerate(rule.feeds):
            if name not in known:
                hint = did_you_mean(name, known, language)
                yield (
                    (*place, "lanes", number, "feeds", index),
                    "settings.no_such_feed",
                    {"name": name, "known": ", ".join(known), "hint": hint},
                )
