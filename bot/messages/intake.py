"""What `bot.intake` says: key -> (Vietnamese, English). Keys begin with "intake."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {}
