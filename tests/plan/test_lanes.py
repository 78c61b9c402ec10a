"""Which lane a Post belongs to, and who makes room for whom."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from bot.judgement import Field, Tone, Topic
from bot.plan.bookings import Booking, Traits
from bot.plan.lanes import gives_way, lane_of
from bot.plan.policy import Lane, LaneRule, TimetablePolicy
from tests.conftest import NOW

RULES = (
    LaneRule(lane=Lane.NORMAL, tones=(Tone.CRITICISM,)),
    LaneRule(lane=Lane.URGENT, words=("Bão", "lũ quét")),
    LaneRule(lane=Lane.EVERGREEN, feeds=("huong-dan",), topics=(Topic.ONE_STOP, Topic.ONLINE_SERVICES)),
    LaneRule(lane=Lane.EVERGREEN, fields=(Field.GENERAL,), tones=(Tone.NEUTRAL,)),
)


@pytest.mark.parametrize(
    ("tone", "fields", "topics", "feed", "title", "lane"),
    [
        (Tone.NEUTRAL, [], [], "cong", "Ứng phó BÃO số 5", Lane.URGENT),
        (Tone.NEUTRAL, [], [], "cong", "Cảnh báo lũ  quét ở Hướng Phùng", Lane.URGENT),
        (Tone.NEUTRAL, [], [], "cong", "Cảnh bảo mất điện, bào chữa", Lane.NORMAL),
        (Tone.CRITICISM, [], [], "cong", "Phê bình chậm ứng phó bão", Lane.NORMAL),
        (Tone.NEUTRAL, [], [Topic.ONE_STOP], "huong-dan", "Hướng dẫn nộp hồ sơ", Lane.EVERGREEN),
        (Tone.NEUTRAL, [], [Topic.ONE_STOP], "cong", "Hướng dẫn nộp hồ sơ", Lane.NORMAL),
        (Tone.NEUTRAL, [], [Topic.DIRECTIVE], "huong-dan", "Hướng dẫn nộp hồ sơ", Lane.NORMAL),
        (Tone.NEUTRAL, [Field.PROCEDURES, Field.GENERAL], [], "cong", "Cải cách", Lane.EVERGREEN),
        (Tone.PRAISE, [Field.GENERAL], [], "cong", "Cải cách", Lane.NORMAL),
    ],
)
def test_the_first_rule_that_fits_in_all_it_names_decides(tone, fields, topics, feed, title, lane):
    assert lane is lane_of(RULES, tone, fields, topics, feed, title)


def test_a_rule_that_asks_for_nothing_is_a_fault():
    with pytest.raises(ValidationError) as raised:
        LaneRule(lane=Lane.URGENT)
    assert [error["type"] for error in raised.value.errors()] == ["settings.lane_of_all"]


@pytest.mark.parametrize(
    ("holder", "hours", "post", "gives"),
    [
        (Lane.NORMAL, 1, Lane.URGENT, True),
        (Lane.EVERGREEN, 1, Lane.URGENT, True),
        (Lane.URGENT, 9, Lane.URGENT, False),
        (Lane.NORMAL, 9, Lane.NORMAL, False),
        (Lane.EVERGREEN, 3, Lane.NORMAL, True),
        (Lane.EVERGREEN, 2, Lane.NORMAL, False),
        (Lane.EVERGREEN, 9, Lane.EVERGREEN, False),
        (Lane.URGENT, 9, Lane.NORMAL, False),
    ],
)
def test_a_lower_lane_makes_room_and_what_is_fixed_never_does(holder, hours, post, gives):
    policy, traits = TimetablePolicy(), Traits(lane=holder)
    booking = Booking(at=NOW + timedelta(hours=hours), traits=traits, fixed=False)
    assert gives is gives_way(policy, booking, Traits(lane=post), NOW)
    assert not gives_way(policy, Booking(at=booking.at, traits=traits), Traits(lane=post), NOW)
