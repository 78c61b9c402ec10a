"""From a short-lived user token to a Page's own token (facts: graph-api §4.2). Nothing here shows a token; no token stands in any address."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.channels.facebook.graph import Graph
from bot.channels.facebook.listing import pages, plain_id
from bot.channels.policy import GraphPolicy
from bot.errors import Transient


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedPage:
    """A Page of the user who made the token. `token` is never shown."""

    page_id: str
    name: str
    tasks: tuple[str, ...]
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenDesk:
    """The app on whose behalf tokens are asked for."""

    graph: GraphPolicy
    app_id: str
    app_secret: str = field(repr=False)

    def long_lived(self, user_token: str) -> str:
        """The long-lived token (about 60 days) for a short-lived one of the same user. Raises Transient, Refused or ChannelDown."""
        answer = self._client(user_token).extend_access_token(self.app_id, self.app_secret)
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(token, str) or not token:
            raise Transient("channels.unreadable", code=200)
        return token

    def owned_pages(self, long_lived: str) -> Sequence[OwnedPage]:
        """The Pages on which this user has a role, each with its own token. Raises Transient, Refused or ChannelDown."""
        found = pages(self._client(long_lived), ("me", "accounts"), fields="id,name,access_token,tasks")
        return [
            OwnedPage(
                page_id=plain_id(item),
                name=str(item.get("name", "")),
                tasks=_texts(item.get("tasks")),
                token=str(item["access_token"]),
            )
            for item in found
            if plain_id(item) and isinstance(item.get("access_token"), str) and item["access_token"]
        ]

    def _client(self, token: str) -> Graph:
        policy = self.graph
        return Graph(
            token=token,
            version=policy.version,
            base_url=str(policy.url),
            timeouts=(policy.connect_timeout.total_seconds(), policy.read_timeout.total_seconds()),
            app_secret=self.app_secret,
        )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()
