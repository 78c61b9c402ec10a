"""A World on a real SQLite file with the shipped editorial knowledge, a fake Page, a fake site and a clock that is moved by hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.channels.policy import GraphPolicy, PagePolicy
from bot.compose.policy import ComposePolicy, Templates, Vocabulary
from bot.editorial.lexicon import Lexicon, compile_lexicon
from bot.editorial.policy import ReformPolicy
from bot.engagement.policy import EngagementPolicy
from bot.errors import FeedError, Unfetched
from bot.intake.fetch import Fetched, NotModified, Resource
from bot.intake.policy import FeedPolicy, IntakePolicy
from bot.model import Feed, Post, PostState, Way, digest
from bot.plan.policy import ApprovalPolicy, CorrectionsPolicy, LimitsPolicy, RetryPolicy, SlotDays, TimetablePolicy
from bot.service import editors
from bot.service.poll import ensure_feeds, poll
from bot.service.publish import publish_due
from bot.service.reconcile import reconcile
from bot.service.world import World
from bot.settings.model import LogPolicy, OrganisationPolicy, Secrets, Settings, WebPolicy
from bot.store.policy import DatabasePolicy
from bot.store.store import open_store
from tests.conftest import TRUSTING
from tests.fakes.page import FakePage
from tests.store.databases import new_file

ROOT = Path(__file__).parents[2]
PRAISE = "Xã Tân Liên dẫn đầu về cải cách hành chính, 100% hồ sơ thủ tục hành chính được giải quyết đúng hạn"
CRITICISM = "Phê bình bộ phận một cửa nhiều hồ sơ thủ tục hành chính trễ hạn, gây phiền hà cho người dân"
OTHER = "Đội bóng đá xã Thuận giành chức vô địch giải mùa xuân"
REFORM = ReformPolicy.model_validate(YAML(typ="safe").load((ROOT / "config/reform.yaml").read_text(encoding="utf-8")))


def rss(*titles: str, numbers: range | None = None) -> bytes:
    """A feed with an item for each title; the item's number is its identity."""
    items = "".join(
        f"<item><title>{title}</title><link>https://cong.vn/{number}.html</link><guid>{number}</guid><description>{title}.</description></item>"
        for number, title in zip(numbers or range(1, len(titles) + 1), titles, strict=True)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Cổng</title>{items}</channel></rss>'.encode()


@dataclass
class FakeFetcher:
    """Answers with what it was told last; `resources` are what a feed points to, by address (else 404), `fetched` what was asked of them.

    `link` is the Link header of a feed. `posted` are the forms that were sent, with their address; `meanwhile` is called while one waits for `post_status` or `post_error`.
    """

    body: bytes = b""
    link: str = ""
    error: FeedError | None = None
    resources: dict[str, Resource | Unfetched] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    validators: list[tuple[str, str]] = field(default_factory=list)
    posted: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    post_status: int = 202
    post_error: Unfetched | None = None
    meanwhile: Callable[[], object] = lambda: None

    def post_form(self, url: str, fields: Mapping[str, str], policy: FeedPolicy) -> int:
        self.posted.append((url, dict(fields)))
        self.meanwhile()
        if self.post_error is not None:
            raise self.post_error
        return self.post_status

    def get(self, url: str, policy: FeedPolicy, *, accept: str, most_bytes: int, etag: str = "", last_modified: str = "") -> Resource:
        self.fetched.append(url)
        self.validators.append((etag, last_modified))
        found = self.resources.get(url, Resource(status=404, body=b"", content_type="", url=url))
        if isinstance(found, Unfetched):
            raise found
        if len(found.body) > most_bytes:
            raise Unfetched("intake.resource_large", url=url)
        return found

    def fetch(self, policy: FeedPolicy, feed: Feed) -> Fetched | NotModified:
        if self.error is not None:
            raise self.error
        body_hash = digest(self.body.decode())
        if body_hash == feed.body_hash:
            return NotModified()
        return Fetched(
            body=self.body,
            content_type="application/rss+xml",
            etag="",
            last_modified="",
            url=str(policy.url),
            body_hash=body_hash,
            link=self.link,
        )


@dataclass
class Bench:
    """The World and the things a test turns."""

    world: World
    page: FakePage
    fetcher: FakeFetcher
    instant: list[datetime]
    url: str
    others: list[World] = field(default_factory=list)

    def pass_time(self, **by: float) -> datetime:
        self.instant[0] += timedelta(**by)
        return self.instant[0]

    def serve(self, *titles: str, numbers: range | None = None) -> None:
        self.fetcher.body = rss(*titles, numbers=numbers)

    def poll(self):
        self.pass_time(minutes=20)
        return poll(self.world)

    def posts(self, *states: PostState) -> list[Post]:
        return self.world.store.outbox.listing(states=states or tuple(PostState), limit=1_000)

    def restarted(self) -> World:
        """A second process on the same database."""
        world = replace(self.world, store=open_store(self.url, now=self.instant[0]))
        self.others.append(world)
        return world

    def close(self) -> None:
        for each in (self.world, *self.others):
            each.store.close()

    def run(self, world: World | None = None, hours: int = 72) -> None:
        """Let the ticks work, five minutes at a time, until everything is settled or the hours are over."""
        world = world or self.world
        for _ in range(hours * 12):
            while publish_due(world) is not None or reconcile(world) is not None:
                pass
            if not self.posts(PostState.SCHEDULED, PostState.PUBLISHING):
                return
            self.pass_time(minutes=5)


@cache
def lexicon() -> Lexicon:
    return compile_lexicon(REFORM)


def settings_in(folder: Path) -> Settings:
    """Sound settings; files go into `folder`."""
    return Settings(
        organisation=OrganisationPolicy(name="UBND huyện Hướng Hóa"),
        language="vi",
        feeds=(FeedPolicy(name="cong", url="https://cong.vn/rss", first_run="latest", latest=50),),
        pages=(PagePolicy(name="trang", page_id="100000000000001"),),
        intake=IntakePolicy(),
        graph=GraphPolicy(),
        timetable=TimetablePolicy(slots={SlotDays.EVERYDAY: (time(8), time(12), time(16))}, quiet_hours=(), cap_per_day=3),
        approval=ApprovalPolicy(bands=TRUSTING),
        retry=RetryPolicy(),
        limits=LimitsPolicy(),
        corrections=CorrectionsPolicy(),
        compose=ComposePolicy(),
        vocabulary=Vocabulary(names={"criticism": "Phê phán"}, hashtags={}),
        templates=Templates(sources={"default": "{{ title }}\n\n{{ hashtags | join(' ') }}"}),
        reform=REFORM,
        engagement=EngagementPolicy(ladder=(timedelta(minutes=10), timedelta(hours=1)), log=str(folder / "engagement.jsonl")),
        database=DatabasePolicy(),
        web=WebPolicy(),
        log=LogPolicy(),
        secrets=Secrets({}),
        files=(),
        digest="",
    )


def a_bench(url: str, folder: Path, now: datetime) -> Bench:
    """A Bench on the empty database at `url`; to be closed."""
    instant = [now]
    page, fetcher = FakePage(clock=lambda: instant[0]), FakeFetcher()
    world = World(
        settings=settings_in(folder),
        store=open_store(url, now=now),
        fetcher=fetcher,
        channels={"trang": page},
        lexicon=lexicon(),
        clock=lambda: instant[0],
    )
    ensure_feeds(world)
    return Bench(world, page, fetcher, instant, url)


@pytest.fixture
def url(tmp_path) -> str:
    return new_file(tmp_path / "loa.db")


@pytest.fixture
def bench(tmp_path, now, url):
    found = a_bench(url, tmp_path, now)
    yield found
    found.close()


def scheduled(bench: Bench, count: int = 1, *, way: Way = Way.LINK) -> list[Post]:
    """Posts that go out by `way`, approved."""
    bench.serve(*[f"{PRAISE} số {number}" for number in range(count)])
    bench.poll()
    for post in bench.posts(PostState.SCHEDULED):
        draft = replace(post.draft, ways=(way,), comment="Đọc bài" if way is Way.COMMENT else "")
        bench.world.store.outbox.replace_draft(
            post.key, expected_hash=post.draft.hash, draft=draft, state=PostState.HELD, reason="", actor="Lan", now=bench.instant[0]
        )
        editors.approve(bench.world, post.key, by="Lan")
    return bench.posts(PostState.SCHEDULED)
