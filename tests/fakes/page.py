"""A Page in memory, with scripted faults: what it was told before and after "committing", and the count of what really stands on it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.channels.protocol import (
    NOTHING_LOST,
    Absent,
    Finding,
    Found,
    Listed,
    Load,
    Measure,
    PageMeasure,
    Receipt,
    Seen,
    Survey,
    Surveyed,
    Unanswered,
    nothing,
)
from bot.errors import ChannelError, Doubt, InDoubt
from bot.figures import Lack
from bot.model import Draft, Way


@dataclass
class FakePage:
    """Implements Channel. `before`/`after` are errors to raise before or after the next writes are made; `preparing` while a posting is only prepared; `finding` answers the looks for
    a Post that was tried; `figures`, `own` and `waiting` (by remote id) are the engagement; `healthy` is what `check` says.

    `posts`, `sent` and `times` have whatever was ever made here, `texts` what stands here now. A listing shows a post and a comment only `lag` after
    it was made by `clock` (as Facebook's may).
    """

    name: str = "trang"
    posts: list[Draft] = field(default_factory=list)
    before: list[BaseException] = field(default_factory=list)
    after: list[BaseException] = field(default_factory=list)
    finding: list[Found | ChannelError] = field(default_factory=list)
    figures: Measure | ChannelError = field(
        default_factory=lambda: Measure(metrics={"reactions": 3, "views": 40}, missing={"reach": "not yet"})
    )
    own: PageMeasure | ChannelError = field(default_factory=lambda: PageMeasure(metrics={"followers": 1_200}, missing={}, days={}))
    others: list[Surveyed] = field(default_factory=list)
    waiting: Mapping[str, int] | ChannelError = field(default_factory=dict)
    most_listed: int = 100
    lost: list[Mapping[str, Lack]] = field(default_factory=list)
    windows: list[tuple[datetime, datetime]] = field(default_factory=list)
    days: list[tuple[date, date]] = field(default_factory=list)
    healthy: bool = True
    unreachable: bool = False
    warnings: list[str] = field(default_factory=list)
    nameless: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    load: Load = field(default_factory=Load)
    sent: list[tuple[Way, tuple[bytes, ...]]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    comments: list[tuple[str, str]] = field(default_factory=list)
    looking: list[BaseException] = field(default_factory=list)
    bare: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    foreign: list[Listed] = field(default_factory=list)
    ends: datetime | None = None
    clock: Callable[[], datetime] = lambda: datetime(2026, 11, 24, tzinfo=UTC)
    lag: timedelta = timedelta(0)
    times: list[datetime] = field(default_factory=list)
    comment_times: list[datetime] = field(default_factory=list)
    preparing: list[BaseException] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)

    @property
    def scopes(self) -> Mapping[str, str]:
        return {"app": "app:A", "token": "token:T", "page": f"page:{self.name}"}

    def publish(
        self, draft: Draft, way: Way = Way.LINK, pictures: Sequence[bytes] = (), about_to_send: Callable[[], None] = nothing
    ) -> Receipt:
        self.asked.append("publish")
        self.tried.add(draft.marker)
        self._fail(self.preparing)
        about_to_send()
        if self.before:
            raise self.before.pop(0)
        self.posts.append(draft)
        self.sent.append((way, tuple(pictures)))
        self.times.append(self.clock())
        self.texts[f"100_{len(self.posts)}"] = draft.text(way)
        if self.after:
            raise self.after.pop(0)
        return Receipt(f"100_{len(self.posts)}")

    def find(self, draft: Draft, since: datetime, known: Collection[str] = ()) -> Found:
        self.asked.append("find")
        # The script is about doubts: the look before a Post is first sent is answered by what stands here.
        if self.finding and draft.marker in self.tried:
            answer = self.finding.pop(0)
            if isinstance(answer, ChannelError):
                raise answer
            return answer
        shown = [number for number, at in enumerate(self.times, start=1) if f"100_{number}" in self.texts and self.clock() - at >= self.lag]
        found = [f"100_{number}" for number in shown if f"100_{number}" not in known and self._is_it(number, draft)]
        return Receipt(found[0]) if found else Absent()

    def _is_it(self, number: int, draft: Draft) -> bool:
        """By the marker in its link, else (a text alone has none) by its whole text."""
        if self.sent[number - 1][0] is Way.COMMENT:
            return self.texts[f"100_{number}"] in {draft.text(way) for way in draft.ways}
        return self.posts[number - 1].marker == draft.marker

    def look(self, remote_id: str) -> Seen | None:
        self.asked.append("look")
        self._fail(self.looking)
        if remote_id not in self.texts:
            return None
        address = "" if remote_id in self.nameless else f"http://127.0.0.1/{remote_id}"
        return Seen(permalink=address, message=self.texts[remote_id], picture=remote_id not in self.bare)

    def comment(self, remote_id: str, text: str) -> str:
        def write() -> str:
            self.comments.append((remote_id, text))
            self.comment_times.append(self.clock())
            return f"{remote_id}_{len(self.comments)}"

        return self._write("comment", write, remote_id)

    def find_comment(self, remote_id: str, text: str) -> str:
        self.asked.append("find_comment")
        self._fail(self.looking)
        shown = [number for number, at in enumerate(self.comment_times, start=1) if self.clock() - at >= self.lag]
        found = [number for number in shown if self.comments[number - 1] == (remote_id, text) and remote_id in self.texts]
        return f"{remote_id}_{found[0]}" if found else ""

    def edit(self, remote_id: str, text: str) -> None:
        self._write("edit", lambda: self.texts.update({remote_id: text}), remote_id)

    def withdraw(self, remote_id: str) -> None:
        self._write("withdraw", lambda: self.texts.pop(remote_id, None))

    def listing(self, since: datetime) -> Sequence[Listed]:
        self.asked.append("listing")
        self._fail(self.looking)
        # A text alone has no link, and so no marker.
        made = {
            f"100_{number}": frozenset() if self.sent[number - 1][0] is Way.COMMENT else frozenset({post.marker})
            for number, post in enumerate(self.posts, start=1)
        }
        shown = [
            Listed(remote_id=each, created_at=None, message=text, markers=made[each], permalink="")
            for each, text in self.texts.items()
            if each in made and each not in self.hidden
        ]
        return [*shown, *self.foreign]

    def _write(self, name: str, effect: Callable[[], object], must_stand: str = "") -> object:
        self.asked.append(name)
        self._fail(self.before)
        if must_stand and must_stand not in self.texts:
            # So is a write to what is gone answered (facts: graph-api §5.2).
            raise InDoubt("channels.no_such_object", doubt=Doubt.REFUSED, code="100/33")
        done = effect()
        self._fail(self.after)
        return done

    @staticmethod
    def _fail(script: list[BaseException]) -> None:
        if script:
            raise script.pop(0)

    def engagement(self, remote_ids: Sequence[str], without: Mapping[str, Lack] = NOTHING_LOST) -> Mapping[str, Measure]:
        self.asked.append("engagement")
        self.lost.append(without)
        measure = self._measure(without)
        return {each: measure for each in remote_ids if each in self.texts}

    def survey(self, since: datetime, until: datetime, without: Mapping[str, Lack] = NOTHING_LOST) -> Survey:
        """Cut as Facebook cuts: whole seconds, both ends included."""
        self.asked.append("survey")
        self.lost.append(without)
        self.windows.append((since, until))
        measure = self._measure(without)
        mine = [
            Surveyed(remote_id=f"100_{number}", created_at=at, measure=measure)
            for number, at in enumerate(self.times, start=1)
            if f"100_{number}" in self.texts and f"100_{number}" not in self.hidden
        ]
        first, last = (at.replace(microsecond=0) for at in (since, until))
        there = [post for post in (*mine, *self.others) if first <= post.created_at.replace(microsecond=0) <= last]
        shown = sorted(there, key=lambda post: post.created_at, reverse=True)[: self.most_listed]
        return Survey(posts=shown, reached=shown[-1].created_at if len(shown) < len(there) else None)

    def page_figures(self, since: date, until: date, without: Mapping[str, Lack] = NOTHING_LOST) -> PageMeasure:
        self.asked.append("page_figures")
        self.days.append((since, until))
        if isinstance(self.own, ChannelError):
            raise self.own
        return self.own

    def unanswered(self, remote_ids: Sequence[str]) -> Mapping[str, Unanswered]:
        self.asked.append("unanswered")
        if isinstance(self.waiting, ChannelError):
            raise self.waiting
        return {each: Unanswered(waiting=self.waiting.get(each, 0), is_whole=True) for each in remote_ids if each in self.texts}

    def _measure(self, without: Mapping[str, Lack]) -> Measure:
        if isinstance(self.figures, ChannelError):
            raise self.figures
        metrics = {name: value for name, value in self.figures.metrics.items() if name not in without}
        return Measure(metrics=metrics, missing={**self.figures.missing, **{name: why.value for name, why in without.items()}})

    def check(self) -> Sequence[Finding]:
        self.asked.append("check")
        what = f"channel:{self.name}"
        warned = [Finding(ok=False, what=what, sentence=warning, stops=False) for warning in self.warnings]
        if self.unreachable:
            return [Finding(ok=False, what=what, sentence="không kết nối được", passing=True)]
        sentence = "hết hạn ngày 08/12/2026 (còn 14 ngày); hãy lấy mã mới" if self.ends else "ổn" if self.healthy else "mã hết hạn"
        return [Finding(ok=self.healthy, what=what, sentence=sentence, ends=self.ends), *warned]
