"""Posts compared by what they were like: the median of what is known; what is missing counts for nothing."""

from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from bot.engagement.groups import Group, grouped


def test_the_typical_figure_is_the_median_of_those_that_have_one():
    values = [("a", 1), ("a", 100), ("a", 3), ("a", None), ("b", None), ("x", 5)]
    assert grouped(values, ["b", "a", "c"]) == (
        Group("b", posts=1, measured=0, typical=None),
        Group("a", posts=4, measured=3, typical=3.0),
        Group("c", posts=0, measured=0, typical=None),
    )


def test_nought_is_a_figure_and_missing_is_not():
    assert grouped([("a", 0), ("a", 0), ("a", None)], ["a"]) == (Group("a", posts=3, measured=2, typical=0.0),)


@given(values=st.lists(st.tuples(st.integers(0, 3), st.none() | st.integers(0, 10**9)), max_size=60))
def test_every_value_is_in_one_group_whatever_the_order(values):
    groups = grouped(values, range(4))
    assert grouped(list(reversed(values)), range(4)) == groups
    assert sum(group.posts for group in groups) == len(values)
    for group in groups:
        known = [value for key, value in values if key == group.key and value is not None]
        assert (group.measured, group.typical) == (len(known), median(known) if known else None)
