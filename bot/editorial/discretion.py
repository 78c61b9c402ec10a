"""Evidence that shows no personal data: what a phrase holds of them is masked, as it is in findings, reasons and the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.editorial.personal import find_in, mask, sections
from bot.judgement import Evidence, Finding
from bot.model import Entry

_READ: Final = 20_000  # characters of a section: evidence lies within the first 6,000


def discreet(evidence: Sequence[Evidence], entry: Entry) -> list[Evidence]:
    """`evidence` of `entry`, with its phrases masked where they overlap personal data; offsets stay."""
    if not any(_may_be_personal(item.phrase) for item in evidence):
        return list(evidence)
    texts = {where: text[:_READ] for where, text in sections(entry)}
    found = find_in(replace(entry, title=texts["title"], summary=texts["summary"], body=texts["body"]))
    return [_masked(item, texts, found) for item in evidence] if found else list(evidence)


def _may_be_personal(phrase: str) -> bool:
    """Whether it holds a figure, a capital or an @, without which nothing is a number, a name or an address."""
    return phrase != phrase.lower() or not phrase.replace(" ", "").isalpha()


def _masked(item: Evidence, texts: Mapping[str, str], found: Sequence[Finding]) -> Evidence:
    shown = [each for each in found if each.where == item.where and each.start < item.end and item.start < each.end]
    if not shown:
        return item
    return replace(item, phrase=" ".join(mask(texts[item.where], shown)[item.start : item.end].split()))
