"""Numbers of legal documents in the spellings of agencies and newspapers, and what only looks like one."""

import time
import unicodedata
from datetime import date

import pytest

from bot.editorial.documents import documents
from bot.editorial.legible import legible

PUBLISHED = date(2025, 6, 10)


def read(text: str) -> list[tuple[str, str]]:
    """Value and note of each document."""
    return [(span.value, span.note) for span in documents(legible(text), PUBLISHED)]


NUMBERS = [
    ("Kế hoạch số 123/KH-UBND", "123/KH-UBND", "Kế hoạch"),
    ("kế hoạch số 02/KH-UBND của UBND huyện", "02/KH-UBND", "Kế hoạch"),
    ("số 1680/NQ-UBTVQH15", "1680/NQ-UBTVQH15", "Nghị quyết"),
    ("Số: 1680/NQ-UBTVQH15", "1680/NQ-UBTVQH15", "Nghị quyết"),
    ("Nghị định số 118/2025/NĐ-CP", "118/2025/NĐ-CP", "Nghị định"),
    ("Nghị định 118/2025/NÐ-CP", "118/2025/NĐ-CP", "Nghị định"),
    ("Nghị định 118/2025/ND-CP", "118/2025/NĐ-CP", "Nghị định"),
    ("Nghị định 118 / 2025 / NĐ-CP", "118/2025/NĐ-CP", "Nghị định"),
    ("Nghị định 118/2025/NĐ - CP của Chính phủ", "118/2025/NĐ-CP", "Nghị định"),
    ("Nghị định 118/2025/NĐ–CP", "118/2025/NĐ-CP", "Nghị định"),
    ("nghị định 118/2025/nđ-cp", "118/2025/NĐ-CP", "Nghị định"),
    ("NGHỊ ĐỊNH SỐ 118/2025/NĐ-CP", "118/2025/NĐ-CP", "Nghị định"),
    ("Công văn 5959/VPCP-CĐS", "5959/VPCP-CĐS", "Công văn"),
    ("công văn số 1234/UBND-NC", "1234/UBND-NC", "Công văn"),
    ("văn bản số 1234/SNV-CCHC", "1234/SNV-CCHC", "Công văn"),
    ("văn bản số 1234/UBND", "1234/UBND", "Công văn"),
    ("Công văn số 45/KBNN", "45/KBNN", "Công văn"),
    ("Công văn 45/NHNN-TTGS", "45/NHNN-TTGS", "Công văn"),
    ("Công văn số 123/TTPVHCC-HCTH", "123/TTPVHCC-HCTH", "Công văn"),
    ("Chỉ thị 24/CT-TTg", "24/CT-TTg", "Chỉ thị"),
    ("CHỈ THỊ 24/CT-TTG", "24/CT-TTg", "Chỉ thị"),
    ("Luật số 80/2025/QH15", "80/2025/QH15", "Luật"),
    ("Luật Tổ chức chính quyền địa phương số 72/2025/QH15", "72/2025/QH15", "Luật"),
    ("Nghị quyết số 202/2025/QH15", "202/2025/QH15", "Nghị quyết"),
    ("theo số 202/2025/QH15", "202/2025/QH15", ""),
    ("Nghị quyết 60/2025/NQ-HĐND", "60/2025/NQ-HĐND", "Nghị quyết"),
    ("Quyết định số 2362/QD-UBND", "2362/QĐ-UBND", "Quyết định"),
    ("Quyết định 766/QĐ-TTg", "766/QĐ-TTg", "Quyết định"),
    ("Thông tư liên tịch số 05/2015/TTLT-BNV-BTC", "05/2015/TTLT-BNV-BTC", "Thông tư liên tịch"),
    ("Thông tư 01/2018/TT-VPCP", "01/2018/TT-VPCP", "Thông tư"),
    ("Công điện 131/CĐ-TTg", "131/CĐ-TTg", "Công điện"),
    ("Tờ trình số 12/TTr-UBND", "12/TTr-UBND", "Tờ trình"),
    ("TỜ TRÌNH SỐ 12/TTR-UBND", "12/TTr-UBND", "Tờ trình"),
    ("Thông báo 123/TB-VPCP", "123/TB-VPCP", "Thông báo"),
    ("Báo cáo số 45/BC-UBND", "45/BC-UBND", "Báo cáo"),
    ("Nghị quyết số 57-NQ/TW", "57-NQ/TW", "Nghị quyết"),
    ("Nghị quyết 18-NQ/TƯ", "18-NQ/TW", "Nghị quyết"),
    ("Kết luận 127-KL/TW", "127-KL/TW", "Kết luận"),
    ("Chỉ thị số 05-CT/TU", "05-CT/TU", "Chỉ thị"),
    ("Hướng dẫn 31-HD/BTCTW", "31-HD/BTCTW", "Hướng dẫn"),
    ("Nghị định 178", "Nghị định 178", ""),
    ("Nghị định số 178 của Chính phủ", "Nghị định 178", ""),
    ("theo Nghị quyết 57 về khoa học", "Nghị quyết 57", ""),
    ("Quyết định số 766 của Thủ tướng", "Quyết định 766", ""),
    ("Đề án 06 được triển khai", "Đề án 06", ""),
    ("Nghị định 221/2025", "Nghị định 221/2025", ""),
    ("Nghị định số 46/2016 tăng mức phạt", "Nghị định 46/2016", ""),
    ("nghị định 335/2025 có hiệu lực", "Nghị định 335/2025", ""),
    ("Quyết định số 376 thành lập Hội đồng", "Quyết định 376", ""),
    ("Công văn số 49 đính chính", "Công văn 49", ""),
    ("Nghị định 105 thu hẹp", "Nghị định 105", ""),
    ("NGHỊ ĐỊNH 105 ĐIỀU CHỈNH", "Nghị định 105", ""),
    ("Nghị định 154 trước ngày 31/5", "Nghị định 154", ""),
    ("Nghị định 296 năm 2025", "Nghị định 296", ""),
    ("Nghị quyết 18 khóa XII", "Nghị quyết 18", ""),
    ("sau Nghị quyết 30c?", "Nghị quyết 30c", ""),
    ("các Nghị định 108, 412 người nghỉ sớm", "Nghị định 108", ""),
    ("Quyết định 06 của Thủ tướng Chính phủ", "Quyết định 06", ""),
    ("thực hiện kế hoạch 437 của UBND tỉnh", "Kế hoạch 437", ""),
    ("Kết luận 210 của Trung ương", "Kết luận 210", ""),
    ("liên thông dữ liệu theo Kế hoạch 02.", "Kế hoạch 02", ""),
    ("sau 2 năm triển khai Quyết định 06, tỉnh", "Quyết định 06", ""),
    ("Quy định 144 về chuẩn mực đạo đức", "Quy định 144", ""),
    ("Quy định số 366 của Bộ Chính trị", "Quy định 366", ""),
    ("Thông báo số 45 kết luận của Phó Thủ tướng", "Thông báo 45", ""),
    ("Nghị quyết 57 mở đường cho khoa học", "Nghị quyết 57", ""),
    ("Nghị quyết 18 Hội nghị Trung ương 6", "Nghị quyết 18", ""),
    ("Nghị quyết 19 năm 2017", "Nghị quyết 19", ""),
    ("Tổ công tác Đề án 06 họp phiên tháng 3", "Đề án 06", ""),
    ("NQ57 là động lực", "Nghị quyết 57", ""),
    ("NQ 57 vào cuộc sống", "Nghị quyết 57", ""),
    ("theo NĐ 118, người dân", "Nghị định 118", ""),
    ("theo NĐ 118/2025, một cửa", "Nghị định 118/2025", ""),
    ("NQ số 66 của Bộ Chính trị", "Nghị quyết 66", ""),
    ("QĐ 06 của Thủ tướng", "Quyết định 06", ""),
    ("QĐ số 1234 ngày 5/6/2025 của UBND tỉnh", "Quyết định 1234", "05/06/2025"),
    ("KH số 45 ngày 3/2/2025 của UBND tỉnh", "Kế hoạch 45", "03/02/2025"),
    ("Nghị quyết 19-2017/NQ-CP", "19/2017/NQ-CP", "Nghị quyết"),
    ("Nghị quyết số 66.7/2025/NQ-CP ngày 15/11/2025", "66.7/2025/NQ-CP", "Nghị quyết, 15/11/2025"),
    ("Nghị quyết 66.7/2025 của Chính phủ", "Nghị quyết 66.7/2025", ""),
    ("theo Nghị quyết 66.7, dữ liệu thay giấy tờ", "Nghị quyết 66.7", ""),
    ("Nghị quyết 36a/NQ-CP của Chính phủ", "36a/NQ-CP", "Nghị quyết"),
    ("NGHỊ QUYẾT 30C/NQ-CP", "30c/NQ-CP", "Nghị quyết"),
    ("30c/NQ-CP", "30c/NQ-CP", "Nghị quyết"),
    ("quyết định 956/QĐ - UBND về việc", "956/QĐ-UBND", "Quyết định"),
    ("KẾ HOẠCH SỐ 12/KH - UBND VỀ VIỆC", "12/KH-UBND", "Kế hoạch"),
    ("theo Quyết định số 12/QĐ - BNV.", "12/QĐ-BNV", "Quyết định"),
    ("Nghị định 118/2025/NĐ/CP", "118/2025/NĐ-CP", "Nghị định"),
    ("Nghị định118/2025/NĐ-CP", "118/2025/NĐ-CP", "Nghị định"),
    ("Nghị quyết số57-NQ/TW", "57-NQ/TW", "Nghị quyết"),
    ("KẾ HOẠCH SỐ123/KH-UBND", "123/KH-UBND", "Kế hoạch"),
    ("Nghị định 118/2025/NĐ.CP", "118/2025/NĐ-CP", "Nghị định"),
    ("Quy định số 98-QĐ/TW của Bộ Chính trị", "98-QĐ/TW", "Quy định"),
    ("Quy định số 205 - QĐ/TW", "205-QĐ/TW", "Quy định"),
    ("Quyết định số 98-QĐ/TU", "98-QĐ/TU", "Quyết định"),
    ("văn bản số 98-QĐ/TW", "98-QĐ/TW", "Quyết định"),
    ("Lệnh số 12/2025/L-CTN", "12/2025/L-CTN", "Lệnh"),
    ("Pháp lệnh số 04/2008/PL-UBTVQH12", "04/2008/PL-UBTVQH12", "Pháp lệnh"),
]


@pytest.mark.parametrize(("text", "value", "kind"), NUMBERS, ids=[text for text, _, _ in NUMBERS])
def test_a_number_is_read_in_one_form_however_it_is_written(text, value, kind):
    assert read(text) == [(value, kind)]
    assert read(unicodedata.normalize("NFD", text)) == [(value, kind)]
    assert read(text.replace(" ", "\u00a0")) == [(value, kind)]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Kế hoạch số 123/KH-UBND ngày 9/6/2025 của UBND tỉnh", "Kế hoạch, 09/06/2025"),
        ("Kế hoạch số 123/KH-UBND, ngày 09-6-2025", "Kế hoạch, 09/06/2025"),
        ("Kế hoạch số 123/KH-UBND (ngày 9.6.2025)", "Kế hoạch, 09/06/2025"),
        ("Nghị định số 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ", "Nghị định, 09/06/2025"),
        ("Nghị định số 118/2025/NĐ-CP của Chính phủ ngày 9/6/2025 về một cửa", "Nghị định, 09/06/2025"),
        ("Ngày 9/6/2025, Chính phủ ban hành Nghị định số 118/2025/NĐ-CP", "Nghị định, 09/06/2025"),
        ("Nghị định số 107/2021/NĐ-CP ngày 6/12", "Nghị định, 06/12/2021"),
        ("Kế hoạch số 12/KH - UBND ngày 5/1/2026", "Kế hoạch, 05/01/2026"),
        ("Nghị quyết 36a/NQ-CP ngày 14/10/2015", "Nghị quyết, 14/10/2015"),
        ("Nghị định 107/2021 ngày 6/12", "06/12/2021"),
        ("Công văn 5959/VPCP-CĐS ngày 5/3", "Công văn, 05/03/2025"),
        ("Kế hoạch 15 ngày 3/2/2025 của UBND xã", "03/02/2025"),
        ("Quyết định 2229 ngày 28 tháng 9 năm 2024", "28/09/2024"),
        ("Nghị định 107/2021/NĐ-CP của Chính phủ có hiệu lực từ ngày 6/12/2021", "Nghị định"),
        ("Thực hiện Kế hoạch 12/KH-UBND trước ngày 30/6/2025", "Kế hoạch"),
    ],
)
def test_the_date_is_that_of_the_document_and_no_other(text, note):
    assert [each for _, each in read(text)] == [note]


@pytest.mark.parametrize(
    "text",
    [
        "quyết định 5 nội dung",
        "Quyết định 5 nội dung quan trọng",
        "QUYẾT ĐỊNH 5 NỘI DUNG",
        "Kế hoạch 5 năm 2021-2025",
        "Kế hoạch 2025",
        "Kế hoạch 15 ngày cao điểm",
        "Kế hoạch 15 ngày 3/2",
        "Nghị quyết 10 năm nhìn lại",
        "Nghị định 2024 có hiệu lực",
        "Nghị định 3 chương, 20 điều",
        "Chỉ thị 5 nhiệm vụ trọng tâm",
        "Nghị định 10 năm thi hành",
        "Kế hoạch 5/2026",
        "hội nghị quyết định 5/2025",
        "theo Kế hoạch 2026 của UBND tỉnh",
        "Kế hoạch số 1.245/KH-UBND",
        "Quyết định số 5.3 của UBND tỉnh",
        "mục 2.5/KH-UBND",
        "thực hiện Kế hoạch 15 ngày cao điểm",
        "theo Kế hoạch 10, 15 ngày",
        "sau Kế hoạch 1, xã thực hiện Kế hoạch 2.",
        "theo Quyết định 3 cán bộ nghỉ hưu",
        "sớm hơn kế hoạch 45 ngày",
        "Kế hoạch 30 về đích",
        "Quy định 30 ngày",
        "gọi hoặc thông báo số 113",
        "Thông báo số 3 nội dung",
        "Nghị quyết 15 chỉ tiêu chủ yếu",
        "Đề án 1 triệu ha lúa",
        "Đề án 06 bước",
        "chung cư CT1 - CT2",
        "CT 5 tầng, KH 12",
        "nq 57 và nđ 118",
        "khu NQ5",
        "các kế hoạch 2024, 2025",
        "các kế hoạch 5, 10 năm",
        "các quyết định 5 và 7 nội dung",
        "trực 24/7",
        "tổ 3/KP2",
        "nhà số 12/5 Lê Lợi",
        "km 12/QL9",
        "đường 5/QL9-ĐT",
        "hợp đồng số 12/2025/HĐ-KT",
        "số 12/HĐTV",
        "mã hồ sơ H50.12-240612-0003",
        "nhà số 12A/KP3",
        "số 12/TT/BT",
        "Quyết định 12/QĐ-UBND/2026",
        "Nghị định 118/NĐ-CP/2025",
        "biển số 74A-123.45",
        "tỷ số 2-1/BD",
        "giảm 3/KH",
        "ngày 9/6/2025",
        "50% kế hoạch",
        "Luật 3 chương",
    ],
)
def test_what_only_looks_like_a_number_is_none(text):
    assert read(text) == []


def test_a_document_is_told_once_and_its_short_name_stands_for_it():
    text = "Nghị định số 178/2024/NĐ-CP. Theo Nghị định 178, và Nghị định 178/2024/NĐ-CP; còn Nghị định 67 thì khác."
    assert [value for value, _ in read(text)] == ["178/2024/NĐ-CP", "Nghị định 67"]


def test_an_agency_after_a_dash_is_no_part_of_the_number():
    assert [value for value, _ in read("Kế hoạch 12/KH-UBND - UBND huyện yêu cầu")] == ["12/KH-UBND"]
    assert [value for value, _ in read("Kế hoạch 12/KH-UBND - UBND của huyện yêu cầu")] == ["12/KH-UBND"]
    assert [value for value, _ in read("Kế hoạch 12/KH - UBND huyện yêu cầu")] == ["12/KH"]


def test_a_short_name_with_a_year_is_told_once_too():
    assert [value for value, _ in read("Thông tư 01/2026/TT-BYT (Thông tư 01/2026) về")] == ["01/2026/TT-BYT"]
    assert [value for value, _ in read("Nghị định 221 nêu: Nghị định 221/2025 có")] == ["Nghị định 221/2025"]
    assert [value for value, _ in read("Nghị định 60/2021/NĐ-CP, Nghị định 60/2025")] == ["60/2021/NĐ-CP", "Nghị định 60/2025"]
    assert [value for value, _ in read("Nghị định 01/2017, Thông tư 01/2017")] == ["Nghị định 01/2017", "Thông tư 01/2017"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("các Nghị quyết 57, 59, 66, 68", "57 59 66 68"),
        ("bộ tứ nghị quyết 57, 59, 66 và 68 của Bộ Chính trị", "57 59 66 68"),
        ("các Nghị quyết số 57, số 59; 66 và 71/2025 đã", "57 59 66 71/2025"),
        ("Nghị quyết 57, 59 người dự", "57"),
        ("“bộ tứ” nghị quyết 57, 59, 66, 68", "57 59 66 68"),
        ("“Bộ tứ nghị quyết” 57, 59, 66, 68", "57 59 66 68"),
        ("7 nghị quyết trụ cột: 57, 59, 66", "57 59 66"),
    ],
)
def test_a_list_goes_on_behind_its_kind(text, wanted):
    assert {f"Nghị quyết {number}" for number in wanted.split()} == {value for value, _ in read(text)}


LONG = ["các nghị quyết 1, " + "2, " * 66_000, "Nghị định 1/2 " * 14_000, "1/KH - UBND " * 16_000, "12/" * 66_000, "1a/A-" * 40_000]


@pytest.mark.parametrize("text", LONG, ids=[text[:20] for text in LONG])
def test_a_long_text_is_read_in_linear_time(text):
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 5
