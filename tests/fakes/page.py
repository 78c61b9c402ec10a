"""A Page in memory, with scripted faults: what it was told before and after "committing", and the count of what really stands on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.protocol import Absent, Finding, Found, Measure, Receipt
from bot.errors import ChannelError
from bot.model import Draft


@dataclass
class FakePage:
    """Implements Channel. `before`/`after` are errors to raise before or after the next posts are made; `healthy` is what `check` says."""

    name: str = "trang"
    posts: list[Draft] = field(default_factory=list)
    before: list[BaseException] = field(default_factory=list)
    after: list[BaseException] = field(default_factory=list)
    finding: list[Found | ChannelError] = field(default_factory=list)
    figures: Measure | ChannelError = field(
        default_factory=lambda: Measure(metrics={"reactions": 3, "views": 40}, missing={"reach": "not yet"})
    )
    healthy: bool = True
    warnings: list[str] = field(default_factory=list)
    nameless: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def publish(self, draft: Draft) -> Receipt:
        self.asked.append("publish")
        if self.before:
            raise self.before.pop(0)
        self.posts.append(draft)
        if self.after:
            raise self.after.pop(0)
        return Receipt(f"100_{len(self.posts)}")

    def find(self, draft: Draft, since: datetime) -> Found:
        self.asked.append("find")
        if self.finding:
            answer = self.finding.pop(0)
            if isinstance(answer, ChannelError):
                raise answer
            return answer
        found = [number for number, post in enumerate(self.posts, start=1) if post.marker == draft.marker]
        return Receipt(f"100_{found[0]}") if found else Absent()

    def engagement(self, remote_ids: Sequence[str]) -> Mapping[str, Measure]:
        self.asked.append("engagement")
        if isinstance(self.figures, ChannelError):
            raise self.figures
        there = {f"100_{number}" for number in range(1, len(self.posts) + 1)}
        return {each: self.figures for each in remote_ids if each in there}

    def permalink(self, remote_id: str) -> str:
        self.asked.append("permalink")
        return "" if remote_id in self.nameless else f"http://127.0.0.1/{remote_id}"

    def check(self) -> Sequence[Finding]:
        self.asked.append("check")
        what = f"channel:{self.name}"
        warned = [Finding(ok=False, what=what, sentence=warning, stops=False) for warning in self.warnings]
        return [Finding(ok=self.healthy, what=what, sentence="ổn" if self.healthy else "mã hết hạn"), *warned]
