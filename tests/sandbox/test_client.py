"""Our own client against the sandbox's faults: after each commit that was not told, the outcome is in doubt, and looking settles it."""

import hashlib
from datetime import timedelta

import pytest

from bot.channels.facebook.graph import Graph
from bot.channels.facebook.page import FacebookPage
from bot.channels.facebook.tokens import TokenDesk
from bot.channels.policy import GraphPolicy, PagePolicy
from bot.channels.protocol import Absent, Receipt
from bot.errors import ChannelDown, InDoubt, Refused, Throttled, Transient
from bot.model import Draft, Picture, Way
from bot.sandbox import Fault, Throttle, TooFast
from bot.sandbox.faults import AFTER_COMMIT
from tests.sandbox.conftest import APP, LONG_TOKEN, OTHER, OTHER_TOKEN, PAGE, PNG, TOKEN, USER_TOKEN

LINK = "https://cong.vn/1?utm_content=p1"
PICTURE = Picture(digest=hashlib.sha256(PNG).hexdigest(), width=1_200, height=630, alt="Ảnh")
DRAFT = Draft(message="Tin cải cách", link=LINK, marker="p1", ways=tuple(Way), pictures=(PICTURE,) * 3, comment=f"Đọc: {LINK}")
WAYS = {Way.LINK: "feed", Way.COMMENT: "feed", Way.PHOTO: "photos", Way.PHOTOS: "feed"}


@pytest.fixture
def page(bench):
    # What hangs is broken off at once, so that no test waits for a time-out.
    bench.sandbox.release_hangs()
    app_id, app_secret = APP.split("|")
    return FacebookPage(
        PagePolicy(name="trang", page_id=PAGE),
        GraphPolicy(url=bench.sandbox.base_url),
        token=TOKEN,
        app_id=app_id,
        app_secret=app_secret,
        clock=lambda: bench.now,
        language="vi",
    )


def test_a_client_that_waits_no_longer_is_in_doubt(bench):
    graph = Graph(token=TOKEN, version="v26.0", base_url=bench.sandbox.base_url, timeouts=(10, 0.05))
    bench.sandbox.add_fault(Fault(kind="commit-then-hang"))
    with pytest.raises(InDoubt):
        graph.put_object(PAGE, "feed", message="Tin")
    bench.sandbox.wait_for_post(PAGE)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", AFTER_COMMIT)
def test_a_commit_that_is_not_told_is_in_doubt_by_every_way_and_is_found(bench, page, kind, way):
    bench.sandbox.add_fault(Fault(kind=kind, method="POST", edge=WAYS[way], times=1))
    with pytest.raises(InDoubt):
        page.publish(DRAFT, way, [PNG] * 3)
    (post,) = bench.truth.posts(PAGE)
    assert Receipt(post.id, f"{bench.sandbox.page_url(PAGE)}#post-{post.id.split('_')[1]}") == page.find(DRAFT, bench.now)


def test_a_post_that_is_there_is_not_given_up_where_the_proof_seems_wrong_as_well(bench, page):
    bench.sandbox.add_fault(Fault(kind="commit-then-400", method="POST", edge="feed"))
    bench.sandbox.add_fault(Fault(kind="error", method="GET", edge="", code=100))
    with pytest.raises(InDoubt) as doubt:
        page.publish(DRAFT)
    assert doubt.value.key == "channels.proof"
    assert isinstance(page.find(DRAFT, bench.now), Receipt)
    assert len(bench.truth.posts(PAGE)) == 1


@pytest.mark.parametrize("kind", AFTER_COMMIT)
def test_a_comment_that_is_not_told_is_in_doubt_and_is_found_behind_a_hundred_others(bench, page, kind):
    remote_id = page.publish(DRAFT, Way.COMMENT).remote_id
    for number in range(101):
        page.comment(remote_id, f"Thứ {number}")
    bench.sandbox.add_fault(Fault(kind=kind, method="POST", edge="comments"))
    with pytest.raises(InDoubt):
        page.comment(remote_id, DRAFT.comment)
    assert page.find_comment(remote_id, DRAFT.comment).startswith(remote_id)
    assert bench.truth.comments_by_content(PAGE)[remote_id, DRAFT.comment] == 1


@pytest.mark.parametrize("kind", [kind for kind in AFTER_COMMIT if kind != "commit-then-no-id"])
def test_a_withdrawal_that_is_not_told_is_seen_to_be_done(bench, page, kind):
    remote_id = page.publish(DRAFT).remote_id
    bench.sandbox.add_fault(Fault(kind=kind, method="DELETE"))
    page.withdraw(remote_id)
    assert page.look(remote_id) is None


@pytest.mark.parametrize("kind", AFTER_COMMIT)
def test_a_staged_photo_that_is_not_told_leaves_nothing_on_the_page(bench, page, kind):
    bench.sandbox.add_fault(Fault(kind=kind, method="POST", edge="photos"))
    with pytest.raises(Transient):
        page.publish(DRAFT, Way.PHOTOS, [PNG] * 3)
    assert Absent() == page.find(DRAFT, bench.now)
    assert [photo.temporary for photo in bench.truth.staged_photos(PAGE)] == [True], "Facebook clears it away"


def test_staged_photos_are_taken_back_where_the_post_is_surely_not_made(bench, page):
    bench.sandbox.add_fault(Fault(kind="error", method="POST", edge="feed", code=197))
    with pytest.raises(Refused):
        page.publish(DRAFT, Way.PHOTOS, [PNG] * 3)
    assert bench.truth.staged_photos(PAGE) == ()


def test_a_refused_connection_is_certain_and_a_reset_before_reading_is_not(bench, page):
    bench.sandbox.unplug()
    with pytest.raises(Transient):
        page.publish(DRAFT)
    bench.sandbox.plug_in()
    bench.sandbox.add_fault(Fault(kind="drop-before-reading", times=2))
    with pytest.raises(InDoubt):
        page.publish(DRAFT, Way.COMMENT)
    with pytest.raises(InDoubt):
        page.comment(f"{PAGE}_1", "x")
    assert bench.truth.posts(PAGE) == ()


def test_an_answer_that_trickles_beyond_all_patience_is_in_doubt(bench):
    seconds = iter(range(0, 10_000, 30))
    graph = Graph(token=TOKEN, version="v26.0", base_url=bench.sandbox.base_url, timeouts=(10, 10), monotonic=lambda: float(next(seconds)))
    bench.sandbox.add_fault(Fault(kind="slow-trickle", method="POST", pause=0.001))
    with pytest.raises(InDoubt):
        graph.put_object(PAGE, "feed", message="Tin")
    assert len(bench.truth.posts(PAGE)) == 1


@pytest.mark.parametrize("kind", ["slow-trickle", "no-content-type", "gzip", "unknown-keys"])
def test_a_whole_answer_is_read_in_whatever_form_it_comes(bench, page, kind):
    bench.sandbox.add_fault(Fault(kind=kind, method="POST", edge="feed", pause=0.0001))
    assert page.publish(DRAFT).remote_id == bench.truth.posts(PAGE)[0].id


@pytest.mark.parametrize(("limit", "scope"), [(4, "app"), (17, "token"), (32, "page"), (613, "page"), (80_001, "page")])
def test_a_throttle_names_its_scope_and_how_long(bench, page, limit, scope):
    bench.switches.set_limits([Throttle(code=limit, calls=1, regain=timedelta(minutes=40))])
    bench.get("me")
    with pytest.raises(Throttled) as throttled:
        page.publish(DRAFT, Way.COMMENT)
    assert throttled.value.scope == scope
    assert throttled.value.retry_after == timedelta(minutes=40 if scope == "page" else 15)
    assert page.load.percent == 100


def test_posting_too_fast_escalates_and_puts_nothing_on_the_page(bench, page):
    bench.switches.set_limits(too_fast=[TooFast(posts=1, within=timedelta(hours=1), lasts=timedelta(hours=1))])
    bench.post("Một")
    with pytest.raises(Throttled) as throttled:
        page.publish(DRAFT)
    assert throttled.value.escalates
    assert len(bench.truth.posts(PAGE)) == 1


@pytest.mark.parametrize("subcode", [None, 458, 459, 460, 463, 464, 467, 492])
def test_a_dead_token_takes_the_page_down_until_it_is_repaired(bench, page, subcode):
    bench.switches.kill_token(PAGE, subcode)
    with pytest.raises(ChannelDown):
        page.publish(DRAFT)
    assert not page.check()[0].ok
    bench.switches.repair_token(PAGE)
    assert all(finding.ok for finding in page.check())
    assert page.publish(DRAFT)


def test_a_post_is_found_in_a_listing_that_begins_empty_or_moves_or_lives_by_another_clock(bench, page):
    page.publish(DRAFT)
    bench.posts(120)
    for rules in ({"listing_empty_page": True}, {"listing_offset_cursors": True}, {"clock_skew": timedelta(hours=-20)}):
        bench.switches.change_rules(**rules)
        assert isinstance(page.find(DRAFT, bench.begun), Receipt)


def test_a_batch_answered_by_null_is_a_token_that_could_not_be_inspected_now(bench, page):
    bench.sandbox.add_fault(Fault(kind="null-in-batch", method="POST"))
    findings = page.check()
    assert [(finding.ok, finding.stops) for finding in findings if not finding.ok] == [(False, False)]


def test_the_way_to_a_page_token_goes_through_the_long_lived_one(bench):
    app_id, app_secret = APP.split("|")
    desk = TokenDesk(graph=GraphPolicy(url=bench.sandbox.base_url), app_id=app_id, app_secret=app_secret)
    long_lived = desk.long_lived(USER_TOKEN)
    assert long_lived == LONG_TOKEN
    assert {owned.page_id: owned.token for owned in desk.owned_pages(long_lived)} == {PAGE: TOKEN, OTHER: OTHER_TOKEN}
    assert bench.truth.tokens_in(str([record.query for record in bench.truth.request_log()])) == 0
    bench.wait(hours=1)
    with pytest.raises(ChannelDown):
        desk.long_lived(USER_TOKEN)
