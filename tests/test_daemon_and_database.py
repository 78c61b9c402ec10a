"""The daemon hears of a database that can't be used from every tick, and the tick of the alerts tells it."""

import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.alerts.policy import AlertsPolicy, RecipientPolicy
from bot.daemon import Beats, Daemon
from bot.errors import StoreError
from bot.service.world import World
from tests.fakes.messenger import FakeMessenger
from tests.service.conftest import bench, url

__all__ = ("bench", "url")


class Broken:
    """A store whose every use fails."""

    def __getattr__(self, name: str):
        raise StoreError("store.full", where="data/loa.db", why="disk is full")


@dataclass
class Source:
    """A World that does not change."""

    world: World

    def look(self) -> None:
        """Nothing to see."""


def test_a_full_disk_reaches_people_though_nothing_can_be_written(bench):
    lan, sent = FakeMessenger(), threading.Event()
    lan.meanwhile = sent.set
    alerts = AlertsPolicy(recipients=(RecipientPolicy(name="lan", url_from="LOA_LAN"),))
    begun = bench.instant[0]

    def clock() -> datetime:
        # Each look at the clock is a minute: no test waits.
        bench.instant[0] += timedelta(minutes=1)
        return bench.instant[0]

    settings = replace(bench.world.settings, alerts=alerts)
    world = replace(bench.world, settings=settings, store=Broken(), messengers={"lan": lan}, clock=clock)
    soon = timedelta(milliseconds=5)
    daemon = Daemon(Source(world), Beats(alert=soon, poll=soon))
    daemon.start()
    assert sent.wait(20)
    daemon.stop()
    daemon.shutdown()
    (message,) = lan.received[:1]
    assert message.is_urgent
    assert "hết chỗ" in message.body
    assert bench.instant[0] - begun >= timedelta(minutes=10)
