"""The questions: why an Entry was or wasn't posted, and where a Post stands, each with its journal."""

from dataclasses import dataclass

from bot.errors import NotFound
from bot.judgement import Label
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
    """One Entry with its judgement, its own journal, what editors decided about it, and the stories of its Posts."""

    entry: StoredEntry
    events: tuple[Event, ...]
    labels: tuple[Label, ...]
    posts: tuple[PostStory, ...]


def show(world: World, key: str) -> PostStory:
    """The Post `key` with its journal. Raises NotFound."""
    return _story(world, world.store.outbox.get(key))


def why(world: World, key: str) -> EntryStory:
    """The story of an Entry, named as in `find_entry`. Raises NotFound."""
    entry = find_entry(world, key)
    posts = tuple(_story(world, post) for post in world.store.outbox.by_entry(entry.entry.key))
    events, labels = world.store.journal.of(entry.entry.key), world.store.labels.of(entry.entry.key)
    return EntryStory(entry=entry, events=tuple(events), labels=tuple(labels), posts=posts)


def find_entry(world: World, key: str) -> StoredEntry:
    """The Entry named by its key, its link, or the key of one of its Posts. Raises NotFound."""
    if key.startswith("p") and "/" not in key:
        return world.store.entries.get(world.store.outbox.get(key).entry_key)
    if key.startswith("e") and "/" not in key:
        return world.store.entries.get(key)
    found = world.store.entries.find_by_link(key)
    if found is None:
        raise NotFound("service.unknown", key=key)
    return found


def _story(world: World, post: Post) -> PostStory:
    return PostStory(
        post=post,
        events=tuple(world.store.journal.of(post.key)),
        approvals=tuple(world.store.approvals.of(post.key)),
        snapshots=tuple(world.store.snapshots.of(post.key)),
        steps=tuple(world.store.steps.of(post.key)),
    )
