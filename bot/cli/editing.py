"""The editor's verbs: approve, reject, undo, retry, edit, note, withdraw, settle."""

import re
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.jsonable import to_json
from bot.cli.lines import opened, system_says
from bot.cli.options import DEFAULT_CONFIG, By, Config, Json, default_name
from bot.cli.render import local
from bot.cli.wiring import open_world, read_settings
from bot.errors import LoaError
from bot.messages import say
from bot.model import Post, PostState, StepKind, StepState
from bot.service import editors
from bot.service.screen import in_the_words_of_an_editor
from bot.service.undoing import undo as taking_back
from bot.service.world import World

StepName = Annotated[StepKind | None, typer.Option("--step", help="Bài đã đăng có nhiều việc chờ quyết định thì nêu việc nào.")]
PostKey = Annotated[str, typer.Argument(help="Mã bài (p…), xem bằng lệnh queue.")]


def approve(
    post: PostKey,
    by: By = "",
    note: Annotated[str, typer.Option("--note", help="Ghi chú cho đồng nghiệp, không bao giờ đăng.")] = "",
    step: StepName = None,
    config: Config = DEFAULT_CONFIG,
    *,
    json: Json = False,
) -> None:
    """Duyệt đúng nội dung hiện tại của một bài và xếp vào khung giờ trống gần nhất; với bài đã đăng: đồng ý việc đang chờ quyết định."""
    with open_world(read_settings(config)) as world:
        done = editors.approve(world, post, by=by or default_name(), note=note, kind=step)
        if done.state is PostState.PUBLISHED and not json:
            typer.echo(say("cli.step_approved", world.language, post=post))
            return
        typer.echo(to_json(done) if json else say("cli.approved", world.language, post=post, due=local(world, done.due_at)))


def reject(
    post: PostKey,
    note: Annotated[str, typer.Option("--note", help="Lý do, ghi vào nhật ký.")],
    by: By = "",
    step: StepName = None,
    config: Config = DEFAULT_CONFIG,
    *,
    json: Json = False,
) -> None:
    """Bỏ một bài chưa đăng, kèm lý do; với bài đã đăng: bỏ việc đang chờ quyết định."""
    with open_world(read_settings(config)) as world:
        done = editors.reject(world, post, by=by or default_name(), note=note, kind=step)
        if done.state is PostState.PUBLISHED and not json:
            typer.echo(say("cli.step_rejected", world.language, post=post))
            return
        typer.echo(to_json(done) if json else say("cli.rejected", world.language, post=post))


def undo(post: PostKey, by: By = "", config: Config = DEFAULT_CONFIG, *, json: Json = False) -> None:
    """Lấy lại lần duyệt hoặc bỏ gần nhất của một bài, trong thời gian cho phép; bài trở lại chờ duyệt."""
    with open_world(read_settings(config)) as world:
        done = taking_back(world, post, by=by or default_name())
        typer.echo(to_json(done) if json else say("cli.undone", world.language, post=post))


def note(
    post: PostKey,
    text: Annotated[str, typer.Argument(help="Lời ghi chú.")],
    by: By = "",
    config: Config = DEFAULT_CONFIG,
    *,
    json: Json = False,
) -> None:
    """Ghi chú cho đồng nghiệp vào nhật ký của một bài; không bao giờ đăng."""
    with open_world(read_settings(config)) as world:
        done = editors.note(world, post, by=by or default_name(), text=text)
        typer.echo(to_json(done) if json else say("cli.noted", world.language, post=post))


def retry(post: PostKey, by: By = "", step: StepName = None, config: Config = DEFAULT_CONFIG, *, json: Json = False) -> None:
    """Xếp lịch đăng lại một bài đăng hỏng, hoặc làm lại việc sau khi đăng bị hỏng."""
    with open_world(read_settings(config)) as world:
        done = editors.retry(world, post, by=by or default_name(), kind=step)
        if done.state is PostState.PUBLISHED and not json:
            typer.echo(say("cli.step_approved", world.language, post=post))
            return
        typer.echo(to_json(done) if json else say("cli.retried", world.language, post=post, due=local(world, done.due_at)))


def edit(
    post: PostKey,
    text: Annotated[str, typer.Option("--text", help="Nội dung mới.")] = "",
    file: Annotated[Path | None, typer.Option("--file", help="Tệp UTF-8 chứa nội dung mới; dấu - là đọc từ bàn phím.")] = None,
    by: By = "",
    config: Config = DEFAULT_CONFIG,
    *,
    json: Json = False,
) -> None:
    """Sửa nội dung một bài: bài chưa đăng phải duyệt lại, bài đã đăng thì sửa ngay trên Trang."""
    with open_world(read_settings(config)) as world:
        done = editors.edit(world, post, by=by or default_name(), message=text if file is None else _read(file))
        typer.echo(to_json(done) if json else _edited(world, done))


def _edited(world: World, post: Post) -> str:
    """What became of an edit, and what of personal data in it."""
    language = world.language
    if post.state is PostState.PUBLISHED:
        step = next(each for each in reversed(world.store.steps.of(post.key)) if each.kind is StepKind.EDIT)
        if step.state is StepState.HELD:
            return say("cli.edited_waits", language, post=post.key, why=step.reason)
        return say("cli.edited_on_page", language, post=post.key)
    found = in_the_words_of_an_editor(world, post.draft.message)
    warning = "\n" + say("cli.edited_personal", language, found=found) if found else ""
    return say("cli.edited", language, post=post.key) + warning


def _read(file: Path) -> str:
    try:
        with opened(file) as source:
            return source.read()
    except (OSError, UnicodeDecodeError) as error:
        raise LoaError("cli.file_unreadable", path=file, why=system_says(error) if isinstance(error, OSError) else "UTF-8") from error


def withdraw(
    post: PostKey,
    note: Annotated[str, typer.Option("--note", help="Lý do, ghi vào nhật ký.")],
    by: By = "",
    config: Config = DEFAULT_CONFIG,
    *,
    json: Json = False,
) -> None:
    """Gỡ một bài đã đăng khỏi Trang, kèm lý do; bài đã gỡ không bao giờ tự đăng lại."""
    with open_world(read_settings(config)) as world:
        done = editors.withdraw(world, post, by=by or default_name(), note=note)
        typer.echo(to_json(done) if json else say("cli.withdrawing", world.language, post=post))


def settle(
    post: PostKey,
    posted: Annotated[str, typer.Option("--posted", help="Mã bài trên Trang (dạng 123_456), nếu bài đã có trên Trang.")] = "",
    by: By = "",
    config: Config = DEFAULT_CONFIG,
    *,
    absent: Annotated[bool, typer.Option("--absent", help="Đã xem tận mắt: bài chưa có trên Trang.")] = False,
    json: Json = False,
) -> None:
    """Kết luận một bài đang chưa rõ, sau khi đã xem tận mắt trên Trang."""
    if bool(posted) == absent or (posted and not re.fullmatch(r"[0-9]{1,30}_[0-9]{1,30}", posted, re.ASCII)):
        raise typer.BadParameter(say("cli.posted_or_absent", "vi"))
    with open_world(read_settings(config)) as world:
        done = editors.settle(world, post, by=by or default_name(), remote_id=posted or None)
        key = "cli.settled_absent" if absent else "cli.settled_posted"
        typer.echo(to_json(done) if json else say(key, world.language, post=post))
