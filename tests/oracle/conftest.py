"""One sandbox, and two clients that know nothing of each other: our FacebookPage and the official facebook-business SDK."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.pagepost import PagePost
from facebook_business.api import FacebookAdsApi, FacebookSession
from PIL import Image

from bot.channels.facebook.page import FacebookPage
from bot.channels.policy import GraphPolicy, PagePolicy
from bot.channels.protocol import Receipt
from bot.model import Draft, Picture, Way
from bot.sandbox import PageSpec, Sandbox, SandboxConfig

PAGE_ID = "100000000000001"
TOKEN = "EAATESTTOKENTESTTOKENTESTTOKEN"
APP_ID, APP_SECRET = "900000000000009", "sandbox-app-secret"
LINK = "https://huonghoa.example.vn/tin/1.html?utm_source=facebook&utm_content=p0000000000000001"


def jpeg(colour: str) -> bytes:
    """A picture that any reader takes."""
    buffer = BytesIO()
    Image.new("RGB", (1_200, 630), colour).save(buffer, "JPEG")
    return buffer.getvalue()


PICTURES = (jpeg("darkred"), jpeg("gold"))
DRAFT = Draft(
    message="🏆 Khen: xã Tân Liên dẫn đầu cải cách hành chính & “một cửa” + 100% đúng hẹn\n\n#CCHC #TânLiên",
    link=LINK,
    marker="p0000000000000001",
    ways=(Way.LINK, Way.PHOTO, Way.PHOTOS, Way.COMMENT),
    pictures=(
        Picture(digest="a", width=1_200, height=630, alt="Bộ phận Một cửa"),
        Picture(digest="b", width=1_200, height=630, alt="Người dân nhận kết quả"),
    ),
    comment=f"👉 Xem bài đầy đủ: {LINK}",
)


def other(number: int) -> Draft:
    """A Draft with another text, link and marker."""
    marker = f"p{number:016d}"
    link = f"https://huonghoa.example.vn/tin/{number}.html?utm_content={marker}"
    return replace(DRAFT, message=f"Tin cải cách số {number}", link=link, marker=marker, comment=f"👉 {link}")


@dataclass
class Official:
    """The official SDK on one Page. It judges answers by their JSON alone, so `statuses` are for the test to look at (facts: graph-api §8.3)."""

    api: FacebookAdsApi
    statuses: list[int] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return Page(PAGE_ID, api=self.api)

    def post(self, remote_id: str) -> PagePost:
        return PagePost(remote_id, api=self.api)

    def read(self, remote_id: str, *fields: str) -> dict[str, Any]:
        """A post with these fields."""
        return self.post(remote_id).api_get(fields=list(fields)).export_all_data()


def official(base_url: str, *, token: str = TOKEN, app_secret: str = APP_SECRET) -> Official:
    """The SDK pointed at a local server. Never FacebookAdsApi.init(): that installs a reporter of crashes."""
    session = FacebookSession(app_id=APP_ID, app_secret=app_secret, access_token=token, timeout=30)
    session.GRAPH = base_url
    made = Official(FacebookAdsApi(session))
    session.requests.hooks["response"].append(lambda response, **_: made.statuses.append(response.status_code))
    return made


@dataclass
class Stand:
    """A sandbox, both clients on it, and its clock."""

    sandbox: Sandbox
    ours: FacebookPage
    sdk: Official
    clock: list[datetime]

    def pass_time(self, **by: float) -> None:
        self.clock[0] += timedelta(**by)

    def publish(self, way: Way, draft: Draft = DRAFT) -> Receipt:
        """By our client, as the service does it: the pictures of the way, then the first comment."""
        receipt = self.ours.publish(draft, way, PICTURES if way in {Way.PHOTO, Way.PHOTOS} else ())
        if way is Way.COMMENT:
            self.ours.comment(receipt.remote_id, draft.comment)
        return receipt


def make_ours(url: str, clock: list[datetime]) -> FacebookPage:
    policy = PagePolicy(name="trang", page_id=PAGE_ID)
    return FacebookPage(
        policy, GraphPolicy(url=url), token=TOKEN, app_id=APP_ID, app_secret=APP_SECRET, clock=lambda: clock[0], language="vi"
    )


@pytest.fixture
def stands(now) -> Iterator[list[Stand]]:
    """Two equal stands, each with a sandbox of its own."""
    made = []
    for _ in range(2):
        clock = [now]
        page = PageSpec(page_id=PAGE_ID, name="UBND huyện Hướng Hóa", token=TOKEN, followers=40_000)
        sandbox = Sandbox(
            SandboxConfig(pages=(page,), app_id=APP_ID, app_secret=APP_SECRET, require_proof=True), lambda clock=clock: clock[0]
        )
        sandbox.start()
        made.append(Stand(sandbox, make_ours(sandbox.base_url, clock), official(sandbox.base_url), clock))
    yield made
    for each in made:
        each.sandbox.stop()


@pytest.fixture
def stand(stands) -> Stand:
    return stands[0]
