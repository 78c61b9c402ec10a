"""The rule of floods, told of what was read (the rule itself: tests/plan/test_flood.py; in the poll: test_floods.py)."""

from dataclasses import replace
from datetime import timedelta

from bot.model import Entry, Standing
from bot.service.admission import in_turn
from tests.service.conftest import OTHER, PRAISE, bench, url

__all__ = ("bench", "url")


def news(number: int, title: str, now, days_old: int = 0) -> tuple[int, Entry]:
    made = Entry(
        feed="cong", identity=str(number), title=title, link=f"https://cong.vn/{number}", published_at=now - timedelta(days=days_old)
    )
    return number, made


def turns(bench, *fresh: tuple[int, Entry], seeded: bool = True):
    feed = replace(bench.world.store.feeds.get("cong"), seeded=seeded)
    return in_turn(bench.world, bench.world.settings.feeds[0], feed, fresh, bench.instant[0])


def test_what_is_old_is_stored_as_late_with_its_reason_and_what_is_new_goes_first(bench):
    now = bench.instant[0]
    first, second = turns(bench, news(0, PRAISE, now, days_old=400), news(1, f"{PRAISE} hôm nay", now))
    assert (first.entry.identity, first.stays) == ("1", None)
    assert second.stays is not None
    standing, reason = second.stays
    assert standing is Standing.LATE
    assert "ngày" in reason


def test_what_nobody_wants_to_post_takes_no_room(bench):
    settings = bench.world.settings
    bench.world = replace(bench.world, settings=replace(settings, intake=settings.intake.model_copy(update={"most_at_once": 1})))
    now = bench.instant[0]
    found = turns(bench, *(news(number, f"{OTHER} {number}", now) for number in range(5)), news(9, PRAISE, now))
    assert all(each.stays is None for each in found), "the others are called irrelevant, not late"
    crowded = turns(bench, news(1, f"{PRAISE} một", now), news(2, f"{PRAISE} hai", now))
    assert sorted(each.stays is None for each in crowded) == [False, True]


def test_each_entry_comes_with_what_it_was_judged_to_be(bench):
    now = bench.instant[0]
    judged = {each.entry.title: each.classification.relevant for each in turns(bench, news(0, PRAISE, now), news(1, OTHER, now))}
    assert judged == {PRAISE: True, OTHER: False}
