"""Every sentence an editor or operator reads, in Vietnamese and in English, and nothing else.

One table a room (a sibling module here); `say` looks a key up. The rooms import this package; it imports none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.messages import (
    alerts,
    channels,
    cli,
    compose,
    editorial,
    engagement,
    intake,
    model,
    plan,
    reports,
    sections,
    service,
    settings,
    store,
    web,
)

Language = Literal["vi", "en"]

TABLE: Final[Mapping[str, tuple[str, str]]] = {
    **alerts.TABLE,
    **channels.TABLE,
    **cli.TABLE,
    **compose.TABLE,
    **editorial.TABLE,
    **engagement.TABLE,
    **intake.TABLE,
    **model.TABLE,
    **plan.TABLE,
    **reports.TABLE,
    **sections.TABLE,
    **service.TABLE,
    **settings.TABLE,
    **store.TABLE,
    **web.TABLE,
}


def say(key: str, language: Language = "vi", /, **params: object) -> str:
    """The sentence under `key` in `language`, its placeholders filled from `params`.

    Raises:
        KeyError: an unknown key or a missing parameter, both programming errors.
    """
    vietnamese, english = TABLE[key]
    return (vietnamese if language == "vi" else english).format_map(params)


def is_said(key: str, text: str) -> bool:
    """Whether the sentence under `key`, which has no placeholders, stands in `text`, in whichever language: the settings' may have changed since it was written."""
    return any(sentence in text for sentence in TABLE[key])


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something a pure room wants to say, before anyone knows in which language. Its values may be sentences, too."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)

    def say(self, language: Language) -> str:
        """The sentence in `language`."""
        return say(
            self.key, language, **{name: each.say(language) if isinstance(each, Sentence) else each for name, each in self.params.items()}
        )
