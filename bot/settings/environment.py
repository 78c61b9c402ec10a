"""The .env file: where secrets are kept, and how one is put there so that nobody else can read it."""

import os
import re
from pathlib import Path

from dotenv import set_key

_OWNER_ONLY = 0o600


def env_path(config: Path) -> Path:
    """The .env file that belongs to `config` (bot.yaml): the one beside it, else the one in the working folder."""
    beside = config.parent / ".env"
    return beside if beside.exists() else Path(".env")


def put_secret(path: Path, name: str, value: str) -> None:
    """Write `NAME=value` into the file, in the place of the old one; every other line stays. The file is its owner's alone, before and after.

    Raises:
        OSError: it can't be written.
        ValueError: the value holds what no line of the file can hold, or the file is not UTF-8.
    """
    if not value.isprintable() or any(mark in value for mark in "\"'` \\$#"):
        raise ValueError("not a token")
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, _OWNER_ONLY))
    path.chmod(_OWNER_ONLY)
    exported = re.search(rf"^\s*export\s+{re.escape(name)}\s*=", path.read_text(encoding="utf-8"), re.MULTILINE) is not None
    # Written beside it and put into its place whole: a crash leaves the old file. Where `.env` is a link, what it names is changed.
    set_key(path, name, value, quote_mode="never", export=exported, encoding="utf-8", follow_symlinks=True)
    path.chmod(_OWNER_ONLY)
