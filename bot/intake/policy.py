"""The settings of the intake: one `FeedPolicy` a feed."""

from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import AnyHttpUrl, Field

from bot.policy import Duration, Name, Policy, no_oftener_than

_LEAST: Final = timedelta(minutes=1)


class FeedPolicy(Policy):
    """One feed of the agency's website: where it is, how often to ask, and which Pages its news goes to."""

    name: Name
    url: AnyHttpUrl
    every: Annotated[Duration, no_oftener_than(_LEAST)] = timedelta(minutes=15)
    first_run: Literal["baseline", "latest"] = "baseline"
    """`baseline`: the first poll stores everything and posts nothing; `latest`: only the newest `latest` entries may be posted."""
    latest: Annotated[int, Field(ge=1, le=50)] = 3
    pages: tuple[Name, ...] = ()
    """Names of Pages; empty means every Page."""
    places: tuple[Annotated[str, Field(min_length=1, max_length=80)], ...] = ()
    """Only entries that name one of these places go further (a former district holds its communes); empty means every entry."""
    enabled: bool = True
    connect_timeout: Duration = timedelta(seconds=10)
    read_timeout: Duration = timedelta(seconds=30)
    max_megabytes: Annotated[int, Field(ge=1, le=64)] = 8
    user_agent: Annotated[str, Field(min_length=3, max_length=200, pattern=r"^[\x20-\x7e]+$")] = (
        "Loa/0.1 (+RSS; administrative news to Facebook Page)"
    )
