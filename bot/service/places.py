"""Which Pages take an Entry by the places it names, and how an editor is told of those that don't."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.judgement import Classification, FindingKind
from bot.messages import say
from bot.service.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The Pages that take the Entry, and a sentence about what else was decided by places ("" where nothing was)."""

    pages: tuple[str, ...]
    reason: str


def taken_by_place(world: World, feed: str, pages: Sequence[str], classification: Classification) -> Taken:
    """Those of `pages` that ask for no place or for one that the Entry names; none where the feed itself asks for others."""
    named = {finding.value for finding in classification.findings if finding.kind is FindingKind.PLACE}
    wanted = next((policy.places for policy in world.settings.feeds if policy.name == feed), ())
    if not _names_one(world, named, wanted):
        sentence = say("service.feed_takes_places", world.language, places=", ".join(wanted), found=_told(world, named))
        return Taken(pages=(), reason=sentence)
    by_page = {policy.name: policy.places for policy in world.settings.pages}
    taken = tuple(page for page in pages if _names_one(world, named, by_page.get(page, ())))
    others = [page for page in pages if page not in taken]
    if not others:
        return Taken(pages=taken, reason="")
    told = "; ".join(f"{page}: {', '.join(by_page[page])}" for page in others)
    sentence = say("service.page_takes_places", world.language, pages=told, found=_told(world, named))
    return Taken(pages=taken, reason=sentence)


def _names_one(world: World, named: Iterable[str], wanted: Sequence[str]) -> bool:
    """Whether one of the named places lies in one of the wanted; where none is wanted, every Entry will do."""
    covered = frozenset[str]().union(*(world.lexicon.gazetteer.covered(each) for each in wanted))
    return not wanted or not covered.isdisjoint(named)


def _told(world: World, named: Iterable[str]) -> str:
    return ", ".join(sorted(named)) or say("service.no_place_named", world.language)
