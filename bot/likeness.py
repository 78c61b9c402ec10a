"""What tells the same article elsewhere, as the intake makes it and the store keeps it. Values only."""

import re
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What tells the same article elsewhere.

    Digests (16 hex digits, "" for none) of its folded title and its canonical link, and the fingerprint of its text: a signed number of 64 bits of which
    similar texts share most (0 for a text too short to have one).
    """

    title_key: str = ""
    link_key: str = ""
    fingerprint: int = 0


_FINGERPRINT_BITS: Final = 64
_BYTES: Final = _FINGERPRINT_BITS // 8
NEAR: Final = 10
"""Two fingerprints that differ in more bits are of different texts (those of unrelated ones differ in 32)."""

_FEW: Final = re.compile(rb"[\x00-%b]" % re.escape(bytes([NEAR])))
_LOWEST: Final = slice(0 if sys.byteorder == "little" else _BYTES - 1, None, _BYTES)


def near(fingerprint: int, others: Sequence[int]) -> list[int]:
    """The places of those among `others` that differ from `fingerprint` in at most NEAR bits; none where the text has none.

    The bits are counted for all of them at once, in lanes of one large number: one by one, it would take four times as long.
    """
    if not fingerprint or not others:
        return []
    every, by_one, by_two, by_four, by_eight, by_sixteen, counts = _masks(len(others))
    lanes = int.from_bytes(array("q", others).tobytes(), sys.byteorder)
    lanes ^= every * (fingerprint & ((1 << _FINGERPRINT_BITS) - 1))
    lanes -= (lanes >> 1) & by_one
    lanes = (lanes & by_two) + ((lanes >> 2) & by_two)
    lanes = (lanes + (lanes >> 4)) & by_four
    lanes = (lanes + (lanes >> 8)) & by_eight
    lanes = (lanes + (lanes >> 16)) & by_sixteen
    lanes = (lanes + (lanes >> 32)) & counts
    differing = lanes.to_bytes(_BYTES * len(others), sys.byteorder)[_LOWEST]
    return [place for found in _FEW.finditer(differing) if others[place := found.start()]]


@lru_cache(maxsize=4)
def _masks(count: int) -> tuple[int, ...]:
    """Patterns of 64 bits, `count` times: the lowest bit; every other bit, pair, half byte, byte, two bytes; and room for a count of up to 64."""
    every = ((1 << count * _FINGERPRINT_BITS) - 1) // ((1 << _FINGERPRINT_BITS) - 1)
    patterns = (0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F, 0x00FF00FF00FF00FF, 0x0000FFFF0000FFFF, 0x7F)
    return every, *(every * pattern for pattern in patterns)
