"""Evidence shows no personal data, whatever part of the text speaks for a decision."""

import pytest

from bot.editorial.discretion import discreet
from bot.judgement import Evidence
from bot.model import Entry

CARD = "Người dân đến phòng một cửa làm CCCD 045203001234 đúng hẹn"


def evidence(text, phrase, where="summary"):
    start = text.index(phrase)
    return Evidence(phrase=phrase, where=where, start=start, end=start + len(phrase), weight=1.0, target="relevant")


def entry(**texts):
    return Entry(feed="huyen", identity="1", link="https://cong.vn/1", **{"title": "Tin", **texts})


@pytest.mark.parametrize(
    ("text", "phrase", "shown"),
    [
        (CARD, "CCCD 045203001234", "CCCD **********34"),
        (CARD, "045203001234 đúng", "**********34 đúng"),
        ("Gọi anh Nam 0912 345 678 để nộp hồ sơ", "Nam 0912 345", "Nam **** ***"),
        ("Góp ý xin gửi nguyenvana.xa@gmail.com trước ngày 5/3", "gửi nguyenvana.xa@gmail.com", "gửi n************@gmail.com"),
        ("Bé gái 9 tuổi tên Nguyễn Thị Lan được cấp giấy khai sinh", "tên Nguyễn Thị Lan được", "tên N***** T** L** được"),
    ],
)
def test_personal_data_in_a_phrase_are_masked_and_it_stays_in_its_place(text, phrase, shown):
    given = evidence(text, phrase)
    (found,) = discreet([given], entry(summary=text))
    assert found.phrase == shown
    assert (found.start, found.end, found.weight, found.target) == (given.start, given.end, given.weight, given.target)


def test_what_is_beside_personal_data_or_elsewhere_stays():
    kept = [evidence(CARD, "phòng một cửa"), evidence("Căn cước 045203001234", "Căn cước", "title")]
    assert discreet(kept, entry(title="Căn cước 045203001234", summary=CARD)) == kept


def test_a_name_is_masked_where_only_another_section_tells_the_age():
    title = "Khai sinh cho Nguyễn Thị Lan"
    (found,) = discreet([evidence(title, "cho Nguyễn Thị Lan", "title")], entry(title=title, summary="Bé gái 9 tuổi tên Nguyễn Thị Lan."))
    assert found.phrase == "cho N***** T** L**"


def test_figures_that_are_not_personal_stay():
    text = "Giải quyết 12.345 hồ sơ theo Nghị định 61/2018/NĐ-CP"
    given = [evidence(text, "Giải quyết 12.345 hồ sơ"), evidence(text, "Nghị định 61/2018")]
    assert discreet(given, entry(summary=text)) == given
