"""The contenders of `benchmarks.intake`, each in a process of its own: Loa's intake, the `reader` library, and a bare loop as the floor.

`python -m benchmarks.intake_contenders NAME DATABASE WORKERS URL...` updates all feeds once and prints JSON: CPU seconds without imports and
opening, wall seconds, peak memory in MB, and how many entries the database has.
"""

import hashlib
import http.client
import json
import os
import resource
import sqlite3
import ssl
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

Run = tuple[Callable[[], None], Callable[[], int]]


def loa(database: Path, workers: int, urls: Sequence[str]) -> Run:
    """Fetch, read, recognise and store, by the parts that the service is made of; judging is no part of the comparison."""
    from bot.intake.delta import read
    from bot.intake.fetch import Fetched, Fetcher, NotModified
    from bot.intake.policy import FeedPolicy, IntakePolicy
    from bot.judgement import Classification
    from bot.model import Feed, Standing
    from bot.plan.health import answered
    from bot.plan.polling import Pace, Wishes
    from bot.service.gather import Answer, gather
    from bot.service.recognise import recognise
    from bot.store.polls import Answered, Arrival, Document
    from bot.store.store import open_store

    def clock() -> datetime:
        return datetime.now(UTC)

    pace = Pace(every=timedelta(minutes=15))
    intake = IntakePolicy(workers=workers, private_hosts=("127.0.0.0/8",))
    store = open_store(f"sqlite:///{database}", now=clock())
    certificates = os.environ.get("REQUESTS_CA_BUNDLE")
    fetcher = Fetcher(intake, ca_file=Path(certificates) if certificates else None)
    policies = {f"f{number}": FeedPolicy.model_validate({"name": f"f{number}", "url": url}) for number, url in enumerate(urls)}
    known = {feed.name for feed in store.feeds.all()}
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    for name, policy in policies.items():
        store.feeds.ensure(name, str(policy.url), long_ago)
    if known:
        store.feeds.save_all([replace(store.feeds.get(name), next_poll_at=long_ago) for name in policies])
    nothing = Classification(relevant=False, confidence=0.5, fields=(), topics=(), tone=None, scores={}, evidence=())

    def update() -> None:
        # As bot.service.poll does, for polls that make no Posts.
        waiting: list[Answered] = []
        for asked in gather(store, fetcher, policies, intake, clock):
            waiting.append(answered_of(asked.feed, asked.answer, asked.remembered))
            if len(waiting) >= 32 or sum(len(each.arrivals) for each in waiting) >= 100:
                store.polls.record_all(waiting, "loa")
                waiting = []
        if waiting:
            store.polls.record_all(waiting, "loa")

    def answered_of(feed: Feed, answer: Answer, remembered: bytes) -> Answered:
        now = clock()
        if isinstance(answer, NotModified):
            wishes = Wishes(fresh_for=answer.fresh_for, retry_after=answer.retry_after)
            return Answered(feed=answered(feed, pace, now, wishes, answer=str(answer.status), new=False), arrivals=(), at=now)
        if not isinstance(answer, Fetched):
            raise answer
        reading = read(answer.body, answer.content_type, feed.name, answer.url, remembered)
        found = recognise(store.likenesses, feed.name, reading.entries, now, reading.identities, baseline=not feed.seeded)
        arrivals = [
            Arrival(
                entry=each.entry,
                classification=nothing,
                standing=Standing.BASELINE,
                reason="",
                likeness=each.likeness,
                same_as=each.copy_of,
            )
            for each in found
            if not each.unchanged
        ]
        after = answered(feed, pace, now, Wishes(ttl=reading.ttl), answer=str(answer.status), new=bool(arrivals))
        after = replace(after, etag=answer.etag, last_modified=answer.last_modified, body_hash=answer.body_hash, seeded=True)
        return Answered(feed=after, arrivals=arrivals, at=now, document=Document(remembered=reading.remembered))

    return update, lambda: _count(database)


def _count(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM entries").fetchone()[0])


def reader(database: Path, workers: int, urls: Sequence[str]) -> Run:
    """The best peer in Python."""
    import requests.adapters
    from reader import make_reader

    # It sends prepared requests, which the environment's bundle does not reach: so its default bundle is made that one.
    requests.adapters.DEFAULT_CA_BUNDLE_PATH = os.environ.get("REQUESTS_CA_BUNDLE") or requests.adapters.DEFAULT_CA_BUNDLE_PATH
    made = make_reader(str(database))
    there = {feed.url for feed in made.get_feeds()}
    for url in urls:
        if url not in there:
            made.add_feed(url)
    return lambda: made.update_feeds(scheduled=False, workers=workers), lambda: made.get_entry_counts().total or 0


def floor(database: Path, workers: int, urls: Sequence[str]) -> Run:
    """A bare loop: http.client, the hash of the body, lxml, sqlite3. What nothing that does the job could be far below."""
    import certifi
    from lxml import etree

    assert workers == 1
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE IF NOT EXISTS feeds (url TEXT PRIMARY KEY, etag TEXT, hash TEXT)")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS entries (feed TEXT, guid TEXT, title TEXT, link TEXT, text TEXT, at TEXT, PRIMARY KEY (feed, guid))"
    )
    context = ssl.create_default_context(cafile=os.environ.get("REQUESTS_CA_BUNDLE") or certifi.where())
    open_ones: dict[str, http.client.HTTPConnection] = {}

    def update() -> None:
        for url in urls:
            parts = urlsplit(url)
            there = open_ones.get(parts.netloc)
            if there is None:
                there = (
                    http.client.HTTPSConnection(parts.netloc, context=context)
                    if parts.scheme == "https"
                    else http.client.HTTPConnection(parts.netloc)
                )
                open_ones[parts.netloc] = there
            etag, seen = connection.execute("SELECT etag, hash FROM feeds WHERE url = ?", (url,)).fetchone() or ("", "")
            there.request("GET", parts.path, headers={"If-None-Match": etag} if etag else {})
            answer = there.getresponse()
            body = answer.read()
            digest = hashlib.sha256(body).hexdigest()
            if answer.status == 304 or digest == seen:
                continue
            rows = [
                (
                    url,
                    item.findtext("guid"),
                    item.findtext("title"),
                    item.findtext("link"),
                    item.findtext("description"),
                    item.findtext("pubDate"),
                )
                for item in etree.fromstring(body).iter("item")
            ]
            with connection:
                connection.executemany("INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?, ?, ?)", rows)
                connection.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?)", (url, answer.headers.get("ETag", ""), digest))

    return update, lambda: connection.execute("SELECT count(*) FROM entries").fetchone()[0]


CONTENDERS = {"loa": loa, "reader": reader, "floor": floor}


def main(name: str, database: str, workers: str, *urls: str) -> None:
    """Run one update and print what it cost."""
    update, count = CONTENDERS[name](Path(database), int(workers), urls)
    began, wall = time.process_time(), time.perf_counter()
    update()
    cost, took = time.process_time() - began, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": cost, "wall": took, "peak": peak, "entries": count()}))


if __name__ == "__main__":
    main(*sys.argv[1:4], *sys.stdin.read().split())
