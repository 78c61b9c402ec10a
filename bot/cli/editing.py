"""The editor's verbs: approve, reject, retry."""

from typing import Annotated

import typer

from bot.cli.jsonable import to_json
from bot.cli.options import DEFAULT_CONFIG, By, Config, Json, default_name
from bot.cli.render import local
from bot.cli.wiring import open_world, read_settings
from bot.messages import say
from bot.service import editors

PostKey = Annotated[str, typer.Argument(help="Mã bài (p…), xem bằng lệnh queue.")]


def approve(
    post: PostKey,
    by: By = "",
    note: Annotated[str, typer.Option("--note", help="Ghi chú cho đồng nghiệp, không bao giờ đăng.")] = "",
    config: Config = DEFAULT_CONFIG,
    *,
    json: Json = False,
) -> None:
    """Duyệt đúng nội dung hiện tại của một bài và xếp vào khung giờ trống gần nhất."""
    with open_world(read_settings(config)) as world:
        done = editors.approve(world, post, by=by or default_name(), note=note)
        typer.echo(to_json(done) if json else say("cli.approved", world.language, post=post, due=local(world, done.due_at)))


def reject(
    post: PostKey,
    note: Annotated[str, typer.Option("--note", help="Lý do, ghi vào nhật ký.")],
    by: By = "",
    config: Config = DEFAULT_CONFIG,
    *,
    json: Json = False,
) -> None:
    """Bỏ một bài chưa đăng, kèm lý do."""
    with open_world(read_settings(config)) as world:
        done = editors.reject(world, post, by=by or default_name(), note=note)
        typer.echo(to_json(done) if json else say("cli.rejected", world.language, post=post))


def retry(post: PostKey, by: By = "", config: Config = DEFAULT_CONFIG, *, json: Json = False) -> None:
    """Xếp lịch đăng lại một bài đăng hỏng."""
    with open_world(read_settings(config)) as world:
        done = editors.retry(world, post, by=by or default_name())
        typer.echo(to_json(done) if json else say("cli.retried", world.language, post=post, due=local(world, done.due_at)))
