"""The settings of the store."""

from typing import Annotated

from pydantic import Field

from bot.policy import EnvironmentName, Policy


class DatabasePolicy(Policy):
    """Where everything is kept. A PostgreSQL URL with a password belongs into the environment: name its variable in `url_from`."""

    url: Annotated[str, Field(pattern=r"^(sqlite:///[^?#]*|postgresql(\+psycopg)?://[^:@/]*(@[^@]*)?)$")] = "sqlite:///data/loa.db"
    url_from: EnvironmentName | None = None
