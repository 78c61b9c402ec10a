"""The composition root: settings become a World, a changed settings file becomes a new World, and everything opened here is closed here."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from bot.alerts.registry import build_messengers
from bot.channels.protocol import Channel
from bot.channels.registry import build_channels
from bot.cli.log import set_up_log
from bot.cli.options import LANGUAGE
from bot.intake.fetch import Fetcher
from bot.service.knowledge import lexicon_of
from bot.service.poll import ensure_feeds
from bot.service.settings_news import settings_refused, settings_sound
from bot.service.tokens import inspect_anew
from bot.service.world import Clock, World
from bot.settings.loader import load_settings
from bot.settings.model import Settings
from bot.settings.watch import Changed, Refused, SettingsWatch
from bot.store.store import Store, open_store

log = structlog.stdlib.get_logger("loa.settings")


def system_clock() -> datetime:
    """Now, aware, UTC: the one place where the real clock is read."""
    return datetime.now(UTC)


def read_settings(config: Path, *, with_secrets: bool = True) -> Settings:
    """The settings of `config`; raises SettingsInvalid with all faults. Without secrets, no channel can be built of them."""
    settings = load_settings(config, os.environ, with_secrets=with_secrets)
    LANGUAGE.set(settings.language)
    return settings


def _channels(settings: Settings, clock: Clock) -> Mapping[str, Channel]:
    return build_channels(settings.pages, settings.graph, settings.secrets, clock, settings.language)


def _fetcher(settings: Settings) -> Fetcher:
    return Fetcher(settings.intake, ca_file=settings.ca_file, proxy=settings.proxy)


def _world(settings: Settings, store: Store, fetcher: Fetcher, clock: Clock) -> World:
    world = World(
        settings=settings,
        store=store,
        fetcher=fetcher,
        channels=_channels(settings, clock),
        lexicon=lexicon_of(settings),
        clock=clock,
        messengers=build_messengers(settings.alerts.recipients, settings.secrets),
    )
    ensure_feeds(world)
    return world


@contextmanager
def open_world(settings: Settings, clock: Clock = system_clock) -> Iterator[World]:
    """A World for one verb; the database is opened (and upgraded, if old) and closed again. Sets the log up, too."""
    set_up_log(settings.log, settings.hidden)
    store = open_store(settings.database_url, now=clock())
    try:
        fetcher = _fetcher(settings)
        try:
            yield _world(settings, store, fetcher, clock)
        finally:
            fetcher.close()
    finally:
        store.close()


@dataclass(slots=True)
class LiveWorld:
    """The World of `run`: swapped whole when a settings file changes and is sound; kept when it is not."""

    world: World
    watch: SettingsWatch

    def look(self) -> None:
        """One look at the settings files, between ticks; never raises for a bad edit."""
        were_refused = bool(self.watch.faults)
        match self.watch.look():
            case Refused(error):
                for fault in error.faults:
                    log.error("settings refused; the old ones go on", fault=str(fault))
                settings_refused(self.world, error.faults)
            case Changed() | None:
                pass
        if were_refused and not self.watch.faults:
            # Also where the edit was only undone, so that nothing is taken over.
            settings_sound(self.world)
        settings, world = self.watch.current, self.world
        # By the digest, not by what this look found: where the database was busy at the last take-over, this look makes up for it.
        if settings.digest != world.settings.digest:
            set_up_log(settings.log, settings.hidden)
            self._take_over(settings)
            # Perhaps a token was mended: a paused Page is asked at once, not at its next probe.
            inspect_anew(self.world)
            log.info("settings taken over", digest=settings.digest)

    def close(self) -> None:
        """Close what a change of the settings has opened; the rest is closed by `open_world`."""
        self.world.fetcher.close()

    def _take_over(self, settings: Settings) -> None:
        before = self.world
        fetcher = before.fetcher if settings.ways_out == before.settings.ways_out else _fetcher(settings)
        try:
            self.world = _world(settings, before.store, fetcher, before.clock)
        finally:
            # The one that is no longer used: what it is still asking comes to its end.
            unused = before.fetcher if self.world is not before else fetcher
            if unused is not self.world.fetcher:
                unused.close()
