"""What stands under the headline: whole sentences, no headline twice, and quickly from a long page too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.excerpt import cut, excerpt, length


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("Đoàn công tác về Tp. Huế công bố kết quả", 22, "Đoàn công tác về Tp…"),
        ("Giá trị ước đạt 5 tr. đồng trong năm nay", 27, "Giá trị ước đạt 5 tr. đồng…"),
        ("Báo cáo do Ths. Lê An trình bày trước", 24, "Báo cáo do Ths. Lê An…"),
        ("Gồm có: 1. Thủ tục khai sinh 2. Thủ tục kết hôn", 32, "Gồm có: 1. Thủ tục khai sinh 2…"),
        ("Hồ sơ giảm v.v. ở mọi xã trong huyện", 20, "Hồ sơ giảm v.v. ở…"),
        ("Dân hài lòng. đó là điều quý nhất", 20, "Dân hài lòng. đó là…"),
        ("Đã xong năm 2026. Sang năm làm tiếp", 24, "Đã xong năm 2026."),
        ("Dân đồng ý. “Rất nhanh”, bà nói", 20, "Dân đồng ý."),
        ("Hồ sơ đã đủ! Đúng hạn? Đúng hạn cả rồi", 24, "Hồ sơ đã đủ! Đúng hạn?"),
        ("Một câu không có chữ hoa… rồi hết chỗ ở đây", 26, "Một câu không có chữ hoa…"),
        ("Hồ sơ, giấy tờ đủ", 8, "Hồ sơ…"),
        ("Vui 😀😀😀 lắm", 8, "Vui…"),
    ],
)
def test_a_stop_ends_a_sentence_only_where_a_new_one_begins(text, most, kept):
    assert kept == cut(text, most)
    assert length(kept) <= most


@pytest.mark.parametrize(
    ("summary", "shown"),
    [
        ("Xã Tân Liên. Hội nghị bắt đầu.", "Hội nghị bắt đầu."),
        ("XÃ TÂN LIÊN – hội nghị bắt đầu.", "hội nghị bắt đầu."),
        ("Xã Tân Liên: Hội nghị bắt đầu.", "Hội nghị bắt đầu."),
        ("Xã Tân Liên Hội nghị bắt đầu.", "Hội nghị bắt đầu."),
        ("Xã Tân Liên tổ chức hội nghị.", "Xã Tân Liên tổ chức hội nghị."),
        ("Xã Tân Liên, nơi có hội nghị.", "Xã Tân Liên, nơi có hội nghị."),
        ("Xã Tân Liênh tổ chức hội nghị.", "Xã Tân Liênh tổ chức hội nghị."),
        ("Xã  Tân\nLiên", "Từ thân bài."),
        ("", "Từ thân bài."),
    ],
)
def test_a_headline_is_left_out_but_never_torn_from_its_sentence(summary, shown):
    assert shown == excerpt("Xã  Tân Liên", summary, "Xã Tân Liên. Từ thân bài.", 100)


def test_nothing_to_say_is_said_with_nothing():
    assert excerpt("Tin", "Tin.", "", 100) == ""
    assert excerpt("", "Tóm tắt.", "", 100) == "Tóm tắt."
    assert excerpt("Tin", "Tóm tắt.", "", 0) == ""


@given(st.text(st.sampled_from("aĐ .…1😀“”-"), max_size=80), st.integers(0, 60), st.text(max_size=400))
def test_what_lies_far_behind_the_room_changes_nothing(text, most, more):
    """So a long page costs no more than a short one."""
    begun = f"{text} " + "x" * (most + 1)
    assert cut(begun + " X", most) == cut(f"{begun} {more}X", most)


@pytest.mark.parametrize(
    ("summary", "shown"),
    [
        ("(Dân trí) - Sáng nay, xã họp.", "Sáng nay, xã họp."),
        ("QTO - XÃ TÂN LIÊN. Sáng nay, xã họp.", "Sáng nay, xã họp."),
        ("Xã Tân Liên – TP HCM - Sáng nay, xã họp.", "Sáng nay, xã họp."),
        ("[Video] Xã Tân Liên", "Từ thân bài."),
        ("CCHC - Khâu đột phá.", "CCHC - Khâu đột phá."),
        ("Sáng nay, xã họp bàn việc giải quyết hồ sơ của ngườ...", "Sáng nay, xã họp bàn việc giải quyết hồ sơ của…"),
        ("Sáng nay, xã họp bàn việc giải quyết hồ sơ của dân...", "Sáng nay, xã họp bàn việc giải quyết hồ sơ của dân..."),
    ],
)
def test_signatures_and_half_words_are_not_shown(summary, shown):
    assert shown == excerpt("Xã Tân Liên", summary, "QTO - Xã Tân Liên. Từ thân bài.", 100)
