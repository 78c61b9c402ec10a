"""The store: one database, one small class for each idea."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.store import engine as engines
from bot.store.alerts import Alerts
from bot.store.articles import Articles
from bot.store.channels import Channels
from bot.store.compared import Compared
from bot.store.cooldowns import Cooldowns
from bot.store.corrections import Corrections
from bot.store.database import Database
from bot.store.decisions import Decisions
from bot.store.documents import Documents
from bot.store.entries import Entries
from bot.store.exporting import Exports
from bot.store.feeds import Feeds
from bot.store.forgetting import Forgetting
from bot.store.journal import Approvals, Journal
from bot.store.labels import Labels
from bot.store.likenesses import Likenesses
from bot.store.lists import Lists
from bot.store.making import Makings
from bot.store.measuring import Measuring
from bot.store.needs import Needs
from bot.store.outbox import Outbox
from bot.store.pictures import Pictures
from bot.store.polls import Polls
from bot.store.reporting import Reporting
from bot.store.retention import Retention
from bot.store.seals import Seals
from bot.store.sessions import Sessions
from bot.store.sign_ins import SignIns
from bot.store.snapshots import Snapshots
from bot.store.steps import Steps
from bot.store.subscriptions import Subscriptions
from bot.store.unread import Unread


class Store:
    """Everything that is kept. Safe to use from several threads and processes; times in and out are aware."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        database = Database(engine)
        self.feeds = Feeds(database)
        self.documents = Documents(database)
        self.subscriptions = Subscriptions(database)
        self.entries = Entries(database)
        self.articles = Articles(database)
        self.unread = Unread(database)
        self.likenesses = Likenesses(database)
        self.polls = Polls(database)
        self.makings = Makings(database)
        self.outbox = Outbox(database)
        self.steps = Steps(database)
        self.pictures = Pictures(database)
        self.approvals = Approvals(database)
        self.decisions = Decisions(database)
        self.journal = Journal(database)
        self.seals = Seals(database)
        self.labels = Labels(database)
        self.corrections = Corrections(database)
        self.snapshots = Snapshots(database)
        self.reporting = Reporting(database)
        self.exports = Exports(database)
        self.retention = Retention(database)
        self.forgetting = Forgetting(database)
        self.measuring = Measuring(database)
        self.compared = Compared(database)
        self.channels = Channels(database)
        self.cooldowns = Cooldowns(database)
        self.lists = Lists(database)
        self.sessions = Sessions(database)
        self.sign_ins = SignIns(database)
        self.alerts = Alerts(database)
        self.needs = Needs(database)

    def revision(self) -> str:
        """The schema's revision."""
        return engines.current_revision(self._engine) or ""

    def backup(self, path: Path) -> None:
        """A consistent copy while others go on (SQLite). Raises StoreError."""
        engines.backup(self._engine, path)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def open_store(url: str, *, now: datetime) -> Store:
    """The store at `url`, made or upgraded (after a backup) where needed.

    Args:
        url: `sqlite:///data/loa.db` or `postgresql://…`.
        now: aware; names the backup.

    Raises:
        StoreError: it can't be opened, is no database of Loa, or was made by a newer one.
    """
    engine = engines.make_engine(url)
    try:
        engines.upgrade(engine, now)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)
