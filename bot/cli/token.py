"""The verb `token`: from a short-lived user token to the Page's own, step by step, into the .env file. Shows no token, ever."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.channels.facebook.tokens import OwnedPage, TokenDesk
from bot.channels.policy import PagePolicy
from bot.channels.registry import build_channels
from bot.cli.lines import system_says
from bot.cli.options import DEFAULT_CONFIG, Config
from bot.cli.render import console, finding_line
from bot.cli.wiring import read_settings, system_clock
from bot.errors import LoaError, NotFound
from bot.messages import say
from bot.settings.environment import env_path, put_secret
from bot.settings.loader import variables_of
from bot.settings.model import Secrets, Settings

_TO_PUBLISH: Final = "CREATE_CONTENT"  # the Page task without which nothing is published (facts: graph-api §4.1)


def token(
    page: Annotated[str, typer.Option("--page", help="Tên Trang trong bot.yaml; bỏ trống là Trang đầu tiên.")] = "",
    user_token_from: Annotated[
        str, typer.Option("--user-token-from", help="Tên biến môi trường chứa mã người dùng ngắn hạn; bỏ trống thì hỏi.")
    ] = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Lấy mã truy cập của Trang từ mã người dùng ngắn hạn, kiểm tra rồi ghi vào .env (chỉ chủ tệp đọc được)."""
    settings = read_settings(config, with_secrets=False)
    language = settings.language
    wanted = _page(settings, page)
    variables = variables_of(config, os.environ)
    app_id = _value(variables.get(wanted.app_id or "FACEBOOK_APP_ID", ""), say("cli.ask_app_id", language), hidden=False)
    app_secret = _value(variables.get(wanted.app_secret or "FACEBOOK_APP_SECRET", ""), say("cli.ask_app_secret", language), hidden=True)
    typer.echo(say("cli.token_step_1", language))
    user_token = _value(os.environ.get(user_token_from, "") if user_token_from else "", say("cli.ask_user_token", language), hidden=True)
    desk = TokenDesk(graph=settings.graph, app_id=app_id, app_secret=app_secret)
    typer.echo(say("cli.token_step_2", language))
    long_lived = desk.long_lived(user_token)
    typer.echo(say("cli.token_step_3", language))
    owned = _own(desk.owned_pages(long_lived), wanted, settings)
    typer.echo(say("cli.token_step_4", language, page=owned.name, tasks=", ".join(owned.tasks)))
    if not _fit(settings, wanted, owned, app_id, app_secret):
        raise LoaError("cli.token_unfit")
    if owned.tasks and _TO_PUBLISH not in owned.tasks:
        raise LoaError("cli.token_no_task", task=_TO_PUBLISH)
    path = env_path(config)
    _write(path, wanted.token, owned.token)
    typer.echo(say("cli.token_written", language, name=wanted.token, path=path))
    if os.environ.get(wanted.token, owned.token) != owned.token:
        typer.echo(say("cli.token_shadowed", language, name=wanted.token), err=True)


def _page(settings: Settings, name: str) -> PagePolicy:
    found = next((page for page in settings.pages if name in {"", page.name}), None)
    if found is None:
        raise NotFound("cli.no_such_page", name=name, names=", ".join(page.name for page in settings.pages))
    return found


def _value(known: str, question: str, *, hidden: bool) -> str:
    return known or str(typer.prompt(question, hide_input=hidden)).strip()


def _own(pages: Sequence[OwnedPage], wanted: PagePolicy, settings: Settings) -> OwnedPage:
    mine = next((page for page in pages if page.page_id == wanted.page_id), None)
    if mine is None:
        listed = ", ".join(f"{page.name} ({page.page_id})" for page in pages) or say("cli.none", settings.language)
        raise NotFound("cli.page_not_owned", page=wanted.page_id, pages=listed)
    return mine


def _fit(settings: Settings, wanted: PagePolicy, owned: OwnedPage, app_id: str, app_secret: str) -> bool:
    """Whether the new token does everything that Loa needs of it, told line by line."""
    named = wanted.model_copy(update={"app_id": "APP_ID", "app_secret": "APP_SECRET", "enabled": True})
    secrets = Secrets({wanted.token: owned.token, "APP_ID": app_id, "APP_SECRET": app_secret})
    (channel,) = build_channels([named], settings.graph, secrets, system_clock, settings.language).values()
    findings = channel.check()
    for finding in findings:
        console().print(finding_line(finding))
    return all(finding.ok or not finding.stops for finding in findings)


def _write(path: Path, name: str, value: str) -> None:
    try:
        put_secret(path, name, value)
    except (OSError, ValueError) as error:
        # The value itself must not show: only what kind of fault it was.
        raise LoaError("cli.env_unwritable", path=path, why=system_says(error)) from None
