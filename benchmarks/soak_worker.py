"""The soak's workers: a nursery that has imported everything forks them, so that three hundred starts cost seconds and not minutes.

Each worker is an operating-system process that composes what `run_bot.py run` does, with its own settings, database, channels and daemon; only its
clock runs fast. The nursery reads commands on standard input: `start LOG` answers with a process id, `wait PID` with its exit status.
"""

import os
import signal
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.cli.wiring import LiveWorld, open_world, read_settings
from bot.daemon import Beats, Daemon
from bot.service.world import Clock
from bot.settings.watch import SettingsWatch

BEATS = Beats(
    poll=timedelta(seconds=1),
    publish=timedelta(seconds=0.1),
    reconcile=timedelta(seconds=0.1),
    collect=timedelta(seconds=1),
    inspect=timedelta(seconds=5),
    reload=timedelta(seconds=5),
)


def shared_clock(begin: datetime, zero: float, speed: float) -> Clock:
    """A fast clock that all processes of this machine share: `zero` is the monotonic clock's reading at `begin`."""
    return lambda: begin + timedelta(seconds=(time.monotonic() - zero) * speed)


def work(config: Path, clock: Clock) -> None:
    """What the verb `run` does, until SIGTERM."""
    watch = SettingsWatch(lambda: read_settings(config))
    with open_world(watch.current, clock) as world, closing(LiveWorld(world, watch)) as live:
        daemon = Daemon(live, BEATS)
        signal.signal(signal.SIGTERM, lambda *_: daemon.stop())
        daemon.start()
        daemon.wait()
        daemon.shutdown()


def fork(config: Path, clock: Clock, log: Path) -> int:
    """Start a worker; its process id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(out, 2)
        work(config, clock)
        status = 0
    except BaseException as error:  # noqa: BLE001 - the end of a process: whatever it was, it is written down and becomes an exit status
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def main() -> None:
    """Serve commands until standard input ends; then end what still lives."""
    config, begin, zero, speed = sys.argv[1:]
    clock = shared_clock(datetime.fromtimestamp(float(begin), UTC), float(zero), float(speed))
    living: set[int] = set()
    try:
        for line in sys.stdin:
            command, argument = line.split(maxsplit=1)
            if command == "start":
                child = fork(Path(config), clock, Path(argument.strip()))
                living.add(child)
                answer = child
            else:
                answer = os.waitstatus_to_exitcode(os.waitpid(int(argument), 0)[1])
                living.discard(int(argument))
            print(answer, flush=True)
    finally:
        for child in living:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


if __name__ == "__main__":
    main()
