"""What `bot.service` says: key -> (Vietnamese, English). Keys begin with "service."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {}
