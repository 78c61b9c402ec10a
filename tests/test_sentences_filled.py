"""Wherever the code says a sentence, it hands over every value the sentence has a place for: else the program would stop while explaining."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.messages import TABLE

ROOT = Path(__file__).parents[1] / "bot"
FILES = sorted(path for path in ROOT.rglob("*.py") if path.parent.name != "messages")
# Values handed over as one mapping, by name or with **: what it holds is said here.
MAPPINGS = {
    "channels.proof": {"code"},
    **{key: {"code"} for key in ("channels.permission", "channels.comment_rights", "channels.change_rights")},
    "cli.queue_counts": {"held", "scheduled", "publishing", "published", "failed", "dropped", "withdrawn"},
    "cli.settings_fine": {"feeds", "pages", "phrases", "slots"},
}


def places(key: str) -> set[str]:
    return {name for text in TABLE[key] for _, name, _, _ in string.Formatter().parse(text) if name}


def sayings(path: Path) -> Iterator[tuple[int, str, set[str]]]:
    """Line, key and names of the values of each call that begins with a key."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        key = call.args[0]
        if isinstance(key, ast.Constant) and key.value in TABLE:
            named = {keyword.arg for keyword in call.keywords if keyword.arg}
            written = {
                name.value for each in call.args[1:] if isinstance(each, ast.Dict) for name in each.keys if isinstance(name, ast.Constant)
            }
            yield call.lineno, key.value, named | written | MAPPINGS.get(key.value, set())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_place_in_a_sentence_is_filled(path):
    assert [(line, key, places(key) - given) for line, key, given in sayings(path) if places(key) - given] == []


def test_the_walk_sees_the_sentences_of_the_whole_house():
    assert len([saying for path in FILES for saying in sayings(path)]) > 100
    assert set(MAPPINGS) <= {key for path in FILES for _, key, _ in sayings(path)}


@pytest.mark.parametrize("key", sorted(TABLE))
def test_places_are_plain_names(key):
    """No `{}` and no `{a.b}`: what a feed or a server says is written out and never looked into."""
    assert {name for name in places(key) if not name.isidentifier()} == set()
    assert not any(name == "" for text in TABLE[key] for _, name, _, _ in string.Formatter().parse(text))
