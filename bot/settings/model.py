"""The whole of the settings: one frozen value, put together from each room's policy."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AnyHttpUrl, Field

from bot.channels.policy import GraphPolicy, PagePolicy
from bot.compose.policy import ComposePolicy, Templates, Vocabulary
from bot.editorial.policy import PlacesPolicy, ReformPolicy
from bot.engagement.policy import EngagementPolicy
from bot.intake.policy import FeedPolicy, IntakePolicy
from bot.messages import Language
from bot.plan.policy import ApprovalPolicy, CorrectionsPolicy, LimitsPolicy, RetryPolicy, TimetablePolicy
from bot.policy import Policy
from bot.reports.policy import ReportPolicy
from bot.store.policy import DatabasePolicy, RetentionPolicy


class OrganisationPolicy(Policy):
    """The agency in whose name Posts go out."""

    name: Annotated[str, Field(min_length=2, max_length=200)]
    website: AnyHttpUrl | None = None


class LogPolicy(Policy):
    """The program's own log on standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "json", "text"] = "auto"


class WebPolicy(Policy):
    """The editors' page: whether `run` serves it, and where; loopback only until sign-in exists. It stands here since settings may not import upwards."""

    enabled: bool = True
    host: Annotated[str, Field(pattern=r"^(127\.0\.0\.1|localhost|::1)$")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8080


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
    places: PlacesPolicy | None = None
    """The gazetteer; None where there is no places.yaml."""
    ca_file: Path | None = None
    """Where `intake.ca_file` is."""
    ca_digest: str = ""
    """Changes with the content of that file."""

    @property
    def database_url(self) -> str:
        """Where the store is; may hold a password, so it is for opening only."""
        return self.secrets.get(self.database.url_from) if self.database.url_from else self.database.url

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
