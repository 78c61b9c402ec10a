"""Documentation is tested: every verb and option is explained, links resolve, the README stays short."""

import re
import unicodedata
from pathlib import Path

import pytest
import typer.main

from bot.cli.app import build_app
from bot.errors import ChannelDown, InDoubt, Refused, Transient
from bot.model import PostState

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
COMMANDS = typer.main.get_command(build_app()).commands


@pytest.mark.parametrize("verb", sorted(COMMANDS))
def test_every_verb_and_each_of_its_options_stands_in_the_command_line_document(verb):
    text = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    row = next((line for line in text.splitlines() if line.startswith(f"| `{verb}")), "")
    assert row, f"{verb} has no row"
    options = {name for parameter in COMMANDS[verb].params for name in parameter.opts if name.startswith("--")} - {
        "--config",
        "--json",
        "--help",
    }
    assert {name for name in options if name not in row} == set()


@pytest.mark.parametrize("verb", sorted(COMMANDS))
def test_every_verb_has_a_vietnamese_help_and_says_json_where_it_has_it(verb):
    command = COMMANDS[verb]
    help_text = command.help or ""
    assert unicodedata.is_normalized("NFC", help_text)
    assert re.search(r"[À-ỹ]", help_text)
    text = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith(f"| `{verb}"))
    has_json = any("--json" in parameter.opts for parameter in command.params)
    assert has_json == ("●" in row)


def test_both_readmes_name_the_two_commands_and_stay_short():
    for name in ("README.md", "README.vi.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "make demo" in text
        assert len(text.splitlines()) < 150
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_resolves(document):
    text = document.read_text(encoding="utf-8")
    targets = [
        target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target and not target.startswith("#")
    ]
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_state_and_every_channel_error_is_explained():
    text = "".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    for word in (*PostState, *(error.__name__ for error in (Transient, InDoubt, Refused, ChannelDown))):
        assert f"`{word}" in text, word
