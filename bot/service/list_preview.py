"""A page that lists news, tried before it becomes a feed: with an editor's selectors, or with proposed ones. Nothing is stored."""

from dataclasses import dataclass

from pydantic import ValidationError

from bot.errors import FeedError, NotFound
from bot.intake.fetch import NotModified
from bot.intake.listing import how_many, read_list
from bot.intake.policy import FeedPolicy, ListPolicy
from bot.intake.proposal import propose
from bot.model import Entry, Feed
from bot.service.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPreview:
    """What selectors find on a page: how often the item selector matches, and the entries that come of it. `proposed`: Loa chose the selectors."""

    url: str
    selectors: ListPolicy
    proposed: bool
    matched: int
    entries: tuple[Entry, ...]


def preview_list(world: World, url: str, selectors: ListPolicy | None) -> ListPreview:
    """Try `selectors` on the page at `url`; None: find some.

    Raises:
        NotFound: `url` is no address.
        FeedError: the page can't be had, or nothing is found on it.
    """
    try:
        policy = FeedPolicy.model_validate({"name": "preview", "url": url, "kind": "list"})
    except ValidationError:
        raise NotFound("service.no_address", address=url, guess=f"https://{url.rpartition('://')[2]}") from None
    answer = world.fetcher.fetch(policy, Feed(name=policy.name, url=url, next_poll_at=world.clock()))
    if isinstance(answer, NotModified):
        raise NotFound("service.unknown", key=url)
    chosen = selectors or propose(answer.body, answer.content_type, answer.url) or ListPolicy()
    try:
        entries = read_list(answer.body, answer.content_type, policy.name, answer.url, chosen)
    except FeedError as error:
        # That the selectors which nobody gave match nothing says nothing.
        keys = {"intake.list_no_item", "intake.list_no_link"}
        raise (FeedError("intake.list_nothing_repeats", url=url) if selectors is None and error.key in keys else error) from None
    return ListPreview(
        url=url,
        selectors=chosen,
        proposed=selectors is None,
        matched=how_many(answer.body, answer.content_type, chosen),
        entries=entries,
    )
