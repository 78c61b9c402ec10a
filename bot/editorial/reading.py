"""What else was read from an Entry beside what it is about, in words for editors."""

from collections.abc import Iterable

from bot.judgement import Finding
from bot.messages import Language, say


def tell(findings: Iterable[Finding], language: Language) -> tuple[str, ...]:
    """One line for each finding, for editors; personal data in their masked form."""
    return tuple(_told(finding, language) for finding in findings)


def _told(finding: Finding, language: Language) -> str:
    kind, where = say(f"editorial.kind_{finding.kind}", language), say(f"editorial.where_{finding.where}", language)
    if finding.note:
        return say("editorial.finding_noted", language, kind=kind, value=finding.value, note=finding.note, where=where)
    return say("editorial.finding", language, kind=kind, value=finding.value, where=where)
