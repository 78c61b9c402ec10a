"""The title card: every Vietnamese letter has a picture of its own, the words fit, the letters are readable on the ground."""

import io
import unicodedata

import pytest
from PIL import Image
from pydantic import ValidationError

from bot.compose.policy import _COLOURS, PicturePolicy, contrast_with_white
from bot.compose.title_card import _font, title_card
from bot.judgement import Field

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = sorted(
    {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | set("bcdđghklmnpqrstvxfjwz") | set("0123456789")
)
ALPHABET = [*LETTERS, *(letter.upper() for letter in LETTERS if letter.isalpha()), *"“”‘’…–—%/()-.,:;?!&"]
COLOUR = "#0b5c8a"


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


@pytest.mark.parametrize("face", ["Bold", "Semibold", "Regular"])
def test_the_font_has_every_vietnamese_letter(face):
    font = _font(face, 48)
    missing = bytes(font.getmask("\ue000"))  # a private-use character, which no font draws
    assert [letter for letter in ALPHABET if bytes(font.getmask(letter)) == missing] == []
    pictures = {letter: (bytes(font.getmask(letter)), font.getbbox(letter)) for letter in LETTERS}
    assert len(set(pictures.values())) == len(pictures), "two letters look the same"


@pytest.mark.parametrize(
    "title",
    [
        "Ngắn",
        "Hướng Hóa: 100% xã, thị trấn vận hành Bộ phận một cửa liên thông",
        "Ủy ban nhân dân huyện phê duyệt kế hoạch truyền thông cải cách hành chính năm 2023 " * 4,
        "x" * 400,
        "",
    ],
)
def test_whatever_the_title_the_words_stay_inside_the_card(title):
    card = title_card(title, "Cải cách thủ tục hành chính", "Trung tâm VHTT-TDTT huyện Hướng Hóa", COLOUR)
    image = opened(card.content)
    assert image.size == (1_200, 630) == (card.width, card.height)
    white = [(x, y) for x in range(0, 1_200, 2) for y in range(0, 630, 2) if min(image.getpixel((x, y))) > 235]
    assert white
    assert all(70 <= x <= 1_130 and 60 <= y <= 600 for x, y in white)


def test_the_same_words_give_the_same_card_and_nfd_is_the_same_words():
    words = ("Phê duyệt kế hoạch", "Chế độ công vụ", "UBND huyện")
    card = title_card(*words, COLOUR)
    assert card == title_card(*words, COLOUR)
    assert card.digest == title_card(*(unicodedata.normalize("NFD", each) for each in words), COLOUR).digest
    assert card.digest != title_card("Phê duyệt kế hoạch khác", *words[1:], COLOUR).digest


def test_every_field_has_a_colour_of_its_own_that_white_letters_can_be_read_on():
    policy = PicturePolicy()
    colours = {field: policy.colour((field,)) for field in Field}
    assert len(set(colours.values())) == len(Field) == len(_COLOURS)
    assert min(contrast_with_white(colour) for colour in colours.values()) >= 4.5
    assert policy.colour(()) == colours[Field.GENERAL]


def test_an_editors_colour_replaces_one_and_leaves_the_others():
    policy = PicturePolicy(colours={Field.PROCEDURES: "#004400"})
    assert policy.colour((Field.PROCEDURES, Field.GENERAL)) == "#004400"
    assert policy.colour((Field.GENERAL,)) == PicturePolicy().colour((Field.GENERAL,))


@pytest.mark.parametrize(("colour", "contrast"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54)])
def test_contrast_is_that_of_the_web_content_accessibility_guidelines(colour, contrast):
    assert round(contrast_with_white(colour), 2) == contrast


@pytest.mark.parametrize("colour", ["#ffff00", "#777777", "red", "#12345", "0b5c8a"])
def test_a_colour_that_is_too_light_or_none_at_all_is_refused(colour):
    with pytest.raises(ValidationError):
        PicturePolicy(colours={Field.GENERAL: colour})
