"""Passwords: argon2id hashes made and checked, at the same cost whether or not there is such a user."""

import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.errors import LoaError

LEAST: Final = 12
MOST: Final = 200  # characters: hashing much longer ones only costs

# Of a password that nobody has, with the parameters of `make_hash`.
_NOBODYS: Final = "$argon2id$v=19$m=65536,t=3,p=4$pEvedxP8Vi5EN+qx65Atiw$Qqhsx0yqVGT28/2c07xsecvJkav26SkERuxfutfHjKk"


def _normal(password: str) -> str:
    # The same letters, however the keyboard composes them.
    return unicodedata.normalize("NFC", password)


def make_hash(password: str) -> str:
    """The hash for the settings. Raises LoaError where the password is too short, too long, or one letter repeated."""
    text = _normal(password)
    if not LEAST <= len(text) <= MOST:
        raise LoaError("web.password_length", least=LEAST, most=MOST)
    if len(set(text)) < 5:
        raise LoaError("web.password_plain")
    return PasswordHasher().hash(text)


def is_right(password: str, hashed: str | None) -> bool:
    """Whether it is the password of `hashed`; for None (no such user) never, at the same cost."""
    text = _normal(password)
    if len(text) > MOST:
        return False
    try:
        PasswordHasher().verify(hashed or _NOBODYS, text)
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None
