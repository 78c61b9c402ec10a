"""What others have written, as it may stand in a message: one line, bounded, without what a messaging service could take for markup or a call to everybody."""

import unicodedata
from collections.abc import Iterable
from typing import Final

_HARMLESS: Final = str.maketrans({"<": "‹", ">": "›", "@": "＠", "`": "'"})
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def plain(text: str, most: int, secrets: Iterable[str] = ()) -> str:
    """`text` in one line of at most `most` characters, without invisible and directing characters; values of `secrets` are left out wherever they came from."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= 6:
            text = text.replace(secret, "…")
    # Blanks first: a line break is a control character, too, and words must not grow together.
    line = " ".join(text.split())
    line = "".join(char for char in line if unicodedata.category(char) not in _HIDDEN).translate(_HARMLESS)
    return unicodedata.normalize("NFC", line if len(line) <= most else line[: most - 1].rstrip() + "…")
