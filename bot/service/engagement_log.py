"""The engagement log: one JSON line a snapshot, for spreadsheets and log shippers, written from the database so that no line is lost or doubled.

The file itself says how far it is (its last line's `snapshot`); a half-written last line, left by a crash, is cut off and written again.
"""

import json
import os
from pathlib import Path
from typing import Final

from bot.errors import StoreError
from bot.model import Post, Snapshot
from bot.service.world import World

_AT_ONCE: Final = 500
_TAIL: Final = 1 << 16  # bytes; far longer than any line


def catch_up(world: World) -> int:
    """Append the snapshots that the log does not have yet; the number of lines written. No log in the settings: 0.

    Raises:
        StoreError: the file can't be read or written.
    """
    if not world.settings.engagement.log:
        return 0
    path = Path(world.settings.engagement.log)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        last = _mend_and_read_last(path)
        rows = world.store.snapshots.after(last, _AT_ONCE)
        if rows:
            with path.open("a", encoding="utf-8") as file:
                file.write("".join(_line(world, number, snapshot) for number, snapshot in rows))
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        raise StoreError("service.log_unwritable", path=str(path), why=error.strerror or type(error).__name__) from error
    return len(rows)


def _mend_and_read_last(path: Path) -> int:
    """Cut a half-written last line off, and return the last whole line's snapshot number; 0 for a new file."""
    if not path.exists():
        return 0
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - _TAIL, 0))
        tail = file.read()
        whole = tail.rpartition(b"\n")[0]
        if not tail.endswith(b"\n"):
            file.truncate(size - len(tail) + (len(whole) + 1 if whole else 0))
        lines = whole.rsplit(b"\n", 1)
    if not lines[-1]:
        return 0
    try:
        return int(json.loads(lines[-1])["snapshot"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError("service.log_foreign", path=str(path)) from error


def _line(world: World, number: int, snapshot: Snapshot) -> str:
    post: Post = world.store.outbox.get(snapshot.post_key)
    record: dict[str, object] = {
        "snapshot": number,
        "taken_at": snapshot.taken_at.isoformat(),
        "post": snapshot.post_key,
        "channel": post.channel,
        "remote_id": post.remote_id,
        "rung": snapshot.rung,
        "metrics": dict(snapshot.metrics),
        "missing": dict(snapshot.missing),
    }
    return json.dumps(record, ensure_ascii=False) + "\n"
