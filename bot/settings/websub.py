"""What no single key of `intake.websub` can know: that hubs can reach the callback, and that what they sign with can't be guessed."""

from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import AnyHttpUrl

from bot.settings.model import BotFile, is_loopback
from bot.settings.places import Found

_LEAST_SECRET: Final = 20  # characters: what is derived from it leaves the house


def websub_faults(bot: BotFile, secrets: Mapping[str, str]) -> Iterator[Found]:
    """What is wrong with the settings of WebSub; `secrets` are values by their variables, empty where none were asked for."""
    policy, place = bot.intake.websub, ("intake", "websub", "callback")
    if policy.callback is not None:
        if policy.secret is None:
            yield place, "settings.websub_no_secret", {}
        if not _reachable(policy.callback):
            yield place, "settings.websub_callback", {}
        if not bot.web.enabled:
            yield place, "settings.websub_no_page", {}
    if policy.secret is not None and policy.secret in secrets and len(secrets[policy.secret]) < _LEAST_SECRET:
        yield ("intake", "websub", "secret"), "settings.websub_secret_short", {"name": policy.secret, "least": _LEAST_SECRET}


def _reachable(callback: AnyHttpUrl) -> bool:
    """Whether an address can be a callback's beginning: by https (or on this very machine, to try things), with nothing behind its path."""
    bare = not (callback.query or callback.fragment or callback.username or callback.password)
    return bare and (callback.scheme == "https" or is_loopback(callback.host or ""))
