"""The settings of the composing room: lengths, hashtags, templates."""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import Field

from bot.policy import Policy

FACEBOOK_LIMIT: Final = 63_206  # characters of a Page post (facts: graph-api §3.4)

TagText = Annotated[str, Field(min_length=2, max_length=60)]
PageId = Annotated[str, Field(pattern=r"^[0-9]{5,20}$")]


class ComposePolicy(Policy):
    """The `compose:` part of bot.yaml."""

    max_length: Annotated[int, Field(ge=200, le=FACEBOOK_LIMIT)] = 2_000
    excerpt_length: Annotated[int, Field(ge=0, le=5_000)] = 400
    max_hashtags: Annotated[int, Field(ge=0, le=30)] = 6
    hashtags: tuple[TagText, ...] = ("CCHC",)
    """On every Post, before the others."""
    place_hashtags: tuple[TagText, ...] = ()
    mentions: dict[str, tuple[PageId, ...]] = {}
    """Pages to tag by tone: {praise: ["1234567890"]} writes @[1234567890]."""


class Vocabulary(Policy):
    """What composing takes of the editorial knowledge: names and hashtags by field, topic and tone id."""

    names: Mapping[str, str]
    hashtags: Mapping[str, tuple[str, ...]]


class Templates(Policy):
    """Jinja2 sources by name: "praise", "criticism", "neutral" fall back to "default", which must be there."""

    sources: Mapping[str, str]
