"""A Facebook Page whose Graph answers what a test says."""

import pytest

from bot.channels.facebook.page import FacebookPage
from bot.channels.policy import GraphPolicy, PagePolicy
from tests.conftest import NOW
from tests.fakes.graph import Script

PAGE_ID = "100000000000001"
TOKEN = "EAATESTTOKENTESTTOKENTESTTOKEN"


@pytest.fixture(scope="module")
def script():
    running = Script()
    yield running
    running.close()


@pytest.fixture
def clock():
    return {"now": NOW}


@pytest.fixture
def page(script, clock):
    script.forget()
    return made(script, clock)


def made(script, clock, *, token=TOKEN, app_id="9", app_secret="made-up") -> FacebookPage:
    policy = PagePolicy(name="trang", page_id=PAGE_ID)
    return FacebookPage(
        policy, GraphPolicy(url=script.url), token=token, app_id=app_id, app_secret=app_secret, clock=lambda: clock["now"], language="vi"
    )
