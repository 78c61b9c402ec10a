"""What a messenger is to the service. The errors are those of `bot.errors`, named by what the caller must do."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Plain text: whatever stands in it is shown as it is, and no markup."""

    title: str
    body: str
    is_urgent: bool = False


class Messenger(Protocol):
    """The way to one recipient."""

    def check(self) -> None:
        """Whether the recipient's address is one that can be used; asks nobody. Raises Refused with the remedy."""

    def send(self, message: Message) -> None:
        """Send once, within a bounded time. Nothing that is raised holds the address or a part of it.

        Raises:
            Transient: nobody could be reached.
            InDoubt: it may have arrived.
            Refused: the address is wrong or no longer valid, so a human must mend it; tried again all the same, since the mending shows in no other way.
        """
