"""What no single key of `intake` can know: whether its networks are networks, its file of certificates one, and its proxy's variable an address."""

import hashlib
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import AnyHttpUrl, TypeAdapter, ValidationError

from bot.intake.address import network_of
from bot.intake.policy import IntakePolicy
from bot.settings.places import Found


def network_faults(intake: IntakePolicy, ca_file: Path | None, secrets: Mapping[str, str]) -> Iterator[Found]:
    """What is wrong with how feeds are reached.

    Args:
        intake: the policy.
        ca_file: where its `ca_file` is; None where none is named.
        secrets: the values of variables that are known, by name.
    """
    for number, each in enumerate(intake.private_hosts):
        if ("/" in each or ":" in each) and network_of(each) is None:
            yield ("intake", "private_hosts", number), "settings.no_network", {"value": each}
    if ca_file is not None and (key := _certificates_fault(ca_file)):
        yield ("intake", "ca_file"), key, {"name": intake.ca_file}
    if intake.proxy is not None and intake.proxy_from is not None:
        yield ("intake", "proxy_from"), "settings.two_proxies", {}
    value = secrets.get(intake.proxy_from or "")
    if value is not None and not _is_address(value):
        # It holds a password: what it is instead is not shown.
        yield ("intake", "proxy_from"), "settings.proxy_no_address", {"name": intake.proxy_from}


def digest_of(ca_file: Path) -> str:
    """What changes with the content of the file; "" where it can't be read."""
    try:
        return hashlib.sha256(ca_file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _certificates_fault(path: Path) -> str:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
    except ssl.SSLError:
        return "settings.ca_broken"
    except OSError:
        return "settings.ca_absent"
    return ""


def _is_address(value: str) -> bool:
    try:
        return bool(TypeAdapter(AnyHttpUrl).validate_python(value).host)
    except ValidationError:
        return False
