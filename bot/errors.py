"""Errors, named by what the caller must do. Each carries a message key, so that it can speak Vietnamese or English.

`str(error)` is English, for logs; `error.say("vi")` is for editors. No error ever carries a token: parameters are what a person may read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Literal

from bot.messages import Language, Sentence

Scope = Literal["app", "token", "page"]


class Doubt(StrEnum):
    """What is known of an attempt whose outcome nobody knows, and so what "surely absent" would mean."""

    UNKNOWN = "unknown"  # an answer that says nothing: absent means that it may be tried again
    REFUSED = "refused"  # answered as refused, by a code that has been seen on posts that are on the Page: absent means refused
    DUPLICATE = "duplicate"  # "you have posted this already": evidence that it is there, however the listing looks


class LoaError(Exception):
    """Something Loa can explain: a message key of `bot.messages` and its parameters, which may be sentences, too."""

    def __init__(self, key: str, /, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params

    def say(self, language: Language) -> str:
        """The sentence for a person, in `language`."""
        return Sentence(self.key, self.params).say(language)

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
    """A feed could not be read this time; ask it again later. The message says why in plain words.

    `retry_after` is what the server asked for; `status` is what it answered with, 0 where it gave no answer, or a good one that is no feed.
    """

    def __init__(self, key: str, /, *, retry_after: timedelta | None = None, status: int = 0, **params: object) -> None:
        super().__init__(key, **({"status": status} if status else {}), **params)
        self.retry_after = retry_after
        self.status = status


class Unfetched(LoaError):
    """A picture or an article's page could not be had. `host_down` says whether its server is what failed, so that nothing more is asked of it now."""

    def __init__(self, key: str, /, *, host_down: bool = False, **params: object) -> None:
        super().__init__(key, **params)
        self.host_down = host_down


class ChannelError(LoaError):
    """What a channel may raise: exactly one of the four errors below."""


class Transient(ChannelError):
    """Certainly nothing happened; try again later, after `retry_after` where the channel said so."""

    def __init__(self, key: str, /, *, retry_after: timedelta | None = None, **params: object) -> None:
        super().__init__(key, **params)
        self.retry_after = retry_after


class Throttled(Transient):
    """Certainly nothing happened, and Facebook wants to be left alone: ask nothing more of `scope` for a while.

    `scope` is "app", "token" or "page"; where `escalates`, each repetition must last longer than the one before.
    """

    def __init__(
        self, key: str, /, *, scope: Scope, escalates: bool = False, retry_after: timedelta | None = None, **params: object
    ) -> None:
        super().__init__(key, retry_after=retry_after, **params)
        self.scope = scope
        self.escalates = escalates


class InDoubt(ChannelError):
    """A write that may have happened: look on the Page before anything else (reconcile). `doubt` is what the answer was worth."""

    def __init__(self, key: str, /, *, doubt: Doubt = Doubt.UNKNOWN, **params: object) -> None:
        super().__init__(key, **params)
        self.doubt = doubt


class Refused(ChannelError):
    """This Post will never be accepted; tell the editor. Where `of_way`, only this way of posting it is: the Draft's next way may be tried."""

    def __init__(self, key: str, /, *, of_way: bool = False, **params: object) -> None:
        super().__init__(key, **params)
        self.of_way = of_way


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


class Overruled(Conflict):
    """An editor has corrected this Entry meanwhile: judge it again and try once more."""


class Overtaken(Conflict):
    """The same article has been stored from elsewhere meanwhile: recognise it and try once more."""


class Braked(Conflict):
    """The Page's circuit breaker holds: so many attempts in one hour are the most there may be. Wait; nothing is wrong with the Post."""
