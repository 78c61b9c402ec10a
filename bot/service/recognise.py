"""Which of a poll's entries are known, known under another name, something new under an old name, or another's copy (facts: lessons 24-37).

Most polls end at the first question, one query by keys. Only what that does not know is held against the other entries, by its likeness, and only the few that
are alike have their texts read.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.intake.identity import How, beside
from bot.intake.sameness import Reading, clearly_another, likeness, link_key, reading, same_article
from bot.likeness import Likeness, near
from bot.model import Entry, Standing, digest, entry_key
from bot.store.entries import Known
from bot.store.likenesses import Candidate, Familiar, Likenesses

_AT_ONCE: Final = 20  # new entries whose likes are read together: texts are long
_MOST_TWINS: Final = 8
_BACK: Final = 100  # new entries of the same poll that a new one is held against by text
_NO_LIKENESS: Final = Likeness()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What one of a poll's entries is.

    `entry` has the identity under which it is stored from now on; `known` is what is stored of it, None for a new one. Where it is `unchanged`, there is nothing
    to judge or store but `alias`: another identity under which it was seen, "" for none. `likeness` is that of what is new or changed. `copy_of` is the key
    of the first entry of its article, "" where it is the first; `compared` are the keys of the entries that a new one was held against.
    """

    entry: Entry
    known: Known | None = None
    unchanged: bool = False
    likeness: Likeness = _NO_LIKENESS
    copy_of: str = ""
    alias: str = ""
    compared: frozenset[str] = frozenset()


def recognise(  # noqa: PLR0917 - what a poll knows
    store: Likenesses,
    feed: str,
    entries: Sequence[Entry],
    now: datetime,
    identities: Collection[str] = (),
    how: How = "auto",
    *,
    baseline: bool = False,
) -> tuple[Recognised, ...]:
    """What each of `entries` is, in their order; of those that are one stored entry only one may be changed.

    Args:
        store: is read (and given the likeness of unchanged entries that were stored before there was such a thing).
        feed: the feed's name.
        entries: as parsed, identities distinct.
        now: aware.
        identities: all that the document names, where `entries` are only some of its items.
        how: what tells the feed's items apart (FeedPolicy.identity).
        baseline: nothing new of it is ever to be posted, so what it is a copy of does not matter: a feed's first run.
    """
    recognition = _Recognition(store, feed, entries, now, identities, by_guid=how == "auto")
    with store.at_once():
        done = recognition.done(baseline=baseline)
    if recognition.bare:
        # Stored before likenesses were kept; its site may change all its ids tomorrow.
        store.fill(recognition.bare)
    return done


@dataclass(slots=True)
class _New:
    """An entry that its identity does not tell. Its words are read when they are asked for: most new entries are like nothing else."""

    place: int
    entry: Entry
    likeness: Likeness
    read: Reading | None = None

    def reading(self) -> Reading:
        self.read = self.read or reading(self.entry)
        return self.read


class _Recognition:
    """One call of `recognise`."""

    def __init__(
        self, store: Likenesses, feed: str, entries: Sequence[Entry], now: datetime, identities: Collection[str], *, by_guid: bool
    ) -> None:
        self.bare: dict[str, Likeness] = {}  # of unchanged entries that were stored without
        self._store = store
        self._by_guid = by_guid
        self._feed = feed
        self._entries = entries
        self._now = now
        self._identities = identities
        self._found: dict[int, Recognised] = {}
        self._taken = set[str]()  # keys of stored entries that one of these entries is
        self._reused = set[str]()  # keys whose identity another article has now
        self._like: dict[str, list[_New]] = {}  # new ones by their title and link keys
        self._last: deque[_New] = deque(maxlen=_BACK)

    def done(self, *, baseline: bool) -> tuple[Recognised, ...]:
        keys = [entry.key for entry in self._entries]
        familiar = self._store.known(keys) if keys else {}
        changed, unknown = [], []
        for place, (key, entry) in enumerate(zip(keys, self._entries, strict=True)):
            seen = familiar.get(key)
            if seen is None:
                unknown.append((place, entry))
            elif seen.known.source_hash == entry.content_hash:
                self._is(place, entry, seen, unchanged=True)
                if seen.likeness == _NO_LIKENESS and (like := likeness(entry)) != _NO_LIKENESS:
                    self.bare[seen.key] = like
            else:
                changed.append((place, entry, seen))
        # Own identities before others: of an entry and its twin under an alias, seen at once, the entry stands.
        for place, entry, seen in sorted(changed, key=lambda each: each[2].identity != each[1].identity):
            unknown += self._changed(place, entry, seen)
        if baseline:
            # What they are like is learnt later (bot.service.liken).
            self._found |= {place: Recognised(entry=entry) for place, entry in unknown}
            unknown.clear()
        unknown.sort(key=lambda each: each[0])
        for start in range(0, len(unknown), _AT_ONCE):
            self._recognise_new([_New(place, entry, likeness(entry)) for place, entry in unknown[start : start + _AT_ONCE]])
        return tuple(self._found[place] for place in range(len(keys)))

    def _is(self, place: int, entry: Entry, seen: Familiar, *, unchanged: bool, alias: str = "", like: Likeness = _NO_LIKENESS) -> None:
        # Two that are one entry and are seen at once would change it to and fro.
        unchanged = unchanged or seen.key in self._taken
        self._taken.add(seen.key)
        named = entry if entry.identity == seen.identity else replace(entry, identity=seen.identity)
        self._found[place] = Recognised(
            entry=named, known=seen.known, unchanged=unchanged, likeness=like, copy_of=seen.known.same_as, alias=alias
        )

    def _changed(self, place: int, entry: Entry, seen: Familiar) -> Iterator[tuple[int, Entry]]:
        """Decide what an identity stands for whose content is another now; what must be held against other entries is given back."""
        like, own = likeness(entry), seen.identity == entry.identity
        stored = self._store.texts([seen.key])[seen.key]
        if not own or not self._by_guid or not self._is_reused(entry, like, stored):
            self._is(place, entry, seen, unchanged=self._alternates(entry, stored), like=like)
            return
        self._reused.add(seen.key)
        by_key = {entry_key(self._feed, name): name for name in beside(entry.identity, entry)}
        familiar = self._store.known(list(by_key))
        other = next((familiar[key] for key in by_key if key in familiar), None)
        if other is None:
            yield place, replace(entry, identity=next(iter(by_key.values())))
        else:
            same = other.known.source_hash == entry.content_hash
            unchanged = same or self._alternates(entry, self._store.texts([other.key])[other.key])
            self._is(place, entry, other, unchanged=unchanged, like=like)

    def _is_reused(self, entry: Entry, like: Likeness, stored: Candidate) -> bool:
        """Whether an old identity now carries a clearly different article, at an address of its own (lesson 37).

        At the same address it is the old article rewritten, however much: its Post links there, so an editor has to decide about it.
        """
        return like.link_key != link_key(stored.entry.link) and clearly_another(reading(stored.entry), reading(entry))

    def _alternates(self, entry: Entry, stored: Candidate) -> bool:
        """Whether this is a text that the stored entry had before, and that comes and goes (lesson 34).

        A text that is taken back is a change like any other, once. Where only the address is written otherwise, or the entry has two identities, or it comes
        back again, there are twins in the feed, or two servers behind it, and following them would never end.
        """
        earlier = self._store.earlier(stored.entry.key)
        times = sum(digest(*(old[name] for name in ("title", "summary", "body", "link"))) == entry.content_hash for old in earlier)
        if times != 1:
            return times > 1
        respelled = entry.link != stored.entry.link and link_key(entry.link) == link_key(stored.entry.link)
        return respelled or bool(self._store.aliases_of([stored.entry.key]))

    def _recognise_new(self, some: Sequence[_New]) -> None:
        alike = self._store.alike([new.likeness for new in some], self._now)
        candidates = self._store.texts(frozenset[str]().union(*alike)) if any(alike) else {}
        readings = {key: reading(candidate.entry) for key, candidate in candidates.items()}
        there = self._there(candidates)
        for new, keys in zip(some, alike, strict=True):
            same = {key: candidates[key] for key in keys if key in candidates and same_article(new.reading(), readings[key])}
            near_ones = self._twins(new)
            twins = [twin for twin in near_ones if same_article(new.reading(), twin.reading())]
            self._decide(new, keys, *_without_boilerplate(new, same, readings, twins), there)
            for each in (new, *near_ones):
                each.read = None  # large, and seldom asked for again

    def _twins(self, new: _New) -> list[_New]:
        """Those among the new entries before it that may be the same article: the last few, however many a hostile feed makes alike."""
        mine, last = new.likeness, list(self._last)
        similar = [last[place] for place in near(mine.fingerprint, [each.likeness.fingerprint for each in last])]
        shared = [each for key in (mine.title_key, mine.link_key) if key for each in self._like.get(key, ())[-_MOST_TWINS:]]
        return list({each.place: each for each in [*shared, *similar[-_MOST_TWINS:]]}.values())

    def _there(self, candidates: Mapping[str, Candidate]) -> set[str]:
        """Keys of those of this feed that its document still names."""
        own = {key for key, candidate in candidates.items() if candidate.entry.feed == self._feed}
        if not own:
            return set()
        names = self._identities or [entry.identity for entry in self._entries]
        named = {entry_key(self._feed, identity) for identity in names} - self._reused
        others = self._store.aliases_of(own)
        return {key for key in own if key in named or not named.isdisjoint(others.get(key, ()))}

    def _decide(
        self, new: _New, compared: frozenset[str], same: Mapping[str, Candidate], twins: Sequence[_New], there: Collection[str]
    ) -> None:
        gone = [key for key, each in same.items() if each.entry.feed == self._feed and key not in there and key not in self._taken]
        if gone:
            key = max(gone, key=lambda key: (same[key].first_seen_at, key))
            stored = same[key]
            seen = Familiar(key=key, identity=stored.entry.identity, known=stored.known, likeness=_NO_LIKENESS)
            unchanged = stored.known.source_hash == new.entry.content_hash or self._alternates(new.entry, stored)
            self._is(new.place, new.entry, seen, unchanged=unchanged, alias=new.entry.identity, like=new.likeness)
        else:
            copy_of = _first(same) or next((self._found[twin.place].copy_of or self._found[twin.place].entry.key for twin in twins), "")
            self._found[new.place] = Recognised(entry=new.entry, likeness=new.likeness, copy_of=copy_of, compared=compared)
        for shared in {new.likeness.title_key, new.likeness.link_key} - {""}:
            self._like.setdefault(shared, []).append(new)
        self._last.append(new)


def _without_boilerplate(
    new: _New, same: Mapping[str, Candidate], readings: Mapping[str, Reading], twins: Sequence[_New]
) -> tuple[dict[str, Candidate], list[_New]]:
    """Less those that only the text tells, where it stands under several titles: a site puts such a text under everything."""
    if not same and not twins:
        return {}, []
    mine = new.reading()
    by_text = {key for key in same if mine.title != readings[key].title and mine.link != readings[key].link}
    also = [twin for twin in twins if mine.title != twin.reading().title and mine.link != twin.reading().link]
    if len({readings[key].title for key in by_text} | {twin.reading().title for twin in also}) <= 1:
        return dict(same), list(twins)
    return {key: each for key, each in same.items() if key not in by_text}, [twin for twin in twins if twin not in also]


def _first(same: Mapping[str, Candidate]) -> str:
    """The key of the entry that others are copies of: of one that goes out rather than of one that does not, and the oldest of these; "" for none."""
    order = sorted(same.items(), key=lambda each: (each[1].known.standing is not Standing.ACCEPTED, each[1].first_seen_at, each[0]))
    return next((candidate.known.same_as or key for key, candidate in order), "")
