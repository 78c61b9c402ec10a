"""The key that cookies are signed with: of the environment, or made once and kept where only its owner reads it."""

import os
import secrets
from pathlib import Path
from typing import Final

from bot.errors import LoaError
from bot.settings.model import Settings

_BYTES: Final = 32


def signing_key(settings: Settings) -> str:
    """The key of `web.key_from`, or that of `web.key_file`, made where it is absent. Raises LoaError where it can't be read or kept."""
    if settings.web.key_from is not None:
        return settings.secrets.get(settings.web.key_from)
    path = Path(settings.web.key_file)
    try:
        return _kept(path) or _made(path)
    except (OSError, UnicodeDecodeError) as error:
        raise LoaError("web.no_key", path=path, why=getattr(error, "strerror", None) or type(error).__name__) from error


def _kept(path: Path) -> str:
    try:
        found = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""
    # Cut short (a full disk): another one is made, and everybody signs in again.
    return found if len(found) == 2 * _BYTES else ""


def _made(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_hex(_BYTES)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(f"{key}\n")
    fresh.replace(path)
    # Of two processes that start at the same time, the one that was last: both read what it left.
    return _kept(path)
