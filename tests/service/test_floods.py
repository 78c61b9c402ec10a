"""First runs, floods, outages and gaps: what is posted of them, in which order, and what `why` says of the rest. The numbers are those of facts/lessons.md."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.errors import FeedError
from bot.judgement import Tone
from bot.model import Post, PostState, Standing
from bot.service import explain
from bot.service.correcting import Said, correct
from bot.service.poll import poll
from bot.service.publish import publish_due
from tests.service.conftest import CRITICISM, OTHER, PRAISE, Bench

DAY = timedelta(days=1)


def serve(bench: Bench, items: Iterable[tuple[int, str, datetime | str | None]]) -> None:
    """A feed of items, the uppermost first: number, title, date (or what stands in its place)."""

    def written(date: datetime | str | None) -> str:
        if date is None:
            return ""
        return f"<pubDate>{date if isinstance(date, str) else date.strftime('%a, %d %b %Y %H:%M:%S GMT')}</pubDate>"

    body = "".join(
        f"<item><title>{title}</title><link>https://cong.vn/{number}.html</link><guid>{number}</guid>{written(date)}</item>"
        for number, title, date in items
    )
    bench.fetcher.body = (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Cổng</title>{body}</channel></rss>'.encode()
    )


def with_intake(bench: Bench, **changes: object) -> None:
    settings = bench.world.settings
    bench.world = replace(bench.world, settings=replace(settings, intake=settings.intake.model_copy(update=changes)))


def with_first_run(bench: Bench, **changes: object) -> None:
    settings = bench.world.settings
    bench.world = replace(bench.world, settings=replace(settings, feeds=(settings.feeds[0].model_copy(update=changes),)))


def seeded(bench: Bench) -> None:
    serve(bench, [(0, OTHER, None)])
    bench.poll()


def standings(bench: Bench) -> Counter[Standing]:
    return Counter(stored.standing for stored in bench.world.store.entries.recent(limit=5_000))


def why(bench: Bench, number: int) -> str:
    return explain.why(bench.world, f"https://cong.vn/{number}.html").entry.reason


def in_slots(bench: Bench) -> list[int]:
    """The numbers of the items whose Posts are scheduled, the first to go out first."""
    posts = sorted(bench.posts(PostState.SCHEDULED), key=lambda post: post.due_at or post.created_at)
    return [number_of(post) for post in posts]


def number_of(post: Post) -> int:
    return int(post.draft.link.split(".html")[0].rsplit("/", 1)[1])


def run(bench: Bench, days: float) -> None:
    """Let what is due go out, half an hour at a time: no later than the timetable allows."""
    for _ in range(round(days * 48)):
        while publish_due(bench.world) is not None:
            pass
        bench.pass_time(minutes=30)


def test_44_53_at_installation_nothing_is_posted_and_why_says_so(bench):
    with_first_run(bench, first_run="baseline")
    serve(bench, [(number, PRAISE, bench.instant[0] - number * DAY) for number in range(1, 31)])
    bench.poll()

    assert (bench.posts(), standings(bench)) == ([], {Standing.BASELINE: 30})
    assert "trước khi Loa bắt đầu theo dõi" in why(bench, 1)


def test_45_46_at_installation_the_uppermost_few_may_be_posted_and_the_seen_ones_outlive_the_feed(bench):
    with_first_run(bench, latest=3)
    items = [(number, PRAISE, bench.instant[0] - number * DAY) for number in range(40, 80)]
    serve(bench, items)
    bench.poll()
    assert in_slots(bench) == [40, 41, 42]
    serve(bench, items[-5:])
    bench.poll()
    serve(bench, items)
    assert bench.poll().new == ()
    assert standings(bench) == {Standing.ACCEPTED: 3, Standing.BASELINE: 37}


def test_26_48_49_of_2000_new_items_at_once_the_newest_few_are_posted(bench):
    seeded(bench)
    serve(
        bench,
        [(number, f"Cải cách hành chính, tin số {number}", bench.instant[0] - number * timedelta(minutes=5)) for number in range(1, 2_001)],
    )
    assert len(bench.poll().new) == 2_000

    assert in_slots(bench) == list(range(1, 21))
    assert standings(bench) == {Standing.ACCEPTED: 20, Standing.LATE: 1_980, Standing.IRRELEVANT: 1}
    assert "cùng lúc có thêm 2000 tin" in why(bench, 21)
    assert "intake.most_at_once" in why(bench, 21)
    serve(bench, [(number, f"{PRAISE} số {number}", bench.instant[0]) for number in range(2_001, 2_003)])
    bench.poll()
    assert in_slots(bench)[-2:] == [2_001, 2_002]


def test_26_a_feed_that_floods_at_every_poll_is_stopped_within_the_day(bench):
    with_intake(bench, most_at_once=2)
    seeded(bench)
    for flood in range(5):
        serve(bench, [(flood * 10 + number, PRAISE, bench.instant[0]) for number in range(1, 5)])
        bench.poll()

    assert standings(bench)[Standing.ACCEPTED] == 6
    assert "trong vòng một ngày" in why(bench, 41)
    bench.pass_time(days=1)
    serve(bench, [(90, PRAISE, bench.instant[0])])
    bench.poll()
    assert standings(bench)[Standing.ACCEPTED] == 7


def test_26_what_would_go_no_further_takes_no_room_and_keeps_its_own_reason(bench):
    with_intake(bench, most_at_once=1)
    seeded(bench)
    serve(bench, [(number, OTHER if number < 6 else PRAISE, bench.instant[0]) for number in range(1, 7)])
    bench.poll()

    assert in_slots(bench) == [6]
    assert standings(bench) == {Standing.IRRELEVANT: 6, Standing.ACCEPTED: 1}


def test_26_a_flood_of_what_editors_would_have_to_decide_is_a_flood(bench):
    with_intake(bench, most_at_once=2)
    seeded(bench)
    serve(bench, [(number, f"{CRITICISM} {number}", bench.instant[0]) for number in range(1, 7)])
    bench.poll()

    assert len(bench.posts(PostState.HELD)) == 2


def test_26_47_an_archive_that_comes_up_again_is_stored_with_its_date_as_the_reason(bench):
    seeded(bench)
    serve(bench, [(1, PRAISE, bench.instant[0] - DAY), *[(number, PRAISE, bench.instant[0] - number * 30 * DAY) for number in range(2, 9)]])
    bench.poll()

    assert in_slots(bench) == [1]
    assert standings(bench)[Standing.LATE] == 7
    assert "cổng thông tin ghi ngày 25/09/2026" in why(bench, 2)


def test_47_49_after_ten_days_without_an_answer_the_newest_comes_first_and_all_in_slots_of_their_own(bench):
    seeded(bench)
    bench.fetcher.error = FeedError("intake.connect_timeout", url="https://cong.vn/rss", host="cong.vn")
    for _ in range(20):
        bench.pass_time(hours=12)
        poll(bench.world)
    bench.fetcher.error = None
    today = bench.instant[0]
    serve(bench, [(number, PRAISE, today - number * timedelta(hours=11)) for number in range(1, 30)])
    bench.pass_time(hours=7)
    # It rests by now, and an operator does not want to wait.
    poll(bench.world, only="cong")

    # Ten days hold 21 of them, of which 20 may go; all of them are later ones than when they were seen, three a day.
    assert in_slots(bench) == list(range(1, 21))
    assert standings(bench)[Standing.LATE] == 9
    due = sorted(post.due_at for post in bench.posts(PostState.SCHEDULED))
    assert len(set(due)) == 20
    assert due[0] > bench.instant[0]
    run(bench, days=0.5)
    assert [number_of(post) for post in bench.posts(PostState.PUBLISHED)][:1] == [1]


def test_47_what_can_not_go_out_in_its_time_expires_by_the_setting(bench):
    seeded(bench)
    settings = bench.world.settings
    timetable = settings.timetable.model_copy(update={"expires_after": 2 * DAY})
    bench.world = replace(bench.world, settings=replace(settings, timetable=timetable))
    serve(bench, [(number, PRAISE, bench.instant[0] - number * timedelta(hours=1)) for number in range(1, 10)])
    bench.poll()
    run(bench, days=3)

    states = Counter(post.state for post in bench.posts())
    assert states == {PostState.PUBLISHED: 6, PostState.DROPPED: 3}
    assert all("quá 2 ngày" in post.reason for post in bench.posts(PostState.DROPPED))
    assert len(bench.page.posts) == 6


def test_47_of_one_day_the_surest_gets_the_first_slot_and_what_has_a_near_deadline_comes_before_it(bench):
    seeded(bench)
    here = bench.instant[0]
    soon = "Hạn chót nộp hồ sơ thủ tục hành chính: 27/11/2026"
    serve(bench, [(1, PRAISE, here), (2, PRAISE, here - 2 * DAY), (3, soon, here - 3 * DAY)])
    bench.poll()

    assert in_slots(bench) == [3, 1, 2]


def test_50_51_52_dates_that_are_missing_broken_or_ahead_lose_nothing_and_lead_nothing(bench):
    seeded(bench)
    here = bench.instant[0]
    with_intake(bench, most_at_once=4)
    dates = {1: here + 400 * DAY, 2: "hôm nào đó", 3: here, 4: None, 5: here - 5 * DAY, 6: here - 6 * DAY}
    serve(bench, [(number, PRAISE, date) for number, date in dates.items()])
    bench.poll()

    assert in_slots(bench) == [2, 3, 1, 4]
    assert why(bench, 5).startswith("nguồn tin cùng lúc có thêm 6 tin")
    serve(bench, [(7, PRAISE, here), *[(number, PRAISE, date) for number, date in dates.items()]])
    assert len(bench.poll().new) == 1
    assert in_slots(bench)[-1] == 7


@pytest.mark.parametrize("standing", [Standing.BASELINE, Standing.LATE])
def test_what_was_not_posted_stays_so_through_a_change_and_an_editors_correction_and_keeps_its_reason(bench, standing):
    if standing is Standing.BASELINE:
        with_first_run(bench, first_run="baseline")
    else:
        seeded(bench)
    old = bench.instant[0] - 90 * DAY
    serve(bench, [(1, PRAISE, old)])
    bench.poll()
    before = explain.why(bench.world, "https://cong.vn/1.html").entry
    serve(bench, [(1, f"{PRAISE} (đã sửa)", bench.instant[0])])
    assert len(bench.poll().changed) == 1
    after = explain.why(bench.world, "https://cong.vn/1.html").entry
    corrected = correct(bench.world, after.entry.key, Said(tone=Tone.NEUTRAL), by="Anna")

    assert before.standing is after.standing is corrected.standing is standing
    assert before.reason == after.reason == corrected.reason
    assert (after.revision, bench.posts()) == (2, [])


def test_floods_are_told_in_the_log_of_the_poll_and_the_journal_of_each_entry(bench):
    seeded(bench)
    serve(bench, [(1, PRAISE, bench.instant[0] - 90 * DAY)])
    bench.poll()
    (event,) = explain.why(bench.world, "https://cong.vn/1.html").events

    assert event.verb == "seen"
    assert event.reason.startswith("late: tin cũ")
