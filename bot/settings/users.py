"""Who may sign in, written into bot.yaml: every other byte, comment and blank stays as the operator wrote it."""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.errors import LoaError
from bot.settings.model import UserPolicy
from bot.settings.positions import load_yaml

_MARK: Final = "\ufeff"
_COMMENT: Final = "# Ai được đăng nhập trang biên tập: thêm bằng lệnh user add, đổi mật khẩu bằng lệnh user password."


def block_of(user: UserPolicy, indent: str = "  ") -> str:
    """The lines of `users:` for one person."""
    lines = [f"- name: {_written(user.name)}", f"  role: {user.role}", f'  password: "{user.password}"']
    if user.display:
        lines.insert(1, f"  display: {_written(user.display)}")
    return "".join(f"{indent}{line}\n" for line in lines)


def add_user(config: Path, user: UserPolicy) -> None:
    """Put `user` at the end of `users:`.

    Raises:
        LoaError: there is somebody of this name, or the file can't be read, written, or safely changed.
    """

    def change(text: str, root: Node) -> str:
        if _find(root, user.name) is not None:
            raise LoaError("settings.user_exists", name=user.name)
        block, users = block_of(user), _value(root, "users")
        if users is None:
            return f"{text.rstrip()}\n\n{_COMMENT}\nusers:\n{block}"
        if isinstance(users, SequenceNode) and not users.flow_style and users.value:
            end = text.find("\n", _end(users.value[-1]))
            before, after = (text, "") if end < 0 else (text[: end + 1], text[end + 1 :])
            return f"{before.rstrip()}\n{block_of(user, ' ' * users.start_mark.column)}{after}"
        if users.value:
            raise LookupError("users")
        start, end = int(users.start_mark.index), int(users.end_mark.index)
        return f"{text[:start].rstrip(' ')}\n{block}{text[end:].lstrip(' ').removeprefix(chr(10))}"

    def expect(value: dict[str, Any]) -> None:
        value["users"] = [*(value.get("users") or []), _as_written(user)]

    _rewrite(config, change, expect)


def set_password(config: Path, name: str, hashed: str) -> None:
    """Give the person called `name` another password. Raises LoaError as `add_user`, and where there is nobody of this name."""

    def change(text: str, root: Node) -> str:
        found = _find(root, name)
        old = None if found is None else _value(found, "password")
        if old is None:
            raise LoaError("settings.no_such_user", name=name)
        return f'{text[: old.start_mark.index]}"{hashed}"{text[old.end_mark.index :]}'

    def expect(value: dict[str, Any]) -> None:
        for each in value["users"]:
            if each["name"] == name:
                each["password"] = hashed

    _rewrite(config, change, expect)


def _as_written(user: UserPolicy) -> dict[str, Any]:
    given = {"name": user.name, "role": str(user.role), "password": user.password}
    return {**given, "display": user.display} if user.display else given


def _rewrite(config: Path, change: Callable[[str, Node], str], expect: Callable[[dict[str, Any]], None]) -> None:
    """The file changed, after a proof that it says what is wanted and nothing else, and put into its place whole."""
    try:
        text = config.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LoaError("settings.patch_unreadable", path=config, why=getattr(error, "strerror", None) or type(error).__name__) from error
    mark, bare = (_MARK, text[1:]) if text.startswith(_MARK) else ("", text)
    before = load_yaml(bare, str(config), "vi")
    if before.faults or not isinstance(before.value, dict):
        raise LoaError("settings.users_unwritable", path=config)
    try:
        changed = change(bare, YAML(typ="rt", pure=True).compose(bare))
        expect(before.value)
    except (YAMLError, LookupError, AttributeError, TypeError) as error:
        raise LoaError("settings.users_unwritable", path=config) from error
    after = load_yaml(changed, str(config), "vi")
    if after.faults or after.value != before.value:
        raise LoaError("settings.users_unwritable", path=config)
    try:
        _replace(config, mark + changed)
    except OSError as error:
        raise LoaError("settings.users_unwritten", path=config, why=error.strerror or type(error).__name__) from error


def _replace(config: Path, text: str) -> None:
    target = config.resolve()
    kept = target.stat().st_mode
    number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(name).chmod(kept)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _value(node: Node, key: str) -> Node | None:
    if not isinstance(node, MappingNode):
        return None
    return next((value for found, value in node.value if found.value == key), None)


def _find(root: Node, name: str) -> Node | None:
    """Somebody's mapping in `users:`."""
    users = _value(root, "users")
    items = users.value if isinstance(users, SequenceNode) else []
    named = ((item, _value(item, "name")) for item in items)
    return next((item for item, found in named if isinstance(found, ScalarNode) and found.value == name), None)


def _end(node: Node) -> int:
    """Where a block really ends: its own mark is that of what follows it."""
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1])
    return int(node.end_mark.index)


def _written(text: str) -> str:
    """A text as YAML takes it for text."""
    return (
        text
        if text.isascii() and text.isalpha() and text not in {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
        else json.dumps(text, ensure_ascii=False)
    )
