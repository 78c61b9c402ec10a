"""The hash chain over the journal: each line's hash covers the line and the hash before it, so that none can be changed, left out or put in unseen."""

import hashlib
import json
from datetime import UTC
from typing import Final

from bot.model import Event

START: Final = "0" * 64  # the hash before the first line's


def link(before: str, number: int, event_id: int, event: Event) -> str:
    """The hash of the line that stands at `number` in the chain: SHA-256 over the hash before it and the line itself, 64 hex digits.

    What it is made of is fixed for ever: every hash that was ever noted down is compared with it.
    """
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    line = [number, event_id, at, event.actor, event.subject, event.verb, event.before, event.after, event.reason]
    return hashlib.sha256(f"{before}\n{json.dumps(line, separators=(',', ':'))}".encode()).hexdigest()
