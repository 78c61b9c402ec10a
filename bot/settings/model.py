"""The whole of the settings: one frozen value, put together from each room's policy."""

import ipaddress
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, AnyHttpUrl, Field
from pydantic_core import PydanticCustomError

from bot.alerts.policy import AlertsPolicy
from bot.channels.policy import GraphPolicy, PagePolicy
from bot.compose.policy import ComposePolicy, Templates, Vocabulary
from bot.editorial.policy import PlacesPolicy, ReformPolicy
from bot.engagement.policy import EngagementPolicy
from bot.intake.policy import FeedPolicy, IntakePolicy
from bot.messages import Language
from bot.model import Role
from bot.plan.policy import ApprovalPolicy, CorrectionsPolicy, LimitsPolicy, RetryPolicy, TimetablePolicy
from bot.policy import Duration, EnvironmentName, Policy, no_longer_than
from bot.reports.policy import ReportPolicy
from bot.settings.addresses import secret_parts
from bot.store.policy import DatabasePolicy, RetentionPolicy


class OrganisationPolicy(Policy):
    """The agency in whose name Posts go out."""

    name: Annotated[str, Field(min_length=2, max_length=200)]
    website: AnyHttpUrl | None = None


class LogPolicy(Policy):
    """The program's own log on standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "json", "text"] = "auto"


def is_loopback(host: str) -> bool:
    """Whether only this machine is reached by `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _proxys_address(value: str) -> str:
    try:
        return str(ipaddress.ip_address(value)) if value else ""
    except ValueError as error:
        raise PydanticCustomError("settings.no_ip_address", "not an address: {value}", {"value": value}) from error


class WebPolicy(Policy):
    """The editors' page: whether `run` serves it, where, and how long a sign-in lasts. It stands here since settings may not import upwards."""

    enabled: bool = True
    host: Annotated[str, Field(pattern=r"^[0-9A-Za-z.:-]{1,253}$")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8080
    public_url: AnyHttpUrl | None = None
    """The address under which people open it, where that is not the machine itself."""
    behind_proxy: Annotated[str, AfterValidator(_proxys_address)] = ""
    """The address of the reverse proxy in front of it, whose word on where people come from is taken."""
    secure_cookies: bool | None = None
    """Whether browsers send the sign-in over https only; by default wherever others than this machine reach it."""
    session_idle: Annotated[Duration, no_longer_than(timedelta(days=30), least=timedelta(minutes=5))] = timedelta(hours=12)
    session_longest: Annotated[Duration, no_longer_than(timedelta(days=90), least=timedelta(minutes=5))] = timedelta(days=7)
    key_from: EnvironmentName | None = None
    """The variable with the key that cookies are signed with; by default it is made and kept in `key_file`."""
    key_file: Annotated[str, Field(min_length=1, max_length=500)] = "data/web.key"

    @property
    def is_private(self) -> bool:
        """Whether nobody but who sits at this machine reaches it, as far as the settings tell."""
        return is_loopback(self.host) and not self.behind_proxy and (self.public_url is None or is_loopback(self.public_url.host or ""))

    @property
    def cookies_are_secure(self) -> bool:
        """`secure_cookies`, or what follows from the addresses."""
        if self.secure_cookies is not None:
            return self.secure_cookies
        return not self.is_private or (self.public_url is not None and self.public_url.scheme == "https")


# As `user add` makes it: argon2id with its parameters, salt and hash.
_HASH: Final = re.compile(r"\$argon2id\$v=19\$m=[0-9]{1,8},t=[0-9]{1,3},p=[0-9]{1,3}\$[A-Za-z0-9+/]{11,100}\$[A-Za-z0-9+/]{22,200}")
_TAKEN_NAMES: Final = frozenset({"loa"})


def _hash_of_a_password(value: str) -> str:
    if not _HASH.fullmatch(value):
        # Perhaps it is a password: it is not shown.
        raise PydanticCustomError("settings.not_a_password_hash", "not an argon2id hash", {})
    return value


def _free_name(value: str) -> str:
    if value in _TAKEN_NAMES:
        raise PydanticCustomError("settings.name_taken", "taken: {value}", {"value": value})
    return value


class UserPolicy(Policy):
    """Who may sign in to the editors' page."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$"), AfterValidator(_free_name)]
    display: Annotated[str, Field(max_length=100)] = ""
    """How the page calls them; the journal keeps `name`."""
    role: Role
    password: Annotated[str, Field(repr=False), AfterValidator(_hash_of_a_password)]
    """The argon2id hash that `user add` makes; never the password."""


class BotFile(Policy):
    """`bot.yaml` as it stands in the file."""

    organisation: OrganisationPolicy
    language: Language = "vi"
    feeds: Annotated[tuple[FeedPolicy, ...], Field(min_length=1, max_length=2_000)]
    pages: Annotated[tuple[PagePolicy, ...], Field(min_length=1, max_length=200)]
    intake: IntakePolicy = IntakePolicy()
    graph: GraphPolicy = GraphPolicy()
    timetable: TimetablePolicy = TimetablePolicy()
    approval: ApprovalPolicy = ApprovalPolicy()
    retry: RetryPolicy = RetryPolicy()
    limits: LimitsPolicy = LimitsPolicy()
    corrections: CorrectionsPolicy = CorrectionsPolicy()
    compose: ComposePolicy = ComposePolicy()
    engagement: EngagementPolicy = EngagementPolicy()
    report: ReportPolicy = ReportPolicy()
    retention: RetentionPolicy = RetentionPolicy()
    database: DatabasePolicy = DatabasePolicy()
    web: WebPolicy = WebPolicy()
    users: Annotated[tuple[UserPolicy, ...], Field(max_length=500)] = ()
    alerts: AlertsPolicy = AlertsPolicy()
    log: LogPolicy = LogPolicy()
    reform: Annotated[str, Field(min_length=1, max_length=500)] = "reform.yaml"
    places: Annotated[str, Field(min_length=1, max_length=500)] = "places.yaml"
    templates: Annotated[str, Field(min_length=1, max_length=500)] = "templates"


class Secrets:
    """Values of environment variables that the settings name. Never shown: not by repr, str or pickle."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.__values = dict(values)

    def __repr__(self) -> str:
        return f"Secrets({', '.join(sorted(self.__values))})"

    def __reduce__(self) -> str:
        raise TypeError("secrets are not to be pickled")

    def get(self, name: str) -> str:
        """The value of one variable. Raises KeyError for one that the settings did not name."""
        return self.__values[name]

    def by_name(self) -> Mapping[str, str]:
        """All of them, for checks of the settings only."""
        return self.__values

    def values(self) -> Collection[str]:
        """Every value, for the redaction of logs only."""
        return tuple(self.__values.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the program takes from outside, checked. `digest` changes if and only if a file or a used variable does; `files` are all that were read."""

    organisation: OrganisationPolicy
    language: Language
    feeds: tuple[FeedPolicy, ...]
    pages: tuple[PagePolicy, ...]
    intake: IntakePolicy
    graph: GraphPolicy
    timetable: TimetablePolicy
    approval: ApprovalPolicy
    retry: RetryPolicy
    limits: LimitsPolicy
    corrections: CorrectionsPolicy
    compose: ComposePolicy
    vocabulary: Vocabulary
    templates: Templates
    reform: ReformPolicy
    engagement: EngagementPolicy
    database: DatabasePolicy
    web: WebPolicy
    log: LogPolicy
    secrets: Secrets
    files: tuple[Path, ...]
    digest: str
    report: ReportPolicy = field(default_factory=ReportPolicy)
    retention: RetentionPolicy = field(default_factory=RetentionPolicy)
    report_template: Path | None = None
    """Where the office's own Word template of reports would be; None where these settings were not read from files."""
    users: tuple[UserPolicy, ...] = ()
    alerts: AlertsPolicy = field(default_factory=AlertsPolicy)
    places: PlacesPolicy | None = None
    """The gazetteer; None where there is no places.yaml."""
    ca_file: Path | None = None
    """Where `intake.ca_file` is."""
    ca_digest: str = ""
    """Changes with the content of that file."""

    def timetable_of(self, page: str) -> TimetablePolicy:
        """The timetable of one Page: its own keys over those of `timetable`; that alone for a Page the settings don't name."""
        own = next((each.timetable for each in self.pages if each.name == page), None)
        return self.timetable if own is None else own.over(self.timetable)

    @property
    def database_url(self) -> str:
        """Where the store is; may hold a password, so it is for opening only."""
        return self.secrets.get(self.database.url_from) if self.database.url_from else self.database.url

    @property
    def hidden(self) -> Collection[str]:
        """What no log may show: every secret, and of those that are addresses of alerts each part that looks like a secret by itself."""
        addresses = (self.secrets.by_name().get(each.url_from, "") for each in self.alerts.recipients)
        return (*self.secrets.values(), *(part for address in addresses for part in secret_parts(address)))

    @property
    def ways_out(self) -> tuple[object, ...]:
        """All that how feeds are reached depends on; holds the proxy's password, so it is for comparing only."""
        return self.intake, self.ca_file, self.ca_digest, self.proxy

    @property
    def proxy(self) -> str:
        """The proxy that feeds are asked through, "" for none; may hold a password, so it is for connecting only."""
        if self.intake.proxy_from:
            return self.secrets.get(self.intake.proxy_from)
        return str(self.intake.proxy or "")
