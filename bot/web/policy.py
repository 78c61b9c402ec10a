"""The settings of the editors' page."""

from typing import Annotated

from pydantic import Field

from bot.policy import Policy


class WebPolicy(Policy):
    """The `web:` part of bot.yaml: whether `run` serves the page, and where. Loopback only until sign-in exists."""

    enabled: bool = True
    host: Annotated[str, Field(pattern=r"^(127\.0\.0\.1|localhost|::1)$")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8080
