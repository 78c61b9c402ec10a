"""The page in a real browser: an office with held, scheduled, published and doubtful Posts, served on the loopback; Chromium without a window."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.channels.protocol import Unsure
from bot.compose.policy import Vocabulary
from bot.errors import Fault, InDoubt
from bot.model import PostState, Way
from bot.service.publish import publish_due
from bot.web.server import Page as Served
from tests.service.conftest import CRITICISM, PRAISE, Bench, bench, url
from tests.service.test_illustrate import with_ways
from tests.web.people import EVERYBODY, PASSWORD, with_people

__all__ = ("bench", "url")

_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
NAMES = {
    "criticism": "Phê phán", "praise": "Biểu dương", "neutral": "Trung tính", "procedures": "Thủ tục hành chính", "institutional": "Thể chế",
    "apparatus": "Tổ chức bộ máy", "civil_service": "Chế độ công vụ", "public_finance": "Tài chính công", "e_government": "Chính quyền số",
    "general": "Cải cách hành chính chung", "one_stop": "Một cửa", "online_services": "Dịch vụ công trực tuyến", "directive": "Chỉ đạo",
}  # fmt: skip


@dataclass
class Office:
    """The bench and its page; `faults` are those of the settings."""

    bench: Bench
    served: Served
    faults: list[Fault]

    @property
    def address(self) -> str:
        return self.served.url.rstrip("/")

    def post(self, state: PostState):
        return self.bench.posts(state)[0]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if _CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    # As root (in a container), Chromium's own sandbox can't be set up; the pages are ours.
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def office(bench) -> Iterator[Office]:
    settings = bench.world.settings
    vocabulary = Vocabulary(names=NAMES, hashtags={"procedures": ("thủ tục hành chính",)})
    compose = settings.compose.model_copy(update={"hashtags": ("CCHC",)})
    with_people(bench, *EVERYBODY, vocabulary=vocabulary, compose=compose)
    faults: list[Fault] = []
    served = Served(lambda: bench.world, bench.world.settings.web.model_copy(update={"port": 0}), key="k" * 64, faults=lambda: faults)
    served.start()
    yield Office(bench, served, faults)
    served.stop()


@pytest.fixture
def busy(office) -> Office:
    """An office with something of everything."""
    bench = office.bench
    with_ways(bench, Way.PHOTO, Way.LINK, tone="praise")
    bench.serve(
        PRAISE,
        CRITICISM,
        f"{CRITICISM}, đường dây nóng bà Hoa 0914 123 456",
        "Chủ tịch huyện chỉ đạo đẩy mạnh cải cách hành chính, rút ngắn thời gian giải quyết thủ tục đất đai",
        "Xã Hướng Phùng khai trương bộ phận một cửa hiện đại, người dân nộp hồ sơ trực tuyến toàn trình",
    )
    bench.poll()
    # Two go out, of which one is in doubt; what then is scheduled stays so.
    for number in range(2):
        post = bench.posts(PostState.SCHEDULED)[0]
        bench.instant[0] = post.due_at
        if number:
            bench.page.after.append(InDoubt("channels.no_answer", why="ReadTimeout"))
            bench.page.finding.append(Unsure("không đọc được Trang"))
        publish_due(bench.world)
    return office


@pytest.fixture(params=["light", "dark"])
def scheme(request) -> str:
    return request.param


@pytest.fixture(params=["phone", "desk"])
def screen(request) -> dict[str, int]:
    return PHONE if request.param == "phone" else DESK


def open_browser(chromium: Browser, office: Office, size: dict[str, int], scheme: str = "light", **more: object) -> BrowserContext:
    """A browser that has seen nothing yet. What a page asks of another machine fails the test."""
    context = chromium.new_context(viewport=size, color_scheme=scheme, base_url=office.address, locale="vi-VN", **more)
    context.set_default_timeout(15_000)
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith(office.address) else route.abort())
    return context


def enter(page: Page, name: str = "lan") -> None:
    """Sign in; the page that follows is there whole, with its style and its scripts."""
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    with page.expect_event("load"):
        page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("heading", level=1, name="Hôm nay").wait_for()


def faults_of(page: Page) -> list[str]:
    """What axe-core finds wrong with the page."""
    found = Axe().run(page)
    return [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary']}" for each in found.response["violations"] for node in each["nodes"]
    ]
