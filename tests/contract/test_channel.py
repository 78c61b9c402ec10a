"""One contract for every channel: the fake of the tests and the Facebook Page against the sandbox behave alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.channels.policy import GraphPolicy, PagePolicy
from bot.channels.protocol import Absent, Channel, Receipt, Unanswered, Unsure
from bot.channels.registry import build_channels
from bot.compose.title_card import title_card
from bot.errors import ChannelDown, Conflict, InDoubt, LoaError, Transient
from bot.figures import Lack
from bot.model import Draft, Picture, Way
from bot.sandbox import Fault, PageSpec, Sandbox, SandboxConfig
from tests.fakes.page import FakePage

PAGE_ID = "100000000000001"
TOKEN = "EAATESTTOKENTESTTOKENTESTTOKEN"
DRAFT = Draft(message="Tin cải cách\n\n#CCHC", link="https://cong.vn/1?utm_content=p1", marker="p1")


class Secrets:
    """As much of the settings' secrets as a channel needs."""

    def __init__(self, **values: str) -> None:
        self._values = values

    def get(self, name: str) -> str:
        return self._values[name]


@dataclass
class Bench:
    """A channel and the ways to make it fail."""

    channel: Channel
    commit_then_fail: Callable[[], None]
    refuse_connection: Callable[[], None]
    expire_token: Callable[[], None]
    count: Callable[[], int]


@pytest.fixture
def sandbox(now):
    clock = {"now": now}
    page = PageSpec(page_id=PAGE_ID, name="Trang", token=TOKEN)
    running = Sandbox(SandboxConfig(pages=(page,)), lambda: clock["now"])
    running.clock = clock
    running.start()
    yield running
    running.stop()


@pytest.fixture
def facebook(sandbox) -> Channel:
    policy = PagePolicy(name="trang", page_id=PAGE_ID, app_id="APP_ID", app_secret="APP_SECRET")
    secrets = Secrets(FACEBOOK_PAGE_TOKEN=TOKEN, APP_ID="900000000000009", APP_SECRET="sandbox-app-secret")
    return build_channels([policy], GraphPolicy(url=sandbox.base_url), secrets, lambda: sandbox.clock["now"], "vi")["trang"]


@pytest.fixture(params=["fake", "facebook"])
def bench(request) -> Bench:
    if request.param == "fake":
        page = FakePage()
        return Bench(
            channel=page,
            commit_then_fail=lambda: page.after.append(InDoubt("channels.service_down", code=2)),
            refuse_connection=lambda: page.before.append(Transient("channels.not_reached", why="refused")),
            expire_token=lambda: page.before.append(ChannelDown("channels.token_expired", code=190)),
            count=lambda: len(page.posts),
        )
    channel, sandbox = request.getfixturevalue("facebook"), request.getfixturevalue("sandbox")
    return Bench(
        channel=channel,
        commit_then_fail=lambda: sandbox.add_fault(Fault(kind="commit-then-500", method="POST", edge="feed")),
        refuse_connection=lambda: sandbox.add_fault(Fault(kind="error", method="POST", edge="feed", code=80_001)),
        expire_token=lambda: sandbox.add_fault(Fault(kind="error", method="POST", edge="feed", code=190, subcode=463, status=401)),
        count=lambda: len(sandbox.posts(PAGE_ID)),
    )


def test_what_was_published_is_found_again_with_the_same_id(bench, now):
    receipt = bench.channel.publish(DRAFT)
    found = bench.channel.find(DRAFT, now)
    assert isinstance(found, Receipt)
    assert receipt.remote_id == found.remote_id
    assert bench.count() == 1


def test_what_was_not_published_is_absent(bench, now):
    assert Absent() == bench.channel.find(DRAFT, now)


def test_a_doubt_after_the_commit_is_settled_by_looking(bench, now):
    bench.commit_then_fail()
    with pytest.raises(InDoubt):
        bench.channel.publish(DRAFT)
    assert isinstance(bench.channel.find(DRAFT, now), Receipt)
    assert bench.count() == 1


def test_a_transient_failure_left_nothing_behind(bench, now):
    bench.refuse_connection()
    with pytest.raises(Transient):
        bench.channel.publish(DRAFT)
    assert Absent() == bench.channel.find(DRAFT, now)
    assert bench.count() == 0


def test_a_dead_token_takes_the_channel_down(bench):
    bench.expire_token()
    with pytest.raises(ChannelDown) as down:
        bench.channel.publish(DRAFT)
    assert ".env" in down.value.say("vi")
    assert bench.count() == 0


def test_engagement_comes_for_posts_that_are_there_and_not_for_others(bench):
    receipt = bench.channel.publish(DRAFT)
    measures = bench.channel.engagement([receipt.remote_id, f"{PAGE_ID}_404"])
    assert [receipt.remote_id] == list(measures)
    assert measures[receipt.remote_id].metrics["reactions"] >= 0


def test_a_survey_has_every_post_of_its_time_the_newest_first(bench, now):
    receipts = [bench.channel.publish(replace(DRAFT, message=f"Tin {number}", link=f"{DRAFT.link}{number}")) for number in range(3)]
    survey = bench.channel.survey(now - timedelta(days=1), now + timedelta(days=1))
    assert ({post.remote_id for post in survey.posts}, survey.reached) == ({receipt.remote_id for receipt in receipts}, None)
    times = [post.created_at for post in survey.posts]
    assert times == sorted(times, reverse=True)
    assert all(post.measure.metrics["reactions"] >= 0 for post in survey.posts)
    earlier = bench.channel.survey(now - timedelta(days=9), now - timedelta(days=8))
    assert (list(earlier.posts), earlier.reached) == ([], None)


def test_metrics_that_are_known_not_to_be_given_are_missing_for_that_reason(bench, now):
    receipt = bench.channel.publish(DRAFT)
    without = {"views": Lack.TOO_FEW_LIKES}
    (post,) = bench.channel.survey(now - timedelta(days=1), now + timedelta(days=1), without).posts
    for measure in (post.measure, bench.channel.engagement([receipt.remote_id], without)[receipt.remote_id]):
        assert ("views" in measure.metrics, measure.missing["views"]) == (False, "too-few-likes")


def test_a_page_has_followers_and_its_days(bench, now):
    measure = bench.channel.page_figures(now.date() - timedelta(days=9), now.date())
    assert measure.metrics["followers"] > 0
    assert all(now.date() - timedelta(days=9) <= day < now.date() for days in measure.days.values() for day in days)


def test_no_comment_of_a_fresh_post_waits(bench):
    receipt = bench.channel.publish(DRAFT)
    found = bench.channel.unanswered([receipt.remote_id, f"{PAGE_ID}_404"])
    assert found == {receipt.remote_id: Unanswered(waiting=0, is_whole=True)}


def test_a_permalink_is_an_address(bench):
    assert bench.channel.look(bench.channel.publish(DRAFT).remote_id).permalink.startswith("http")


def test_a_healthy_channel_has_no_fault(bench):
    findings = bench.channel.check()
    assert findings
    assert [finding for finding in findings if not finding.ok] == []


# What only the real one can show


@pytest.mark.parametrize(
    "kind", ["commit-then-drop", "commit-then-400", "commit-then-empty", "commit-then-html", "commit-then-truncated", "commit-then-no-id"]
)
def test_whatever_facebook_answers_after_the_commit_the_post_is_found_and_made_once(facebook, sandbox, now, kind):
    sandbox.add_fault(Fault(kind=kind, method="POST", edge="feed"))
    with pytest.raises(InDoubt):
        facebook.publish(DRAFT)
    assert isinstance(facebook.find(DRAFT, now), Receipt)
    assert len(sandbox.posts(PAGE_ID)) == 1


@pytest.mark.parametrize("kind", ["no-content-type", "gzip"])
def test_odd_but_whole_answers_are_read(facebook, sandbox, kind):
    sandbox.add_fault(Fault(kind=kind, method="POST", edge="feed"))
    assert sandbox.posts(PAGE_ID) == ()
    assert facebook.publish(DRAFT).remote_id == sandbox.posts(PAGE_ID)[0].id


def test_a_redirect_is_not_followed_and_nothing_was_posted(facebook, sandbox):
    sandbox.add_fault(Fault(kind="redirect", method="POST", edge="feed"))
    with pytest.raises(Transient):
        facebook.publish(DRAFT)
    assert sandbox.posts(PAGE_ID) == ()


def test_the_post_is_found_behind_a_hundred_others(facebook, sandbox, now):
    facebook.publish(DRAFT)
    for number in range(120):
        sandbox.clock["now"] = now + timedelta(seconds=number + 1)
        facebook.publish(Draft(message=f"Tin {number}", link=f"https://cong.vn/{number}?utm_content=q{number}", marker=f"q{number}"))
    assert isinstance(facebook.find(DRAFT, now), Receipt)


def test_a_post_with_the_same_text_and_another_marker_is_another_post(facebook, now):
    facebook.publish(DRAFT)
    other = Draft(message=DRAFT.message, link="https://cong.vn/1?utm_content=p2", marker="p2")
    assert Absent() == facebook.find(other, now)


def test_a_listing_that_can_not_be_read_leaves_it_unsure(facebook, sandbox, now):
    sandbox.add_fault(Fault(kind="500-before-commit", method="GET", edge="published_posts"))
    assert isinstance(facebook.find(DRAFT, now), Unsure)


def test_a_dead_metric_and_a_missing_permission_lose_nothing_else(facebook, sandbox):
    receipt = facebook.publish(DRAFT)
    sandbox.change_token(PAGE_ID, scopes=("pages_manage_posts", "pages_read_engagement", "read_insights"))
    sandbox.kill_metric("post_clicks")
    measure = facebook.engagement([receipt.remote_id])[receipt.remote_id]
    assert {"shares", "views", "reach"} == set(measure.metrics)
    assert {"clicks", "reactions", "comments"} <= set(measure.missing)
    before = len(sandbox.request_log())
    facebook.engagement([receipt.remote_id], {"clicks": Lack.NOT_OFFERED})
    asked = [record.query for record in sandbox.request_log()[before:]]
    assert not any("post_clicks" in query for query in asked), "a metric known to be dead is not asked for again"


def test_fifty_posts_cost_one_request(facebook, sandbox, now):
    ids = []
    for number in range(50):
        sandbox.clock["now"] = now + timedelta(minutes=number)
        ids.append(facebook.publish(Draft(message=f"Tin {number}", link=f"https://cong.vn/{number}", marker="x")).remote_id)
    before = len(sandbox.request_log())
    assert set(ids) == set(facebook.engagement(ids))
    assert len(sandbox.request_log()) - before == 1


def test_the_token_is_in_the_authorization_header_and_nowhere_else(facebook, sandbox, now):
    facebook.publish(DRAFT)
    facebook.find(DRAFT, now)
    facebook.check()
    log = sandbox.request_log()
    assert all(record.had_bearer for record in log)
    assert not any("access_token" in record.query + record.body or "(redacted)" in record.query for record in log)
    assert TOKEN not in repr(facebook)


def test_nothing_that_fails_names_the_token(sandbox, facebook, now):
    sandbox.stop()
    for attempt in (lambda: facebook.publish(DRAFT), lambda: facebook.look("1_2"), lambda: facebook.engagement(["1_2"])):
        with pytest.raises(LoaError) as failure:
            attempt()
        assert TOKEN not in f"{failure.value}{failure.value.params}{failure.getrepr(chain=True)}"
        assert isinstance(failure.value, Transient)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"scopes": ("pages_read_engagement",)}, "pages_manage_posts"),
        ({"token": "EAAOTHERTOKENOTHERTOKEN"}, ".env"),
    ],
)
def test_check_names_what_is_wrong_and_its_remedy(facebook, sandbox, changes, word):
    sandbox.change_token(PAGE_ID, **changes)
    assert any(word in finding.sentence for finding in facebook.check() if not finding.ok)


def test_check_warns_before_the_token_ends(facebook, sandbox, now):
    sandbox.change_token(PAGE_ID, expires_at=now + timedelta(days=3))
    assert any("còn 3 ngày" in finding.sentence for finding in facebook.check() if not finding.ok)


def overtaken() -> None:
    raise Conflict("store.moved_on", post="p1")


def test_what_is_raised_right_before_sending_keeps_the_post_from_being_made(bench):
    with pytest.raises(Conflict):
        bench.channel.publish(DRAFT, about_to_send=overtaken)
    assert bench.count() == 0
    assert isinstance(bench.channel.publish(DRAFT), Receipt)


@pytest.mark.parametrize("way", [Way.PHOTO, Way.PHOTOS])
def test_photos_that_were_staged_for_nothing_are_taken_away_again(facebook, sandbox, way):
    picture = title_card("Tin cải cách", "", "UBND huyện", "#0b5c8a")
    shown = Picture(digest=picture.digest, width=picture.width, height=picture.height, alt="ảnh")
    draft = replace(DRAFT, ways=(way,), pictures=(shown, shown))
    with pytest.raises(Conflict):
        facebook.publish(draft, way, (picture.content, picture.content), overtaken)
    assert sandbox.posts(PAGE_ID) == ()
    asked = [record.method for record in sandbox.request_log()]
    assert asked.count("POST") == asked.count("DELETE") == (2 if way is Way.PHOTOS else 0)


def test_a_hundred_posts_of_the_listing_cost_one_request_and_the_next_hundred_another(facebook, sandbox, now):
    for number in range(120):
        sandbox.clock["now"] = now + timedelta(minutes=number)
        facebook.publish(Draft(message=f"Tin {number}", link=f"https://cong.vn/{number}", marker="x"))
    before = len(sandbox.request_log())
    first = facebook.survey(now - timedelta(days=1), sandbox.clock["now"])
    second = facebook.survey(now - timedelta(days=1), first.reached - timedelta(seconds=1))
    assert ([len(first.posts), len(second.posts)], second.reached) == ([100, 20], None)
    assert len(sandbox.request_log()) - before == 2


def test_too_much_data_at_once_is_asked_for_in_smaller_leaves(facebook, sandbox, now):
    for number in range(40):
        sandbox.clock["now"] = now + timedelta(minutes=number)
        facebook.publish(Draft(message=f"Tin {number}", link=f"https://cong.vn/{number}", marker="x"))
    sandbox.switches.change_rules(most_at_once=30)
    survey = facebook.survey(now - timedelta(days=1), sandbox.clock["now"])
    assert len(survey.posts) == 25
    assert len(facebook.survey(now - timedelta(days=1), survey.reached - timedelta(seconds=1)).posts) == 15


def test_a_small_page_has_followers_and_no_insights(facebook, sandbox, now):
    facebook.publish(DRAFT)
    sandbox.switches.change_rules(min_likes_for_insights=5_000)
    (post,) = facebook.survey(now - timedelta(days=1), now).posts
    assert post.measure.missing == dict.fromkeys(("views", "reach", "clicks"), "too-few-likes")
    page = facebook.page_figures(now.date() - timedelta(days=9), now.date())
    assert (page.metrics["followers"], set(page.missing.values())) == (1_200, {"too-few-likes"})


def test_the_days_of_a_page_add_up_to_what_its_posts_show(facebook, sandbox, now):
    facebook.publish(DRAFT)
    sandbox.clock["now"] = now + timedelta(days=20)
    page = facebook.page_figures(now.date() - timedelta(days=5), sandbox.clock["now"].date())
    (post,) = facebook.survey(now - timedelta(days=1), sandbox.clock["now"]).posts
    assert sum(page.days["page_views"].values()) == post.measure.metrics["views"]
    follows = list(page.days["page_follows"].values())
    gained = [page.days["page_new_follows"][day] - page.days["page_unfollows"][day] for day in page.days["page_follows"]]
    assert [later - earlier for earlier, later in pairwise(follows)] == gained[1:]


def test_a_comment_waits_until_the_page_has_answered_it(facebook, sandbox, now):
    receipt = facebook.publish(DRAFT)
    sandbox.clock["now"] = now + timedelta(days=20)
    asked = f"{receipt.remote_id}/comments"
    people = facebook._graph.request(f"v26.0/{asked}", args={"filter": "stream"})["data"]
    assert facebook.unanswered([receipt.remote_id])[receipt.remote_id].waiting == len(people) > 0
    facebook.comment(people[0]["id"], "Cảm ơn anh.")
    assert facebook.unanswered([receipt.remote_id])[receipt.remote_id].waiting == len(people) - 1
    facebook.comment(receipt.remote_id, "Xem bài đầy đủ")
    assert facebook.unanswered([receipt.remote_id])[receipt.remote_id].waiting == len(people) - 1
    everything = facebook._graph.request(f"v26.0/{asked}", args={"filter": "stream"})["data"]
    assert len(everything) == len(people) + 2
    assert len(facebook._graph.request(f"v26.0/{asked}")["data"]) == len(people) + 1
