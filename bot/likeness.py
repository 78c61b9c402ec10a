"""What tells the same article elsewhere, as the intake makes it and the store keeps it. Values only."""

from collections.abc import Sequence
from dataclasses import dataclass
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
NEAR: Final = 10
"""Two fingerprints that differ in more bits are of different texts (those of unrelated ones differ in 32)."""


def near(fingerprint: int, others: Sequence[int]) -> list[int]:
    """The places of those among `others` that differ from `fingerprint` in at most NEAR bits; none where the text has none."""
    every = (1 << _FINGERPRINT_BITS) - 1
    return (
        [place for place, other in enumerate(others) if ((fingerprint ^ other) & every).bit_count() <= NEAR and other]
        if fingerprint
        else []
    )
