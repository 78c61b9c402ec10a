"""What is measured besides the Posts: the Page itself once a day, comments that wait for an answer, and what was on the Page before Loa was."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from bot.channels.protocol import Channel
from bot.engagement.due import AN_IDS
from bot.errors import Refused
from bot.figures import Answers, Backfill, PageSnapshot
from bot.messages import say
from bot.service.collect import Collected, asked, keep_foreign, may_ask
from bot.service.lost import known_lost, note_losses
from bot.service.world import World, log
from bot.store.measuring import Measured

BACKFILL: Final = timedelta(days=90)
_REVISED: Final = timedelta(days=3)  # Facebook corrects the values of days that are over
_ANSWERS_FOR: Final = timedelta(days=14)  # of older Posts nobody waits for an answer; a call for fifty of them is better saved
_SECOND: Final = timedelta(seconds=1)


def collect_page(world: World) -> Collected | None:
    """One unit for one Page: its own figures, else its unanswered comments, else a leaf of its past; None where nothing is to be done."""
    for channel in world.channels.values():
        if not may_ask(world, channel):
            continue
        now = world.clock()
        if _is_new_day(world, channel.name, now):
            return asked(world, channel, partial(_measure_page, world, channel, now))
        waiting = _to_look_at(world, channel.name, now)
        if waiting:
            return asked(world, channel, partial(_count_unanswered, world, channel, waiting))
        past = _past(world, channel.name, now)
        if past is not None and world.settings.engagement.whole_page:
            return asked(world, channel, partial(_read_past, world, channel, past))
    return None


def backfill(world: World, page: str, since: datetime) -> tuple[Backfill, Collected]:
    """Read one leaf of the Page's posts back to `since`, or go on where it was left off; how far back it is then, and what came of it.

    Raises KeyError for a Page that is not enabled.
    """
    channel, now = world.channels[page], world.clock()
    state = world.store.measuring.backfill(page)
    if state is None or since < state.since:
        begin = state.reached if state is not None else now
        state = Backfill(channel=page, since=since, reached=begin, posts=state.posts if state is not None else 0)
    done = Collected(channel=page, posts=0)
    if not may_ask(world, channel):
        done = Collected(channel=page, posts=0, error=say("service.not_asked_now", world.language, page=page))
    elif state.done_at is None:
        done = asked(world, channel, partial(_read_past, world, channel, state))
    return world.store.measuring.backfill(page) or state, done


def _is_new_day(world: World, page: str, now: datetime) -> bool:
    last = world.store.measuring.last_page(page)
    return last is None or last.rung < _day(now)


def _day(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()


def _measure_page(world: World, channel: Channel, now: datetime, stored: list[int]) -> None:
    last = world.store.measuring.last_page(channel.name)
    since = now - BACKFILL if last is None else max(last.taken_at - _REVISED, now - BACKFILL)
    measure = channel.page_figures(since.astimezone(UTC).date(), now.astimezone(UTC).date(), known_lost(world, channel.name))
    world.store.measuring.add_page(
        PageSnapshot(
            channel=channel.name,
            rung=_day(now),
            taken_at=world.clock(),
            metrics=measure.metrics,
            missing=measure.missing,
            days=measure.days,
        )
    )
    note_losses(world, channel.name, [measure])
    stored.append(1)


def _to_look_at(world: World, page: str, now: datetime) -> list[Measured]:
    """Posts whose count of comments is another than at the last look: an answer is a comment, too."""
    rows = world.store.measuring.measured(page, now - _ANSWERS_FOR)
    return [row for row in rows if not row.gone and row.comments is not None and row.comments != (row.answers_for or 0)][:AN_IDS]


def _count_unanswered(world: World, channel: Channel, rows: list[Measured], stored: list[int]) -> None:
    counts = {row.post_key: row.comments or 0 for row in rows}
    try:
        found = channel.unanswered([row.remote_id for row in rows])
    except Refused as error:
        log.warning("comments must not be read", channel=channel.name, reason=str(error))
        found = {}
    now = world.clock()
    looked = [
        Answers(
            post_key=row.post_key,
            looked_at=now,
            comments=counts[row.post_key],
            waiting=found[row.remote_id].waiting if row.remote_id in found else None,
            is_whole=row.remote_id in found and found[row.remote_id].is_whole,
        )
        for row in rows
    ]
    world.store.measuring.put_answers(looked)
    stored.append(len(looked))


def _past(world: World, page: str, now: datetime) -> Backfill | None:
    """How far back the Page is still to be read; None where all is."""
    state = world.store.measuring.backfill(page)
    if state is None:
        return Backfill(channel=page, since=now - BACKFILL, reached=now)
    return state if state.done_at is None else None


def _read_past(world: World, channel: Channel, state: Backfill, stored: list[int]) -> None:
    survey = channel.survey(state.since, state.reached, known_lost(world, channel.name))
    ours = {row.remote_id for row in world.store.measuring.measured(channel.name, state.since)}
    others = [post for post in survey.posts if post.remote_id not in ours]
    stored.append(keep_foreign(world, channel.name, others))
    note_losses(world, channel.name, [post.measure for post in survey.posts])
    now = world.clock()
    is_done = survey.reached is None or survey.reached <= state.since
    # A leaf of posts of one and the same second must not be read for ever.
    down_to = state.since if survey.reached is None else min(survey.reached, state.reached - _SECOND)
    told = replace(state, reached=max(down_to, state.since), posts=state.posts + len(others), done_at=now if is_done else None)
    world.store.measuring.put_backfill(told)
