"""Reading the og: tags of a linked page for its card, only from hosts that the sandbox was told of; bounded in time and size."""

import re
import urllib.error
import urllib.request
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

from bot.sandbox.state import Card

_MOST: Final = 512 * 1024
_SECONDS: Final = 3.0


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def parse_html_declaration(self, i: int) -> int:
        # As browsers read it, a comment up to the next ">"; of what it doesn't know ("<![CD"), Python makes an AssertionError.
        return self.parse_bogus_comment(i) if self.rawdata.startswith("<![", i) else super().parse_html_declaration(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("property") or ""
        if tag == "meta" and name.startswith("og:") and values.get("content"):
            self.found.setdefault(name, str(values["content"]))


def scrape(link: str, hosts: frozenset[str]) -> Card:
    """The card of `link`; an empty one where the host is not allowed or does not answer, as Facebook posts the link all the same."""
    if urlsplit(link).netloc not in hosts:
        return Card()
    request = urllib.request.Request(link, headers={"User-Agent": "sandbox-scraper"})  # noqa: S310 - the host is on the list
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - see above
            page = answer.read(_MOST).decode("utf-8", "replace")
    except (urllib.error.URLError, OSError, ValueError):
        return Card()
    tags = _Tags()
    tags.feed(page)
    image = urljoin(link, tags.found.get("og:image", ""))
    return Card(
        title=_short(tags.found.get("og:title", "")),
        description=_short(tags.found.get("og:description", "")),
        image=image if tags.found.get("og:image") and urlsplit(image).scheme in {"http", "https"} else "",
    )


def _short(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()[:300]
