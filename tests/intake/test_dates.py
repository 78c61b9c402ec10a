"""Dates as portals write them: each line of the tables is one way of writing, seen or feared."""

import unicodedata
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.dates import read_date
from bot.intake.parse import parse

MORNING = datetime(2026, 11, 24, 1, 5, 10, tzinfo=UTC)  # 08:05:10 in Vietnam
MINUTE = MORNING.replace(second=0)
DAY = datetime(2026, 11, 23, 17, tzinfo=UTC)  # its midnight in Vietnam


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # RFC 822 and what is taken for it
        ("Tue, 24 Nov 2026 08:05:10 +0700", MORNING),
        ("Tue, 24 Nov 26 08:05:10 +0700", MORNING),
        ("Tue, 24 Nov 2026 01:05:10 GMT", MORNING),
        ("Tue, 24 Nov 2026 01:05:10 -0000", MORNING),
        ("Tue, 24 Nov 2026 01:05:10 Z", MORNING),
        ("24 Nov 2026 08:05:10 +07:00", MORNING),
        ("Tue, 24 Nov 2026 08:05:10 GMT+7", MORNING),
        ("Tue, 24 Nov 2026 08:05:10 GMT+0700", MORNING),
        ("Tue, 24 Nov 2026 08:05:10 UTC+07:00", MORNING),
        ("Tue, 24 Nov 2026 08:05:10 +7", MORNING),
        ("Tue, 24 Nov 2026 08:05:10 ICT", MORNING),
        ("Tue, 24 Nov 2026 08:05:10", MORNING),  # no zone: Vietnamese time
        ("Mon, 23 Nov 2026 20:05:10 EST", MORNING),
        ("Mon, 23 Nov 2026 17:05:10 PST", MORNING),
        ("Tuesday, 24-Nov-26 01:05:10 UTC", MORNING),
        ("Tue,\n\t24   November 2026  08:05:10 +0700 ", MORNING),
        ("Tue, 24 Nov 2026 08:05 AM", MINUTE),
        ("Tue, 24 Nov 2026 08:05:60 +0700", MINUTE.replace(second=59)),  # a leap second
        ("Nov 24, 2026 8:05 AM", MINUTE),
        # ISO 8601
        ("2026-11-24T01:05:10Z", MORNING),
        ("2026-11-24T08:05:10+07:00", MORNING),
        ("2026-11-24T08:05:10+0700", MORNING),
        ("2026-11-24 08:05:10 +0700", MORNING),
        ("2026-11-24T08:05:10.1234567+07:00", MORNING),
        ("2026-11-24T08:05:10,5+07:00", MORNING),
        ("2026-11-24 08:05:10", MORNING),
        ("2026-11-24T8:05:10", MORNING),
        ("2026/11/24 08:05:10", MORNING),
        ("2026-11-24", datetime(2026, 11, 23, 17, tzinfo=UTC)),
        # Vietnamese: the day first
        ("24/11/2026 08:05:10", MORNING),
        ("24-11-2026 08:05:10", MORNING),
        ("24.11.2026 08:05", MINUTE),
        ("24/11/26 08:05", MINUTE),
        ("Thứ Ba, 24/11/2026, 08:05", MINUTE),
        ("Thứ ba, 24/11/2026 08:05 (GMT+7)", MINUTE),
        ("Thứ ba, 24/11/2026 | 08:05 (GMT+07:00)", MINUTE),
        ("Chủ Nhật, 12/6/2023, 10:30", datetime(2023, 6, 12, 3, 30, tzinfo=UTC)),
        ("24/11/2026 lúc 08h05", MINUTE),
        ("08:05 24/11/2026", MINUTE),
        ("08:05 | 24/11/2026", MINUTE),
        ("24/11/2026 8:05 SA", MINUTE),
        ("24/11/2026 1:05 CH", datetime(2026, 11, 24, 6, 5, tzinfo=UTC)),
        ("24/11/2026 12:05 SA", datetime(2026, 11, 23, 17, 5, tzinfo=UTC)),
        ("24/11/2026 12:05 PM", datetime(2026, 11, 24, 5, 5, tzinfo=UTC)),
        ("3/11/2026", datetime(2026, 11, 2, 17, tzinfo=UTC)),  # 3 November, not 11 March
        ("24/11/2026 (GMT+07:00)", datetime(2026, 11, 23, 17, tzinfo=UTC)),  # the zone is no time of day
        ("ngày 24 tháng 11 năm 2026", DAY),
        ("24 tháng 11, 2026", DAY),
        ("24 Tháng Mười Một, 2026", DAY),  # WordPress in Vietnamese
        ("Tháng Mười Một 24, 2026", DAY),
        ("24 Th11 2026", DAY),
        ("24 thg 11, 2026", DAY),
        ("24/11 năm 2026", DAY),
        ("24 tháng năm năm 2026", datetime(2026, 5, 23, 17, tzinfo=UTC)),
        ("Thứ Hai, 12/6/2023", datetime(2023, 6, 11, 17, tzinfo=UTC)),
        ("Chủ nhật, 12-06-2023, 08:05 GMT+7", datetime(2023, 6, 12, 1, 5, tzinfo=UTC)),
        ("Thứ 7 - 12/06/2023", datetime(2023, 6, 11, 17, tzinfo=UTC)),  # not the 7th of December 2006
        ("08:05 - 24/11/2026", MINUTE),
        ("8 giờ 05, ngày 24/11/2026", MINUTE),
        ("8 giờ 05 phút sáng 24/11/2026", MINUTE),
        ("8g05 24/11/2026", MINUTE),
        ("24/11/2026 8h", MINUTE.replace(minute=0)),
        ("1 giờ chiều 24/11/2026", datetime(2026, 11, 24, 6, tzinfo=UTC)),
        ("12 giờ đêm 24/11/2026", DAY),
        ("11 giờ đêm 24/11/2026", datetime(2026, 11, 24, 16, tzinfo=UTC)),
        ("Tin 24h - 24/11/2026", DAY),
        # The other way round only where it can't be ours
        ("11/24/2026", DAY),
        ("11/24/2026 8:05 AM", MINUTE),
        ("11/12/2026", datetime(2026, 12, 10, 17, tzinfo=UTC)),
        # What programs write
        ("Tue Nov 24 08:05:10 2026", MORNING),
        ("Tue Nov 24 08:05:10 ICT 2026", MORNING),
        ("Tue Nov 24 2026 08:05:10 GMT+0700 (Indochina Time)", MORNING),
        ("Sun, 24 Nov 2026 08:05:10 +0700", MORNING),  # it was a Tuesday
        ("24th November 2026", DAY),
        ("20261124T010510Z", MORNING),
        ("20261124080510", MORNING),
        ("20261124", DAY),
        ("2026-W48-2", DAY),
        ("2026-11-23T24:00:00Z", datetime(2026, 11, 24, tzinfo=UTC)),
        (f"{MORNING.timestamp():.0f}", MORNING),
        (f"{MORNING.timestamp():.0f}123", MORNING),
        (f"/Date({MORNING.timestamp():.0f}000)/", MORNING),
        (f"/Date({MORNING.timestamp():.0f}000+0700)/", MORNING),
    ],
)
def test_a_date_is_read_whichever_way_it_is_written(text, expected):
    assert expected == read_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "hôm qua",
        "vừa xong",
        "99/99/9999",
        "24/13/2026",
        "31/02/2026",
        "Tue, 24 Nov 2026 25:05:00 +0700",
        "Tue, 24 Nov 2026 08:05:00 +9900",
        "Tue, 24 Xyz 2026 08:05:00 +0700",
        "Mon, 01 Jan 0001 00:00:00 Z",  # .NET's zero date
        "0001-01-01T00:00:00",
        "Wed, 30 Nov -0001 00:00:00 +0000",  # WordPress's zero date
        "Thu, 01 Jan 9999 00:00:00 GMT",
        "0912345678",  # a telephone number
        "10:30",
        "-",
        "24/11/2569",  # Buddhist
        "10/06/1448",  # Hijri
        "/Date(-62135596800000)/",  # .NET's zero date again
        "9999999999999",
        "ngày 24 tháng 11",
        "hôm qua lúc 8h30",
        "2 giờ trước",
        "24/11",
    ],
)
def test_50_what_is_no_date_is_none_and_never_now(text):
    assert read_date(text) is None


def test_51_a_date_in_the_future_is_kept_as_it_is():
    assert datetime(2039, 9, 24, 8, 9, tzinfo=UTC) == read_date("2039-09-24T15:09:00+07:00")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vừa xong", MORNING),
        ("15 phút trước", MORNING - timedelta(minutes=15)),
        ("Cách đây 2 giờ", MORNING - timedelta(hours=2)),
        ("2 hours ago", MORNING - timedelta(hours=2)),
        ("một ngày trước", MORNING - timedelta(days=1)),
        ("hôm nay", DAY),
        ("Hôm nay, 07:05", MINUTE - timedelta(hours=1)),
        ("hôm qua", DAY - timedelta(days=1)),
        ("Hôm qua lúc 8h05", MINUTE - timedelta(days=1)),
        ("yesterday", DAY - timedelta(days=1)),
        ("ngày 24 tháng 11", DAY),
        ("25/11", DAY + timedelta(days=1)),
        ("08:05 24/11", MINUTE),
        ("30/11", datetime(2025, 11, 29, 17, tzinfo=UTC)),  # the last one, since the next is a week ahead
        ("5 tháng 1", datetime(2026, 1, 4, 17, tzinfo=UTC)),
        ("29/2", None),
        ("31/11", None),
        ("24/11/2026", DAY),
        ("8 giờ trong 2 ngày", None),
        ("9999 tuần trước", None),  # before 1990
    ],
)
def test_what_says_how_long_ago_or_leaves_the_year_out_is_read_by_when_it_was_written(text, expected):
    assert read_date(text, MORNING) == expected


def test_the_29th_of_february_without_a_year_is_of_this_year_or_the_last():
    assert read_date("29/2", datetime(2028, 3, 1, tzinfo=UTC)) == datetime(2028, 2, 28, 17, tzinfo=UTC)
    assert read_date("29/2", datetime(2029, 1, 1, tzinfo=UTC)) == datetime(2028, 2, 28, 17, tzinfo=UTC)


@given(
    st.text(alphabet="0123456789/-:.,+ TZGMTJanNovthágnămSACHigờqua\n", max_size=60) | st.text(max_size=200),
    st.none() | st.datetimes(datetime(1, 1, 2), timezones=st.just(UTC)),  # noqa: DTZ001 - the bound must be naive
)
def test_any_text_is_a_date_in_utc_or_none(text, at):
    found = read_date(text, at)

    assert found is None or (found.tzinfo is UTC and 1989 <= found.year <= 2101)


def _ways(when: datetime) -> list[str]:
    here = when.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    half = "SA" if here.hour < 12 else "CH"
    return [
        when.isoformat(),
        here.isoformat(),
        when.strftime("%Y-%m-%dT%H:%M:%S.1234567Z"),
        when.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        here.strftime("%A, %d %b %Y %H:%M:%S +0700"),
        here.strftime("%d/%m/%Y %H:%M:%S"),
        here.strftime("%H:%M:%S | %d-%m-%Y"),
        here.strftime("Thứ Ba, %d.%m.%Y, %H:%M:%S (GMT+7)"),
        here.strftime("%H giờ %M:%S, ngày %d tháng %m năm %Y"),
        unicodedata.normalize("NFD", here.strftime("%Hh%M:%S ngày %d tháng %m, %Y")),
        here.strftime(f"%d/%m/%Y %I:%M:%S {half}"),
        here.strftime("%a %b %d %H:%M:%S %Y"),
        here.strftime("%Y%m%d%H%M%S"),
        f"{when.timestamp():.0f}",
        f"{when.timestamp():.0f}999",
    ]


@given(st.integers(1_000_000_000, 3_700_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_a_time_is_read_back_from_every_dialect(when):
    assert [(way, read_date(way)) for way in _ways(when)] == [(way, when) for way in _ways(when)]


@given(st.integers(800_000_000, 3_700_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_a_year_of_two_digits_is_one_of_ours(when):
    assert read_date(when.strftime("%a, %d %b %y %H:%M:%S GMT")) == (when if when.year < 2070 else None)


def _nukeviet(*dates: str, channel: str = "Thu, 20 Aug 2026 10:31:12 GMT") -> bytes:
    items = "".join(f"<item><title>Tin {n}</title><guid>news_{n}</guid><pubDate>{date}</pubDate></item>" for n, date in enumerate(dates))
    return f'<rss version="2.0"><channel><title>Tin</title><pubDate>{channel}</pubDate>{items}</channel></rss>'.encode()


def _minutes(body: bytes) -> list[int]:
    return [entry.published_at.minute for entry in parse(body, "", "cong", "https://cong.vn/rss") if entry.published_at is not None]


def test_minutes_that_are_the_number_of_the_month_in_every_item_are_no_minutes():
    dates = [
        f"Thu, {20 + n} {month} 2026 10:{minute}:{n:02} GMT" for n, (month, minute) in enumerate([("Aug", "08")] * 3 + [("Jul", "07")] * 2)
    ]
    entries = parse(_nukeviet(*dates), "", "cong", "https://cong.vn/rss")

    assert [entry.published_at for entry in entries] == [datetime(2026, 8 if n < 3 else 7, 20 + n, 10, tzinfo=UTC) for n in range(5)]


def test_minutes_that_are_so_by_chance_stand():
    eighth = "Thu, 20 Aug 2026 10:08:05 GMT"

    assert _minutes(_nukeviet(*[eighth] * 4)) == [8] * 4
    assert _minutes(_nukeviet(*[eighth] * 9, "Thu, 20 Aug 2026 10:09:00 GMT")) == [8] * 9 + [9]
    assert _minutes(_nukeviet(*["Thu, 20 Aug 2026 10:31:12 GMT"] * 6, channel=eighth)) == [31] * 6
