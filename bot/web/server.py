"""The editors' page in a thread of its own: waitress serves the Flask application beside the ticks."""

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from waitress import create_server, wasyncore

from bot.errors import Fault, LoaError
from bot.intake.websub import MOST_BYTES
from bot.service.workshop import Workshop
from bot.service.world import World
from bot.settings.model import WebPolicy
from bot.web.application import build_application

_ENDS_WITHIN: Final = 10.0  # seconds


def _without_file_wrapper(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The same WSGI application, which reads its files itself.

    A file that is handed to waitress stays open where the browser leaves, or the page ends, before it is sent.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ.pop("wsgi.file_wrapper", None)
        return application(environ, start_response)

    return answer


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
        self._workshop = Workshop()
        application = build_application(world, policy, key=key, faults_now=faults, workshop=self._workshop)
        # A proxy's word on where somebody comes from is taken of the proxy alone; from everybody else such headers are thrown away.
        proxy: dict[str, Any] = {
            "trusted_proxy": policy.behind_proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        }
        # One family, and so one socket with one port, where a name stands for two.
        wanted = "127.0.0.1" if policy.host == "localhost" else policy.host
        self._sockets: dict[int, Any] = {}
        try:
            self._server: Any = create_server(
                _without_file_wrapper(application),
                map=self._sockets,
                host=wanted,
                port=policy.port,
                threads=4,
                clear_untrusted_proxy_headers=True,
                max_request_body_size=MOST_BYTES,
                ident="",
                **(proxy if policy.behind_proxy else {}),
            )
        except OSError as error:
            wasyncore.close_all(self._sockets)
            raise LoaError("web.port_taken", host=policy.host, port=policy.port, why=error.strerror or type(error).__name__) from error
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)
        self._triggers = [each for each in self._sockets.values() if hasattr(each, "pull_trigger") and hasattr(each, "thunks")]
        port = next(each.effective_port for each in self._sockets.values() if hasattr(each, "effective_port"))
        host = f"[{policy.host}]" if ":" in policy.host else policy.host
        self.url = f"http://{host}:{port}/"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering; requests in hand are finished, long work is given up."""
        self._workshop.close()
        self._server.task_dispatcher.shutdown()
        if not self._thread.is_alive():
            wasyncore.close_all(self._sockets)
            return
        # Closed by the thread that waits on them: from here, it would trip over what is gone. The lock is held until the trigger is pulled: an answer that was
        # just finished pulls it, too, and with that the trigger would be closed before it is pulled here.
        trigger = self._triggers[0]
        with trigger.lock:
            trigger.thunks.append(lambda: wasyncore.close_all(self._sockets))
            trigger.pull_trigger()
        self._thread.join(_ENDS_WITHIN)
