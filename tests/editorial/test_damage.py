"""Damaged letters: read where that is certain, else an editor is told."""

import pytest

from bot.editorial.classify import assume_relevant, classify
from bot.editorial.explain import why
from bot.editorial.lexicon import compile_lexicon
from bot.editorial.meant import as_meant
from bot.editorial.policy import ReformPolicy
from bot.judgement import Finding, FindingKind, Tone
from bot.model import Entry
from bot.settings.shipped import shipped
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
    (found,) = as_meant(entry(**{where: f"Xã: {text}"})).damage
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
    assert as_meant(article).damage == ()


@pytest.mark.parametrize("way", [legacy.tcvn3, legacy.vni, legacy.windows_1258, legacy.as_windows_1252, legacy.as_latin_1])
def test_a_damaged_text_is_judged_as_it_was_meant_and_the_evidence_stands_in_what_was_written(way):
    sound, damaged = classify(entry(PRAISE), LEXICON), classify(entry(way(PRAISE)), LEXICON)
    assert (damaged.relevant, damaged.fields, damaged.topics, damaged.tone) == (sound.relevant, sound.fields, sound.topics, sound.tone)
    assert damaged.scores == sound.scores
    read = [way(PRAISE)[item.start : item.end] for item in damaged.evidence]
    assert read == [way(PRAISE[item.start : item.end]) for item in sound.evidence]
    assert [item.phrase for item in damaged.evidence] == [item.phrase for item in sound.evidence]


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


def escaped(text: str) -> str:
    return "".join(letter if letter.isascii() else f"&#{ord(letter)};" for letter in text)


def escaped_wholly(text: str) -> str:
    return "".join(f"&amp;#{ord(letter)};" if letter.isalpha() else letter for letter in text)


WAYS = [escaped, escaped_wholly, legacy.tcvn3, legacy.vni, legacy.windows_1258, legacy.as_windows_1252, legacy.as_latin_1]
ARTICLE = entry(
    PRAISE,
    f"{PRAISE}. Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 yêu cầu hoàn thành trước ngày 30/6/2025. Gọi anh Nam 0912.345.678.",
    "Bé Nguyễn Thị Bích, 9 tuổi, được cấp giấy khai sinh ở bộ phận một cửa. " + "Hồ sơ của người dân được giải quyết đúng hẹn. " * 30,
)


@pytest.mark.parametrize("way", WAYS)
def test_every_reader_reads_what_was_meant_and_tells_where_it_was_written(way):
    """Headline said again, documents, days, numbers, children, places; and as far as the sound article is read."""
    written = entry(way(ARTICLE.title), way(ARTICLE.summary), way(ARTICLE.body))
    sound, damaged = classify(ARTICLE, LEXICON), classify(written, LEXICON)
    assert damaged.scores == sound.scores
    assert [(item.kind, item.value, item.note) for item in damaged.findings] == [
        (item.kind, item.value, item.note) for item in sound.findings
    ]
    assert {item.kind for item in sound.findings} >= {FindingKind.DOCUMENT, FindingKind.DEADLINE, FindingKind.PHONE, FindingKind.MINOR}
    for items, others in ((sound.evidence, damaged.evidence), (sound.findings, damaged.findings)):
        for item, other in zip(items, others, strict=True):
            assert getattr(written, other.where)[other.start : other.end] == way(getattr(ARTICLE, item.where)[item.start : item.end])


@pytest.mark.parametrize("way", WAYS)
def test_no_evidence_shows_a_childs_name_whatever_it_was_written_in(way):
    name = "Nguyễn Thị Bích"
    policy = ReformPolicy.model_validate(
        {
            "relevance": {"phrases": [{"phrase": "khai sinh", "weight": 9}]},
            "fields": {},
            "topics": {},
            "tones": {tone: {"name": tone} for tone in Tone},
        }
    )
    knowledge = compile_lexicon(policy, fitted=shipped().fitted)
    body = way(f"Bé {name}, 9 tuổi, cùng mẹ đến bộ phận một cửa của xã làm giấy khai sinh, được cán bộ tận tình hướng dẫn.")
    for found in (classify, assume_relevant):
        given = found(entry("Tin", body=body), knowledge)
        assert not any("Bích" in item.phrase or "Thị" in item.phrase for item in given.evidence)
    (child,) = [item for item in given.findings if item.kind is FindingKind.MINOR]
    assert (child.value, body[child.start : child.end]) == ("N***** T** B***", way(name))


def test_a_number_with_its_points_escaped_is_found():
    text = "Gọi anh Nam 0912&#46;345&#46;678 để hỏi"
    found = assume_relevant(entry("Tin", text), LEXICON).findings
    assert [(item.kind, text[item.start : item.end]) for item in found] == [(FindingKind.PHONE, "0912&#46;345&#46;678")]


def test_a_short_headline_is_read_by_the_article_below_it():
    meant = as_meant(entry(legacy.vni("Tin báo bão"), body=legacy.vni(PRAISE)))
    assert (meant.entry.title, meant.damage) == ("Tin báo bão", ())


def test_what_is_sound_is_the_entry_itself():
    assert as_meant(ARTICLE).entry is ARTICLE
    assert as_meant(entry("R&D của xã", body="AT&T")).entry.body == "AT&T"


def test_only_what_is_read_is_repaired():
    meant = as_meant(entry("&#7885;" * 100_000, body="á&amp;" * 100_000)).entry
    assert (meant.title, meant.body) == ("ọ" * 1_000, "á&" * 10_000)
