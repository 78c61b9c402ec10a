"""The soak: workers killed hundreds of times while the sandbox injects faults, and every Post must end on its Page exactly once.

    python -m benchmarks.soak [--kills 300] [--workers 2 --database postgresql+psycopg://…] [--seed 7] [--keep FOLDER]

The Pages, the website and the judge live in this process; the workers are processes of their own (see soak_worker) on one database. The judge is the
sandbox's ground truth and nothing that Loa says of itself. Exit 1 where any Post was doubled, lost or stuck, a comment was, or a worker crashed.
"""

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from benchmarks.soak_worker import shared_clock
from bot.model import Post, PostState, StepState, Way
from bot.sandbox import Fault, PageSpec, Sandbox, SandboxConfig
from bot.sandbox.truth import marker_of
from bot.service.world import Clock
from bot.store.store import open_store

ROOT = Path(__file__).parents[1]
BEGIN = datetime(2026, 11, 23, 17, 1, tzinfo=UTC)  # a Tuesday, one minute past midnight in Vietnam: the day's cap lasts for the whole run
TITLES = (
    "Xã Tân Liên dẫn đầu về cải cách hành chính, 100% hồ sơ thủ tục hành chính được giải quyết đúng hạn, đợt {}",  # praise: a photo
    "Hướng dẫn nộp hồ sơ dịch vụ công trực tuyến tại bộ phận một cửa, đợt {}",  # neutral: the link in the first comment
    "Phê bình bộ phận một cửa nhiều hồ sơ thủ tục hành chính trễ hạn, gây phiền hà cho người dân, đợt {}",  # criticism: a link
)
WAYS = {"praise": ["photo", "link"], "neutral": ["comment"], "criticism": ["link"]}
# Real seconds.
PATIENCE = 300.0  # after the last kill and fault, for everything to come to rest
LONGEST_LIFE = 2.5

# What goes wrong, in parts of all faults. After each of these a Post can still end where it belongs; what Facebook refuses for good is not among them.
REGAIN = {"x-business-use-case-usage": json.dumps({"1": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 1}]})}
SCRIPT: tuple[tuple[float, Fault], ...] = (
    *((2.5, Fault(kind=kind)) for kind in ("commit-then-drop", "commit-then-500", "commit-then-empty", "commit-then-html")),
    *((2.5, Fault(kind=kind)) for kind in ("commit-then-truncated", "commit-then-no-id", "commit-then-400")),
    (0.7, Fault(kind="commit-then-hang")),
    *((1.5, Fault(kind=kind)) for kind in ("drop-before-reading", "drop-before-commit", "500-before-commit", "503-html-before-commit")),
    *((1.2, Fault(kind=kind)) for kind in ("redirect", "no-content-type", "gzip", "unknown-keys")),
    (1.2, Fault(kind="slow-trickle", pause=0.0005)),
    (1.0, Fault(kind="error", code=1, status=500)),
    (1.0, Fault(kind="error", code=2, status=503)),
    (0.5, Fault(kind="error", code=987_654, status=500)),
    (0.5, Fault(kind="error", method="GET", code=987_654)),
    (0.5, Fault(kind="error", method="GET", code=100, subcode=33)),
    (0.5, Fault(kind="error", code=80_001, headers=REGAIN)),
    (0.2, Fault(kind="error", code=32, headers=REGAIN)),
    (0.2, Fault(kind="error", code=613, headers=REGAIN)),
    (0.1, Fault(kind="error", code=4, headers=REGAIN)),
    (0.1, Fault(kind="error", code=17, headers=REGAIN)),
    (0.2, Fault(kind="error", code=190, subcode=463, status=401)),
    # Only of the posting: where a comment lacks a right of its own, it is refused, an editor told, and posting goes on (see docs/publishing.md).
    (0.1, Fault(kind="error", edge="feed", code=200, status=403)),
    (1.5, Fault(kind="null-in-batch", method="POST", edge="")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is soaked. `posts` is `entries` times `pages`; `slot` is the minutes between two slots of a Page, on the fast clock."""

    pages: int = 12
    entries: int = 44
    kills: int = 300
    workers: int = 1
    faults: float = 0.30
    speed: float = 60.0
    slot: int = 7
    seed: int = 7

    @property
    def posts(self) -> int:
        """How many Posts there must be in the end."""
        return self.pages * self.entries


@dataclass(slots=True)
class Outcome:
    """What came of it; the lists name Posts."""

    posts: int = 0
    kills: int = 0
    kills_in_mid_post: int = 0
    requests: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    adopted: int = 0
    doubled: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    comments_doubled: list[str] = field(default_factory=list)
    comments_lost: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    tokens_in_log: int = 0
    seconds: float = 0.0

    @property
    def fine(self) -> bool:
        """Whether everything is where it belongs, once."""
        wrong = (self.doubled, self.lost, self.stuck, self.comments_doubled, self.comments_lost, self.crashes)
        return not any(wrong) and not self.tokens_in_log


class Website:
    """A feed that grows as it is asked to, and an article for each of its links."""

    def __init__(self) -> None:
        self.entries = 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                feed = self.path == "/rss"
                body = site.feed().encode() if feed else b"<html><head><title>Tin</title></head><body><p>Tin.</p></body></html>"
                self.send_response(200)
                self.send_header("Content-Type", "application/rss+xml" if feed else "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                # A worker that was killed while it read
                try:
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def feed(self) -> str:
        """The feed as it is now, the newest entry first."""
        items = "".join(
            f"<item><title>{TITLES[number % 3].format(number)}</title><link>{self.url}/{number}.html</link><guid>{number}</guid>"
            f"<description>Tin số {number}.</description></item>"
            for number in range(self.entries, 0, -1)
        )
        return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Cổng</title>{items}</channel></rss>'


class Nursery:
    """The process that forks workers; see soak_worker."""

    def __init__(self, config: Path, zero: float, speed: float, secrets: Mapping[str, str], log: Path) -> None:
        self._log = log
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FACEBOOK_", "LOA_"))}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.soak_worker", str(config), str(BEGIN.timestamp()), repr(zero), repr(speed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**kept, **secrets},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _ask(self, command: str) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def start(self) -> int:
        """A new worker's process id."""
        return self._ask(f"start {self._log}")

    def end(self, worker: int, number: signal.Signals) -> int:
        """Send a signal and wait for the end; the exit status, negative for a signal."""
        os.kill(worker, number)
        return self._ask(f"wait {worker}")


@dataclass(slots=True)
class Soak:
    """One run."""

    plan: Plan
    sandbox: Sandbox
    site: Website
    nursery: Nursery
    clock: Clock
    database: str
    log: Path
    say: Callable[[str], None]
    outcome: Outcome = field(default_factory=Outcome)

    def run(self) -> Outcome:
        """Soak, let everything come to rest, and judge."""
        begun = time.monotonic()
        numbers = [self.sandbox.add_fault(fault) for fault in script(self.plan.faults)]
        self._kill()
        for number in numbers:
            self.sandbox.switches.remove_fault(number)
        self.outcome.requests = len(self.sandbox.request_log())
        self.outcome.faults = self.sandbox.truth.injected()
        self._rest()
        self._judge()
        self.outcome.seconds = time.monotonic() - begun
        return self.outcome

    def _kill(self) -> None:
        """Start workers and kill them, half of them at any moment and half of them at a request of theirs."""
        dice = random.Random(self.plan.seed)
        workers = [self.nursery.start() for _ in range(self.plan.workers)]
        while self.outcome.kills < self.plan.kills:
            share = self.outcome.kills / max(self.plan.kills * 0.75, 1)
            self.site.entries = min(self.plan.entries, max(3, round(self.plan.entries * (0.25 + 0.75 * share))))
            self._wait(dice)
            place = dice.randrange(len(workers))
            status = self.nursery.end(workers[place], signal.SIGKILL)
            if status != -signal.SIGKILL:
                self.outcome.crashes.append(f"a worker ended by itself with status {status}")
            self.outcome.kills += 1
            if self.outcome.kills % 25 == 0:
                made = sum(len(self.sandbox.posts(page)) for page in page_ids(self.plan))
                self.say(f"{self.outcome.kills} kills, {made} posts on the Pages, {self.clock():%H:%M} on the clock")
            workers[place] = self.nursery.start()
        self.site.entries = self.plan.entries
        for worker in workers:
            self.nursery.end(worker, signal.SIGKILL)

    def _wait(self, dice: random.Random) -> None:
        """Until the moment of the next kill."""
        longest = LONGEST_LIFE / self.plan.workers
        if dice.random() < 0.5:
            time.sleep(dice.uniform(0.2, longest))
            return
        made = [len(self.sandbox.posts(page)) for page in page_ids(self.plan)]
        wanted = sum(made) + dice.randint(1, 3)
        try:
            self.sandbox.wait_until(lambda: sum(len(self.sandbox.posts(page)) for page in page_ids(self.plan)) >= wanted, longest)
            # The post has just been made; its worker may not have been told yet.
            time.sleep(dice.choice((0, 0, 0.002, 0.005, 0.01, 0.02)))
            self.outcome.kills_in_mid_post += 1
        except TimeoutError:
            return

    def _rest(self) -> None:
        """One more generation of workers, without faults, until nothing is left to do."""
        self.say("no more kills and faults; everything must come to rest")
        workers = [self.nursery.start() for _ in range(self.plan.workers)]
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            time.sleep(0.5)
            if not self._unsettled():
                break
        for worker in workers:
            status = self.nursery.end(worker, signal.SIGTERM)
            if status != 0:
                self.outcome.crashes.append(f"SIGTERM ended a worker with status {status}")

    def _unsettled(self) -> list[str]:
        """What is still to be done, by the database."""
        store = open_store(self.database, now=self.clock())
        try:
            posts = store.outbox.listing([PostState.SCHEDULED, PostState.PUBLISHING, PostState.PUBLISHED], 10_000)
            missing = [] if len(posts) >= self.plan.posts else ["entries that were not read"]
            steps = [step.post_key for post in posts for step in store.steps.of(post.key) if step.state in {StepState.DUE, StepState.DOING}]
            return [*missing, *(post.key for post in posts if post.state is not PostState.PUBLISHED), *steps]
        finally:
            store.close()

    def _judge(self) -> None:
        outcome = self.outcome
        store = open_store(self.database, now=self.clock())
        try:
            posts = store.outbox.listing(list(PostState), 10_000)
            outcome.posts = len(posts)
            outcome.stuck = self._unsettled()
            outcome.adopted = sum(event.reason != "" for post in posts for event in store.journal.of(post.key) if event.verb == "published")
        finally:
            store.close()
        self._judge_posts(posts)
        log = self.log.read_text(encoding="utf-8", errors="replace")
        outcome.crashes += re.findall(r"^.*(?:tick crashed|beat missed|Traceback).*$", log, re.MULTILINE)
        outcome.tokens_in_log = self.sandbox.truth.tokens_in(log)

    def _judge_posts(self, posts: list[Post]) -> None:
        """What the database says against what the Pages really have."""
        outcome, truth = self.outcome, self.sandbox.truth
        remote = {record.id: record for page in page_ids(self.plan) for record in truth.posts(page)}
        for page in page_ids(self.plan):
            outcome.doubled += [text.partition("\n")[0] for text, made in truth.posts_by_content(page).items() if made > 1]
            outcome.doubled += [marker for marker, count in truth.posts_by_marker(page).items() if marker and count.made > 1]
        adopters = Counter(post.remote_id for post in posts if post.remote_id)
        outcome.doubled += [f"two Posts say that they are {remote_id}" for remote_id, count in adopters.items() if count > 1]
        outcome.lost += [f"{self.plan.posts - len(posts)} Posts were never made"] if len(posts) < self.plan.posts else []
        outcome.lost += [f"unknown to Loa: {record.id}" for record in remote.values() if record.id not in adopters]
        comments = {key: made for page in page_ids(self.plan) for key, made in truth.comments_by_content(page).items()}
        for post in posts:
            record = remote.get(post.remote_id)
            if post.state is not PostState.PUBLISHED or record is None or record.deleted:
                outcome.lost.append(f"{post.key} is {post.state}: {post.reason}")
                continue
            if record.message != post.draft.text(post.way) or (post.way is not Way.COMMENT and marker_of(record) != post.key):
                outcome.lost.append(f"{post.key} says that it is {post.remote_id}, which is another")
            if post.way is Way.COMMENT:
                made = comments.get((post.remote_id, post.draft.comment), 0)
                outcome.comments_lost += [post.key] if made == 0 else []
                outcome.comments_doubled += [post.key] if made > 1 else []


def script(share: float) -> Iterator[Fault]:
    """The faults, so that together they strike this share of all calls. Each rolls its own dice, so that the shares nearly add up."""
    whole = sum(part for part, _ in SCRIPT)
    for part, fault in SCRIPT:
        # Rules that are asked later see fewer calls; the factor makes up for that.
        changes: dict[str, Any] = {"times": None, "share": min(part / whole * share * (1 + share / 2), 1.0)}
        yield Fault(**{**{name: getattr(fault, name) for name in fault.__dataclass_fields__}, **changes})


def page_ids(plan: Plan) -> list[str]:
    """The Pages' ids."""
    return [str(100_000_000_000_001 + number) for number in range(plan.pages)]


def settings(plan: Plan, folder: Path, graph: str, feed: str, database: str) -> dict[str, Any]:
    """bot.yaml: everything a Post can wait for is short; grace and lease stay longer than any request, also on the fast clock."""
    minutes = range(0, 24 * 60, plan.slot)
    return {
        "organisation": {"name": "UBND huyện Hướng Hóa"},
        "feeds": [{"name": "cong", "url": feed, "every": "1m", "first_run": "latest", "latest": 50}],
        "pages": [
            {
                "name": f"trang-{number}",
                "page_id": page_id,
                "token": f"FACEBOOK_PAGE_TOKEN_{number}",
                "app_id": "FACEBOOK_APP_ID",
                "app_secret": "FACEBOOK_APP_SECRET",
            }
            for number, page_id in enumerate(page_ids(plan))
        ],
        "intake": {"private_hosts": ["127.0.0.0/8", "::1"]},
        "graph": {"url": graph, "connect_timeout": "1s", "read_timeout": "1s"},
        "timetable": {
            "slots": {"everyday": [f"{minute // 60:02}:{minute % 60:02}" for minute in minutes]},
            "quiet_hours": [],
            "least_spacing": "0s",
            "cap_per_day": 48,
            "expires_after": "90d",
        },
        "approval": {
            "tones": {"criticism": "auto"},
            "criticism_unapproved": True,
            "bands": {"auto_from": 0, "tone_from": 0, "criticism_below": 1, "ignore_below": 1},
        },
        "retry": {"first_delay": "1m", "longest_delay": "5m", "lease": "5m", "grace": "10m", "most_attempts": 20, "probe_every": "1m"},
        "limits": {"most_per_hour": 1_000},
        "compose": {"ways": WAYS},
        "engagement": {"ladder": ["0s"], "log": str(folder / "engagement.jsonl")},
        "database": {"url_from": "LOA_DATABASE_URL"} if "postgresql" in database else {"url": database},
        "reform": str(ROOT / "config/reform.yaml"),
        "templates": str(ROOT / "config/templates"),
        "web": {"enabled": False},
        "log": {"level": "info", "format": "json"},
    }


@contextmanager
def empty_database(url: str, folder: Path) -> Iterator[str]:
    """A SQLite file, or a schema of its own in the PostgreSQL database that `url` names; it is gone afterwards."""
    if not url:
        yield f"sqlite:///{folder / 'loa.db'}"
        return
    base = make_url(url).set(drivername="postgresql+psycopg")
    schema = f"loa_soak_{uuid4().hex[:12]}"
    engine = create_engine(base)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        yield base.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    finally:
        engine.dispose()


def soak(plan: Plan, database: str, folder: Path, say: Callable[[str], None] = print) -> Outcome:
    """One run in `folder`, on a SQLite file where `database` is "", else on that PostgreSQL."""
    zero = time.monotonic()
    clock = shared_clock(BEGIN, zero, plan.speed)
    tokens = {f"FACEBOOK_PAGE_TOKEN_{number}": f"EAASOAKTOKENOFTHEPAGE{number:04}X" for number in range(plan.pages)}
    specs = tuple(
        PageSpec(page_id=page_id, name=f"Trang {number}", token=tokens[f"FACEBOOK_PAGE_TOKEN_{number}"])
        for number, page_id in enumerate(page_ids(plan))
    )
    # Facebook's own guard against doubled posts is off, so that every mistake of ours shows.
    config = SandboxConfig(pages=specs, allow_private_links=True, refuse_repeats=False, listing_lag=timedelta(minutes=1), seed=plan.seed)
    with ExitStack() as stack:
        url = stack.enter_context(empty_database(database, folder))
        sandbox = stack.enter_context(Sandbox(config, clock))
        site = stack.enter_context(Website())
        path = folder / "bot.yaml"
        path.write_text(json.dumps(settings(plan, folder, sandbox.base_url, f"{site.url}/rss", url), ensure_ascii=False), encoding="utf-8")
        secrets = {**tokens, "FACEBOOK_APP_ID": config.app_id, "FACEBOOK_APP_SECRET": config.app_secret, "LOA_DATABASE_URL": url}
        log = folder / "workers.log"
        nursery = stack.enter_context(Nursery(path, zero, plan.speed, secrets, log))
        return Soak(plan=plan, sandbox=sandbox, site=site, nursery=nursery, clock=clock, database=url, log=log, say=say).run()


def table(plan: Plan, outcome: Outcome) -> str:
    """The summary."""
    struck = sum(outcome.faults.values())
    rows = [
        ("Posts (wanted)", f"{outcome.posts} ({plan.posts})"),
        ("workers, kills, of them at a commit", f"{plan.workers}, {outcome.kills}, {outcome.kills_in_mid_post}"),
        ("requests, faults", f"{outcome.requests}, {struck} ({struck / max(outcome.requests, 1):.0%})"),
        *((f"  {kind}", str(count)) for kind, count in outcome.faults.most_common()),
        ("found on the Page after a doubt", str(outcome.adopted)),
        ("doubled", str(len(outcome.doubled))),
        ("lost", str(len(outcome.lost))),
        ("stuck", str(len(outcome.stuck))),
        ("comments doubled, lost", f"{len(outcome.comments_doubled)}, {len(outcome.comments_lost)}"),
        ("crashes, tokens in the log", f"{len(outcome.crashes)}, {outcome.tokens_in_log}"),
        ("seconds", f"{outcome.seconds:.0f}"),
    ]
    wide = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{wide}}  {value}" for name, value in rows)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    usual = Plan()
    for name in ("pages", "entries", "kills", "workers", "slot", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(usual, name))
    for name in ("faults", "speed"):
        parser.add_argument(f"--{name}", type=float, default=getattr(usual, name))
    parser.add_argument("--database", default="", help="a PostgreSQL URL; without it, a SQLite file")
    parser.add_argument("--keep", type=Path, help="a folder that keeps settings, log and database")
    given = vars(parser.parse_args())
    database, keep = given.pop("database"), given.pop("keep")
    plan = Plan(**given)
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="loa-soak-")))
        folder.mkdir(parents=True, exist_ok=True)
        outcome = soak(plan, database, folder)
    print(table(plan, outcome))
    for name in ("doubled", "lost", "stuck", "comments_doubled", "comments_lost", "crashes"):
        for each in getattr(outcome, name)[:20]:
            print(f"{name}: {each}")
    return 0 if outcome.fine else 1


if __name__ == "__main__":
    sys.exit(main())
