"""What a copy may still bring: the same article goes to each Page once, whichever feed brings it (facts: lessons 29, 35, 36)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.messages import say
from bot.model import Standing
from bot.service.editing import Verdict
from bot.service.recognise import Recognised
from bot.service.world import World

Closed = Mapping[str, str]
"""Pages to which an article can't go by an entry any more, each with the key of the entry by which it is there or was kept back."""

# Where the first entry of the article is kept back, its copies are: it was there before Loa, or was more than may be posted.
_KEPT_BACK: Final = frozenset({Standing.BASELINE, Standing.LATE})


def closed_to(world: World, one: Recognised) -> Closed:
    """The Pages that other entries of the same article have, or are not to have. Only of a copy, or a known entry that may have copies, the store is asked."""
    if not one.copy_of and one.known is None:
        return {}
    first = one.copy_of or one.entry.key
    covered = world.store.likenesses.covered(first, but=one.entry.key)
    kept_back = one.copy_of and covered.standing in _KEPT_BACK
    return {**dict.fromkeys(world.pages_of(one.entry.feed) if kept_back else (), first), **covered.channels}


def no_page_left(world: World, one: Recognised, closed: Closed) -> tuple[Standing, str] | None:
    """The standing of a copy that has no Page to go to, with the reason; None where it has one."""
    if not one.copy_of or not world.pages_of(one.entry.feed) or not closed.keys() >= set(world.pages_of(one.entry.feed)):
        return None
    return a_copy(world, one.copy_of)


def a_copy(world: World, first: str) -> tuple[Standing, str]:
    """The standing of a copy of the entry `first` that is not posted, with the reason."""
    return Standing.COPY, say("service.copy", world.language, entry=first)


def less_copies(world: World, verdict: Verdict, closed: Closed) -> Verdict:
    """The verdict without Posts for Pages that are closed to its article."""
    posts = tuple(post for post in verdict.posts if post.channel not in closed)
    left_out = [post.channel for post in verdict.posts if post.channel in closed]
    if not left_out:
        return verdict
    if not posts:
        standing, reason = a_copy(world, closed[left_out[0]])
        return replace(verdict, standing=standing, reason=reason, posts=())
    told = (say("service.copy_on_some", world.language, entry=closed[page], page=page) for page in left_out)
    return replace(verdict, posts=posts, reason="; ".join(filter(None, (verdict.reason, *told))))
