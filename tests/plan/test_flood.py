"""Which of a poll's new entries may be posted: the rule alone. The numbers are those of facts/lessons.md."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.judgement import Classification, Finding, FindingKind
from bot.plan.flood import Admission, Candidate, Turn, admit, is_urgent

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
DAY = timedelta(days=1)


def new(*published: datetime | None, **changes: object) -> list[Candidate]:
    """Candidates in the document's order."""
    return [Candidate(published_at=at, place=place, **changes) for place, at in enumerate(published)]


def asked(items: list[Candidate], **changes: object) -> tuple[Admission, ...]:
    settings = {"seeded": True, "first_run": "baseline", "latest": 3, "news_age": 10 * DAY, "most_at_once": 3}
    return admit(items, now=NOW, **{**settings, **changes})


def turns(found: tuple[Admission, ...]) -> list[Turn]:
    return [each.turn for each in found]


def keys(found: tuple[Admission, ...]) -> list[str | None]:
    return [None if each.why is None else each.why.key for each in found]


def in_order(found: tuple[Admission, ...]) -> list[int]:
    """Places in the document, the first to get a slot first."""
    return sorted(range(len(found)), key=lambda number: found[number].order)


GO, BASELINE, OLD, TOO_MANY = Turn.GO, Turn.BASELINE, Turn.OLD, Turn.TOO_MANY


def test_44_53_the_first_run_posts_nothing_and_says_why():
    found = asked(new(NOW, None, NOW - 99 * DAY), seeded=False)

    assert turns(found) == [BASELINE] * 3
    assert keys(found) == ["plan.baseline"] * 3


def test_45_46_the_first_run_may_post_the_uppermost_few_whatever_their_dates():
    found = asked(new(NOW + DAY, NOW - 99 * DAY, None, NOW), seeded=False, first_run="latest", latest=2, most_at_once=1)

    assert turns(found) == [GO, GO, BASELINE, BASELINE]


def test_26_47_an_archive_that_comes_up_is_stored_and_says_its_date():
    found = asked(new(NOW - DAY, NOW - 11 * DAY, NOW - 400 * DAY))

    assert turns(found) == [GO, OLD, OLD]
    assert found[1].why.say("vi").startswith("tin cũ: cổng thông tin ghi ngày 13/11/2026, tức đã quá 10 ngày")


def test_26_48_49_of_more_than_may_be_posted_at_once_the_newest_go_on():
    found = asked(new(*[NOW - hours * timedelta(hours=30) for hours in (5, 4, 3, 2, 1, 0)]))

    assert turns(found) == [TOO_MANY] * 3 + [GO] * 3
    assert in_order(found) == [5, 4, 3, 2, 1, 0]
    assert found[0].why.params == {"count": 6, "most": 3}


def test_47_of_one_day_the_most_important_and_before_all_what_is_urgent():
    items = [
        Candidate(published_at=NOW - timedelta(hours=1), place=0, weight=0.5),
        Candidate(published_at=NOW - timedelta(hours=20), place=1, weight=0.9),
        Candidate(published_at=NOW - 2 * DAY, place=2, weight=1.0),
        Candidate(published_at=NOW - 3 * DAY, place=3, weight=0.4, urgent=True),
    ]

    assert in_order(asked(items)) == [3, 1, 0, 2]
    assert turns(asked(items)) == [GO, GO, TOO_MANY, GO]


def test_50_51_a_date_in_the_future_neither_leads_nor_blocks():
    found = asked(new(NOW + 900 * DAY, NOW - timedelta(hours=1), NOW - 2 * DAY, NOW - 3 * DAY))

    assert in_order(found) == [1, 0, 2, 3]
    assert turns(found) == [GO, GO, GO, TOO_MANY]


def test_51_clocks_may_differ_by_a_little():
    assert in_order(asked(new(NOW - timedelta(hours=1), NOW + timedelta(minutes=5)))) == [1, 0]


def test_52_what_has_no_date_is_not_lost_and_goes_by_its_place_in_the_document():
    assert turns(asked(new(None, None, None, None))) == [GO, GO, GO, TOO_MANY]
    assert in_order(asked(new(NOW - DAY, None, NOW - 4 * DAY, None))) == [0, 1, 2, 3]
    assert in_order(asked(new(NOW - 4 * DAY, None, NOW - DAY, None))) == [1, 2, 3, 0]
    assert turns(asked(new(None, *[NOW - 90 * DAY] * 5))) == [GO] + [OLD] * 5


def test_in_a_document_without_dates_importance_changes_no_order_but_urgency_does():
    items = [Candidate(published_at=None, place=place, weight=place / 4, urgent=place == 3) for place in range(4)]

    assert in_order(asked(items)) == [3, 0, 1, 2]


def test_what_would_go_no_further_anyhow_takes_no_room():
    items = [*new(*[NOW] * 5, wanted=False), Candidate(published_at=NOW - DAY, place=5)]

    assert turns(asked(items, most_at_once=1)) == [GO] * 6


def test_26_a_feed_that_floods_poll_after_poll_is_stopped_within_the_day():
    assert turns(asked(new(NOW, NOW, NOW), lately=8)) == [GO, TOO_MANY, TOO_MANY]
    found = asked(new(NOW), lately=9)
    assert keys(found) == ["plan.late_too_many_a_day"]
    assert found[0].why.params == {"count": 10, "most": 9}


@pytest.mark.parametrize(
    ("deadline", "urgent"),
    [("2026-11-24", True), ("2026-12-08", True), ("2026-12-09", False), ("2026-11-23", False), ("--11-30", False)],
)
def test_what_names_a_deadline_that_is_near_is_urgent(deadline, urgent):
    finding = Finding(kind=FindingKind.DEADLINE, value=deadline, where="title", start=0, end=1)

    assert is_urgent(Classification(relevant=True, confidence=1, findings=(finding,)), date(2026, 11, 24)) is urgent


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        published_at=st.none() | st.integers(-900, 90).map(lambda hours: NOW + hours * timedelta(hours=1)),
        place=st.just(0),
        wanted=st.booleans(),
        weight=st.sampled_from([0.1, 0.5, 0.9]),
        urgent=st.booleans(),
    ),
    max_size=30,
).map(lambda items: [Candidate(**{**{name: getattr(each, name) for name in each.__slots__}, "place": n}) for n, each in enumerate(items)])


@given(CANDIDATES, st.booleans(), st.integers(1, 10), st.integers(0, 40))
def test_nobody_is_lost_none_goes_before_a_better_one_and_every_skip_has_a_reason(items, seeded, most, lately):
    found = asked(items, seeded=seeded, most_at_once=most, lately=lately)

    assert sorted(each.order for each in found) == list(range(len(items)))
    assert all((each.turn is GO) is (each.why is None) for each in found)
    assert all(each.why is None or (each.why.say("vi") and each.why.say("en")) for each in found)
    going = [each.order for item, each in zip(items, found, strict=True) if each.turn is GO and item.wanted]
    left = [each.order for each in found if each.turn is TOO_MANY]
    if seeded:
        assert len(going) <= min(most, max(0, 3 * most - lately))
        assert not left or not going or max(going) < min(left)
    ordered = [items[number] for number in in_order(found)]
    assert all(one.urgent or not other.urgent for one, other in pairwise(ordered))
