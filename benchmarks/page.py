"""What a long queue, and what many figures, cost the editors' page: `python -m benchmarks.page`.

Prints milliseconds for each section with 100 and with 10,000 Posts that wait (and as many more entries and lines of the journal), side by side in one run, and
their ratio: lists are read leaf by leaf and by index, so it should stay near 1, but where a filter matches nothing: then as much is looked through as one leaf
ever looks through, which 100 entries are not. A section is asked as a browser asks it, with the
whole application around it, but without a network; who asks is not signed in, which costs the same for both.

A second table is about figures: 250 and 1,000 Posts of the last 90 days, each measured along the usual ladder (1,000 of them make 67,000 snapshots), and as many
posts of the Page that are not Loa's. What is asked of all Posts may cost four times as much; `python -m benchmarks.page figures` prints this table alone.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient

from bot.engagement.policy import EngagementPolicy
from bot.model import PostState
from bot.web.application import build_application
from tests.conftest import NOW
from tests.fakes import newsroom
from tests.service.conftest import Bench, a_bench
from tests.store.databases import new_file

SIZES = (100, 10_000)
OUT = 100  # Posts that went out, in both
MEASURED = (250, 1_000)
FIGURES = (
    "/engagement",
    "/engagement?days=90",
    "/engagement/page",
    "/engagement/page?metric=shares&days=365",
    "/posts/{last}",
    "/",
    "/queue?state=published",
)
ROUNDS = 15
PATHS = (
    "/",
    "/queue",
    "/queue?state=held",
    "/queue?state=published",
    "/queue?words=m%E1%BB%99t+c%E1%BB%ADa&tone=praise",
    "/calendar",
    "/calendar?week=2026-11-30",
    "/entries",
    "/entries?standing=all&words=bo+phan",
    "/feeds",
    "/pages",
    "/engagement",
    "/journal",
    "/journal?actor=nobody",
)


def main() -> None:
    """Measure and print."""
    if sys.argv[1:] != ["figures"]:
        _compare(SIZES, _filled, PATHS)
    _compare(MEASURED, _measured, FIGURES)


def _compare(sizes: tuple[int, int], make: Callable[[Path, int], Bench], paths: tuple[str, ...]) -> None:
    with TemporaryDirectory() as folder:
        benches = {size: make(Path(folder) / str(size), size) for size in sizes}
        clients = {size: _client(bench) for size, bench in benches.items()}
        last = {size: bench.posts(PostState.PUBLISHED)[0].key for size, bench in benches.items()}
        few, many = sizes
        print(f"{'':50}{few:>10,}{many:>10,}{'ratio':>8}")
        for path in paths:
            costs = _side_by_side({size: _asking(client, path.format(last=last[size])) for size, client in clients.items()})
            print(f"{path[:48]:50}{costs[few]:>8.1f}ms{costs[many]:>8.1f}ms{costs[many] / costs[few]:>8.2f}")
        for bench in benches.values():
            bench.close()


def _filled(folder: Path, size: int) -> Bench:
    folder.mkdir()
    bench = a_bench(new_file(folder / "loa.db"), folder, NOW)
    newsroom.publish(bench.world, OUT)
    newsroom.unposted(bench.world)
    newsroom.fill(bench.world, scheduled=size // 2, held=size - size // 2)
    return bench


def _measured(folder: Path, size: int) -> Bench:
    folder.mkdir()
    bench = a_bench(new_file(folder / "loa.db"), folder, NOW)
    bench.world = replace(bench.world, settings=replace(bench.world.settings, engagement=EngagementPolicy(log="")))
    newsroom.measured(bench.world, size)
    return bench


def _client(bench: Bench) -> FlaskClient:
    return build_application(lambda: bench.world).test_client()


def _asking(client: FlaskClient, path: str) -> Callable[[], object]:
    def ask() -> object:
        answer = client.get(path)
        if answer.status_code != 200:
            sys.exit(f"{path}: {answer.status_code}")
        return answer.get_data()

    return ask


def _side_by_side(runs: dict[int, Callable[[], object]]) -> dict[int, float]:
    """The median of each in milliseconds, one after the other in every round, so that whatever else the machine does falls on both."""
    times: dict[int, list[float]] = {size: [] for size in runs}
    for _ in range(ROUNDS):
        for size, run in runs.items():
            begin = time.perf_counter()
            run()
            times[size].append((time.perf_counter() - begin) * 1_000)
    return {size: statistics.median(found) for size, found in times.items()}


if __name__ == "__main__":
    main()
