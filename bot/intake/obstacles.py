"""What a website sends in the place of what was asked for: a protection against programs, or a request to sign in. Pure."""

import re
from typing import Final

from bot.intake.protection import says_so_in_text

_LOGIN: Final = re.compile(r"type\s*=\s*[\"']?password", re.IGNORECASE)


def obstacle(text: str, *, guard: str, login: str, otherwise: str) -> str:
    """Which of three sentences (message keys) tells what a web page is that is not what was expected: a protection, a sign-in form, or something else.

    A page that is as expected may have a sign-in form of its own: only of others is this to be asked.
    """
    if says_so_in_text(text):
        return guard
    return login if _LOGIN.search(text) else otherwise
