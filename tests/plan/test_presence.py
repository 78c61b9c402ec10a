import pytest

from bot.plan.presence import have_left


@pytest.mark.parametrize(
    ("before", "now", "left"),
    [
        ("abc", "abc", ""),
        ("abc", "xab", ""),  # one came, one fell off
        ("abc", "xyza", ""),
        ("abc", "xyz", ""),  # a whole page of news
        ("abc", "ab", "c"),  # nothing came, so nothing pushed it out
        ("abc", "xa", "b"),  # one was pushed out, one was taken out
        ("abc", "xac", "b"),  # out of the midst
        ("abc", "ac", "b"),
        ("abc", "", "abc"),
        ("", "abc", ""),
        ("abc", "cba", ""),
        ("abcd", "xbad", "c"),
    ],
)
def test_what_was_taken_out_is_told_from_what_fell_off_the_end(before, now, left):
    assert have_left(tuple(before), tuple(now)) == frozenset(left)
