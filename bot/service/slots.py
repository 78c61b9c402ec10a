"""Slots: found, cleared for a Post of a higher lane, and won or lost in a race; who loses plans again on what is there now."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeVar

from bot.errors import Conflict, Overruled, Overtaken, SlotTaken
from bot.judgement import Classification
from bot.messages import Sentence, say
from bot.model import Entry, Post
from bot.plan.bookings import Booking, Traits
from bot.plan.placing import next_due, passed_over, room_at
from bot.plan.policy import Lane
from bot.service.world import SERVICE, World, log

_TRIES: Final = 20

Done = TypeVar("Done")


def plan_until_it_holds(attempt: Callable[[], Done]) -> Done:
    """What `attempt` returns, tried again while its slot is taken (or its Entry corrected, or its article stored) under its hands; it must look at what is there anew each time.

    Raises:
        SlotTaken, Overruled, Overtaken: twenty times in a row, after which the caller's own repetition (a tick, an editor) is the better one. Nothing was stored.
    """
    for _ in range(_TRIES - 1):
        try:
            return attempt()
        except (SlotTaken, Overruled, Overtaken):
            continue
    return attempt()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A slot that is free now, and why it is none before ("" where that needs no saying)."""

    due_at: datetime
    why: str = ""


def traits_of(world: World, post: Post) -> Traits:
    """What the timetable must know of a stored Post."""
    stored = world.store.entries.get(post.entry_key)
    return world.traits(post.channel, stored.entry, stored.classification, stored.first_seen_at)


def find_slot(  # noqa: PLR0917 - what is known at that moment
    world: World,
    page: str,
    post: Traits,
    bookings: Collection[Booking],
    now: datetime,
    after: datetime | None = None,
    *,
    moved: bool = False,
) -> Slot:
    """The slot that a Post like `post` gets among `bookings`; another Post may still have to make room there. Nothing is written.

    Raises Conflict where there is none within two years.
    """
    policy = world.timetable(page)
    due_at = next_due(policy, now, bookings, post, after=after, moved=moved)
    passed = passed_over(policy, now, due_at, post, after)
    return Slot(due_at=due_at, why="" if passed is None else told(world, passed))


def make_room_for(  # noqa: PLR0917 - Posts and the circumstances
    world: World,
    posts: Collection[Post],
    entry: Entry,
    classification: Classification,
    first_seen_at: datetime,
    taken: Mapping[str, Collection[Booking]],
    now: datetime,
) -> None:
    """`make_room` for each of the Posts of an Entry that are about to be stored; `taken` are the bookings by Page. Raises SlotTaken."""
    for post in posts:
        if post.due_at is not None:
            traits = world.traits(post.channel, entry, classification, first_seen_at)
            make_room(world, post.channel, post.due_at, traits, taken[post.channel], now)


def make_room(world: World, page: str, due_at: datetime, post: Traits, bookings: Collection[Booking], now: datetime) -> list[Booking]:  # noqa: PLR0917 - as above
    """Move the Post of a lower lane that holds `due_at`, if one does, to the next free slot; the bookings as they are then.

    Should the caller's own write come to nothing afterwards, its slot stays free: the Post that made room has lost nothing but its time.

    Raises SlotTaken where it is no longer there, or its new slot is taken: plan again.
    """
    found = room_at(world.timetable(page), now, bookings, due_at, post)
    if found is None:
        return list(bookings)
    holder, its_new = found
    why = say("plan.gave_way_to_urgent" if post.lane is Lane.URGENT else "plan.gave_way_to_normal", world.language)
    try:
        world.store.outbox.reschedule(
            holder.post, expected_due_at=due_at, due_at=its_new, reason=why, actor=SERVICE, now=now, verb="gave-way"
        )
    except SlotTaken:
        raise
    except Conflict:
        # It is being sent, or somebody moved it: what was planned no longer holds.
        raise SlotTaken("store.slot_taken", channel=page, due_at=due_at) from None
    log.info("made room", post=holder.post, due_at=its_new.isoformat())
    return [*(booking for booking in bookings if booking is not holder), replace(holder, at=its_new)]


def seat(world: World, post: Post, now: datetime, *, after: datetime | None = None, moved: bool = False) -> Slot:
    """The next slot for a stored Post, with room made in it: the caller writes it down at once.

    Raises SlotTaken where somebody was faster, Conflict where there is no slot within two years.
    """
    traits = traits_of(world, post)
    bookings = but_for(post.key, world.taken(post.channel, now))
    slot = find_slot(world, post.channel, traits, bookings, now, after, moved=moved)
    make_room(world, post.channel, slot.due_at, traits, bookings, now)
    return slot


def but_for(key: str, bookings: Collection[Booking]) -> list[Booking]:
    """The bookings of other Posts: a Post keeps no distance from itself."""
    return [booking for booking in bookings if booking.post != key]


def told(world: World, why: Sentence) -> str:
    """The sentence in the language of the settings; ids of tones and fields by their names for people."""
    return _named(why, world.settings.vocabulary.names).say(world.language)


def _named(why: Sentence, names: Mapping[str, str]) -> Sentence:
    said = {
        name: _named(each, names) if isinstance(each, Sentence) else names.get(str(each), each) if name == "name" else each
        for name, each in why.params.items()
    }
    return Sentence(why.key, said)
