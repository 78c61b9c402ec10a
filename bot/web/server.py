"""The editors' page in a thread of its own: waitress serves the Flask application beside the ticks."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from waitress import create_server

from bot.errors import Fault, LoaError
from bot.intake.websub import MOST_BYTES
from bot.service.world import World
from bot.settings.model import WebPolicy
from bot.web.application import build_application


class Page:
    """`start` opens the port at once (so that a taken port is an error here), `stop` closes it.

    Raises:
        LoaError: the port can't be opened.
    """

    def __init__(
        self,
        world: Callable[[], World],
        policy: WebPolicy,
        *,
        key: str | None = None,
        faults: Callable[[], Sequence[Fault]] = tuple,
    ) -> None:
        application = build_application(world, policy, key=key, faults_now=faults)
        # A proxy's word on where somebody comes from is taken of the proxy alone; from everybody else such headers are thrown away.
        proxy: dict[str, Any] = {
            "trusted_proxy": policy.behind_proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        }
        try:
            self._server: Any = create_server(
                application,
                host=policy.host,
                port=policy.port,
                threads=4,
                clear_untrusted_proxy_headers=True,
                max_request_body_size=MOST_BYTES,
                ident="",
                **(proxy if policy.behind_proxy else {}),
            )
        except OSError as error:
            raise LoaError("web.port_taken", host=policy.host, port=policy.port, why=error.strerror or type(error).__name__) from error
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)
        host = f"[{policy.host}]" if ":" in policy.host else policy.host
        self.url = f"http://{host}:{self._server.effective_port}/"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering; requests in hand end with the process."""
        self._server.close()
