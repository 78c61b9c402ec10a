"""A Post's snapshots as a row of figures, with every fall marked; a Page's days, of which what came later counts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.figures import PageSnapshot
from bot.model import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One snapshot. `fell` says by how much each figure is below the last one known: reactions are taken back, comments deleted, insights corrected."""

    snapshot: Snapshot
    fell: Mapping[str, int]


def marked(snapshots: Iterable[Snapshot]) -> tuple[Point, ...]:
    """The snapshots of one Post, which come oldest first; nothing is smoothed or left out."""
    last: dict[str, int] = {}
    points = []
    for snapshot in snapshots:
        fell = {name: last[name] - value for name, value in snapshot.metrics.items() if value < last.get(name, value)}
        last.update(snapshot.metrics)
        points.append(Point(snapshot=snapshot, fell=fell))
    return tuple(points)


def daily(rows: Sequence[PageSnapshot], metric: str) -> dict[date, int]:
    """One figure of a Page day by day, in the days' order; the rows come oldest first. A day that was never given is absent."""
    found: dict[date, int] = {}
    for row in rows:
        found.update(row.days.get(metric, {}))
    return dict(sorted(found.items()))


def standing_at(rows: Sequence[PageSnapshot], metric: str) -> dict[date, int]:
    """A figure as it stood on the days on which the Page was asked (followers)."""
    return {row.taken_at.date(): row.metrics[metric] for row in rows if metric in row.metrics}
