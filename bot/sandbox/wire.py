"""A request as Graph understands it: version, path, parameters from query and any kind of body, token from wherever it is."""

import json
import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.sandbox.config import LIVING_VERSIONS
from bot.sandbox.errors import GraphError

_VERSION: Final = re.compile(r"v(\d{1,3})\.(\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file of a multipart body."""

    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call. `path` has no version and no empty segments; `had_bearer` says where the token came from."""

    method: str
    path: tuple[str, ...]
    parameters: dict[str, Any]
    files: dict[str, Upload]
    token: str
    had_bearer: bool
    version: str

    @property
    def edge(self) -> str:
        """The edge, such as "feed" or "insights"; empty for a node itself."""
        return self.path[1] if len(self.path) > 1 else ""

    def list_of(self, name: str) -> list[str]:
        """A parameter that is a list: JSON array or commas outside braces and parentheses."""
        value = self.parameters.get(name)
        if value is None or value == "":
            return []
        if isinstance(value, list):
            return [str(item) for item in value]
        text = str(value)
        if text.lstrip().startswith("["):
            return [str(item) for item in _json(text)]
        return [part.strip() for part in split_outside(text) if part.strip()]


def split_outside(text: str) -> list[str]:
    """Split at commas that stand outside of {} and ()."""
    parts, depth, current = [], 0, ""
    for character in text:
        depth += (character in "({") - (character in ")}")
        if character == "," and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += character
    return [*parts, current]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise GraphError(100, "param must be valid JSON") from error


def served_version(asked: str) -> str:
    """The version that answers: a dead one is served as the oldest living one (facts: graph-api §1)."""
    return asked if asked in LIVING_VERSIONS else LIVING_VERSIONS[0]


def read_call(method: str, target: str, headers: Message, body: bytes) -> Call:
    """The call in an HTTP request. Raises GraphError for a body that can't be read."""
    parts = urlsplit(target)
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    version = segments.pop(0) if segments and _VERSION.fullmatch(segments[0]) else LIVING_VERSIONS[-1]
    parameters: dict[str, Any] = dict(parse_qsl(parts.query, keep_blank_values=True))
    content_type = headers.get("Content-Type", "")
    files: dict[str, Upload] = {}
    if content_type.startswith("multipart/form-data"):
        fields, files = _multipart(content_type, body)
        parameters.update(fields)
    elif content_type.startswith("application/json"):
        parsed = _json(body.decode("utf-8", "replace") or "{}")
        parameters.update(parsed if isinstance(parsed, dict) else {})
    elif body:
        parameters.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    bearer = headers.get("Authorization", "").removeprefix("Bearer ").strip()
    token = bearer or str(parameters.pop("access_token", ""))
    parameters.pop("access_token", None)
    method = str(parameters.pop("method", method)).upper()
    return Call(
        method=method,
        path=tuple(segments),
        parameters=_folded(parameters),
        files=files,
        token=token,
        had_bearer=bool(bearer),
        version=served_version(version),
    )


def _folded(parameters: dict[str, Any]) -> dict[str, Any]:
    """`k[0]=a&k[1]=b` → `k: [a, b]`."""
    folded: dict[str, Any] = {}
    for name, value in parameters.items():
        match = re.fullmatch(r"(\w+)\[\d*\]", name)
        if match:
            folded.setdefault(match[1], []).append(value)
        else:
            folded[name] = value
    return folded


def _multipart(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, Upload]]:
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    fields, files = {}, {}
    for part in message.iter_parts() if message.is_multipart() else ():
        name = str(part.get_param("name", "", header="content-disposition"))
        content = part.get_payload(decode=True)
        raw = content if isinstance(content, bytes) else b""
        if part.get_filename():
            files[name] = Upload(content=raw, content_type=part.get_content_type() if part["Content-Type"] else "application/octet-stream")
        else:
            fields[name] = raw.decode("utf-8", "replace")
    return fields, files
