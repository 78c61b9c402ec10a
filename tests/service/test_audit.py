"""The Page against the outbox: each thing that can be wrong shows, and what is right does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.protocol import Listed, Load
from bot.errors import ChannelDown, InDoubt, Refused, Throttled, Transient
from bot.model import Post, PostState, Way
from bot.service import editors
from bot.service.audit import Audit, Discrepancy, audit
from bot.service.publish import publish_due
from bot.service.steps import step
from tests.fakes.page import FakePage
from tests.service.conftest import scheduled


def published(bench, count: int = 1, *, way: Way = Way.LINK) -> list[Post]:
    """Posts on the Page, the oldest first."""
    scheduled(bench, count, way=way)
    bench.run()
    return bench.posts(PostState.PUBLISHED)[::-1]


def stranger(message: str = "Chúc mừng năm mới", *markers: str, number: int = 900) -> Listed:
    return Listed(remote_id=f"100_{number}", created_at=None, message=message, markers=frozenset(markers), permalink="")


def told(found: Audit) -> list[tuple[Discrepancy, str, str]]:
    return [(line.what, line.post, line.remote_id) for line in found.lines]


@pytest.mark.parametrize("way", Way)
def test_where_all_agrees_there_is_nothing_to_tell(bench, way):
    published(bench, 2, way=way)
    found = audit(bench.world, 30)
    assert (found.lines, found.on_pages, found.in_outbox) == ((), 2, 2)
    assert found.since == bench.instant[0] - timedelta(days=30)


def test_a_post_that_somebody_made_by_hand_is_shown_and_is_no_fault(bench):
    bench.page.foreign = [stranger()]
    found = audit(bench.world, 30)
    assert told(found) == [(Discrepancy.FOREIGN, "", "100_900")]
    assert [(line.fault, line.text) for line in found.lines] == [(False, "Chúc mừng năm mới")]


def test_a_post_with_our_marker_that_no_record_knows_is_a_fault(bench):
    bench.page.foreign = [stranger("Tin", "p123456789abcdef")]
    found = audit(bench.world, 30)
    assert told(found) == [(Discrepancy.UNRECORDED, "p123456789abcdef", "100_900")]
    assert found.lines[0].fault


def test_two_posts_with_one_marker_are_doubled_and_the_other_one_is_unrecorded(bench):
    (post,) = published(bench)
    bench.page.foreign = [stranger("Tin", post.key)]
    assert told(audit(bench.world, 30)) == [
        (Discrepancy.UNRECORDED, post.key, "100_900"),
        (Discrepancy.DOUBLED, post.key, "100_1, 100_900"),
    ]


def test_a_doubled_text_without_any_link_is_seen_too(bench):
    (post,) = published(bench, way=Way.COMMENT)
    bench.page.foreign = [stranger(post.draft.message)]
    assert told(audit(bench.world, 30)) == [
        (Discrepancy.UNRECORDED, post.key, "100_900"),
        (Discrepancy.DOUBLED, post.key, "100_1, 100_900"),
    ]


@pytest.mark.parametrize("way", [Way.LINK, Way.COMMENT])
def test_a_failed_post_that_is_there_all_the_same_is_unrecorded(bench, way):
    (post,) = scheduled(bench, way=way)
    bench.page.after = [Refused("channels.blocked", code=368)]
    bench.run()
    assert bench.posts(PostState.FAILED)
    assert told(audit(bench.world, 30)) == [(Discrepancy.UNRECORDED, post.key, "100_1")]


def test_a_published_post_that_is_gone_is_missing_and_one_the_listing_leaves_out_is_not(bench):
    gone, hidden = published(bench, 2)
    del bench.page.texts[gone.remote_id]
    bench.page.hidden = {hidden.remote_id}
    found = audit(bench.world, 30)
    assert told(found) == [(Discrepancy.MISSING, gone.key, gone.remote_id)]
    assert found.lines[0].text == gone.draft.message[:80]


@pytest.mark.parametrize("hidden", [False, True])
def test_a_text_that_somebody_changed_on_the_page_shows(bench, hidden):
    (post,) = published(bench)
    bench.page.texts[post.remote_id] = "Ai đó đã sửa"
    bench.page.hidden = {post.remote_id} if hidden else set()
    found = audit(bench.world, 30)
    assert told(found) == [(Discrepancy.DIFFERENT, post.key, post.remote_id)]
    assert found.lines[0].text == "Ai đó đã sửa"


def test_an_edit_of_ours_is_no_difference(bench):
    (post,) = published(bench)
    editors.edit(bench.world, post.key, by="Lan", message="Nội dung mới")
    step(bench.world)
    assert audit(bench.world, 30).lines == ()


def test_a_mention_which_the_page_shows_as_a_name_is_no_difference(bench):
    (post,) = published(bench)
    editors.edit(bench.world, post.key, by="Lan", message="Chúc mừng @[100000000000009]")
    step(bench.world)
    bench.page.texts[post.remote_id] = "Chúc mừng Huyện đoàn"
    assert audit(bench.world, 30).lines == ()


def test_a_withdrawn_post_that_still_stands_there_shows(bench):
    (post,) = published(bench)
    editors.withdraw(bench.world, post.key, by="Lan", note="sai")
    step(bench.world)
    assert audit(bench.world, 30).lines == ()
    bench.page.texts[post.remote_id] = post.draft.message
    found = audit(bench.world, 30)
    assert told(found) == [(Discrepancy.STILL_THERE, post.key, post.remote_id)]
    assert found.lines[0].fault


def test_a_post_in_doubt_shows_with_its_reason_and_one_that_is_just_being_posted_does_not(bench):
    (post,) = scheduled(bench)
    bench.instant[0] = post.due_at
    lease = bench.world.settings.retry.lease
    claimed = bench.world.store.outbox.claim(post.key, expected_due_at=post.due_at, now=post.due_at, lease=lease, actor="loa")
    bench.page.publish(claimed.draft)
    assert audit(bench.world, 30).lines == (), "a moment more and it is recorded"
    bench.pass_time(minutes=5)
    assert [what for what, *_ in told(audit(bench.world, 30))] == [Discrepancy.UNRECORDED, Discrepancy.IN_DOUBT]


def test_a_post_in_doubt_that_the_page_does_not_show_is_in_doubt_alone(bench):
    (post,) = scheduled(bench)
    bench.instant[0] = post.due_at
    bench.page.before = [InDoubt("channels.service_down", code=2)]
    publish_due(bench.world)
    found = audit(bench.world, 30)
    assert told(found) == [(Discrepancy.IN_DOUBT, post.key, "")]
    assert "mã 2" in found.lines[0].sentence


def test_only_the_days_that_are_asked_for_are_compared(bench):
    (post,) = published(bench)
    bench.page.texts.clear()
    bench.pass_time(days=8)
    assert audit(bench.world, 7).lines == ()
    assert told(audit(bench.world, 9)) == [(Discrepancy.MISSING, post.key, post.remote_id)]


# The Page can't be read


@pytest.mark.parametrize("error", [Transient("channels.not_reached", why="refused"), ChannelDown("channels.token_expired", code=190)])
def test_a_page_that_can_not_be_read_is_told_and_the_others_are_compared(bench, error):
    other = FakePage(name="khac", foreign=[stranger()])
    bench.world = replace(bench.world, channels={"trang": bench.page, "khac": other})
    bench.page.looking = [error]
    found = audit(bench.world, 30)
    assert [(line.channel, line.what) for line in found.lines] == [("trang", Discrepancy.UNREADABLE), ("khac", Discrepancy.FOREIGN)]
    assert (found.lines[0].fault, found.on_pages) == (True, 1)


class Unlisted(FakePage):
    """A Page whose listing is empty, so that each Post must be asked for."""

    def listing(self, since):
        self.asked.append("listing")
        return []


@pytest.mark.parametrize(
    ("error", "looks"),
    [
        (Transient("channels.not_reached", why="refused"), 3),
        (Throttled("channels.page_limit", scope="page", code=32), 1),
        (ChannelDown("channels.token_expired", code=190), 1),
    ],
)
def test_what_forbids_further_questions_ends_them_and_what_does_not_does_not(bench, error, looks):
    posts = published(bench, 3)
    unlisted = Unlisted(texts=bench.page.texts, looking=[error])
    found = audit(replace(bench.world, channels={"trang": unlisted}), 30)
    assert told(found) == [(Discrepancy.UNREADABLE, posts[0].key, posts[0].remote_id)]
    assert unlisted.asked.count("look") == looks


def test_a_page_that_was_told_to_rest_is_not_asked(bench):
    bench.page.looking = [Throttled("channels.page_limit", scope="page", retry_after=timedelta(hours=1), code=32)]
    assert [what for what, *_ in told(audit(bench.world, 30))] == [Discrepancy.UNREADABLE]
    found = audit(bench.world, 30)
    assert [line.what for line in found.lines] == [Discrepancy.UNREADABLE]
    assert "doctor" in found.lines[0].sentence
    assert bench.page.asked.count("listing") == 1
    bench.pass_time(hours=1)
    assert audit(bench.world, 30).lines == ()


def test_a_page_whose_limits_are_used_up_is_not_asked(bench):
    bench.page.load = Load(95.0)
    assert [what for what, *_ in told(audit(bench.world, 30))] == [Discrepancy.UNREADABLE]
    assert bench.page.asked == []
