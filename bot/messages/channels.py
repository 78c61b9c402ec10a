"""What `bot.channels` says: key -> (Vietnamese, English). Keys begin with "channels."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {}
