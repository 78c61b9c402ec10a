"""What followed on a Post, above all on a criticism: the editor's verb `remedy`, kept in the journal, and read from there by reports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from bot.errors import Conflict, LoaError
from bot.model import Event, PostState
from bot.reports.material import Remedy
from bot.service.world import World

ADDED: Final = "remedied"
REPLACED: Final = "remedy-replaced"
CLEARED: Final = "remedy-cleared"
REMEDIED: Final = (ADDED, REPLACED, CLEARED)
REMEDIABLE: Final = frozenset({PostState.PUBLISHED, PostState.WITHDRAWN})
_LONGEST: Final = 1_000
_LONGEST_LINK: Final = 2_000


def remedy(world: World, key: str, *, by: str, text: str = "", link: str = "", replace: bool = False) -> Event:
    """Note what followed on a Post that is, or was, on its Page. With `replace`, what was noted before is not reported any more (it stays in the journal).

    Raises:
        NotFound: no such Post.
        Conflict: it has never been on its Page.
        LoaError: neither words nor link, too many words, or a link that is none.
    """
    post = world.store.outbox.get(key)
    if post.state not in REMEDIABLE:
        raise Conflict("service.remedy_not_published", post=key)
    words, address = " ".join(text.split()), link.strip()
    if not words and not address:
        raise LoaError("service.remedy_empty")
    if len(words) > _LONGEST:
        raise LoaError("service.remedy_too_long", count=len(words), most=_LONGEST)
    if address and not _is_address(address):
        raise LoaError("service.remedy_bad_link", link=address[:80])
    event = Event(
        at=world.clock(), actor=by, subject=key, verb=REPLACED if replace else ADDED, reason=" ".join(filter(None, (words, address)))
    )
    world.store.journal.write(event)
    return event


def clear(world: World, key: str, *, by: str) -> Event:
    """Take back all that was noted of a Post: reports tell none of it any more, and it stays in the journal.

    Raises:
        NotFound: no such Post.
        Conflict: nothing is noted.
    """
    world.store.outbox.get(key)
    if not noted_of(world, key):
        raise Conflict("service.remedy_none", post=key)
    event = Event(at=world.clock(), actor=by, subject=key, verb=CLEARED)
    world.store.journal.write(event)
    return event


def noted_of(world: World, key: str) -> Sequence[Remedy]:
    """What is noted of one Post."""
    return remedies_in(world.store.journal.of(key)).get(key, ())


def _is_address(text: str) -> bool:
    if not text.startswith(("http://", "https://")) or len(text) > _LONGEST_LINK or len(text.split()) != 1:
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False


def remedies_in(events: Iterable[Event]) -> Mapping[str, Sequence[Remedy]]:
    """By Post, what holds of the journal's lines (oldest first); lines of other verbs say nothing of it."""
    found: defaultdict[str, list[Remedy]] = defaultdict(list)
    for event in events:
        if event.verb not in REMEDIED:
            continue
        if event.verb != ADDED:
            found[event.subject].clear()
        if event.verb != CLEARED:
            found[event.subject].append(_remedy(event))
    return found


def _remedy(event: Event) -> Remedy:
    words, _, last = event.reason.rpartition(" ")
    is_link = _is_address(last)
    return Remedy(at=event.at, by=event.actor, text=words if is_link else event.reason, link=last if is_link else "")
