"""The pictures that an article's page names as its own: those of its og: tags, then those inside the article itself. Nothing else on the page is trusted to belong to it."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from bot.intake.charset import decoded
from bot.intake.plain import distinct, web_address

_TAGS: Final = frozenset({"og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"})
_ARTICLE: Final = frozenset({"article", "main"})
_SOURCES: Final = ("data-src", "data-original", "src")  # a picture that loads late has its address in the first two
_MOST: Final = 2_000_000  # characters


class _Pictures(HTMLParser):
    """Collects addresses; never fails, whatever the markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.of_tags: list[str] = []
        self.inside: list[str] = []
        self._depth = 0

    def parse_html_declaration(self, i: int) -> int:
        # As browsers read it, a comment up to the next ">"; of what it doesn't know ("<![CD"), Python makes an AssertionError.
        return self.parse_bogus_comment(i) if self.rawdata.startswith("<![", i) else super().parse_html_declaration(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and (values.get("property") or values.get("name", "")).lower() in _TAGS:
            self.of_tags.append(values.get("content", ""))
        elif tag == "link" and values.get("rel", "").lower() == "image_src":
            self.of_tags.append(values.get("href", ""))
        elif tag in _ARTICLE:
            self._depth += 1
        elif tag == "img" and self._depth:
            self.inside.extend(values[name] for name in _SOURCES if values.get(name))

    def handle_endtag(self, tag: str) -> None:
        if tag in _ARTICLE and self._depth:
            self._depth -= 1


def pictures_of(page: bytes, content_type: str, url: str) -> tuple[str, ...]:
    """Absolute addresses, the most promising first, from the bytes of an article's page at `url`."""
    found = _Pictures()
    found.feed(decoded(page, content_type)[:_MOST])
    return distinct(_absolute(found, url))


def _absolute(found: _Pictures, url: str) -> Iterator[str]:
    for address in (*found.of_tags, *found.inside):
        yield web_address(address, url)
