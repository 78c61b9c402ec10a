"""The slot that a Post gets among others."""

import itertools
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.judgement import Field, Tone
from bot.plan.bookings import Booking, Traits, cooled_off
from bot.plan.lanes import RANKS
from bot.plan.placing import next_due, passed_over, room_at
from bot.plan.policy import Lane, MixPolicy, QuietDay, QuietDaysPolicy, SlotDays, TimetablePolicy, ToneOrField
from bot.plan.quiet_days import quiet_day
from bot.plan.timetable import GoOut, Move, Wait, is_quiet, judge, objection, slots
from tests.conftest import NOW

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
THRICE = TimetablePolicy(slots={SlotDays.EVERYDAY: (time(8), time(12), time(16))}, quiet_hours=(), cap_per_day=3)
PROCEDURES, FINANCE = Traits(fields=(Field.PROCEDURES,)), Traits(fields=(Field.PUBLIC_FINANCE,))
CRITICISM = Traits(tone=Tone.CRITICISM)


def at(text: str) -> datetime:
    """`"24 08:00"` of November 2026 in Vietnam; with a month before it, of that."""
    day, clock = text.split()
    month = day if "-" in day else f"11-{day}"
    return datetime.fromisoformat(f"2026-{month} {clock}").replace(tzinfo=HERE)


def shown(instant: datetime) -> str:
    return f"{instant.astimezone(HERE):%d %H:%M}"


def booked(*taken: tuple[str, Traits]) -> list[Booking]:
    return [Booking(at=at(when), post=when, traits=traits, fixed=False) for when, traits in taken]


def with_(**values) -> TimetablePolicy:
    return TimetablePolicy.model_validate({**THRICE.model_dump(), **values})


def test_the_names_of_tones_and_fields_in_the_settings_are_all_there_are():
    assert set(get_args(ToneOrField)) == {*Tone, *Field}
    assert set(Tone).isdisjoint(Field)


def test_a_window_is_slots_at_even_steps_with_its_end_where_a_step_meets_it():
    policy = TimetablePolicy(slots={}, windows={SlotDays.TUE: ("08:00-11:00 every 60m", "13:00-14:10 every 45m")}, quiet_hours=())
    found = [shown(slot) for slot, _ in zip(slots(policy, at("24 00:00")), range(6), strict=False)]
    assert found == ["24 08:00", "24 09:00", "24 10:00", "24 11:00", "24 13:00", "24 13:45"]


def test_a_slot_that_stands_in_a_window_too_is_one_slot():
    policy = TimetablePolicy(slots={SlotDays.EVERYDAY: (time(9),)}, windows={SlotDays.EVERYDAY: ("08:00-10:00 every 1h",)}, quiet_hours=())
    found = [shown(slot) for slot, _ in zip(slots(policy, at("24 00:00")), range(4), strict=False)]
    assert found == ["24 08:00", "24 09:00", "24 10:00", "25 08:00"]


@pytest.mark.parametrize(
    ("post", "taken", "due"),
    [
        (CRITICISM, [("24 08:00", CRITICISM)], "25 08:00"),
        (PROCEDURES, [("24 08:00", CRITICISM)], "24 12:00"),
        (PROCEDURES, [("24 08:00", PROCEDURES), ("24 12:00", PROCEDURES)], "25 08:00"),
        (Traits(fields=(Field.PUBLIC_FINANCE, Field.PROCEDURES)), [("24 08:00", PROCEDURES), ("24 12:00", PROCEDURES)], "25 08:00"),
        (FINANCE, [("24 08:00", PROCEDURES), ("24 12:00", PROCEDURES)], "24 16:00"),
    ],
)
def test_a_tone_and_a_field_have_caps_of_their_own(post, taken, due):
    policy = with_(caps={"criticism": 1, "procedures": 2})
    assert due == shown(next_due(policy, at("24 07:00"), booked(*taken), post))


@pytest.mark.parametrize(
    ("minutes", "post", "due"),
    [
        (0, Traits(), "24 08:00"),
        (59, Traits(), "24 08:00"),
        (60, Traits(), "24 08:00"),
        (61, Traits(), "24 12:00"),
        (0, CRITICISM, "24 12:00"),
        (600, Traits(lane=Lane.URGENT), "24 08:00"),
    ],
)
def test_a_post_waits_until_its_article_has_cooled_off_unless_it_is_urgent(minutes, post, due):
    policy = with_(cooling_off=timedelta(minutes=minutes), cooling_off_for={"criticism": "3h", "praise": "0s"})
    assert due == shown(next_due(policy, at("24 07:00"), [], replace(post, first_seen_at=at("24 07:00"))))


def test_the_longest_cooling_off_of_a_posts_tone_and_fields_counts_in_the_place_of_the_general_one():
    policy = with_(cooling_off="1h", cooling_off_for={"praise": "0s", "procedures": "20m"})
    seen = {"first_seen_at": NOW}
    assert cooled_off(policy, Traits(tone=Tone.PRAISE, **seen)) == NOW
    assert cooled_off(policy, Traits(tone=Tone.PRAISE, fields=(Field.PROCEDURES,), **seen)) == NOW + timedelta(minutes=20)
    assert cooled_off(policy, Traits(**seen)) == NOW + timedelta(hours=1)
    assert cooled_off(policy, Traits()) is None


def test_what_falls_on_a_quiet_day_gets_the_next_slot_and_says_so():
    policy = with_(quiet_days=QuietDaysPolicy(mourning=("2026-11-24..2026-11-25",)))
    praise = Traits(tone=Tone.PRAISE)
    due = next_due(policy, at("24 07:00"), [], praise)
    assert shown(due) == "26 08:00"
    assert "quốc tang" in passed_over(policy, at("24 07:00"), due, praise).say("vi")
    assert shown(next_due(policy, at("24 07:00"), [])) == "24 08:00"
    assert passed_over(policy, at("24 07:00"), at("24 08:00"), Traits()) is None
    assert passed_over(policy, at("23 07:00"), at("23 08:00"), praise) is None


def test_tet_at_the_turn_of_a_lunar_year_moves_criticism_to_the_first_slot_after_it():
    now = datetime(2027, 2, 3, 20, tzinfo=HERE)
    assert next_due(THRICE, now, [], CRITICISM) == datetime(2027, 2, 12, 8, tzinfo=HERE)
    assert next_due(THRICE, now, [], Traits(tone=Tone.PRAISE)) == datetime(2027, 2, 4, 8, tzinfo=HERE)


def test_a_post_gives_way_to_other_fields_only_for_a_while():
    policy = with_(mix=MixPolicy(no_field_twice=True, patience="1d"))
    # Nothing but procedures about: it waits a day for another field's Post, in vain, and then takes the slot it could have had.
    assert shown(next_due(policy, at("24 09:00"), booked(("24 08:00", PROCEDURES)), PROCEDURES)) == "24 12:00"
    between = booked(("24 08:00", PROCEDURES), ("24 12:00", FINANCE))
    assert shown(next_due(policy, at("24 09:00"), between, PROCEDURES)) == "24 16:00"
    before = booked(("24 08:00", PROCEDURES), ("24 16:00", FINANCE))
    assert shown(next_due(policy, at("24 09:00"), before, PROCEDURES)) == "25 08:00"
    assert shown(next_due(policy, at("24 09:00"), before, replace(PROCEDURES, lane=Lane.URGENT))) == "24 12:00"


def test_a_field_with_more_than_its_share_of_the_month_gives_way():
    policy = with_(mix=MixPolicy(shares={Field.PROCEDURES: 25}, patience="2d"), cap_per_day=3)
    month = booked(*[(f"{day:02} 08:00", PROCEDURES if day % 2 else FINANCE) for day in range(1, 21)])
    assert shown(next_due(policy, at("20 09:00"), month, FINANCE)) == "20 12:00"
    assert shown(next_due(policy, at("20 09:00"), month, PROCEDURES)) == "20 12:00", "nowhere within its patience, so at once"
    # A new month begins anew.
    assert shown(next_due(policy, at("30 13:00"), month, PROCEDURES)) == "01 08:00"


def test_after_an_outage_only_so_many_of_the_moved_are_given_slots_in_a_day():
    policy = with_(catch_up_per_day=1)
    late = [replace(each, moved=True) for each in booked(("24 08:00", Traits()))]
    assert shown(next_due(policy, at("24 07:00"), late, moved=True)) == "25 08:00"
    assert shown(next_due(policy, at("24 07:00"), late)) == "24 12:00"
    assert shown(next_due(THRICE, at("24 07:00"), late, moved=True)) == "24 12:00"


URGENT, EVERGREEN = Traits(lane=Lane.URGENT), Traits(lane=Lane.EVERGREEN)


@pytest.mark.parametrize(
    ("post", "taken", "due", "moves"),
    [
        (URGENT, [("24 08:00", Traits()), ("24 12:00", Traits())], "24 08:00", ("24 08:00", "24 16:00")),
        (URGENT, [("24 08:00", URGENT), ("24 12:00", EVERGREEN)], "24 12:00", ("24 12:00", "24 16:00")),
        (Traits(), [("24 08:00", EVERGREEN), ("24 12:00", EVERGREEN)], "24 12:00", ("24 12:00", "24 16:00")),
        (Traits(), [("24 08:00", EVERGREEN)], "24 12:00", None),
        (EVERGREEN, [("24 08:00", EVERGREEN)], "24 12:00", None),
        (URGENT, [("24 12:00", Traits())], "24 08:00", None),
    ],
)
def test_a_higher_lane_takes_a_slot_and_exactly_one_post_moves_to_the_next_free_one(post, taken, due, moves):
    others = booked(*taken)
    found = next_due(THRICE, at("24 07:00"), others, post)
    assert due == shown(found)
    room = room_at(THRICE, at("24 07:00"), others, found, post)
    assert moves == (None if room is None else (shown(room[0].at), shown(room[1])))


def test_who_makes_room_takes_room_from_nobody():
    others = booked(("24 08:00", Traits()), ("24 12:00", EVERGREEN), ("24 16:00", EVERGREEN))
    holder, its_new = room_at(THRICE, at("24 07:00"), others, at("24 08:00"), URGENT)
    assert (holder, shown(its_new)) == (others[0], "25 08:00")


def test_an_urgent_post_keeps_caps_spacing_and_quiet_days():
    policy = with_(caps={"criticism": 1}, least_spacing="1h")
    urgent = replace(CRITICISM, lane=Lane.URGENT)
    others = booked(("24 08:00", Traits()), ("24 12:30", Traits()), ("24 16:00", CRITICISM))
    assert shown(next_due(policy, at("24 07:00"), others, urgent)) == "24 16:00", "the one that makes room is the day's one criticism"
    fixed = [replace(each, fixed=True) for each in others]
    assert shown(next_due(policy, at("24 07:00"), fixed, urgent)) == "25 08:00"
    assert next_due(THRICE, datetime(2027, 2, 6, 7, tzinfo=HERE), [], urgent) == datetime(2027, 2, 12, 8, tzinfo=HERE)


@pytest.mark.parametrize(
    ("when", "taken", "key"),
    [
        ("24 09:17", [], None),
        ("24 22:00", [], "plan.quiet_now"),
        ("25 09:00", [], "plan.quiet_mourning"),
        ("24 07:30", [], "plan.cooling"),
        ("24 09:17", [("24 10:00", Traits())], "plan.too_near"),
        ("24 10:00", [("24 10:00", Traits())], "plan.too_near"),
        ("24 10:00", [("24 08:00", Traits()), ("24 12:00", Traits()), ("24 14:00", Traits())], "plan.day_full"),
        ("24 10:00", [("24 08:00", Traits(tone=Tone.PRAISE))], "plan.day_full_of"),
    ],
)
def test_a_time_of_an_editors_own_is_objected_to_with_the_reason(when, taken, key):
    policy = with_(
        caps={"praise": 1},
        quiet_hours=["21:00-06:00"],
        cooling_off="1h",
        quiet_days={"mourning": ["2026-11-25"]},
    )
    found = objection(policy, at(when), booked(*taken), Traits(tone=Tone.PRAISE, first_seen_at=at("24 07:00")))
    assert key == (None if found is None else found.key)
    if found is not None:
        assert found.say("vi") != found.say("en")


def test_right_before_it_goes_out_a_post_is_judged_by_the_settings_of_that_moment():
    due, praise = at("24 08:00"), Traits(tone=Tone.PRAISE, first_seen_at=at("24 07:50"))
    assert judge(THRICE, due, due, [], praise) == GoOut()
    for changed in (
        {"quiet_days": {"mourning": ["2026-11-24"]}},
        {"cooling_off": "1h"},
        {"quiet_hours": ["08:00-09:00"]},
    ):
        verdict = judge(with_(**changed), due, due, [], praise)
        assert isinstance(verdict, Move), changed
        assert judge(with_(**changed), due, due, [], praise, forced=True) == GoOut()
    capped = judge(with_(caps={"praise": 1}, least_spacing="0s"), due, due, booked(("24 07:00", Traits(tone=Tone.PRAISE))), praise)
    assert isinstance(capped, Move)
    assert "1" in capped.why.say("vi")
    assert isinstance(judge(THRICE, due, due + timedelta(hours=1), [], praise, forced=True), Move), "too late is too late"


# Properties (style facts, 6.2 and I4)

clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
minutes = st.integers(0, 180).map(lambda count: timedelta(minutes=count))
posts = st.builds(
    Traits,
    tone=st.sampled_from(Tone),
    fields=st.lists(st.sampled_from(Field), max_size=2, unique=True).map(tuple),
    lane=st.sampled_from(Lane),
    first_seen_at=st.sampled_from([None, NOW, NOW + timedelta(days=40)]),
)
mourning = st.integers(0, 100).map(lambda days: f"{(NOW + timedelta(days=days)).date()}..{(NOW + timedelta(days=days + 9)).date()}")
policies = st.builds(
    TimetablePolicy,
    timezone=st.sampled_from(["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    slots=st.dictionaries(st.sampled_from(SlotDays), st.lists(clocks, min_size=1, max_size=6).map(tuple), max_size=3),
    windows=st.just({SlotDays.EVERYDAY: ("09:05-17:00 every 95m",)}),
    quiet_hours=st.lists(st.tuples(clocks, clocks).filter(lambda span: span[0] != span[1]), max_size=1).map(tuple),
    quiet_days=st.builds(
        QuietDaysPolicy,
        holidays=st.sampled_from([(), (Tone.CRITICISM,), tuple(Tone)]),
        mourning=st.lists(mourning, max_size=2).map(tuple),
        others=st.sampled_from([(), (QuietDay(days="2026-12-20..2027-01-05", tones=(Tone.NEUTRAL,), name="x"),)]),
    ),
    least_spacing=minutes,
    cap_per_day=st.integers(1, 6),
    caps=st.dictionaries(st.sampled_from(get_args(ToneOrField)), st.integers(1, 3), max_size=3),
    cooling_off=minutes,
    mix=st.builds(
        MixPolicy,
        no_field_twice=st.booleans(),
        shares=st.dictionaries(st.sampled_from(Field), st.integers(1, 14), max_size=7),
        patience=st.sampled_from([timedelta(0), timedelta(hours=8), timedelta(days=2)]),
    ),
    catch_up_per_day=st.sampled_from([None, 1, 2]),
)
begins = st.datetimes(datetime(2026, 11, 24), datetime(2027, 4, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def give(policy: TimetablePolicy, now: datetime, some: list[Traits]) -> list[Booking]:
    """What becomes of Posts that arrive one after another, room being made as the service does."""
    bookings: list[Booking] = []
    for number, post in enumerate(some):
        due = next_due(policy, now, bookings, post)
        found = room_at(policy, now, bookings, due, post)
        before = {each.post: each.at for each in bookings}
        if found is not None:
            holder, its_new = found
            assert RANKS[holder.traits.lane] > RANKS[post.lane]
            bookings = [*(each for each in bookings if each is not holder), replace(holder, at=its_new)]
        moved = {each.post for each in bookings if before[each.post] != each.at}
        assert moved == (set() if found is None else {found[0].post}), "adding a Post moves no other unless its lane says so"
        bookings.append(Booking(at=due, post=str(number), traits=post, fixed=False))
    return bookings


@settings(max_examples=150)
@given(policies, begins, st.lists(posts, min_size=1, max_size=14))
def test_posts_of_every_kind_given_slots_keep_every_rule_and_move_no_other_but_by_lane(policy, now, some):
    assume(all(next((slot for slot in slots(policy, now) if quiet_day(policy, tone, slot) is None), None) for tone in Tone))
    zone, bookings = ZoneInfo(policy.timezone), give(policy, now, some)
    slots_there = set()
    last = max(each.at for each in bookings)
    for slot in slots(policy, now):
        slots_there.add(slot)
        if slot >= last:
            break
    times = sorted(each.at for each in bookings)
    assert len(set(times)) == len(times), "no two in one slot"
    assert all(later - earlier >= policy.least_spacing for earlier, later in itertools.pairwise(times))
    for each in bookings:
        assert each.at > now
        assert each.at in slots_there, "nothing outside the timetable"
        assert not is_quiet(policy, each.at)
        assert quiet_day(policy, each.traits.tone, each.at) is None
        ready = cooled_off(policy, each.traits)
        assert ready is None or each.at >= ready
        assert objection(policy, each.at, [other for other in bookings if other is not each], each.traits) is None
    days = Counter(each.at.astimezone(zone).date() for each in bookings)
    assert max(days.values()) <= policy.cap_per_day
    of = Counter((each.at.astimezone(zone).date(), name) for each in bookings for name in each.traits.names)
    assert all(count <= policy.caps.get(name, 99) for (_, name), count in of.items())
    assert give(policy, now, some) == bookings, "the same inputs give the same hours"


@settings(max_examples=100)
@given(policies, begins, st.lists(posts, max_size=8), posts, st.randoms(use_true_random=False))
def test_the_order_in_which_bookings_are_told_makes_no_difference(policy, now, some, post, chance):
    assume(next((slot for slot in slots(policy, now) if quiet_day(policy, post.tone, slot) is None), None) is not None)
    assume(all(next((slot for slot in slots(policy, now) if quiet_day(policy, tone, slot) is None), None) for tone in Tone))
    bookings = give(policy, now, some)
    shuffled = list(bookings)
    chance.shuffle(shuffled)
    assert next_due(policy, now, bookings, post) == next_due(policy, now, shuffled, post)


@settings(max_examples=150)
@given(policies, begins, posts, st.lists(begins, max_size=5), st.integers(0, 3_000))
def test_nothing_goes_out_in_quiet_hours_or_days_uncooled_too_late_too_near_or_above_a_cap(policy, due, post, published, late):
    now = due + timedelta(minutes=late)
    out = [Booking(at=each, traits=post) for each in published if each <= now]
    zone = ZoneInfo(policy.timezone)
    match judge(policy, due, now, out, post):
        case GoOut():
            assert not is_quiet(policy, now)
            assert quiet_day(policy, post.tone, now) is None
            assert now - due <= policy.lateness
            ready = cooled_off(policy, post)
            assert ready is None or now >= ready
            assert all(now - each.at >= policy.least_spacing for each in out)
            today = sum(each.at.astimezone(zone).date() == now.astimezone(zone).date() for each in out)
            assert today < min([policy.cap_per_day, *(policy.caps.get(name, 99) for name in post.names)])
        case Wait(until):
            assert now < until <= due + policy.lateness
        case Move(why):
            assert why.say("vi")
