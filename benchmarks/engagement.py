"""What figures cost: `python -m benchmarks.engagement`.

A Page of the sandbox with 1,000 Posts of the last 90 days, all of them due. Counted are HTTP calls per 1,000 Posts and the CPU of the asking thread per Post
(the request, reading the answer, and the rows in SQLite), medians of the rounds, in one run: Loa's own tick, `ids=` of fifty, and one call per Post with the
same fields. A second table is a Page that lists only every other Post, and one whose dead metric is not known yet. Options: `--posts 1000`, `--rounds 3`.
"""

import argparse
import logging
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import structlog

from bot.channels.facebook.page import FacebookPage
from bot.channels.policy import GraphPolicy, PagePolicy
from bot.engagement.policy import EngagementPolicy
from bot.model import PostState, Snapshot
from bot.sandbox import PageSpec, Sandbox, SandboxConfig
from bot.service.collect import collect
from bot.service.collect_page import collect_page
from bot.service.world import SERVICE, World
from bot.store.store import open_store
from tests.conftest import NOW
from tests.fakes import newsroom
from tests.service.conftest import a_bench
from tests.store.databases import new_file

PAGE_ID = "100000000000001"
TOKEN = "EAABENCHMARKBENCHMARKBENCHMARK"
DAYS = 90


@dataclass(frozen=True)
class Cost:
    """Of one way to ask, for all Posts: calls, and seconds of CPU of the thread that asks."""

    calls: int
    cpu: float
    measured: int


@contextmanager
def stand(folder: Path, posts: int) -> Iterator[tuple[Sandbox, Path]]:
    """A Page with so many Posts, and a database that knows them and has measured none."""
    sandbox = Sandbox(SandboxConfig(pages=(PageSpec(page_id=PAGE_ID, name="Trang", token=TOKEN),), usage_headers_after=10**9), lambda: NOW)
    base = folder / "loa.db"
    bench = a_bench(new_file(base), folder, NOW)
    store = bench.world.store
    for number in range(posts):
        out_at = NOW - timedelta(days=DAYS) * (number + 1) / (posts + 1)
        entry = newsroom.article(number)
        post = newsroom.waiting(entry, PostState.SCHEDULED, out_at, out_at)
        arrival = newsroom.Arrival(
            entry=entry, classification=newsroom.judged(number), standing=newsroom.Standing.ACCEPTED, reason="", posts=(post,)
        )
        store.polls.record(store.feeds.get("cong"), (arrival,), out_at, SERVICE)
        mine = store.outbox.claim(post.key, expected_due_at=out_at, now=out_at, lease=timedelta(minutes=5), actor=SERVICE)
        remote_id = sandbox.switches.add_post(PAGE_ID, post.draft.message, out_at, post.draft.link)
        store.outbox.settle_published(mine, remote_id=remote_id, permalink="", published_at=out_at, now=out_at, actor=SERVICE)
    bench.close()
    sandbox.start()
    try:
        yield sandbox, base
    finally:
        sandbox.stop()


@contextmanager
def opened(sandbox: Sandbox, base: Path, folder: Path) -> Iterator[World]:
    """The service on a fresh copy of the database."""
    # A name of its own: what another round has left beside its file (the log of SQLite) is not this one's.
    path = folder / f"{uuid4().hex}.db"
    shutil.copy(base, path)
    bench = a_bench(f"sqlite:///{path}", folder, NOW)
    page = FacebookPage(
        PagePolicy(name="trang", page_id=PAGE_ID),
        GraphPolicy(url=sandbox.base_url),
        token=TOKEN,
        app_id="",
        app_secret="",
        clock=lambda: NOW,
        language="vi",
    )
    settings = replace(bench.world.settings, engagement=EngagementPolicy(log=""))
    try:
        yield replace(bench.world, settings=settings, channels={"trang": page}, store=open_store(f"sqlite:///{path}", now=NOW))
    finally:
        bench.close()


def loa(world: World) -> int:
    """The tick, until nothing is due."""
    measured = 0
    while (done := collect(world)) is not None:
        measured += done.posts
    return measured


def everything(world: World) -> int:
    """The tick, and what is measured besides: the Page, its past, comments without an answer."""
    measured = loa(world)
    while collect_page(world) is not None:
        pass
    return measured


def in_batches(size: int) -> Callable[[World], int]:
    """The same figures by `ids=` of this size."""

    def ask(world: World) -> int:
        channel, rows = world.channels["trang"], world.store.measuring.measured("trang", NOW - timedelta(days=DAYS))
        for start in range(0, len(rows), size):
            some = rows[start : start + size]
            measures = channel.engagement([row.remote_id for row in some])
            world.store.snapshots.add(
                [
                    Snapshot(post_key=row.post_key, rung="1d", taken_at=NOW, metrics=measures[row.remote_id].metrics, missing={})
                    for row in some
                ]
            )
        return len(rows)

    return ask


def cost(sandbox: Sandbox, base: Path, folder: Path, ask: Callable[[World], int]) -> Cost:
    """One round of one way."""
    with opened(sandbox, base, folder) as world:
        before, began = len(sandbox.request_log()), time.thread_time()
        measured = ask(world)
        return Cost(calls=len(sandbox.request_log()) - before, cpu=time.thread_time() - began, measured=measured)


def table(  # noqa: PLR0917 - a title, a stand, and what is done on it
    title: str, sandbox: Sandbox, base: Path, folder: Path, ways: dict[str, Callable[[World], int]], rounds: int
) -> None:
    """Every way in turn in each round; the last one is what the others are held against."""
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, ask in ways.items():
            costs[name].append(cost(sandbox, base, folder, ask))
    print(f"\n{title:44}{'calls per 1,000':>16}{'ratio':>8}{'CPU a Post':>14}{'ratio':>8}")
    posts = max(found.measured for each in costs.values() for found in each)
    calls = {name: 1_000 * each[-1].calls / posts for name, each in costs.items()}
    cpu = {name: 1e6 * statistics.median(found.cpu for found in each) / posts for name, each in costs.items()}
    last = list(ways)[-1]
    for name in ways:
        print(f"{name:44}{calls[name]:>16.1f}{calls[name] / calls[last]:>8.3f}{cpu[name]:>11.0f} µs{cpu[name] / cpu[last]:>8.3f}")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--posts", type=int, default=1_000)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with TemporaryDirectory() as name, stand(Path(name), given.posts) as (sandbox, base):
        ways = {
            "Loa's tick": loa,
            "Loa's tick and all besides, at first": everything,
            "ids= of 50": in_batches(50),
            "one call per Post": in_batches(1),
        }
        table("The Page lists them", sandbox, base, Path(name), ways, given.rounds)
        sandbox.switches.change_rules(listing_hides=0.5)
        table("It lists every other one", sandbox, base, Path(name), {key: ways[key] for key in ("Loa's tick", "one call per Post")}, 1)
        sandbox.switches.change_rules(listing_hides=0.0)
        sandbox.switches.kill_metric("post_clicks")
        table(
            "A metric has died",
            sandbox,
            base,
            Path(name),
            {key: ways[key] for key in ("Loa's tick", "Loa's tick and all besides, at first")},
            1,
        )


if __name__ == "__main__":
    main()
