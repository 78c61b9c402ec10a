"""Words of two syllables are what a text that is cut into words joins nearly everywhere."""

from bot.editorial.words import HEAD, parse_words
from training.words import words_of

TEXTS = ("Nộp hồ_sơ tại xã , hồ_sơ của dân", "Ông Hồ_Sơ nộp hồ_sơ", "hồ cạn , sơ sài của công_nghệ_thông_tin", "công nghệ công nghệ")


def test_what_is_joined_often_and_nearly_always_is_a_word():
    assert words_of(TEXTS, least=1) == ["hồ sơ", "nghệ thông", "thông tin"]
    assert words_of(TEXTS, least=3) == ["hồ sơ"]
    assert words_of(TEXTS, least=1, share=0.3) == ["công nghệ", "hồ sơ", "nghệ thông", "thông tin"]


def test_what_is_written_is_read():
    assert parse_words("\n".join((HEAD, *words_of(TEXTS, least=1), ""))) == parse_words("hồ sơ\nthông tin\nnghệ thông")
