"""Hashtags as Facebook takes them: one word of letters, digits and underscore, never digits alone, NFC (facts: graph-api §3.4)."""

import re
import unicodedata
from collections.abc import Iterable

from bot.compose.policy import ComposePolicy, Vocabulary
from bot.judgement import Classification, FindingKind

_TOLD_FIRST = ("title", "summary")
_NOT_IN_TAG = re.compile(r"[^\w]+")


def hashtag(text: str) -> str | None:
    """`"thủ tục hành chính"` → `"#ThủTụcHànhChính"`; None where nothing but digits, marks or white space is left.

    Words are joined with a capital each, so that a screen reader and a reader see them; a single word keeps its letters as they are.
    """
    words = [word for word in _NOT_IN_TAG.split(unicodedata.normalize("NFC", text)) if word]
    joined = words[0] if len(words) == 1 else "".join(word[0].upper() + word[1:] for word in words)
    has_letter = any(character.isalpha() for character in joined)
    return f"#{joined}" if has_letter else None


def _distinct(tags: Iterable[str]) -> Iterable[str]:
    seen: set[str] = set()
    for text in tags:
        tag = hashtag(text)
        if tag is not None and tag.casefold() not in seen:
            seen.add(tag.casefold())
            yield tag


def choose_hashtags(policy: ComposePolicy, vocabulary: Vocabulary, classification: Classification) -> tuple[str, ...]:
    """At most `policy.max_hashtags` distinct hashtags, the most telling first.

    That is: standing ones, tone, fields, the places of the news, one standing place, topics, more standing places.
    """
    tone = vocabulary.hashtags.get(classification.tone, ()) if classification.tone is not None else ()
    fields = [tag for field in classification.fields for tag in vocabulary.hashtags.get(field, ())]
    topics = [tag for topic in classification.topics for tag in vocabulary.hashtags.get(topic, ())]
    news = _places(vocabulary, classification)[: policy.place_hashtags_from_news]
    wanted = (*policy.hashtags, *tone, *fields, *news, *policy.place_hashtags[:1], *topics, *policy.place_hashtags[1:])
    return tuple(_distinct(wanted))[: policy.max_hashtags]


def _places(vocabulary: Vocabulary, classification: Classification) -> list[str]:
    """The places that the headline names, then the summary, communes before districts. What only the body names is often no more than mentioned."""
    found = [(each.where, each.value) for each in classification.findings if each.kind is FindingKind.PLACE]
    names = (
        by_value[value]
        for wanted in _TOLD_FIRST
        for by_value in (vocabulary.communes, vocabulary.districts)
        for where, value in found
        if where == wanted and value in by_value
    )
    return list(dict.fromkeys(names))
