"""YAML to plain values with the place of each key: safe, bounded, duplicate keys and aliases refused, every fault in plain words."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from bot.errors import Fault
from bot.messages import Language, say

Path = tuple[str | int, ...]

_DEEPEST: Final = 20
_SCALARS: Final = frozenset({"str", "int", "float", "bool", "null", "timestamp"})
_TAB: Final = re.compile(r"^ *\t")


@dataclass(slots=True)
class Document:
    """A YAML document: its value, and where each path stands (line and column, from 1; keys of mappings at the key, items at the item)."""

    value: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def place(self, path: Sequence[str | int]) -> tuple[int, int]:
        """Where the path stands, or its nearest ancestor that stands somewhere."""
        for length in range(len(path), -1, -1):
            found = self.places.get(tuple(path[:length]))
            if found is not None:
                return found
        return (1, 1)


def load_yaml(text: str, shown: str, language: Language) -> Document:
    """The document, with all faults that can be found at once; never raises for what a file holds."""
    document = Document()
    for number, line in enumerate(text.splitlines(), start=1):
        if _TAB.match(line):
            column = line.index("\t") + 1
            document.faults.append(Fault(shown, number, column, "", say("settings.tab", language)))
    if document.faults:
        return document
    try:
        # The node tree, not the values: it has every key twice where it stands twice, and marks for each.
        root = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        document.faults.append(_syntax_fault(error, shown, language))
        return document
    except ReaderError as error:
        document.faults.append(_character_fault(error, text, shown, language))
        return document
    except (YAMLError, RecursionError, ValueError) as error:
        document.faults.append(Fault(shown, 1, 1, "", say("settings.yaml_broken", language, why=type(error).__name__)))
        return document
    if not isinstance(root, MappingNode):
        document.faults.append(Fault(shown, 1, 1, "", say("settings.not_a_mapping", language)))
        return document
    _Reader(document, text, shown, language).read(root)
    return document


def _character_fault(error: ReaderError, text: str, shown: str, language: Language) -> Fault:
    before = text[: error.position]
    line, column = before.count("\n") + 1, error.position - before.rfind("\n")
    return Fault(shown, line, column, "", say("settings.control_character", language, code=f"U+{ord(text[error.position]):04X}"))


def _syntax_fault(error: MarkedYAMLError, shown: str, language: Language) -> Fault:
    mark = error.problem_mark or error.context_mark
    problem = (error.problem or "").lower()
    if in_brackets := problem.startswith(("expected ',' or '}'", "expected ',' or ']'")):
        # Where it no longer fits may be lines below: what is wrong is in the brackets that were opened here.
        mark = error.context_mark or mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    if in_brackets:
        key = "settings.yaml_brackets"
    elif "found another document" in problem:
        key = "settings.yaml_documents"
    elif "mapping values are not allowed" in problem:
        key = "settings.yaml_colon"
    elif "found unexpected end of stream" in problem or "quoted scalar" in (error.context or "").lower():
        key = "settings.yaml_quote"
    elif "could not find expected ':'" in problem:
        key = "settings.yaml_no_colon"
    elif "undefined alias" in problem:
        key = "settings.yaml_alias"
    elif "did not find expected" in problem or "expected <block end>" in problem:
        key = "settings.yaml_indent"
    else:
        return Fault(shown, line, column, "", say("settings.yaml_broken", language, why=error.problem or type(error).__name__))
    return Fault(shown, line, column, "", say(key, language))


class _Reader:
    """Walks the node tree once."""

    def __init__(self, document: Document, text: str, shown: str, language: Language) -> None:
        self._document = document
        self._text = text
        self._shown = shown
        self._language = language
        self._seen: set[int] = set()

    def read(self, root: Node) -> None:
        """Fill the document."""
        self._document.value = self._value(root, ())

    def _fault(self, node: Node, path: Path, key: str, /, **params: object) -> None:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        self._document.faults.append(Fault(self._shown, line, column, shown_path(path), say(key, self._language, **params)))

    def _value(self, node: Node, path: Path) -> Any:
        if id(node) in self._seen or len(path) > _DEEPEST:
            # The same node twice is an alias; aliases can blow a small file up without bound, and no editor needs them here.
            self._fault(node, path, "settings.yaml_alias")
            return None
        self._seen.add(id(node))
        self._document.places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self._value(item, (*path, number)) for number, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._fault(key_node, path, "settings.yaml_key")
                continue
            key = unicodedata.normalize("NFC", str(key_node.value))
            if key in found:
                self._fault(key_node, (*path, key), "settings.duplicate_key", key=key, first=lines[key])
                continue
            lines[key] = key_node.start_mark.line + 1
            self._document.places[*path, key] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            found[key] = self._value(value_node, (*path, key))
            if node.flow_style and self._is_alone(key_node, value_node):
                self._fault(key_node, (*path, key), "settings.yaml_comma", key=key)
        return found

    def _is_alone(self, key: Node, value: Node) -> bool:
        """Whether what is read as a key has neither colon nor value: behind a comma that was meant as a part of the value before ("cán bộ, công chức", "2,5")."""
        between = self._text[key.end_mark.index : value.start_mark.index]
        return value.start_mark.index == value.end_mark.index and ":" not in between and not str(key.value).endswith(":")

    def _scalar(self, node: Node, path: Path) -> Any:
        text = unicodedata.normalize("NFC", str(node.value))
        tag = str(node.tag)
        if not isinstance(node, ScalarNode) or tag.removeprefix("tag:yaml.org,2002:") not in _SCALARS:
            self._fault(node, path, "settings.yaml_tag", tag=tag[:60])
            return None
        if node.style in {"'", '"', "|", ">"}:
            return text
        return _plain_scalar(tag.removeprefix("tag:yaml.org,2002:"), text)


def _plain_scalar(kind: str, text: str) -> Any:
    """An unquoted value by YAML 1.2's rules; what is neither null, boolean nor number is text (so 07:30 stays what it is)."""
    lowered = text.lower()
    if kind == "null" or lowered in {"", "~", "null"}:
        return None
    if lowered in {"true", "false"}:
        return lowered == "true"
    if re.fullmatch(r"[-+]?(0|[1-9][0-9]{0,17})", text):
        return int(text)
    if re.fullmatch(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}", text):
        return float(text)
    return text


def shown_path(path: Sequence[str | int]) -> str:
    """`("feeds", 0, "url")` → `feeds[0].url`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
