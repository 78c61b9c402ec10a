"""A title card for news without a picture: the headline in white on the field's colour. Drawn, always the same for the same words; no emblem, no photo."""

import unicodedata
from functools import cache
from importlib import resources
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from bot.compose.pictures import Prepared, as_jpeg

_SIZE: Final = (1_200, 630)  # pixels: what Facebook recommends for a link's picture (facts: graph-api §3.3)
_MARGIN: Final = 84
_SIZES: Final = (76, 68, 60, 54, 48, 42)
_MOST_LINES: Final = 5
_LEADING: Final = 1.22
_TOP, _BOTTOM = 150, 505  # where the headline stands
_WHITE: Final = "#ffffff"


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A font that a package provides and that has every Vietnamese letter (a test asks for each)."""
    path = resources.files("font_source_sans_pro") / "files" / f"SourceSansPro-{name}.ttf"
    with resources.as_file(path) as file:
        return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


def title_card(title: str, kicker: str, source: str, colour: str) -> Prepared:
    """The card, 1200 × 630.

    Args:
        title: the headline; cut at a word's end where five lines don't hold it.
        kicker: what stands small above it (the field), "" for nothing.
        source: the agency, at the bottom.
        colour: "#RRGGBB" of the ground, dark enough for white letters.
    """
    image = Image.new("RGB", _SIZE, colour)
    _ornament(image, colour)
    draw = ImageDraw.Draw(image)
    width = _SIZE[0] - 2 * _MARGIN
    if kicker:
        draw.text((_MARGIN, 78), _fitted(_clean(kicker).upper(), _font("Semibold", 30), width), font=_font("Semibold", 30), fill=_WHITE)
        draw.rectangle((_MARGIN, 124, _MARGIN + 88, 129), fill=_WHITE)
    lines, font = _set(_clean(title), width)
    step = int(font.size * _LEADING)
    y = _TOP + max((_BOTTOM - _TOP - step * len(lines)) // 2, 0)
    for line in lines:
        draw.text((_MARGIN, y), line, font=font, fill=_WHITE)
        y += step
    draw.rectangle((_MARGIN, 535, _SIZE[0] - _MARGIN, 536), fill=_WHITE)
    draw.text((_MARGIN, 552), _fitted(_clean(source), _font("Regular", 28), width), font=_font("Regular", 28), fill=_WHITE)
    return as_jpeg(image)


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _ornament(image: Image.Image, colour: str) -> None:
    """Large quiet circles in the corner, a little lighter and darker than the ground."""
    layer = Image.new("RGBA", _SIZE, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for radius, light in ((430, 255), (320, 0), (210, 255)):
        draw.ellipse((1_130 - radius, 590 - radius, 1_130 + radius, 590 + radius), fill=(light, light, light, 16))
    ground = Image.new("RGBA", _SIZE, colour)
    image.paste(Image.alpha_composite(ground, layer).convert("RGB"))


def _set(title: str, width: int) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The headline's lines in the largest size in which it fits; in the smallest, cut."""
    for size in _SIZES:
        font = _font("Bold", size)
        lines = _wrapped(title, font, width)
        if len(lines) <= _MOST_LINES and size * _LEADING * len(lines) <= _BOTTOM - _TOP:
            return lines, font
    font = _font("Bold", _SIZES[-1])
    lines = _wrapped(title, font, width)[:_MOST_LINES]
    return [*lines[:-1], _fitted(f"{lines[-1]} …", font, width)], font


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, font, width):
            longer = f"{line} {piece}".strip()
            if line and font.getlength(longer) > width:
                lines.append(line)
                line = piece
            else:
                line = longer
    return [*lines, line] if line else lines or [""]


def _pieces(word: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """A word, broken where it is longer than a whole line."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and font.getlength(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _fitted(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """One line that fits: its last words give way to an ellipsis."""
    if font.getlength(text) <= width:
        return text
    words = text.removesuffix(" …").split()
    while words and font.getlength(" ".join(words) + " …") > width:
        words.pop()
    return " ".join(words) + " …" if words else _pieces(text, font, width)[0]
