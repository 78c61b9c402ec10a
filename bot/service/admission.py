"""Which of a poll's new entries may be posted, and in which order they get their slots: the rule of `bot.plan.flood`, told of what was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.intake.policy import FeedPolicy
from bot.judgement import Band, Classification
from bot.model import Entry, Feed, Standing
from bot.plan.bands import band_of
from bot.plan.flood import Candidate, Turn, admit, is_urgent
from bot.plan.policy import Lane
from bot.service.editing import judged
from bot.service.world import World, log

_A_DAY: Final = timedelta(days=1)
_STANDINGS: Final = {Turn.BASELINE: Standing.BASELINE, Turn.OLD: Standing.LATE, Turn.TOO_MANY: Standing.LATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A new Entry at its turn; `stays` is the standing, with the reason, of one that is not to be posted (None: it may be)."""

    entry: Entry
    classification: Classification
    stays: tuple[Standing, str] | None


def in_turn(world: World, policy: FeedPolicy, feed: Feed, fresh: Sequence[tuple[int, Entry]], now: datetime) -> tuple[Admitted, ...]:
    """The new entries of a poll, the first to get a slot first.

    Args:
        world: settings, lexicon and store.
        policy: of the feed.
        feed: as it was before this poll.
        fresh: the new entries with their places in the document, in its order; without copies of others, which take no room.
        now: aware.
    """
    here, intake = now.astimezone(world.zone), world.settings.intake
    found = [(place, entry, judged(world, entry, None)) for place, entry in fresh]
    candidates = [_candidate(world, place, entry, classification, here) for place, entry, classification in found]
    wanted = feed.seeded and any(candidate.wanted for candidate in candidates)
    admissions = admit(
        candidates,
        now=here,
        seeded=feed.seeded,
        first_run=policy.first_run,
        latest=policy.latest,
        news_age=intake.news_age,
        most_at_once=intake.most_at_once,
        lately=world.store.entries.accepted_since(feed.name, now - _A_DAY) if wanted else 0,
    )
    left = sum(admission.turn in {Turn.OLD, Turn.TOO_MANY} for admission in admissions)
    if left:
        log.warning("stored and not posted: old, or too many at once", feed=feed.name, new=len(fresh), left=left)
    # What is evergreen takes its slots last: once it has one, its room is made by moving it.
    ordered = sorted(zip(found, admissions, strict=True), key=lambda pair: (_is_evergreen(world, pair[0][1], pair[0][2]), pair[1].order))
    return tuple(
        Admitted(
            entry=entry,
            classification=classification,
            stays=None if admission.why is None else (_STANDINGS[admission.turn], admission.why.say(world.language)),
        )
        for (_, entry, classification), admission in ordered
    )


def _candidate(world: World, place: int, entry: Entry, classification: Classification, here: datetime) -> Candidate:
    return Candidate(
        published_at=entry.published_at,
        place=place,
        wanted=band_of(world.settings.approval.bands, classification) is not Band.IGNORE,
        weight=classification.likelihood,
        urgent=is_urgent(classification, here.date()) or Lane.URGENT in _lanes(world, entry, classification),
    )


def _lanes(world: World, entry: Entry, classification: Classification) -> set[Lane]:
    """The lanes of an Entry's Posts on its Pages."""
    policies = [world.timetable(page) for page in world.pages_of(entry.feed)]
    return {world.lane(policy, entry, classification) for policy in policies if policy.lanes}


def _is_evergreen(world: World, entry: Entry, classification: Classification) -> bool:
    return _lanes(world, entry, classification) == {Lane.EVERGREEN}
