"""Every parameter our client sends, over all its verbs, is in the official SDK's own list for that edge, or in a short list of reasoned exceptions."""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from inspect import getmembers, isfunction
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from facebook_business.adobjects.abstractcrudobject import AbstractCrudObject
from facebook_business.adobjects.comment import Comment
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.pagepost import PagePost
from facebook_business.adobjects.photo import Photo
from facebook_business.adobjects.profile import Profile
from facebook_business.adobjects.url import URL
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.typechecker import TypeChecker

from bot.channels.facebook.page import FacebookPage
from bot.channels.facebook.tokens import TokenDesk
from bot.channels.policy import GraphPolicy
from bot.channels.protocol import Channel
from bot.errors import ChannelError
from bot.model import Way
from bot.sandbox.fields import Wanted, wanted
from tests.fakes.tap import Answer, Tap, Tapped, answer
from tests.oracle.conftest import APP_ID, APP_SECRET, DRAFT, PAGE_ID, PICTURES, TOKEN, Stand, make_ours, official, other

USER_TOKEN = "EAAUSERTOKENUSERTOKENUSERTOKEN"

# What the SDK's lists leave out, each with its evidence in the fact sheet. Nothing may stand here that is not sent.
EXCEPTIONS = {
    ("*", "appsecret_proof"): "the SDK's session adds it to every request by itself (§4.2, §8.2)",
    ("*", "fields"): "the SDK's requests add it by themselves, outside of their lists (§8.2)",
    ("GET published_posts", "since"): "not in the spec, works (§8.1)",
    ("GET published_posts", "until"): "not in the spec, works (§8.1)",
    ("GET published_posts", "after"): "not in the spec, works; the SDK's own cursor sends it (§8.1, §8.3)",
    ("GET comments", "limit"): "paging, as on every edge (§5.1)",
    ("GET accounts", "limit"): "paging, as on every edge (§5.1)",
    ("POST photos", "source"): "the file of a multipart upload (§3.2); the SDK numbers its files",
    ("POST scrape", "id"): "the node of URL.api_update, which the SDK puts into the path (§3.3)",
    ("POST scrape", "scrape"): "URL.api_update has no such parameter in the spec (§3.3, §8.1)",
    ("POST batch", "batch"): "the SDK's batch sends it outside of any list (§5.1, §8.2)",
    ("POST batch", "include_headers"): "batch requests (§5.1)",
    ("GET debug_token", "input_token"): "no object of the SDK has this edge (§4.2)",
    ("GET oauth/access_token", "grant_type"): "no object of the SDK has this edge (§4.2)",
    ("GET oauth/access_token", "client_id"): "no object of the SDK has this edge (§4.2)",
    ("GET oauth/access_token", "client_secret"): "no object of the SDK has this edge (§4.2)",
    ("GET oauth/access_token", "fb_exchange_token"): "no object of the SDK has this edge (§4.2)",
}
FIELD_EXCEPTIONS = {("GET accounts", "tasks"): "what the user may do on the Page; documented, and no field of the SDK's Page (§4.1, §4.2)"}
# The language of `fields`: what may stand behind any edge (§5.1, §6.1), and the fields of attachments, for which the SDK has no class (§5.1).
MODIFIERS = {"limit", "summary", "as"}
ATTACHMENT = {"unshimmed_url", "url"}

NOWHERE = FacebookAdsApi(official("http://127.0.0.1:1").api._session)
NOTHING = TypeChecker({}, {})


def checker(node: AbstractCrudObject, method: str) -> TypeChecker:
    """The parameters the SDK declares in this method; `pending` builds the request and sends nothing."""
    return getattr(node, method)(pending=True)._param_checker


EDGES: Mapping[str, TypeChecker] = {
    "POST feed": checker(Page("1", api=NOWHERE), "create_feed"),
    "POST photos": checker(Page("1", api=NOWHERE), "create_photo"),
    "GET published_posts": checker(Page("1", api=NOWHERE), "get_published_posts"),
    "GET insights": checker(Page("1", api=NOWHERE), "get_insights"),
    "GET (page)": checker(Page("1", api=NOWHERE), "api_get"),
    "GET (post)": checker(PagePost("1_2", api=NOWHERE), "api_get"),
    "POST (post)": checker(PagePost("1_2", api=NOWHERE), "api_update"),
    "DELETE (post)": checker(PagePost("1_2", api=NOWHERE), "api_delete"),
    "GET comments": checker(PagePost("1_2", api=NOWHERE), "get_comments"),
    "POST comments": checker(PagePost("1_2", api=NOWHERE), "create_comment"),
    "DELETE (photo)": checker(Photo("1", api=NOWHERE), "api_delete"),
    "GET accounts": checker(User("me", api=NOWHERE), "get_accounts"),
    "GET (ids)": TypeChecker({"ids": "string"}, {}),  # AbstractCrudObject.get_by_ids; shown below
    "POST scrape": checker(URL("https://huonghoa.example.vn/", api=NOWHERE), "api_update"),
    "POST batch": NOTHING,
    "GET debug_token": NOTHING,
    "GET oauth/access_token": NOTHING,
}
EDGE_LISTS = {
    "comments": checker(PagePost("1_2", api=NOWHERE), "get_comments"),
    "reactions": checker(PagePost("1_2", api=NOWHERE), "get_reactions"),
    "insights": checker(PagePost("1_2", api=NOWHERE), "get_insights"),
    "attachments": checker(PagePost("1_2", api=NOWHERE), "get_attachments"),
}
FIELDS = {
    "GET (page)": Page,
    "GET (post)": PagePost,
    "GET (ids)": PagePost,
    "GET published_posts": PagePost,
    "GET comments": Comment,
    "GET accounts": Page,
}


@dataclass(frozen=True)
class Sent:
    """One request, or one operation of a batch: its edge as in `EDGES`, and what was sent."""

    edge: str
    parameters: Mapping[str, str]


def sent(request: Tapped) -> list[Sent]:
    """What a request asks for; a batch and each of its operations."""
    version, *path = request.path.strip("/").split("/")
    assert re.fullmatch(r"v\d+\.\d", version), request.path
    given = {**request.query, **{name: value.decode("latin-1") for name, value in request.parts.items()}}
    if "batch" not in given:
        return [Sent(_edge(request.method, path, given), given)]
    inner = []
    for operation in json.loads(given["batch"]):
        parts = urlsplit(operation["relative_url"])
        inner.append(
            Sent(f"{operation['method']} {parts.path}", {**dict(parse_qsl(parts.query)), **dict(parse_qsl(operation.get("body", "")))})
        )
    return [Sent("POST batch", given), *inner]


def _edge(method: str, path: list[str], given: Mapping[str, str]) -> str:
    match path:
        case []:
            return f"{method} (ids)" if method == "GET" else f"{method} scrape"
        case [node]:
            return f"{method} ({'post' if '_' in node else 'page' if node == PAGE_ID else 'photo'})"
        case [_, edge]:
            return f"{method} {edge}"
        case _:
            return f"{method} {'/'.join(path)}"


def strangers(all_sent: list[Sent]) -> set[tuple[str, str]]:
    """(edge, parameter) of everything that neither the SDK's list nor an exception knows, or whose value the SDK's list does not take."""
    found = set()
    for each in all_sent:
        known = EDGES.get(each.edge)
        for name, value in each.parameters.items():
            excepted = ("*", name) in EXCEPTIONS or (each.edge, name) in EXCEPTIONS
            # The spec says only that metrics are objects; they are names.
            listed = known is not None and known.is_valid_key(name) and (name == "metric" or _fits(known, name, value))
            if not (excepted or listed):
                found.add((each.edge, name))
    return found


def _fits(known: TypeChecker, name: str, value: str) -> bool:
    try:
        decoded = json.loads(value) if known.get_type(name).startswith(("list", "map", "Object")) else value
    except ValueError:
        return False
    return known.is_valid_pair(name, decoded)


def strange_fields(all_sent: list[Sent]) -> set[tuple[str, str]]:
    """(edge, field) of every field, edge or modifier asked for by `fields` that the SDK does not know."""
    found = set()
    for each in all_sent:
        for one in wanted(each.parameters.get("fields", "")):
            found |= {(each.edge, problem) for problem in _field_problems(FIELDS[each.edge], one)}
    return found - FIELD_EXCEPTIONS.keys()


def _field_problems(node: type[AbstractCrudObject], one: Wanted) -> set[str]:
    edge = EDGE_LISTS.get(one.name)
    if edge is None:
        fine = one.name in vars(node.Field).values() and not one.modifiers
        inner = {f"{one.name}{{{each.name}}}" for each in one.inner if one.name != "from" or each.name not in vars(Profile.Field).values()}
        return inner if fine else {one.name, *inner}
    assert hasattr(PagePost, f"get_{one.name}")
    odd = {
        f"{one.name}.{name}({value})"
        for name, value in one.modifiers.items()
        if name not in MODIFIERS and not (edge.is_valid_key(name) and (name == "metric" or edge.is_valid_pair(name, value)))
    }
    inside = ATTACHMENT if one.name == "attachments" else vars(Comment.Field).values() if one.name == "comments" else ()
    odd |= {f"{one.name}{{{each.name}}}" for each in one.inner if each.name not in inside and not hasattr(Comment, f"get_{each.name}")}
    return odd.union(*(_field_problems(Comment, each) for each in one.inner if one.name == "comments"))


# Everything our client can send

VERBS: Mapping[str, Callable[[FacebookPage, Stand, str], Any]] = {
    "publish": lambda ours, stand, post: [ours.publish(other(number), way, PICTURES) for number, way in enumerate(Way, start=10)],
    "find": lambda ours, stand, post: ours.find(DRAFT, stand.clock[0]),
    "look": lambda ours, stand, post: ours.look(post),
    "comment": lambda ours, stand, post: ours.comment(post, DRAFT.comment),
    "find_comment": lambda ours, stand, post: ours.find_comment(post, DRAFT.comment),
    "edit": lambda ours, stand, post: ours.edit(post, "Đính chính"),
    "listing": lambda ours, stand, post: ours.listing(stand.clock[0]),
    "engagement": lambda ours, stand, post: ours.engagement([post]),
    "survey": lambda ours, stand, post: ours.survey(stand.clock[0] - timedelta(days=1), stand.clock[0]),
    "page_figures": lambda ours, stand, post: ours.page_figures(stand.clock[0].date() - timedelta(days=9), stand.clock[0].date()),
    "unanswered": lambda ours, stand, post: ours.unanswered([post]),
    "check": lambda ours, stand, post: ours.check(),
    "withdraw": lambda ours, stand, post: (ours.withdraw(post), ours.withdraw(post)),  # the second time it has to look
}


def once(method: str, edge: str, said: bytes) -> Answer:
    """One answer in the server's stead, to the next request of this method and edge."""
    left = [said]

    def instead(request: Tapped) -> bytes | None:
        return left.pop() if left and request.method == method and request.path.endswith(f"/{edge}") else None

    return instead


def refusal(code: int) -> bytes:
    return answer(json.dumps({"error": {"message": "x", "code": code}}), 400)


def whole_life(stand: Stand, tap: Tap) -> None:
    """Every verb of the channel and of the desk of tokens, and the turns that only a fault makes them take."""
    ours = make_ours(tap.url, stand.clock)
    post = ours.publish(DRAFT).remote_id
    for verb in VERBS.values():
        verb(ours, stand, post)
    page_two = json.dumps({"data": [], "paging": {"next": "http://127.0.0.1:1/", "cursors": {"after": "x"}}})
    for method, edge, said, verb in (
        ("GET", "published_posts", answer(page_two), lambda: ours.listing(stand.clock[0])),
        ("POST", "feed", refusal(197), lambda: ours.publish(other(20), Way.PHOTOS, PICTURES)),  # its staged photos are cleared away
        ("POST", "feed", refusal(100), lambda: ours.publish(other(21))),  # was it the proof?
    ):
        tap.instead = once(method, edge, said)
        with suppress(ChannelError):
            verb()
    stand.sandbox.kill_metric("post_clicks")
    ours.engagement([stand.sandbox.posts(PAGE_ID)[-1].id])
    desk = TokenDesk(graph=GraphPolicy(url=tap.url), app_id=APP_ID, app_secret=APP_SECRET)
    tap.instead = lambda request: answer(json.dumps({"data": []})) if request.path.endswith("/me/accounts") else None
    with suppress(ChannelError):
        desk.long_lived(USER_TOKEN)
    assert list(desk.owned_pages(USER_TOKEN)) == []


@pytest.fixture
def tap(stand: Stand):
    with Tap(stand.sandbox.base_url) as running:
        yield running


@pytest.fixture
def life(stand: Stand, tap: Tap) -> list[Sent]:
    whole_life(stand, tap)
    return [each for request in tap.requests for each in sent(request)]


def test_every_verb_of_a_channel_is_in_the_life():
    """A verb that is added later is caught here first."""
    verbs = {name for name, _ in getmembers(Channel, isfunction) if not name.startswith("_")}
    assert verbs == set(VERBS)


def test_every_parameter_we_send_is_in_the_sdk_s_own_list(life):
    assert strangers(life) == set()


def test_every_field_we_ask_for_is_one_the_sdk_knows(life):
    assert strange_fields(life) == set()


def test_no_edge_and_no_exception_is_listed_that_is_not_used(life):
    pairs = {(each.edge, name) for each in life for name in each.parameters}
    assert {each.edge for each in life} == set(EDGES)
    assert {pair for pair in EXCEPTIONS if pair not in pairs and not (pair[0] == "*" and pair[1] in {name for _, name in pairs})} == set()
    for edge, name in EXCEPTIONS:
        assert edge == "*" or not EDGES[edge].is_valid_key(name), f"{name} needs no exception for {edge}"


def test_the_token_is_no_parameter(life):
    assert not [each for each in life if "access_token" in each.parameters]


@pytest.mark.parametrize(
    ("path", "form", "expected"),
    [
        (f"{PAGE_ID}/feed", {"message": "x", "foo": 1}, ("POST feed", "foo")),
        (f"{PAGE_ID}/feed", {"message": "x", "attached_media": "no list"}, ("POST feed", "attached_media")),
        (f"{PAGE_ID}/photos", {"caption": "x", "alt_text": "x"}, ("POST photos", "alt_text")),
        (f"{PAGE_ID}_7", {"message": "x", "is_pinned": "perhaps"}, ("POST (post)", "is_pinned")),
        (f"{PAGE_ID}_7/comments", {"text": "x"}, ("POST comments", "text")),
        (f"{PAGE_ID}/nowhere", {"message": "x"}, ("POST nowhere", "message")),
    ],
)
def test_a_parameter_that_is_in_no_list_is_told(stand: Stand, tap: Tap, path, form, expected):
    graph = make_ours(tap.url, stand.clock)._graph
    with suppress(ChannelError):
        graph.request(f"{graph.version}/{path}", post_args=form)
    all_sent = [each for request in tap.requests for each in sent(request)]
    assert strangers(all_sent) == {expected}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("id,link", "link"),
        ("attachments{unshimmed_url,colour}", "attachments{colour}"),
        ("reactions.type(LOVED).limit(0)", "reactions.type(LOVED)"),
        ("comments.filter(all)", "comments.filter(all)"),
        ("insights.metric(post_clicks).period(fortnight)", "insights.period(fortnight)"),
        ("shares.limit(0)", "shares"),
    ],
)
def test_a_field_that_the_sdk_does_not_know_is_told(fields, expected):
    assert strange_fields([Sent("GET (post)", {"fields": fields})]) == {("GET (post)", expected)}


def test_the_sdk_itself_asks_for_many_at_once_by_ids_and_fields(stand: Stand, tap: Tap):
    """Evidence for the one list above that is written by hand."""
    receipt = stand.publish(Way.LINK)
    PagePost.get_by_ids([receipt.remote_id], fields=["id", "message"], api=official(tap.url).api)
    (request,) = tap.requests
    assert request.names - {"access_token", "appsecret_proof"} == {"ids", "fields"}
    assert request.query["access_token"] == TOKEN, "the SDK puts the token into the address; ours never does"
