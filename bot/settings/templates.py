"""The editors' templates, looked at before they are ever rendered: syntax, and names that do not exist."""

from collections.abc import Iterator
from typing import Final

from jinja2 import TemplateSyntaxError, meta, nodes

from bot.compose.environment import template_environment
from bot.errors import Fault
from bot.messages import Language, say
from bot.settings.faults import did_you_mean

# What bot.compose hands to a template.
CONTEXT: Final = (
    "title", "excerpt", "source", "published", "tone", "tone_name", "fields", "field_names", "topics", "topic_names", "hashtags", "mentions", "link",
)  # fmt: skip


def template_faults(text: str, shown: str, language: Language) -> Iterator[Fault]:
    """What is wrong with one template."""
    try:
        tree = template_environment().parse(text)
        # Compiles the template, too, and so finds filters and tests that do not exist.
        unknown = meta.find_undeclared_variables(tree) - set(CONTEXT)
    except TemplateSyntaxError as error:
        yield Fault(shown, error.lineno, 1, "", say("settings.template_syntax", language, why=error.message or ""))
        return
    for name in sorted(unknown):
        line = next((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), 1)
        hint = did_you_mean(name, CONTEXT, language)
        yield Fault(shown, line, 1, "", say("settings.template_variable", language, name=name, known=", ".join(CONTEXT), hint=hint))
    for node in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        yield Fault(shown, node.lineno, 1, "", say("settings.template_include", language))
