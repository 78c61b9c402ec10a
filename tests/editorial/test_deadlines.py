"""Deadlines as they are announced, to ISO dates where that is certain."""

import time
import unicodedata
from datetime import date

import pytest

from bot.editorial.deadlines import deadlines
from bot.editorial.legible import legible

PUBLISHED = date(2025, 6, 10)


def read(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str]]:
    return [(span.value, span.note) for span in deadlines(legible(text), published)]


DAYS = [
    ("Các xã báo cáo trước ngày 30/6", "2025-06-30", ""),
    ("TRƯỚC NGÀY 30/6", "2025-06-30", ""),
    ("gửi về Sở Nội vụ trước 16h00, ngày 20/6/2025", "2025-06-20", ""),
    ("trước 17 giờ ngày 30/6/2025", "2025-06-30", ""),
    ("nộp trước 30/6.", "2025-06-30", ""),
    ("báo cáo trước 10 giờ sáng ngày 20/6", "2025-06-20", ""),
    ("báo cáo trước 15h chiều 20/6", "2025-06-20", ""),
    ("gửi trước thứ Sáu, ngày 20/6", "2025-06-20", ""),
    ("chậm nhất vào thứ Sáu ngày 20/6/2025", "2025-06-20", ""),
    ("từ 7h30 sáng thứ Hai ngày 16/6 đến 17h chủ nhật, ngày 22/6/2025", "2025-06-22", "từ 16/06/2025"),
    ("chậm nhất ngày 15/7/2025", "2025-07-15", ""),
    ("chậm nhất là ngày 09 tháng 7 năm 2025", "2025-07-09", ""),
    ("muộn nhất đến 30-9-2025", "2025-09-30", ""),
    ("không muộn hơn ngày 31/12/2026", "2026-12-31", ""),
    ("không chậm hơn 17 giờ ngày 31/12/2026", "2026-12-31", ""),
    ("không trễ hơn quý III/2026", "2026-09-30", ""),
    ("hạn cuối nộp hồ sơ là 17h00 ngày 20/6", "2025-06-20", ""),
    ("hạn chót: 30.6.2025", "2025-06-30", ""),
    ("Thời hạn nhận hồ sơ đến hết ngày 31/12/2025", "2025-12-31", ""),
    ("áp dụng đến hết ngày 31/12/2025", "2025-12-31", ""),
    ("Mục tiêu đến ngày 1.12, hành khách", "2025-12-01", ""),
    ("Yêu cầu đến hết ngày 31/12, tỷ lệ giải ngân phải đạt 95%", "2025-12-31", ""),
    ("Phấn đấu đến hết tháng 12, tỷ lệ giải ngân đạt 95%", "2025-12-31", ""),
    ("yêu cầu nâng tỷ lệ giải ngân đến hết ngày 31/12 lên 95%", "2025-12-31", ""),
    ("Đến hết ngày 31/12, tỷ lệ giải ngân đạt 100%", "2025-12-31", ""),
    ("Lấy ý kiến đến hết ngày 20/6, Sở đã gửi dự thảo", "2025-06-20", ""),
    ("áp dụng đến hết ngày 31/12/2025 với hộ đã đăng ký", "2025-12-31", ""),
    ("Thời hạn nộp tính từ ngày 1/7 đến hết ngày 31/7", "2025-07-31", ""),
    ("hoàn thành trong tháng 7/2025", "2025-07-31", ""),
    ("hoàn thành việc rà soát trong tháng 2 năm 2028", "2028-02-29", ""),
    ("xong trước tháng 7/2025", "2025-06-30", ""),
    ("xong trước tháng 1/2026", "2025-12-31", ""),
    ("chậm nhất trong tháng 8", "2025-08-31", ""),
    ("hoàn thành trong quý III/2025", "2025-09-30", ""),
    ("đến hết quý 2/2026", "2026-06-30", ""),
    ("từ ngày 1/7 đến ngày 15/7/2025", "2025-07-15", "từ 01/07/2025"),
    ("từ ngày 15 đến 20/6", "2025-06-20", "từ 15/06/2025"),
    ("từ 15/12 đến 15/1/2026", "2026-01-15", "từ 15/12/2025"),
    ("từ 7h30 ngày 1/7/2025 đến hết 17h ngày 30/7/2025", "2025-07-30", "từ 01/07/2025"),
    ("chậm nhất ngày 5/6/2025", "2025-06-05", "đã qua khi tin đăng"),
    ("phải rà soát, trước ngày 31/3/2025, mọi hồ sơ", "2025-03-31", "đã qua khi tin đăng"),
    ("phải xong trước ngày 31/3/2025 nhưng đến nay chưa xong", "2025-03-31", "đã qua khi tin đăng"),
    ("Trước ngày 1/7/2025, các xã phải công khai thủ tục", "2025-07-01", ""),
    ("Báo cáo số liệu trước ngày 20/6/2025", "2025-06-20", ""),
    ("hoàn thành trước hết quý III/2025", "2025-09-30", ""),
    ("xong trước cuối tháng 7", "2025-07-31", ""),
    ("báo cáo kết quả trước cuối tháng này", "2025-06-30", ""),
    ("hoàn thành chậm nhất cuối tháng này", "2025-06-30", ""),
    ("hoàn thành trong quý này", "2025-06-30", ""),
    ("hoàn thành dứt điểm trong năm nay", "2025-12-31", ""),
    ("hoàn thành việc số hóa trong năm 2026", "2026-12-31", ""),
    ("hoàn thành trước năm 2027", "2026-12-31", ""),
    ("miễn phí qua VNeID đến hết năm 2026", "2026-12-31", ""),
    ("phấn đấu đến cuối năm 2026, mọi xã dùng chữ ký số", "2026-12-31", ""),
    ("Thời gian hoàn thành: Quý III/2025", "2025-09-30", ""),
    ("Thời gian hoàn thành: 30/6/2025", "2025-06-30", ""),
    ("Đến cuối năm 2026, 100% thủ tục phải được cung cấp trực tuyến", "2026-12-31", ""),
    ("Trong quý III/2025, các đơn vị phải hoàn thành rà soát", "2025-09-30", ""),
    ("Đến ngày 30/7/2025, mọi xã phải có kho dữ liệu", "2025-07-30", ""),
    ("Yêu cầu đến ngày 30/7/2025 lắp xong camera", "2025-07-30", ""),
    ("khám sức khỏe người lao động trước 31.10", "2025-10-31", ""),
    ("bầu các chức danh chậm nhất 31.7", "2025-07-31", ""),
    ("Lớp tập huấn kết thúc vào ngày 5/7", "2025-07-05", ""),
    ("gửi về Văn phòng trước 17h00' ngày 20/6/2025", "2025-06-20", ""),
    ("Từ nay đến ngày 30/6, các xã rà soát hồ sơ", "2025-06-30", ""),
    ("từ nay cho đến 30/6", "2025-06-30", ""),
    ("Đến hết ngày 31/5, các xã phải gửi báo cáo", "2025-05-31", "đã qua khi tin đăng"),
]


@pytest.mark.parametrize(("text", "value", "note"), DAYS, ids=[text for text, _, _ in DAYS])
def test_a_deadline_is_an_iso_date(text, value, note):
    assert read(text) == [(value, note)]
    assert read(unicodedata.normalize("NFD", text)) == [(value, note)]


@pytest.mark.parametrize(
    "text",
    [
        "kể từ ngày 1/7/2025",
        "có hiệu lực từ ngày 1/7/2025",
        "tính từ ngày 15/12/2024 đến ngày 14/6/2025",
        "Từ ngày 1/6 đến 15/6, huyện đã tiếp nhận 200 hồ sơ",
        "tính đến hết ngày 15/6/2026, đã tiếp nhận 1.234 hồ sơ",
        "Tính đến hết ngày 15/6/2026, xã tiếp nhận 1.234 hồ sơ",
        "Yêu cầu rà soát hồ sơ tồn tính đến hết tháng 6/2025",
        "Từ đầu năm đến hết tháng 5, xã tiếp nhận 1.234 hồ sơ",
        "Từ ngày 1/6 đến hết ngày 15/6, huyện đã tiếp nhận 200 hồ sơ",
        "Đến hết tháng 7, tỷ lệ giải ngân của nhóm xã miền núi chỉ đạt 18,4%",
        "Đến hết quý II, tỷ lệ hồ sơ trực tuyến dưới 30%",
        "do tỷ lệ giải ngân đến hết tháng 6 dưới 15%",
        "Đến hết tháng 10, toàn tỉnh đã giảm 11,8% biên chế",
        "Tình hình giải ngân vốn đầu tư công đến hết tháng 9/2025",
        "Trước ngày 1/7/2025, tỉnh đã có 125 xã",
        "Trước ngày 1/3/2025, việc này do UBND huyện giải quyết",
        "đất sử dụng ổn định trước ngày 15/10/1993",
        "người sinh trước ngày 1/1/1975",
        "Hồ sơ nộp trước ngày 1/7/2025 thì giải quyết theo quy định cũ",
        "Giấy tờ cấp trước ngày 1/7/2025 vẫn có giá trị",
        "hồ sơ tiếp nhận trước ngày 1/7/2025 mà chưa giải quyết xong",
        "hợp đồng ký trước ngày 1/7/2025 được tiếp tục thực hiện",
        "kỳ báo cáo từ ngày 15/3/2025 đến ngày 14/6/2025",
        "(số liệu thống kê từ ngày 15/3/2025 đến 14/6/2025)",
        "trước 1.5 triệu đồng",
        "hoàn thành trước 2/3 số hộ",
        "trước đây 3/4 hộ nghèo",
        "nộp trước ngày 31/6",
        "trực 24/7",
        "xã đã hoàn thành số hóa trong tháng 5/2025",
        "Đến hết tháng 5/2025, xã thu 5 tỷ đồng",
        "Đến hết ngày 31/5, xã có 200 hồ sơ trực tuyến",
        "căn cước hết hạn trước ngày 15/1/2025 vẫn có giá trị",
        "vừa hoàn thành dữ liệu hộ tịch vào ngày 28/5",
        "hoàn thành xuất sắc nhiệm vụ trong năm 2025",
        "Trung tâm đã tiếp nhận 300 hồ sơ từ ngày 1/5 đến ngày 31/5/2025",
        "Phấn đấu đến năm 2030 không còn hồ sơ giấy",
        "hướng tới kết thúc dịch bệnh vào năm 2030",
        "hoàn thành nền tảng, đến năm 2030 trong năm nhóm đầu",
        "từ năm 2021 đến hết năm 2024, cả nước cắt giảm 3.200 quy định",
        "Đến cuối năm 2025, tỷ lệ hồ sơ trực tuyến đạt 88%",
        "Đến cuối tháng 5, 30 hộ phải được hỗ trợ",
        "Đến cuối tháng 6, 30 hộ vẫn phải có người giúp",
        "Trong tháng 6, người dân phải đi lại nhiều lần",
        "Trong năm 2025, tỉnh sẽ tổ chức 10 lớp tập huấn",
        "Đến ngày 15/6, toàn tỉnh có 45 xã hoàn thành",
        "Trước cuối năm 2024, tỉnh đã có 125 xã",
        "tăng trước 2.5 lần",
        "trong tháng 7/2025",
        "trước ngày sáp nhập",
        "không muộn hơn 15 ngày kể từ ngày nhận hồ sơ",
        "không chậm trễ ngày nào",
        "chậm nhất vào 25 hằng tháng",
        "họp ngày 9/6/2025",
    ],
)
def test_other_dates_are_none(text):
    assert read(text) == []


def test_a_year_that_is_not_written_is_that_of_the_publication():
    assert read("trước ngày 15/1", date(2025, 12, 20)) == [("2026-01-15", "")]
    assert read("trước ngày 15/12", date(2025, 12, 1)) == [("2025-12-15", "")]


def test_where_nobody_knows_the_year_it_is_left_out_and_said():
    assert read("trước ngày 30/6", None) == [("--06-30", "không rõ năm")]
    assert read("từ 1/7 đến 15/7", None) == [("--07-15", "từ 01/07, không rõ năm")]
    assert read("chậm nhất trong tháng 2", None) == [("--02-28", "không rõ năm")]


def test_a_range_that_leaves_the_month_open_and_a_month_before_no_year_are_not_certain():
    assert read("từ 25 đến 5/7") == []
    assert read("xong trước tháng 1", None) == []


def test_the_same_day_is_told_once():
    assert read("Nộp trước ngày 30/6; chậm nhất ngày 30/6/2025") == [("2025-06-30", "")]


LONG = [
    "đến hết 1/6, tỷ lệ " * 10_000,
    "đến cuối năm 2026, xã phải " * 8_000,
    "hoàn thành trong năm 2026 " * 8_000,
    "đến hết 1/6/2026" + " tỷ lệ" * 33_000,
    "từ " * 66_000 + "đến hết 1/6",
    "tính từ đến hết tháng 6 " * 8_000,
]


@pytest.mark.parametrize("text", LONG, ids=[text[:20] for text in LONG])
def test_a_long_text_is_read_in_linear_time(text):
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 5
