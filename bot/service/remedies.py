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
REMEDIED: Final = (ADDED, REPLACED)
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
    if post.state not in {PostState.PUBLISHED, PostState.WITHDRAWN}:
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


def _is_address(text: str) -> bool:
    if not text.startswith(("http://", "https://")) or len(text) > _LONGEST_LINK or len(text.split()) != 1:
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False


def remedies_of(events: Iterable[Event]) -> Mapping[str, Sequence[Remedy]]:
    """By Post, what holds of the journal's lines (oldest first)."""
    found: defaultdict[str, list[Remedy]] = defaultdict(list)
    for event in events:
        if event.verb == REPLACED:
            found[event.subject].clear()
        words, _, last = event.reason.rpartition(" ")
        is_link = _is_address(last)
        found[event.subject].append(
            Remedy(at=event.at, by=event.actor, text=words if is_link else event.reason, link=last if is_link else "")
        )
    return found
