"""Anything may happen in any order: news, corrections, editors, faults of Facebook, dying and doubling workers, reloads. After every step the invariants I1-I5 hold
(style facts, 6.3), and in the end, when the faults stop, I6 and I7.

How many lives are tried: LOA_TEST_EXAMPLES (docs/testing.md).
"""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from structlog.testing import capture_logs

from bot.channels.protocol import Unsure
from bot.editorial.classify import classify
from bot.errors import LoaError, StoreError
from bot.intake.fetch import Fetched, NotModified, Resource
from bot.intake.policy import FeedPolicy
from bot.judgement import Tone
from bot.model import Draft, Entry, Feed, Post, PostState, StepKind, StepState, Way, entry_key, post_key
from bot.plan.policy import ApprovalPolicy, CorrectionsPolicy, Lane, LaneRule, QuietDaysPolicy, SlotDays, TimetablePolicy
from bot.service import editors, moving
from bot.service.poll import ensure_feeds, poll
from bot.service.publish import publish_due
from bot.service.sealing import seal
from bot.service.tokens import inspect_anew
from bot.service.undoing import undo
from bot.service.watch import watch_source
from bot.service.world import World
from bot.settings.model import Secrets
from bot.store.engine import make_engine
from bot.store.store import Store
from tests.conftest import NOW, TRUSTING
from tests.fakes.page import FakePage
from tests.fault import graph_faults as graph
from tests.fault import invariants, life
from tests.fault.effects import CHANNEL, CrashError, Effects
from tests.fault.life import is_quiet, leap
from tests.service.conftest import CRITICISM, OTHER, PRAISE, Bench, FakeFetcher, a_bench
from tests.store.databases import emptied

EXAMPLES = int(os.environ.get("LOA_TEST_EXAMPLES", "200"))
STEPS = 40
MOST_ENTRIES = 4
BASES = {Tone.PRAISE: PRAISE, Tone.CRITICISM: CRITICISM, None: OTHER}
HOURLY = tuple(time(hour) for hour in range(7, 22))
TIMETABLES = (
    TimetablePolicy(slots={SlotDays.EVERYDAY: (time(8), time(12), time(16))}, quiet_hours=(), cap_per_day=3),
    TimetablePolicy(
        slots={SlotDays.EVERYDAY: (time(9), time(9, 30), time(9, 40), time(20))},
        quiet_hours=((time(12), time(13)),),
        least_spacing=timedelta(minutes=20),
        cap_per_day=2,
    ),
    TimetablePolicy(slots={SlotDays.EVERYDAY: HOURLY}, quiet_hours=((time(21, 30), time(6, 30)),), cap_per_day=10),
    TimetablePolicy(
        slots={},
        windows={SlotDays.EVERYDAY: ("07:10-20:00 every 95m",)},
        quiet_hours=(),
        quiet_days=QuietDaysPolicy(mourning=("2026-11-25",), mourning_tones=tuple(Tone)),
        caps={"procedures": 2},
        cooling_off=timedelta(hours=2),
        lanes=(LaneRule(lane=Lane.URGENT, tones=(Tone.CRITICISM,)),),
        catch_up_per_day=2,
        cap_per_day=6,
    ),
)
APPROVALS = (
    ApprovalPolicy(bands=TRUSTING),
    ApprovalPolicy(bands=TRUSTING, tones={Tone.PRAISE: "hold", Tone.CRITICISM: "hold"}),
    ApprovalPolicy(bands=TRUSTING, tones={Tone.PRAISE: "auto", Tone.CRITICISM: "auto"}, criticism_unapproved=True),
)
WAYS = ((Way.LINK,), (Way.COMMENT,), (Way.COMMENT, Way.LINK))
FAULTS = (
    *[("before", fault) for fault in (graph.transient, graph.throttled, graph.too_fast, graph.in_doubt, graph.in_doubt, graph.vague)],
    *[("before", fault) for fault in (graph.duplicate, graph.refused, graph.refused, graph.refused_of_way, graph.dead_token)],
    *[("after", fault) for fault in (graph.in_doubt, graph.in_doubt, graph.in_doubt, graph.vague, graph.duplicate)],
    ("commenting", graph.in_doubt),
    ("looking", lambda: graph.graph_error(2, status=500, method="GET")),
    ("looking", lambda: graph.graph_error(32, method="GET")),
    ("finding", lambda: Unsure("không đọc được")),
    ("finding", lambda: graph.graph_error(32, method="GET")),
    ("finding", graph.dead_token),
)
# What an editor may come to do to a Post, by its state; not all of it is allowed.
VERBS = {
    PostState.HELD: ("approve", "approve", "approve", "edit", "reject", "note", "withdraw", "approve-undo", "reject-undo"),
    PostState.SCHEDULED: ("edit", "edit", "reject", "approve", "undo", "reject-undo"),
    PostState.PUBLISHING: ("settle", "settle", "edit", "reject"),
    PostState.PUBLISHED: (
        "approve",
        "approve edit",
        "approve withdraw",
        "edit",
        "edit",
        "edit",
        "withdraw",
        "reject",
        "reject edit",
        "retry",
    ),
    PostState.FAILED: ("retry", "retry", "edit", "reject"),
    PostState.DROPPED: ("approve", "edit", "retry", "undo", "undo"),
    PostState.WITHDRAWN: ("edit", "withdraw"),
}
TONES = (Tone.PRAISE, Tone.PRAISE, Tone.PRAISE, Tone.CRITICISM, None)

MUST_HAPPEN = {
    *("made", "claimed", "in-doubt", "scheduled", "published", "failed", "dropped", "moved", "fell-back"),
    *("deferred", "placed", "forced"),
    *("approved", "rejected", "undone", "reminded", "noted", "retried", "redrafted", "changed", "paused", "resumed", "source-removed"),
    *("comment-done", "edit-wanted", "edit-done", "withdraw-wanted", "withdraw-done", "edit-postponed"),
}

WORKERS = st.sampled_from("AB")
TICKS = {**life.TICKS, "watch": watch_source, "seal": seal}
SOME = st.integers(0, 5)
# What is done after something has happened: often the workers go on, or there would be little to happen to.
THEN = st.sampled_from((None, ("A", "now"), ("A", "leap"), ("B", "leap"), ("A", "slot"), ("B", "slot"), ("B", "late")))
WHEN = st.sampled_from(("before", "after"))
PASSING = st.sampled_from((timedelta(seconds=30), timedelta(minutes=7), timedelta(minutes=40), timedelta(hours=5), timedelta(days=1)))


class MortalPage(FakePage):
    """A Page whose token may be dead: then it answers nothing else. `commenting` are errors to raise after the next comments are written."""

    dead = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.commenting: list[BaseException] = []

    def comment(self, remote_id: str, text: str) -> str:
        written = super().comment(remote_id, text)
        self._fail(self.commenting)
        return written


def _mortal(name: str) -> Callable[..., Any]:
    living = getattr(MortalPage, name)

    def method(self: MortalPage, *args: Any, **kwargs: Any) -> Any:
        if self.dead:
            raise graph.dead_token()
        return living(self, *args, **kwargs)

    return method


for _name in CHANNEL - {"check"}:
    setattr(MortalPage, _name, _mortal(_name))


@dataclass
class Sending:
    """What a worker knew when it made one object."""

    claimed_at: datetime
    due_at: datetime | None
    timetable: TimetablePolicy
    ignored: bool


class Sender:
    """The Page as one worker has it: notes by which timetable each object was sent."""

    def __init__(self, machine: "Lives", worker: str) -> None:
        self._machine, self._worker = machine, worker

    def __getattr__(self, name: str) -> Any:
        return getattr(self._machine.page, name)

    def publish(self, draft: Any, *args: Any) -> Any:
        machine, count = self._machine, len(self._machine.page.posts)
        post = machine.bench.world.store.outbox.get(draft.marker)
        try:
            return machine.page.publish(draft, *args)
        finally:
            if len(machine.page.posts) > count:
                machine.goes_out(draft, self._worker)
                timetable = machine.worlds[self._worker].settings.timetable
                forced = any(each.verb == "forced" and each.at == post.due_at for each in machine.bench.world.store.journal.of(post.key))
                machine.sendings.append(Sending(post.attempted_at, post.due_at, timetable, machine.ignoring or forced))


class Reader(FakeFetcher):
    """The site as one worker reads it: notes what this worker's settings let out by themselves."""

    def __init__(self, machine: "Lives", worker: str) -> None:
        super().__init__()
        self._machine, self._worker = machine, worker

    def fetch(self, policy: FeedPolicy, feed: Feed) -> Fetched | NotModified:
        machine = self._machine
        tones = machine.worlds[self._worker].settings.approval.tones
        for number, (tone, title) in machine.news.items():
            if tone is not None and tones[tone] == "auto":
                machine.let_out.add((number, title))
        return machine.bench.fetcher.fetch(policy, feed)

    def get(self, url: str, policy: FeedPolicy, *, accept: str, most_bytes: int) -> Resource:
        """The article itself: there, unless it was taken away."""
        status = 404 if url in self._machine.taken_away else 200
        return Resource(status=status, body=b"", content_type="text/html", url=url)


@dataclass
class Shared:
    """What every life has in common: one database, emptied each time, and two Stores on it."""

    bench: Bench
    second: Store
    lives: int = 0
    steps: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    verbs: Counter[str] = field(default_factory=Counter)


class Lives(RuleBasedStateMachine):
    """One life; `shared` is set by the test."""

    shared: Shared

    def __init__(self) -> None:
        super().__init__()
        self.bench = self.shared.bench
        emptied(self.bench.world.store._engine)
        self.bench.instant[0] = NOW
        self.page = MortalPage(clock=lambda: self.bench.instant[0])
        self.bench.page = self.page
        self.bench.fetcher.__init__()
        self.bench.serve()
        self.news: dict[int, tuple[Tone | None, str]] = {}
        self.changed_at: dict[int, datetime] = {}
        self.let_out: set[tuple[int, str]] = set()
        self.taken_away: set[str] = set()
        self.sendings: list[Sending] = []
        self.unasked: list[str] = []
        self.ignoring = False
        self.words = 0
        self.auto_corrections = False
        self.worlds: dict[str, World] = {}
        self.logs = capture_logs()
        self.heard = self.logs.__enter__()

    @initialize(
        lag=st.sampled_from((0, 0, 4, 9)),
        timetable=st.sampled_from(TIMETABLES),
        ways=st.sampled_from(WAYS),
        tones=st.sampled_from(((Tone.PRAISE,), (Tone.PRAISE, Tone.PRAISE), (Tone.PRAISE, Tone.CRITICISM))),
        faults=st.sampled_from(
            (
                *[(("before", fault),) for fault in (graph.refused_of_way, graph.in_doubt, graph.refused)],
                *[(("after", graph.in_doubt),)] * 2,
                (("commenting", graph.in_doubt),),
                (),
                (("after", graph.in_doubt), ("after", graph.in_doubt)),
            )
        ),
    )
    def begin(self, lag, timetable, ways, tones, faults):
        for place, fault in faults:
            getattr(self.page, place).append(fault())
        for number, tone in enumerate(tones, start=1):
            self._publish_news(number, tone, "")
        self.page.lag = timedelta(minutes=lag)
        for worker, store in (("A", self.bench.world.store), ("B", self.shared.second)):
            world = replace(
                self.bench.world,
                store=store,
                fetcher=Reader(self, worker),
                channels={"trang": Sender(self, worker)},
                settings=replace(self.bench.world.settings, timetable=timetable),
            )
            self.worlds[worker] = self._with_ways(world, ways)
        self.bench.world = replace(self.worlds["A"], fetcher=self.bench.fetcher, channels={"trang": self.page})
        self._start("A")

    @staticmethod
    def _with_ways(world: World, ways: tuple[Way, ...]) -> World:
        compose = world.settings.compose.model_copy(update={"ways": {"default": ways}})
        return replace(world, settings=replace(world.settings, compose=compose))

    def goes_out(self, draft: Draft, worker: str) -> None:
        """What nobody has approved goes out by itself only where the settings of the worker that sends it let it, too: not those of days ago alone."""
        if not self._is_approved(draft, self.bench.instant[0]):
            tones, title = self.worlds[worker].settings.approval.tones, draft.message.split("\n")[0]
            tone = next(tone for tone, base in BASES.items() if title.startswith(base))
            if tone is None or tones[tone] != "auto":
                self.unasked.append(title)

    def _is_approved(self, draft: Draft, at: datetime) -> bool:
        return any(
            each.approved and each.draft_hash == draft.hash and each.at <= at and (each.undone_at is None or each.undone_at >= at)
            for each in self.bench.world.store.approvals.of(draft.marker)
        )

    # The site

    @rule(
        which=st.integers(0, MOST_ENTRIES - 1),
        tone=st.sampled_from(TONES),
        version=st.sampled_from(("", " (sửa)", " (sửa lại)")),
        then=THEN,
    )
    def news_or_a_correction(self, which, tone, version, then):
        self._publish_news(min(which, len(self.news)) + 1, tone, version)
        self._go_on(then)

    def _publish_news(self, number: int, tone: Tone | None, version: str) -> None:
        title = f"{BASES[tone]} số {number}{version}"
        if self.news.get(number) != (tone, title):
            self.news[number] = (tone, title)
            self.changed_at[number] = self.bench.instant[0]
        self.bench.serve(*(title for _, title in self.news.values()), numbers=range(1, len(self.news) + 1))

    @precondition(lambda self: self.news)
    @rule(which=SOME)
    def article_taken_away_or_put_back(self, which):
        self.taken_away ^= {f"https://cong.vn/{which % len(self.news) + 1}.html"}

    # The editor

    def _post(self, which: int, *states: PostState) -> Post | None:
        posts = sorted(self.bench.posts(*states), key=lambda post: post.key)
        return posts[which % len(posts)] if posts else None

    @rule(which=SOME, choice=st.integers(0, 9), worker=WORKERS, then=THEN)
    def the_editor(self, which, choice, worker, then):
        post, world = self._post(which), self.worlds[worker]
        if post is not None:
            verbs = VERBS[post.state]
            name, _, kind = verbs[choice % len(verbs)].partition(" ")
            with suppress(LoaError):
                self._decide(world, post, name, StepKind(kind) if kind else None)
        self._go_on(then)

    @rule(which=SOME, how=st.sampled_from(("later", "now", "force", "move")), worker=WORKERS, then=THEN)
    def the_editor_moves(self, which, how, worker, then):
        post, world = self._post(which, PostState.SCHEDULED), self.worlds[worker]
        if post is not None:
            with suppress(LoaError):
                self._move(world, post.key, how)
        self._go_on(then)

    def _move(self, world: World, key: str, how: str) -> None:
        match how:
            case "later":
                moving.later(world, key, by="Lan")
            case "move":
                moving.move(world, key, by="Lan", due_at=self.bench.instant[0] + timedelta(minutes=95))
            case _:
                moving.now(world, key, by="Lan", force=how == "force")

    def _decide(self, world: World, post: Post, name: str, kind: StepKind | None) -> None:
        match name:
            case "approve":
                editors.approve(world, post.key, by="Lan", seen_hash=post.draft.hash, kind=kind)
            case "reject":
                editors.reject(world, post.key, by="Lan", note="không đăng", kind=kind)
            case "edit":
                self.words += 1
                editors.edit(world, post.key, by="Lan", message=f"Lời của biên tập viên, lần {self.words}")
            case "withdraw":
                editors.withdraw(world, post.key, by="Lan", note="sai số liệu")
            case "undo":
                undo(world, post.key, by="Lan")
            case "approve-undo" | "reject-undo":
                self._change_of_mind(world, post, name.removesuffix("-undo"))
            case "note":
                editors.note(world, post.key, by="Lan", text="đã hỏi xã")
            case "retry":
                editors.retry(world, post.key, by="Lan", kind=kind)
            case "settle":
                editors.settle(world, post.key, by="Lan", remote_id=self._truth(post))
            case _:
                raise AssertionError(name)

    def _change_of_mind(self, world: World, post: Post, name: str) -> None:
        """A decision, an article that changes behind it, and the decision taken back."""
        self._decide(world, post, name, None)
        self.words += 1
        for number, (tone, _) in list(self.news.items()):
            if post.entry_key == entry_key("cong", str(number)) and self.words % 2:
                self._publish_news(number, tone, f" (sửa {self.words})")
        self.bench.pass_time(minutes=3)
        poll(world, only="cong")
        undo(world, post.key, by="Lan")

    @staticmethod
    def _beat(world: World) -> None:
        life.beat(world, TICKS)

    def _truth(self, post: Post) -> str | None:
        return next((f"100_{number}" for number, draft in enumerate(self.page.posts, start=1) if draft.marker == post.key), None)

    # The workers

    @rule(
        worker=WORKERS,
        moment=st.sampled_from(("now", "leap", "slot", "slot", "late")),
        names=st.sampled_from((*[tuple(TICKS)] * 6, *[(name,) for name in TICKS])),
        broken=st.sampled_from((None, None, None, "crash", "database", "second worker", "second worker, late")),
        number=st.integers(0, 14),
        when=WHEN,
    )
    def work(self, worker, moment, names, broken, number, when):
        self._on_to(moment)
        mine, other = self.worlds[worker], self.worlds["B" if worker == "A" else "A"]

        def hook(seen: int, called: str, reached: str) -> None:
            if (seen, reached) != (number, when):
                return
            if broken == "crash":
                raise CrashError
            if broken == "database" and not called.startswith("channel."):
                raise StoreError("store.locked", where="loa.db", why="database is locked")
            if broken in {"second worker", "second worker, late"}:
                self.bench.pass_time(minutes=6 if broken == "second worker, late" else 0)
                self._beat(other)

        try:
            life.beat(Effects(hook).watched(mine) if broken else mine, {name: TICKS[name] for name in names})
        except CrashError:
            self._start(worker)

    def _go_on(self, then: tuple[str, str] | None) -> None:
        if then is not None:
            worker, moment = then
            self._on_to(moment)
            self._beat(self.worlds[worker])

    def _on_to(self, moment: str) -> None:
        due = [post.due_at for post in self.bench.posts(PostState.SCHEDULED) if post.due_at > self.bench.instant[0]]
        if moment == "leap":
            leap(self.bench)
        elif moment in {"slot", "late"} and due:
            self.bench.instant[0] = min(due) + timedelta(minutes=25 if moment == "late" else 0)

    def _start(self, worker: str) -> None:
        ensure_feeds(self.worlds[worker])
        inspect_anew(self.worlds[worker])

    @rule(
        workers=st.sampled_from(("A", "B", "AB")),
        approval=st.sampled_from(APPROVALS),
        timetable=st.sampled_from(TIMETABLES),
        auto=st.booleans(),
        ways=st.sampled_from(WAYS),
    )
    def reload(self, workers, approval, timetable, auto, ways):
        self.auto_corrections |= auto
        for worker in workers:
            old = self.worlds[worker]
            corrections = CorrectionsPolicy(auto=auto, most_letters=8)
            changed = replace(old.settings, approval=approval, timetable=timetable, corrections=corrections)
            self.worlds[worker] = self._with_ways(replace(old, settings=changed), ways)
            self._start(worker)

    # The world

    @rule(fault=st.sampled_from(FAULTS), then=THEN)
    def facebook_fails(self, fault, then):
        place, make = fault
        script = getattr(self.page, place)
        if len(script) < 2:
            script.append(make())
        self._go_on(then)

    @rule(what=st.sampled_from(("token", "token", "article", "publish now", "outage")), which=SOME, worker=WORKERS, then=THEN)
    def a_rare_thing(self, what, which, worker, then):
        match what:
            case "token":
                self.page.dead = not self.page.dead
                self.page.healthy = not self.page.dead
            case "article":
                self.taken_away ^= {f"https://cong.vn/{which % len(self.news) + 1}.html"}
            case "publish now":
                self._publish_now(worker)
            case "outage":
                self.bench.pass_time(days=5 * which)
        self._go_on(then)

    def _publish_now(self, worker: str) -> None:
        self.ignoring = True
        try:
            with suppress(LoaError):
                publish_due(self.worlds[worker], ignore_timetable=True)
        finally:
            self.ignoring = False

    @rule(by=PASSING)
    def time_passes(self, by):
        self.bench.instant[0] += by

    # What always holds

    @precondition(lambda self: self.worlds)
    @invariant()
    def all_is_well(self):
        posts = self.bench.posts()
        invariants.one_post_an_entry(posts)
        invariants.one_object_a_post(self.page, posts)
        self._nothing_unapproved(posts)
        self._all_in_time()
        invariants.the_journal_tells_the_state(self.bench.world, posts)
        self.shared.steps += 1

    def _nothing_unapproved(self, posts: list[Post]) -> None:
        assert self.unasked == [], "sent by settings that wanted an approval"
        numbers = {post_key(entry_key("cong", str(number)), "trang"): number for number in self.news}
        for draft, at in zip(self.page.posts, self.page.times, strict=True):
            approved = self._is_approved(draft, at)
            assert approved or (numbers[draft.marker], draft.message.split("\n")[0]) in self.let_out, f"never approved: {draft}"
        for post in posts:
            verbs = {event.verb for event in self.bench.world.store.journal.of(post.key) if event.actor == "Lan"}
            for step in self.bench.world.store.steps.of(post.key):
                asked = step.by == "loa" and step.kind is not StepKind.COMMENT and step.state in {StepState.DOING, StepState.DONE}
                agreed = f"{step.kind}-approved" in verbs or (self.auto_corrections and step.kind is StepKind.EDIT)
                assert not asked or agreed, f"done without being asked: {step}"

    def _all_in_time(self) -> None:
        made = sorted(range(len(self.sendings)), key=lambda number: (self.sendings[number].claimed_at, number))
        for place, number in enumerate(made):
            mine = self.sendings[number]
            earlier = [self._counts_from(other, mine.claimed_at) for other in made[:place]]
            if not mine.ignored:
                invariants.went_out_in_time(mine.timetable, mine.claimed_at, mine.due_at, earlier)

    def _counts_from(self, number: int, until: datetime) -> datetime:
        """When another object went out, or, where it was still on its way, was begun."""
        return self.page.times[number] if self.page.times[number] <= until else self.sendings[number].claimed_at

    # The end

    def teardown(self):
        try:
            if self.worlds:
                self._end()
        finally:
            self.logs.__exit__(None, None, None)
            self.shared.lives += 1

    def _end(self) -> None:
        """I6 and I7: the faults stop, the editor settles what stays in doubt, and every accepted Post comes to an end."""
        self.page.dead, self.page.healthy = False, True
        for script in (self.page.before, self.page.after, self.page.looking, self.page.finding, self.page.commenting):
            script.clear()
        began = self.bench.instant[0]
        for _ in range(400):
            for worker in self.worlds.values():
                self._beat(worker)
            if is_quiet(self.bench) and self.bench.instant[0] - began > timedelta(hours=5):
                break
            for post in self.bench.posts(PostState.PUBLISHING):
                if post.attempted_at is not None and self.bench.instant[0] - post.attempted_at > timedelta(days=1):
                    editors.settle(self.worlds["A"], post.key, by="Lan", remote_id=self._truth(post))
            leap(self.bench)
        else:
            raise AssertionError(f"stuck: {self.bench.posts()}")
        self.all_is_well()
        posts = self.bench.posts()
        invariants.the_page_is_as_recorded(self.page, posts)
        invariants.the_journal_is_whole(self.bench.world)
        self._nothing_lost(posts)
        invariants.nothing_tells(self.bench.world, [graph.TOKEN], self.heard)
        self.shared.ends.update(str(post.state) for post in posts)
        self.shared.verbs.update(event.verb for event in self.bench.world.store.journal.recent(10_000))

    def _nothing_lost(self, posts: list[Post]) -> None:
        by_entry = {post.entry_key: post for post in posts}
        for number, (tone, title) in self.news.items():
            post = by_entry.get(entry_key("cong", str(number)))
            assert post is not None or tone is None, f"no Post of {title}"
            if post is None:
                continue
            if post.state in {PostState.FAILED, PostState.DROPPED, PostState.HELD}:
                assert post.reason, f"{post.state} without a reason"
            first = post.draft.message.split("\n")[0]
            if post.state in {PostState.HELD, PostState.FAILED} and tone is not None and not first.startswith("Lời"):
                assert first == title, "an editor would approve a stale text"
            if post.state is PostState.PUBLISHED and first != title and not first.startswith("Lời"):
                self._was_asked(post, number, title)

    def _was_asked(self, post: Post, number: int, title: str) -> None:
        """The article is another one than the Post: an editor was asked, is being asked, has approved it all the same, or it is too long ago."""
        changed_at, store = self.changed_at[number], self.bench.world.store
        seen_at = store.entries.get(post.entry_key).updated_at
        if seen_at - post.published_at > timedelta(days=13) or any(each.at >= changed_at for each in store.approvals.of(post.key)):
            return
        steps = self.bench.world.store.steps.of(post.key)
        asked = [step for step in steps if step.kind is StepKind.WITHDRAW or step.text.split("\n")[0] == title]
        assert asked, f"nobody was asked about {title}: {post}, {steps}"


def test_whatever_happens_in_whatever_order_every_post_goes_out_once_approved_in_time_and_none_is_lost(tmp_path, request):
    url = f"sqlite:///{tmp_path / 'loa.db'}"
    bench = a_bench(url, tmp_path, NOW)
    old = bench.world.settings
    secrets = Secrets({"FACEBOOK_PAGE_TOKEN": graph.TOKEN})
    feed = old.feeds[0].model_copy(update={"every": timedelta(hours=2)})
    bench.world = replace(bench.world, settings=replace(old, secrets=secrets, feeds=(feed,)))
    for tone, title in BASES.items():
        seen = classify(Entry(feed="cong", identity="1", title=f"{title} số 1 (sửa)", link="https://cong.vn/1"), bench.world.lexicon)
        assert seen.tone is tone, "the words stand for their tone"
    Lives.shared = Shared(bench, Store(make_engine(url)))
    try:
        run_state_machine_as_test(
            Lives,
            settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS, suppress_health_check=list(HealthCheck), deadline=None),
        )
        assert Lives.shared.verbs.keys() >= MUST_HAPPEN, f"lives in which little happens show little: {Lives.shared.verbs}"
        told = f"{Lives.shared.lives} lives, {Lives.shared.steps} looks at the invariants"
        request.node.user_properties.append(("lives", f"{told}\n  Posts ended as {dict(Lives.shared.ends)}\n  {dict(Lives.shared.verbs)}"))
    finally:
        Lives.shared.second.close()
        bench.close()
