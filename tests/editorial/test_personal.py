"""Personal data in the spellings of news and notices; what only looks like them; what an agency makes known; and masking."""

import re
import unicodedata
from datetime import UTC, date, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.editorial.personal import PERSONAL, find, find_in, mask, mask_entry
from bot.judgement import FindingKind
from bot.model import Entry

PUBLISHED = date(2025, 6, 10)
PHONE, CARD, ACCOUNT, EMAIL, MINOR = PERSONAL


def found(text: str, *kinds: FindingKind) -> list[tuple[FindingKind, str]]:
    """Kind and original of each finding."""
    return [(each.kind, text[each.start : each.end]) for each in find(text, "text", PUBLISHED) if not kinds or each.kind in kinds]


PHONES = [
    *("0914123456", "0914 123 456", "0914.123.456", "0914-123-456", "0914.12.34.56", "091 412 3456", "091.4123.456", "0914.123456", "0914 123456"),
    *("(0914) 123 456", "0914 – 123 – 456", "0914\u00a0123\u00a0456", "0914\u200b123456", "0914 1234 56", "0\u200b914123456", "0914&nbsp;123&nbsp;456", "𝟎𝟗𝟏𝟒𝟏𝟐𝟑𝟒𝟓𝟔"),
    *("+84914123456", "+84 914 123 456", "+84-914-123-456", "+84.914.123.456", "(+84) 914 123 456", "(+84)914123456", "+84 (0)914 123 456"),
    *("0084914123456", "0084 914 123 456", "84914123456", "01234567890", "0123 456 7890", "0168.123.4567"),
    *("02333852123", "0233.3852.123", "(0233) 3852123", "(0233)3852123", "(0233).3852.123", "0233-3852123", "0233 3 852 123", "024 3974 1234"),
    *("(024) 3974.1234", "028-3829-1234", "+84 233 3852 123", "+84 24 3974 1234", "0533.852.123", "+856 20 5555 1234", "+85620555512", "+1 202 555 0123"),
]  # fmt: skip


@pytest.mark.parametrize("number", PHONES)
@pytest.mark.parametrize("around", ["{}", "ông Lê Văn B ({})", "gọi {}.", "anh Nam, {}, ngày 9/6/2025", "“{}”", "Zalo: {} nhé"])
def test_a_phone_number_is_found_where_it_stands(number, around):
    text = around.format(number)
    assert found(text) == [(PHONE, number)]


@pytest.mark.parametrize("number", PHONES)
def test_its_masked_form_shows_no_more_than_the_last_two_digits(number):
    (each,) = find(number, "text", None)
    digits = "".join(character for character in unicodedata.normalize("NFKC", number) if character.isdigit())
    assert re.fullmatch(r"\+?\*+[0-9]{2}", each.value)
    assert each.value.endswith(digits[-2:])


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0914123456/0905123456", ["0914123456", "0905123456"]),
        ("0914.123.456 - 0905.123.456", ["0914.123.456", "0905.123.456"]),
        ("0914 123 456, 0905 123 456", ["0914 123 456", "0905 123 456"]),
        ("0914123456;0905123456", ["0914123456", "0905123456"]),
        ("ĐT: 84 914 123 456", ["84 914 123 456"]),
        ("điện thoại: 04 3974 1234", ["04 3974 1234"]),
        ("ĐT: 09 14 12 34 56", ["09 14 12 34 56"]),
        ("ĐT0914123456", ["0914123456"]),
        ("gọi số 09.14.12.34.56", ["09.14.12.34.56"]),
        ("Để được cấp giấy chứng nhận xin liên hệ số 0914123456", ["0914123456"]),
        ("Làm thủ tục đăng ký doanh nghiệp gọi số 0914123456", ["0914123456"]),
        ("tra mã số thuế liên hệ số 0914123456", ["0914123456"]),
        ("ĐT.0914123456", ["0914123456"]),
        ("https://zalo.me/0914123456", ["0914123456"]),
        ("Qua tổng đài 1022, anh Nguyễn Văn A (0914 123 456) phản ánh", ["0914 123 456"]),
        ("Liên hệ bà Nguyễn Thị Hoa, chuyên viên Sở Nội vụ, số điện thoại 0914 123 456", ["0914 123 456"]),
        ("ông Nguyễn Văn A - Chủ tịch UBND xã, ĐT: 0914123456", ["0914123456"]),
        ("Nguyễn Văn A - Chủ tịch UBND xã, ĐT: 0914123456", ["0914123456"]),
        ("Công an xã Thuận nhận tin báo từ số điện thoại 0914123456", ["0914123456"]),
        ("đối tượng giả danh Công an dùng số 0914123456", ["0914123456"]),
        ("phản ánh về UBND xã qua số 0914123456 (ông Bình)", ["0914123456"]),
        ("Trường hợp cần gấp xin liên hệ qua số 0914123456", ["0914123456"]),
        ("Tại UBND xã. Liên hệ 0914123456", ["0914123456"]),
        ("UBND xã Lìa nhận đơn của một hộ dân có số điện thoại 0914123456", ["0914123456"]),
        ("UBND xã tiếp nhận đơn của hộ gia đình ở thôn A, điện thoại 0914123456", ["0914123456"]),
        ("người dân gửi đơn tới UBND xã kèm số điện thoại 0914123456", ["0914123456"]),
        ("Người dân có đơn gửi UBND xã số điện thoại 0914123456", ["0914123456"]),
        ("Một công dân phản ánh tới UBND xã, số điện thoại 0914123456", ["0914123456"]),
        ("Chủ đơn gửi UBND xã, điện thoại 0914123456", ["0914123456"]),
        ("Qua đường dây nóng, người dân (0914123456) phản ánh", ["0914123456"]),
        ("Đường dây nóng nhận được phản ánh của người dân, số điện thoại 0914123456", ["0914123456"]),
        ("Qua đường dây nóng 1022, một người dân có số 0914123456", ["0914123456"]),
        ("Đường dây nóng tiếp nhận tin từ số 0914123456", ["0914123456"]),
        ("Tân Long 0914.123.456; 0905.111.222; 0233.3852.123", ["0914.123.456", "0905.111.222", "0233.3852.123"]),
        ("Bà Hoa ở xã Lìa. Điện thoại: 0914123456", ["0914123456"]),
        ("Bà Hoa, UBND xã Lìa; điện thoại: 0914123456", ["0914123456"]),
        ("UBND xã Lìa trao quà cho hộ dân. Điện thoại: 0914123456", ["0914123456"]),
        ("Văn phòng cho thuê. ĐT: 0914123456", ["0914123456"]),
        ("Bà Hoa 0914123456 - UBND xã Lìa", ["0914123456"]),
        ("Nạn nhân gọi 0914123456 - UBND xã vào cuộc", ["0914123456"]),
        ("gọi số 0914123456 - Công an huyện xác định là số lừa đảo", ["0914123456"]),
        ("Công an xã hỗ trợ nạn nhân bị lừa qua số điện thoại 0914123456", ["0914123456"]),
        ("Công an xã vận động người dân gọi số 0914123456 của ông Nguyễn Văn Hùng", ["0914123456"]),
        ("Ông Hùng gọi số 0914123456 của vợ", ["0914123456"]),
        ("Chủ tịch UBND xã Lê Hùng, điện thoại 0914123456", ["0914123456"]),
        ("Công an xã Nguyễn Hữu Bảo, ĐT 0914123456", ["0914123456"]),
        ("bạn đọc gửi tòa soạn, điện thoại 0914123456", ["0914123456"]),
        ("Đầu mối hỗ trợ: ông Nam 0914123456", ["0914123456"]),
        ("Bà Lan rời trụ sở. Điện thoại: 0914123456", ["0914123456"]),
    ],
)
def test_a_number_is_somebodys_unless_it_is_introduced_as_an_agencys(text, numbers):
    assert found(text) == [(PHONE, number) for number in numbers]


@pytest.mark.parametrize(
    "text",
    [
        "Đường dây nóng: 0233.3852.123",
        "đường dây nóng 0914 123 456 hoặc 0905.123.456",
        "ĐƯỜNG DÂY NÓNG: 0914 123 456",
        "hotline: 0914123456",
        "tổng đài 1900 6789, 1800.1234, 1022, 113, 0233 3852 123",
        "UBND xã Tân Long (điện thoại: 0914 123 456)",
        "Uỷ ban nhân dân xã, điện thoại 0914 123 456",
        "Mọi thông tin xin liên hệ Trung tâm Phục vụ hành chính công tỉnh, số điện thoại: 0233.3852.123",
        "Sở Nội vụ, ĐT 0233 3852 123",
        "số điện thoại của Công an xã: 0914123456",
        "Bộ phận một cửa huyện, địa chỉ 12 Trần Hưng Đạo, điện thoại 0233.3852.123",
        "UBND TP. Đông Hà, số điện thoại 0233.3852.123",
        "Số điện thoại trực ban Công an huyện 0233.3880.113",
        "Đường dây nóng để người dân phản ánh: 0233.3852.123",
        "Đường dây nóng tiếp nhận phản ánh, kiến nghị của người dân, doanh nghiệp: 0914.123.456",
        "Số điện thoại tiếp nhận phản ánh của tổ chức, cá nhân: 0914.123.456",
        "Đường dây nóng hỗ trợ người nộp thuế: 0233.3852.123",
        "Tổng đài Bảo hộ công dân: +84.981.84.84.84",
        "Đường dây nóng của Chủ tịch UBND xã, người dân có thể gọi 0233.3852.123",
        "UBND xã công khai số điện thoại để người dân phản ánh: 0914123456",
        "Người dân nộp hồ sơ tại Bộ phận một cửa UBND xã, điện thoại: 0233.3880.123",
        "Người dân gửi phản ánh tới UBND xã qua số điện thoại 0914123456",
        "Người dân phản ánh theo số của Công an xã: 0914123456",
        "Đường dây nóng: 0914.123.456; 0905.111.222; 0233.3852.123; 0905.111.223",
        "Trung tâm Phục vụ hành chính công xã Lìa. Điện thoại: 0233.3880.123",
        "UBND xã Lìa. Địa chỉ: thôn Cợp. Điện thoại: 0233.3880.123",
        "UBND xã Triệu Bình, điện thoại 0233.3828.111",
        "Công an xã Cao Quảng, số 0232.3688.111",
        "Trung tâm tại thôn Hà Trung, xã Gio Linh, điện thoại 0233.3825.111",
        "Trung tâm Phục vụ hành chính công tỉnh, Lô A Khu đô thị Nam Đông Hà, điện thoại: 0233.3880.123",
        "Sở Nội vụ. ĐT: 0233.3880.123",
        "Nộp tại UBND xã Hướng Phùng; điện thoại: 0914.123.456",
        "gọi 0914123456 - Bộ phận một cửa UBND xã",
        "liên hệ số điện thoại 0914123456 (Công an xã Lìa)",
        "Người dân có thể gọi đến số 0233.3886.222 của UBND xã để được hướng dẫn",
        "TTPVHCC xã Vĩnh Linh (02333.820.123) làm việc cả sáng thứ Bảy",
        "TT PVHCC phường Đông Hà: 0911.222.333",
        "Thuế cơ sở hỗ trợ hộ kinh doanh qua số 0233.3881.999 và Zalo 0905.123.456",
        "Hộp thư góp ý của UBND xã: xatanlong@gmail.com",
        "snv@quangtri.gov.vn, ubnd@chinhphu.vn",
        "toasoan@baoquangtri.vn",
        "Liên hệ tòa soạn: 0233.3852.045",
        "Hỗ trợ kỹ thuật: 0233.3552.552, tuyensinh@quangtri.edu.vn",
        "Trụ sở: thôn Tân Trà. Điện thoại: 0233.3583.123. Email: xalia@gmail.com",
        "Địa chỉ trụ sở: 12 Lê Lợi; ĐT: 0914123456",
        "Số điện thoại hỗ trợ: 0914 123 456",
        "Địa chỉ email tiếp nhận: ubndxalia@gmail.com",
    ],
)
def test_what_an_agency_makes_known_is_not_personal(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "mã hồ sơ 000.00.19.H50-240605-0012",
        "Mã hồ sơ: H50.15-240312-0912",
        "mã hồ sơ 0914123456",
        "mã số hồ sơ 045203001234",
        "1.914.123.456 đồng",
        "84.912.345.678 đồng",
        "84912345678 đồng",
        "MST 0312345678",
        "mã số thuế: 0800100862",
        "MST: 0312345678-001",
        "từ 03/07/2025 đến 07/08/2025",
        "03.05.2025 - 07.05.2025",
        "03-05-2025 07:30",
        "107.0987654321",
        "0,35 0,45 0,914",
        "https://quangtri.gov.vn/bai-viet-0914123456.html",
        "tin-0914123456.htm",
        "img_0914123456",
        "Nghị định 118/2025/NĐ-CP",
        "Quyết định số 0914/QĐ-UBND",
        "ISBN 0306406152",
        "từ năm 2019 2020",
        "0914123456789",
        "A0914123456",
        "0914123456A",
        "09141234567",
        "091412345",
        "0914.xxx.456",
        "0.0914123456",
        "1-0914123456",
        "số báo danh 0300012345",
        "GCN đăng ký doanh nghiệp số 0305339044",
        "Giấy chứng nhận quyền sử dụng đất số 0914123456",
        "Giấy chứng nhận đăng ký kinh doanh: 0305339044",
        "bộ số 05 – 07 – 17 – 22 – 32",
        "dãy số may mắn là: 03 08 22 28 33",
        "nhiệt độ +5 -3 +2",
        "tăng +10 20 30 40 50",
        "cấp 123.456 thẻ căn cước",
        "cấp được 197.123.456 thẻ căn cước",
        "Luật Căn cước: 300.000.000 đồng",
        "trao 250.000.000 đồng cho hộ có CCCD",
        "căn cước cho 12.345 công dân",
        "H50045203001234",
        "0452030012345",
        "999903001234",
        "số tài khoản định danh điện tử là 234.567",
        "mở 123.456 tài khoản",
        "tài khoản có 1.234.567.890 đồng",
        "số tài khoản là 12.345",
        "chuyển khoản 1.500.000.000 đồng",
        "chuyển khoản 1.500.000.000 cho bà B",
        "chuyển khoản 500000000 đồng",
        "hotline Vietcombank 1900545413",
        "Vietcombank mua 22.690 22.760",
        "Vietcombank 22.690 22.760",
        "Agribank lãi 123456789 đồng",
        "Agribank số 18 Trần Phú",
        "nợ BHXH 1234567890 đồng",
        "cấp hộ chiếu cho 1234567 công dân",
        "thẻ BHYT năm 2026, Quyết định 595/QĐ-BHXH ngày 14/4/2017",
        "số thẻ nhà báo: 1234567890",
        "phát hành 1.234.567.890 thẻ ATM",
        "tài khoản facebook 123456789",
        "tài khoản VNeID 12345678",
        "tài khoản 111 và 112",
        "@user@mastodon.social",
        "60827818@N07",
        "package@1.2.3",
        "kênh TikTok @xa.lia",
        "x@y",
        "ông Nguyễn Văn A (62 tuổi)",
        "anh Trần B (20 tuổi)",
        "em Nguyễn Văn A (20 tuổi)",
        "cháu Nguyễn Văn A (25 tuổi)",
        "Nguyễn Văn A (SN 1985)",
        "đồng chí Nguyễn Văn A, 55 năm tuổi Đảng",
        "đồng chí Nguyễn Văn A, 12 tuổi Đảng",
        "em Nguyễn Văn A, sinh viên năm 3",
        "cô Nguyễn Thị B, giáo viên lớp 5",
        "cô Thùy Trang, học sinh lớp 5",
        "em Nguyễn Thị B, giáo viên chủ nhiệm, lớp 5A",
        "em Nguyễn Thị B, quê xã Lìa. 12 tuổi",
        "ông Hồ Văn A (trú xã Lìa, 14 tuổi)",
        "em Hồ Văn A (trú xã Lìa, 24 tuổi)",
        "thầy Trần Văn B lên lớp 5",
        "em Đoàn Thanh niên xã, lớp 5",
        "trẻ em dưới 16 tuổi",
        "trẻ em Việt Nam (từ 6 đến 16 tuổi)",
        "công dân Việt Nam đủ 14 tuổi",
        "học sinh Trường THCS Lao Bảo (12 tuổi)",
        "học sinh lớp 7 Trường THCS Lao Bảo",
        "các em học sinh lớp 5",
        "chị em Hội Phụ nữ, 12 tuổi",
        "cháu ngoan Bác Hồ",
        "bé Xuân",
        "Học sinh Lê Quý Đôn và nữ sinh Bùi Thị Xuân tranh tài",
        "Ông Hùng và con trai Nguyễn Văn An chuyển trường cho cháu",
        "khai sinh cho con gái Nguyễn Thị An, giáo viên Trường Tiểu học Lìa",
        "Nguyễn Thị An, cô bé năm xưa, nay là Chủ tịch UBND xã",
        "chị Nguyễn Thị An, phụ huynh, học sinh lớp 5 của trường",
        "Hội thi giáo viên dạy giỏi: giải Nhất Lê Thị Thu (Trường Tiểu học Lìa)",
        "Học sinh đạt giải Nhất do thầy Trần Văn Nam (Trường THCS Thuận) hướng dẫn",
        "Giải Nhất thuộc về Trường THPT chuyên Lê Quý Đôn, Trường THPT Đông Hà",
        "tiệm sửa xe Bé Ba và Trường Mầm non Bé Ngoan nhận học sinh",
        "chị Bé Ba và con cháu Quang Trung, con Rồng cháu Tiên trong trường học sinh",
        "cậu bé Sài Gòn, cô bé Lọ Lem, cháu Bác Tôn",
        "Cảm ơn cháu Hồng Hạnh ở bộ phận một cửa",
        "cháu Hồng Hạnh, sinh viên năm nhất",
        "anh Nguyễn Văn A, học Trường Đại học Luật",
        "ông Nguyễn Văn A, học Trường Chính trị Lê Duẩn",
        "trao quà cho trẻ Vân Kiều, Pa Cô",
        "em Quảng Trị, lớp 5",
        "em Huy chương Vàng, lớp 5",
        "em Trung tâm Y tế, 12 tuổi",
        "học sinh lớp 5 Đakrông",
        "bé 3 tuổi Tân Long",
        "bé gái 6 tuổi Nghệ An",
        "Bé lớp 1 Sài Gòn",
        "con gái đang học Trường THCS Kim Đồng",
        "học sinh Trường THPT Lê Quý Đôn",
        "học sinh lớp 1 Ngày hội đến trường",
        "em tặng quà học sinh lớp 10 A",
        "học sinh Ái Tử đủ 14 tuổi",
        "anh Hồ Văn Bình (vừa đủ 18 tuổi)",
        "Họ và tên: Nguyễn Văn A; ngày sinh: 18/6/1988",
        "trường mang tên Trường Tiểu học Kim Đồng, lớp 5",
        "Pả Thị Vân (35 tuổi)",
        "Trường Tiểu học Hà Trung, lớp 5A, có 30 em",
        "Trường TH&THCS Lê Lợi, lớp 8A",
        "Trường PTDTBT THCS Hồ Văn A, lớp 8A",
        "xã Triệu Bình, lớp 8A",
        "cô Xôn Thị Lan, giáo viên lớp 5",
        "Năm nay 65 tuổi, bà Hồ Thị B lần đầu nộp hồ sơ trực tuyến",
        "Mới 3 tuổi, Hồ Thị B (SN 1980) đã mồ côi",
        "Sinh năm 1985, Phan Anh Khoa là công chức trẻ",
        "Dạy lớp 9, cô Phan Thị Thu hướng dẫn học sinh",
        "Có con 14 tuổi, chị Phan Thị Thu đưa con đi làm căn cước",
        "Ở tuổi 65, Hồ Thị B vẫn học",
        "Đủ 14 tuổi, em Trường THCS Lìa",
        "Nguyễn Văn A, nam, sinh ngày 18/6/1988",
        "đặc khu Côn Đảo, 5 tuổi",
        "xã A Dơi, lớp 5",
        "điểm trường A Sóc, lớp 1",
        "Sở Y tế, 12 tuổi",
        "học viên Trần Thị Hoa, lớp 3 khóa 2026",
        "ông Hồ Văn Chiến, lớp 1 xóa mù chữ",
        "bé gái và chị gái tên là Nguyễn Thị Lan",
        "bé gái có mẹ tên là Nguyễn Thị Lan",
        "cháu Bi (tên thật Nguyễn Văn A, 25 tuổi)",
        "Học sinh cảm ơn em Nguyễn Thị Hằng, công chức một cửa",
        "Học sinh cảm ơn em Nguyễn Thị Hằng ở quầy số 3",
        "cựu học sinh Nguyễn Văn An tặng quà",
        "Em Trần Thị Hoa, sinh viên Trường Đại học Luật, dạy học sinh dùng VNeID",
        "em Hồ Văn A (trú xã Lìa, 24 tuổi), trao học bổng",
        "học sinh Lê Quý Đôn đoạt giải; Trường THPT Lê Quý Đôn có 30 lớp",
        "HỌC SINH CAO BẰNG ĐƯỢC HỖ TRỢ",
        "Em Nguyễn Thị Hằng hướng dẫn rất dễ hiểu",
        "anh em Hồ Văn A, Hồ Văn B (từ 40 đến 53 tuổi)",
        "ông Hồ Văn A và Hồ Văn B, cùng trú tại xã Lìa",
        "Danh sách giáo viên mầm non trúng tuyển: Hồ Thị Loan, 12/4/1998",
        "Danh sách nhận học bổng: gặp ông Lê Văn Hai, 7B Lê Lợi",
        "Quyết định về học bổng do ông Lê Văn Hai ký. 12/5/2026",
        "Học sinh nhận học bổng. Ảnh: Lê Văn Hai (12/5/2025)",
        "HỌC SINH HÀ NỘI (LỚP 9)",
        "bạn Ngọc Mai (27 tuổi)",
        "bạn Nguyễn Văn An hỏi về học bổng",
        "các bạn Trường THCS Lìa, lớp 7",
        "cháu nội Nguyễn Văn An (30 tuổi)",
        "con trai Nguyễn Văn An nộp hồ sơ",
        "Email nhà trường: mnsonca@quangtri.edu.vn",
    ],
)
def test_what_only_looks_like_personal_data_is_none(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("CCCD số 045203001234", "045203001234"),
        ("số CCCD: 045 203 001 234", "045 203 001 234"),
        ("CĂN CƯỚC CÔNG DÂN SỐ 0452.0300.1234", "0452.0300.1234"),
        ("CMND 197123456", "197123456"),
        ("CMND số 197 123 456", "197 123 456"),
        ("chứng minh nhân dân số: 197.123.456 do Công an cấp ngày 12/5/2015", "197.123.456"),
        ("CMND/CCCD: 197123456", "197123456"),
        ("CMND cấp ngày 12/5/2015 số 197123456", "197123456"),
        ("CCCD của ông Nguyễn Văn A số 045203001234", "045203001234"),
        ("số định danh cá nhân 045203001234", "045203001234"),
        ("ông A (045203001234)", "045203001234"),
        ("197123456 (CMND)", "197123456"),
        ("mã số thuế cá nhân 045203001234", "045203001234"),
        ("thẻ căn cước gắn chip số 038200001234", "038200001234"),
        ("hộ chiếu số C1234567", "C1234567"),
        ("Hộ chiếu phổ thông: B 9876543", "B 9876543"),
        ("số sổ BHXH 4512003456", "4512003456"),
        ("Mã số BHXH: 4512003456", "4512003456"),
        ("số thẻ BHYT: 4512345678", "4512345678"),
        ("mã thẻ BHYT GD 4 45 4512003456", "GD 4 45 4512003456"),
        ("thẻ bảo hiểm y tế số HT3454512003456", "HT3454512003456"),
        ("giấy phép lái xe hạng A1 số 450123456789", "450123456789"),
    ],
)
def test_an_identity_card_is_known_by_the_words_around_or_by_its_make(text, number):
    assert found(text) == [(CARD, number)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("số tài khoản 5502205123456", "5502205123456"),
        ("STK: 0021 0001 23456", "0021 0001 23456"),
        ("Số tài khoản: 3713.0.1053456.00000 tại Kho bạc", "3713.0.1053456.00000"),
        ("tài khoản 1234567890 ngân hàng Agribank", "1234567890"),
        ("tài khoản Vietcombank 0021000123456", "0021000123456"),
        ("STK 123456 MB", "123456"),
        ("STK: 888 666 888 MB Bank", "888 666 888"),
        ("số tài khoản đăng ký nhận tiền: 5502205123456", "5502205123456"),
        ("chuyển vào tài khoản số 0101 0002 5566 của bà Hoa", "0101 0002 5566"),
        ("Số tài khoản của Ban vận động tại Agribank: 5502205123456", "5502205123456"),
        ("TK: 19036789012345 (Techcombank)", "19036789012345"),
        ("tài khoản ngân hàng: 0700 1234 5678", "0700 1234 5678"),
        ("chuyển khoản tới Agribank số 4012205012345", "4012205012345"),
        ("chuyển khoản cho bà Hồ Thị B 4012205012345", "4012205012345"),
        ("tài khoản của Nguyễn Văn A: 0021000123456", "0021000123456"),
        ("Hồ Văn A, Vietcombank 0451000123456", "0451000123456"),
        ("Techcombank - 19036789012345", "19036789012345"),
        ("số thẻ ATM 9704050012345678", "9704050012345678"),
        ("số thẻ: 9704 0500 1234 5678", "9704 0500 1234 5678"),
    ],
)
def test_a_bank_account_is_known_by_the_words_before_it(text, number):
    assert found(text) == [(ACCOUNT, number)]


def test_one_number_is_one_thing():
    text = "STK 5502205123456 - 0914123456, CCCD 045203001234, thư nva@gmail.com"
    assert [kind for kind, _ in found(text)] == [ACCOUNT, PHONE, CARD, EMAIL]


@pytest.mark.parametrize(
    ("text", "address", "value"),
    [
        ("nguyenvana@gmail.com", "nguyenvana@gmail.com", "n*********@gmail.com"),
        ("Thư: N.V-A@Yahoo.com.vn.", "N.V-A@Yahoo.com.vn", "N****@yahoo.com.vn"),
        ("(a@b.co)", "a@b.co", "*@b.co"),
        ("nva [at] gmail.com", "nva [at] gmail.com", "n**@gmail.com"),
        ("nva(at)gmail.com", "nva(at)gmail.com", "n**@gmail.com"),
        ("nva [at] gmail [dot] com", "nva [at] gmail [dot] com", "n**@gmail.com"),
        ("nva(at)yahoo(dot)com(dot)vn, trước 30/11", "nva(at)yahoo(dot)com(dot)vn", "n**@yahoo.com.vn"),
        ("Email: nva@ gmail.com", "nva@ gmail.com", "n**@gmail.com"),
        ("Email: nva @gmail.com", "nva @gmail.com", "n**@gmail.com"),
        ("Email: nva @ yahoo.com.vn", "nva @ yahoo.com.vn", "n**@yahoo.com.vn"),
        ("bà Hoa, UBND xã: hoa.nt@gmail.com", "hoa.nt@gmail.com", "h*****@gmail.com"),
    ],
)
def test_an_address_keeps_its_first_letter_and_its_domain(text, address, value):
    (each,) = find(text, "text", None)
    assert (each.kind, text[each.start : each.end], each.value) == (EMAIL, address, value)


MINORS = [
    ("cháu Nguyễn Văn A (12 tuổi)", ["Nguyễn Văn A"], "12 tuổi"),
    ("CHÁU NGUYỄN VĂN A (12 TUỔI)", ["NGUYỄN VĂN A"], "12 tuổi"),
    ("em N.T.B, học sinh lớp 7", ["N.T.B"], "lớp 7"),
    ("Em L.T.K.O., 11 tuổi", ["L.T.K.O"], "11 tuổi"),
    ("bé gái 9 tuổi tên Hồ Thị B", ["Hồ Thị B"], "9 tuổi"),
    ("bé trai 5 tháng tuổi tên K.", ["K"], "5 tháng tuổi"),
    ("bé trai tên là Nguyễn Văn B, mới 3 tuổi", ["Nguyễn Văn B"], "3 tuổi"),
    ("Nguyễn Văn A (12 tuổi)", ["Nguyễn Văn A"], "12 tuổi"),
    ("N.V.A (15 tuổi)", ["N.V.A"], "15 tuổi"),
    ("em Nguyễn Thị Hoa, học sinh lớp 9A, Trường THCS Lao Bảo", ["Nguyễn Thị Hoa"], "lớp 9"),
    ("học sinh Nguyễn Văn A, lớp 8/2", ["Nguyễn Văn A"], "lớp 8"),
    ("nữ sinh lớp 8 Nguyễn Thị B", ["Nguyễn Thị B"], "lớp 8"),
    ("em Lan, học sinh lớp 5", ["Lan"], "lớp 5"),
    ("cháu Hồ Thị B bị đuối nước", ["Hồ Thị B"], ""),
    ("em Nguyễn Văn A (SN 2011)", ["Nguyễn Văn A"], "sinh năm 2011"),
    ("em Nguyễn Văn A, sinh ngày 12/5/2010", ["Nguyễn Văn A"], "sinh năm 2010"),
    ("các em Nguyễn Văn A, Trần Thị B và Lê C (lớp 7)", ["Nguyễn Văn A", "Trần Thị B", "Lê C"], "lớp 7"),
    ("cháu Pả Y Hạnh, 8 tuổi", ["Pả Y Hạnh"], "8 tuổi"),
    ("em H'Hen Niê, 14 tuổi", ["H'Hen Niê"], "14 tuổi"),
    ("em Nguyễn Văn A, học sinh Trường THPT Hướng Hóa", ["Nguyễn Văn A"], "học sinh"),
    ("em Nguyễn Văn A hiện đang học lớp 5", ["Nguyễn Văn A"], "lớp 5"),
    ("con gái Nguyễn Thị C - 6 tuổi", ["Nguyễn Thị C"], "6 tuổi"),
    ("hai chị em Nguyễn Thị A (12 tuổi)", ["Nguyễn Thị A"], "12 tuổi"),
    ("em Huy, học sinh lớp 5", ["Huy"], "lớp 5"),
    ("em Đoàn Thị Liên, lớp 5", ["Đoàn Thị Liên"], "lớp 5"),
    ("bé Hải (4 tuổi)", ["Hải"], "4 tuổi"),
    ("em Trần Hữu Tài (trú xã Lìa, 14 tuổi)", ["Trần Hữu Tài"], "14 tuổi"),
    ("em Trần Hữu Tài ở xã Lìa (14 tuổi)", ["Trần Hữu Tài"], "14 tuổi"),
    ("em Hồ Văn A, con ông Bình, 14 tuổi", ["Hồ Văn A"], "14 tuổi"),
    ("em Hồ Thị C, (12 tuổi)", ["Hồ Thị C"], "12 tuổi"),
    ("em Đoàn Thanh C., (SN 2012)", ["Đoàn Thanh C"], "sinh năm 2012"),
    ("Em Hồ Văn Hoàng, hiện nay là học sinh lớp 2", ["Hồ Văn Hoàng"], "lớp 2"),
    ("Em Hồ Văn Hoàng, dân tộc Vân Kiều, học sinh lớp 2", ["Hồ Văn Hoàng"], "lớp 2"),
    ("em Hồ Văn Hoàng, năm tới vào lớp 1", ["Hồ Văn Hoàng"], "lớp 1"),
    ("hai em Hồ Văn A và Hồ Văn B cùng 14 tuổi", ["Hồ Văn A", "Hồ Văn B"], "14 tuổi"),
    ("các em Hồ Văn A, Lê Thị B - cùng là học sinh lớp 9", ["Hồ Văn A", "Lê Thị B"], "lớp 9"),
    ("cháu Hồ Thị B, trú cùng bà Hồ Thị C (65 tuổi)", ["Hồ Thị B"], ""),
    ("Cô bé Thùy Trang (8 tuổi) ở xã Lìa", ["Thùy Trang"], "8 tuổi"),
    ("cậu bé Minh Quân (8 tuổi)", ["Minh Quân"], "8 tuổi"),
    ("bé gái 6 tuổi tên Tân Long", ["Tân Long"], "6 tuổi"),
    ("con gái đang học tiểu học, tên là Pả Y Hạnh", ["Pả Y Hạnh"], "học sinh"),
    ("bé 3 tuổi, Hồ Thị B", ["Hồ Thị B"], "3 tuổi"),
    ("học sinh lớp 5 N.T.B", ["N.T.B"], "lớp 5"),
    ("em Phan Anh Khoa chưa đủ 14 tuổi", ["Phan Anh Khoa"], "14 tuổi"),
    ("bị hại Hồ Thị T (chưa đủ 16 tuổi)", ["Hồ Thị T"], "16 tuổi"),
    ("em Phan Anh Khoa vừa đủ 14 tuổi", ["Phan Anh Khoa"], "14 tuổi"),
    ("em Hồ Thị Thủy đã 13 tuổi mà chưa có giấy khai sinh", ["Hồ Thị Thủy"], "13 tuổi"),
    ("em Lê Hà (sắp tròn 6 tuổi)", ["Lê Hà"], "6 tuổi"),
    ("con là Lê Hoàng Bách, 20 ngày tuổi", ["Lê Hoàng Bách"], "20 ngày tuổi"),
    ("cháu ngoại bà Mai tên là Bảo Ngọc, học lớp 1", ["Bảo Ngọc"], "lớp 1"),
    ("chị có con tên Bảo Ngọc (5 tuổi)", ["Bảo Ngọc"], "5 tuổi"),
    ("Họ và tên: Pả Y Hạnh, sinh ngày 2/3/2015", ["Pả Y Hạnh"], "sinh năm 2015"),
    ("con gái đầu lòng tên Tuệ Lâm, 10 ngày tuổi", ["Tuệ Lâm"], "10 ngày tuổi"),
    ("Pả Thị Vân, lớp 3C", ["Pả Thị Vân"], "lớp 3"),
    ("Đậu Nhật Nam (lớp 3C)", ["Đậu Nhật Nam"], "lớp 3"),
    ("bé sơ sinh Lê Hoàng Bách", ["Lê Hoàng Bách"], ""),
    ("Em Trần Hà My, Trường THCS Phan Bội Châu, lớp 8/3", ["Trần Hà My"], "lớp 8"),
    ("1 Hồ Thị Hoa, lớp 4B", ["Hồ Thị Hoa"], "lớp 4"),
    ("Vừa tròn 14 tuổi, em Đặng Thu Thảo đến làm căn cước", ["Đặng Thu Thảo"], "14 tuổi"),
    ("Năm nay 14 tuổi, em Thảo lần đầu có căn cước", ["Thảo"], "14 tuổi"),
    ("Mới 13 tuổi, Hồ Thị B đã phải lấy chồng", ["Hồ Thị B"], "13 tuổi"),
    ("Sự việc đã rõ. Ở tuổi 15, Hồ Thị B chưa có giấy khai sinh", ["Hồ Thị B"], "15 tuổi"),
    ("Đang học lớp 9 Trường THCS Lao Bảo, em Thảo đến làm căn cước", ["Thảo"], "lớp 9"),
    ("Là học sinh lớp 9, em Thảo đến làm căn cước", ["Thảo"], "lớp 9"),
    ("Sinh năm 2013, em Thảo đã biết dùng VNeID", ["Thảo"], "sinh năm 2013"),
    ("Họ tên trẻ: Hồ Văn Bôn; ngày sinh: 18/6/2020", ["Hồ Văn Bôn"], "sinh năm 2020"),
    ("Họ và tên: Hồ Văn Bôn; sinh ngày: 18/6/2020", ["Hồ Văn Bôn"], "sinh năm 2020"),
    ("1. Hồ Văn Bôn, nam, sinh ngày 18/6/2020", ["Hồ Văn Bôn"], "sinh năm 2020"),
    ("Hồ Thị Sen; giới tính: nữ; sinh năm 2020", ["Hồ Thị Sen"], "sinh năm 2020"),
    ("Kăn Hoa (lớp 8A)", ["Kăn Hoa"], "lớp 8"),
    ("Pả Hiếu, 9 tuổi", ["Pả Hiếu"], "9 tuổi"),
    ("CÔN MINH TÂM (LỚP 7B)", ["CÔN MINH TÂM"], "lớp 7"),
    ("Y Thu Hà, sinh năm 2019", ["Y Thu Hà"], "sinh năm 2019"),
    ("A Lăng Bảo (6 tuổi)", ["A Lăng Bảo"], "6 tuổi"),
    ("con trai út Ăm Hải Đăng (12 tuổi)", ["Ăm Hải Đăng"], "12 tuổi"),
    ("Lý Gia Hưng, mới học lớp 4", ["Lý Gia Hưng"], "lớp 4"),
    ("có con là Nguyễn Tường Lam vào lớp 6", ["Nguyễn Tường Lam"], "lớp 6"),
    ("Hồ Thị Un, cô bé lớp 5", ["Hồ Thị Un"], "lớp 5"),
    ("Phùng Đức Thiện - cậu học trò lớp 9", ["Phùng Đức Thiện"], "lớp 9"),
    ("con tôi 6 tuổi tên là Lê Hải Đăng", ["Lê Hải Đăng"], "6 tuổi"),
    ("bé Su Su (tên thật Nguyễn Phúc An), vào lớp 1", ["Su Su", "Nguyễn Phúc An"], ""),
    ("Bé Bông, tên khai sinh là Phan Hoài Thương, ngủ ngon", ["Bông", "Phan Hoài Thương"], ""),
    ("cháu Bi (tên ở nhà của Lê Hoàng Bách)", ["Lê Hoàng Bách"], ""),
    ("Bé Tin tên đầy đủ là Hồ Trung Tín", ["Hồ Trung Tín"], ""),
    ("bé trai sơ sinh bị bỏ rơi, đặt tên là Nguyễn Thiện Nhân", ["Nguyễn Thiện Nhân"], ""),
    ("sinh con gái đầu lòng, anh chị đặt tên cho con là Hồ Thị Bảo Ngọc", ["Hồ Thị Bảo Ngọc"], ""),
    ("Trao học bổng cho em Hồ Thị Xuân Diệu", ["Hồ Thị Xuân Diệu"], ""),
    ("Thay mặt học sinh, em Lâm Tường Vi phát biểu", ["Lâm Tường Vi"], ""),
    ("học sinh Trần Thị Bích Ngọc (Trường THPT Lê Lợi)", ["Trần Thị Bích Ngọc"], ""),
    ("thiếu nhi Nguyễn Trà My, liên đội trưởng, nêu kiến nghị", ["Nguyễn Trà My"], ""),
    ("cấp sai giấy khai sinh cho trẻ Phan Nguyễn Gia Huy", ["Phan Nguyễn Gia Huy"], ""),
    ("TRAO HỌC BỔNG CHO EM HỒ THỊ DIỆU", ["HỒ THỊ DIỆU"], ""),
    ("Học bạ số giúp em Ăm Văn Sen chuyển trường", ["Ăm Văn Sen"], ""),
    ("gồm Hồ Quốc Việt, Hồ Thị Yến Nhi, cùng học lớp 9B", ["Hồ Quốc Việt", "Hồ Thị Yến Nhi"], "lớp 9"),
    ("Chị em sinh đôi Đặng Thùy Trâm và Đặng Thùy Chi vừa tròn 6 tuổi", ["Đặng Thùy Trâm", "Đặng Thùy Chi"], "6 tuổi"),
    ("hai chị em Lê Thị Nhàn - Lê Thanh Nhã, học sinh lớp 4", ["Lê Thị Nhàn", "Lê Thanh Nhã"], "lớp 4"),
    ("ba anh em Hồ Văn Quyết, Hồ Văn Tâm, Hồ Thị Hiền (từ 4 đến 13 tuổi)", ["Hồ Văn Quyết", "Hồ Văn Tâm", "Hồ Thị Hiền"], "13 tuổi"),
    ("các em Lê Quang Dũng (Trường THCS Lìa), Mai Cảnh Hoàng (Trường THCS Thuận)", ["Lê Quang Dũng", "Mai Cảnh Hoàng"], ""),
    ("Tuyên dương học sinh giỏi Bùi Hà My (7A1)", ["Bùi Hà My"], "lớp 7"),
    ("Danh sách nhận học bổng: Côn Văn Tuyết - 8C - THCS Thuận", ["Côn Văn Tuyết"], "lớp 8"),
    ("Danh sách trẻ em được trợ cấp: 1. Ăm Văn Lành, 21/01/2020, thôn Thuận Hòa", ["Ăm Văn Lành"], "sinh năm 2020"),
    ("Học sinh Họ và tên Ngày sinh Lớp 1 Trần Mai Chi 15/02/2016 4A", ["Trần Mai Chi"], "sinh năm 2016"),
    ("HAI HỌC SINH NGUYỄN HỮU PHƯỚC VÀ LÊ QUANG HUY, LỚP 12", ["NGUYỄN HỮU PHƯỚC", "LÊ QUANG HUY"], "lớp 12"),
    ("EM HỒ THỊ DIỆU ĐƯỢC CẤP CĂN CƯỚC KHI HỌC LỚP 9 TIỂU HỌC", ["HỒ THỊ DIỆU"], ""),
    ("chị Thắm bế con nhỏ Phạm Bùi Minh Đăng", ["Phạm Bùi Minh Đăng"], ""),
    ("bé gái sinh tháng trước được đổi tên thành Nguyễn Ngọc Diệp", ["Nguyễn Ngọc Diệp"], ""),
    ("hai cháu nội Hồ Minh Hiếu, Hồ Minh Thảo", ["Hồ Minh Hiếu", "Hồ Minh Thảo"], ""),
    ("Cô bé Thanh Trúc, con gái chị Thắm", ["Thanh Trúc"], ""),
    ("Ca mổ tim cho cậu bé tên Khôi Nguyên đã xong", ["Khôi Nguyên"], ""),
    ("bé Bảo Ngọc và cháu Hải Đăng được nhận thẻ", ["Bảo Ngọc", "Hải Đăng"], ""),
    ("Bà nội cháu Tâm mừng khi nhận sổ tiết kiệm cho trẻ mồ côi", ["Tâm"], ""),
    ("Cô giáo dạy lớp 1 kể: em Hồ Văn Nhớ hay nghỉ học", ["Hồ Văn Nhớ"], ""),
    ("nghỉ học để nuôi hai em Hồ Thị Lan và Hồ Văn Lâm", ["Hồ Thị Lan", "Hồ Văn Lâm"], ""),
    ("kỳ thủ nhí Trần Lê Minh Khuê", ["Trần Lê Minh Khuê"], ""),
    ("bệnh nhi Hồ Thị Yến bị hóc hạt nhãn", ["Hồ Thị Yến"], ""),
    ("học sinh tặng em Bùi Thị Xuân quyển sách", ["Bùi Thị Xuân"], ""),
    ("Bé bị bỏ rơi được đặt tên Phan An Nhiên", ["Phan An Nhiên"], ""),
    ("cậu bé mồ côi nay đã có tên chính thức: Nguyễn Nhật Minh", ["Nguyễn Nhật Minh"], ""),
    ("đăng ký khai sinh cho con là Nguyễn Thành Đạt nhưng chưa xong", ["Nguyễn Thành Đạt"], ""),
    ("làm giấy khai sinh cho con gái Hồ Thị Sen", ["Hồ Thị Sen"], ""),
    ("nhận kết quả cho con đầu lòng tên Hồ Sỹ Nguyên Khang", ["Hồ Sỹ Nguyên Khang"], ""),
    ("Phạm Tuệ Lâm – cô bé 4 tuổi ở Đông Hà", ["Phạm Tuệ Lâm"], "4 tuổi"),
    ("Chuyện của Hồ Văn Hương, cậu bé đi học bằng lưng mẹ", ["Hồ Văn Hương"], ""),
    ("Hồ Thị Mơ là cô bé khiếm thị", ["Hồ Thị Mơ"], ""),
    ("Nguyễn Trần Bảo An, Chủ tịch Hội đồng trẻ em tỉnh, học sinh lớp 9A", ["Nguyễn Trần Bảo An"], "lớp 9"),
    ("Lê Hoàng Bách, liên đội trưởng, học sinh lớp 5", ["Lê Hoàng Bách"], "lớp 5"),
    ("TRAO QUÀ CHO CHÁU HỒ THỊ MAI CÓ HOÀN CẢNH KHÓ KHĂN", ["HỒ THỊ MAI"], ""),
    (
        "Giải Nhất: Lê Nguyễn Khánh Chi (Trường Tiểu học Lìa), giải Nhì: Hoàng Gia Huy, THCS Thuận",
        ["Lê Nguyễn Khánh Chi", "Hoàng Gia Huy"],
        "học sinh",
    ),
    ("Thủ khoa vào lớp 10 là Đặng Thị Kim Ngân (Trường THCS Hải Thọ)", ["Đặng Thị Kim Ngân"], "học sinh"),
    ("Bà Xuân, bà nội cháu Tâm, nhận sổ tiết kiệm", ["Tâm"], ""),
    ("Bạn Ngọc Mai (17 tuổi) hỏi", ["Ngọc Mai"], "17 tuổi"),
    ("cháu Xôn Minh Quý", ["Xôn Minh Quý"], ""),
    ("Xã tặng quà cháu Hồ Thị Bưởi. Công chức xã đến tận nhà", ["Hồ Thị Bưởi"], ""),
    ("Giúp bé gái 5 tuổi tên Mai. Công chức xã đến tận nhà", ["Mai"], "5 tuổi"),
    ("nữ sinh lớp 8 Nguyễn Thị B. Công an xã xác minh", ["Nguyễn Thị B"], "lớp 8"),
    ("hai cháu Hồ Minh Hiếu, Hồ Minh Thảo. Công chức xã đến tận nhà", ["Hồ Minh Hiếu", "Hồ Minh Thảo"], ""),
]


@pytest.mark.parametrize(("text", "names", "note"), MINORS, ids=[text for text, _, _ in MINORS])
def test_a_minor_is_a_name_with_a_sign_of_age(text, names, note):
    assert found(text) == [(MINOR, name) for name in names]
    assert {each.note for each in find(text, "text", PUBLISHED)} == {note}
    decomposed = unicodedata.normalize("NFD", text)
    assert [unicodedata.normalize("NFC", written) for _, written in found(decomposed)] == names


def test_whoever_was_born_when_is_a_minor_on_the_day_of_the_news():
    assert len(find("em Nguyễn Văn A (SN 2012)", "text", None)) == 1
    assert find("em Nguyễn Văn A (SN 1999)", "text", None) == ()
    assert len(find("em T.Đ.T (SN 2002, đang học lớp 9)", "text", None)) == 1


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("em Nguyễn Văn A (SN 2008)", "sinh năm 2008"),  # seventeen or eighteen: in doubt a child, where the text calls them one
        ("em Nguyễn Văn A (SN 2007)", None),
        ("Nguyễn Văn A (SN 2008)", None),
        ("chị Nguyễn Thị B (SN 2008)", None),
        ("Nguyễn Văn A (SN 2009)", "sinh năm 2009"),
        ("em Hồ Văn A (sinh ngày 20/12/2008)", "sinh năm 2008"),
        ("Hồ Văn A (sinh ngày 20 tháng 12 năm 2008)", "sinh năm 2008"),
        ("Hồ Văn A, SN 16-1-2008", "sinh năm 2008"),
        ("em Hồ Văn A (sinh ngày 15/01/2008)", None),
        ("em Hồ Văn A (SN 10.1.2008)", None),
        ("em Hồ Văn A (sinh tháng 12/2008)", "sinh năm 2008"),
        ("em Hồ Văn A (SN 2007, học lớp 12)", "lớp 12"),
        ("Hồ Văn A (SN 2008, 17 tuổi)", "17 tuổi"),
        ("em T.Đ.T (SN 2002, đang học lớp 9)", "lớp 9"),
        ("ông Hồ Văn A (SN 1985, học lớp 12 bổ túc)", None),
        ("em Hồ Văn A (18 tuổi, học sinh lớp 12)", None),
    ],
)
def test_a_date_of_birth_is_held_against_the_day_of_the_news_and_a_year_is_not_the_last_word(text, note):
    assert [each.note for each in find(text, "text", date(2026, 1, 15))] == ([note] if note else [])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("gọi 0914 123 456 nhé", "gọi **** *** *56 nhé"),
        ("gọi (+84) 914.123.456", "gọi (+**) ***.***.*56"),
        ("CCCD 045203001234", "CCCD **********34"),
        ("STK 0021 0001 23456", "STK **** **** ***56"),
        ("thư nva@gmail.com", "thư n**@gmail.com"),
        ("thư nva (at) gmail.com", "thư n** (at) gmail.com"),
        ("cháu Nguyễn Văn A (12 tuổi)", "cháu N***** V** * (12 tuổi)"),
        ("em N.T.B, lớp 7", "em *.*.*, lớp 7"),
        ("0914\u200b123456", "****\u200b****56"),
        ("không có gì", "không có gì"),
    ],
)
def test_masking_keeps_every_other_character_in_its_place(text, masked):
    assert mask(text, find(text, "text", PUBLISHED)) == masked
    assert find(masked, "text", PUBLISHED) == (), "what is masked is found no more"


def test_an_entry_is_masked_in_all_its_texts_by_what_was_found_in_them():
    entry = Entry(
        feed="f",
        identity="1",
        link="https://x.vn/1",
        title="Cháu Nguyễn Văn A (12 tuổi)",
        summary="Gọi 0914 123 456",
        body="CCCD 045203001234 và 0905123456. " * 3,
        published_at=datetime(2025, 6, 10, tzinfo=UTC),
    )
    findings = find_in(entry)
    assert [each.where for each in findings] == ["title", "summary", *["body"] * 6]
    numbers = mask_entry(entry, [each for each in findings if each.kind is CARD])
    assert (numbers.title, numbers.summary) == (entry.title, entry.summary)
    assert numbers.body == "CCCD **********34 và 0905123456. " * 3
    everything = mask_entry(entry, findings)
    assert (everything.title, everything.summary) == ("Cháu N***** V** * (12 tuổi)", "Gọi **** *** *56")
    assert find_in(everything) == ()
    assert (everything.key, everything.link) == (entry.key, entry.link)


def test_what_is_known_from_one_place_is_found_in_the_others():
    entry = Entry(
        feed="f",
        identity="1",
        link="",
        title="NGUYỄN VĂN BÌNH đạt giải Nhất",
        summary="Em Nguyễn Văn Bình (học sinh lớp 7) đạt giải. Nguyễn Văn Bình rất vui, STK 5502205123456.",
        body="Thầy Nguyễn Văn Bình Minh; Nguyễn Văn Bình; chuyển vào 5502205123456, không phải 55022051234567.",
    )
    masked = mask_entry(entry, find_in(entry))
    assert masked.title == "N***** V** B*** đạt giải Nhất"
    assert masked.summary == "Em N***** V** B*** (học sinh lớp 7) đạt giải. N***** V** B*** rất vui, STK ***********56."
    assert masked.body == "Thầy N***** V** B*** Minh; N***** V** B***; chuyển vào ***********56, không phải 55022051234567."


@pytest.mark.parametrize(
    ("title", "body", "masked"),
    [
        ("Bé Minh được cấp thẻ BHYT ngay tại nhà", "Bé Minh (5 tuổi) ở xã Lìa", "Bé M*** được cấp thẻ BHYT ngay tại nhà"),
        ("Em Hà vượt khó", "Em Nguyễn Thị Hà, 12 tuổi", "Em H* vượt khó"),
        ("EM HÀ VƯỢT KHÓ", "Em Nguyễn Thị Hà, 12 tuổi", "EM H* VƯỢT KHÓ"),
        ("Mẹ của Thu Hà đến UBND xã", "Em Nguyễn Thu Hà, 12 tuổi", "Mẹ của T** H* đến UBND xã"),
        ("Giấy khai sinh của bé B.", "cháu N.T.B (5 tuổi)", "Giấy khai sinh của bé *."),
        ("Tặng máy tính cho Sáng. Sáng 5/9, mẹ của Sáng vui", "Em Hồ Văn Sáng, lớp 5", "Tặng máy tính cho S***. Sáng 5/9, mẹ của S*** vui"),
        ("Ý kiến của Hà Nội, của Hà Thu và chị Hà", "Em Nguyễn Thu Hà, 12 tuổi", None),
        ("Gia đình hai em Dũng và Khang", "Hai em Kha Chí Dũng và Kha Minh Khang, cùng 7 tuổi", "Gia đình hai em D*** và K****"),
        ("Nguyễn Minh Quân nhận thẻ", "cậu bé Minh Quân (8 tuổi)", "Nguyễn M*** Q*** nhận thẻ"),
        ("Vy cho biết bài thi không khó", "Em Trần Khánh Vy, lớp 9", "V* cho biết bài thi không khó"),
        (
            "Xã lập hồ sơ để Đạt được trợ cấp. Đạt nói cảm ơn",
            "Cháu Trần Quốc Đạt (5 tuổi)",
            "Xã lập hồ sơ để Đ** được trợ cấp. Đ** nói cảm ơn",
        ),
        ("Theo L., bạn học đã biết. Sau đó L. bị đánh", "Em N.T.K.L (SN 2012)", "Theo *., bạn học đã biết. Sau đó *. bị đánh"),
        # A last name alone is another's behind a title, and a word where it begins a sentence as one.
        ("Ông Đạt cho biết và anh Đạt được mời. Đạt được 98% kế hoạch", "Cháu Trần Quốc Đạt (5 tuổi)", None),
        ("Anh nói thủ tục nhanh", "Em Nguyễn Lan Anh, lớp 8", None),
        ("Xã Bình đã hoàn thành; Thái Bình đã xong, Bình Minh cũng vậy", "Em Lê Văn Bình (6 tuổi)", None),
        # Another's name, a place's, a word, and a name of one word that nothing calls a child's.
        ("Chị Hà, thầy Trần Thu Hà và em Hà Thị Lan", "Em Nguyễn Thu Hà, 12 tuổi", None),
        ("Giữ gìn hòa bình ở phường Hòa Bình", "Em Nguyễn Hòa Bình, 12 tuổi", None),
        ("Em H.T.B và Văn Bình Minh", "cháu N.T.H (5 tuổi), em Lê Văn Bình (6 tuổi)", None),
        ("Người dân Việt Nam ở Minh Sơn", "Em Hoàng Việt Nam (12 tuổi), bé Minh (5 tuổi)", None),
    ],
)
def test_a_child_is_known_again_by_the_end_of_the_name(title, body, masked):
    entry = Entry(feed="f", identity="1", link="", title=title, summary="", body=body)
    assert mask_entry(entry, find_in(entry)).title == (masked or title)


PIECES = st.sampled_from(
    [
        *("0914", "123", "456", "0914123456", "+84", "(0233)", "3852123", "045203001234", "197123456", "5502205123456", "12/", "9/6/2025", "1.000.000", "đồng"),
        *("CCCD", "STK", "số tài khoản", "điện thoại", "đường dây nóng", "UBND xã", "ông", "cháu", "em", "bé gái", "Nguyễn Văn A", "N.T.B", "Hồ Thị B"),
        *("(12 tuổi)", ", học sinh lớp 7", "SN 2012", "tên", "nva@gmail.com", "(at)", "@", ".", ",", "-", "/", " ", "  ", "\n", "\u00a0", "\u200b", ";", "(", ")"),
    ]
)  # fmt: skip
texts = st.lists(PIECES, max_size=25).map("".join) | st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=80)


@given(texts)
def test_findings_point_at_the_text_and_masking_takes_away_what_they_point_at(text):
    findings = find(text, "text", PUBLISHED)
    masked = mask(text, findings)
    assert len(masked) == len(text)
    last = 0
    for each in findings:
        assert last <= each.start < each.end <= len(text), "in order, none over another"
        assert masked[last : each.start] == text[last : each.start]
        written, hidden = text[each.start : each.end], masked[each.start : each.end]
        if each.kind in {PHONE, CARD, ACCOUNT}:
            assert sum(character.isdecimal() for character in written) >= 6
            assert sum(character.isdecimal() for character in hidden) == 2
        assert written != hidden
        assert "*" in each.value
        assert each.value not in text, "the data themselves are in no finding"
        last = each.end
    assert masked[last:] == text[last:]


@given(texts)
def test_composed_and_decomposed_are_read_alike(text):
    composed, decomposed = (find(unicodedata.normalize(form, text), "text", PUBLISHED) for form in ("NFC", "NFD"))
    assert [(each.kind, each.value) for each in composed] == [(each.kind, each.value) for each in decomposed]


@pytest.mark.parametrize("unit", ["học sinh em Hồ Thị An và ", "HỌC SINH EM HỒ VĂN ", "danh sách học sinh Hồ Văn An 1/1/2015 "])
def test_a_long_list_of_children_is_read_in_time(unit):
    text = (unit * 10_000)[:100_000]
    begin = process_time()
    assert find(text, "text", PUBLISHED)
    assert process_time() - begin < 5  # what looks at every name for every name takes half a minute
