"""The settings of engagement: the ladder of ages at which a published Post is measured, and the log file."""

from datetime import timedelta
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bot.policy import Duration, Policy


def _climbing(rungs: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    if any(later <= earlier for earlier, later in pairwise(rungs)):
        raise PydanticCustomError("settings.ladder_not_climbing", "the ages must climb")
    return rungs


class EngagementPolicy(Policy):
    """The `engagement:` part of bot.yaml."""

    ladder: Annotated[tuple[Duration, ...], Field(min_length=1, max_length=60), AfterValidator(_climbing)] = (
        timedelta(minutes=10),
        timedelta(hours=1),
        timedelta(hours=6),
        timedelta(days=1),
        timedelta(days=3),
        timedelta(days=7),
        timedelta(days=30),
    )
    log: str = "data/engagement.jsonl"
    """JSON lines, one a snapshot; relative to the folder Loa is started in. Empty: no file."""
