"""Many feeds at the same time: who is due is claimed, threads ask the websites, and each answer comes back into the caller's thread as it arrives.

Only the network runs in threads: reading, judging and storing stay in one, so that neither the database nor the timetable sees two of them.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.errors import FeedError
from bot.intake.fetch import Fetched, NotModified
from bot.intake.policy import FeedPolicy, IntakePolicy
from bot.model import Feed
from bot.plan.health import address
from bot.store.store import Store

LEASE: Final = timedelta(minutes=10)  # longer than any fetch may take: connect, headers and body deadlines of every hop together

Answer = Fetched | NotModified | FeedError
_Claimed = tuple[FeedPolicy, Feed, bytes]


class Asks(Protocol):
    """What asks a website; `bot.intake.fetch.Fetcher` does."""

    def fetch(self, policy: FeedPolicy, feed: Feed) -> NotModified | Fetched:
        """One conditional GET. Raises FeedError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A Feed that was claimed and asked, and what came of it; `remembered` is what the store has of its last document (bot.intake.delta)."""

    policy: FeedPolicy
    feed: Feed
    answer: Answer
    remembered: bytes = b""


def never() -> bool:
    """Nobody wants an end."""
    return False


def gather(  # noqa: PLR0917 - collaborators, not options
    store: Store,
    fetcher: Asks,
    policies: Mapping[str, FeedPolicy],
    intake: IntakePolicy,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool] = never,
) -> Iterator[Asked]:
    """Ask every feed of `policies` (by name) that is due, `intake.workers` at a time and `intake.per_host` of one website; each answer once, in no order.

    What falls due meanwhile is left to the next call. Where `stopping` says so, nothing more is claimed, and what is under way still comes. Where the
    caller gives up, or dies, what was claimed is asked again when its lease ends.
    """
    queue = [policies[name] for name in store.feeds.due(clock()) if name in policies]
    if len(queue) <= 1 or intake.workers == 1:
        # Threads cost a fifth more CPU, and there is nothing to wait for side by side.
        yield from _one_by_one(store, fetcher, queue, clock, stopping)
        return
    busy: Counter[str] = Counter()
    running: dict[Future[Answer], _Claimed] = {}
    with ThreadPoolExecutor(min(intake.workers, len(queue)), thread_name_prefix="ask") as threads:
        while queue or running:
            free = intake.workers - len(running)
            # A few at once: one claim for many feeds costs hardly more than one for one.
            if queue and not stopping() and (not running or free * 4 >= intake.workers):
                chosen, queue = _chosen(queue, busy, intake, free)
                for claimed in _claimed(store, chosen, clock):
                    busy[_host(claimed[0])] += 1
                    running[threads.submit(ask, fetcher, *claimed[:2])] = claimed
            if not running:
                if stopping() or not queue:
                    return
                continue
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                policy, feed, remembered = running.pop(future)
                busy[_host(policy)] -= 1
                yield Asked(policy=policy, feed=feed, answer=future.result(), remembered=remembered)


def _one_by_one(
    store: Store, fetcher: Asks, queue: list[FeedPolicy], clock: Callable[[], datetime], stopping: Callable[[], bool]
) -> Iterator[Asked]:
    while queue and not stopping():
        chosen, queue = queue[:_A_CLAIM], queue[_A_CLAIM:]
        for policy, feed, remembered in _claimed(store, chosen, clock):
            yield Asked(policy=policy, feed=feed, answer=ask(fetcher, policy, feed), remembered=remembered)


_A_CLAIM: Final = 16  # fewer than could ever outlast the lease one after the other, unless all of them are as slow as may be


def _chosen(queue: list[FeedPolicy], busy: Counter[str], intake: IntakePolicy, most: int) -> tuple[list[FeedPolicy], list[FeedPolicy]]:
    """The first `most` whose website has room for them, and the rest in its order."""
    chosen: list[FeedPolicy] = []
    rest: list[FeedPolicy] = []
    room = Counter(busy)
    for number, policy in enumerate(queue):
        if len(chosen) == most:
            rest += queue[number:]
            break
        host = _host(policy)
        if room[host] < intake.per_host:
            room[host] += 1
            chosen.append(policy)
        else:
            rest.append(policy)
    return chosen, rest


def _host(policy: FeedPolicy) -> str:
    return policy.url.host or ""


def _claimed(store: Store, chosen: Collection[FeedPolicy], clock: Callable[[], datetime]) -> list[_Claimed]:
    by_name = {policy.name: policy for policy in chosen}
    claimed = store.feeds.claim_due(clock(), by_name, LEASE)
    # Whoever holds the claim is the only one who may write it, so that it may be read now, for all of them at once.
    remembered = store.documents.of_all([feed.name for feed in claimed])
    return [(by_name[feed.name], feed, remembered.get(feed.name, b"")) for feed in claimed]


def ask(fetcher: Asks, policy: FeedPolicy, feed: Feed) -> Answer:
    """One question, its failure as a value."""
    try:
        return fetcher.fetch(policy, replace(feed, asks_at=address(feed)) if feed.asks_at else feed)
    except FeedError as error:
        return error
