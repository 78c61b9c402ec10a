"""Graph's error envelope (facts: graph-api §7.1)."""

import hashlib
from collections.abc import Mapping
from typing import Any


class GraphError(Exception):
    """An answer that is an error: HTTP status, code, subcode and text."""

    def __init__(self, code: int, message: str, *, subcode: int | None = None, status: int = 400, kind: str = "OAuthException") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.subcode = subcode
        self.status = status
        self.kind = kind

    def envelope(self, trace: str, extra: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The JSON body."""
        error: dict[str, Any] = {"message": f"(#{self.code}) {self.message}", "type": self.kind, "code": self.code, "fbtrace_id": trace}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.code in {1, 2}:
            error["is_transient"] = True
        return {"error": {**error, **(extra or {})}}


def trace_id(number: int, seed: int) -> str:
    """A trace id like Graph's, the same in every run."""
    return "A" + hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()[:22]


def missing(node: str) -> GraphError:
    """What Graph says of an object that is not there or not visible."""
    return GraphError(
        100,
        f"Unsupported get request. Object with ID '{node}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.",
        subcode=33,
        kind="GraphMethodException",
    )
