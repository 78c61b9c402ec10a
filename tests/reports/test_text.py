"""The sentences: they agree with the figures in number and direction, and say nothing that the figures don't."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.judgement import Field, Tone, Topic
from bot.reports.document import Document, Paragraph, Table
from bot.reports.figures import Report
from bot.reports.material import Failure, Followers, Measured, Outage, Remedy
from bot.reports.period import parse_period
from bot.reports.policy import QuotaPolicy, ReportPolicy, SignatoryPolicy
from bot.reports.text import document
from tests.reports.conftest import AS_OF, NAMES, item, material, report


def written(found: Report, policy: ReportPolicy | None = None, **changes: object) -> Document:
    return document(found, policy or ReportPolicy(), NAMES, **{"organisation": "UBND xã", "signed_on": date(2026, 10, 5), **changes})


def sentences(found: Report, policy: ReportPolicy | None = None) -> str:
    return "\n".join(part.text for part in written(found, policy).parts if isinstance(part, Paragraph))


def table(found: Report, key: str) -> Table:
    return next(part for part in written(found).parts if isinstance(part, Table) and part.key == key)


def some_items(count: int, **changes: object) -> tuple:
    return tuple(item(number, **changes) for number in range(count))


def test_nothing_published_is_said_so_and_no_table_of_reach_stands_there():
    text = sentences(report(material()))
    assert "chưa có tin cải cách hành chính nào được đăng." in text
    assert "không có bài đăng nên không có số liệu tiếp cận" in text
    assert not any(isinstance(part, Table) and part.key in {"totals", "best"} for part in written(report(material())).parts)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (12, 10, "tăng 2 tin (20%) so với quý II năm 2026 (10 tin)"),
        (10, 12, "giảm 2 tin (16,7%) so với quý II năm 2026 (12 tin)"),
        (10, 10, "bằng quý II năm 2026"),
        (5, 4, "tăng 1 tin so với quý II năm 2026 (4 tin)"),  # a percentage of four says nothing
        (3, 0, "tăng 3 tin so với quý II năm 2026 (0 tin)"),
    ],
)
def test_the_number_stands_beside_that_of_the_period_before(now, before, said):
    text = sentences(report(material(*some_items(now), before=tuple(item(900 + number, month=5) for number in range(before)))))
    assert said in text


def test_without_a_known_period_before_nothing_is_compared():
    text = sentences(report(material(*some_items(12))))
    assert not re.search(r"tăng|giảm|kỳ trước", text)
    assert "Kỳ trước" not in [column.head for column in table(report(material(*some_items(3))), "fields").columns]


def test_a_period_that_is_not_over_says_so_and_compares_nothing():
    before = tuple(item(900 + number, month=5) for number in range(30))
    text = sentences(report(material(*some_items(12), before=before), finished=False))
    assert "Kỳ báo cáo chưa kết thúc; số liệu tính đến 08 giờ 00 phút ngày 05/10/2026." in text
    assert not re.search(r"tăng|giảm", text)


@pytest.mark.parametrize(
    ("so_far", "quota", "said"),
    [
        (30, 40, "Lũy kế từ đầu năm 2026 đến hết kỳ báo cáo: 30 tin, đạt 75% kế hoạch năm (40 tin)."),
        (40, 40, "40 tin, vừa đạt kế hoạch năm (40 tin)."),
        (44, 40, "44 tin, vượt kế hoạch năm 4 tin (bằng 110% của 40 tin)."),
    ],
)
def test_the_plan_is_behind_met_or_passed(so_far, quota, said):
    policy = ReportPolicy(quotas={2026: QuotaPolicy(items=quota)})
    assert said in sentences(report(material(item(1), so_far=some_items(so_far)), policy=policy), policy)


def test_without_a_quota_the_plan_is_not_spoken_of():
    found = report(material(item(1)))
    assert "kế hoạch" not in sentences(found)
    assert "Kế hoạch năm" not in [column.head for column in table(found, "fields").columns]


def test_a_year_has_no_column_for_the_year_so_far_and_names_what_is_behind_the_plan():
    policy = ReportPolicy(quotas={2026: QuotaPolicy(fields={Field.PROCEDURES: 9, Field.APPARATUS: 2})})
    found = report(material(item(1)), period=parse_period("2026"), policy=policy)
    assert not any(column.head.startswith("Lũy kế") for column in table(found, "fields").columns)
    assert "Chưa đạt chỉ tiêu năm: Thủ tục hành chính (1/9); apparatus (0/2)." in sentences(found, policy)


def test_the_field_with_most_news_is_named_or_all_that_share_the_place():
    assert "Lĩnh vực có nhiều tin nhất: Thủ tục hành chính (2 tin)." in sentences(report(material(*some_items(2))))
    tied = report(material(item(1), item(2, fields=(Field.APPARATUS,))))
    assert "Các lĩnh vực có nhiều tin nhất: Thủ tục hành chính và apparatus (mỗi lĩnh vực 1 tin)." in sentences(tied)


def test_that_rows_add_up_to_more_is_explained_only_where_they_do():
    explained = "cộng các dòng có thể lớn hơn"
    assert explained not in sentences(report(material(item(1))))
    assert explained in sentences(report(material(item(1, fields=(Field.PROCEDURES, Field.APPARATUS)))))


@pytest.mark.parametrize(
    ("mended", "of", "said"),
    [
        (0, 1, "1 tin phê phán, chấn chỉnh; tin này chưa có thông tin khắc phục được ghi nhận."),
        (1, 1, "1 tin phê phán, chấn chỉnh; tin này đã có thông tin khắc phục."),
        (0, 3, "3 tin phê phán, chấn chỉnh; cả 3 tin chưa có thông tin khắc phục được ghi nhận."),
        (2, 3, "3 tin phê phán, chấn chỉnh; 2 tin đã có thông tin khắc phục, 1 tin chưa có."),
        (3, 3, "3 tin phê phán, chấn chỉnh; tất cả đã có thông tin khắc phục."),
    ],
)
def test_criticism_stands_with_what_became_of_it(mended, of, said):
    remedy = Remedy(at=AS_OF, by="Lan", text="Đã xin lỗi dân", link="https://xa.vn/1")
    items = [item(number, tone=Tone.CRITICISM, remedies=(remedy,) if number < mended else ()) for number in range(of)]
    found = report(material(*items))
    assert f"Đã đăng {said}" in sentences(found)
    cells = [row[3] for row in table(found, "criticism").rows]
    assert cells == ["05/10/2026: Đã xin lỗi dân (https://xa.vn/1)"] * mended + ["Chưa có thông tin"] * (of - mended)


def test_praise_has_a_column_for_what_followed_only_where_something_did():
    assert len(table(report(material(item(1, tone=Tone.PRAISE))), "praise").columns) == 3
    remedy = Remedy(at=AS_OF, by="Lan", text="Được tặng giấy khen")
    assert len(table(report(material(item(1, tone=Tone.PRAISE, remedies=(remedy,)))), "praise").columns) == 4


def test_what_was_measured_of_some_posts_only_says_of_how_many():
    text = sentences(report(material(item(1, views=1_500), item(2))))
    assert "1.500 lượt xem (đo được ở 1/2 bài)" in text
    assert "Chưa đo được: người tiếp cận, cảm xúc, comments, shares, clicks." in text


def test_nothing_measured_is_said_once():
    text = sentences(report(material(item(1))))
    assert "Chưa đo được số liệu nào của 1 bài đăng trong kỳ." in text
    assert "Chưa đo được:" not in text
    assert "Chưa xếp hạng bài đăng: mới có 0 bài" in text


@pytest.mark.parametrize(
    ("views_before", "views_now", "said"),
    [(100, 300, "cao hơn kỳ trước"), (300, 100, "thấp hơn kỳ trước"), (200, 200, "chưa khác biệt rõ rệt so với kỳ trước")],
)
def test_reach_is_called_higher_or_lower_only_where_it_is(views_before, views_now, said):
    before = tuple(item(900 + number, month=5, views=views_before + number) for number in range(15))
    now = (item(number, views=views_now + number) for number in range(15))
    text = sentences(report(material(*now, before=before)))
    assert said in text
    assert sum(word in text for word in ("cao hơn", "thấp hơn", "chưa khác biệt")) == 1


def failure(number: int, mended: bool) -> Failure:
    return Failure(post=f"p{number}", title="", channel="trang", at=AS_OF, reason="Ảnh hỏng", mended=mended)


@pytest.mark.parametrize(
    ("mended", "of", "said"),
    [
        (0, 0, "Trong kỳ không ghi nhận lần đăng hỏng nào."),
        (0, 1, "Có 1 lần đăng hỏng, chưa đăng lại được."),
        (1, 1, "Có 1 lần đăng hỏng; bài đó sau đó đã đăng được."),
        (0, 2, "Có 2 lần đăng hỏng, chưa đăng lại được bài nào."),
        (1, 3, "Có 3 lần đăng hỏng, trong đó 1 lần sau đó đã đăng được."),
        (2, 2, "Có 2 lần đăng hỏng; các bài đó sau đó đã đăng được."),
    ],
)
def test_failures_say_how_many_were_mended(mended, of, said):
    assert said in sentences(report(material(failures=[failure(number, number < mended) for number in range(of)])))


def test_outages_are_told_with_their_times_and_whether_they_last():
    outages = [
        Outage(name="trang", is_page=True, since=AS_OF - timedelta(days=9), until=AS_OF - timedelta(days=8), reason="Mã hết hạn"),
        Outage(name="huyen", is_page=False, since=AS_OF - timedelta(days=3), until=None, reason=""),
    ]
    found = report(material(outages=outages))
    assert "Ghi nhận 1 lần Trang tạm dừng đăng và 1 lần nguồn tin ngừng trả lời; 1 lần chưa khắc phục." in sentences(found)
    assert table(found, "outages").rows[1] == ("Nguồn tin huyen", "08:00 02/10/2026", "Chưa khắc phục", "Không rõ")


def test_a_long_table_is_cut_on_paper_and_whole_in_the_workbook():
    found = table(report(material(*some_items(45, topics=(Topic.DIRECTIVE,)))), "directives")
    assert (len(found.on_paper), len(found.rows)) == (30, 45)
    assert found.note == "Bảng nêu 30 dòng đầu trong 45 dòng; bản Excel có đủ."


def test_the_frame_comes_from_the_settings():
    policy = ReportPolicy(
        superior="UBND tỉnh Quảng Trị",
        agency="Trung tâm VHTT",
        place="Hướng Hóa",
        number="{number}/BC-VHTT",
        signatory=SignatoryPolicy(authority="KT. GIÁM ĐỐC", title="PHÓ GIÁM ĐỐC", name="Hồ Thị Lan"),
    )
    frame = written(report(material()), policy, number="45").frame
    assert (frame.superior, frame.agency, frame.number) == ("UBND TỈNH QUẢNG TRỊ", "TRUNG TÂM VHTT", "Số: 45/BC-VHTT")
    assert frame.place_and_date == "Hướng Hóa, ngày 05 tháng 10 năm 2026"
    assert (frame.authority, frame.signatory, frame.name) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Hồ Thị Lan")
    bare = written(report(material())).frame
    assert (bare.agency, bare.place_and_date) == ("UBND XÃ", "Ngày 05 tháng 10 năm 2026")
    assert bare.number.startswith("Số:  ")


def test_whatever_was_typed_as_a_number_is_one_line_without_control_characters():
    assert written(report(material()), number=" 45\x07\n/6 ").frame.number == "Số: 45 /6/BC"
    assert written(report(material()), number="\x00 ").frame.number == written(report(material())).frame.number


def counted(page: str, first: int, last: int | None = None) -> Followers:
    when = {} if last is None else {"last": last, "last_on": date(2026, 9, 30)}
    return Followers(channel=page, first=first, first_on=date(2026, 7, 1), **when)


@pytest.mark.parametrize(
    ("last", "said", "change"),
    [
        (1_254, "Trang trang có 1.254 người theo dõi (đo ngày 30/09/2026), tăng 54 so với ngày 01/07/2026.", 54),
        (1_188, "Trang trang có 1.188 người theo dõi (đo ngày 30/09/2026), giảm 12 so với ngày 01/07/2026.", -12),
        (1_200, "Trang trang có 1.200 người theo dõi (đo ngày 30/09/2026), không đổi so với ngày 01/07/2026.", 0),
        (None, "Trang trang có 1.200 người theo dõi (đo ngày 01/07/2026).", None),
    ],
)
def test_who_follows_a_page_is_told_with_the_days_on_which_that_was_counted(last, said, change):
    found = report(material(item(1), followers=(counted("trang", 1_200, last),)))
    assert said in sentences(found)
    assert table(found, "followers").rows[0][-1] == change


def test_of_many_pages_it_is_summed_up_and_each_stands_in_the_table():
    pages = [counted("a", 5, 9), counted("b", 5, 4), counted("c", 5, 5), counted("d", 5)]
    found = report(material(followers=pages))
    assert "Trong 4 Trang đo được số người theo dõi, 1 Trang tăng, 1 Trang giảm." in sentences(found)
    assert [row[0] for row in table(found, "followers").rows] == ["a", "b", "c", "d"]
    assert table(found, "followers").rows[3] == ("d", 5, "01/07/2026", None, None, None)


def test_where_nobody_counted_followers_nothing_is_said_of_them():
    found = report(material(item(1)))
    assert "theo dõi" not in sentences(found)
    assert not [part for part in written(found).parts if isinstance(part, Table) and part.key == "followers"]


@pytest.mark.parametrize(
    ("age", "said"), [(timedelta(days=7), "sau 7 ngày"), (timedelta(hours=6), "sau 6 giờ"), (timedelta(minutes=10), "sau 10 phút")]
)
def test_the_age_at_which_posts_are_compared_is_told_in_its_own_unit(age, said):
    assert said in sentences(report(material(item(1)), policy=ReportPolicy(compare_at=age)))


COUNT = some.integers(0, 14)


@given(COUNT, COUNT, some.lists(some.none() | some.integers(0, 5_000), max_size=20), some.booleans())
def test_whatever_the_figures_every_sentence_is_whole(now, before, views, finished):
    items = [
        item(number, figures=Measured() if value is None else Measured(last={"views": value}, compared={"views": value}))
        for number, value in enumerate(views)
    ]
    items += [item(500 + number, tone=Tone.CRITICISM) for number in range(now)]
    earlier = tuple(item(900 + number, month=5, views=number) for number in range(before))
    for part in written(report(material(*items, before=earlier), finished=finished)).parts:
        if isinstance(part, Paragraph):
            assert re.search(r"(\.|:|\./\.)$", part.text), part.text
            assert "  " not in part.text
            assert "None" not in part.text
