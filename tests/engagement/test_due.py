"""Which Posts are measured next, and by which request."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.engagement.due import A_LISTING, AN_IDS, Stand, due_rung, next_batch
from bot.engagement.ladder import patience
from bot.engagement.policy import USUAL

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
LADDER = (10 * MINUTE, HOUR, DAY)


def stand(number: int, age: timedelta, measured: timedelta | None = None, *, gone: bool = False) -> Stand:
    """A Post of this age, last measured when it had the age `measured`."""
    published_at = NOW - age
    taken_at = None if measured is None else published_at + measured
    return Stand(key=f"p{number:04}", remote_id=f"1_{number}", published_at=published_at, taken_at=taken_at, gone=gone)


def test_a_rung_is_due_once_it_is_reached_until_it_is_taken_and_missed_ones_stay_missed():
    assert due_rung(LADDER, stand(1, 9 * MINUTE), NOW) is None
    assert due_rung(LADDER, stand(1, 10 * MINUTE), NOW) == 10 * MINUTE
    assert due_rung(LADDER, stand(1, 30 * MINUTE, 11 * MINUTE), NOW) is None
    assert due_rung(LADDER, stand(1, 2 * HOUR), NOW) == HOUR
    assert due_rung(LADDER, stand(1, 9 * DAY, 11 * MINUTE), NOW) == DAY
    assert due_rung(LADDER, stand(1, 9 * DAY, DAY), NOW) is None


def test_a_clock_that_went_back_does_not_let_the_same_rung_be_asked_for_ever():
    taken = replace(stand(1, 2 * HOUR, 10 * MINUTE), rung=HOUR)
    assert due_rung(LADDER, taken, NOW) is None


def test_a_post_that_was_gone_is_looked_for_again_when_it_is_twice_as_old():
    assert due_rung(USUAL, stand(1, 5 * HOUR, 3 * HOUR, gone=True), NOW) is None
    assert due_rung(USUAL, stand(1, 6 * HOUR, 3 * HOUR, gone=True), NOW) == 6 * HOUR


def test_nothing_due_is_no_batch():
    assert next_batch(LADDER, [], NOW) is None
    assert next_batch(LADDER, [stand(1, MINUTE), stand(2, 2 * HOUR, HOUR)], NOW) is None


def test_one_alone_is_measured_at_once():
    batch = next_batch(LADDER, [stand(1, HOUR, 10 * MINUTE), stand(2, 3 * HOUR, HOUR)], NOW)
    assert [each.key for each, _ in batch.due] == ["p0001"]


def test_what_is_due_waits_a_little_for_others_that_soon_are_and_then_no_longer():
    early, late = stand(1, 60 * MINUTE, 10 * MINUTE), stand(2, 50 * MINUTE, 10 * MINUTE)
    assert next_batch(LADDER, [early, late], NOW) is None
    batch = next_batch(LADDER, [early, late], NOW + 10 * MINUTE)
    assert {each.key for each, _ in batch.due} == {"p0001", "p0002"}
    alone = next_batch(LADDER, [early, stand(2, 44 * MINUTE, 10 * MINUTE)], NOW)
    assert {each.key for each, _ in alone.due} == {"p0001"}, "the other one comes too late"


def test_a_hundred_neighbours_are_one_listing_and_its_window_holds_them_all():
    stands = [stand(number, 90 * DAY + number * HOUR) for number in range(130)]
    batch = next_batch(USUAL, stands, NOW)
    assert len(batch.due) == A_LISTING
    assert all(batch.since <= each.published_at <= batch.until for each, _ in batch.due)
    assert batch.until - batch.since == 99 * HOUR + timedelta(seconds=2)


def test_few_far_between_are_asked_for_by_their_ids():
    stands = [stand(number, DAY + number * HOUR, None if number % 40 == 0 else DAY + number * HOUR) for number in range(1_000)]
    batch = next_batch(USUAL, stands, NOW)
    assert (batch.since, len(batch.due)) == (None, 25)


def test_of_those_that_were_gone_few_are_looked_for_at_once_and_never_with_others():
    gone = [stand(number, 8 * DAY, DAY, gone=True) for number in range(20)]
    alone = next_batch(USUAL, gone, NOW)
    assert (alone.since, len(alone.due)) == (None, 4)
    mixed = next_batch(USUAL, [*gone, stand(99, 8 * DAY)], NOW)
    assert [each.key for each, _ in mixed.due] == ["p0099"]


stands = st.lists(
    st.tuples(st.integers(min_value=0, max_value=8_000_000), st.none() | st.floats(min_value=0, max_value=1), st.booleans()),
    max_size=160,
).map(
    lambda drawn: [
        stand(number, timedelta(seconds=age), None if part is None else timedelta(seconds=int(age * part)), gone=gone and part is not None)
        for number, (age, part, gone) in enumerate(drawn)
    ]
)


@given(stands)
def test_a_batch_holds_only_what_is_due_and_fits_its_request(posts):
    batch = next_batch(USUAL, posts, NOW)
    due = {each.key: rung for each in posts if (rung := due_rung(USUAL, each, NOW)) is not None}
    if batch is None:
        return
    assert {each.key: rung for each, rung in batch.due}.items() <= due.items()
    assert 0 < len(batch.due) <= (A_LISTING if batch.since is not None else AN_IDS)


@given(stands)
def test_everything_due_is_measured_in_the_end_and_nothing_waits_longer_than_its_patience(posts):
    latest = NOW + max((patience(USUAL, rung) for rung in USUAL), default=timedelta(0))
    left = {each.key: each for each in posts}
    for _ in range(len(posts) + 1):
        batch = next_batch(USUAL, list(left.values()), latest)
        if batch is None:
            break
        for each, rung in batch.due:
            left[each.key] = replace(each, taken_at=latest, rung=rung, gone=False)
    assert [each for each in left.values() if due_rung(USUAL, each, NOW) is not None] == []
