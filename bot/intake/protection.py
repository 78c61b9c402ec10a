"""Pages that a protection against programs puts in front of a website: how they are known, by their headers and by their text. Pure."""

import re
from collections.abc import Mapping
from typing import Final

HEAD: Final = 64 * 1024  # bytes of a refusal's body that are looked at
_IN_TEXT: Final = re.compile(r"cf-chl|challenge-platform|captcha|ddos-guard|__jsl|aes\.js", re.IGNORECASE)
_STATUSES: Final = frozenset({403, 429, 503})


def says_so_in_text(text: str) -> bool:
    """Whether the text of a web page is a protection's."""
    return _IN_TEXT.search(text) is not None


def says_so_in_headers(headers: Mapping[str, str]) -> bool:
    """Whether the headers alone tell it."""
    return (headers.get("cf-mitigated") or "").strip().lower() == "challenge"


def may_say_so(status: int) -> bool:
    """Whether the body of a refusal is worth a look: a protection answers with these."""
    return status in _STATUSES
