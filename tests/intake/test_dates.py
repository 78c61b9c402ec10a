"""Dates as portals write them: each line of the tables is one way of writing, seen or feared."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.dates import read_date

MORNING = datetime(2026, 11, 24, 1, 5, 10, tzinfo=UTC)  # 08:05:10 in Vietnam
MINUTE = MORNING.replace(second=0)


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
        ("ngày 24 tháng 11 năm 2026", datetime(2026, 11, 23, 17, tzinfo=UTC)),
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
        "1732410310",
        "10:30",
        "-",
    ],
)
def test_what_is_no_date_is_none_and_never_now(text):
    assert read_date(text) is None


def test_a_date_in_the_future_is_kept_as_it_is():
    assert datetime(2039, 9, 24, 8, 9, tzinfo=UTC) == read_date("2039-09-24T15:09:00+07:00")


@given(st.text(alphabet="0123456789/-:.,+ TZGMTJanNovthágnămSACH\n", max_size=60) | st.text(max_size=200))
def test_any_text_is_a_date_in_utc_or_none(text):
    found = read_date(text)

    assert found is None or found.tzinfo is UTC


@given(st.integers(800_000_000, 3_700_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_iso_rfc_822_and_the_vietnamese_way_say_the_same(when):
    ways = (when.isoformat(), when.strftime("%a, %d %b %Y %H:%M:%S GMT"), when.strftime("%d/%m/%Y %H:%M:%S GMT+0"))

    assert [when] * 3 == [read_date(way) for way in ways]
