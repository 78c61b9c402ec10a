"""`preview URL --list`: trying selectors on a page never seen, and having some proposed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.intake.policy import FeedPolicy
from tests.fakes.site import Answer, Site

PAGES = Path(__file__).parents[1] / "intake/pages"


@pytest.fixture
def portal(office, monkeypatch) -> Iterator[str]:
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    monkeypatch.setenv("no_proxy", "localhost,127.0.0.1")
    office.configure(intake={"private_hosts": ["localhost", "127.0.0.0/8"]})
    with Site() as running:
        running.answers["/tin-tuc"] = Answer((PAGES / "vnpt-list.html").read_bytes())
        running.answers["/trong"] = Answer(b"<html><body><p>khong co gi</p></body></html>")
        yield running.url


def test_without_selectors_some_are_proposed_and_may_be_pasted(office, portal, capsys):
    assert office.run("preview", f"{portal}/tin-tuc", "--list", "--limit", "2") == 0
    told = capsys.readouterr().out
    assert "3 phần khớp với item “div.tin-item”, đọc được 3 tin" in told
    assert "Phê bình ba xã để hồ sơ đất đai trễ hạn kéo dài" in told
    assert "Trao tặng xe đạp" not in told
    assert "19/11 00:00" in told
    pasted = YAML(typ="safe").load("feeds:\n" + told[told.index("  - name:") :])
    policy = FeedPolicy.model_validate(pasted["feeds"][0])
    assert (policy.kind, policy.selectors.summary, policy.selectors.link) == ("list", "div.tomtat", "a[href]")


def test_with_selectors_it_says_what_they_find(office, portal, capsys):
    assert (
        office.run("preview", f"{portal}/tin-tuc", "--list", "--item", "div.tin-item", "--title", "a.tieude", "--date", ".ngay", "--json")
        == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert found["matched"] == 3
    assert found["entries"][0]["title"].startswith("Huyện Hướng Hóa")
    assert found["selectors"]["date"] == ".ngay"


def test_what_finds_nothing_is_told_with_a_remedy(office, portal, capsys):
    assert office.run("preview", f"{portal}/tin-tuc", "--list", "--item", "div.khac") == 1
    assert "div.khac" in capsys.readouterr().err
    assert office.run("preview", f"{portal}/trong", "--list") == 1
    assert "ba tiêu đề" in capsys.readouterr().err


def test_wrong_use_is_told(office, portal, capsys):
    assert office.run("preview", f"{portal}/tin-tuc", "--list", "--item", "a::text") == 2
    assert "a::text" in capsys.readouterr().err
    assert office.run("preview", "--list") == 2
    assert office.run("preview", "tin-tuc", "--list") == 1
    assert "tin-tuc" in capsys.readouterr().err
