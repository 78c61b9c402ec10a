"""WebSub subscriptions: what hubs were asked for, what they promised, and when they told."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, or_, select, update

from bot.model import Event, Subscription, SubscriptionState
from bot.store.database import Database, insert_minding, journal_all
from bot.store.feeds import make_due
from bot.store.rows import from_subscription, to_subscription
from bot.store.schema import subscriptions

_AT_MOST_ONE_IN: Final = timedelta(seconds=10)
_LAST_DAY: Final = timedelta(days=1)  # of a lease; before it, no live subscription is to be renewed


class Subscriptions:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, feed: str) -> Subscription | None:
        """The subscription of a feed; None where its document names no hub."""
        with self._database.read() as connection:
            row = connection.execute(select(subscriptions).where(subscriptions.c.feed == feed)).mappings().first()
        return None if row is None else to_subscription(row)

    def all(self) -> list[Subscription]:
        """Every subscription, by feed."""
        with self._database.read() as connection:
            rows = connection.execute(select(subscriptions).order_by(subscriptions.c.feed)).mappings()
            return [to_subscription(row) for row in rows]

    def due_for_renewal(self, now: datetime, feeds: Collection[str], asked_with: str) -> list[Subscription]:
        """Those of `feeds` whose hub may have to be asked, the longest waiting first; `bot.plan.subscriptions.next_request` says which of them must be.

        Where some were never asked, or with another mark than `asked_with`, it is one of these alone: they need no such question.
        """
        wanted = select(subscriptions).where(subscriptions.c.feed.in_(sorted(feeds)))
        never = or_(subscriptions.c.asked_at.is_(None), subscriptions.c.asked_with != asked_with)
        ending = or_(subscriptions.c.state != SubscriptionState.LIVE, subscriptions.c.lease_until <= now + _LAST_DAY)
        with self._database.read() as connection:
            rows = connection.execute(wanted.where(never).order_by(subscriptions.c.feed).limit(1)).mappings().all()
            rows = (
                rows or connection.execute(wanted.where(ending).order_by(subscriptions.c.asked_at, subscriptions.c.feed)).mappings().all()
            )
        return [to_subscription(row) for row in rows]

    def put(self, subscription: Subscription, events: Sequence[Event] = ()) -> None:
        """A feed's subscription in the place of the one it had; the feed must be known."""
        values = from_subscription(subscription)
        with self._database.write() as connection:
            insert = insert_minding(connection, subscriptions)
            connection.execute(insert.values(**values).on_conflict_do_update(index_elements=["feed"], set_=values))
            journal_all(connection, events)

    def save(self, before: Subscription, after: Subscription, events: Sequence[Event] = ()) -> bool:
        """Write `after` and the journal's lines, if the subscription is as it was in `before`; whether it was. `told_at` has its own ways."""
        values = from_subscription(after)
        del values["feed"], values["told_at"]
        with self._database.write() as connection:
            done = connection.execute(update(subscriptions).where(*_still(before)).values(**values))
            if done.rowcount != 1:
                return False
            journal_all(connection, events)
        return True

    def forget(self, feed: str, events: Sequence[Event] = ()) -> None:
        """The feed has no subscription any more."""
        with self._database.write() as connection:
            connection.execute(delete(subscriptions).where(subscriptions.c.feed == feed))
            journal_all(connection, events)

    def told(self, feed: str, now: datetime) -> None:
        """The hub has told of news: the feed is due. What is told again within ten seconds is left alone."""
        new = or_(subscriptions.c.told_at.is_(None), subscriptions.c.told_at <= now - _AT_MOST_ONE_IN)
        with self._database.write() as connection:
            if connection.execute(update(subscriptions).where(subscriptions.c.feed == feed, new).values(told_at=now)).rowcount == 1:
                make_due(connection, feed, now)

    def untold(self, feed: str, since: datetime) -> None:
        """News were found of which the hub has not told since `since`: it counts as one that has never told."""
        with self._database.write() as connection:
            connection.execute(
                update(subscriptions).where(subscriptions.c.feed == feed, subscriptions.c.told_at < since).values(told_at=None)
            )


def _still(before: Subscription) -> list[ColumnElement[bool]]:
    kept = ("feed", "hub", "topic", "state", "asked_at", "asked_with", "lease_until")
    return [subscriptions.c[name].is_not_distinct_from(getattr(before, name)) for name in kept]
