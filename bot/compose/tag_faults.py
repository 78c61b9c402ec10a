"""What Facebook would not take for the hashtag that its writer meant: told while an editor writes, never in the way."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from bot.messages import Sentence

_TAG: Final = re.compile(r"#(\w+)")
_APART: Final = re.compile(r"(?<!\S)#[ \t]+(\w+)")
_GLUED: Final = re.compile(r"\w(#\w+)")
_GOES_ON: Final = re.compile(r"#(\w+)[-–./&](\w+)")
_MOST_TOLD: Final = 5


def tags_in(text: str) -> tuple[str, ...]:
    """The hashtags that Facebook would see, as written."""
    return tuple(f"#{word}" for word in _TAG.findall(unicodedata.normalize("NFC", text)) if not word.isdecimal())


def tag_faults(text: str, most: int) -> tuple[Sentence, ...]:
    """What is doubtful about the hashtags of `text`, of which `most` are wanted; at most five sentences."""
    return tuple(_faults(unicodedata.normalize("NFC", text), most))[:_MOST_TOLD]


def _faults(text: str, most: int) -> Iterator[Sentence]:
    tags = tags_in(text)
    if len(tags) > most:
        yield Sentence("compose.tags_many", {"count": len(tags), "most": most})
    for word in dict.fromkeys(_APART.findall(text)):
        yield Sentence("compose.tag_apart", {"tag": word})
    for tag in dict.fromkeys(_GLUED.findall(text)):
        yield Sentence("compose.tag_glued", {"tag": tag})
    for word, rest in dict.fromkeys(_GOES_ON.findall(text)):
        yield Sentence("compose.tag_cut", {"tag": f"#{word}", "rest": rest})
    for word in dict.fromkeys(_TAG.findall(text)):
        if word.isdecimal():
            yield Sentence("compose.tag_digits", {"tag": f"#{word}"})
    folded = [tag.casefold() for tag in tags]
    for tag in dict.fromkeys(tag for place, tag in enumerate(tags) if tag.casefold() in folded[:place]):
        yield Sentence("compose.tag_twice", {"tag": tag})
