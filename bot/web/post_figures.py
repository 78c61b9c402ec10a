"""What came of one Post, for its own page: each figure beside the Page's others at the same age, what fell, and every measurement."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.engagement import words
from bot.engagement.series import Point
from bot.model import Post, Snapshot
from bot.service.comparing import COMPARED, Beside, account_of
from bot.web.ages import age_name
from bot.web.moment import world


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure in words."""

    metric: str
    age: str
    value: str
    typical: str
    surpassed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFigures:
    """A Post's figures: beside the others', the falls, and the measurements, the last first."""

    beside: tuple[Row, ...]
    falls: tuple[str, ...]
    points: tuple[tuple[str, Point], ...]


def post_figures(post: Post, snapshots: Iterable[Snapshot]) -> PostFigures:
    """What came of the Post, by its snapshots (oldest first)."""
    here = world()
    found = account_of(here, post, snapshots, COMPARED)
    return PostFigures(
        beside=tuple(_row(each) for each in found.beside),
        falls=tuple(words.falls(found.points, here.language, age_name)),
        points=tuple((age_name(point.snapshot.rung), point) for point in reversed(found.points)),
    )


def _row(each: Beside) -> Row:
    language = world().language
    return Row(
        metric=words.metric_name(each.metric, language),
        age=age_name(each.rung),
        value=words.number(each.value),
        typical=words.others_typical(each.standing, language),
        surpassed=words.surpassed(each.standing, language),
    )
