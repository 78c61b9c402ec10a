"""What an entry is about, so that a word for a child before a name suffices, and which names are schools'."""

import pytest

from bot.editorial.called_children import Subject, schools_of, subject_of
from bot.editorial.legible import legible


@pytest.mark.parametrize(
    ("texts", "subject"),
    [
        (("Xã cấp 500 thẻ căn cước cho người dân",), Subject(of_children=False, a_list=False, of_winners=False)),
        (("Trao giải Nhất cuộc thi viết về cải cách hành chính",), Subject(of_children=False, a_list=False, of_winners=False)),
        (("Bàn giao điểm trường", "Các em được đến trường"), Subject(of_children=True, a_list=False, of_winners=False)),
        (("Tuyên dương học sinh", "Danh sách dưới đây"), Subject(of_children=True, a_list=True, of_winners=False)),
        (("Hội thi tin học trẻ", "Giải Nhất thuộc về học sinh lớp 9"), Subject(of_children=True, a_list=True, of_winners=True)),
        # Prizes of teachers are given by schools, too.
        (
            ("Hội thi giáo viên dạy giỏi", "Giải Nhất: cô giáo Trường THCS Khe Sanh"),
            Subject(of_children=True, a_list=True, of_winners=False),
        ),
    ],
)
def test_what_an_entry_is_about_is_told_by_all_of_its_texts(texts, subject):
    assert subject_of([legible(text) for text in texts]) == subject


def test_a_school_that_is_called_like_a_person_is_known_and_a_person_is_no_school():
    page = legible("Trường THPT Lê Quý Đôn tuyên dương em Hồ Thị Hạnh")
    assert schools_of(page) == frozenset({"Lê Quý Đôn"})
