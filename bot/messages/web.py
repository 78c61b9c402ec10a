"""What `bot.web` says: key -> (Vietnamese, English). Keys begin with "web."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {}
