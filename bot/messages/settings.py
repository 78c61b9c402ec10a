"""What `bot.settings` says: key -> (Vietnamese, English). Keys begin with "settings."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {}
