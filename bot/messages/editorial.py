"""What `bot.editorial` says: key -> (Vietnamese, English). Keys begin with "editorial."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {}
