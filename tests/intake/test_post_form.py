"""A form is posted once, its redirects of the two kinds that keep it are followed, and every failure has a sentence without the form."""

import pytest

from bot.errors import Unfetched
from bot.intake.fetch import Fetcher
from bot.intake.policy import FeedPolicy
from tests.fakes.hub import Hub
from tests.fakes.tap import refusing_address

POLICY = FeedPolicy(name="cong", url="https://cong.vn/rss", user_agent="Loa thu")
FORM = {"hub.mode": "subscribe", "hub.topic": "https://cong.vn/rss?loại=tin&x=1", "hub.secret": "khoa-ky-rieng-cua-nguon"}


@pytest.mark.parametrize("status", [202, 204, 302, 303, 400, 404, 410, 429, 500])
def test_the_answers_status_is_told_whatever_it_is(fetcher, status):
    with Hub(status=status, headers={"Location": "http://localhost:1/"}) as hub:
        assert fetcher.post_form(hub.url, FORM, POLICY) == status
    assert (hub.asked, hub.agents) == ([FORM], ["Loa thu"])


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_that_keeps_the_form_is_followed(fetcher, status):
    with Hub() as right, Hub(status=status, headers={"Location": right.url}) as moved:
        assert fetcher.post_form(moved.url, FORM, POLICY) == 202
    assert moved.asked == right.asked == [FORM]


def test_endless_redirects_and_redirects_to_nowhere_are_given_up(fetcher):
    with Hub(status=307) as hub:
        hub.headers = {"Location": hub.url}
        with pytest.raises(Unfetched) as circle:
            fetcher.post_form(hub.url, FORM, POLICY)
        assert len(hub.asked) == 1
        hub.headers = {"Location": "ftp://localhost/"}
        with pytest.raises(Unfetched) as nowhere:
            fetcher.post_form(hub.url, FORM, POLICY)
    assert circle.value.key == nowhere.value.key == "intake.resource_broken"


def test_what_can_not_be_reached_is_told_without_the_form(fetcher):
    with refusing_address() as nobody, pytest.raises(Unfetched) as refused:
        fetcher.post_form(nobody, FORM, POLICY)
    assert (refused.value.key, refused.value.host_down) == ("intake.resource_refused", True)
    assert FORM["hub.secret"] not in f"{refused.value!r} {refused.value.say('vi')} {refused.value.__context__!r}"


def test_a_form_goes_nowhere_a_feed_may_not_come_from():
    strict = Fetcher()
    with Hub() as hub, pytest.raises(Unfetched) as refused:
        strict.post_form(hub.url, FORM, POLICY)
    strict.close()
    assert (refused.value.key, hub.asked) == ("intake.resource_private", [])
