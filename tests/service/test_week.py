"""The calendar of a Page: what is due, what went out, what is free, and what each Post could have instead."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.model import PostState
from bot.plan.policy import SlotDays
from bot.service.moving import move
from bot.service.week import monday_of, week
from tests.conftest import NOW
from tests.fakes import newsroom
from tests.fakes.page import FakePage
from tests.service.conftest import bench, url

__all__ = ("bench", "url")

MONDAY = date(2026, 11, 23)


def shown(found) -> dict[str, list[str]]:
    """By day, its times: with + for a Post, with - for a free slot."""
    return {
        f"{day.day:%d/%m}": [
            f"{'+' if cell.line else '-'}{cell.at.astimezone(NOW.tzinfo) + timedelta(hours=7):%H:%M}" for cell in day.cells
        ]
        for day in found.days
    }


@pytest.mark.parametrize(("day", "monday"), [(None, MONDAY), (date(2026, 11, 29), MONDAY), (date(2026, 11, 30), date(2026, 11, 30))])
def test_a_week_begins_on_its_monday(bench, day, monday):
    assert monday_of(bench.world, day) == monday


def test_posts_and_free_slots_stand_in_their_days_and_what_is_past_is_not_free(bench):
    newsroom.fill(bench.world, scheduled=3, held=2)
    assert shown(week(bench.world, "trang", MONDAY)) == {
        "23/11": [],
        "24/11": ["+12:00", "+16:00"],
        "25/11": ["+08:00", "-12:00", "-16:00"],
        **{f"{day}/11": ["-08:00", "-12:00", "-16:00"] for day in (26, 27, 28, 29)},
    }


def test_what_went_out_stands_at_its_hour_and_can_not_be_moved(bench):
    newsroom.publish(bench.world, 1, every=timedelta(hours=20))
    found = week(bench.world, "trang", MONDAY)
    (cell,) = [cell for day in found.days for cell in day.cells if cell.line]
    assert (cell.line.post.state, cell.choices) == (PostState.PUBLISHED, ())
    assert [day.is_today for day in found.days] == [False, True, *[False] * 5]
    assert [day.is_over for day in found.days] == [True, *[False] * 6]


def test_every_choice_that_is_offered_can_be_had(bench):
    newsroom.fill(bench.world, scheduled=5)
    found = week(bench.world, "trang", MONDAY)
    cells = [cell for day in found.days for cell in day.cells if cell.line]
    assert len(cells) == 5
    for cell in cells:
        assert cell.choices
        assert cell.line.post.due_at not in cell.choices
        for slot in cell.choices[:4]:
            due_at = move(bench.world, cell.line.post.key, by="lan", due_at=slot).due_at
            assert due_at == slot
        move(bench.world, cell.line.post.key, by="lan", due_at=cell.at)


def test_a_post_is_not_in_its_own_way(bench):
    timetable = bench.world.settings.timetable.model_copy(
        update={"slots": {SlotDays.EVERYDAY: (time(20), time(20, 30))}, "cap_per_day": 1, "least_spacing": timedelta(hours=1)}
    )
    bench.world = replace(bench.world, settings=replace(bench.world.settings, timetable=timetable))
    newsroom.fill(bench.world, scheduled=1)
    found = week(bench.world, "trang", MONDAY)
    (cell,) = [cell for day in found.days for cell in day.cells if cell.line]
    others = [slot for slot in cell.choices if slot.date() == cell.at.date()]
    assert len(others) == 1, "the other slot of its own day"
    assert others[0] in {cell.at for day in found.days for cell in day.cells if cell.line is None}


def test_a_page_has_its_own_week(bench):
    bench.world = replace(bench.world, channels={**bench.world.channels, "khac": FakePage(name="khac")})
    newsroom.fill(bench.world, scheduled=3)
    assert all(cell.line is None for day in week(bench.world, "khac", MONDAY).days for cell in day.cells)


def test_the_weeks_before_and_after_are_a_week_away(bench):
    found = week(bench.world, "trang", MONDAY)
    assert (found.before, found.after) == (date(2026, 11, 16), date(2026, 11, 30))
    assert not found.cut
