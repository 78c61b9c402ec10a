"""Secrets of two kinds, a line that goes wrong in every way and repeats the secrets while it does, and the places in which they could be left behind."""

import hashlib
import hmac
import json
import logging
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
import structlog

from bot.channels.protocol import Channel
from bot.sandbox import PageSpec, Sandbox, SandboxConfig, UserSpec
from tests.fakes.site import Site
from tests.fakes.tap import Tap, Tapped, answer
from tests.secrets.searcher import Places, Searcher, operations

PAGE_ID = "100000000000001"
APP_ID = "900000000000009"


@dataclass(frozen=True)
class Keys:
    """The secrets of an installation."""

    page_token: str
    user_token: str
    long_lived_token: str
    app_secret: str
    database_password: str = "Mk7Qw2Zx9Lp4Vb6Nc3"

    @property
    def proofs(self) -> Mapping[str, str]:
        """Of each token: no secret by itself, and yet nothing for a log."""
        tokens = {"page": self.page_token, "user": self.user_token, "long-lived": self.long_lived_token}
        return {f"proof of the {name} token": proof(self.app_secret, token) for name, token in tokens.items()}

    @property
    def searcher(self) -> Searcher:
        return Searcher(vars(self))

    @property
    def searcher_for_shown(self) -> Searcher:
        return Searcher({**vars(self), **self.proofs})


def proof(secret: str, token: str) -> str:
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()


# As Meta makes them; and as nobody makes them, so that nothing is redacted by its looks and every encoding looks different.
LIKE_META = Keys(
    page_token="EAAN1tQpage" + "ZBx7Jc9Rk3Lf2Gm8Wd4Ys6Hv0Tn5" * 6,
    user_token="EAAN1tQuser" + "QrT5uY7iOpA1sDfG3hJkL9zXcVbN" * 6,
    long_lived_token="EAAN1tQlong" + "MnB8vCxZ6lKjHgF4dSaP2oIuYtRe" * 6,
    app_secret="9f8a3c5e7b1d2460a8c4e6f0b2d49517",
)
AWKWARD = Keys(
    page_token='pGt/zBx7Jc9Rk3Lf2+Gm8Wd4Ys6Hv0Tn5qQ=%Pa1Sd2Fg3Hj4Kl5&"Zx6Cv7Bn8Mq9We0\\Rt1Yu2Io3Pa4#',
    user_token='uSr/QrT5uY7iOpA1sDf+G3hJkL9zXcVbN=%Lk2Jh3Gf4Ds5Aq6&"Wp7Oe8Ir9Ut0Yy1\\Vb2Nm3Cx4Zq5#',
    long_lived_token='lNg/MnB8vCxZ6lKjHgF+4dSaP2oIuYtRe=%Xs3Za4Qw5Er6Ty7&"Ui8Op9Lk0Jm1Nh2\\Gb3Vf4Cd5Sx6#',
    app_secret='sEc/w3Er5Tt7Yu9Io1+Pl2Ok4Ij6Uh8=%Bg0Vf1Cd3Xs5Za&"Nm7Jk9Lo2Pi4',
)


def edge(request: Tapped) -> str:
    """What a request is about: "POST feed", "GET post", "GET ids", "POST scrape", "POST debug_token" …"""
    path = request.path.strip("/").split("/")[1:]
    names = operations(request) or path[1:2]
    if names:
        return f"{request.method} {names[0]}"
    if not path or not path[0]:
        return f"{request.method} {'ids' if request.method == 'GET' else 'scrape'}"
    return f"{request.method} {'page' if path[0] == PAGE_ID else 'post' if '_' in path[0] else 'photo'}"


Trouble = tuple[str, bytes]
"""("before" or "after" the server has done it, the whole answer)."""


@dataclass
class Line:
    """The line to the sandbox, with troubles that are met one by one, by edge."""

    tap: Tap
    troubles: dict[str, deque[Trouble]] = field(default_factory=lambda: defaultdict(deque))
    standing: Callable[[Tapped], bytes | None] = lambda _: None
    met: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tap.instead = lambda request: self.standing(request) or self._next("before", request)
        self.tap.afterwards = lambda request: self._next("after", request)

    def _next(self, when: str, request: Tapped) -> bytes | None:
        waiting = self.troubles.get(edge(request))
        if not waiting or waiting[0][0] != when:
            return None
        self.met.append(edge(request))
        return waiting.popleft()[1]

    def expect(self, name: str, *troubles: Trouble) -> None:
        """The next requests of this edge meet these troubles, in this order."""
        self.troubles[name].extend(troubles)

    @property
    def left(self) -> list[str]:
        """The edges at which a trouble still waits."""
        return [name for name, waiting in self.troubles.items() if waiting]


def refusal(code: int, subcode: int | None = None, status: int = 400, *, echo: str = "", **headers: str) -> bytes:
    """Graph's error envelope. Graph does repeat tokens: "Malformed access token EAA…"."""
    error: dict[str, Any] = {
        "message": f"(#{code}) Malformed access token {echo}",
        "type": "OAuthException",
        "code": code,
        "error_user_title": f"Token {echo}",
        "error_user_msg": f"access_token={echo}",
        "error_data": {"access_token": echo},
        "fbtrace_id": echo,
    }
    if subcode is not None:
        error["error_subcode"] = subcode
    return answer(json.dumps({"error": error}), status, **headers)


def troubles_of_a_write(keys: Keys, elsewhere: str) -> list[Trouble]:
    """Everything that may be answered to a request which posts something, the secrets in it wherever a server could put them."""
    token = keys.page_token
    html = f"<html><body>Sorry {token} Authorization: Bearer {token} {keys.app_secret}</body></html>"
    blocked = json.dumps({PAGE_ID: [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 20, "note": quote(token)}]})
    location = f"{elsewhere}/steal?access_token={quote(token, safe='')}"
    return [
        ("before", refusal(190, 463, 401, echo=token)),
        ("before", refusal(190, None, 401, echo=token)),
        ("before", refusal(10, None, 403, echo=token)),
        ("before", refusal(104, echo=keys.app_secret)),
        ("before", refusal(80_001, echo=token, X_Business_Use_Case_Usage=blocked)),
        ("before", refusal(368, 1_390_008, echo=token)),
        ("before", refusal(4, echo=token)),
        ("before", refusal(2, None, 500, echo=token)),
        ("before", refusal(100, echo=token)),
        ("before", refusal(197, echo=token)),
        ("before", refusal(506, 1_455_006, echo=token)),
        ("before", refusal(987_654, echo=token)),
        ("before", answer(html, 502, Content_Type="text/html")),
        ("before", answer(html, 429, Content_Type="text/html")),
        ("before", answer("", 302, Location=location)),
        ("before", answer("", 307, Location=location, Set_Cookie=f"token={quote(token, safe='')}")),
        ("before", answer("", 303, Location=location)),
        ("before", answer(token, 200, Content_Encoding="gzip")),
        ("before", b"no HTTP at all\r\n\r\n"),
        ("before", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{"),
        ("before", b"HTTP/1.1 200 OK\r\nno header line\r\n\r\n{}"),
        ("before", b""),
        ("after", b""),
        ("after", refusal(2, None, 500, echo=token)),
        ("after", refusal(100, echo=token)),
        ("after", answer(html, 200, Content_Type="text/html")),
        ("after", answer("")),
        ("after", answer("{}")),
        ("after", answer(json.dumps({"access_token": token}))),
        ("after", answer(f'{{"id": "{token}')),
    ]


def troubles_of_a_read(keys: Keys, elsewhere: str) -> list[Trouble]:
    """Some of that for a request which only asks."""
    token = keys.page_token
    return [
        ("before", answer(f"<html>{token}</html>", 503, Content_Type="text/html")),
        ("before", answer("", 302, Location=f"{elsewhere}/steal?access_token={quote(token, safe='')}")),
        ("before", b"HTTP/1.1 200 OK\r\nno header line\r\n\r\n{}"),
        ("before", refusal(2, None, 500, echo=token)),
        ("after", b""),
        ("after", answer("")),
    ]


class Overheard:
    """A channel whose every exception is noted on its way out."""

    def __init__(self, inner: Channel, places: Places, kinds: list[str]) -> None:
        self._inner, self._places, self._kinds = inner, places, kinds

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not callable(found):
            return found

        def overheard(*args: Any, **kwargs: Any) -> Any:
            try:
                return found(*args, **kwargs)
            except Exception as error:
                self._kinds.append(type(error).__name__)
                self._places.add_exception(error)
                raise

        return overheard


@pytest.fixture(params=[LIKE_META, AWKWARD], ids=["like-meta", "awkward"])
def keys(request) -> Keys:
    return request.param


@pytest.fixture
def log_as_before() -> Iterator[None]:
    root = logging.getLogger()
    noisy = logging.getLogger("urllib3")
    before = (root.handlers[:], root.level, noisy.level)
    yield
    root.handlers[:], level, noisy_level = before
    root.setLevel(level)
    noisy.setLevel(noisy_level)
    structlog.reset_defaults()


@pytest.fixture
def sandbox(keys: Keys, clock) -> Iterator[Sandbox]:
    page = PageSpec(page_id=PAGE_ID, name="UBND huyện Hướng Hóa", token=keys.page_token)
    user = UserSpec(user_id="500", name="Lan", token=keys.user_token, long_token=keys.long_lived_token, pages=(PAGE_ID,))
    config = SandboxConfig(
        pages=(page,), users=(user,), app_id=APP_ID, app_secret=keys.app_secret, require_proof=True, allow_private_links=True
    )
    with Sandbox(config, clock) as running:
        yield running


@pytest.fixture
def line(sandbox: Sandbox) -> Iterator[Line]:
    with Tap(sandbox.base_url) as tap:
        yield Line(tap)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def check_the_line(keys: Keys, requests: list[Tapped]) -> None:
    """No secret in any address, header or body, but for where Graph demands one: the Authorization header, and the operations of a batch that asks for a token."""
    places = Places()
    tokens = {keys.page_token, keys.user_token, keys.long_lived_token, f"{APP_ID}|{keys.app_secret}"}
    for request in requests:
        places.add_request(request)
        (given,) = request.headers.get_all("Authorization")
        kind, _, token = given.partition(" ")
        assert kind == "Bearer"
        assert token in tokens
        if operations(request):
            assert set(operations(request)) <= {"debug_token", "oauth/access_token"}
            assert token == f"{APP_ID}|{keys.app_secret}"
        assert "access_token" not in request.names
    assert keys.searcher.search(places) == set()
