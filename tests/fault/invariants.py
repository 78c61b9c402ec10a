"""What must always hold, whatever fails and whoever dies: read off the database and the fake Page, by rules of its own, not by the product's."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.judgement import Tone
from bot.model import Event, Post, PostState, StepKind, StepState
from bot.plan.policy import TimetablePolicy
from bot.service.world import World
from bot.store.columns import METADATA
from tests.fakes.page import FakePage

ON_PAGE = frozenset({PostState.PUBLISHED, PostState.WITHDRAWN})


def one_post_an_entry(posts: Sequence[Post]) -> None:
    """I1."""
    counts = Counter((post.entry_key, post.channel) for post in posts)
    assert {each: count for each, count in counts.items() if count > 1} == {}


def one_object_a_post(page: FakePage, posts: Sequence[Post]) -> None:
    """I2: what was ever made on the Page, against what the outbox says."""
    made = Counter(draft.marker for draft in page.posts)
    assert {marker: count for marker, count in made.items() if count > 1} == {}, "doubled on the Page"
    assert {each: count for each, count in Counter(page.comments).items() if count > 1} == {}, "a comment doubled"
    ids = Counter(post.remote_id for post in posts if post.remote_id)
    assert {each: count for each, count in ids.items() if count > 1} == {}, "two Posts of one object"
    by_key = {post.key: post for post in posts}
    for number, draft in enumerate(page.posts, start=1):
        post = by_key[draft.marker]
        assert post.state in {PostState.PUBLISHING, *ON_PAGE}, f"{post.key} is on the Page and {post.state}"
        if post.state in ON_PAGE:
            assert post.remote_id == f"100_{number}"
    made_keys = {draft.marker for draft in page.posts}
    assert all(post.key in made_keys for post in posts if post.state in ON_PAGE), "recorded, and never made"


def the_page_is_as_recorded(page: FakePage, posts: Sequence[Post]) -> None:
    """At rest: the Page shows what the outbox says, word for word, and nothing else."""
    standing = {post.remote_id: post.draft.text(post.way) for post in posts if post.state is PostState.PUBLISHED}
    assert standing == page.texts


def went_out_in_time(policy: TimetablePolicy, at: datetime, due_at: datetime | None, earlier: Collection[datetime]) -> None:
    """I4: of one object made `at`; `earlier` are the times of those made before on the same Page."""
    zone = ZoneInfo(policy.timezone)
    local = at.astimezone(zone)
    assert due_at is not None, "sent without a slot"
    assert timedelta(0) <= at - due_at <= policy.lateness, f"due at {due_at}, sent at {at}"
    minute = local.hour * 60 + local.minute
    for begin, end in policy.quiet_hours:
        first, last = begin.hour * 60 + begin.minute, end.hour * 60 + end.minute
        quiet = first <= minute < last if first < last else minute >= first or minute < last
        assert not quiet, f"sent at {local}, in quiet hours"
    for first, last in policy.quiet_days.mourning if set(policy.quiet_days.mourning_tones) == set(Tone) else ():
        assert not first <= local.date() <= last, f"sent at {local}, on a quiet day"
    # Every article of these tests is about procedures.
    cap = min(policy.cap_per_day, policy.caps.get("procedures", policy.cap_per_day))
    assert sum(each.astimezone(zone).date() == local.date() for each in earlier) < cap, f"over the day's cap at {local}"
    assert all(at - each >= policy.least_spacing for each in earlier), f"too close: {max(earlier)} and {at}"


def the_journal_tells_the_state(world: World, posts: Sequence[Post]) -> None:
    """I5: the state of every Post and Step, told from the events alone."""
    for post in posts:
        events = world.store.journal.of(post.key)
        assert told_state(events) == post.state, _story(events)
        kept: dict[StepKind, list[StepState]] = {kind: [] for kind in StepKind}
        for step in world.store.steps.of(post.key):
            kept[step.kind].append(step.state)
        for kind in StepKind:
            told = told_steps(events, kind)
            fits = len(told) == len(kept[kind]) and all(state in possible for state, possible in zip(kept[kind], told, strict=True))
            assert fits, f"{kind}: told {told}, kept {kept[kind]}\n{_story(events)}"


def the_journal_is_whole(world: World) -> None:
    """At rest: every line is sealed, and none was changed, left out or put in since."""
    found = world.store.seals.verify()
    assert (found.fault, found.unsealed) == (None, 0)


def told_state(events: Sequence[Event]) -> str:
    """The Post's state by its journal, each line beginning where the one before has ended."""
    state = ""
    for event in events:
        if event.after:
            assert event.before == state, _story(events)
            state = event.after
    return state


_WAITING = frozenset({StepState.HELD, StepState.DUE, StepState.DOING})
# Due and doing are told apart by the lease alone: a Step goes to and fro with each look at the Page.
_TOLD = {
    "wanted": _WAITING,
    "approved": frozenset({StepState.DUE, StepState.DOING}),
    "begun": frozenset({StepState.DUE, StepState.DOING}),
    "postponed": frozenset({StepState.DUE, StepState.DOING}),
    "done": frozenset({StepState.DONE}),
    "failed": frozenset({StepState.FAILED}),
    "dropped": frozenset({StepState.DROPPED}),
}


def told_steps(events: Sequence[Event], kind: StepKind) -> list[frozenset[StepState]]:
    """The possible states of the Post's Steps of a kind, oldest first, by the journal: at most the last one is unfinished."""
    told: list[frozenset[StepState]] = []
    for event in events:
        verb = event.verb.removeprefix(f"{kind}-")
        if verb == event.verb:
            continue
        if verb == "wanted":
            assert not told or told[-1] <= {StepState.DONE, StepState.DROPPED}, f"two open at once\n{_story(events)}"
            told.append(_TOLD[verb])
        else:
            told[-1] = _TOLD[verb]
    return told


def _story(events: Sequence[Event]) -> str:
    return "\n".join(f"{event.at} {event.actor}: {event.verb} {event.before}→{event.after} {event.reason}" for event in events)


def nothing_tells(world: World, secrets: Collection[str], heard: Sequence[object]) -> None:
    """I7: no secret in what was logged (before any redaction), nor in any text of the database."""
    text = repr(heard)
    with world.store._engine.connect() as connection:
        for table in METADATA.sorted_tables:
            if table.name != "pictures":
                text += repr(connection.execute(select(table)).all())
    assert [secret for secret in secrets if secret in text] == []
