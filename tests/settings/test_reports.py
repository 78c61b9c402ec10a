"""The settings of reports and of what is kept: each fault with its place and what to write instead."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import SettingsInvalid
from bot.judgement import Field
from bot.settings.loader import load_settings
from tests.settings.test_places import BOT, ENVIRONMENT, REFORM

QUOTAS = """\
report:
  quotas:
    2026:
      items: 250
      fields: {procedures: 80}
      channels: {trang: 9}
retention: {unposted: 365d}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/default.j2").write_text("{{ title }}", encoding="utf-8")
    (tmp_path / "reform.yaml").write_text(REFORM, encoding="utf-8")
    return tmp_path


def settings(folder: Path, more: str):
    (folder / "bot.yaml").write_text(BOT + more, encoding="utf-8")
    return load_settings(folder / "bot.yaml", ENVIRONMENT)


def test_quotas_stand_by_year_and_retention_by_kind(folder):
    found = settings(folder, QUOTAS)
    quota = found.report.quotas[2026]
    assert (quota.items, quota.fields[Field.PROCEDURES], quota.channels) == (250, 80, {"trang": 9})
    assert (found.retention.unposted, found.retention.snapshots) == (timedelta(days=365), None)
    assert found.report_template.resolve() == (folder / "templates/report.docx").resolve()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("report: {number: 12/BC-TTVH}\n", "report.number: “12/BC-TTVH” phải có đúng một chỗ cho số"),
        ('report: {number: "{number}/{x}"}\n', "{number}"),
        ("report: {quotas: {2026: {channels: {trng: 9}}}}\n", "trng"),
        ("report: {quotas: {2026: {fields: {procedure: 9}}}}\n", "procedure"),
        ("report: {quotas: {2026: {items: 0}}}\n", "0"),
        ("report: {quotas: {nay: {items: 1}}}\n", "nay"),
        ("report: {compare_at: 95d}\n", "report.compare_at: không bài nào được đo ở tuổi “95d”"),
        ("report: {compare_at: 95d}\n", "gần nhất là 90d"),
        ("retention: {unposted: 7d}\n", "“7d” quá ngắn: phải giữ ít nhất 30d"),
        ("retention: {journal: 365d}\n", "journal"),
        ("retention: {posts: 365d}\n", "posts"),
    ],
)
def test_a_fault_says_where_it_stands_and_what_is_wrong(folder, more, said):
    with pytest.raises(SettingsInvalid) as invalid:
        settings(folder, more)
    (fault,) = invalid.value.faults
    assert fault.line == 9
    assert said in str(fault)


@pytest.mark.parametrize("age", ["6d", "7d", "47h", "12h", "88d"])
def test_an_age_at_which_posts_are_measured_or_soon_after_is_fine(folder, age):
    assert settings(folder, f"report: {{compare_at: {age}}}\n").report.compare_at


def test_an_age_that_a_ladder_of_ones_own_does_not_have_is_told_at_its_place(folder):
    with pytest.raises(SettingsInvalid) as invalid:
        settings(folder, "report: {compare_at: 7d}\nengagement: {ladder: [1h, 1d, 30d]}\n")
    (fault,) = invalid.value.faults
    assert (fault.path, fault.line) == ("report.compare_at", 9)
    assert "gần nhất là 1d" in fault.message


@pytest.mark.parametrize(
    ("ladder", "age"),
    [
        ("[1h, 1d, 7d]", timedelta(days=7)),
        ("[1h, 8d]", timedelta(days=7)),  # a measurement of two days later stands for it
        ("[1h, 1d, 30d, 60d]", timedelta(days=30)),
        ("[1h, 1d]", timedelta(days=1)),
        ("[10m]", timedelta(minutes=10)),
    ],
)
def test_where_no_age_was_chosen_it_is_one_that_the_ladder_has(folder, ladder, age):
    assert settings(folder, f"engagement: {{ladder: {ladder}}}\n").report.compare_at == age
