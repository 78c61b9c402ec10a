"""The messenger that sends through apprise: one address, one service.

Apprise writes addresses, tokens and passwords into its log (all of them at its finest level, some in warnings), and says of a failure only that there was
one. So nothing of its log leaves this file but the status that a server answered with.
"""

import logging
import re
from typing import Any, Final

from bot.alerts.protocol import Message
from bot.errors import InDoubt, Refused, Transient

_DEADLINE: Final = 20.0  # seconds for a whole message; a service that is slower is asked again later
_PATIENCE: Final = 10.0  # for each answer within it; apprise's own four seconds are short for a far server
_STATUS: Final = re.compile(r"error=([1-5][0-9]{2})\b")
_TOO_MANY: Final = 429


class ByApprise:
    """A Messenger to one apprise address. `variable` is the name of the environment's variable that holds it, for people; `deadline` is in seconds."""

    def __init__(self, address: str, variable: str, deadline: float = _DEADLINE) -> None:
        self.__address = address
        self._variable = variable
        self._deadline = deadline

    def __repr__(self) -> str:
        return f"ByApprise({self._variable})"

    def __reduce__(self) -> str:
        raise TypeError("an address is not to be pickled")

    def check(self) -> None:
        """As `Messenger.check`."""
        self._service(_asset(self._deadline))

    def send(self, message: Message) -> None:
        """As `Messenger.send`."""
        from apprise import Apprise, NotifyFormat, NotifyType  # noqa: PLC0415 - half a second and 10 MB that most installations never need

        asset = _asset(self._deadline)
        apprise = Apprise(self._service(asset), asset=asset)
        try:
            done = apprise.notify(
                title=message.title,
                body=message.body,
                notify_type=NotifyType.FAILURE if message.is_urgent else NotifyType.INFO,
                body_format=NotifyFormat.TEXT,
                timeout=self._deadline,
                log_level=logging.WARNING,
            )
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything, with the address in it
            raise Transient("alerts.failed", why=type(error).__name__) from None
        if done:
            return
        said = " ".join(entry.message for entry in done.logs())
        if done.status.name == "TIMEOUT":
            raise InDoubt("alerts.no_answer")
        status = max((int(found) for found in _STATUS.findall(said)), default=0)
        if not status:
            raise Transient("alerts.unreached")
        if status >= 500:
            raise InDoubt("alerts.server_failed", status=status)
        raise (Transient if status == _TOO_MANY else Refused)("alerts.refused", status=status, variable=self._variable)

    def _service(self, asset: Any) -> Any:
        from apprise import Apprise  # noqa: PLC0415 - as above

        try:
            service = Apprise.instantiate(self.__address, asset=asset)
        except Exception as error:  # noqa: BLE001 - as above
            raise Refused("alerts.failed", why=type(error).__name__) from None
        if service is None:
            raise Refused("alerts.not_understood", variable=self._variable)
        service.socket_connect_timeout = service.socket_read_timeout = _PATIENCE
        return service


def _asset(deadline: float) -> Any:
    """How apprise behaves here: nothing on disk, no redirect (which could carry a message elsewhere), no pictures from outside, and a silent log."""
    from apprise import AppriseAsset  # noqa: PLC0415 - as above

    silence()
    return AppriseAsset(
        app_id="Loa",
        app_desc="Loa",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        storage_mode="memory",
        http_redirects=False,
        service_timeout=deadline,
        secure_logging=True,
        allow_templates=False,
    )


def silence() -> None:
    """Let nothing that apprise logs reach a handler: it may hold an address, and so a password."""
    log = logging.getLogger("apprise")
    log.propagate = False
    if not log.handlers:
        log.addHandler(logging.NullHandler())
