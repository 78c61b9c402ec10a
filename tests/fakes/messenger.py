"""A messenger that remembers: messages that arrived, and those of which it is not known."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.alerts.protocol import Message
from bot.errors import Refused


@dataclass
class FakeMessenger:
    """`failures` are raised one by one, each instead of a sending; with `arrives`, the message has arrived all the same. `meanwhile` is called before."""

    received: list[Message] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)
    arrives: bool = False
    tried: int = 0
    meanwhile: Callable[[], object] = lambda: None

    def check(self) -> None:
        """As `Messenger.check`: the first failure, if it is a refusal."""
        if self.failures and isinstance(self.failures[0], Refused):
            raise self.failures[0]

    def send(self, message: Message) -> None:
        """As `Messenger.send`."""
        self.tried += 1
        self.meanwhile()
        failure = self.failures.pop(0) if self.failures else None
        if failure is None or self.arrives:
            self.received.append(message)
        if failure is not None:
            raise failure

    @property
    def titles(self) -> list[str]:
        """The titles that arrived."""
        return [message.title for message in self.received]

    @property
    def last(self) -> str:
        """The body that arrived last."""
        return self.received[-1].body
