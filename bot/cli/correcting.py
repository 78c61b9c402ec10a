"""The editor's verbs about an entry: correct, admit."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

import typer

from bot.cli.jsonable import to_json
from bot.cli.options import DEFAULT_CONFIG, By, Config, Json, default_name
from bot.cli.render import local
from bot.cli.wiring import open_world, read_settings
from bot.judgement import Field, Tone, Topic
from bot.messages import say
from bot.model import PostState
from bot.service.admitting import admit as admit_entry
from bot.service.correcting import Corrected, Said, change_text
from bot.service.correcting import correct as correct_entry
from bot.service.world import World

One = TypeVar("One")


def correct(
    entry: Annotated[str, typer.Argument(help="Mã tin (e…), mã bài (p…) hoặc liên kết của tin.")],
    *,
    relevant: Annotated[
        bool | None, typer.Option("--relevant/--not-relevant", help="Là, hoặc không phải, tin cải cách hành chính.")
    ] = None,
    field: Annotated[list[Field] | None, typer.Option("--field", help="Lĩnh vực đúng (lặp lại được); thay cho các lĩnh vực cũ.")] = None,
    topic: Annotated[list[Topic] | None, typer.Option("--topic", help="Chủ đề đúng (lặp lại được); thay cho các chủ đề cũ.")] = None,
    tone: Annotated[Tone | None, typer.Option("--tone", help="Sắc thái đúng.")] = None,
    by: By = "",
    note: Annotated[str, typer.Option("--note", help="Ghi chú cho đồng nghiệp, không bao giờ đăng.")] = "",
    config: Config = DEFAULT_CONFIG,
    no_topics: Annotated[bool, typer.Option("--no-topics", help="Không có chủ đề nào.")] = False,
    json: Json = False,
) -> None:
    """Sửa phân loại của một tin; bài chưa đăng được soạn lại hoặc bỏ, bài đã đăng thì hỏi có sửa hay gỡ trên Trang."""
    if topic and no_topics:
        raise typer.BadParameter(say("cli.topics_or_none", "vi"))
    topics = () if no_topics else _given(topic)
    said = Said(relevant=relevant, fields=_given(field), topics=topics, tone=tone)
    if said == Said():
        raise typer.BadParameter(say("cli.correct_what", "vi"))
    with open_world(read_settings(config)) as world:
        done = correct_entry(world, entry, said, by=by or default_name(), note=note)
        if json:
            typer.echo(to_json(done))
            return
        for line in _lines(world, done):
            typer.echo(line)


def admit(
    entry: Annotated[str, typer.Argument(help="Mã tin (e…) hoặc liên kết của tin.")],
    page: Annotated[
        list[str] | None, typer.Option("--page", help="Chỉ đăng lên Trang này (lặp lại được), kể cả khi địa bàn không khớp.")
    ] = None,
    by: By = "",
    note: Annotated[str, typer.Option("--note", help="Ghi chú cho đồng nghiệp, không bao giờ đăng.")] = "",
    config: Config = DEFAULT_CONFIG,
    *,
    json: Json = False,
) -> None:
    """Cho đăng một tin mà Loa đã giữ lại (có từ trước, tin cũ, quá nhiều, bài trùng, khác địa bàn); bài được duyệt như mọi bài."""
    with open_world(read_settings(config)) as world:
        posts = admit_entry(world, entry, by=by or default_name(), note=note, pages=page or ())
        if json:
            typer.echo(to_json({"posts": posts}))
            return
        for post in posts:
            if post.state is PostState.HELD:
                typer.echo(say("cli.admitted_held", world.language, page=post.channel, post=post.key, why=post.reason))
            else:
                typer.echo(say("cli.admitted_scheduled", world.language, page=post.channel, post=post.key, due=local(world, post.due_at)))


def _given(values: Sequence[One] | None) -> tuple[One, ...] | None:
    """An option that was not given is None to Typer, or an empty list."""
    return tuple(values) if values else None


def _lines(world: World, done: Corrected) -> list[str]:
    names, language = world.settings.vocabulary.names, world.language
    lines = [say("cli.corrected", language, entry=done.entry, change=change_text(done.before, done.after, language, names))]
    for each in done.consequences:
        effect = say(f"cli.effect_{each.effect.value.replace('-', '_')}", language, post=each.post)
        lines.append(f"  {effect}: {each.reason}" if each.reason else f"  {effect}")
    if not done.consequences:
        lines.append("  " + say("cli.no_effect", language, why=done.reason))
    return lines
