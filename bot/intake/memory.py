"""What is remembered of a feed's document until the next: in which surroundings its items stood, and each item's text, by digests. Bytes that are damaged or foreign are nothing remembered."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

_DIGEST: Final = 8  # bytes: two items of one feed fall together once in a billion years; whoever makes them do so hides his own news


def digest_of(text: bytes) -> str:
    """16 hex digits."""
    return hashlib.blake2b(text, digest_size=_DIGEST).hexdigest()


@dataclass(frozen=True, slots=True)
class Memory:
    """`context`: digest of all that an item's reading depends on beside its own text. `items`: digest of each item's text → its identity, "" where it says nothing."""

    context: str
    items: Mapping[str, str]


def pack(context: str, items: Iterable[tuple[str, str]]) -> bytes:
    """A Memory as bytes, for a blob: of each item its digest and its identity, so that 2,000 items are a megabyte at most, and 20 a few thousand bytes."""
    said = json.dumps([context, *items], ensure_ascii=False, separators=(",", ":")).encode()
    return digest_of(said).encode() + said


def unpack(remembered: bytes) -> Memory | None:
    """What `pack` packed, as it was; None for anything else, and for nothing."""
    check, said = remembered[: 2 * _DIGEST], remembered[2 * _DIGEST :]
    if not said or check != digest_of(said).encode():
        return None
    try:
        context, *items = json.loads(said)
        return Memory(str(context), {str(item): str(identity) for item, identity in items})
    except (ValueError, TypeError, RecursionError):
        return None  # another edition of this module wrote it
