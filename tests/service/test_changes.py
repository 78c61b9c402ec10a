"""Which changes of an article are followed. The numbers are those of facts/lessons.md."""

from dataclasses import replace

from bot.model import PostState, StepKind, StepState
from bot.service import editors, explain
from tests.service.conftest import CRITICISM, PRAISE, Bench

LINK = "https://cong.vn/1.html"


def with_most(bench: Bench, most: int) -> None:
    settings = bench.world.settings
    bench.world = replace(bench.world, settings=replace(settings, intake=settings.intake.model_copy(update={"most_changes": most})))


def verbs(bench: Bench) -> list[str]:
    return [event.verb for event in explain.why(bench.world, LINK).events]


def dated(title: str, date: str, updated: str) -> bytes:
    item = f"<id>1</id><title>{title}</title><link href='{LINK}'/><published>{date}</published><updated>{updated}</updated>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Cổng</title><entry>{item}</entry></feed>".encode()


def test_24_25_27_a_date_that_is_bumped_is_no_change_and_nothing_is_posted_anew(bench):
    bench.fetcher.body = dated(PRAISE, "2026-11-24T01:00:00Z", "2026-11-24T01:00:00Z")
    bench.poll()
    before = explain.why(bench.world, LINK).entry
    for minute in range(1, 4):
        bench.fetcher.body = dated(PRAISE, f"2026-11-24T02:{minute:02}:00Z", f"2026-11-24T03:{minute:02}:00Z")
        polled = bench.poll()
        assert (polled.entries, polled.new, polled.changed) == (1, (), ())

    assert explain.why(bench.world, LINK).entry == before
    assert (before.revision, len(bench.posts())) == (1, 1)


def test_41_a_clock_in_the_text_is_followed_a_few_times_and_then_left_as_it_is(bench):
    with_most(bench, 3)
    for minute in range(8):
        bench.serve(f"{PRAISE} lúc 10 giờ {minute}")
        bench.poll()

    stored = explain.why(bench.world, LINK).entry
    assert (stored.revision, stored.entry.title) == (4, f"{PRAISE} lúc 10 giờ 3")
    (post,) = bench.posts()
    assert "10 giờ 3" in post.draft.message
    assert verbs(bench) == ["seen", "changed", "changed", "changed", "changes-ignored"]
    assert "đã đổi 3 lần trong bảy ngày" in explain.why(bench.world, LINK).events[-1].reason


def test_41_after_a_quiet_week_it_counts_anew(bench):
    with_most(bench, 2)
    for number in range(4):
        bench.serve(f"{PRAISE} lần {number}")
        bench.poll()
    assert explain.why(bench.world, LINK).entry.revision == 3
    bench.pass_time(days=7)
    assert bench.poll().changed
    assert explain.why(bench.world, LINK).entry.entry.title == f"{PRAISE} lần 3", (
        "what it reads in the end is not missed, though the document is as it was"
    )
    bench.pass_time(minutes=40)
    assert bench.poll().entries is None
    for number in range(4, 8):
        bench.serve(f"{PRAISE} lần {number}")
        bench.poll()

    assert explain.why(bench.world, LINK).entry.revision == 5
    assert verbs(bench).count("changes-ignored") == 2


def test_41_a_clock_voids_no_approval_for_ever_and_asks_an_editor_no_more_often_than_so(bench):
    with_most(bench, 2)
    bench.serve(CRITICISM)
    bench.poll()
    for number in range(5):
        bench.serve(f"{CRITICISM} ({number})")
        bench.poll()
        (post,) = bench.posts()
        if post.state is PostState.HELD:
            editors.approve(bench.world, post.key, by="Anna")
    bench.run()
    (post,) = bench.posts(PostState.PUBLISHED)
    assert "(1)" in post.draft.message
    for number in range(5, 9):
        bench.serve(f"{CRITICISM} ({number})")
        bench.poll()
    assert [step.state for step in bench.world.store.steps.of(post.key)] == []


def test_41_of_what_is_out_already_an_editor_is_asked_with_the_newest_text_only(bench):
    with_most(bench, 3)
    bench.serve(PRAISE)
    bench.poll()
    bench.run()
    (post,) = bench.posts(PostState.PUBLISHED)
    for number in range(6):
        bench.serve(f"{PRAISE} đợt {number}")
        bench.poll()

    steps = bench.world.store.steps.of(post.key)
    assert [step.state for step in steps] == [StepState.DROPPED] * 2 + [StepState.HELD]
    assert "đợt 2" in steps[-1].text


def test_other_entries_of_the_feed_are_followed_all_the_same(bench):
    with_most(bench, 1)
    for minute in range(4):
        bench.serve(f"{PRAISE} {minute}", f"{PRAISE} khác" if minute < 3 else f"{PRAISE} khác hẳn")
        bench.poll()

    assert explain.why(bench.world, LINK).entry.revision == 2
    assert explain.why(bench.world, "https://cong.vn/2.html").entry.entry.title == f"{PRAISE} khác hẳn"


def test_43_what_the_sites_editors_mend_afterwards_reaches_the_post_before_it_goes_out_and_after(bench):
    """They mend it the day after. Between the article and its slot there is time, and what is out already is corrected, not posted anew."""
    bench.serve(PRAISE)
    bench.poll()
    bench.serve(f"{PRAISE} (đã sửa)")
    bench.poll()
    bench.run()
    (post,) = bench.posts(PostState.PUBLISHED)
    assert "(đã sửa)" in bench.page.posts[0].message
    bench.pass_time(days=1)
    bench.serve(f"{PRAISE} (đã sửa lần hai)")
    bench.poll()
    (wanted,) = bench.world.store.steps.of(post.key)
    assert (wanted.kind, wanted.state) == (StepKind.EDIT, StepState.HELD)
    assert "(đã sửa lần hai)" in wanted.text
    assert len(bench.page.posts) == 1
