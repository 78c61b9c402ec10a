"""The timetable at work: each Page's own, quiet days, cooling-off, lanes, the mix and the catch-up budget, over a real database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.policy import PagePolicy
from bot.judgement import Tone
from bot.model import PostState
from bot.plan.policy import ApprovalPolicy, TimetablePolicy
from bot.service import editors, moving
from bot.service.correcting import Said, correct
from bot.service.poll import poll
from bot.service.preview import preview
from bot.service.publish import publish_due
from bot.service.reminders import remind
from tests.conftest import TRUSTING
from tests.fakes.page import FakePage
from tests.service.conftest import CRITICISM, PRAISE, Bench

GUIDE = "Hướng dẫn nộp hồ sơ trực tuyến trên cổng dịch vụ công, thủ tục hành chính"
FINANCE = "Hướng Hóa công khai ngân sách, tiết kiệm chi cải cách tài chính công"
STORM = f"Khẩn: {GUIDE} trong bão"
FREE = ApprovalPolicy(bands=TRUSTING, tones={Tone.CRITICISM: "auto"}, criticism_unapproved=True)
LANES = [{"lane": "urgent", "words": ["khẩn"]}, {"lane": "evergreen", "words": ["hướng dẫn"]}]


def having(bench: Bench, *, approval: ApprovalPolicy = FREE, page: dict[str, object] | None = None, **keys: object) -> None:
    """These keys over the bench's timetable, and `page` as its Page's own."""
    settings = bench.world.settings
    policy = TimetablePolicy.model_validate(keys).over(settings.timetable)
    pages = (settings.pages[0].model_copy(update={"timetable": None if page is None else TimetablePolicy.model_validate(page)}),)
    bench.world = replace(bench.world, settings=replace(settings, timetable=policy, approval=approval, pages=pages))


def times(bench: Bench) -> dict[str, str]:
    """By the beginning of its text, when each Post is due."""
    return {
        post.draft.message.split("\n")[0]: f"{post.due_at.astimezone(bench.world.zone):%d %H:%M}"
        for post in bench.posts(PostState.SCHEDULED)
    }


def events(bench: Bench, title: str) -> list[tuple[str, str]]:
    post = next(post for post in bench.posts() if post.draft.message.startswith(title))
    return [(event.verb, event.reason) for event in bench.world.store.journal.of(post.key)]


def test_a_page_has_otherwise_only_what_it_says(bench):
    having(bench, page={"slots": {"everyday": ["10:15"]}, "quiet_days": {"tet_before": 9}}, least_spacing="2h")
    other = FakePage(name="xa")
    settings = bench.world.settings
    pages = (*settings.pages, PagePolicy(name="xa", page_id="100000000000002"))
    bench.world = replace(bench.world, settings=replace(settings, pages=pages), channels={"trang": bench.page, "xa": other})
    bench.serve(PRAISE, GUIDE)
    bench.poll()
    due = {(post.channel, f"{post.due_at.astimezone(bench.world.zone):%d %H:%M}") for post in bench.posts(PostState.SCHEDULED)}
    assert due == {("trang", "24 10:15"), ("trang", "25 10:15"), ("xa", "24 12:00"), ("xa", "24 16:00")}
    own = bench.world.timetable("trang")
    assert (own.least_spacing, own.quiet_days.tet, own.quiet_days.tet_before) == (timedelta(hours=2), (Tone.CRITICISM,), 9)
    assert bench.world.timetable("gone") == bench.world.settings.timetable


# Quiet days


def test_criticism_that_comes_at_tet_gets_a_slot_after_it_and_says_why(bench):
    bench.instant[0] = datetime(2027, 2, 5, 1, tzinfo=UTC)
    having(bench)
    bench.serve(CRITICISM, PRAISE)
    bench.poll()
    assert times(bench) == {PRAISE: "05 12:00", CRITICISM: "12 08:00"}
    assert events(bench, CRITICISM)[0] == ("made", "không xếp vào khung giờ sớm hơn vì những ngày Tết không đăng bài có sắc thái này")
    assert events(bench, PRAISE)[0] == ("made", "")


def test_criticism_that_is_approved_at_tet_does_so_too(bench):
    bench.instant[0] = datetime(2027, 2, 5, 1, tzinfo=UTC)
    bench.serve(CRITICISM)
    bench.poll()
    (held,) = bench.posts(PostState.HELD)
    done = editors.approve(bench.world, held.key, by="Lan", note="đăng được")
    assert (times(bench), "Tết" in done.reason) == ({CRITICISM: "12 08:00"}, True)
    verb, reason = events(bench, CRITICISM)[-1]
    assert verb == "approved"
    assert reason.startswith("đăng được; không xếp")


def test_mourning_that_is_announced_after_a_post_got_its_slot_moves_it_with_the_reason(bench):
    having(bench)
    bench.serve(PRAISE, FINANCE)
    bench.poll()
    assert times(bench) == {PRAISE: "24 12:00", FINANCE: "24 16:00"}
    having(bench, quiet_days={"mourning": ["2026-11-24..2026-11-25"]})
    bench.instant[0] = datetime(2026, 11, 24, 5, tzinfo=UTC)
    assert publish_due(bench.world).verb == "moved"
    assert publish_due(bench.world) is None
    assert times(bench) == {PRAISE: "26 08:00", FINANCE: "24 16:00"}
    assert "quốc tang" in events(bench, PRAISE)[-1][1]
    bench.run()
    assert [draft.message.split("\n")[0] for draft in bench.page.posts] == [FINANCE, PRAISE]


def test_a_correction_to_criticism_keeps_a_scheduled_post_back_at_tet(bench):
    bench.instant[0] = datetime(2027, 2, 6, 1, tzinfo=UTC)
    having(bench)
    bench.serve(PRAISE)
    bench.poll()
    (post,) = bench.posts(PostState.SCHEDULED)
    correct(bench.world, post.entry_key, Said(tone=Tone.CRITICISM), by="Lan")
    for held in bench.posts(PostState.HELD):
        editors.approve(bench.world, held.key, by="Lan")
    bench.run(hours=24)
    assert bench.page.posts == []
    assert list(times(bench).values()) == ["12 08:00"]


# Cooling-off: lesson 43


def test_lesson_43_what_editors_mend_in_the_first_minutes_goes_out_mended(bench):
    """mastodon_wordpress_autopost#46: a delay by category, so that an article that is mended after its appearance is not posted as it was first."""
    having(bench, cooling_off="5m", cooling_off_for={"praise": "4h"})
    bench.serve(f"{PRAISE} sai chính tả", GUIDE)
    bench.poll()
    assert times(bench) == {f"{PRAISE} sai chính tả": "24 16:00", GUIDE: "24 12:00"}
    bench.serve(PRAISE, GUIDE)
    bench.poll()
    assert times(bench) == {PRAISE: "24 16:00", GUIDE: "24 12:00"}, "what is mended keeps its slot"
    bench.run()
    assert [draft.message.split("\n")[0] for draft in bench.page.posts] == [GUIDE, PRAISE]


def test_a_cooling_off_that_is_set_meanwhile_counts_and_an_approval_later_has_waited_already(bench):
    having(bench)
    bench.serve(PRAISE)
    bench.poll()
    having(bench, cooling_off="6h")
    bench.instant[0] = datetime(2026, 11, 24, 5, tzinfo=UTC)
    assert publish_due(bench.world).verb == "moved"
    assert times(bench) == {PRAISE: "24 16:00"}
    assert "14:20 24/11" in events(bench, PRAISE)[-1][1]
    bench.serve(PRAISE, CRITICISM)
    having(bench, approval=ApprovalPolicy(bands=TRUSTING), cooling_off="6h")
    bench.poll()
    bench.instant[0] = datetime(2026, 11, 24, 13, tzinfo=UTC)
    (held,) = bench.posts(PostState.HELD)
    editors.approve(bench.world, held.key, by="Lan")
    assert times(bench)[CRITICISM] == "25 08:00"


# Lanes


def test_an_urgent_post_takes_the_first_slot_and_moves_exactly_the_one_that_had_it(bench):
    having(bench, lanes=LANES)
    bench.serve(PRAISE, FINANCE)
    bench.poll()
    assert times(bench) == {PRAISE: "24 12:00", FINANCE: "24 16:00"}
    bench.serve(PRAISE, FINANCE, STORM)
    shown = preview(bench.world, None, limit=3)[2:]
    assert times(bench) == {PRAISE: "24 12:00", FINANCE: "24 16:00"}, "a preview moves nothing"
    assert f"{shown[0].verdict.posts[0].due_at.astimezone(bench.world.zone):%H:%M}" == "12:00"
    bench.poll()
    assert times(bench) == {STORM: "24 12:00", FINANCE: "24 16:00", PRAISE: "25 08:00"}
    assert events(bench, PRAISE)[-1] == ("gave-way", "nhường khung giờ cho một bài khẩn")
    bench.run()
    assert [draft.message.split("\n")[0] for draft in bench.page.posts] == [STORM, FINANCE, PRAISE]


def test_what_an_editor_has_placed_makes_room_for_nobody(bench):
    having(bench, lanes=LANES)
    bench.serve(PRAISE, FINANCE)
    bench.poll()
    post = next(post for post in bench.posts(PostState.SCHEDULED) if post.draft.message.startswith(PRAISE))
    moving.move(bench.world, post.key, by="Lan", due_at=datetime(2026, 11, 24, 1, 30, tzinfo=UTC))
    moving.move(bench.world, post.key, by="Lan", due_at=datetime(2026, 11, 24, 5, tzinfo=UTC))
    bench.serve(STORM, numbers=range(3, 4))
    bench.poll()
    assert times(bench) == {PRAISE: "24 12:00", STORM: "24 16:00", FINANCE: "25 08:00"}


def test_an_evergreen_post_fills_what_stays_free_until_shortly_before_its_time_and_does_not_expire(bench):
    having(bench, lanes=LANES, evergreen_before="2h", expires_after="1d")
    bench.serve(GUIDE)
    bench.poll()
    assert times(bench) == {GUIDE: "24 12:00"}
    bench.serve(GUIDE, PRAISE)
    bench.poll()
    assert times(bench) == {PRAISE: "24 12:00", GUIDE: "24 16:00"}
    assert events(bench, GUIDE)[-1][0] == "gave-way"
    bench.instant[0] = datetime(2026, 11, 24, 5, tzinfo=UTC)
    publish_due(bench.world)
    bench.instant[0] = datetime(2026, 11, 24, 7, tzinfo=UTC)  # 14:00, two hours before
    bench.serve(GUIDE, PRAISE, FINANCE)
    poll(bench.world)
    assert times(bench)[FINANCE] == "25 08:00"
    assert times(bench)[GUIDE] == "24 16:00"
    # Three days without power: the news is stale, the guide is not.
    bench.instant[0] = datetime(2026, 11, 27, 7, tzinfo=UTC)
    while publish_due(bench.world) is not None:
        pass
    assert times(bench) == {GUIDE: "27 16:00"}
    assert {post.state for post in bench.posts() if post.draft.message.startswith(FINANCE)} == {PostState.DROPPED}


def test_what_is_evergreen_does_not_grow_stale_while_it_waits_for_a_decision_either(bench):
    everything = ApprovalPolicy(bands=TRUSTING, tones=dict.fromkeys(Tone, "hold"))
    having(bench, approval=everything, page={"lanes": LANES, "expires_after": "1d"})
    bench.serve(GUIDE, FINANCE)
    bench.poll()
    bench.pass_time(days=5)
    while remind(bench.world) is not None:
        pass
    states = {post.draft.message.split("\n")[0]: post.state for post in bench.posts()}
    assert states == {GUIDE: PostState.HELD, FINANCE: PostState.DROPPED}


def test_of_one_poll_the_urgent_come_first_and_the_evergreen_last(bench):
    having(bench, lanes=LANES)
    bench.serve(GUIDE, PRAISE, STORM, FINANCE)
    bench.poll()
    due = times(bench)
    assert min(due, key=due.get) == STORM
    assert max(due, key=due.get) == GUIDE


def test_an_approved_post_that_is_urgent_takes_a_slot_from_another(bench):
    having(bench, lanes=[{"lane": "urgent", "tones": ["criticism"]}], approval=ApprovalPolicy(bands=TRUSTING))
    bench.serve(PRAISE, CRITICISM)
    bench.poll()
    (held,) = bench.posts(PostState.HELD)
    editors.approve(bench.world, held.key, by="Lan")
    assert times(bench) == {CRITICISM: "24 12:00", PRAISE: "24 16:00"}


class Late:
    """A store whose look at what is taken comes a moment too early: meanwhile the Post that is to make room is moved away."""

    def __init__(self, bench: Bench) -> None:
        self._inner, self._bench, self.outbox, self._once = bench.world.store, bench, self, True

    def taken(self, *args, **keys):
        found = self._inner.outbox.taken(*args, **keys)
        if self._once:
            self._once = False
            (post,) = self._bench.posts(PostState.SCHEDULED)
            moving.later(replace(self._bench.world, store=self._inner), post.key, by="Mai")
        return found

    def __getattr__(self, name):
        return getattr(self._inner, name) if hasattr(self._inner, name) else getattr(self._inner.outbox, name)


def test_a_post_that_is_moved_while_room_is_being_made_is_planned_around(bench):
    having(bench, lanes=LANES)
    bench.serve(PRAISE)
    bench.poll()
    bench.world = replace(bench.world, store=Late(bench))
    bench.serve(STORM, numbers=range(3, 4))
    bench.poll()
    bench.world = replace(bench.world, store=bench.world.store._inner)
    assert times(bench) == {STORM: "24 12:00", PRAISE: "24 16:00"}
    assert [verb for verb, _ in events(bench, PRAISE)] == ["made", "deferred"]


# Caps, mix, catching up


def test_a_cap_of_a_tone_is_kept_when_a_slot_is_given_and_when_a_post_goes_out(bench):
    having(bench, caps={"praise": 1})
    bench.serve(f"{PRAISE} một", f"{PRAISE} hai", FINANCE)
    bench.poll()
    due = times(bench)
    assert sorted(due.values()) == ["24 12:00", "24 16:00", "25 08:00"]
    assert {due[f"{PRAISE} một"][:2], due[f"{PRAISE} hai"][:2]} == {"24", "25"}
    having(bench, caps={})
    bench.serve(f"{PRAISE} một", f"{PRAISE} hai", FINANCE, f"{PRAISE} ba")
    bench.poll()
    having(bench, caps={"praise": 1})
    bench.run(hours=96)
    days = [
        f"{at.astimezone(bench.world.zone):%d}"
        for at, draft in zip(bench.page.times, bench.page.posts, strict=True)
        if PRAISE in draft.message
    ]
    assert len(set(days)) == len(days) == 3


def test_what_was_moved_over_a_cap_names_the_tone_for_people(bench):
    having(bench)
    bench.serve(f"{CRITICISM} một", f"{CRITICISM} hai")
    bench.poll()
    having(bench, caps={"criticism": 1})
    bench.run(hours=12)
    moved = [reason for title in ("một", "hai") for verb, reason in events(bench, f"{CRITICISM} {title}") if verb == "moved"]
    assert moved == ["chuyển sang ngày khác vì ngày đó đã đủ 1 bài loại “Phê phán”"]


def test_the_same_field_does_not_come_twice_running_while_there_is_another(bench):
    having(bench, mix={"no_field_twice": True})
    bench.serve(f"{PRAISE} một")
    bench.poll()
    bench.serve(f"{PRAISE} một", FINANCE)
    bench.poll()
    bench.serve(f"{PRAISE} một", FINANCE, f"{PRAISE} hai")
    bench.poll()
    assert times(bench) == {f"{PRAISE} một": "24 12:00", FINANCE: "24 16:00", f"{PRAISE} hai": "25 08:00"}


def test_after_an_outage_the_news_of_today_finds_a_slot_beside_what_is_caught_up(bench):
    having(bench, catch_up_per_day=1)
    bench.serve(*[f"{PRAISE} số {number}" for number in range(6)])
    bench.poll()
    bench.instant[0] = datetime(2026, 11, 27, 0, tzinfo=UTC)  # 07:00, three days later
    while publish_due(bench.world) is not None:
        pass
    assert sorted(due[3:] for due in times(bench).values()) == ["08:00"] * 6, "one a day"
    bench.serve(FINANCE, numbers=range(50, 51))
    bench.poll()
    assert times(bench)[FINANCE] == "27 12:00"


@pytest.mark.parametrize("keys", [{}, {"catch_up_per_day": None}])
def test_without_a_budget_all_is_caught_up_as_soon_as_may_be(bench, keys):
    having(bench, **keys)
    bench.serve(*[f"{PRAISE} số {number}" for number in range(4)])
    bench.poll()
    bench.instant[0] = datetime(2026, 11, 27, 0, tzinfo=UTC)
    while publish_due(bench.world) is not None:
        pass
    assert sorted(times(bench).values()) == ["27 08:00", "27 12:00", "27 16:00", "28 08:00"]
