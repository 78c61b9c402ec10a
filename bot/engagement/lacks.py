"""What to do about a figure that is missing: how long it is not asked for, and how it is told."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from bot.figures import Lack
from bot.messages import TABLE, Language, say

# Those that last: the figure is not asked for so long. One dead figure would spoil the request that it is in.
RESTS: Final[Mapping[Lack, timedelta]] = MappingProxyType(
    {
        Lack.NOT_OFFERED: timedelta(days=1),
        Lack.TOO_FEW_LIKES: timedelta(days=1),
        Lack.NO_PERMISSION: timedelta(hours=6),
        Lack.REFUSED: timedelta(hours=1),
    }
)


def reason(missing: str, language: Language) -> str:
    """Why a figure is missing, for people; what older snapshots say is said as it stands."""
    key = f"engagement.lack_{missing}"
    return say(key, language) if key in TABLE else missing
