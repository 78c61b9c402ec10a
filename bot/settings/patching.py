"""Changes of the editorial knowledge as a patch of the file it stands in: every other byte, comment and blank stays as the editor wrote it."""

import difflib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node

from bot.editorial.changes import Change, ChangeKind, rules_of
from bot.editorial.policy import ReformPolicy
from bot.errors import LoaError
from bot.settings.positions import load_yaml

_PLAIN: Final = re.compile(r"[^\W\d_][^\W_]*(?: [^\W_]+)*")
_WORDS_OF_YAML: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_GROUPS: Final = {"field": "fields", "topic": "topics", "tone": "tones"}
_MARK: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class _Edit:
    """The characters `start` to `end` become `text`."""

    start: int
    end: int
    text: str


def patch_of(path: Path, name: str, changes: Sequence[Change], expected: ReformPolicy) -> str:
    """A unified diff of the file `path`, called `name` in it, that makes `changes`; "" where there are none. The file is only read.

    Raises:
        LoaError: the file can't be read, or its form leaves no place that `expected` (the knowledge with the changes) could come from.
    """
    if not changes:
        return ""
    try:
        # As bytes: the ends of lines are the editor's, too.
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LoaError("settings.patch_unreadable", path=name, why=getattr(error, "strerror", None) or type(error).__name__) from error
    mark = _MARK if text.startswith(_MARK) else ""
    after = mark + _patched(text.removeprefix(mark), name, changes)
    if not _says(after.removeprefix(mark), name, expected):
        raise LoaError("settings.not_patchable", path=name)
    return "".join(_difference(text, after, name))


def _patched(text: str, name: str, changes: Sequence[Change]) -> str:
    try:
        root = YAML(typ="rt", pure=True).compose(text)
        edits = sorted(_edits(text, root, changes), key=lambda edit: edit.start)
    except (YAMLError, LookupError, AttributeError) as error:
        raise LoaError("settings.not_patchable", path=name) from error
    parts, place = [], 0
    for edit in edits:
        parts += [text[place : edit.start], edit.text]
        place = edit.end
    return "".join([*parts, text[place:]])


def _edits(text: str, root: Node, changes: Sequence[Change]) -> Iterator[_Edit]:
    added: dict[tuple[str, bool], list[Change]] = defaultdict(list)
    changed: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in changes:
        if change.kind is ChangeKind.ADD:
            added[change.target, change.weight < 0].append(change)
        else:
            changed[change.target, change.phrase].append(change)
    for (target, against), group in added.items():
        yield _addition(text, _target(root, target), group, against=against)
    for (target, phrase), group in changed.items():
        item = _item(_target(root, target), phrase)
        contexts = [change.context for change in group if change.kind is ChangeKind.UNLESS]
        weights = [change.weight for change in group if change.kind is ChangeKind.WEIGHT]
        if weights:
            yield _other_weight(text, item, weights[-1])
        if contexts:
            yield _exceptions(text, item, contexts)


# Where things stand


def _get(node: Node, key: str) -> Node | None:
    """The value under `key` of a mapping."""
    return next((value for found, value in node.value if unicodedata.normalize("NFC", str(found.value)) == key), None)


def _there(node: Node, key: str) -> Node:
    found = _get(node, key)
    if found is None:
        raise LookupError(key)
    return found


def _target(root: Node, target: str) -> Node:
    kind, _, identity = target.partition(":")
    return _there(root, "relevance") if target == "relevant" else _there(_there(root, _GROUPS[kind]), identity)


def _item(target: Node, phrase: str) -> Node:
    items: list[Node] = _there(target, "phrases").value
    for item in items:
        if unicodedata.normalize("NFC", str(_there(item, "phrase").value)) == phrase:
            return item
    raise LookupError(phrase)


def _end(node: Node) -> int:
    """Where the node really ends: a block's own mark is that of what follows it."""
    if not isinstance(node, CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(node, MappingNode) else last)


def _is_flow(node: Node) -> bool:
    return isinstance(node, CollectionNode) and bool(node.flow_style)


# Edits


def _new_lines(text: str, after: int, lines: Sequence[str]) -> _Edit:
    """Whole lines below the one in which `after` stands."""
    end = text.find("\n", after)
    if end < 0:
        return _Edit(len(text), len(text), "".join(f"\n{line}" for line in lines))
    ending = "\r\n" if text[end - 1 : end] == "\r" else "\n"
    return _Edit(end + 1, end + 1, "".join(f"{line}{ending}" for line in lines))


def _before_bracket(text: str, node: Node, items: Sequence[str], *, empty: bool) -> _Edit:
    """Further items of a flow collection."""
    place = len(text[: node.end_mark.index - 1].rstrip())
    comma = "" if empty else " " if text[place - 1] == "," else ", "
    return _Edit(place, place, comma + ", ".join(items))


def _addition(text: str, target: Node, changes: Sequence[Change], *, against: bool) -> _Edit:
    items = [f"{{phrase: {_written(change.phrase)}, weight: {change.weight:g}}}" for change in changes]
    phrases = _get(target, "phrases")
    if phrases is None:
        if _is_flow(target):
            return _before_bracket(text, target, [f"phrases: [{', '.join(items)}]"], empty=not target.value)
        indent = " " * target.start_mark.column
        return _new_lines(text, _end(target), [f"{indent}phrases:", *(f"{indent}  - {item}" for item in items)])
    if _is_flow(phrases):
        return _before_bracket(text, phrases, items, empty=not phrases.value)
    # Among their like: what speaks against stands in a part of its own.
    like = [item for item in phrases.value if (_weight(item) < 0) == against]
    indent = " " * phrases.start_mark.column
    return _new_lines(text, _end((like or phrases.value)[-1]), [f"{indent}- {item}" for item in items])


def _weight(item: Node) -> float:
    weight = _get(item, "weight")
    return 1.0 if weight is None else float(weight.value)


def _other_weight(text: str, item: Node, weight: float) -> _Edit:
    old = _get(item, "weight")
    if old is not None:
        return _Edit(int(old.start_mark.index), int(old.end_mark.index), f"{weight:g}")
    phrase = int(_there(item, "phrase").end_mark.index)
    if _is_flow(item):
        return _Edit(phrase, phrase, f", weight: {weight:g}")
    return _new_lines(text, phrase, [f"{' ' * item.start_mark.column}weight: {weight:g}"])


def _exceptions(text: str, item: Node, contexts: Sequence[str]) -> _Edit:
    written = [_written(context) for context in contexts]
    unless = _get(item, "unless")
    if unless is None:
        line = f"unless: [{', '.join(written)}]"
        if _is_flow(item):
            return _before_bracket(text, item, [line], empty=False)
        return _new_lines(text, _end(item), [f"{' ' * item.start_mark.column}{line}"])
    if _is_flow(unless):
        return _before_bracket(text, unless, written, empty=not unless.value)
    return _new_lines(text, _end(unless), [f"{' ' * unless.start_mark.column}- {each}" for each in written])


def _written(phrase: str) -> str:
    """A phrase as YAML takes it for text, inside brackets too."""
    plain = _PLAIN.fullmatch(phrase) and phrase.lower() not in _WORDS_OF_YAML
    return phrase if plain else json.dumps(phrase, ensure_ascii=False)


# The proof, and the diff


def _says(text: str, name: str, expected: ReformPolicy) -> bool:
    document = load_yaml(text, name, "vi")
    try:
        return not document.faults and _content(ReformPolicy.model_validate(document.value)) == _content(expected)
    except ValidationError:
        return False


def _content(policy: ReformPolicy) -> list[tuple[str, list[tuple[str, float, tuple[str, ...]]]]]:
    """What a policy knows, whatever the order of its phrases."""
    return [(target, sorted((each.phrase, each.weight, each.unless) for each in rule.phrases)) for target, rule in rules_of(policy)]


def _difference(before: str, after: str, name: str) -> Iterator[str]:
    """Lines of a unified diff, as `patch` takes it."""
    for line in difflib.unified_diff(_lines(before), _lines(after), fromfile=name, tofile=name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    # Only at "\n": Python's own idea of a line ends at rarer characters, too, and `patch` has another.
    return re.findall(r"[^\n]*\n|[^\n]+", text)
