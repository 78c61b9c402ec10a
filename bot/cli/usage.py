"""What Typer says of wrong use (an argument that is missing, an unknown option, a bad value), in the words of the house: its own are English.

Its sentences are read, as its errors are no part of what it promises; one that is not known here is told as it is.
"""

import re
from collections.abc import Iterator
from typing import Final, Protocol

from typer.exceptions import TyperException

from bot.messages import Language, say
from bot.settings.faults import without_secrets


class _Context(Protocol):
    command_path: str

    def get_usage(self) -> str: ...


_WRONG: Final = tuple(
    (re.compile(pattern, re.DOTALL), key)
    for pattern, key in (
        (r"Missing argument '(?P<name>.+?)'\. Choose from:\s+(?P<choices>.+)", "cli.usage_no_argument_of"),
        (r"Missing argument '(?P<name>.+?)'\.", "cli.usage_no_argument"),
        (r"Missing option '(?P<name>.+?)'\. Choose from:\s+(?P<choices>.+)", "cli.usage_no_option_of"),
        (r"Missing option '(?P<name>.+?)'\.", "cli.usage_no_option"),
        (r"Missing command\.", "cli.usage_no_verb"),
        (r"No such command '(?P<name>.+?)'\. Did you mean (?P<choices>.+)\?", "cli.usage_unknown_verb_near"),
        (r"No such command '(?P<name>.+?)'\.", "cli.usage_unknown_verb"),
        (r"No such option: (?P<name>.+?) \(Possible options: (?P<choices>.+)\)", "cli.usage_unknown_option_near"),
        (r"No such option: (?P<name>.+?)", "cli.usage_unknown_option"),
        (r"Got unexpected extra argument\(s\) \((?P<words>.+)\)", "cli.usage_too_many"),
        (r"Option '(?P<name>.+?)' requires an argument\.", "cli.usage_no_value"),
        (r"Option '(?P<name>.+?)' does not take a value\.", "cli.usage_needless_value"),
    )
)
_BAD_VALUE: Final = re.compile(r"Invalid value(?: for (?P<where>.+?))?: (?P<why>.+)", re.DOTALL)
_WHY: Final = tuple(
    (re.compile(pattern, re.DOTALL), key)
    for pattern, key in (
        (r"Input should be a valid integer, .+", "cli.usage_whole_number"),
        (r"Input should be a valid number, .+", "cli.usage_number"),
        (r"Input should be a finite number", "cli.usage_number"),
        (r"Input should be greater than or equal to (?P<limit>\S+)", "cli.usage_too_small"),
        (r"Input should be less than or equal to (?P<limit>\S+)", "cli.usage_too_big"),
        (r"Value error, '(?P<value>.*)' is not one of (?P<choices>.+)\.", "cli.usage_none_of"),
        (r"Value error, '(?P<value>.*)' does not match the formats .+", "cli.usage_no_date"),
    )
)
_HEAD: Final = "Usage: "
_PLACES: Final = (("[OPTIONS]", "cli.usage_options"), ("COMMAND [ARGS]...", "cli.usage_verb_and_rest"))


def told(error: TyperException, language: Language) -> Iterator[str]:
    """The lines that say what is wrong, and how the verb is used; none where Typer has shown its help instead."""
    message = error.format_message()
    if not message:
        return
    context: _Context | None = getattr(error, "ctx", None)
    if context is not None:
        usage = context.get_usage().removeprefix(_HEAD)
        for place, key in _PLACES:
            usage = usage.replace(place, say(key, language))
        yield say("cli.usage", language, usage=usage)
        yield say("cli.usage_help", language, command=context.command_path)
    yield without_secrets(_sentence(message, language))


def _sentence(message: str, language: Language) -> str:
    bad = _BAD_VALUE.fullmatch(message)
    if bad is None:
        return _known(_WRONG, message, language) or say("cli.usage_other", language, why=message)
    # Where it is not Typer's, it is one of our own sentences.
    why = _known(_WHY, bad["why"], language) or bad["why"]
    return f"{bad['where'].replace(chr(39), '')}: {why}" if bad["where"] else why


def _known(table: tuple[tuple[re.Pattern[str], str], ...], message: str, language: Language) -> str:
    for pattern, key in table:
        found = pattern.fullmatch(message)
        if found is not None:
            values = {name: _plain(name, value) for name, value in found.groupdict().items()}
            return say(key, language, **values)
    return ""


def _plain(name: str, value: str) -> str:
    """Names that may be chosen, on one line and without quotes; anything else as it was typed."""
    return ", ".join(each.strip().strip("'") for each in value.split(",")) if name == "choices" else value
