"""The Jinja2 environment of templates: sandboxed, and without anything whose result could differ between a preview and the Post."""

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


def template_environment() -> ImmutableSandboxedEnvironment:
    """For rendering (compose) and for looking at templates before they are used (settings): the very same rules."""
    # Text, not HTML: nothing is escaped. What a feed says is only ever a value here, never a template.
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True)
    environment.globals.clear()  # lipsum, cycler, namespace …: a Post's text comes from its values alone
    del environment.filters["random"]
    return environment
