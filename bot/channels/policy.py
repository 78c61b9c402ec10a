"""The settings of the channels: the Graph API and the Pages."""

from datetime import timedelta
from typing import Annotated

from pydantic import AnyHttpUrl, Field

from bot.plan.policy import TimetablePolicy
from bot.policy import Duration, EnvironmentName, Name, Policy


class GraphPolicy(Policy):
    """Which Graph API is spoken to, and how patiently. `FACEBOOK_GRAPH_URL` in the environment overrides `url`."""

    url: AnyHttpUrl = AnyHttpUrl("https://graph.facebook.com")
    version: Annotated[str, Field(pattern=r"^v[0-9]{1,3}\.[0-9]$")] = "v26.0"
    connect_timeout: Duration = timedelta(seconds=10)
    read_timeout: Duration = timedelta(seconds=60)


class PagePolicy(Policy):
    """One Facebook Page. `token`, `app_id` and `app_secret` are names of environment variables, never values."""

    name: Name
    page_id: Annotated[str, Field(pattern=r"^[0-9]{5,20}$")]
    token: EnvironmentName = "FACEBOOK_PAGE_TOKEN"  # noqa: S105 - the name of a variable, not a token
    app_id: EnvironmentName | None = None
    app_secret: EnvironmentName | None = None
    enabled: bool = True
    places: tuple[Annotated[str, Field(min_length=1, max_length=80)], ...] = ()
    """Only entries that name one of these places go to this Page (a former district holds its communes); empty means every entry."""
    timetable: TimetablePolicy | None = None
    """What this Page has otherwise than the others: only the keys that differ."""
