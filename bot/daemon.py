"""The service until told to stop: APScheduler as a metronome, a look at the settings between ticks, and a calm end on SIGTERM.

The database row is the schedule; a beat only asks whether there is work. So a missed beat, a restart or a second worker changes nothing.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final, Protocol

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from bot.errors import LoaError, StoreError
from bot.service.alert import alert
from bot.service.collect import Collected, collect
from bot.service.collect_page import collect_page
from bot.service.engagement_log import catch_up
from bot.service.keeping import tidy
from bot.service.last_resort import LastResort, tell_of_the_database
from bot.service.liken import liken
from bot.service.look import look_after
from bot.service.poll import poll_due
from bot.service.publish import publish_due
from bot.service.reconcile import reconcile
from bot.service.reminders import remind
from bot.service.reread import reread
from bot.service.sealing import seal
from bot.service.steps import step
from bot.service.tokens import inspect_channels
from bot.service.watch import watch_source
from bot.service.websub import subscribe
from bot.service.world import World

log = structlog.stdlib.get_logger("loa.daemon")

_THREADS: Final = 16
_UNITS_A_BEAT: Final = 200  # then the beat ends, so that a stop or a reload is never far away


@dataclass(frozen=True, slots=True)
class Beats:
    """How often each tick asks for work. The demo beats faster, since its clock does."""

    poll: timedelta = timedelta(seconds=15)
    publish: timedelta = timedelta(seconds=5)
    reconcile: timedelta = timedelta(seconds=5)
    collect: timedelta = timedelta(seconds=30)
    inspect: timedelta = timedelta(seconds=60)
    alert: timedelta = timedelta(seconds=30)
    reload: timedelta = timedelta(seconds=5)
    tidy: timedelta = timedelta(hours=6)


class WorldSource(Protocol):
    """Where the daemon gets its World from: the present one, and a look whether the settings have changed."""

    @property
    def world(self) -> World:
        """The World of this moment."""

    def look(self) -> None:
        """Take changed settings over, whole; keep the old ones where the new are faulty, and say so in the log."""


@dataclass(slots=True)
class Daemon:
    """`start`, then `wait` until `stop` is called (by a signal or a test); `shutdown` lets every unit in hand finish."""

    source: WorldSource
    beats: Beats = field(default_factory=Beats)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _trouble: LastResort = field(default_factory=LastResort)
    # A thread for each tick: none waits because others are waiting for a network.
    _scheduler: BackgroundScheduler = field(
        default_factory=lambda: BackgroundScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(_THREADS)})
    )

    def start(self) -> None:
        """Begin to beat; returns at once."""
        ticks: Mapping[str, tuple[Callable[[World], object], timedelta]] = {
            "poll": (partial(poll_due, stopping=self._stopping.is_set), self.beats.poll),
            "publish": (publish_due, self.beats.publish),
            "reconcile": (reconcile, self.beats.reconcile),
            "steps": (step, self.beats.publish),
            "collect": (_collect, self.beats.collect),
            "inspect": (inspect_channels, self.beats.inspect),
            "watch": (watch_source, self.beats.inspect),
            "reread": (reread, self.beats.inspect),
            "liken": (liken, self.beats.poll),
            "subscribe": (subscribe, self.beats.inspect),
            "remind": (remind, self.beats.inspect),
            "seal": (seal, self.beats.publish),
            "tidy": (tidy, self.beats.tidy),
            "alert": (self._alert, self.beats.alert),
        }
        # Facts, lessons 9-12: fixed ids, one instance each, missed beats folded into one and never skipped for being late.
        common: Mapping[str, Any] = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None, "replace_existing": True}
        now = datetime.now(UTC)
        for name, (tick, every) in ticks.items():
            self._scheduler.add_job(
                self._beat, "interval", args=(name, tick), id=name, seconds=every.total_seconds(), next_run_time=now, **common
            )
        self._scheduler.add_job(self.source.look, "interval", id="reload", seconds=self.beats.reload.total_seconds(), **common)
        self._scheduler.add_listener(_tell_of_trouble, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        self._scheduler.start()
        log.info("started")

    def stop(self) -> None:
        """Ask for the end; safe from a signal handler and from any thread."""
        self._stopping.set()

    @property
    def stopping(self) -> bool:
        """Whether the end has been asked for."""
        return self._stopping.is_set()

    def wait(self, timeout: float | None = None) -> None:
        """Return when `stop` has been called, or after `timeout` seconds."""
        self._stopping.wait(timeout)

    def shutdown(self) -> None:
        """End: no new unit begins, the ones in hand finish and are recorded."""
        self._stopping.set()
        self._scheduler.shutdown(wait=True)
        log.info("stopped")

    def _beat(self, name: str, tick: Callable[[World], object]) -> None:
        """Do units of work until there is none, the service stops, or a unit could not be done now."""
        for _ in range(_UNITS_A_BEAT):
            if self._stopping.is_set():
                return
            try:
                done = tick(self.source.world)
            except LoaError as error:
                # The database is busy or full: nothing is lost, the next beat asks again.
                log.error("tick failed", tick=name, reason=str(error))  # noqa: TRY400 - the sentence says it; a trace would only hide it
                if isinstance(error, StoreError):
                    world = self.source.world
                    self._trouble.failed(name, error.say(world.language), world.clock())
                return
            if done is None or (isinstance(done, Collected) and done.error):
                # Nothing to do, or nothing to be had now: the next beat asks again.
                return
            self._trouble.worked(name)

    def _alert(self, world: World) -> object:
        # First what needs no database: the rest fails without one.
        tell_of_the_database(world, self._trouble)
        return alert(world)


def _collect(world: World) -> object:
    done = collect(world) or collect_page(world)
    look_after(world)
    catch_up(world)
    return done


def _tell_of_trouble(event: JobExecutionEvent) -> None:
    if event.code == EVENT_JOB_MISSED:
        log.error("beat missed", tick=event.job_id)
    else:
        log.error("tick crashed", tick=event.job_id, exc_info=event.exception)
