"""The questions: why an Entry was or wasn't posted, and where a Post stands, each with its journal."""

from dataclasses import dataclass

from bot.errors import NotFound
from bot.model import Approval, Event, Post, Snapshot, Step
from bot.service.world import World
from bot.store.entries import StoredEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class PostStory:
    """One Post with everything that happened to it, oldest first."""

    post: Post
    events: tuple[Event, ...]
    approvals: tuple[Approval, ...]
    snapshots: tuple[Snapshot, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryStory:
    """One Entry with its judgement, its own journal and the stories of its Posts."""

    entry: StoredEntry
    events: tuple[Event, ...]
    posts: tuple[PostStory, ...]


def show(world: World, key: str) -> PostStory:
    """The Post `key` with its journal. Raises NotFound."""
    return _story(world, world.store.outbox.get(key))


def why(world: World, key: str) -> EntryStory:
    """The Entry named by its key, its link, or the key of one of its Posts. Raises NotFound."""
    if key.startswith("p") and "/" not in key:
        entry = world.store.entries.get(world.store.outbox.get(key).entry_key)
    elif key.startswith("e") and "/" not in key:
        entry = world.store.entries.get(key)
    else:
        found = world.store.entries.find_by_link(key)
        if found is None:
            raise NotFound("service.unknown", key=key)
        entry = found
    posts = tuple(_story(world, post) for post in world.store.outbox.by_entry(entry.entry.key))
    return EntryStory(entry=entry, events=tuple(world.store.journal.of(entry.entry.key)), posts=posts)


def _story(world: World, post: Post) -> PostStory:
    return PostStory(
        post=post,
        events=tuple(world.store.journal.of(post.key)),
        approvals=tuple(world.store.approvals.of(post.key)),
        snapshots=tuple(world.store.snapshots.of(post.key)),
        steps=tuple(world.store.steps.of(post.key)),
    )
