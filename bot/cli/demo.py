"""The main job with nothing to configure: the sandbox Page, the sample website, and the bot between them, on a clock that runs fast."""

import errno
import os
import secrets
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from string import Template
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import typer

from bot.cli.demo_screen import DemoScreen
from bot.cli.render import local
from bot.cli.wiring import LiveWorld, open_world, read_settings, system_clock
from bot.daemon import Beats, Daemon
from bot.errors import Conflict, LoaError
from bot.messages import say
from bot.model import PostState, Role
from bot.sandbox import PageSpec, Sandbox, SandboxConfig
from bot.sandbox.site import SampleSite, load_news
from bot.service import editors
from bot.service.poll import poll
from bot.service.world import Clock, World
from bot.settings.model import UserPolicy
from bot.settings.users import add_user
from bot.settings.watch import SettingsWatch
from bot.web.passwords import LEAST, make_hash
from bot.web.server import Page

_CONFIG: Final = Path("config")
_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
_BEGINS: Final = clock_time(7, 0)
_PAGE_ID: Final = "100000000000001"
_TOKEN: Final = "EAASANDBOXTOKENOFTHEDEMOONLY"  # noqa: S105 - opens nothing but the sandbox in this process
# Who signs in to the demo's page, with a password that is made anew each time and ends with it.
_USER: Final = "lan"
_USERS_NAME: Final = "Nguyễn Thị Lan"
_BEATS: Final = Beats(
    poll=timedelta(seconds=1),
    publish=timedelta(seconds=0.3),
    reconcile=timedelta(seconds=1),
    collect=timedelta(seconds=1),
    reload=timedelta(seconds=1),
)
# After so long on the demo's clock, a made-up editor approves one criticism, so that a newcomer sees the whole way.
_EDITOR_COMES_AFTER: Final = timedelta(hours=3)


def fast_clock(begin: datetime, speed: float, monotonic: Callable[[], float] = time.monotonic) -> Clock:
    """A clock that starts at `begin` and runs `speed` times faster than the real one."""
    zero = monotonic()
    return lambda: begin + timedelta(seconds=(monotonic() - zero) * speed)


def next_morning(now: datetime) -> datetime:
    """The next 07:00 in Vietnam after `now`: ahead of the real clock, so that an approval typed in another window is never in the demo's future."""
    local = now.astimezone(_ZONE)
    morning = datetime.combine(local.date(), _BEGINS, _ZONE)
    return morning if morning > local else morning + timedelta(days=1)


def _free_port(wanted: int) -> int:
    """`wanted` where it is free, else any: a second demo on the same machine finds its own ports."""
    with socket.socket() as probe:
        if os.name != "nt":
            # A port whose last demo has just ended is free, though its connections linger; on Windows this option would take a port in use.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Everything the demo has opened."""

    world: LiveWorld
    sandbox: Sandbox
    site: SampleSite
    page: Page
    config: Path
    password: str


@contextmanager
def set_stage(speed: float) -> Iterator[Stage]:
    """Open the sandbox, the site, the database and the editors' page in a temporary folder; everything is gone at the end."""
    news = _CONFIG / "demo" / "news.yaml"
    if not news.exists():
        raise LoaError("cli.demo_no_folder", path=str(news.parent))
    clock = fast_clock(next_morning(system_clock()), speed)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="loa-demo-", ignore_cleanup_errors=True)))
        about = "Thông tin cải cách hành chính trên địa bàn huyện Hướng Hóa, tỉnh Quảng Trị."
        page_spec = PageSpec(page_id=_PAGE_ID, name="Cải cách hành chính Hướng Hóa", token=_TOKEN, about=about, followers=2_846)
        sandbox = stack.enter_context(Sandbox(SandboxConfig(pages=(page_spec,), port=_free_port(8090)), clock))
        site = stack.enter_context(SampleSite(load_news(news), clock, port=_free_port(8091)))
        sandbox.allow_scrape(site.host_port)
        config = _write_settings(folder, sandbox, site)
        password = secrets.token_hex(LEAST // 2)
        add_user(config, UserPolicy(name=_USER, display=_USERS_NAME, role=Role.APPROVER, password=make_hash(password)))
        watch = SettingsWatch(lambda: read_settings(config))
        world = stack.enter_context(open_world(watch.current, clock))
        live = LiveWorld(world, watch)
        stack.callback(live.close)
        page = Page(lambda: live.world, watch.current.web, faults=lambda: watch.faults)
        page.start()
        stack.callback(page.stop)
        yield Stage(world=live, sandbox=sandbox, site=site, page=page, config=config, password=password)


def _write_settings(folder: Path, sandbox: Sandbox, site: SampleSite) -> Path:
    template = Template((_CONFIG / "demo" / "bot.yaml").read_text(encoding="utf-8"))
    values = {
        "feed": site.feed_url,
        "graph": sandbox.base_url,
        "page_id": _PAGE_ID,
        "folder": folder.as_posix(),
        "config": _CONFIG.resolve().as_posix(),
        "port": str(_free_port(8092)),
    }
    config = folder / "bot.yaml"
    config.write_text(template.substitute(values), encoding="utf-8")
    (folder / ".env").write_text(f"FACEBOOK_PAGE_TOKEN={_TOKEN}\n", encoding="utf-8")
    return config


def demo(
    speed: Annotated[float, typer.Option("--speed", min=1, max=3_600, help="Thời gian chạy nhanh gấp mấy lần.")] = 600,
    seconds: Annotated[float | None, typer.Option("--seconds", min=1, help="Tự dừng sau chừng này giây thật.")] = None,
) -> None:
    """Bản chạy thử trọn vẹn trên máy này: cổng thông tin mẫu, Trang thử nghiệm, và Loa ở giữa."""
    with set_stage(speed) as stage:
        screen = DemoScreen(lambda: stage.world.world)
        with screen.polling():
            poll(stage.world.world)
        screen.found()
        screen.addresses(page=stage.sandbox.page_url(_PAGE_ID), queue=stage.page.url, site=stage.site.base_url, speed=speed)
        screen.note(say("cli.demo_sign_in", stage.world.world.language, name=_USER, password=stage.password))
        _say_how_to_approve(stage, screen)
        _play(stage, screen, seconds)


def _say_how_to_approve(stage: Stage, screen: DemoScreen) -> None:
    world = stage.world.world
    held = world.store.outbox.listing(states=(PostState.HELD,), limit=2)
    if held:
        python = os.path.relpath(sys.executable)
        screen.note(say("cli.demo_approve", world.language, python=python, post=held[-1].key, config=stage.config))


def _play(stage: Stage, screen: DemoScreen, seconds: float | None) -> None:
    daemon = Daemon(stage.world, _BEATS)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: daemon.stop())
    daemon.start()
    begun, real = stage.world.world.clock(), time.monotonic()
    approved = False
    with screen.live():
        while not daemon.stopping and (seconds is None or time.monotonic() - real < seconds):
            daemon.wait(0.5)
            screen.refresh()
            if not approved and stage.world.world.clock() - begun >= _EDITOR_COMES_AFTER:
                approved = True
                _let_the_editor_come(stage.world.world, screen)
    daemon.shutdown()
    screen.farewell()


def _let_the_editor_come(world: World, screen: DemoScreen) -> None:
    held = world.store.outbox.listing(states=(PostState.HELD,), limit=1)
    if not held:
        return
    try:
        editors.approve(world, held[0].key, by=say("cli.demo_editor", world.language), note=say("cli.demo_editor_note", world.language))
    except Conflict:
        # Somebody at the other window was faster with this very Post: just what they were invited to do.
        return
    title = world.store.entries.get(held[0].entry_key).entry.title
    screen.note(say("cli.demo_approved", world.language, when=local(world, world.clock()), title=title))
