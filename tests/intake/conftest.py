"""What the tests of the intake share: a site on the loopback, a fetcher without proxies, a feed and its policy."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from bot.intake.fetch import Fetcher
from bot.intake.policy import FeedPolicy
from bot.model import Feed
from tests.fakes.site import Site


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loopback is asked directly, whatever proxy this machine uses."""
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    monkeypatch.setenv("no_proxy", "localhost,127.0.0.1")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    one = Fetcher()
    yield one
    one.close()


@pytest.fixture
def policy() -> Callable[..., FeedPolicy]:
    def make(url: str, **changes: object) -> FeedPolicy:
        return FeedPolicy.model_validate({"name": "tin", "url": url, "connect_timeout": "5s", "read_timeout": "20s", **changes})

    return make


@pytest.fixture
def feed() -> Callable[..., Feed]:
    def make(**changes: str) -> Feed:
        return Feed(name="tin", url="http://localhost/", next_poll_at=datetime(2026, 11, 24, tzinfo=UTC), **changes)

    return make
