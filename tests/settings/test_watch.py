"""Hot reload: a good edit is taken over whole, a bad one refused, and nothing is read while nothing changes."""

import os
from pathlib import Path

import pytest

from bot.settings.loader import load_settings
from bot.settings.watch import Changed, Refused, SettingsWatch
from tests.settings.test_loading import ENVIRONMENT, REFORM, SOUND


class Watched:
    """A folder of settings and how often it was read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reads = 0
        self.ticks = 0
        for name, text in (("bot.yaml", SOUND), ("reform.yaml", REFORM)):
            (folder / name).write_text(text, encoding="utf-8")
        (folder / "templates").mkdir()
        (folder / "templates/default.j2").write_text("{{ title }}", encoding="utf-8")
        self.watch = SettingsWatch(self.load)

    def load(self):
        self.reads += 1
        return load_settings(self.folder / "bot.yaml", ENVIRONMENT)

    def edit(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        # File systems keep time in steps: two edits within one must still differ.
        self.ticks += 1
        os.utime(path, ns=(self.ticks * 10**9, self.ticks * 10**9))


@pytest.fixture
def watched(tmp_path, monkeypatch) -> Watched:
    monkeypatch.chdir(tmp_path)
    return Watched(tmp_path)


def test_nothing_is_read_again_while_nothing_changes(watched):
    assert [watched.watch.look() for _ in range(3)] == [None, None, None]
    assert watched.reads == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bot.yaml", SOUND + "compose: {max_hashtags: 3}\n"),
        ("reform.yaml", REFORM.replace("5", "4")),
        ("templates/default.j2", "!{{ title }}"),
        ("templates/praise.j2", "{{ title }}"),
    ],
)
def test_an_edit_of_any_file_is_taken_over_whole(watched, name, text):
    before = watched.watch.current
    watched.edit(name, text)
    found = watched.watch.look()
    assert isinstance(found, Changed)
    assert found.settings is watched.watch.current
    assert before.digest != found.settings.digest
    assert watched.watch.look() is None


def test_a_bad_edit_is_refused_once_and_the_old_settings_go_on(watched):
    before = watched.watch.current
    watched.edit("bot.yaml", SOUND + "feedz: 1\n")
    refused = watched.watch.look()
    assert isinstance(refused, Refused)
    assert "feedz" in str(refused.error.faults[0])
    assert before is watched.watch.current
    watched.edit("bot.yaml", SOUND + "feedz: 1\n")
    assert watched.watch.look() is None, "the same fault is not told twice"
    watched.edit("bot.yaml", SOUND + "language: en\n")
    assert isinstance(watched.watch.look(), Changed)


def test_a_file_caught_half_written_is_refused_and_then_taken(watched):
    watched.edit("bot.yaml", "")
    assert isinstance(watched.watch.look(), Refused)
    watched.edit("bot.yaml", SOUND + "language: en\n")
    assert isinstance(watched.watch.look(), Changed)


def test_an_edit_that_changes_nothing_is_no_change(watched):
    watched.edit("bot.yaml", SOUND)
    assert watched.watch.look() is None
