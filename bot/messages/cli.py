"""What `bot.cli` says: key -> (Vietnamese, English). Keys begin with "cli."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {}
