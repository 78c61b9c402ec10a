"""The recipients of the settings, each with the messenger to them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.alerts.by_apprise import ByApprise
from bot.alerts.policy import RecipientPolicy
from bot.alerts.protocol import Messenger


class SecretSource(Protocol):
    """Where the value behind an environment variable's name comes from."""

    def get(self, name: str) -> str:
        """The value."""


def build_messengers(recipients: Sequence[RecipientPolicy], secrets: SecretSource) -> Mapping[str, Messenger]:
    """A messenger for each recipient, in the order of the settings. No network."""
    return {each.name: ByApprise(secrets.get(each.url_from), each.url_from) for each in recipients}
