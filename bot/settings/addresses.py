"""Addresses of alerts hold their passwords and tokens in pieces: what may show up by itself, in a server's answer or a library's log line."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

_SEPARATORS: Final = re.compile(r"[/?&=:@|,;#]")
_END_OF_HOST: Final = re.compile(r"[/?#]")
_LEAST_PASSWORD: Final = 6
_LEAST_TOKEN: Final = 8


def secret_parts(address: str) -> Iterator[str]:
    """The password of an address, and every piece of it that mixes letters and digits as tokens do; each as it is written and as it is meant."""
    rest = address.partition("://")[2]
    _, colon, password = _END_OF_HOST.split(rest)[0].rpartition("@")[0].partition(":")
    pieces = [piece for piece in _SEPARATORS.split(rest) if len(piece) >= _LEAST_TOKEN and _is_mixed(piece)]
    # A token with a colon in it ("123456789:AAE…") is one to the service that made it, and two pieces here.
    if colon and len(password) >= _LEAST_PASSWORD:
        pieces.append(password)
    for piece in dict.fromkeys(pieces):
        yield from dict.fromkeys((piece, unquote(piece)))


def _is_mixed(piece: str) -> bool:
    return any(char.isdigit() for char in piece) and any(char.isalpha() for char in piece) and "." not in piece
