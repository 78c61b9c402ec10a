"""A sandbox with two Pages and a user on a clock that a test moves, and plain HTTP to it."""

from datetime import datetime, timedelta

import pytest
import requests

from bot.sandbox import PageSpec, Sandbox, SandboxConfig, UserSpec

PAGE = "100000000000001"
OTHER = "100000000000002"
TOKEN = "EAATESTTOKENTESTTOKENTESTTOKEN"
OTHER_TOKEN = TOKEN + "2"
USER_TOKEN = "EAASHORTLIVEDUSERTOKEN"
LONG_TOKEN = "EAALONGLIVEDUSERTOKENLONG"
APP = f"{SandboxConfig(pages=()).app_id}|{SandboxConfig(pages=()).app_secret}"
PNG = b"\x89PNG\r\n\x1a\n" + b"rest"


class Bench:
    """A sandbox, its clock, and requests to it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.begun = now
        user = UserSpec(
            user_id="55",
            name="Lan",
            token=USER_TOKEN,
            long_token=LONG_TOKEN,
            pages=(PAGE, OTHER),
            expires_at=now + timedelta(hours=1),
            long_expires_at=now + timedelta(days=60),
        )
        pages = (PageSpec(page_id=PAGE, name="Trang một", token=TOKEN), PageSpec(page_id=OTHER, name="Trang hai", token=OTHER_TOKEN))
        self.sandbox = Sandbox(SandboxConfig(pages=pages, users=(user,), admin_port=0), lambda: self.now)
        self.switches = self.sandbox.switches
        self.truth = self.sandbox.truth

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)

    def call(self, method: str, path: str, *, token: str = TOKEN, **more) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return requests.request(method, f"{self.sandbox.base_url}/{path}", headers=headers, timeout=30, allow_redirects=False, **more)

    def get(self, path: str, *, token: str = TOKEN, **params):
        return self.call("GET", path, token=token, params=params).json()

    def post(self, message: str, *, page: str = PAGE, token: str = TOKEN, **data) -> str:
        return self.call("POST", f"{page}/feed", token=token, data={"message": message, **data}).json()["id"]

    def posts(self, count: int) -> list[str]:
        """So many posts, a minute apart; their ids, newest first."""
        made = []
        for number in range(count):
            self.wait(minutes=1)
            made.append(self.post(f"Tin {number}"))
        return made[::-1]

    def photo(self, content: bytes = PNG, **data) -> dict:
        return self.call("POST", f"{PAGE}/photos", data=data, files={"source": ("source", content)}).json()

    def admin(self, method: str, path: str, body: object = None, **more) -> requests.Response:
        return requests.request(method, f"{self.sandbox.admin_url}/{path}", json=body, timeout=30, **more)


@pytest.fixture
def bench(now):
    made = Bench(now)
    with made.sandbox:
        yield made


def code(response: requests.Response | dict) -> tuple[int, int | None]:
    """The code and subcode of Graph's error envelope."""
    error = (response if isinstance(response, dict) else response.json())["error"]
    return error["code"], error.get("error_subcode")
