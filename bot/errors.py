"""Errors, named by what the caller must do. Each carries a message key, so that it can speak Vietnamese or English.

`str(error)` is English, for logs; `error.say("vi")` is for editors. No error ever carries a token: parameters are what a person may read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.messages import Language, say


class LoaError(Exception):
    """Something Loa can explain: a message key of `bot.messages` and its parameters."""

    def __init__(self, key: str, /, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params

    def say(self, language: Language) -> str:
        """The sentence for a person, in `language`."""
        return say(self.key, language, **self.params)

    def __str__(self) -> str:
        return self.say("en")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the settings: where it stands, the path of the key, and the sentence with its remedy.

    `line` and `column` count from 1; 0 means that the fault belongs to the file as a whole.
    """

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.path}: {self.message}" if self.path else f"{place}: {self.message}"


class SettingsInvalid(LoaError):
    """The settings can't be used: a human must mend the files named in `faults` (all of them at once)."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("settings.invalid", count=len(faults), faults="\n".join(map(str, faults)))
        self.faults = tuple(faults)


class FeedError(LoaError):
    """A feed could not be read this time; ask it again later. The message says why in plain words."""

    def __init__(self, key: str, /, *, retry_after: timedelta | None = None, **params: object) -> None:
        super().__init__(key, **params)
        self.retry_after = retry_after


class ChannelError(LoaError):
    """What a channel may raise: exactly one of the four errors below."""


class Transient(ChannelError):
    """Certainly nothing happened; try again later, after `retry_after` where the channel said so."""

    def __init__(self, key: str, /, *, retry_after: timedelta | None = None, **params: object) -> None:
        super().__init__(key, **params)
        self.retry_after = retry_after


class InDoubt(ChannelError):
    """A write that may have happened: look on the Page before anything else (reconcile)."""


class Refused(ChannelError):
    """This Post will never be accepted; tell the editor."""


class ChannelDown(ChannelError):
    """Nothing will work on this channel until a human acts: pause it, alert once, let its Posts wait."""


class StoreError(LoaError):
    """The database can't be used now (locked, full, unreachable) or at all (made by a newer Loa)."""


class NotFound(LoaError):
    """There is no such Post, Entry, Feed or Page: check the key."""


class Conflict(LoaError):
    """The verb does not fit the present state, or somebody else was faster: look again."""


class SlotTaken(Conflict):
    """Another Post has just taken this slot: plan again and try once more."""
