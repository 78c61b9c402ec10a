"""Selectors for a page never seen: the box that repeats around most of its headlines, and where in it link, summary, date and picture stand."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from bot.intake.dates import read_date
from bot.intake.identity import canonical
from bot.intake.markup import select, text_of, tree_of
from bot.intake.plain import web_address
from bot.intake.policy import ListPolicy

_HEADLINE: Final = 5  # words, from which on a link looks like a headline; those of menus have fewer
_LONGEST_HEADLINE: Final = 60
_SUMMARY: Final = 8  # words
_LONGEST_DATE: Final = 60  # characters
_HIGHEST: Final = 6  # boxes above a link
_LEAST: Final = 3  # items, for a page to be called a list
_MOST_LINKS: Final = 500
_MOST_ITEMS: Final = 40
_MOST_INSIDE: Final = 60  # elements of an item
_CLASS: Final = re.compile(r"[A-Za-z][\w-]{0,60}")
# What a class says of one item only, or of how wide and where it is.
_PASSING: Final = re.compile(
    r"(?:post|item|entry|node|id)-?\d+|active|first|last|odd|even|clearfix|row|(?:col|span|order|offset)-.*|.*-\d+", re.IGNORECASE
)
_MENUS: Final = frozenset({"nav", "footer"})
_TELLING: Final = frozenset({"article", "p", "time"})  # tags that say without a class what they hold


def propose(page: bytes, content_type: str, url: str) -> ListPolicy | None:
    """Selectors by which the news on a page may be read; None where nothing repeats around headlines. Raises nothing, whatever the bytes."""
    tree = tree_of(page, content_type)
    headlines = [] if tree is None else [*_headlines(tree, url)]
    item = _item(tree, headlines)
    if item is None:
        return None
    by_box = {box: (link, address) for link, address in headlines for box in (link, *link.iterancestors())}
    items = [(box, *by_box[box]) for box in select(tree, item) if box in by_box][:_MOST_ITEMS]
    return ListPolicy(
        item=item,
        link=_link(items, url),
        summary=_inside(items, _is_summary),
        date=_inside(items, _has_date) or _inside(items, _is_date),
    )


def _headlines(tree: Any, url: str) -> Iterator[tuple[Any, str]]:
    """Links that read like headlines and lead to another page, not in a menu; each with its canonical address."""
    for each in select(tree, "a[href]")[: _MOST_LINKS * 4]:
        words = len(text_of(each, 1_000).split())
        address = web_address(each.get("href") or "", url)
        if not (_HEADLINE <= words <= _LONGEST_HEADLINE and address) or canonical(address) == canonical(url):
            continue
        if all(above.tag not in _MENUS for above in each.iterancestors()):
            yield each, canonical(address)


def _names(element: Any) -> Iterator[str]:
    """Selectors for an element that its like may share."""
    own = [name for name in (element.get("class") or "").split() if _CLASS.fullmatch(name) and not _PASSING.fullmatch(name)]
    yield from (f"{element.tag}.{name}" for name in own)
    parent = element.getparent()
    if not own and parent is not None:
        above = [name for name in (parent.get("class") or "").split() if _CLASS.fullmatch(name) and not _PASSING.fullmatch(name)]
        yield from (f"{parent.tag}.{name} > {element.tag}" for name in above)
    if element.tag in _TELLING:
        yield element.tag


def _item(tree: Any, headlines: Sequence[tuple[Any, str]]) -> str | None:
    """The selector whose boxes hold one headline each, for the most headlines, and match little else; of equal ones the outermost."""
    boxes: dict[str, dict[Any, set[str]]] = defaultdict(lambda: defaultdict(set))
    heights: dict[str, int] = defaultdict(int)
    for link, address in headlines[:_MOST_LINKS]:
        for height, box in enumerate([link, *link.iterancestors()][: _HIGHEST + 1]):
            for name in _names(box):
                boxes[name][box].add(address)
                heights[name] += height
    best, best_score = None, (0.0, 0.0)
    for name, found in boxes.items():
        alone = {next(iter(addresses)) for addresses in found.values() if len(addresses) == 1}
        if len(alone) < _LEAST:
            continue
        share = len(alone) / max(len(select(tree, name)), 1)
        score = (len(alone) * share, heights[name] / len(found))
        if score > best_score:
            best, best_score = name, score
    return best


def _link(items: Sequence[tuple[Any, Any, str]], url: str) -> str:
    """The first selector that leads to the headline's address in nearly every item; the plainest is tried first."""
    headings = sorted({above.tag for _, link, _ in items for above in link.iterancestors() if re.fullmatch("h[1-6]", str(above.tag))})
    named = dict.fromkeys(name for _, link, _ in items for name in _names(link))
    for candidate in filter(None, ("a[href]", ", ".join(f"{tag} a" for tag in headings), *named)):
        hits = 0
        for box, _, address in items:
            hrefs = (web_address(each.get("href") or "", url) for each in select(box, candidate))
            hits += next((canonical(href) for href in hrefs if href and canonical(href) != canonical(url)), "") == address
        if hits * 10 >= len(items) * 9:
            return candidate
    return "a[href]"


def _inside(items: Sequence[tuple[Any, Any, str]], is_it: Callable[[Any, str], bool]) -> str:
    """The selector of what is inside most items and is what is looked for; "" where no half of them have it."""
    having: dict[str, int] = defaultdict(int)
    for box, link, _ in items:
        around = {link, *link.iterancestors(), *link.iterdescendants()}
        inside = [each for each in list(box.iter("*"))[:_MOST_INSIDE] if each not in around]
        for name in {name for each in inside if is_it(each, text_of(each, 1_000)) for name in _names(each)}:
            having[name] += 1
    best = max(having, key=lambda name: having[name], default="")
    return best if best and having[best] * 2 >= len(items) else ""


def _is_summary(_: Any, text: str) -> bool:
    return len(text.split()) >= _SUMMARY and read_date(text[:_LONGEST_DATE]) is None


def _has_date(element: Any, _: str) -> bool:
    """For machines, with the time of day: better than what the same box says in words."""
    return read_date(element.get("datetime") or "") is not None


def _is_date(_: Any, text: str) -> bool:
    return len(text) <= _LONGEST_DATE and read_date(text) is not None
