"""What no single key of `alerts` can know: that no two recipients share a name, and that what a variable holds is an address at all."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.settings.model import BotFile
from bot.settings.places import Found

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]{1,19}://\S+", re.IGNORECASE)


def alert_faults(bot: BotFile, secrets: Mapping[str, str]) -> Iterator[Found]:
    """What is wrong with the recipients; `secrets` are values by their variables, empty where none were asked for.

    Whether a service takes the address only `doctor` and `alerts --test` can say: apprise is not loaded for reading settings.
    """
    names = [each.name for each in bot.alerts.recipients]
    for number, each in enumerate(bot.alerts.recipients):
        if each.name in names[:number]:
            yield ("alerts", "recipients", number, "name"), "settings.name_twice", {"name": each.name}
        value = secrets.get(each.url_from)
        if value is not None and not _ADDRESS.fullmatch(value):
            # It holds a password: what it is instead is not shown.
            yield ("alerts", "recipients", number, "url_from"), "settings.alert_no_address", {"name": each.url_from}
