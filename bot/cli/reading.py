"""The reading verbs: queue, show, why, preview."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from bot.cli.jsonable import to_json
from bot.cli.options import DEFAULT_CONFIG, Config, Json
from bot.cli.previewing import AsList, Date, Item, Link, Picture, Summary, Title, show_list
from bot.cli.render import console, counts_line, entry_story, post_story, preview_text, queue_table, steps_table
from bot.cli.wiring import open_world, read_settings
from bot.errors import FeedError
from bot.messages import say
from bot.model import PostState, StepState
from bot.service import explain
from bot.service.preview import Preview, preview_feed
from bot.service.preview import preview as preview_entries
from bot.service.world import World

_WAITING = (PostState.HELD, PostState.SCHEDULED, PostState.PUBLISHING, PostState.FAILED)

Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help="Số dòng nhiều nhất.")]


def queue(
    config: Config = DEFAULT_CONFIG,
    state: Annotated[list[PostState] | None, typer.Option("--state", help="Chỉ liệt kê trạng thái này (có thể lặp lại).")] = None,
    limit: Limit = 50,
    *,
    json: Json = False,
) -> None:
    """Những bài đang chờ: chờ duyệt, đã xếp lịch, đang đăng, đăng hỏng."""
    with open_world(read_settings(config)) as world:
        posts = world.store.outbox.listing(states=tuple(state or _WAITING), limit=limit)
        counts = world.store.outbox.counts()
        steps = world.store.steps.listing((StepState.HELD, StepState.DUE, StepState.DOING, StepState.FAILED), limit)
        if json:
            typer.echo(to_json({"posts": posts, "counts": counts, "steps": steps}))
            return
        out = console()
        out.print(queue_table(world, posts) if posts else say("cli.queue_empty", world.language))
        if steps:
            out.print(say("cli.steps_waiting", world.language))
            out.print(steps_table(world, steps))
        out.print(counts_line(world, counts))


def show(post: Annotated[str, typer.Argument(help="Mã bài (p…).")], config: Config = DEFAULT_CONFIG, *, json: Json = False) -> None:
    """Một bài: nguyên văn sẽ đăng, trạng thái và nhật ký."""
    with open_world(read_settings(config)) as world:
        story = explain.show(world, post)
        if json:
            typer.echo(to_json(story))
        else:
            console().print(post_story(world, story))


def why(
    entry: Annotated[str, typer.Argument(help="Mã tin (e…), mã bài (p…) hoặc liên kết của tin.")],
    config: Config = DEFAULT_CONFIG,
    *,
    json: Json = False,
) -> None:
    """Vì sao một tin được đăng hay không được đăng."""
    with open_world(read_settings(config)) as world:
        story = explain.why(world, entry)
        if json:
            typer.echo(to_json(story))
        else:
            console().print(entry_story(world, story))


def preview(
    what: Annotated[
        str | None,
        typer.Argument(help="Địa chỉ RSS (hoặc trang liệt kê tin, với --list), hoặc mã tin (e…); bỏ trống để xem các nguồn đã cài đặt."),
    ] = None,
    config: Config = DEFAULT_CONFIG,
    limit: Limit = 10,
    *,
    as_list: AsList = False,
    css_item: Item = None,
    css_link: Link = None,
    css_title: Title = None,
    css_summary: Summary = None,
    css_date: Date = None,
    css_picture: Picture = None,
    json: Json = False,
) -> None:
    """Xem trước từng bước, đến nguyên văn bài đăng; không lưu, không gửi gì."""
    with open_world(read_settings(config)) as world:
        if as_list:
            given = {
                "item": css_item,
                "link": css_link,
                "title": css_title,
                "summary": css_summary,
                "date": css_date,
                "picture": css_picture,
            }
            show_list(world, what, given, limit, json=json)
            return
        items, errors = (preview_entries(world, what, limit=limit), {}) if what else _preview_all(world, limit)
        if json:
            typer.echo(to_json({"entries": items, "errors": errors}))
        else:
            out = console()
            for item in items:
                out.print(preview_text(world, item))
            for feed, error in errors.items():
                typer.echo(say("cli.feed_failed", world.language, feed=feed, why=error), err=True)
    if errors:
        raise typer.Exit(1)


def _preview_all(world: World, limit: int) -> tuple[Sequence[Preview], Mapping[str, str]]:
    """The first entries of every feed of the settings, and a sentence for each that can't be read: one of them hides no other."""
    items: list[Preview] = []
    errors = {}
    for policy in world.settings.feeds:
        try:
            items += preview_feed(world, policy, limit=limit)
        except FeedError as error:
            errors[policy.name] = error.say(world.language)
    return items, errors
