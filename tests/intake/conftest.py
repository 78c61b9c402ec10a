"""What the tests of the intake share: a site on the loopback, a fetcher that may ask it, a feed and its policy."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from bot.intake.fetch import Fetcher
from bot.intake.policy import FeedPolicy, IntakePolicy
from bot.model import Feed
from tests.fakes.site import Site

# The loopback is a private network: nothing of it may be asked unless the settings say so.
HERE = IntakePolicy(private_hosts=("127.0.0.0/8", "::1"))


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    one = Fetcher(HERE)
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
