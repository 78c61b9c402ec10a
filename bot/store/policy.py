"""The settings of the store."""

from datetime import timedelta
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bot.policy import Duration, EnvironmentName, Policy, write_duration


class DatabasePolicy(Policy):
    """Where everything is kept. A PostgreSQL URL with a password belongs into the environment: name its variable in `url_from`."""

    url: Annotated[str, Field(pattern=r"^(sqlite:///[^?#]*|postgresql(\+psycopg)?://[^:@/]*(@[^@]*)?)$")] = "sqlite:///data/loa.db"
    url_from: EnvironmentName | None = None


_LEAST_KEPT: Final = timedelta(days=30)


def _long_enough(kept: timedelta) -> timedelta:
    if kept < _LEAST_KEPT:
        raise PydanticCustomError(
            "settings.kept_too_short", "too short", {"value": write_duration(kept), "least": write_duration(_LEAST_KEPT)}
        )
    return kept


Kept = Annotated[Duration, AfterValidator(_long_enough)]


class RetentionPolicy(Policy):
    """After how long what is deleted; nothing for what is not named. The journal, Posts and the entries that they were made of are always kept."""

    unposted: Kept | None = None
    """The texts of entries that never had a Post, counted from when they were last seen to change; their headlines and links stay."""
    earlier: Kept | None = None
    """What entries said before a change, but for what an editor has judged, and what was read from their own pages."""
    snapshots: Kept | None = None
    """Measurements, counted from when they were taken. The last one of each Post, of each other post of a Page, and of each Page stays."""
    pictures: Kept | None = None
    """Pictures that no Post needs which waits or is on its Page."""
