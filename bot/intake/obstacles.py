"""What a website sends in the place of what was asked for: a protection against programs, or a request to sign in. Pure."""

import re
from enum import Enum, auto
from typing import Final

from bot.intake.protection import says_so_in_text

_LOGIN: Final = re.compile(r"type\s*=\s*[\"']?password", re.IGNORECASE)


class Obstacle(Enum):
    """What stands in the way."""

    GUARD = auto()
    LOGIN = auto()


def obstacle(text: str) -> Obstacle | None:
    """What a web page that is not what was expected is instead; None where it is neither. A page that is as expected may have a sign-in form of its own."""
    if says_so_in_text(text):
        return Obstacle.GUARD
    return Obstacle.LOGIN if _LOGIN.search(text) else None
