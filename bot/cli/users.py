"""The verb `user`: who may sign in to the editors' page. It asks for the password, and only its hash goes into bot.yaml."""

import sys
from enum import StrEnum
from typing import Annotated

import typer
from pydantic import ValidationError

from bot.cli.options import DEFAULT_CONFIG, LANGUAGE, Config
from bot.errors import LoaError
from bot.messages import say
from bot.model import Role
from bot.settings.loader import language_of
from bot.settings.model import UserPolicy
from bot.settings.users import add_user, block_of, set_password
from bot.web.passwords import LEAST, make_hash


class UserDeed(StrEnum):
    """What the verb does."""

    ADD = "add"
    PASSWORD = "password"  # noqa: S105 - another one, for somebody who is there


def user(
    deed: Annotated[UserDeed, typer.Argument(help="add: thêm người; password: đổi mật khẩu của người đã có.")],
    name: Annotated[str, typer.Argument(help="Tên đăng nhập: chữ thường không dấu, số, dấu chấm, gạch nối.")],
    role: Annotated[Role, typer.Option("--role", help="viewer: xem; editor: sửa, bỏ, đổi giờ; approver: duyệt và gỡ bài.")] = Role.VIEWER,
    display: Annotated[str, typer.Option("--display", help="Tên hiện trên trang, ví dụ: Nguyễn Thị Lan.")] = "",
    config: Config = DEFAULT_CONFIG,
    *,
    only_print: Annotated[bool, typer.Option("--print", help="Chỉ in các dòng cần thêm, không sửa bot.yaml.")] = False,
) -> None:
    """Thêm người được đăng nhập trang biên tập, hoặc đổi mật khẩu; hỏi mật khẩu, chỉ ghi mã băm vào bot.yaml."""
    language = language_of(config)
    LANGUAGE.set(language)
    if deed is UserDeed.PASSWORD:
        hashed = make_hash(_ask(name))
        if only_print:
            typer.echo(f'    password: "{hashed}"')
            return
        set_password(config, name, hashed)
        typer.echo(say("cli.user_changed", language, name=name, path=config))
        return
    _check(name)
    found = UserPolicy(name=name, role=role, display=display[:100], password=make_hash(_ask(name)))
    if only_print:
        typer.echo(say("cli.user_print", language, path=config), err=True)
        typer.echo("users:\n" + block_of(found), nl=False)
        return
    add_user(config, found)
    typer.echo(say("cli.user_added", language, name=name, role=role, path=config))


def _check(name: str) -> None:
    """Whether the settings would take it, before anybody thinks of a password."""
    try:
        UserPolicy(name=name, role=Role.VIEWER, password=_SOME_HASH)
    except ValidationError as error:
        raise LoaError("cli.user_name", name=name) from error


# The form of a hash, of nothing.
_SOME_HASH = f"$argon2id$v=19$m=1,t=1,p=1${'A' * 22}${'A' * 43}"


def _ask(name: str) -> str:
    """The password: asked for twice, unseen, or the first line of what is piped in."""
    if sys.stdin is not None and not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    question = say("cli.ask_password", LANGUAGE.get(), name=name, least=LEAST)
    return str(typer.prompt(question, hide_input=True, confirmation_prompt=say("cli.ask_password_again", LANGUAGE.get())))
