"""What else is read from an Entry beside what it is about: legal documents, deadlines, personal data. Pure, bounded; and the same in words for editors."""

from collections.abc import Iterable
from typing import Final

from bot.editorial.deadlines import deadlines
from bot.editorial.documents import documents
from bot.editorial.legible import legible
from bot.editorial.personal import PERSONAL, personal_spans, sections
from bot.editorial.written_dates import local_date
from bot.judgement import Finding
from bot.messages import Language, say
from bot.model import Entry

_READ: Final = {"title": 1_000, "summary": 5_000, "body": 20_000}  # characters: beyond them nothing is listed (masking reads everything)
_MOST: Final = 50


def read(entry: Entry) -> tuple[Finding, ...]:
    """The findings of an entry (as it was meant) in the order of its text, at most 50 of them: personal data before all others where there are more."""
    published = local_date(entry.published_at)
    found: list[Finding] = []
    pages = {where: legible(text[: _READ[where]]) for where, text in sections(entry)}
    for (where, page), personal in zip(pages.items(), personal_spans(list(pages.values()), published), strict=True):
        spans = (*personal, *documents(page, published), *deadlines(page, published))
        found += [page.finding(span, where) for span in sorted(spans, key=lambda span: span.start)]
    kept = sorted(range(len(found)), key=lambda place: (found[place].kind not in PERSONAL, place))[:_MOST]
    return tuple(found[place] for place in sorted(kept))


def tell(findings: Iterable[Finding], language: Language) -> tuple[str, ...]:
    """One line for each finding, for editors; personal data in their masked form."""
    return tuple(_told(finding, language) for finding in findings)


def _told(finding: Finding, language: Language) -> str:
    kind, where = say(f"editorial.kind_{finding.kind}", language), say(f"editorial.where_{finding.where}", language)
    if finding.note:
        return say("editorial.finding_noted", language, kind=kind, value=finding.value, note=finding.note, where=where)
    return say("editorial.finding", language, kind=kind, value=finding.value, where=where)
