"""Nouns for the store's tests, and the short way to a Post in each state."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.judgement import Classification, Evidence, Field, Tone, Topic
from bot.model import Draft, Entry, Feed, Post, PostState, Standing, Step, StepKind, StepState, post_key
from bot.store.polls import Arrival
from bot.store.store import Store

NOW = datetime(2026, 11, 24, 1, 30, 15, 123456, tzinfo=UTC)
LEASE = timedelta(minutes=10)
PAGE = "trang"
ANNA = "Anna"
LOA = "loa"


def feed(name: str = "huyen", **changes: Any) -> Feed:
    return replace(Feed(name=name, url=f"https://{name}.example.vn/rss", next_poll_at=NOW), **changes)


def entry(identity: str = "1", **changes: Any) -> Entry:
    made = Entry(
        feed="huyen",
        identity=identity,
        title="Bộ phận một cửa huyện Hướng Hóa trả kết quả sớm hẹn",
        link=f"https://huyen.example.vn/{identity}",
        summary="Người dân hài lòng.",
        body="Ngày 20/11, …",
        author="Ban biên tập",
        categories=("Cải cách hành chính", "Tin huyện"),
        pictures=("https://huyen.example.vn/anh.jpg",),
        published_at=NOW - timedelta(hours=3),
    )
    return replace(made, **changes)


CLASSIFICATION = Classification(
    relevant=True,
    confidence=0.75,
    likelihood=0.9,
    tone_confidence=0.83,
    criticism_likelihood=0.1,
    fields=(Field.PROCEDURES, Field.GENERAL),
    topics=(Topic.ONE_STOP,),
    tone=Tone.PRAISE,
    scores={"relevant": 3.5, "field:procedures": 2.0},
    evidence=(Evidence(phrase="một cửa", where="title", start=8, end=15, weight=2.0, target="topic:one_stop", note="đầu đề"),),
)


def post(of: Entry, state: PostState = PostState.SCHEDULED, *, channel: str = PAGE, edition: int = 1, **changes: Any) -> Post:
    key = post_key(of.key, channel, edition)
    draft = Draft(message=f"{of.title} #CCHC", link=f"{of.link}?utm_content={key}", marker=key)
    due_at = NOW + timedelta(minutes=int(of.identity)) if state is PostState.SCHEDULED else None
    made = Post(key=key, entry_key=of.key, channel=channel, edition=edition, draft=draft, state=state, due_at=due_at, created_at=NOW)
    return replace(made, **changes)


def arrival(of: Entry, *posts: Post, standing: Standing = Standing.ACCEPTED, reason: str = "nói về một cửa") -> Arrival:
    return Arrival(entry=of, classification=CLASSIFICATION, standing=standing, reason=reason, posts=posts)


def stored(store: Store, *arrivals: Arrival, now: datetime = NOW) -> None:
    """Put arrivals into the store by the one way there is."""
    known = store.feeds.ensure("huyen", "https://huyen.example.vn/rss", NOW)
    store.polls.record(known, arrivals, now, LOA)


def a_post(store: Store, identity: str = "1", state: PostState = PostState.SCHEDULED) -> Post:
    """A Post in `state`, brought there by the store's own moves."""
    return _WAYS[state](store, identity)


def _made(state: PostState) -> Callable[[Store, str], Post]:
    def make(store: Store, identity: str) -> Post:
        made = post(entry(identity), state)
        stored(store, arrival(entry(identity), made))
        return store.outbox.get(made.key)

    return make


def claimed(store: Store, waiting: Post, now: datetime = NOW) -> Post:
    """The Post, claimed by the caller."""
    assert waiting.due_at is not None
    found = store.outbox.claim(waiting.key, expected_due_at=waiting.due_at, now=now, lease=LEASE, actor=LOA)
    assert found is not None
    return found


def _publishing(store: Store, identity: str) -> Post:
    return claimed(store, _made(PostState.SCHEDULED)(store, identity))


def _published(store: Store, identity: str) -> Post:
    return publish(store, _publishing(store, identity))


def publish(store: Store, mine: Post, at: datetime = NOW, permalink: str = "") -> Post:
    """Settle a claimed Post as published."""
    return store.outbox.settle_published(mine, remote_id=f"1_{mine.key}", permalink=permalink, published_at=at, now=at, actor=LOA)


def _failed(store: Store, identity: str) -> Post:
    return store.outbox.settle_failed(_publishing(store, identity), now=NOW, reason="Facebook từ chối", actor=LOA)


def _dropped(store: Store, identity: str) -> Post:
    return store.outbox.drop(_made(PostState.HELD)(store, identity).key, reason="quá hạn", actor=LOA, now=NOW)


def a_step(store: Store, of: Post, kind: StepKind, state: StepState, text: str = "Tin mới") -> Step:
    """A Step of a published Post in `held`, `due` or `doing` (then it is claimed: no other may be due)."""
    born = StepState.HELD if state is StepState.HELD else StepState.DUE
    made = store.steps.want(Step(post_key=of.key, kind=kind, state=born, text=text, by=ANNA, reason="vì", created_at=NOW))
    if state is not StepState.DOING:
        return made
    found = store.steps.claim(NOW, LEASE, [PAGE], LOA)
    assert found is not None
    assert found[0].id == made.id
    return found[0]


def _withdrawn(store: Store, identity: str) -> Post:
    out = _published(store, identity)
    mine = a_step(store, out, StepKind.WITHDRAW, StepState.DOING, text="")
    store.steps.settle_done(mine, now=NOW, actor=LOA, reason="đã xong")
    return store.outbox.get(out.key)


_WAYS: dict[PostState, Callable[[Store, str], Post]] = {
    PostState.HELD: _made(PostState.HELD),
    PostState.SCHEDULED: _made(PostState.SCHEDULED),
    PostState.PUBLISHING: _publishing,
    PostState.PUBLISHED: _published,
    PostState.FAILED: _failed,
    PostState.DROPPED: _dropped,
    PostState.WITHDRAWN: _withdrawn,
}
