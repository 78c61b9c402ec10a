"""The verbs of figures: what came of the Posts and of the Page, and reading what was there before Loa."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Final

import typer
from rich.console import RenderableType

from bot.cli.figure_tables import account_view, groups_table, metrics_table, page_view, rising_table, waiting_table
from bot.cli.jsonable import to_json
from bot.cli.options import DEFAULT_CONFIG, Config, Json
from bot.cli.progress import bar
from bot.cli.render import console, engagement_table
from bot.cli.wiring import open_world, read_settings
from bot.engagement.metrics import METRICS, PAGE_METRICS
from bot.figures import Backfill
from bot.messages import say
from bot.service.collect_page import BACKFILL
from bot.service.collect_page import backfill as read_back
from bot.service.comparing import COMPARED, account, page_account, rising_now, waiting
from bot.service.figures import figures, rungs
from bot.service.world import World


class GroupedBy(StrEnum):
    """By what Posts are compared."""

    FIELD = "field"
    TOPIC = "topic"
    TONE = "tone"
    HOUR = "hour"
    WEEKDAY = "weekday"
    PICTURE = "picture"


_OF: Final = 1_000  # units of a bar
_PageName = Annotated[str, typer.Option("--page", help="Tên Trang trong cài đặt; bỏ trống là mọi Trang.")]
_Days = Annotated[int, typer.Option("--days", min=1, max=3_660, help="Tính các bài đăng trong bấy nhiêu ngày gần đây.")]


def engagement(  # noqa: PLR0917 - one parameter an option
    post: Annotated[str | None, typer.Argument(help="Mã bài (p…): bài này so với các bài khác của Trang ở cùng tuổi.")] = None,
    config: Config = DEFAULT_CONFIG,
    metric: Annotated[str, typer.Option("--metric", help="Số liệu đem so (tên như trong --metrics).")] = "reach",
    age: Annotated[str, typer.Option("--age", help="So ở tuổi nào (một mốc đo, ví dụ 1d); bỏ trống là một ngày.")] = "",
    days: _Days = 90,
    page: _PageName = "",
    *,
    by: Annotated[
        GroupedBy | None, typer.Option("--by", help="So theo lĩnh vực, chủ đề, sắc thái, giờ, thứ hoặc có ảnh hay không.")
    ] = None,
    rising: Annotated[bool, typer.Option("--rising", help="Bài nào đang lên.")] = False,
    followers: Annotated[bool, typer.Option("--followers", help="Số liệu của chính Trang theo ngày.")] = False,
    unanswered: Annotated[bool, typer.Option("--waiting", help="Bình luận chưa được trả lời (chỉ đếm).")] = False,
    metrics: Annotated[bool, typer.Option("--metrics", help="Có những số liệu nào, nghĩa là gì, cái nào đang thiếu.")] = False,
    json: Json = False,
) -> None:
    """Số liệu tương tác đã đo được, và câu trả lời rút ra từ đó."""
    with open_world(read_settings(config)) as world:
        pages = _pages(world, page)
        if metric not in METRICS:
            known = ", ".join(METRICS)
            raise typer.BadParameter(say("cli.no_such_metric", world.language, metric=metric, known=known), param_hint="--metric")
        if metrics:
            _show_metrics(world, pages, json=json)
        elif rising:
            gains = {name: rising_now(world, name, metric) for name in pages}
            _show(json, {"metric": metric, "rising": gains}, lambda: rising_table(world, metric, gains))
        elif followers:
            accounts = [page_account(world, name, days) for name in pages]
            _show(json, {"pages": accounts}, lambda: page_view(world, accounts))
        elif unanswered:
            waits = [waiting(world, name) for name in pages]
            _show(json, {"waiting": waits}, lambda: waiting_table(world, waits))
        elif by is not None:
            found = figures(world, metric=metric, rung=_rung(world, age), days=days, page=page)
            groups = getattr(found, f"by_{by.value}")
            told = {
                "metric": metric,
                "age": _rung(world, age),
                "days": days,
                "posts": found.posts,
                "measured": found.measured,
                "by": groups,
            }
            _show(json, told, lambda: groups_table(world, metric, _rung(world, age), by.value, groups))
        elif post:
            found_account = account(world, post, COMPARED)
            snapshots = world.store.snapshots.of(post)
            _show(json, {"snapshots": snapshots, "account": found_account}, lambda: account_view(world, found_account))
        else:
            snapshots = world.store.snapshots.latest()
            rows = [(world.store.outbox.get(each.post_key), each) for each in snapshots]
            nothing = say("cli.nothing_measured", world.language)
            _show(json, {"snapshots": snapshots}, lambda: engagement_table(world, rows) if rows else nothing)


def backfill(
    config: Config = DEFAULT_CONFIG,
    days: Annotated[int, typer.Option("--days", min=1, max=730, help="Đọc lùi về bao nhiêu ngày.")] = BACKFILL.days,
    page: _PageName = "",
    *,
    json: Json = False,
) -> None:
    """Đọc số liệu các bài Trang đã đăng trước khi có Loa (chỉ con số), để biết mức thường thấy của Trang. Dừng giữa chừng thì lần sau đọc tiếp."""
    failed = False
    with open_world(read_settings(config)) as world:
        states = []
        for name in _pages(world, page):
            state, error = _read_back(world, name, days)
            states.append(state)
            if error:
                failed = True
                typer.echo(error, err=True)
        if json:
            typer.echo(to_json({"pages": states}))
        else:
            for state in states:
                typer.echo(say("cli.backfilled", world.language, page=state.channel, posts=state.posts, since=f"{state.reached:%d/%m/%Y}"))
    if failed:
        raise typer.Exit(1)


def _read_back(world: World, page: str, days: int) -> tuple[Backfill, str]:
    """Leaf by leaf, with a bar that shows how far back it has come; what was reached, and why it could not go on ("" where it could)."""
    since = world.clock() - timedelta(days=days)
    with bar(world.language, "cli.backfilling", page=page) as told:
        while True:
            state, done = read_back(world, page, since)
            told(round(_OF * state.share(world.clock())), _OF)
            if done.error or state.done_at is not None:
                return state, done.error


def _show(as_json: bool, told: object, view: Callable[[], RenderableType]) -> None:  # noqa: FBT001 - the verb's own option
    """One answer, for programs or for people."""
    if as_json:
        typer.echo(to_json(told))
    else:
        console().print(view())


def _show_metrics(world: World, pages: Sequence[str], *, json: bool) -> None:
    lost = [each for name in pages for each in world.store.measuring.lost(name)]
    told = [
        {
            "name": metric.name,
            "meaning": metric.explain(world.language),
            "unit": metric.unit,
            "period": metric.period,
            "permission": metric.permission,
            "offers": metric.offers,
        }
        for metric in (*METRICS.values(), *PAGE_METRICS.values())
    ]
    _show(json, {"metrics": told, "lost": lost}, lambda: metrics_table(world, lost))


def _pages(world: World, page: str) -> list[str]:
    """The Pages meant. Raises BadParameter for one that is not enabled in the settings."""
    if page and page not in world.channels:
        raise typer.BadParameter(
            say("cli.page_not_enabled", world.language, page=page, known=", ".join(world.channels)), param_hint="--page"
        )
    return [page] if page else list(world.channels)


def _rung(world: World, age: str) -> str:
    """The rung meant. Raises BadParameter for an age at which nothing is measured."""
    known = rungs(world)
    if age and age not in known:
        raise typer.BadParameter(say("cli.no_such_age", world.language, age=age, known=", ".join(known)), param_hint="--age")
    return age or known[0]
