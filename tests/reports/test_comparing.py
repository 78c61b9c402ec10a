"""What is told as higher or lower is more than chance, and said of enough Posts."""

import random

from hypothesis import given
from hypothesis import strategies as some

from bot.reports.comparing import LEAST, Direction, compare

COUNTS = some.lists(some.integers(0, 10_000), min_size=LEAST, max_size=60)


def test_too_few_posts_show_nothing():
    assert compare([1] * (LEAST - 1), [100] * 50) is None
    assert compare([1] * 50, [100] * (LEAST - 1)) is None


def test_a_plain_difference_is_told_in_its_direction():
    assert compare(range(100, 120), range(300, 320)).direction is Direction.HIGHER
    assert compare(range(300, 320), range(100, 120)).direction is Direction.LOWER


def test_the_same_figures_are_alike_also_where_all_are_equal():
    assert compare([5] * 20, [5] * 20).direction is Direction.ALIKE
    assert compare(range(20), range(20)).direction is Direction.ALIKE


@given(COUNTS, COUNTS)
def test_turned_round_the_direction_turns(before, now):
    turned = {Direction.HIGHER: Direction.LOWER, Direction.LOWER: Direction.HIGHER, Direction.ALIKE: Direction.ALIKE}
    assert compare(now, before).direction is turned[compare(before, now).direction]


@given(COUNTS, COUNTS)
def test_the_direction_is_never_against_the_medians_that_stand_beside_it(before, now):
    found = compare(before, now)
    if found.direction is Direction.HIGHER:
        assert found.now > found.before
    if found.direction is Direction.LOWER:
        assert found.now < found.before


def test_chance_is_told_as_a_trend_at_most_once_in_twenty():
    chance = random.Random(11)
    told = 0
    for _ in range(1_000):
        before, now = ([int(chance.paretovariate(1.5) * 100) for _ in range(25)] for _ in range(2))
        told += compare(before, now).direction is not Direction.ALIKE
    assert told <= 60
