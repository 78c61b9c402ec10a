"""Pictures for the Posts of an Entry: fetched, checked and fitted, or drawn; what was not fit is told, never silently dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit

from bot.compose.excerpt import cut
from bot.compose.pictures import PictureUnfit, Prepared, looks_like_decoration, prepare
from bot.compose.title_card import title_card
from bot.errors import Unfetched
from bot.intake.article import pictures_of
from bot.intake.fetch import Resource
from bot.intake.policy import FeedPolicy
from bot.judgement import Classification
from bot.messages import say
from bot.model import Entry, Picture, Way
from bot.service.world import World

_PICTURE_BYTES: Final = 12_000_000
_PAGE_BYTES: Final = 4_000_000
_PICTURE: Final = "image/jpeg, image/png, image/webp, image/gif"
_PAGE: Final = "text/html, application/xhtml+xml"
_MOST_TRIES: Final = 8  # addresses of one entry's feed, and as many of its page
_MOST_A_POLL: Final = 100  # requests: a feed full of pictures must not keep the other feeds from being asked
_LONGEST_ALT: Final = 200
_WITH_PICTURES: Final = frozenset({Way.PHOTO, Way.PHOTOS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustrated:
    """What an Entry's Posts show.

    `ways` are those that are left; `contents` the pictures' bytes by digest; `hold` says why an editor is asked ("": nobody need be); `notes` say what
    was not fit and what was done instead.
    """

    ways: tuple[Way, ...]
    pictures: tuple[Picture, ...] = ()
    contents: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    hold: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Studio:
    """Illustrates the entries of one poll: nothing is asked twice, and a server that has failed is asked nothing more."""

    world: World
    feed: FeedPolicy
    _done: dict[tuple[str, str], Illustrated] = field(default_factory=dict)
    _down: dict[str, Unfetched] = field(default_factory=dict)
    _asked: int = 0

    def illustrate(self, entry: Entry, classification: Classification) -> Illustrated:
        """What the Posts of `entry` show; asks the network only where one of their ways needs pictures. Raises nothing for a picture or a page."""
        ways = self.world.settings.compose.ways_of(classification.tone)
        if not _WITH_PICTURES & set(ways):
            return Illustrated(ways=ways)
        key = (entry.key, entry.content_hash)
        if key not in self._done:
            self._done[key] = self._illustrate(entry, classification, ways)
        return self._done[key]

    def _illustrate(self, entry: Entry, classification: Classification, ways: tuple[Way, ...]) -> Illustrated:
        policy = self.world.settings.compose.pictures
        wanted = policy.most if Way.PHOTOS in ways else 1
        notes: list[str] = []
        found = self._fit(entry.pictures, wanted, notes)
        if len(found) < wanted and policy.article:
            more = [address for address in self._named_by_article(entry, notes) if address not in entry.pictures]
            found |= self._fit(more, wanted - len(found), notes)
        if not found:
            return self._without(entry, classification, ways, notes)
        alt = say("service.alt_photo", "vi", title=cut(entry.title, _LONGEST_ALT))
        return _shown(ways, list(found.values()), alt, notes)

    def _without(self, entry: Entry, classification: Classification, ways: tuple[Way, ...], notes: list[str]) -> Illustrated:
        """No picture is fit: what the settings say for that."""
        world = self.world
        policy, language = world.settings.compose.pictures, world.language
        others = tuple(way for way in ways if way not in _WITH_PICTURES)
        if policy.when_none == "next" and others:
            return Illustrated(ways=others, notes=(*notes, say("service.picture_next_way", language)))
        fields = classification.fields
        kicker = world.settings.vocabulary.names.get(fields[0], "") if fields else ""
        card = title_card(entry.title, kicker, world.settings.organisation.name, policy.colour(fields))
        alt = say("service.alt_card", "vi", title=cut(entry.title, _LONGEST_ALT))
        drawn = _shown(ways, [card], alt, [*notes, say("service.picture_card", language)])
        return drawn if policy.when_none == "card" else replace(drawn, hold=say("service.picture_hold", language))

    def _fit(self, addresses: Sequence[str], wanted: int, notes: list[str]) -> dict[str, Prepared]:
        """The first `wanted` different pictures that are fit, by digest."""
        policy = self.world.settings.compose.pictures
        found: dict[str, Prepared] = {}
        for address in [each for each in addresses if not looks_like_decoration(each)][:_MOST_TRIES]:
            if len(found) >= wanted:
                break
            try:
                resource = self._get(address, _PICTURE, _PICTURE_BYTES)
                prepared = prepare(resource.body, resource.content_type, policy)
            except Unfetched as error:
                notes.append(error.say(self.world.language))
            except PictureUnfit as error:
                notes.append(f"{address}: {error.say(self.world.language)}")
            else:
                found.setdefault(prepared.digest, prepared)
        return found

    def _named_by_article(self, entry: Entry, notes: list[str]) -> tuple[str, ...]:
        try:
            page = self._get(entry.link, _PAGE, _PAGE_BYTES)
        except Unfetched as error:
            notes.append(error.say(self.world.language))
            return ()
        return pictures_of(page.body, page.content_type, page.url)

    def _get(self, url: str, accept: str, most_bytes: int) -> Resource:
        host = urlsplit(url).netloc
        if host in self._down:
            raise self._down[host]
        if self._asked >= _MOST_A_POLL:
            raise Unfetched("service.too_many_pictures", url=url, most=_MOST_A_POLL)
        self._asked += 1
        try:
            resource = self.world.fetcher.get(url, self.feed, accept=accept, most_bytes=most_bytes)
        except Unfetched as error:
            if error.host_down:
                self._down[host] = error
            raise
        if resource.status != 200:
            raise Unfetched("service.resource_status", url=url, status=resource.status)
        return resource


def _shown(ways: tuple[Way, ...], prepared: Sequence[Prepared], alt: str, notes: Sequence[str]) -> Illustrated:
    return Illustrated(
        ways=ways,
        pictures=tuple(Picture(digest=each.digest, width=each.width, height=each.height, alt=alt) for each in prepared),
        contents={each.digest: each.content for each in prepared},
        notes=tuple(notes),
    )
