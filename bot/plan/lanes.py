"""Which lane a Post belongs to, by the rules of the settings, and who gives a slot up to whom."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

from bot.judgement import Field, Tone, Topic
from bot.plan.bookings import Booking, Traits
from bot.plan.policy import Lane, LaneRule, TimetablePolicy
from bot.vietnamese.forms import form_of

RANKS: Final = {Lane.URGENT: 0, Lane.NORMAL: 1, Lane.EVERGREEN: 2}
_WORD: Final = re.compile(r"\w+")


def lane_of(  # noqa: PLR0917 - all that a rule may ask for
    rules: Sequence[LaneRule], tone: Tone, fields: Collection[Field], topics: Collection[Topic], feed: str, title: str
) -> Lane:
    """The lane of the first rule that fits; normal where none does. Derived anew each time, so that settings and corrections count at once."""
    for rule in rules:
        lists = (
            (rule.tones, tone in rule.tones),
            (rule.fields, not set(rule.fields).isdisjoint(fields)),
            (rule.topics, not set(rule.topics).isdisjoint(topics)),
            (rule.feeds, feed in rule.feeds),
            (rule.words, any(_words(word) in _words(title) for word in rule.words)),
        )
        if all(fits for named, fits in lists if named):
            return rule.lane
    return Lane.NORMAL


def gives_way(policy: TimetablePolicy, holder: Booking, post: Traits, now: datetime) -> bool:
    """Whether the Post that holds a slot makes room for `post`: only for a higher lane, and an evergreen one for a normal one not shortly before its time."""
    if holder.fixed or RANKS[post.lane] >= RANKS[holder.traits.lane]:
        return False
    return post.lane is Lane.URGENT or holder.at - now > policy.evergreen_before


@lru_cache(maxsize=4_096)
def _words(text: str) -> str:
    """The words of a text, each between blanks, in the form in which they are compared."""
    return f" {' '.join(form_of(word) for word in _WORD.findall(text))} "
