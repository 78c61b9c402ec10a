"""How a syllable is built."""

import unicodedata

import pytest

from bot.vietnamese.soundness import can_stand, is_marked, is_sound
from bot.vietnamese.syllable import is_begun, is_natural, is_syllable

SYLLABLES = (
    "cải cách hành chính thủ tục ủy uỷ hòa hoà khỏe khoẻ thủy thuỷ quý quí quốc quyết quỳnh quỹ quá quen quơ gì gìn giếng giết già giữa giường gió giỏi "
    "nghiêng nghỉ ngành người ngoằn ngoèo khuỷu khuya khuyên khuây thuở huơ đường được đoàn òan oách yêu yến y ý ỉa ủa ưa ươn ướt boong xoong "
    "kẻ kỳ kĩ ghế ghi ngô gan gồm cuống cuộn muỗm tuốt nguệch huỳnh xuýt phẩy trườn xiêm chuếnh hươu rượu bưu loay xoáy a à ở ê ô"
).split()
NONE = (
    "cac cat mat tiep phup ngip kà cề gé nghà ngề ghà quo quư giì cềnh cuyê ương̀g anhh hanhf bcd str tr ng nghh ă â cău ướ ưở đợc đờng trớc "
    "zô wà jà fê website Nguyenx hànhchính chính-sách oò iò êì uòy ñủ 12 m² &"
).split()


@pytest.mark.parametrize("word", SYLLABLES)
def test_what_can_be_a_syllable_is_one_in_every_case_and_form(word):
    for written in (word, word.upper(), word.capitalize(), unicodedata.normalize("NFD", word)):
        assert is_syllable(written)


@pytest.mark.parametrize("word", NONE)
def test_what_breaks_the_rules_is_none(word):
    assert not is_syllable(word)


@pytest.mark.parametrize("word", ["Đắk", "Lắk", "Đakrông", "KRÔNG", "Kạn"])
def test_names_from_the_mountains_are_known(word):
    assert is_syllable(word)


@pytest.mark.parametrize(
    ("word", "natural"), [("Xã", True), ("XÃ", True), ("xã", True), ("xÃ", False), ("hÃnh", False), ("Ở", True), ("chính", True)]
)
def test_a_natural_word_has_letters_of_one_case(word, natural):
    assert natural == is_natural(word)


@pytest.mark.parametrize(
    ("word", "begun"),
    [
        ("ngườ", True),
        ("th", True),
        ("ngh", True),
        ("giải", False),
        ("quyế", True),
        ("str", False),
        ("kg", False),
        ("km", False),
        ("x" * 50, False),
    ],
)
def test_the_beginning_of_a_syllable_is_known(word, begun):
    assert begun == is_begun(word)


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("“Cải", True),
        ("Hà-Nội,", True),
        ("500m²", False),
        ("UBND", True),
        ("(đã)", True),
        ("nh©n", False),
        ("b¸o", False),
        ("«Dân»", True),
        ("công\u00ad", True),
        ("cẢi", False),
        ("München", False),
    ],
)
def test_a_sound_word_has_nothing_but_syllables_in_it(word, sound):
    assert sound == is_sound(word)


def test_what_stands_alone_and_what_is_marked():
    assert [can_stand(word) for word in ("nh", "ng", "nhà", "website", "WTO", "Jon", "ban")] == [False, False, True, True, True, True, True]
    assert [is_marked(word) for word in ("ban", "“ban”", "bán", "µ", "50°")] == [False, False, True, True, False]
