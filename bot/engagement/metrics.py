"""The metrics Loa keeps of a Post: their names, and what they mean to a reader. A channel gives what it can; the rest is missing, never 0."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.messages import Language, say


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure: its name in the database and the log, and the message key of its meaning. The unit is always a count since publication."""

    name: str
    meaning: str

    def say(self, language: Language) -> str:
        """What the figure means, for people."""
        return say(self.meaning, language)


_NAMES: Final = (
    "reactions",
    "reaction_like",
    "reaction_love",
    "reaction_care",
    "reaction_wow",
    "reaction_haha",
    "reaction_sad",
    "reaction_angry",
    "comments",
    "shares",
    "views",
    "reach",
    "clicks",
)

METRICS: Final[Mapping[str, Metric]] = MappingProxyType({name: Metric(name, f"engagement.{name}") for name in _NAMES})
