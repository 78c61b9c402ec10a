"""Structured logs: one JSON object a line on stderr (or readable lines on a terminal), with every known secret and every token-like text redacted."""

import logging
import re
import sys
from collections.abc import Callable, Collection, MutableMapping
from contextlib import suppress
from typing import Any, Final, TextIO

import structlog

from bot.settings.model import LogPolicy

REDACTED: Final = "(redacted)"
# A Page token, an app token "id|secret", or anything that says it is one.
_TOKENS: Final = re.compile(
    r"EAA[0-9A-Za-z]{16,}|\b[0-9]{8,20}\|[0-9A-Za-z_-]{16,}|(?<=access_token=)[^&\s\"']+|(?<=appsecret_proof=)[^&\s\"']+|(?<=Bearer )[^\s\"',]+"
)

Processor = Callable[[Any, str, MutableMapping[str, Any]], MutableMapping[str, Any]]


def redact(text: str, secrets: Collection[str]) -> str:
    """`text` without any of `secrets` and without anything that looks like a token."""
    for secret in secrets:
        text = text.replace(secret, REDACTED)
    return _TOKENS.sub(REDACTED, text)


def _redactor(secrets: Collection[str]) -> Processor:
    # Longest first: a secret that is part of another must not leave the rest of it behind.
    ordered = sorted((secret for secret in secrets if len(secret) >= 6), key=len, reverse=True)

    def clean(value: object) -> object:
        if isinstance(value, str):
            return redact(value, ordered)
        if isinstance(value, dict):
            return {key: clean(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [clean(item) for item in value]
        return value if isinstance(value, bool | int | float) or value is None else redact(str(value), ordered)

    def processor(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {key: clean(value) for key, value in event.items()}

    return processor


class _Handler(logging.StreamHandler[TextIO]):
    """A line that can't be written is told by its kind of fault alone: the base class would print its words and values as they were, unredacted."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the base class's name
        """Say that a line of this logger is lost; never raises."""
        kind = sys.exc_info()[0]
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{record.name}: a log line is lost ({kind.__name__ if kind else 'unknown'})\n")


def set_up_log(policy: LogPolicy, secrets: Collection[str]) -> None:
    """Send structlog and the standard library's loggers through one pipeline; may be called again after a change of settings."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=True)
        if policy.format == "text" or (policy.format == "auto" and sys.stderr.isatty())
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        # Redaction comes last before rendering: nothing may be added after it.
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _redactor(secrets), renderer],
    )
    handler = _Handler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(policy.level.upper())
    for noisy in ("apscheduler", "alembic", "waitress"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Its warnings show what servers send that is no proper HTTP, up to 256 KB of it; what comes of that is told in our own words.
    logging.getLogger("urllib3").setLevel(logging.ERROR)
