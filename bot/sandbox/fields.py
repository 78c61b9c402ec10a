"""Graph's field language: `a,b{c,d},reactions.type(LOVE).limit(0).summary(total_count).as(love)`."""

import re
from dataclasses import dataclass, field
from typing import Final

from bot.sandbox.errors import GraphError
from bot.sandbox.wire import split_outside

_NAME: Final = re.compile(r"[a-z_][a-z0-9_]*")
_MODIFIER: Final = re.compile(r"\.([a-z_]+)\(([^()]*)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One field that was asked for: its modifiers, its own fields, and the name it is to have in the answer."""

    name: str
    modifiers: dict[str, str] = field(default_factory=dict)
    inner: tuple["Wanted", ...] = ()

    @property
    def key(self) -> str:
        """The name in the answer."""
        return self.modifiers.get("as", self.name)


def wanted(text: str) -> tuple[Wanted, ...]:
    """The fields named in `text`. Raises GraphError (2500) where it can't be read."""
    return tuple(_one(part.strip()) for part in split_outside(text) if part.strip())


def _one(text: str) -> Wanted:
    match = _NAME.match(text)
    if match is None:
        raise GraphError(2500, f"Syntax error near {text[:40]!r}")
    rest = text[match.end() :]
    modifiers: dict[str, str] = {}
    inner: tuple[Wanted, ...] = ()
    while rest:
        modifier = _MODIFIER.match(rest)
        if modifier is not None:
            modifiers[modifier[1]] = modifier[2].strip()
            rest = rest[modifier.end() :]
        elif (rest.startswith("{") and rest.endswith("}")) or (rest.startswith("{") and "}" in rest):
            closing = _closing(rest)
            inner = wanted(rest[1:closing])
            rest = rest[closing + 1 :]
        else:
            raise GraphError(2500, f"Syntax error near {rest[:40]!r}")
    return Wanted(name=match[0], modifiers=modifiers, inner=inner)


def _closing(text: str) -> int:
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return place
    raise GraphError(2500, "Syntax error: a brace is not closed")
