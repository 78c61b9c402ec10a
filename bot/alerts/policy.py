"""The settings of the alerts: who hears of what, beside when they may be told (`bot.plan`)."""

from typing import Annotated

from pydantic import Field

from bot.alert import Concern
from bot.plan.policy import TellingPolicy
from bot.policy import EnvironmentName, Name, Policy


class RecipientPolicy(Policy):
    """Somebody who is told. The apprise address holds a password or a token, so it stands in the environment, and its variable's name here."""

    name: Name
    url_from: EnvironmentName
    kinds: Annotated[tuple[Concern, ...], Field(min_length=1)] = tuple(Concern)
    """What they hear of: `urgent`, `trouble`, `decisions`, `digest`; by default all."""


class AlertsPolicy(TellingPolicy):
    """Who is told what needs a human, and when."""

    recipients: Annotated[tuple[RecipientPolicy, ...], Field(max_length=50)] = ()
