"""What tells an entry again: the identities it was seen under, and what its article is like."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Integer, Subquery, bindparam, func, select, union, union_all, update

from bot.likeness import Likeness
from bot.model import Entry, Standing
from bot.store.database import Database
from bot.store.entries import Known
from bot.store.rows import to_entry
from bot.store.schema import aliases, entries, posts, revisions
from bot.store.window import NEWEST, similar

_WORDLESS: Final = "-"
_A_QUERY: Final = 400  # parameters; SQLite's least limit is 999
_USUAL: Final = 4  # entries that share a title or an address; where there are many more ("Thông báo"), the newest count
_TEXT: Final = 10_000  # characters that are compared
_RETURNS: Final = 12  # earlier texts of an entry that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Familiar:
    """An entry that was seen under the identity asked for: its own key and identity, and what deciding needs of it."""

    key: str
    identity: str
    known: Known
    likeness: Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stored entry that may be the same article. `entry` has what is compared: title, link, and the texts' first 10,000 characters."""

    entry: Entry
    known: Known
    first_seen_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What has become of an article: the standing of its first entry (None: not stored), and the channels that have a Post of it, each with its entry's key."""

    standing: Standing | None
    channels: Mapping[str, str]


class Likenesses:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def at_once(self) -> AbstractContextManager[None]:
        """Whatever this thread reads of the store inside is one transaction (Database.at_once)."""
        return self._database.at_once()

    def known(self, keys: Sequence[str]) -> dict[str, Familiar]:
        """By key, those of `keys` under which an entry was seen, be it as its own or as another identity."""
        found: dict[str, Any] = {}
        with self._database.read() as connection:
            for some in in_chunks(keys):
                rows = connection.execute(_KNOWN_ONE, {"key": some[0]}) if len(some) == 1 else connection.execute(_KNOWN, {"keys": some})
                for row in rows:
                    # An entry's own key comes first: it can't be another's too.
                    found.setdefault(row[0], row)
        return {seen: _familiar(row) for seen, row in found.items()}

    def alike(self, wanted: Sequence[Likeness], now: datetime) -> list[frozenset[str]]:
        """For each of `wanted`, keys of the entries of any feed that may be the same article: by title, by address, or (lately) by text."""
        with self._database.read() as connection:
            return alike(connection, wanted, now)

    def texts(self, keys: Collection[str]) -> dict[str, Candidate]:
        """By key, what is compared of these entries."""
        columns = (
            "key",
            "feed",
            "identity",
            "title",
            "link",
            "content_hash",
            "source_hash",
            "standing",
            "same_as",
            "first_seen_at",
            "updated_at",
        )
        cut = (func.substr(entries.c[name], 1, _TEXT).label(name) for name in ("summary", "body"))
        query = select(*(entries.c[name] for name in columns), *cut)
        found = {}
        with self._database.read() as connection:
            for some in in_chunks(sorted(keys)):
                for row in connection.execute(query.where(entries.c.key.in_(some))):
                    entry = Entry(feed=row.feed, identity=row.identity, title=row.title, link=row.link, summary=row.summary, body=row.body)
                    found[row.key] = Candidate(entry=entry, known=_known(row), first_seen_at=row.first_seen_at, updated_at=row.updated_at)
        return found

    def aliases_of(self, keys: Collection[str]) -> dict[str, set[str]]:
        """By an entry's key, the keys of the other identities it was seen under."""
        found: dict[str, set[str]] = {}
        with self._database.read() as connection:
            for some in in_chunks(sorted(keys)):
                for row in connection.execute(select(aliases.c.entry_key, aliases.c.key).where(aliases.c.entry_key.in_(some))):
                    found.setdefault(row.entry_key, set()).add(row.key)
        return found

    def earlier(self, key: str) -> list[Mapping[str, str]]:
        """The last texts that the entry had before its present one, newest first: title, summary, body, link."""
        query = select(revisions.c.content).where(revisions.c.entry_key == key).order_by(revisions.c.revision.desc()).limit(_RETURNS)
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())

    def covered(self, first: str, *, but: str) -> Covered:
        """What has become of the article whose first entry is `first`, leaving out the entry `but`."""
        of_the_article = _of_the_article(first)
        channels = select(posts.c.channel, posts.c.entry_key).join(of_the_article, posts.c.entry_key == of_the_article.c.key)
        with self._database.read() as connection:
            standing = connection.execute(select(entries.c.standing).where(entries.c.key == first)).scalar()
            found = connection.execute(channels.where(posts.c.entry_key != but).order_by(posts.c.created_at.desc(), posts.c.key))
            return Covered(
                standing=None if standing is None else Standing(standing), channels={row.channel: row.entry_key for row in found}
            )

    def others(self, first: str, *, but: str) -> list[str]:
        """The keys of all entries of the article whose first entry is `first`, leaving out the entry `but`."""
        found = _of_the_article(first)
        with self._database.read() as connection:
            return list(connection.scalars(select(found.c.key).where(found.c.key != but).order_by(found.c.key)))

    def unlearnt(self, limit: int) -> list[Entry]:
        """Entries of which nobody has looked yet what they are like."""
        query = select(entries).where(entries.c.title_key == "").limit(limit)
        with self._database.read() as connection:
            return [to_entry(row) for row in connection.execute(query).mappings()]

    def fill(self, likenesses: Mapping[str, Likeness]) -> None:
        """Keep what entries are like that were stored without it."""
        with self._database.write() as connection:
            for key, likeness in sorted(likenesses.items()):
                # A title without a word has a mark of its own, which no other title has: it is not to be looked at again and again.
                title_key = likeness.title_key or _WORDLESS
                values = {"title_key": title_key, "link_key": likeness.link_key, "fingerprint": likeness.fingerprint}
                connection.execute(update(entries).where(entries.c.key == key, entries.c.title_key == "").values(**values))


# Built once: a query takes longer to build than to answer.
_COLUMNS: Final = tuple(
    entries.c[name]
    for name in ("key", "identity", "content_hash", "source_hash", "standing", "same_as", "title_key", "link_key", "fingerprint")
)
_KNOWN: Final = union_all(
    select(entries.c.key.label("seen"), *_COLUMNS).where(entries.c.key.in_(bindparam("keys", expanding=True))),
    select(aliases.c.key, *_COLUMNS).join_from(aliases, entries).where(aliases.c.key.in_(bindparam("keys", expanding=True))),
)
# One entry that is new is the usual case, and a query whose number of parameters is known takes half the time.
_KNOWN_ONE: Final = union_all(
    select(entries.c.key.label("seen"), *_COLUMNS).where(entries.c.key == bindparam("key")),
    select(aliases.c.key, *_COLUMNS).join_from(aliases, entries).where(aliases.c.key == bindparam("key")),
)
_SHARING_ONE: Final = union_all(
    select(entries.c.title_key, entries.c.first_seen_at, entries.c.key).where(entries.c.title_key == bindparam("title")),
    select(entries.c.link_key, entries.c.first_seen_at, entries.c.key).where(entries.c.link_key == bindparam("link")),
).limit(bindparam("most", type_=Integer))
_SHARING: Final = union_all(
    select(entries.c.title_key, entries.c.first_seen_at, entries.c.key).where(entries.c.title_key.in_(bindparam("titles", expanding=True))),
    select(entries.c.link_key, entries.c.first_seen_at, entries.c.key).where(entries.c.link_key.in_(bindparam("links", expanding=True))),
).limit(bindparam("most", type_=Integer))
_NEWEST_SHARING: Final = tuple(
    select(column, entries.c.first_seen_at, entries.c.key)
    .where(column == bindparam("shared"))
    .order_by(entries.c.first_seen_at.desc(), entries.c.key.desc())
    .limit(NEWEST)
    for column in (entries.c.title_key, entries.c.link_key)
)


def alike(connection: Connection, wanted: Sequence[Likeness], now: datetime) -> list[frozenset[str]]:
    """`Likenesses.alike` in the caller's transaction."""
    found: list[set[str]] = [set() for _ in wanted]
    places: dict[str, list[int]] = {}
    for place, likeness in enumerate(wanted):
        for key in (likeness.title_key, likeness.link_key):
            if key:
                places.setdefault(key, []).append(place)
    for some in in_chunks([(one.title_key, one.link_key) for one in wanted], _A_QUERY // 2):
        titles, links = ({pair[which] for pair in some if pair[which]} for which in (0, 1))
        for shared, key in _sharing(connection, sorted(titles), sorted(links)):
            for place in places[shared]:
                found[place].add(key)
    if any(likeness.fingerprint for likeness in wanted):
        for place, key in similar(connection, wanted, now):
            found[place].add(key)
    return [frozenset(keys) for keys in found]


def _sharing(connection: Connection, titles: Sequence[str], links: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Title or link keys, each with the keys of the newest entries that have it: the same ones whatever else is asked for. Only indexes are read."""
    most = _USUAL * (len(titles) + len(links)) + _A_QUERY
    if len(titles) == len(links) == 1:
        rows = connection.execute(_SHARING_ONE, {"title": titles[0], "link": links[0], "most": most}).all()
    else:
        rows = connection.execute(_SHARING, {"titles": titles, "links": links, "most": most}).all()
    if len(rows) == most:
        # Some are shared by very many.
        rows = [
            row
            for query, keys in zip(_NEWEST_SHARING, (titles, links), strict=True)
            for key in keys
            for row in connection.execute(query, {"shared": key})
        ]
    shared: dict[str, list[tuple[datetime, str]]] = {}
    for by, seen_at, key in rows:
        shared.setdefault(by, []).append((seen_at, key))
    for by, found in shared.items():
        yield from ((by, key) for _, key in sorted(found, reverse=True)[:NEWEST])


def _of_the_article(first: str) -> Subquery:
    """The keys of the entries of an article. Two queries in one: the index of copies holds copies only."""
    return union(
        select(entries.c.key).where(entries.c.key == first),
        select(entries.c.key).where(entries.c.same_as == first, entries.c.same_as != ""),
    ).subquery()


def in_chunks(keys: Sequence[Any], size: int = _A_QUERY) -> Iterator[Sequence[Any]]:
    """No more of them at once than a query may have parameters."""
    return (keys[start : start + size] for start in range(0, len(keys), size))


def _known(row: Any) -> Known:
    return Known(content_hash=row.content_hash, source_hash=row.source_hash, standing=Standing(row.standing), same_as=row.same_as)


def _familiar(row: Any) -> Familiar:
    likeness = Likeness(title_key=row.title_key, link_key=row.link_key, fingerprint=row.fingerprint)
    return Familiar(key=row.key, identity=row.identity, known=_known(row), likeness=likeness)
