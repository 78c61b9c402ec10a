"""The Pages of the settings, built."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.channels.facebook.page import FacebookPage
from bot.channels.policy import GraphPolicy, PagePolicy
from bot.channels.protocol import Channel
from bot.messages import Language


class SecretSource(Protocol):
    """Where the value behind an environment variable's name comes from."""

    def get(self, name: str) -> str:
        """The value."""


def build_channels(
    pages: Sequence[PagePolicy], graph: GraphPolicy, secrets: SecretSource, clock: Callable[[], datetime], language: Language
) -> Mapping[str, Channel]:
    """The enabled Pages by name, in the order of the settings. No network."""
    return {
        page.name: FacebookPage(
            page,
            graph,
            token=secrets.get(page.token),
            app_id=secrets.get(page.app_id) if page.app_id else "",
            app_secret=secrets.get(page.app_secret) if page.app_secret else "",
            clock=clock,
            language=language,
        )
        for page in pages
        if page.enabled
    }
