"""The tick over Posts that wait for a decision: editors are reminded of them once a period, and what nobody decides is dropped in the end."""

from dataclasses import dataclass

from bot.messages import say
from bot.model import PostState
from bot.plan.timetable import reason_to_expire
from bot.plan.waiting import is_overdue, is_reminder_due, reason_to_give_up
from bot.service.slots import traits_of
from bot.service.world import SERVICE, World, log
from bot.store.decisions import Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """What the tick did with one Post: `verb` is "reminded" or "expired"."""

    post: str
    verb: str
    reason: str


def overdue(world: World) -> list[Waiting]:
    """The Posts that have waited for a decision longer than `approval.remind_after`, the longest first: what alerts and the page tell."""
    policy, now = world.settings.approval, world.clock()
    return [each for each in world.store.decisions.waiting() if is_overdue(policy, each.since, now)]


def remind(world: World) -> Reminded | None:
    """Remind editors of one Post, or drop one that has waited too long or whose news is too old to go out; None where there is none."""
    for each in world.store.decisions.waiting():
        done = _give_up(world, each) or _remind(world, each)
        if done is not None:
            return done
    return None


def _give_up(world: World, waiting: Waiting) -> Reminded | None:
    settings, now = world.settings, world.clock()
    why = reason_to_give_up(settings.approval, waiting.since, now)
    if why is None and is_overdue(settings.approval, waiting.since, now):
        # Approved, news so old would only be dropped at its turn.
        lane = traits_of(world, waiting.post).lane
        why = reason_to_expire(world.timetable(waiting.post.channel), waiting.post.created_at, now, lane)
    if why is None:
        return None
    reason = why.say(world.language)
    if not world.store.decisions.give_up(waiting, reason=reason, actor=SERVICE, now=now):
        return None
    log.warning("dropped undecided", post=waiting.post.key, reason=reason)
    return Reminded(post=waiting.post.key, verb="expired", reason=reason)


def _remind(world: World, waiting: Waiting) -> Reminded | None:
    now = world.clock()
    if not is_reminder_due(world.settings.approval, waiting.since, waiting.reminded_at, now):
        return None
    since = f"{waiting.since.astimezone(world.zone):%d/%m/%Y %H:%M}"
    reason = say("service.still_waits", world.language, since=since, why=waiting.post.reason)
    if not world.store.decisions.remind(waiting, reason=reason, actor=SERVICE, now=now):
        return None
    log.warning("a Post waits for a decision", post=waiting.post.key, state=PostState.HELD, since=since)
    return Reminded(post=waiting.post.key, verb="reminded", reason=reason)
