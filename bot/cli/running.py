"""The verbs that run: run (the service), once (one full pass), sandbox (only the Page to try things on)."""

import os
import signal
import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from bot.cli.jsonable import to_json
from bot.cli.lines import system_says
from bot.cli.options import DEFAULT_CONFIG, Config, Json
from bot.cli.wiring import LiveWorld, open_world, read_settings, system_clock
from bot.daemon import Daemon
from bot.messages import Sentence, say
from bot.model import Feed, FeedState, PostState
from bot.sandbox import Fault, PageSpec, Sandbox, SandboxConfig
from bot.sandbox.forms import faults_in
from bot.service.alert import alert
from bot.service.collect import collect
from bot.service.collect_page import collect_page
from bot.service.engagement_log import catch_up
from bot.service.keeping import tidy
from bot.service.look import look_after
from bot.service.poll import poll
from bot.service.publish import publish_due
from bot.service.reconcile import reconcile
from bot.service.reminders import remind
from bot.service.reread import reread
from bot.service.sealing import seal
from bot.service.settings_news import settings_sound
from bot.service.steps import step
from bot.service.tokens import inspect_anew, inspect_channels
from bot.service.watch import watch_source
from bot.service.world import World
from bot.settings.watch import SettingsWatch
from bot.web.key import signing_key
from bot.web.server import Page


def run(config: Config = DEFAULT_CONFIG) -> None:
    """Chạy dịch vụ cho đến khi được yêu cầu dừng (SIGTERM hoặc Ctrl+C)."""
    watch = SettingsWatch(lambda: read_settings(config))
    settings = watch.current
    with open_world(settings) as world, closing(LiveWorld(world, watch)) as live:
        inspect_anew(world)
        settings_sound(world)
        daemon = Daemon(live)
        page = (
            Page(lambda: live.world, settings.web, key=signing_key(settings), faults=lambda: watch.faults) if settings.web.enabled else None
        )
        _stop_on_signals(daemon)
        if page is not None:
            page.start()
            typer.echo(say("cli.page_at", world.language, url=page.url))
        daemon.start()
        typer.echo(say("cli.started", world.language))
        daemon.wait()
        daemon.shutdown()
        if page is not None:
            page.stop()


def _stop_on_signals(daemon: Daemon) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        daemon.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What one full pass did. `errors` holds a sentence for each feed that could not be read."""

    polled: int
    new: int
    published: int
    measured: int
    waiting: int
    errors: dict[str, str]


def _is_asked(feed: Feed, now: datetime) -> bool:
    return feed.state is FeedState.ACTIVE or (feed.state is FeedState.RESTING and feed.next_poll_at <= now)


def full_pass(world: World, *, publish_now: bool) -> Pass:
    """Every enabled feed once, whether due or not; then everything that is due for publishing, settling and measuring.

    A feed that rests is asked only when it is due, and one that is gone for good not at all: whoever runs this every quarter of an hour asks no oftener than
    the service would.
    """
    rows = {feed.name: feed for feed in world.store.feeds.all()}
    wanted = [policy.name for policy in world.settings.feeds if policy.enabled and _is_asked(rows[policy.name], world.clock())]
    polls = [polled for name in wanted for polled in [poll(world, only=name)] if polled]
    while reread(world) is not None:
        pass
    published = 0
    while (attempt := publish_due(world, ignore_timetable=publish_now)) is not None:
        published += attempt.verb == PostState.PUBLISHED
    while reconcile(world) is not None:
        pass
    while step(world) is not None:
        pass
    measured = 0
    while (collected := collect(world)) is not None and not collected.error:
        measured += collected.posts
    while (collected := collect_page(world)) is not None and not collected.error:
        pass
    for tick in (look_after, inspect_channels, watch_source, remind, tidy):
        while tick(world) is not None:
            pass
    catch_up(world)
    while alert(world, at_once=True) is not None:
        pass
    while seal(world) is not None:
        pass
    counts = world.store.outbox.counts()
    return Pass(
        polled=len(polls),
        new=sum(len(polled.new) for polled in polls),
        published=published,
        measured=measured,
        waiting=counts.get(PostState.SCHEDULED, 0) + counts.get(PostState.HELD, 0),
        errors={polled.feed: polled.error for polled in polls if polled.error},
    )


def once(
    config: Config = DEFAULT_CONFIG,
    *,
    publish_now: Annotated[bool, typer.Option("--publish-now", help="Đăng ngay, bỏ qua khung giờ (vẫn cần duyệt).")] = False,
    json: Json = False,
) -> None:
    """Một lượt đầy đủ: hỏi nguồn tin, đăng bài đến giờ, xác nhận, đo tương tác. Dùng được với cron."""
    with open_world(read_settings(config)) as world:
        done = full_pass(world, publish_now=publish_now)
        if json:
            typer.echo(to_json(done))
        else:
            for feed, error in done.errors.items():
                typer.echo(say("cli.feed_failed", world.language, feed=feed, why=error), err=True)
            typer.echo(
                say(
                    "cli.once_done",
                    world.language,
                    polled=done.polled,
                    new=done.new,
                    published=done.published,
                    measured=done.measured,
                    waiting=done.waiting,
                )
            )
    if done.errors:
        raise typer.Exit(1)


def sandbox(  # noqa: PLR0917 - one parameter an option
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="Cổng của Graph API thử nghiệm.")] = 8090,
    page_id: Annotated[str, typer.Option("--page-id", help="Mã Trang.")] = "100000000000001",
    token: Annotated[
        str, typer.Option("--token-from", help="Tên biến môi trường chứa mã truy cập của Trang thử nghiệm.")
    ] = "FACEBOOK_PAGE_TOKEN",  # noqa: S107 - the name of a variable, not a token
    name: Annotated[str, typer.Option("--name", help="Tên Trang.")] = "Trang thử nghiệm",
    scrape: Annotated[
        list[str] | None, typer.Option("--scrape", help="Máy:cổng được phép đọc để làm thẻ liên kết (có thể lặp lại).")
    ] = None,
    admin_port: Annotated[
        int | None,
        typer.Option("--admin-port", min=0, max=65_535, help="Cổng quản trị của trang thử (docs/sandbox.md); bỏ trống là không mở."),
    ] = None,
    faults: Annotated[Path | None, typer.Option("--faults", help="Tệp JSON: kịch bản lỗi, một lỗi hoặc danh sách lỗi.")] = None,
) -> None:
    """Chỉ chạy Graph API thử nghiệm với một Trang xem được trên trình duyệt."""
    page = PageSpec(page_id=page_id, name=name, token=os.environ.get(token) or "EAASANDBOXTOKENFORLOCALTRIALS")
    server = Sandbox(
        SandboxConfig(
            pages=(page,), port=port, admin_port=admin_port, scrape_hosts=frozenset(scrape or ()), faults=_faults(faults) if faults else ()
        ),
        system_clock,
    )
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    with server:
        typer.echo(say("cli.sandbox_at", "vi", page=server.page_url(page_id), graph=server.base_url))
        if server.admin_url:
            typer.echo(say("cli.sandbox_admin", "vi", url=server.admin_url))
        stopping.wait()


def _faults(path: Path) -> tuple[Fault, ...]:
    try:
        return tuple(faults_in(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        why = system_says(error) if isinstance(error, OSError) else str(error)
        raise typer.BadParameter(
            Sentence("cli.faults_unreadable", {"path": str(path), "why": why}).say("vi"), param_hint="--faults"
        ) from error
