"""Documentation is tested: every verb and option is explained, links resolve, the README stays short."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_origin

import pytest
import typer.main
from pydantic import BaseModel

from bot.cli.app import build_app
from bot.editorial.policy import PlacesPolicy, ReformPolicy
from bot.errors import ChannelDown, InDoubt, Refused, Transient
from bot.model import PostState
from bot.settings.model import BotFile

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


def keys(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """Every key of a settings model, as docs/configuration.md writes it."""
    for name, field in model.model_fields.items():
        yield f"{prefix}{name}"
        inner = next(models(field.annotation), None)
        # A Page's own timetable has the keys of the one for all, which are explained there.
        if inner is not None and f"{prefix}{name}" != "pages[].timetable":
            origin = get_origin(field.annotation)
            yield from keys(inner, f"{prefix}{name}" + ("[]." if origin is tuple else ".*." if origin is dict else "."))


def models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from models(argument)


@pytest.mark.parametrize("key", [*keys(BotFile), *keys(ReformPolicy), *keys(PlacesPolicy)])
def test_every_key_of_the_settings_is_explained(key):
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    row = next((line for line in text.splitlines() if line.startswith(f"| `{key}` |")), "")
    assert row, f"{key} has no row"
    assert row.split("|")[3].strip(), f"{key} has no meaning"


def test_every_variable_of_the_environment_is_explained():
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:FACEBOOK|LOA)_[A-Z_]+\b", (ROOT / ".env.example").read_text(encoding="utf-8")))
    assert {name for name in named if f"`{name}`" not in text} == set()
