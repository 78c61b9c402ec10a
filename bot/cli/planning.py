"""The verbs about when: move, hours."""

from datetime import datetime
from typing import Annotated

import typer

from bot.cli.editing import PostKey
from bot.cli.jsonable import to_json
from bot.cli.options import DEFAULT_CONFIG, By, Config, Json, default_name
from bot.cli.render import local
from bot.cli.wiring import open_world, read_settings
from bot.messages import say
from bot.plan.hours import LEAST_POSTS, Proposal
from bot.service import moving
from bot.service.hours import Hours, best_hours
from bot.service.world import World

_SHOWN_HOURS = 8


def move(
    post: PostKey,
    to: Annotated[str, typer.Option("--to", help="Ngày giờ muốn đăng, ví dụ “2026-12-01 07:30”; không cần trùng khung giờ.")] = "",
    by: By = "",
    config: Config = DEFAULT_CONFIG,
    *,
    later: Annotated[bool, typer.Option("--later", help="Lùi sang khung giờ trống kế tiếp.")] = False,
    now: Annotated[bool, typer.Option("--now", help="Đăng ngay, dù không phải khung giờ.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Cùng với --now: đăng dù đang giờ yên lặng, ngày không đăng, hay chưa đủ giãn cách.")
    ] = False,
    json: Json = False,
) -> None:
    """Đổi giờ đăng một bài đã xếp lịch: sang giờ khác, lùi lại, hoặc đăng ngay."""
    if [bool(to), later, now].count(True) != 1 or (force and not now):
        raise typer.BadParameter(say("cli.when_to", "vi"))
    with open_world(read_settings(config)) as world:
        name = by or default_name()
        if now:
            done = moving.now(world, post, by=name, force=force)
        elif later:
            done = moving.later(world, post, by=name)
        else:
            done = moving.move(world, post, by=name, due_at=_moment(world, to))
        if json:
            typer.echo(to_json(done))
        else:
            typer.echo(say("cli.goes_now" if now else "cli.moved", world.language, post=post, due=local(world, done.due_at)))


def _moment(world: World, text: str) -> datetime:
    """A date and time of the people here."""
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d %H:%M").replace(tzinfo=world.zone)
    except ValueError as error:
        raise typer.BadParameter(say("cli.not_a_moment", world.language, value=text)) from error


def hours(
    page: Annotated[str | None, typer.Option("--page", help="Tên Trang; bỏ trống là Trang đầu tiên đang bật.")] = None,
    metric: Annotated[str, typer.Option("--metric", help="Chỉ số để so: reactions, reach, views, comments, shares, clicks…")] = "reactions",
    days: Annotated[int, typer.Option("--days", min=7, max=1_000, help="Xét những bài đã đăng trong bao nhiêu ngày qua.")] = 180,
    config: Config = DEFAULT_CONFIG,
    *,
    json: Json = False,
) -> None:
    """Đề xuất khung giờ đăng theo tương tác của chính Trang, dạng YAML để xem lại; không tự sửa gì."""
    with open_world(read_settings(config)) as world:
        name = page if page is not None else next(iter(world.channels), "")
        found = best_hours(world, name, metric=metric, days=days)
        typer.echo(to_json(found) if json else _as_yaml(world, found))


def _as_yaml(world: World, found: Hours) -> str:
    """A block for bot.yaml; what it rests on stands in its comments."""
    head = say("cli.hours_head", world.language, page=found.page, metric=found.metric, rung=found.rung, posts=found.posts, days=found.days)
    caution = say("cli.hours_caution", world.language)
    lines = [f"# {head}", f"# {caution}", "timetable:", "  slots:"]
    for group in found.groups:
        clocks = ", ".join(f'"{clock:%H:%M}"' for clock in group.slots)
        lines += [f"    # {_ground(world, group)}", f"    {group.days}: [{clocks}]"]
    return "\n".join(lines)


def _ground(world: World, group: Proposal) -> str:
    if not group.enough:
        return say("cli.hours_too_few", world.language, count=group.posts, least=LEAST_POSTS)
    shown = ", ".join(f"{hour.clock:%H:%M} ({hour.posts}, ×{hour.ratio:.2f})" for hour in group.hours[:_SHOWN_HOURS])
    return say("cli.hours_group", world.language, count=group.posts, hours=shown)
