"""What no single key of `web` and `users` can know: that nobody reaches the page without signing in, nor signs in over a line that others can read."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.settings.model import BotFile, is_loopback
from bot.settings.places import Found

_LEAST_KEY: Final = 32  # characters: whoever guesses it signs cookies


def people_faults(bot: BotFile, secrets: Mapping[str, str]) -> Iterator[Found]:
    """What is wrong with who reaches the editors' page, and how; `secrets` are values by their variables, empty where none were asked for."""
    web, names = bot.web, [user.name for user in bot.users]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield ("users", number, "name"), "settings.name_twice", {"name": name}
    if web.public_url is not None and ((web.public_url.path or "/") != "/" or web.public_url.query or web.public_url.fragment):
        yield ("web", "public_url"), "settings.web_public_url_path", {}
    if web.key_from is not None and web.key_from in secrets and len(secrets[web.key_from]) < _LEAST_KEY:
        yield ("web", "key_from"), "settings.web_key_short", {"name": web.key_from, "least": _LEAST_KEY}
    if not web.enabled or web.is_private:
        return
    if not bot.users:
        key = "host" if not is_loopback(web.host) else "behind_proxy" if web.behind_proxy else "public_url"
        yield ("web", key), "settings.web_no_users", {}
    if web.public_url is None:
        yield ("web", "host" if not is_loopback(web.host) else "behind_proxy"), "settings.web_no_public_url", {}
    elif web.public_url.scheme != "https" and web.cookies_are_secure:
        yield ("web", "public_url"), "settings.web_not_https", {}
