"""Every sentence in both languages, with the same placeholders, and none that nobody says."""

import re
import string
import unicodedata
from pathlib import Path

import pytest

from bot import messages
from bot.messages import TABLE, Sentence, is_said, say

SOURCES = sorted((Path(__file__).parents[1] / "bot").rglob("*.py"))
CODE = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES if path.parent.name != "messages")
WEB = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES if path.parent.name == "web")
TEMPLATES = "\n".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parents[1] / "bot/web/templates").glob("*.html"))
# Keys put together from a value: the beginning must stand in the code.
COMPOSED = {
    "model.state_": "model.state_{",
    "model.standing_": "model.standing_{",
    "model.verb_": "model.verb_{",
    "web.": 'f"web.{key}"',
    "web.page_": '"page_" ~ report.health',
    "web.weekday_": 'f"web.weekday_{',
    "web.role_": '"role_" ~ me.role',
    "web.do_step_": '"do_step_" ~ step.kind',
    "web.effect_": 'f"effect_{each.effect',
    "engagement.": 'f"engagement.{self.name}"',
    "cli.weekday_": 'f"cli.weekday_{key}"',
    "settings.form_": 'f"settings.form_{key}"',
    "editorial.kind_": 'f"editorial.kind_{finding.kind}"',
    "editorial.where_": 'f"editorial.where_{finding.where}"',
    "cli.column_": 'f"cli.column_{',
    "cli.wrong_": 'f"cli.wrong_{each}"',
    "cli.effect_": 'f"cli.effect_{each.effect',
    "cli.forget_": 'f"cli.forget_{fate',
    "cli.hub_": 'f"cli.hub_{hub.state',
    "cli.audit_": 'f"cli.audit_{line.what',
    "cli.journal_": 'f"cli.journal_{fault.what}"',
    "model.step_": 'f"model.step_{',
    "model.way_": 'f"model.way_{way',
    "alerts.kind_": 'f"alerts.kind_{alert.kind}"',
    "service.health_": 'f"service.health_{',
    "settings.": 'f"settings.{key}"',
    "channels.": 'f"channels.{key}"',
}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(TABLE))
def test_both_languages_say_the_same_with_the_same_placeholders(key):
    vietnamese, english = TABLE[key]
    assert vietnamese.strip()
    assert english.strip()
    assert placeholders(vietnamese) == placeholders(english)
    assert unicodedata.is_normalized("NFC", vietnamese)


@pytest.mark.parametrize("key", sorted(TABLE))
def test_every_sentence_is_said_somewhere(key):
    short = key.partition(".")[2]
    said = f'"{key}"' in CODE
    composed = any(key.startswith(prefix) and proof in CODE for prefix, proof in COMPOSED.items())
    in_template = key.startswith("web.") and (
        f'"{short}"' in TEMPLATES or f"'{short}'" in TEMPLATES or "where_" in short or f'"{key}"' in CODE
    )
    if key.startswith("web."):
        named = f'"{short}"' in WEB or any(
            key.startswith(head) and proof in TEMPLATES + WEB for head, proof in COMPOSED.items() if head != "web."
        )
        assert in_template or named, key
    elif key.startswith(("settings.", "channels.")) and not said:
        assert f'"{short}"' in CODE or short.startswith("form_"), key
    else:
        assert said or composed, key


def test_every_key_that_the_code_names_exists():
    named = set(
        re.findall(
            r'"((?:alerts|channels|cli|compose|editorial|engagement|intake|model|plan|reports|service|settings|store|web)\.[a-z_0-9]+)"',
            CODE,
        )
    )
    columns = {"alerts.id"}  # which a foreign key names
    assert {key for key in named if key not in TABLE} == columns


def test_a_sentence_speaks_the_language_it_is_asked_for():
    sentence = Sentence("plan.expired", {"days": 3})
    assert say("plan.expired", "vi", days=3) == sentence.say("vi")
    assert sentence.say("vi") != sentence.say("en")


def test_what_was_said_is_known_in_either_language():
    for language in ("vi", "en"):
        assert is_said("service.source_removed", f"a; {say('service.source_removed', language)}; b")
    assert not is_said("service.source_removed", say("service.source_changed", "vi"))


def test_an_unknown_key_is_a_programming_error():
    with pytest.raises(KeyError):
        say("plan.no_such_key", "vi")


def test_no_key_stands_in_two_tables():
    tables = [module.TABLE for module in vars(messages).values() if hasattr(module, "TABLE")]
    assert sum(map(len, tables)) == len(TABLE)
