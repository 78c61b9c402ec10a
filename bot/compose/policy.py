"""The settings of the composing room: lengths, hashtags, templates."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bot.judgement import Field as ReformField
from bot.judgement import Tone
from bot.model import Way
from bot.policy import Policy

FACEBOOK_LIMIT: Final = 63_206  # characters of a Page post (facts: graph-api §3.4)

TagText = Annotated[str, Field(min_length=2, max_length=60)]
TemplateName = Literal["default", "praise", "criticism", "neutral"]
PageId = Annotated[str, Field(pattern=r"^[0-9]{5,20}$")]


_LEAST_CONTRAST: Final = 4.5  # WCAG 2.2, level AA, for white letters


def contrast_with_white(colour: str) -> float:
    """The contrast of white letters on "#RRGGBB", 1 to 21 (WCAG 2.2, relative luminance)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def _dark_enough(colour: str) -> str:
    found = contrast_with_white(colour)
    if found < _LEAST_CONTRAST:
        raise PydanticCustomError("settings.low_contrast", "too light: {value}", {"value": colour, "found": f"{found:.1f}"})
    return colour


Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$"), AfterValidator(_dark_enough)]
_COLOURS: Final[dict[ReformField, Colour]] = {
    ReformField.INSTITUTIONAL: "#7a3b10",
    ReformField.PROCEDURES: "#0b5c8a",
    ReformField.APPARATUS: "#4a3a86",
    ReformField.CIVIL_SERVICE: "#0f6b4f",
    ReformField.PUBLIC_FINANCE: "#7d5a00",
    ReformField.E_GOVERNMENT: "#0a4fa0",
    ReformField.GENERAL: "#8f1d2c",
}


class PicturePolicy(Policy):
    """Which pictures are fit for a Post, and what becomes of one that has none."""

    least_width: Annotated[int, Field(ge=200, le=2_000)] = 400
    least_height: Annotated[int, Field(ge=150, le=2_000)] = 250
    longest_side: Annotated[int, Field(ge=720, le=4_096)] = 2_048
    most: Annotated[int, Field(ge=1, le=10)] = 4
    """Pictures in a Post with several."""
    article: bool = True
    """Whether the article's page is read for pictures where the feed has none that is fit."""
    when_none: Literal["card", "next", "hold"] = "card"
    """What becomes of a Post whose way needs a picture and none is fit: a title card is drawn; the template's next way is taken; or a card is drawn and an editor decides."""
    colours: dict[ReformField, Colour] = {}
    """Grounds of the title card by field; those that are not named keep their own."""

    def colour(self, fields: tuple[ReformField, ...]) -> str:
        """The title card's ground for an entry of these fields."""
        field = fields[0] if fields else ReformField.GENERAL
        return self.colours.get(field, _COLOURS[field])


def _has_link(text: str) -> str:
    if text.count("{link}") != 1:
        raise PydanticCustomError("settings.no_link_place", "needs a link's place exactly once: {value}", {"value": text})
    return text


class ComposePolicy(Policy):
    """The `compose:` part of bot.yaml."""

    max_length: Annotated[int, Field(ge=200, le=FACEBOOK_LIMIT)] = 2_000
    excerpt_length: Annotated[int, Field(ge=0, le=5_000)] = 400
    max_hashtags: Annotated[int, Field(ge=0, le=30)] = 6
    hashtags: tuple[TagText, ...] = ("CCHC",)
    """On every Post, before the others."""
    place_hashtags: tuple[TagText, ...] = ()
    place_hashtags_from_news: Annotated[int, Field(ge=0, le=5)] = 1
    """At most so many places that the headline or the summary names become hashtags, before `place_hashtags`."""
    mentions: dict[str, tuple[PageId, ...]] = {}
    """Pages to tag by tone: {praise: ["1234567890"]} writes @[1234567890]."""
    ways: dict[TemplateName, Annotated[tuple[Way, ...], Field(min_length=1, max_length=4)]] = {}
    """By template (default, praise, criticism, neutral): how its Posts go out, the first way first; the next only where Facebook refuses the one before."""
    comment: Annotated[str, Field(min_length=6, max_length=500), AfterValidator(_has_link)] = "👉 Xem bài đầy đủ: {link}"
    """The first comment of a Post that goes out by the way `comment`."""
    pictures: PicturePolicy = PicturePolicy()

    def ways_of(self, tone: Tone | None) -> tuple[Way, ...]:
        """The ways of a tone's template, each once."""
        named = self.ways.get(tone.value) if tone is not None else None
        return tuple(dict.fromkeys(named or self.ways.get("default") or (Way.LINK,)))


class Vocabulary(Policy):
    """What composing takes of the editorial knowledge: names and hashtags by field, topic and tone id, and those of places.

    `communes` and `districts` give the hashtag of a place that was read from an Entry, by its value; the province has none of its own.
    """

    names: Mapping[str, str]
    hashtags: Mapping[str, tuple[str, ...]]
    communes: Mapping[str, str] = {}
    districts: Mapping[str, str] = {}


class Templates(Policy):
    """Jinja2 sources by name: "praise", "criticism", "neutral" fall back to "default", which must be there."""

    sources: Mapping[str, str]
