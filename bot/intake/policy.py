"""The settings of the intake: one `FeedPolicy` a feed, and what holds for all of them."""

from datetime import timedelta
from typing import Annotated, Final, Literal

from cssselect import HTMLTranslator
from cssselect.parser import SelectorError
from pydantic import AfterValidator, AnyHttpUrl, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from bot.policy import Duration, EnvironmentName, Name, Policy, no_oftener_than

_LEAST: Final = timedelta(minutes=1)
# A page that lists news knows no guids, and a sitemap no headlines either: what would be chosen is not there.
_NOT_THERE: Final = {"feed": frozenset[str](), "list": frozenset({"guid"}), "sitemap": frozenset({"guid", "title"})}


def _sound(selector: str) -> str:
    """A CSS selector that can be looked for, or ""."""
    try:
        if selector.strip():
            HTMLTranslator().css_to_xpath(selector)
        is_sound = selector.isprintable()
    except (SelectorError, RecursionError):
        is_sound = False
    if not is_sound:
        raise PydanticCustomError("settings.bad_selector", "no CSS selector: {value}", {"value": selector})
    return selector.strip()


def _there(selector: str) -> str:
    if not selector:
        raise PydanticCustomError("settings.bad_selector", "no CSS selector: {value}", {"value": selector})
    return selector


Selector = Annotated[str, Field(max_length=300), AfterValidator(_sound)]
NeededSelector = Annotated[Selector, AfterValidator(_there)]


class ListPolicy(Policy):
    """Where the news stand on a web page that lists them: CSS selectors, all but `item` looked for inside an item."""

    item: NeededSelector = "article"
    link: NeededSelector = "a[href]"
    title: Selector = ""
    """Empty: the text of the link."""
    summary: Selector = ""
    date: Selector = ""
    picture: Selector = "img"


class FeedPolicy(Policy):
    """One feed of the agency's website: where it is, how often to ask, and which Pages its news goes to."""

    name: Name
    url: AnyHttpUrl
    kind: Literal["feed", "list", "sitemap"] = "feed"
    """`feed`: RSS, Atom or JSON Feed; `list`: a web page that lists news, read by `selectors`; `sitemap`: a sitemap.xml."""
    selectors: ListPolicy = ListPolicy()
    every: Annotated[Duration, no_oftener_than(_LEAST)] = timedelta(minutes=15)
    first_run: Literal["baseline", "latest"] = "baseline"
    """`baseline`: the first poll stores everything and posts nothing; `latest`: only the newest `latest` entries may be posted."""
    latest: Annotated[int, Field(ge=1, le=50)] = 3
    identity: Literal["auto", "guid", "link", "title"] = "auto"
    """What tells one item from another: the guid, else the link, else title and text (`auto`); or one of them alone where a site's guids or links can't be relied on."""
    silence: Duration | Literal["auto", "off"] = "auto"
    """After how long without news an editor is told: learnt from the feed's own rhythm (`auto`), a time, or `off`."""
    article: Literal["never", "short", "always"] = "never"
    """Whether an entry's own page is read: never, where the feed's text is short, or always."""
    article_selector: Selector = ""
    """Where the text stands on such a page (CSS), should it not be found by itself."""
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

    @field_validator("identity")
    @classmethod
    def _is_there(cls, value: str, info: ValidationInfo) -> str:
        kind = info.data.get("kind", "feed")
        if value in _NOT_THERE[kind]:
            raise PydanticCustomError("settings.identity_of_kind", "not with {kind}: {value}", {"value": value, "kind": kind})
        return value

    @property
    def reads_pages(self) -> Literal["never", "short", "always"]:
        """`article`, but that a sitemap names addresses only: what stands there is read on each page."""
        return "always" if self.kind == "sitemap" else self.article


class WebSubPolicy(Policy):
    """Being told of news by a hub (WebSub) instead of asking for it; feeds are asked as ever where that fails."""

    callback: AnyHttpUrl | None = None
    """The public https address under which hubs reach the editors' page; none: hubs are not used."""
    secret: EnvironmentName | None = None
    """The variable with the secret by which hubs sign; needed where `callback` is given."""


class IntakePolicy(Policy):
    """How feeds are asked, and what of their news goes on."""

    workers: Annotated[int, Field(ge=1, le=64)] = 16
    """Feeds asked at the same time."""
    per_host: Annotated[int, Field(ge=1, le=16)] = 2
    """Of these, at most so many of one website."""
    longest_interval: Annotated[Duration, no_oftener_than(_LEAST)] = timedelta(days=1)
    """However long a website wants to be left alone, it is asked after this time."""
    rest_after: Annotated[int, Field(ge=2, le=1_000)] = 10
    """Failures in a row, over at least a day, after which a feed rests: it is asked once in `longest_interval`, and an editor is told once."""
    adopt_redirect_after: Duration = timedelta(days=2)
    """How long a permanent redirect (301, 308) must have held before its address is asked directly."""
    news_age: Duration = timedelta(days=10)
    """News whose own date is older than this when it is first seen is stored and never posted."""
    most_at_once: Annotated[int, Field(ge=1, le=2_000)] = 20
    """Of what one poll finds new, at most so many may be posted: the newest and most important; the rest is stored only."""
    most_changes: Annotated[int, Field(ge=1, le=1_000)] = 10
    """Changes of one entry that are followed in a week; a text that changes for ever (a clock in it) is then left as it is."""
    private_hosts: tuple[Annotated[str, Field(min_length=1, max_length=255)], ...] = ()
    """Hosts or networks (10.0.0.0/8) inside the agency's own network that may be asked; every other private address is refused."""
    ca_file: Annotated[str, Field(max_length=500)] = ""
    """A file of certificates (PEM) trusted besides the usual ones, relative to bot.yaml."""
    proxy: AnyHttpUrl | None = None
    """A proxy for http and https."""
    proxy_from: EnvironmentName | None = None
    """The variable that holds the proxy's address, where it has a password."""
    websub: WebSubPolicy = WebSubPolicy()
