"""What the sample site has to tell: `config/demo/news.yaml`, read and checked.

Nothing here is real news. Each item also says what a careful editor would make of it (`expect`); the site never shows that.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.sandbox.site_pictures import THEMES

FIELDS = frozenset({"institutional", "procedures", "apparatus", "civil_service", "public_finance", "e_government", "general"})
TOPICS = frozenset({"one_stop", "online_services", "directive"})
TONES = frozenset({"praise", "criticism", "neutral"})

_KEYS = frozenset({"id", "slug", "title", "summary", "section", "author", "picture", "published", "appears_after", "body", "expect"})
_EXPECT_KEYS = frozenset({"relevant", "fields", "topics", "tone"})
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")  # what may stand in an id or a slug: safe in a path, a guid and a file name


@dataclass(frozen=True, slots=True)
class Expectation:
    """How a careful editor would label the item. `tone` is None, `fields` and `topics` are empty, where it is not relevant."""

    relevant: bool
    fields: frozenset[str]
    topics: frozenset[str]
    tone: str | None


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One item of the sample site. Text is NFC, on one line per paragraph, without control characters.

    `minutes` counts from the start of the site to the item's publication: negative for what was there before, positive for what comes later.
    """

    id: str
    slug: str
    title: str
    summary: str
    body: tuple[str, ...]
    section: str
    author: str
    picture: str
    minutes: int
    expect: Expectation


class _Wrong(Exception):
    """One key of one item is wrong; `load_news` adds where."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}")


def load_news(path: Path) -> tuple[NewsItem, ...]:
    """The items of the YAML file at `path`, in the file's order.

    Raises:
        ValueError: the file isn't YAML of the expected shape; the message names the file, the item's id and the key.
        OSError: the file can't be read.
    """
    try:
        raw = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: not readable as YAML: {error}") from error
    if not isinstance(raw, Mapping) or set(raw) != {"items"} or not isinstance(raw["items"], list):
        raise ValueError(f"{path}: expected one key 'items' with a list")
    items: list[NewsItem] = []
    for number, entry in enumerate(raw["items"], start=1):
        name = entry.get("id") if isinstance(entry, Mapping) else None
        try:
            item = _item(entry)
            _new(item, items)
        except _Wrong as wrong:
            raise ValueError(f"{path}: item {name or f'number {number}'}: {wrong}") from wrong
        items.append(item)
    return tuple(items)


def checked_text(value: object) -> str:
    """`value`, if it is a text the site can show: not empty, NFC, trimmed, without control characters (XML can't carry them).

    Raises:
        ValueError: it is not; the message says why.
    """
    if not isinstance(value, str) or not value.strip():
        raise ValueError("expected some text")
    if value != value.strip():
        raise ValueError("has blanks at an end")
    if not unicodedata.is_normalized("NFC", value):
        raise ValueError("is not in Unicode form NFC")
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Cn"} for sign in value):
        raise ValueError("contains a control character, a line break or a code point that is none")
    return value


def _item(entry: object) -> NewsItem:
    if not isinstance(entry, Mapping):
        raise _Wrong("item", "expected keys and values")
    _known(entry, _KEYS, "")
    return NewsItem(
        id=_name(entry, "id"),
        slug=_name(entry, "slug"),
        title=_text(entry, "title"),
        summary=_text(entry, "summary"),
        body=_body(entry),
        section=_text(entry, "section"),
        author=_text(entry, "author"),
        picture=_one_of(entry.get("picture"), THEMES, "picture"),
        minutes=_minutes(entry),
        expect=_expectation(entry.get("expect")),
    )


def _new(item: NewsItem, others: Sequence[NewsItem]) -> None:
    if any(item.id == other.id for other in others):
        raise _Wrong("id", f"{item.id!r} occurs twice")
    if any(item.slug == other.slug for other in others):
        raise _Wrong("slug", f"{item.slug!r} occurs twice")


def _known(entry: Mapping[object, object], keys: frozenset[str], prefix: str) -> None:
    unknown = sorted(str(key) for key in entry if key not in keys)
    if unknown:
        raise _Wrong(f"{prefix}{unknown[0]}", "no such key")


def _text(entry: Mapping[object, object], key: str) -> str:
    try:
        return checked_text(entry.get(key))
    except ValueError as error:
        raise _Wrong(key, str(error)) from error


def _name(entry: Mapping[object, object], key: str) -> str:
    value = _text(entry, key)
    if not _NAME.fullmatch(value):
        raise _Wrong(key, "expected small letters a-z, digits and single hyphens")
    return value


def _body(entry: Mapping[object, object]) -> tuple[str, ...]:
    body = entry.get("body")
    if not isinstance(body, list) or not 2 <= len(body) <= 5:
        raise _Wrong("body", "expected a list of 2 to 5 paragraphs")
    return tuple(_text({f"body[{index}]": text}, f"body[{index}]") for index, text in enumerate(body))


def _minutes(entry: Mapping[object, object]) -> int:
    given = [key for key in ("published", "appears_after") if key in entry]
    if len(given) != 1:
        raise _Wrong("published", "expected either 'published' or 'appears_after'")
    value = entry[given[0]]
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _Wrong(given[0], "expected whole minutes, 1 or more")
    return -value if given[0] == "published" else value


def _expectation(entry: object) -> Expectation:
    if not isinstance(entry, Mapping):
        raise _Wrong("expect", "expected keys and values")
    _known(entry, _EXPECT_KEYS, "expect.")
    relevant = entry.get("relevant")
    if not isinstance(relevant, bool):
        raise _Wrong("expect.relevant", "expected true or false")
    fields = frozenset(_one_of(value, FIELDS, "expect.fields") for value in _list(entry, "fields"))
    topics = frozenset(_one_of(value, TOPICS, "expect.topics") for value in _list(entry, "topics"))
    tone = entry.get("tone")
    if not relevant:
        if fields or topics or tone is not None:
            raise _Wrong("expect", "an item that is not relevant has no fields, topics or tone")
        return Expectation(relevant=False, fields=fields, topics=topics, tone=None)
    if not 1 <= len(fields) <= 3 or ("general" in fields and len(fields) > 1):
        raise _Wrong("expect.fields", "expected 1 to 3 fields, or 'general' alone")
    return Expectation(relevant=True, fields=fields, topics=topics, tone=_one_of(tone, TONES, "expect.tone"))


def _list(entry: Mapping[object, object], key: str) -> Sequence[object]:
    value = entry.get(key)
    if not isinstance(value, list):
        raise _Wrong(f"expect.{key}", "expected a list")
    return value


def _one_of(value: object, allowed: frozenset[str], key: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise _Wrong(key, f"{value!r} is none of {', '.join(sorted(allowed))}")
    return value
