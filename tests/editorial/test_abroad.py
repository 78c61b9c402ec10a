"""Reform of another country's administration is no news of the column, in however many of its words it is told."""

import pytest

from bot.editorial.abroad import abroad
from bot.editorial.classify import classify, sections_of
from bot.editorial.lexicon import compile_lexicon
from bot.editorial.policy import PlacesPolicy, ReformPolicy
from bot.settings.shipped import shipped
from tests.editorial.test_judgement import POLICY, entry

PLACES = PlacesPolicy(
    province={"name": "tỉnh Quảng Trị"}, districts=[{"name": "huyện Hướng Hóa", "communes": [{"name": "xã Hướng Phùng"}]}]
)
LEXICON = compile_lexicon(POLICY, PLACES, words=shipped().words)
REFORM = "tinh gọn bộ máy, cắt giảm thủ tục hành chính"


@pytest.mark.parametrize(
    ("title", "country"),
    [
        (f"Campuchia {REFORM}", "Campuchia"),
        (f"Hàn Quốc: {REFORM}", "Hàn Quốc"),
        (f"NHẬT BẢN {REFORM.upper()}", "NHẬT BẢN"),
        (f"Liên minh châu Âu {REFORM}", "Liên minh châu Âu"),
        (f"Lào {REFORM}", "Lào"),
        (f"Pháp {REFORM}", "Pháp"),
        (f"Tổng thống Argentina {REFORM}", "Argentina"),
        (f"Chính phủ Anh {REFORM}", "Anh"),
        (f"Quan chức Mỹ {REFORM}", "Mỹ"),
        (f"Cách Singapore {REFORM}", "Singapore"),
        (f"Vì sao chính phủ Đức {REFORM}?", "Đức"),
        (f"Bộ Nội vụ Singapore {REFORM}", "Singapore"),
        (f"Bộ Tài chính Nga {REFORM}", "Nga"),
        (f"Bộ trưởng Bộ Nội vụ Nhật Bản {REFORM}", "Nhật Bản"),
        (f"Thị trưởng Bangkok {REFORM}", "Bangkok"),
        (f"Thống đốc Tokyo {REFORM}", "Tokyo"),
        (f"Cơ quan thuế Úc {REFORM}", "Úc"),
        (f"Ủy ban châu Âu {REFORM}", "Ủy ban châu Âu"),
        (f"Israel nói về hòa bình và {REFORM}", "Israel"),
    ],
)
def test_a_headline_that_begins_with_another_country_is_about_it(title, country):
    found = classify(entry(title, "Cải cách hành chính được bàn ở các cơ quan cấp tỉnh."), LEXICON)
    assert not found.relevant
    assert [item.phrase for item in found.evidence if item.weight < -100] == [country]


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        (f"Mỹ Lộc {REFORM}", ""),
        (f"Đức Thọ {REFORM}", ""),
        (f"Lào Cai {REFORM}", ""),
        (f"LÀO CAI {REFORM.upper()}", ""),
        (f"Pháp luật mở đường cho {REFORM}", ""),
        (f"Nhật ký một ngày ở một cửa: {REFORM}", ""),
        (f"Đức tính cần có của công chức: {REFORM}", ""),
        (f"Cách Mỹ Lộc {REFORM}", ""),
        (f"Khi anh cán bộ xã {REFORM}", ""),
        (f"Anh em công chức bàn chuyện {REFORM}", ""),
        (f"Thủ tướng yêu cầu {REFORM}", ""),
        (f"Bộ Nội vụ {REFORM}", ""),
        (f"Bộ Tài chính pháp lý hóa việc {REFORM}", ""),
        (f"Bộ trưởng Nga nói về {REFORM}", ""),
        (f"Thứ trưởng Nội vụ Đức bàn chuyện {REFORM}", ""),
        (f"Hải quan Lào Cai {REFORM}", ""),
        (f"Thành phố Mỹ Tho {REFORM}", ""),
        (f"Bộ Nội vụ Lào học cách {REFORM}", "Đoàn đã thăm xã Hướng Phùng."),
        (f"Công dân Lào được lợi khi {REFORM}", ""),
        (f"Doanh nghiệp Nhật Bản mong {REFORM}", ""),
        (f"Học Singapore để {REFORM}", ""),
        (f"Nhật Bản giúp Quảng Trị {REFORM}", ""),
        (f"Nhật Bản giúp Huế {REFORM}", ""),
        (f"Nhật Bản giúp TPHCM {REFORM}", ""),
        (f"Nhật Bản giúp VN {REFORM}", ""),
        (f"Nhật Bản giúp xã Hướng Phùng {REFORM}", ""),
        (f"Nhật Bản giúp tỉnh Hòa Bình {REFORM}", ""),
        (f"Hàn Quốc chia sẻ kinh nghiệm {REFORM}", "Đoàn công tác của UBND tỉnh đã làm việc ở Seoul."),
        (f"Singapore và bài học {REFORM}", "Việt Nam rút ra gì?"),
    ],
)
def test_what_concerns_us_is_ours(title, summary):
    assert classify(entry(title, summary), LEXICON).relevant


def test_it_belongs_to_what_is_shipped():
    bare = compile_lexicon(ReformPolicy.model_validate({**POLICY.model_dump(), "shipped": False}))
    assert classify(entry(f"Campuchia {REFORM}"), bare).relevant


def test_what_speaks_against_it_is_the_country_where_it_stands_and_outweighs_any_words():
    against = abroad(sections_of(entry(f"Vì sao Hàn Quốc {REFORM}?"), LEXICON.abbreviations), LEXICON)
    assert (against.target, against.where, against.start, against.end) == ("relevant", "title", 7, 15)
    assert against.weight <= -150
    assert abroad(sections_of(entry(f"Hướng Hóa {REFORM}"), LEXICON.abbreviations), LEXICON) is None
