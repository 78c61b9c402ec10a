"""What collecting needs to know and to keep: when each Post was last measured, other posts' figures, the Page's own, what is not given, what waits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, bindparam, delete, func, select, update

from bot.figures import Answers, Backfill, ForeignSnapshot, Lack, LostMetric, PageSnapshot
from bot.model import Event, PostState
from bot.store.database import Database, insert_minding, journal
from bot.store.figure_tables import answers, backfills, foreign_snapshots, lost_metrics, page_snapshots
from bot.store.schema import posts, snapshots

_GONE: Final = "post"  # in `missing` of a snapshot of a Post that was not on its Page

_EACH: Final = snapshots.alias()
_LAST: Final = select(func.max(_EACH.c.id)).where(_EACH.c.post_key == posts.c.key).correlate(posts).scalar_subquery()
# Built once, as every question that each beat asks: that takes longer than the answer.
_MEASURED: Final = (
    select(
        posts.c.key,
        posts.c.remote_id,
        posts.c.published_at,
        snapshots.c.rung,
        snapshots.c.taken_at,
        snapshots.c.metrics["comments"].as_integer().label("comments"),
        snapshots.c.missing[_GONE].as_string().label("gone"),
        answers.c.comments.label("answers_for"),
    )
    .select_from(posts.outerjoin(snapshots, snapshots.c.id == _LAST).outerjoin(answers, answers.c.post_key == posts.c.key))
    .where(posts.c.state == PostState.PUBLISHED, posts.c.published_at >= bindparam("since"), posts.c.channel == bindparam("channel"))
    .order_by(posts.c.published_at.desc(), posts.c.key.desc())
)
_LAST_PAGE: Final = (
    select(page_snapshots).where(page_snapshots.c.channel == bindparam("channel")).order_by(page_snapshots.c.id.desc()).limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A published Post and its last snapshot: `rung` and `taken_at` are None where there is none, `comments` where it is not known.

    `answers_for` is the count of comments at the last look for answers, None where there was none.
    """

    post_key: str
    remote_id: str
    published_at: datetime
    rung: str | None
    taken_at: datetime | None
    gone: bool
    comments: int | None
    answers_for: int | None


class Measuring:
    """Every method raises StoreError where the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def measured(self, channel: str, since: datetime) -> list[Measured]:
        """The channel's Posts that went out from `since` on and stand there, the newest first."""
        with self._database.read() as connection:
            return [_measured(row) for row in connection.execute(_MEASURED, {"channel": channel, "since": since}).mappings()]

    def add_foreign(self, taken: Sequence[ForeignSnapshot]) -> int:
        """Store figures of other posts; a rung that is stored already stays as it is. How many are new."""
        table = insert_minding(self._database.engine, foreign_snapshots)
        keep = table.on_conflict_do_nothing(index_elements=["channel", "remote_id", "rung"]).returning(foreign_snapshots.c.id)
        stored = 0
        with self._database.write() as connection:
            for each in taken:
                new = connection.execute(
                    keep.values(
                        channel=each.channel,
                        remote_id=each.remote_id,
                        published_at=each.published_at,
                        rung=each.rung,
                        taken_at=each.taken_at,
                        metrics=dict(each.metrics),
                        missing=dict(each.missing),
                    )
                )
                stored += len(new.all())
        return stored

    # The Page itself

    def add_page(self, taken: PageSnapshot) -> None:
        """Store the Page's figures; where another worker has stored that day's already, those stay."""
        table = insert_minding(self._database.engine, page_snapshots)
        values = {
            "channel": taken.channel,
            "rung": taken.rung,
            "taken_at": taken.taken_at,
            "metrics": dict(taken.metrics),
            "missing": dict(taken.missing),
            "days": {metric: {day.isoformat(): value for day, value in days.items()} for metric, days in taken.days.items()},
        }
        with self._database.write() as connection:
            connection.execute(table.values(**values).on_conflict_do_nothing(index_elements=["channel", "rung"]))

    def pages(self, channel: str, since: datetime) -> list[PageSnapshot]:
        """The Page's snapshots since then, oldest first."""
        query = select(page_snapshots).where(page_snapshots.c.channel == channel, page_snapshots.c.taken_at >= since)
        with self._database.read() as connection:
            return [_page(row) for row in connection.execute(query.order_by(page_snapshots.c.id)).mappings()]

    def last_page(self, channel: str) -> PageSnapshot | None:
        """The Page's last snapshot."""
        with self._database.read() as connection:
            row = connection.execute(_LAST_PAGE, {"channel": channel}).mappings().one_or_none()
        return _page(row) if row is not None else None

    # What is not given

    def lost(self, channel: str) -> list[LostMetric]:
        """The figures that the Page was found not to give, by name."""
        query = select(lost_metrics).where(lost_metrics.c.channel == channel).order_by(lost_metrics.c.metric)
        with self._database.read() as connection:
            return [_lost(row) for row in connection.execute(query).mappings()]

    def note_lost(self, found: Sequence[LostMetric], line: Event) -> bool:
        """Remember figures that are not given; the line is written, and True returned, where that is news of one of them."""
        table = insert_minding(self._database.engine, lost_metrics)
        is_news = False
        with self._database.write() as connection:
            for each in found:
                told = {"why": each.why.value, "until": each.until}
                values = {"channel": each.channel, "metric": each.metric, "found_at": each.found_at, **told}
                keep = table.values(**values).on_conflict_do_nothing(index_elements=["channel", "metric"])
                # Whether it was new: engines count rows of such an INSERT differently.
                if connection.execute(keep.returning(lost_metrics.c.metric)).all():
                    is_news = True
                else:
                    connection.execute(update(lost_metrics).where(*_here(each.channel, each.metric)).values(**told))
            if is_news:
                journal(connection, line)
        return is_news

    def note_regained(self, channel: str, metrics: Collection[str], line: Event) -> bool:
        """Forget that these were not given; the line is written, and True returned, where one of them was remembered."""
        with self._database.write() as connection:
            counts = [connection.execute(delete(lost_metrics).where(*_here(channel, metric))).rowcount for metric in sorted(metrics)]
            if any(counts):
                journal(connection, line)
        return any(counts)

    # What waits for an answer

    def put_answers(self, looked: Sequence[Answers]) -> None:
        """Keep what a look for answers found, in the place of the look before."""
        table = insert_minding(self._database.engine, answers)
        with self._database.write() as connection:
            for each in looked:
                told = {"looked_at": each.looked_at, "comments": each.comments, "waiting": each.waiting, "is_whole": each.is_whole}
                connection.execute(
                    table.values(post_key=each.post_key, **told).on_conflict_do_update(index_elements=["post_key"], set_=told)
                )

    # How far back was read

    def backfill(self, channel: str) -> Backfill | None:
        """How far back the Page was read; None where that was never begun."""
        with self._database.read() as connection:
            row = connection.execute(select(backfills).where(backfills.c.channel == channel)).mappings().one_or_none()
        return Backfill(**row) if row is not None else None

    def put_backfill(self, state: Backfill) -> None:
        """Say how far back the Page was read."""
        table = insert_minding(self._database.engine, backfills)
        told = {"since": state.since, "reached": state.reached, "posts": state.posts, "done_at": state.done_at}
        with self._database.write() as connection:
            connection.execute(table.values(channel=state.channel, **told).on_conflict_do_update(index_elements=["channel"], set_=told))


def _here(channel: str, metric: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return lost_metrics.c.channel == channel, lost_metrics.c.metric == metric


def _measured(row: RowMapping) -> Measured:
    kept: dict[str, Any] = {name: row[name] for name in ("remote_id", "published_at", "rung", "taken_at", "comments", "answers_for")}
    return Measured(post_key=row["key"], gone=row["gone"] is not None, **kept)


def _page(row: RowMapping) -> PageSnapshot:
    days = {metric: {date.fromisoformat(day): value for day, value in of_metric.items()} for metric, of_metric in row["days"].items()}
    kept: dict[str, Any] = {name: row[name] for name in ("channel", "rung", "taken_at", "metrics", "missing")}
    return PageSnapshot(**kept, days=days)


def _lost(row: RowMapping) -> LostMetric:
    return LostMetric(channel=row["channel"], metric=row["metric"], why=Lack(row["why"]), found_at=row["found_at"], until=row["until"])
