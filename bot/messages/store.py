"""What `bot.store` says: key -> (Vietnamese, English). Keys begin with "store."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {}
