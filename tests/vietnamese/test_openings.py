"""How newspapers sign, and what only looks like a signature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vietnamese.openings import closing, opening, own_words


@pytest.mark.parametrize(
    ("signed", "rest"),
    [
        ("(Dân trí) - ", "Hôm nay, xã họp."),
        ("(QT) – ", "Sáng 3/7"),
        ("(NLĐO)- ", "Sáng nay"),
        ("(PL)—", "Sáng nay"),
        ("(Chinhphu.vn) ", "Thủ tướng yêu cầu"),
        ("(QTO) ", "Huyện đã họp"),
        ("QTO - ", "Sáng 3/7"),
        ("QTO-", "Sáng nay"),
        ("TTO - ", "“Tôi chờ”"),
        ("TTO - ", "'Tôi chờ'"),
        ("Quảng Trị - ", "'Tôi chờ'"),
        ("GD&TĐ - ", "Sở cho biết"),
        ("VOV.VN - ", "Sáng nay"),
        ("baoquangtri.vn – ", "Hôm nay"),
        ("VietNamNet - ", "Bộ cho biết"),
        ("VietTimes -- ", "Bộ cho biết"),
        ("CTTĐT - ", "Sáng nay, xã họp"),
        ("TTTĐ - ", "Sáng nay"),
        ("Báo Quảng Trị - ", "Ngày 3/7"),
        ("Báo điện tử Chính phủ - ", "Ngày 3/7"),
        ("Báo Công an nhân dân - ", "Ngày 3/7"),
        ("Theo Báo Nhân Dân - ", "Ngày 3/7"),
        ("Cổng TTĐT tỉnh Quảng Trị - ", "Sở họp"),
        ("Cổng thông tin điện tử xã Gio Linh - ", "Sở họp"),
        ("Trang thông tin điện tử UBND xã Khe Sanh - ", "Sở họp"),
        ("Trang TTĐT Ủy ban nhân dân đặc khu Cồn Cỏ - ", "Sở họp"),
        ("TP HCM - ", "Sáng nay"),
        ("TP.HCM - ", "Sáng nay"),
        ("Hà Nội- ", "Sáng nay"),
        ("Quảng Trị – ", "Sáng nay"),
        ("Hà Nội, ngày 3/7 - ", "Bộ Nội vụ"),
        ("Đông Hà, 3/7/2026 – ", "Sở Nội vụ"),
        ("Đông Hà (TTXVN) - ", "Sở Nội vụ"),
        ("Ngày 3/7/2026 - ", "Sở Nội vụ"),
        ("[Infographic] ", "Các bước nộp hồ sơ"),
        ("[Video] - ", "Các bước"),
        ("[Ảnh] (Dân trí) - Hà Nội, 3/7 - ", "Sáng nay"),
        ("  (Dân trí) - ", "Hôm nay"),
        ("\ufeff\u200b(Dân trí) - ", "Hôm nay"),
        ("GD&TÐ - ", "Sở cho biết"),
        ("QÐND - ", "Sáng nay"),
        ("Ðà Nẵng - ", "Sáng nay"),
        ("Hà Nội, ngày 3/7 - ", "Đoàn kiểm tra"),
    ],
)
def test_a_signature_is_no_news(signed, rest):
    assert signed == (signed + rest)[: opening(signed + rest)]


@pytest.mark.parametrize(
    "text",
    [
        "CCHC - Khâu đột phá của tỉnh",
        "UBND - HĐND xã họp",
        "TTHC - Nơi gửi niềm tin",
        "TTPVHCC - Điểm sáng",
        "HĐND - Kỳ họp thứ năm",
        "AI - Trợ lý của cán bộ",
        "WTO - Cơ hội và thách thức",
        "ISO - Công cụ của cải cách",
        "THEO - Một cách viết",
        "(Bài 2) - Chuyện ở xã",
        "(kỳ cuối) – Chuyện ở xã",
        "(UBND xã) họp sáng nay",
        "Báo cáo - Thống kê quý hai",
        "Báo chí - Cầu nối với dân",
        "Cổng Dịch vụ công quốc gia - Một năm nhìn lại",
        "Quảng Trị – vùng đất lửa đổi mới",
        "Quảng Trị - điểm sáng về cải cách hành chính",
        "Huế – ấn tượng những con số",
        "Đà Nẵng - đô thị thông minh",
        "Báo Quảng Trị - đơn vị dẫn đầu chuyển đổi số",
        "Báo Quảng Trị đã đưa tin - ông Nam nói",
        "Hà Nội - Huế - Sài Gòn ba miền",
        "Hà Nội - Hải Phòng: cao tốc",
        "Gio Linh (Quảng Trị) - Điểm sáng",
        "Gio Linh - Điểm sáng cải cách",
        "Một cửa - Nơi gửi niềm tin",
        "24/7 - Dịch vụ không nghỉ",
        "Đảng bộ xã, ngày 3/7 - Đại hội",
        "(Dân trí) - ",
        "(Dân trí)",
        "[Video]",
        "[] Chữ",
        "",
        " ",
    ],
)
def test_what_only_looks_like_a_signature_is_the_text(text):
    assert opening(text) == 0


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Xã Tân Liên họp dân. Sáng nay, xã", "Sáng nay, xã"),
        ("XÃ TÂN LIÊN HỌP DÂN - Sáng nay", "Sáng nay"),
        ("(Dân trí) - Xã Tân Liên họp dân: QTO - Sáng nay", "Sáng nay"),
        ("Xa\u0303 Tân Liên họp dân\nSáng nay", "Sáng nay"),
        ("“Xã Tân Liên họp dân”. Sáng nay", "Sáng nay"),
        ("Xã Tân Liên họp dân", ""),
        ("Xã Tân Liên họp dân bàn việc", "Xã Tân Liên họp dân bàn việc"),
        ("Xã Tân Liên họp dân, có cả trẻ", "Xã Tân Liên họp dân, có cả trẻ"),
        ("Xã Tân Liên họp", "Xã Tân Liên họp"),
        ("Sáng nay, xã", "Sáng nay, xã"),
        ("", ""),
    ],
)
def test_a_headline_at_the_beginning_is_said_already(text, own):
    assert own == text[own_words(text, "Xã Tân Liên họp dân") :]


@pytest.mark.parametrize(
    ("title", "text", "own"),
    [
        ("Xã họp dân bàn 'việc lớn'", "Xã họp dân bàn 'việc lớn'. Sáng nay", "Sáng nay"),
        ("Xã họp dân bàn 'việc lớn'", "Xã họp dân bàn 'việc lớn' Sáng nay", "Sáng nay"),
        ("Xã họp dân bàn 'việc lớn'", "Xã họp dân bàn 'việc lớn' và việc nhỏ", "Xã họp dân bàn 'việc lớn' và việc nhỏ"),
        ("Xã họp dân bàn “việc lớn”", "Xã họp dân bàn “việc lớn” là một tin hay", "Xã họp dân bàn “việc lớn” là một tin hay"),
        ("Xã giải ngân đạt 98%", "Xã giải ngân đạt 98%. Sáng nay", "Sáng nay"),
        ("Xã giải ngân đạt 98%", "Xã giải ngân đạt 98% kế hoạch", "Xã giải ngân đạt 98% kế hoạch"),
        ("[Infographic] Xã họp dân", "Xã họp dân. Sáng nay", "Sáng nay"),
        ("(QTO) - Xã họp dân", "(QTO) - Xã họp dân. Sáng nay", "Sáng nay"),
        ("Xã họp dân - Báo Quảng Trị", "Xã họp dân: Sáng nay", "Sáng nay"),
        ("Xã họp dân | baoquangtri.vn", "Xã họp dân. Sáng nay", "Sáng nay"),
    ],
)
def test_a_headline_is_said_again_without_what_is_no_part_of_it(title, text, own):
    assert own == text[own_words(text, title) :]


def test_without_a_headline_nothing_is_said_already():
    assert own_words("Sáng nay", "") == 0
    assert own_words("Sáng nay", "…") == 0


@given(st.text(alphabet="(QTO)[] -–.,ABáHàNội ngy3/7Báo", max_size=60), st.text(alphabet="Xã họp.", max_size=20))
def test_any_text_has_its_own_words_somewhere(text, title):
    assert 0 <= opening(text) <= len(text)
    assert opening(text) <= own_words(text, title) <= len(text)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("Dân phấn khởi.", " Nguồn: Cổng thông tin điện tử tỉnh Quảng Trị."),
        ("Dân phấn khởi ", "(Nguồn: Cổng TTĐT Chính phủ)"),
        ("Dân phấn khởi. ", "[Nguồn tin: Báo Quảng Trị]"),
        ("Dân phấn khởi.", " Nguồn: baoquangtri.vn"),
        ("Dân phấn khởi ", "Tin, ảnh: Văn An - Văn phòng HĐND và UBND xã"),
        ("Dân phấn khởi.", " Bài và ảnh: Văn An"),
        ("Dân phấn khởi.", "\nTác giả: Trần Hùng - Phòng Nội vụ"),
        ("Dân phấn khởi. (", "Theo Cổng thông tin điện tử Chính phủ)"),
        ("Dân phấn khởi. ", "Theo Báo Quảng Trị"),
        ("Dân phấn khởi. ", "Trang thông tin điện tử UBND xã Khe Sanh"),
        ("", "Trang thông tin điện tử UBND xã Khe Sanh"),
        ("", "Nguồn: Báo Quảng Trị"),
    ],
)
def test_the_name_of_the_source_behind_a_text_is_no_news(said, source):
    assert (said + source)[: closing(said + source)] == said


@pytest.mark.parametrize(
    "text",
    [
        "Kinh phí 2 tỷ đồng. Nguồn: ngân sách tỉnh.",
        "Xã họp. Nguồn: Phòng Nội vụ. Ông An nói thêm.",
        "Xã mở cổng. Theo ông An, dân tra hồ sơ trên Cổng thông tin điện tử xã Khe Sanh.",
        "Dân nộp ở hai nơi (Trung tâm Phục vụ hành chính công và Cổng dịch vụ công)",
        "Xem trên Cổng thông tin điện tử xã Lìa",
        "Trang thông tin điện tử UBND xã Khe Sanh vừa mở thêm mục hỏi đáp",
        "",
    ],
)
def test_what_only_looks_like_the_name_of_a_source_behind_a_text_stays(text):
    assert closing(text) == len(text)


@given(st.text(alphabet="Nguồn tác giả: (Báo).\n", max_size=300))
def test_where_a_text_closes_is_a_place_in_it(text):
    assert 0 <= closing(text) <= len(text)
