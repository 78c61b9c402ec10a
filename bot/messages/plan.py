"""What `bot.plan` says: key -> (Vietnamese, English). Keys begin with "plan."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {}
