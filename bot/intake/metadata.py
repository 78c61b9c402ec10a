"""What a page says of its article for machines: meta tags, schema.org in JSON-LD and in attributes. Raw texts, not cleaned yet."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.intake.markup import text_of

_MOST_NODES: Final = 500  # of JSON-LD
_MOST_JSON: Final = 200_000  # characters of one script
_MOST_TEXT: Final = 100_000
_ARTICLES: Final = frozenset({"Article", "BlogPosting", "NewsArticle", "Report", "ReportageNewsArticle"})
_INSIDE: Final = ("@graph", "mainEntity", "itemListElement")


@dataclass(frozen=True, slots=True)
class Metadata:
    """By lower-case name: what the meta tags, the JSON-LD of the article and the attributes (`itemprop`) say, each in the document's order."""

    tags: Mapping[str, Sequence[str]]
    linked: Mapping[str, Any]
    properties: Mapping[str, Sequence[str]]

    def tag(self, *names: str) -> str:
        """The first that is there of these meta tags, "" for none."""
        return next((text for name in names for text in self.tags.get(name, ()) if text.strip()), "")

    def of_schema(self, name: str) -> str:
        """A text that schema.org's `name` gives the article, in JSON-LD or in attributes; "" for none."""
        return next(_texts(self.linked.get(name)), "") or next((text for text in self.properties.get(name.lower(), ()) if text.strip()), "")

    def pictures(self) -> Iterator[str]:
        """The addresses that JSON-LD names as the article's pictures."""
        yield from _texts(self.linked.get("image"))


def metadata_of(tree: Any) -> Metadata:
    """Everything of a page's tree. Raises nothing, whatever is written there."""
    tags: dict[str, list[str]] = {}
    properties: dict[str, list[str]] = {}
    scripts: list[str] = []
    for each in tree.iter("meta", "script", "link"):
        if each.tag == "script":
            scripts.append((each.text or "")[:_MOST_JSON])
        elif each.tag == "meta":
            for key in ("property", "name"):
                if name := (each.get(key) or "").strip().lower():
                    tags.setdefault(name, []).append((each.get("content") or "")[:_MOST_TEXT])
        elif "canonical" in (each.get("rel") or "").lower().split():
            tags.setdefault("link:canonical", []).append(each.get("href") or "")
    for each in tree.xpath("//*[@itemprop]"):
        said = each.get("content") or each.get("datetime") or text_of(each, _MOST_TEXT)
        properties.setdefault(each.get("itemprop").strip().lower(), []).append(said)
    linked = next((node for script in scripts for node in _articles(script)), {})
    return Metadata(tags, linked, properties)


def _articles(script: str) -> Iterator[Mapping[str, Any]]:
    try:
        waiting: list[Any] = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node[:_MOST_NODES])
        elif isinstance(node, Mapping):
            kind = node.get("@type")
            if _ARTICLES & {each for each in (kind if isinstance(kind, list) else [kind]) if isinstance(each, str)}:
                yield node
            waiting.extend(node[name] for name in _INSIDE if name in node)


def _texts(value: Any) -> Iterator[str]:
    """A text, or that of a named or addressed thing, or of each of a list of them."""
    for each in value if isinstance(value, list) else [value]:
        found = next((each[name] for name in ("name", "url", "contentUrl") if name in each), "") if isinstance(each, Mapping) else each
        if isinstance(found, str) and found.strip():
            yield found[:_MOST_TEXT]
