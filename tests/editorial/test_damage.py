"""Damaged letters: read where that is certain, else an editor is told."""

import pytest

from bot.editorial.classify import classify
from bot.editorial.damage import damage
from bot.editorial.explain import why
from bot.judgement import Finding, FindingKind
from bot.model import Entry
from tests.editorial.test_judgement import LEXICON
from tests.vietnamese import legacy

PRAISE = "Biểu dương cán bộ bộ phận một cửa xã Gio Linh giải quyết thủ tục hành chính trước hạn, người dân hài lòng"


def entry(title: str = "Tin", summary: str = "", body: str = "") -> Entry:
    return Entry(feed="f", identity="1", title=title, summary=summary, body=body, link="")


@pytest.mark.parametrize(
    ("text", "value", "seen"),
    [
        ("ngêi d©n cña x· ®îc phôc vô", "TCVN3", "ngêi"),
        ("Tin baùo haøng", "VNI", "baùo"),
        ("Mọi ngÆ°á»i Ä‘á»u biết", "UTF-8", "ngÆ°á»i"),
        ("C\ufffdi cách", "U+FFFD", "\ufffd"),
        ("Th? t?c hành chính", "U+FFFD", "Th?"),
    ],
)
@pytest.mark.parametrize("where", ["title", "summary", "body"])
def test_what_can_not_be_read_is_found_in_each_text(where, text, value, seen):
    (found,) = damage(entry(**{where: f"Xã: {text}"}))
    assert (found.kind, found.value, found.where) == (FindingKind.ENCODING, value, where)
    assert f"Xã: {text}"[found.start : found.end] == seen


@pytest.mark.parametrize(
    "article",
    [
        entry(PRAISE, PRAISE, PRAISE),
        entry(legacy.tcvn3(PRAISE), legacy.vni(PRAISE), legacy.as_windows_1252(PRAISE)),
        entry(body="Vui \ufffd quá"),  # half an emoji
        entry(body="x" * 6_000 + " C\ufffdi cách"),
        entry("Citroën và Müller ở São Paulo"),
    ],
)
def test_what_can_be_read_is_no_damage(article):
    assert damage(article) == ()


@pytest.mark.parametrize("way", [legacy.tcvn3, legacy.vni, legacy.windows_1258, legacy.as_windows_1252, legacy.as_latin_1])
def test_a_damaged_text_is_judged_as_it_was_meant_and_the_evidence_stands_in_what_was_written(way):
    sound, damaged = classify(entry(PRAISE), LEXICON), classify(entry(way(PRAISE)), LEXICON)
    assert (damaged.relevant, damaged.fields, damaged.topics, damaged.tone) == (sound.relevant, sound.fields, sound.topics, sound.tone)
    assert damaged.scores == sound.scores
    read = [way(PRAISE)[item.start : item.end] for item in damaged.evidence]
    assert read == [way(PRAISE[item.start : item.end]) for item in sound.evidence]


def test_an_entry_that_is_not_taken_says_that_it_could_not_be_read():
    found = classify(entry("Tin baùo haøng"), LEXICON)
    assert not found.relevant
    assert [finding.kind for finding in found.findings] == [FindingKind.ENCODING]
    assert "lỗi bảng mã" in why(found, "vi", {})[0]


def test_an_entry_that_is_taken_has_the_damage_among_its_findings():
    found = classify(entry(PRAISE, "C\ufffdi cách ở xã"), LEXICON)
    assert found.relevant
    assert found.findings[0] == Finding(kind=FindingKind.ENCODING, value="U+FFFD", where="summary", start=1, end=2)
    assert not any("lỗi bảng mã" in sentence for sentence in why(found, "vi", {}))
