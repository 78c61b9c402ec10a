"""Entry and Classification to the Draft, through the tone's template. The same function serves `preview` and publishing, so a preview cannot lie."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from jinja2 import Template, TemplateError

from bot.compose.environment import template_environment
from bot.compose.excerpt import cut, excerpt, length
from bot.compose.hashtags import choose_hashtags
from bot.compose.links import with_marker
from bot.compose.policy import ComposePolicy, Templates, Vocabulary
from bot.errors import LoaError
from bot.judgement import Classification
from bot.model import Draft, Entry, Picture, Way

_SHORTEST_TITLE: Final = 40
_BLANK_LINES: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the composing room works with: lengths and tags, names, templates, the agency's name and its time zone."""

    policy: ComposePolicy
    vocabulary: Vocabulary
    templates: Templates
    source: str
    timezone: str


def _template(templates: Templates, tone: str) -> Template:
    source = templates.sources.get(tone, templates.sources["default"])
    try:
        return template_environment().from_string(source)
    except TemplateError as error:
        raise LoaError("compose.template", tone=tone, why=f"{type(error).__name__}: {error}") from error


def _harmless(text: str) -> str:
    """A feed's text without what Facebook would take as a tag of another Page."""
    return text.replace("@[", "@ [")


def tidy(text: str) -> str:
    """A text as it goes out: NFC, no white space at the ends of lines, no more than one empty line between."""
    lines = (line.rstrip() for line in unicodedata.normalize("NFC", text).splitlines())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def compose(
    entry: Entry,
    classification: Classification,
    desk: Desk,
    marker: str,
    *,
    ways: tuple[Way, ...] = (Way.LINK,),
    pictures: Sequence[Picture] = (),
) -> Draft:
    """The Draft for `entry`: never longer than `max_length`, the excerpt giving way first, then the headline.

    Args:
        entry: as the site published it.
        classification: its fields, topics and tone.
        desk: lengths, names, templates.
        marker: the Post's key.
        ways: how it goes out, the first way first.
        pictures: what those of its ways that need any show.

    Raises:
        LoaError: the entry has no usable link, or a template can't be rendered or leaves no room for the headline.
    """
    link = with_marker(entry.link, marker)
    tone = classification.tone or "default"
    names = desk.vocabulary.names
    published = entry.published_at.astimezone(ZoneInfo(desk.timezone)) if entry.published_at else None
    template = _template(desk.templates, tone)
    fixed = {
        "link": link.replace("@[", "@%5B"),
        "source": desk.source,
        "published": f"{published:%d/%m/%Y}" if published else "",
        "tone": tone,
        "tone_name": names.get(tone, ""),
        "fields": list(classification.fields),
        "field_names": [names.get(field, field) for field in classification.fields],
        "topics": list(classification.topics),
        "topic_names": [names.get(topic, topic) for topic in classification.topics],
        "hashtags": list(choose_hashtags(desk.policy, desk.vocabulary, classification)),
        "mentions": [f"@[{page}]" for page in desk.policy.mentions.get(tone, ())],
    }

    def render(title: str, body: str) -> str:
        try:
            return tidy(template.render(**fixed, title=title, excerpt=body))
        except (TemplateError, ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError) as error:
            # An editor's template can go wrong in the ways of any expression; that is a fault of settings, not of the program.
            raise LoaError("compose.template", tone=tone, why=f"{type(error).__name__}: {error}") from error

    # Below a photo the link stands in the text, whose length it shares.
    in_text = any(way in {Way.PHOTO, Way.PHOTOS} for way in ways)
    most = desk.policy.max_length - (length(link) + 2 if in_text else 0)
    title = _harmless(" ".join(entry.title.split()))
    body = _harmless(excerpt(entry.title, entry.summary, entry.body, desk.policy.excerpt_length))
    message = render(title, body)
    while length(message) > most and body:
        body = cut(body, length(body) - max(length(message) - most, 1))
        message = render(title, body)
    while length(message) > most and length(title) > _SHORTEST_TITLE:
        title = cut(title, length(title) - max(length(message) - most, 1))
        message = render(title, body)
    if length(message) > most or not title:
        raise LoaError("compose.no_room", tone=tone, most=most)
    comment = desk.policy.comment.replace("{link}", link) if Way.COMMENT in ways else ""
    return Draft(message=message, link=link, marker=marker, ways=ways, pictures=tuple(pictures), comment=comment)
